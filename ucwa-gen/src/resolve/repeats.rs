//! Rows about one thing: the first counts, and what a later one says otherwise is lost, so it is reported.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What the mark behind a name is called.
pub(super) const MARK: &str = "mark behind the name";

/// Reports a row about a thing that a row before it is about. `differing` is what the two may say differently, and whether
/// they do.
pub(super) fn repeated(
    name: &str,
    first: &Span,
    again: &Span,
    differing: impl IntoIterator<Item = (&'static str, bool)>,
) -> Diagnostic {
    let differing: Vec<&str> =
        differing.into_iter().filter(|(_, differs)| *differs).map(|(it, _)| it).collect();
    let (code, message) = match differing.split_last() {
        None => (Code::DuplicateRow, format!("`{name}` is listed twice")),
        Some((last, [])) => (Code::RowsDiffer, format!("`{name}` is listed twice, with another {last}")),
        Some((last, others)) => {
            let others = others.join(", another ");
            (Code::RowsDiffer, format!("`{name}` is listed twice, with another {others} and another {last}"))
        }
    };
    Diagnostic::new(code, again.clone(), message).related(first.clone(), "listed first here")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{enumeration, explicit, found, operation, table};
    use crate::diagnostic::Severity;

    /// A section with two rows about one thing, what is found, and why.
    #[test]
    fn a_row_about_the_same_thing_is_compared_with_the_first() {
        let of = |kind: &str, rows: &[&str]| {
            let in_post = |heading: &str, columns: &str| operation("POST", &[table(heading, columns, rows)]);
            match kind {
                "property" => table("### Properties", "Name|Type|Description", rows),
                "link" => table("### Links", "Link|Leads to|Cardinality|Description", rows),
                "embedded" => {
                    table("### Embedded resources", "Embedded resource|Holds|Cardinality|Description", rows)
                }
                "scope" => table(
                    "### Azure Active Directory scopes for online applications",
                    "Scope|Permission|Description",
                    rows,
                ),
                "event" => table("### Added", "Resource|Priority|Sender|In|Reason", rows),
                "parameter" => in_post("#### Query parameters", "Name|Type|Required?|Description"),
                "field" => in_post("#### Request body", "Name|Type|Required?|Description"),
                "media type" => in_post("#### Request body", "Media type"),
                "item" => in_post("#### Response body", "Item"),
                "status" => in_post("#### Response body", "Status"),
                "error" => in_post("#### Synchronous errors", "Error|Code|Subcode|Description"),
                "reason" => format!(
                    "## Operations\n\n### Asynchronous reason codes\n\n{}",
                    table("#### Gone", "Subcode|Reason", rows)
                ),
                _ => table("## Web Link", "Name|Description", rows),
            }
        };
        #[rustfmt::skip]
        let cases: [(&str, [&str; 2], &str); 32] = [
            ("property", ["on|Boolean|x", "on|Boolean|x"], "UG022 `on` is listed twice"),
            ("property", ["on|Boolean|x", "on|Boolean|y"], "UG080 `on` is listed twice, with another description"),
            ("property", ["on|Boolean|x", "on|Nullable Boolean|x"], "UG080 `on` is listed twice, with another nullability"),
            ("property", ["on|Boolean|x", "on|Int32|x"], "UG022 `on` is listed twice; UG041 `on` is declared `Boolean` and `Int32`"),
            ("property", ["on|Int32|x", "on|Int32 (minimum 1, default 2)|x"], "UG080 `on` is listed twice, with another minimum and another default"),
            ("property", ["on|Boolean|x", "on (observed)|Boolean|x"], "UG080 `on` is listed twice, with another mark behind the name"),
            ("parameter", ["to|String|Yes|x", "to|String|Yes|x"], "UG022 `to` is listed twice"),
            ("parameter", ["to|String|Yes|x", "to|String|No|x"], "UG080 `to` is listed twice, with another requirement"),
            ("field", ["to|String|Yes|x", "to|Uri|Yes|x"], "UG022 `to` is listed twice; UG041 `to` is declared `String` and `Uri`"),
            ("link", ["a|[lamp](lamp_ref.md)|one|x", "a|[lamp](lamp_ref.md)|one|x"], "UG022 `a` is listed twice"),
            ("link", ["a|[lamp](lamp_ref.md)|one|x", "a|[bulb](bulb_ref.md)|one|y"], "UG041 `a` leads to `lamp` and to `bulb`"),
            ("link", ["a|[lamp](lamp_ref.md)|one|x", "a|unknown|one|x"], "UG041 `a` leads to `lamp` and to `unknown`"),
            ("link", ["a|[lamp](lamp_ref.md)|one|x", "a|[lamp](lamp_ref.md)|many|x"], "UG080 `a` is listed twice, with another cardinality"),
            ("link", ["a|[lamp](lamp_ref.md)|one|x", "a|[lamp](lamp_ref.md)|one|y"], "UG080 `a` is listed twice, with another description"),
            ("embedded", ["a|[lamp](lamp_ref.md)|one|x", "a|[bulb](bulb_ref.md)|many|x"], "UG041 `a` leads to `lamp` and to `bulb`; UG080 `a` is listed twice, with another cardinality"),
            ("event", ["lamp|High|lamp||x", "lamp|High|lamp||x"], "UG022 `lamp` is listed twice"),
            ("event", ["lamp|High|lamp||x", "lamp|High|lamp||y"], ""),
            ("event", ["lamp|High|lamp||x", "lamp|High|lamp|bulb|x"], ""),
            ("event", ["lamp|High|lamp||x", "lamp|Low|lamp||x"], "UG080 `lamp` is listed twice, with another priority"),
            ("event", ["[lamp](lamp_ref.md)|High|lamp||x", "[lamp](lamp2_ref.md)|High|lamp||x"], "UG080 `lamp` is listed twice, with another target"),
            ("error", ["Gone|410|Off|x", "Gone|410|Off|x"], "UG022 `Off` is listed twice"),
            ("error", ["Gone|410|Off|x", "Gone|410|Off|y"], ""),
            ("error", ["Gone|410|None|x", "Gone|404|None|x"], "UG080 `Gone` is listed twice, with another status"),
            ("error", ["Gone|410|Off|x", "Gone|410|On|x"], ""),
            ("reason", ["Off|x", "Off|x"], "UG022 `Off` is listed twice"),
            ("reason", ["Off|x", "Off|y"], ""),
            ("scope", ["Read|r|x", "Read|r|x"], "UG022 `Read` is listed twice"),
            ("scope", ["Read|r|x", "Read|r|y"], "UG022 `Read` is listed twice; UG053 the scope `Read` is described in another way elsewhere"),
            ("media type", ["image/png", "image/png"], "UG022 `image/png` is listed twice"),
            ("status", ["200", "200"], "UG022 `200` is listed twice"),
            ("item", ["[lamp](lamp_ref.md)", "[lamp](lamp_ref.md)"], "UG022 `lamp` is listed twice"),
            ("item", ["[lamp](lamp_ref.md)", "[bulb](bulb_ref.md)"], "UG041 the response is `lamp` and `bulb`"),
        ];
        for (kind, rows, expected) in cases {
            let others = ["bulb", "lamp2"].map(|name| explicit(name, &[]));
            let pages = [&[explicit("lamp", &[of(kind, &rows)])][..], &others].concat();
            assert_eq!(found(&pages, Severity::Note).join("; "), expected, "{kind}: {rows:?}");
        }
    }

    #[test]
    fn a_member_and_a_method_are_documented_once() {
        let members = enumeration("Hue", &["Red|Warm", "Red|Hot"]);
        let expected = ["UG080 `Red` is listed twice, with another description"];
        assert_eq!(found(&[members], Severity::Warning), expected);
        let twice = [operation("GET", &[]), operation("GET", &[])];
        assert_eq!(
            found(&[explicit("lamp", &twice)], Severity::Warning),
            ["UG081 `lamp` documents GET twice"]
        );
    }
}
