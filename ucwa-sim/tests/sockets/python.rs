//! A client in Python: two users see each other's presence and exchange messages over HTTP.

use std::env;
use std::io::{BufRead, BufReader, Write, stderr};
use std::process::{Child, Command, Stdio};

/// Ends the command with the test, whether it passes or fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_program_on_the_standard_library_of_python_talks_to_the_command() {
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        assert!(env::var_os("CI").is_none(), "there is no python3");
        // Past the capture of the test harness, which would hide it.
        let _ = stderr().write_all(b"SKIPPED: there is no python3\n");
        return;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ucwa-sim"));
    command.args(["--listen", "127.0.0.1:0", "--seed", "7", "--quiet"]);
    let mut server = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let root = line.strip_prefix("discovery: ").unwrap();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/clients/presence.py");
    let output = Command::new("python3").args([program, root]).output().unwrap();
    let [out, errors] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    assert!(output.status.success() && out.ends_with("All is well.\n"), "{out}{errors}");
}
