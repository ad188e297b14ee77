//! Dovidka: a council's open data, asked in plain language.
//!
//! Three rings; an inner ring never imports an outer one (`tests/layers.rs` reads the imports):
//!
//! 1. **pure**: values in, values out; no async, no I/O, no clock: [`text`], [`catalog`], [`table`],
//!    [`search`], [`answer`], [`feedback`], [`news`], [`i18n`];
//! 2. **the world**: [`config`], [`db`], [`store`], [`harvest`], [`load`], [`telegram`];
//! 3. **people**: [`app`], [`bot`], [`service`], [`playground`], [`cli`].
//!
//! Read in the order of the data: [`harvest`] → [`table`] → [`search`] → [`answer`] → [`bot`].

pub mod answer;
pub mod catalog;
pub mod feedback;
pub mod i18n;
mod names;
pub mod news;
pub mod search;
pub mod table;
pub mod text;

pub mod config;
pub mod db;
pub mod harvest;
pub mod load;
pub mod store;
pub mod telegram;

pub mod app;
pub mod bot;
pub mod cli;
pub mod playground;
pub mod service;
