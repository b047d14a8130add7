//! The sentences that stand on every page of the original and say nothing about it.

/// How such a sentence begins, and how it ends: what stands between is always the same.
const SENTENCES: &[(&str, &str)] = &[
    ("For more on web links", "Web links."),
    ("For more information about web links", "Web links."),
    ("This resource can have the following relationships", "relationships."),
    ("The user must have at least one of these scopes", "allowed."),
    ("The following sections describe the Operations", "Operations."),
    ("Sample of returned event data", "event data"),
    ("Sample of returned event data.", "event data."),
    ("Sample of returned event data.", "scenario."),
    ("This sample is given only as an illustration of", "scenario."),
    ("Only server-supplied query parameters", "sample."),
    ("The errors below", "synchronous errors."),
    ("The completed event is sent on the event channel", "resource."),
    ("It is recommended that applications handle the error codes", "interface."),
];

/// What follows `Applies to` is a product, in at most this many words.
const PRODUCT: usize = 8;

/// Whether a whole paragraph is such a sentence.
pub(super) fn is_boilerplate(text: &str) -> bool {
    let text = text.trim_matches(['*', '_', ' ']);
    if let Some(product) = text.strip_prefix("Applies to") {
        return product.split_whitespace().count() <= PRODUCT;
    }
    SENTENCES.iter().any(|(begin, end)| text.starts_with(begin) && text.ends_with(end))
}

/// Whether the sentence says that an answer is the page's own representation.
pub(super) fn returns_representation(text: &str) -> bool {
    text.contains("contains the properties and links")
}

#[cfg(test)]
mod tests {
    use super::is_boilerplate;

    #[test]
    fn a_paragraph_is_boilerplate_as_a_whole() {
        for (text, expected) in [
            ("Applies to: Skype for Business 2015", true),
            ("** Applies to: **Skype for Business 2015", true),
            ("Applies to: Skype for Business 2015 The badge of a person, with their picture.", false),
            ("For more on web links, see Web links.", true),
            ("For more on web links, see Web links. A badge.", false),
            ("A badge.", false),
            ("", false),
        ] {
            assert_eq!(is_boilerplate(text), expected, "{text}");
        }
    }
}
