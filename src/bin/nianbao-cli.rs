//! `nianbao-cli`: the library without a window, for scripts and batches.

use std::process::ExitCode;

fn main() -> ExitCode {
    nianbao::cli::run(std::env::args_os().skip(1))
}
