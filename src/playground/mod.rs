//! The whole bot without Telegram: a simulated Telegram on loopback, for tests and for trying things out.

pub mod telegram;
