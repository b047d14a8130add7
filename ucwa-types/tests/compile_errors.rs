//! What the compiler says to a wrong input of a derive, and to a wrong use of the types, and where it says it.

#[test]
fn errors_point_at_the_offending_token() {
    trybuild::TestCases::new().compile_fail("tests/compile_errors/*.rs");
}
