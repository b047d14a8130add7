//! The guide shows what is compiled and run here.

const GUIDE: &str = include_str!("../../../docs/guide/snapshots.md");

#[test]
fn the_guide_has_the_test_that_runs() {
    let shown = format!("```rust\n{}```\n", include_str!("reviewed.rs"));
    assert!(GUIDE.contains(&shown), "`docs/guide/snapshots.md` does not have the text of `reviewed.rs`");
}
