//! Texts that several rows give together.

/// Adds a text as a paragraph of its own.
pub(super) fn add(all: &mut String, text: &str) {
    let text = text.trim();
    if !all.is_empty() && !text.is_empty() {
        all.push('\n');
    }
    all.push_str(text);
}
