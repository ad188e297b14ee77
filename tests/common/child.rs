//! A process that a test kills.

use std::process::Child;

/// Dropped, it is killed.
pub(crate) struct Process(pub(crate) Child);

impl Process {
    /// SIGKILL.
    pub(crate) fn dies(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
