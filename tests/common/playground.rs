//! A playground as its user starts it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

/// Thursday, half past ten in the council's town.
pub(crate) const AT: &str = "2026-11-26T10:30:00+02:00";

/// A running `dovidka playground`; dropped, it is killed.
pub(crate) struct Playground {
    child: Child,
    /// Stays open: the process may still write.
    _out: BufReader<ChildStdout>,
    /// The line it printed.
    pub(crate) line: String,
}

impl Playground {
    /// Starts one in `folder` with `args`.
    pub(crate) fn start(folder: &Path, args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dovidka"))
            .args(["playground", "--at", AT])
            .args(args)
            .current_dir(folder)
            .env_clear()
            .env("LANG", "en_US.UTF-8")
            // Nothing of these is to be touched.
            .env("DATABASE_URL", "sqlite:/nonexistent/real.db")
            .env("TELOXIDE_TOKEN", "1:real")
            .env("TELOXIDE_API_URL", "http://127.0.0.1:9")
            .env("DOVIDKA_CONFIG", "/nonexistent/dovidka.toml")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        Self { child, _out: out, line }
    }

    /// Where the page is.
    pub(crate) fn url(&self) -> &str {
        let url = self.line.split_whitespace().find(|word| word.starts_with("http://"));
        url.unwrap_or_else(|| panic!("no address in {:?}", self.line))
    }

    /// Tells it to stop as Ctrl+C does; gives the exit status.
    pub(crate) fn stops(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Playground {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
