//! The command, as its user sees it.

use std::path::Path;
use std::process::Command;

#[test]
fn an_error_is_told_in_one_line_with_what_to_do() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("session.jsonl");
    std::fs::write(&file, "").unwrap();
    let record = file.to_str().unwrap();
    for (arguments, expected) in [
        (["--users", "nowhere.toml"], "error: cannot read nowhere.toml: "),
        (["--record", record], "session.jsonl; remove it or name another file: "),
        (["--listen", "localhost:8080"], "it is not an IP address and a port, such as 127.0.0.1:8080"),
    ] {
        let command = Command::new(env!("CARGO_BIN_EXE_ucwa-sim"))
            .args(["--listen", "127.0.0.1:0"].iter().filter(|_| arguments[0] != "--listen"))
            .args(arguments)
            .env("RUST_BACKTRACE", "1")
            .output()
            .unwrap();
        let errors = String::from_utf8(command.stderr).unwrap();
        assert!(!command.status.success() && errors.contains(expected), "{errors}");
        assert!(!errors.contains("backtrace"), "{errors}");
    }
}
