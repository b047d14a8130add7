//! The command `ucwa-gen`: the library with a command line in front of it.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
