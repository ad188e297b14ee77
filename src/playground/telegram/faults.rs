//! What goes wrong on request.

use std::time::Duration;

use serde_json::Value;

use super::world::World;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Failing {
    /// The call is refused with this code and these words; for 429 with a wait in seconds.
    Refused {
        /// HTTP status and `error_code`.
        code: u16,
        /// The words after the usual prefix.
        description: String,
        /// `retry_after`.
        retry_after: Option<u64>,
    },
    /// A page of HTML with this status comes back, the call is not carried out.
    Html(u16),
    /// The connection breaks, the call is not carried out.
    Reset,
    /// The call is carried out, and the connection breaks.
    ResetAfter,
    /// The call is carried out, and a page of HTML with this status comes back.
    HtmlAfter(u16),
    /// The call is carried out after this time of the world.
    Slow(Duration),
    /// The call is carried out at once, and answered after this time of the world.
    SlowAfter(Duration),
}

impl Failing {
    /// Whether the call is not carried out.
    pub const fn is_before(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Html(_) | Self::Reset)
    }
}

/// A fault to come.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What goes wrong.
    pub failing: Failing,
    /// The method that it meets; all but `getUpdates` without one.
    pub method: Option<String>,
    /// The chat that it meets; all without one.
    pub chat: Option<i64>,
    /// Calls that pass before.
    pub skip: usize,
    /// Calls that it meets.
    pub times: usize,
    /// The share of the calls in question that it meets, from 0 to 1.
    pub share: f64,
}

impl Fault {
    /// A fault that meets the next call of any method but `getUpdates`.
    pub fn new(failing: Failing) -> Self {
        Self { failing, method: None, chat: None, skip: 0, times: 1, share: 1.0 }
    }

    /// The same for one method.
    #[must_use]
    pub fn of(self, method: &str) -> Self {
        Self { method: Some(method.to_owned()), ..self }
    }

    /// The same for one chat.
    #[must_use]
    pub fn in_chat(self, chat: i64) -> Self {
        Self { chat: Some(chat), ..self }
    }

    /// The same `times` times.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// The same after `skip` calls that pass.
    #[must_use]
    pub fn after(self, skip: usize) -> Self {
        Self { skip, ..self }
    }

    /// A fault that meets this share of the calls, 0.05 for 5 of 100, until [`Telegram::mends`].
    #[must_use]
    pub fn share(self, share: f64) -> Self {
        Self { share, times: usize::MAX, ..self }
    }

    fn meets(&self, method: &str, chat: &Value) -> bool {
        let method = match &self.method {
            Some(wanted) => wanted == method,
            None => method != "getUpdates",
        };
        let named = chat.as_i64().or_else(|| chat.as_str()?.parse().ok());
        method && self.chat.is_none_or(|wanted| named == Some(wanted))
    }
}

impl World {
    /// The fault that meets this call, counted.
    pub(super) fn fault(&mut self, method: &str, chat: &Value) -> Option<Failing> {
        let chance = &mut self.chance;
        // A fault that passes this call lets another meet it.
        let at = self.faults.iter_mut().position(|fault| {
            if !fault.meets(method, chat) {
                return false;
            }
            let passes = fault.skip > 0;
            fault.skip = fault.skip.saturating_sub(1);
            !passes && (fault.share >= 1.0 || chance.f64() < fault.share)
        })?;
        let fault = self.faults.get_mut(at)?;
        let failing = fault.failing.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            self.faults.remove(at);
        }
        Some(failing)
    }
}
