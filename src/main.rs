//! Dovidka's binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    dovidka::cli::main(std::env::args_os())
}
