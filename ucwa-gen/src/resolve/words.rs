//! The words of a link and its target: which page is meant where they name two.

use super::index::{Index, rels};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::page::{Form, PageFacts};
use crate::source::Span;

/// The page that a link means, and that its words and its target do not agree. The words count if there is such a page,
/// since targets are the part that people copy.
///
/// In the explicit form both name one page, so a difference is a warning there; in the original form the words may be any.
pub(super) fn meant<'a>(
    words: &str,
    named: Option<&'a PageFacts>,
    linked: Option<&'a PageFacts>,
    span: &Span,
    form: Form,
) -> (Option<&'a PageFacts>, Option<Diagnostic>) {
    let (Some(linked), true) = (linked, !words.is_empty()) else { return (named.or(linked), None) };
    let help = match (named, form) {
        (Some(named), _) if named.name == linked.name => return (Some(named), None),
        // Several words describe the page, and one is its name.
        (None, Form::Original) if words.contains(' ') => return (Some(linked), None),
        (Some(named), _) => format!("the words were taken: `{}`", named.name),
        (None, _) => format!("no page is called `{words}`: the target was taken"),
    };
    let message = format!("`{words}` links to the page `{}`", linked.name);
    let found = Diagnostic::new(Code::LinkTextDiffers, span.clone(), message).help(help);
    // In the original form the words name the right page where the target names another one.
    let found = match (named, form) {
        (Some(_), Form::Original) => found,
        _ => found.with_severity(Severity::Warning),
    };
    (named.or(Some(linked)), Some(found))
}

/// The same for the rel of an event, which is that of the page it links to: `[group](group2_ref.md)`.
pub(super) fn event<'a>(
    rel: &str,
    linked: Option<&'a PageFacts>,
    index: &Index<'a>,
    span: &Span,
    form: Form,
) -> (Option<&'a PageFacts>, Option<Diagnostic>) {
    let Some(page) = linked.filter(|page| rels(page).any(|own| own.eq_ignore_ascii_case(rel))) else {
        return meant(rel, index.resource(rel), linked, span, form);
    };
    let own = rels(page).skip(1).collect::<Vec<_>>();
    let is_rel = form == Form::Original || own.iter().any(|own| own.eq_ignore_ascii_case(rel));
    let found = (!is_rel).then(|| {
        let message = format!("`{rel}` is the name of a page whose rel is `{}`", own.join("` or `"));
        Diagnostic::new(Code::EventUnknown, span.clone(), message).help("an event has the rel")
    });
    (Some(page), found)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{explicit, found, operation, original, schema, table};
    use crate::diagnostic::Severity;

    /// What a cell means in each place where a link can stand, and what is found.
    #[test]
    fn the_words_count_if_they_name_a_page() {
        let link = |cell: &str| {
            table("### Links", "Link|Leads to|Cardinality|Description", &[&format!("owner|{cell}|one|")])
        };
        let item = |cell: &str| operation("POST", &[table("#### Response body", "Item", &[cell])]);
        let event = |cell: &str| {
            table("### Added", "Resource|Priority|Sender|In|Reason", &[&format!("{cell}|High|lamp||")])
        };
        #[rustfmt::skip]
        let cases = [
            ("they agree", link("[lamp](lamp_ref.md)"), "lamp", ""),
            ("in any case", link("[Lamp](LAMP_ref.md)"), "lamp", "UG027 `LAMP_ref.md` is the page `lamp`"),
            ("both name a page", link("[lamp](bulb_ref.md)"), "lamp", "UG028 `lamp` links to the page `bulb`"),
            ("the words name none", link("[lmap](lamp_ref.md)"), "lamp", "UG028 `lmap` links to the page `lamp`"),
            ("the target is unknown", link("[lamp](lmap_ref.md)"), "lamp", "UG026 there is no page `lmap_ref.md`"),
            ("both are unknown", link("[lmap](lmap_ref.md)"), "", "UG026 there is no page `lmap_ref.md`"),
            ("an item", item("[lamp](bulb_ref.md)"), "lamp", "UG028 `lamp` links to the page `bulb`"),
            ("an item's words name none", item("[lmap](lamp_ref.md)"), "lamp", "UG028 `lmap` links to the page `lamp`"),
            ("an event of a revision", event("[lamp](lamp2_ref.md)"), "lamp2", ""),
            (
                "an event by the name of its page",
                event("[lamp2](lamp2_ref.md)"),
                "lamp2",
                "UG052 `lamp2` is the name of a page whose rel is `lamp`",
            ),
            ("an event of another rel", event("[lamp](bulb_ref.md)"), "lamp", "UG028 `lamp` links to the page `bulb`"),
            ("an event without a link", event("lamp"), "lamp", ""),
        ];
        for (why, section, expected, finding) in cases {
            let others = ["bulb", "lamp", "lamp2"].map(|name| explicit(name, &[]));
            let pages = [&[explicit("room", &[section])][..], &others].concat();
            let (schema, _) = schema(&pages, "");
            let room = schema.resource("room").expect("it has a page");
            let link = room.links.iter().find_map(|link| link.target.clone());
            let output = room.operations.iter().find_map(|operation| operation.output.clone());
            let event = room.events.iter().find_map(|event| event.target.clone());
            assert_eq!(link.or(output).or(event).unwrap_or_default(), expected, "{why}");
            assert_eq!(found(&pages, Severity::Note).join("; "), finding, "{why}");
        }
    }

    #[test]
    fn a_difference_is_a_note_in_the_original_form() {
        let item = table("#### Response body", "Item|Description", &["[lamp](bulb_ref.md)|It."]);
        let pages =
            [original("room", &[operation("POST", &[item])]), original("lamp", &[]), original("bulb", &[])];
        assert_eq!(found(&pages, Severity::Warning), [""; 0]);
        assert_eq!(found(&pages, Severity::Note), ["UG028 `lamp` links to the page `bulb`"]);
    }
}
