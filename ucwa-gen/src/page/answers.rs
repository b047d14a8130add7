//! What an operation of the explicit form answers with: a status and a body that go together.

use super::facts::OperationFacts;
use crate::vocabulary::{is_without_body, status};

/// What stands in the place of a status where none is documented.
const NONE: &str = "None";

/// What cannot be as the tables of the answer say it, or what they do not say.
pub(super) fn doubts(operation: &OperationFacts) -> Vec<String> {
    let method = &operation.method;
    let statuses: Vec<u16> = operation.statuses.iter().filter_map(|row| status(&row.name)).collect();
    let successes: Vec<u16> = statuses.iter().copied().filter(|status| (200..400).contains(status)).collect();
    let has_body = operation.returns_representation
        || !operation.items.is_empty()
        || !operation.output_fields.is_empty()
        || operation.output_element.is_some()
        || !operation.produces.is_empty();
    let is_bodiless = !successes.is_empty() && successes.iter().all(|status| is_without_body(*status));
    let mut doubts = Vec::new();
    if operation.statuses.is_empty() {
        doubts.push(format!("the answer of {method} has no status"));
    } else if !statuses.is_empty() && operation.statuses.iter().any(|row| row.name == NONE) {
        doubts.push(format!("the answer of {method} has a status and `None`"));
    } else if !statuses.is_empty() && successes.is_empty() {
        doubts.push(format!("the answer of {method} has no status of a success"));
    }
    if has_body && is_bodiless {
        doubts.push(format!("the answer of {method} has a body, and only a status that has none"));
    }
    if method == "GET" && !has_body && !is_bodiless {
        doubts.push(format!("the answer of {method} has no body"));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::extract;
    use crate::source::SourceFile;

    /// A method, the rows of its table `Item`, those of its table `Status`, and what is found.
    #[test]
    fn a_status_and_a_body_go_together() {
        let table = |column: &str, rows: &[&str]| match rows {
            [] => String::new(),
            _ => format!(
                "|{column}|\n|:--|\n{}\n",
                rows.iter().map(|row| format!("|{row}|\n")).collect::<String>()
            ),
        };
        #[rustfmt::skip]
        let cases: [(&str, &[&str], &[&str], &str); 14] = [
            ("GET", &["[lamp](lamp_ref.md)"], &["200"], ""),
            ("GET", &["[lamp](lamp_ref.md)"], &["200", "404"], ""),
            ("GET", &["[lamp](lamp_ref.md)"], &["None"], ""),
            ("GET", &["[lamp](lamp_ref.md)"], &["404"], "the answer of GET has no status of a success"),
            ("GET", &["[lamp](lamp_ref.md)"], &["204"], "the answer of GET has a body, and only a status that has none"),
            ("GET", &["[lamp](lamp_ref.md)"], &["200", "204"], ""),
            ("GET", &["[lamp](lamp_ref.md)"], &[], "the answer of GET has no status"),
            ("GET", &["[lamp](lamp_ref.md)"], &["200", "None"], "the answer of GET has a status and `None`"),
            ("GET", &[], &["200"], "the answer of GET has no body"),
            ("GET", &[], &["302"], "the answer of GET has no body"),
            ("GET", &[], &["204"], ""),
            ("PUT", &[], &["200"], ""),
            ("POST", &[], &[], "the answer of POST has no status"),
            ("DELETE", &[], &["500"], "the answer of DELETE has no status of a success"),
        ];
        for (method, items, statuses, expected) in cases {
            let body = if items.is_empty() { "None\n\n".to_owned() } else { table("Item", items) };
            let text = format!(
                "---\ntitle: lamp\n---\n# lamp\n\n## Operations\n\n### {method}\n\n#### Response body\n\n{body}{}",
                table("Status", statuses)
            );
            let (document, _) = extract::document(&SourceFile::new("lamp_ref.md", text));
            let (_, found) = super::super::facts(&document);
            let found: Vec<String> =
                found.into_iter().filter(|it| it.code == Code::AnswerDoubtful).map(|it| it.message).collect();
            assert_eq!(found.join("; "), expected, "{method} {items:?} {statuses:?}");
        }
    }
}
