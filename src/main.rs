//! Dovidka's binary.

fn main() {}
