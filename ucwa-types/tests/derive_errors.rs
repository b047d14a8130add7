//! What the derives say to a wrong input, and where they say it.

#[test]
fn errors_point_at_the_offending_token() {
    trybuild::TestCases::new().compile_fail("tests/derive_errors/*.rs");
}
