//! What goes wrong in the playground, switched on and off by hand.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::telegram::{Failing, Fault, Telegram};

/// The share of calls that a switched-on fault meets.
const SHARE: f64 = 0.4;
/// How long a slow call takes.
const SLOW: Duration = Duration::from_secs(2);

/// The switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faults {
    /// Calls are answered with a page of HTML and 502, and not carried out.
    pub(super) errors: bool,
    /// Connections break before a call is carried out.
    pub(super) resets: bool,
    /// Calls take long.
    pub(super) slow: bool,
}

impl Faults {
    /// Lets go wrong what is switched on, and nothing else.
    pub(super) fn set(self, telegram: &Telegram) {
        telegram.mends();
        let switches = [
            (self.errors, Failing::Html(502), SHARE),
            (self.resets, Failing::Reset, SHARE),
            (self.slow, Failing::Slow(SLOW), 1.0),
        ];
        for (_, failing, share) in switches.into_iter().filter(|(on, ..)| *on) {
            telegram.fails(Fault::new(failing).share(share));
        }
    }
}
