//! The generated code is what was reviewed.

/// What the build script wrote with `out_dir("vendor")`; without that, it is in `/ucwa/mod.rs`.
const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/vendor/ucwa/mod.rs"));

#[test]
fn the_generated_code_is_what_was_reviewed() {
    // These lines name the version of the generator, and digests of the lines below them. The code says what that comes to.
    let is_code = |line: &&str| !line.starts_with("// @generated ");
    let code: Vec<&str> = GENERATED.lines().filter(is_code).collect();
    insta::assert_snapshot!(code.join("\n"));
}
