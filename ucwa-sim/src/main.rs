//! The command `ucwa-sim`: a simulated Skype for Business server on this computer.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
