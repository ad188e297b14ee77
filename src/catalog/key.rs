//! Short names of datasets and holders, for places with room for 64 letters: Telegram's links and buttons.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

/// A short name that stands for a long one: 16 hexadecimal digits of its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u64);

impl Key {
    /// Of a name in several parts.
    pub(super) fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&digest.finalize()[..8]);
        Self(u64::from_be_bytes(first))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The text is not one that a key writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key")]
pub struct NoKey;

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let written = text.len() == 16
            && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
        written.then(|| u64::from_str_radix(text, 16).ok()).flatten().map(Self).ok_or(NoKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_nothing_else_is() {
        let key = Key::of(&["portal", "24601ccd"]);
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_ne!(key, Key::of(&["portal2", "4601ccd"]), "parts do not run together");
        for text in
            ["", "0", "00000000000000000", "ABCDEF0123456789", "-000000000000001", "\u{430}"]
        {
            assert_eq!(text.parse::<Key>(), Err(NoKey), "{text}");
        }
    }
}
