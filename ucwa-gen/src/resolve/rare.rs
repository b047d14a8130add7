//! Names that stand in one row only, and nearly are one that stands in many: `opreationId` among all the `operationId`.

use std::collections::BTreeMap;

use super::index::Index;
use super::nearly::{Nearly, is_plural, misspelt};
use crate::diagnostic::Diagnostic;
use crate::page::PageFacts;
use crate::source::Span;

/// In how many rows a name stands that is no mistake itself.
const MANY: usize = 3;

/// Looks at the names of properties, parameters, links and scopes. What a page is called is no mistake.
pub(super) fn check(index: &Index<'_>) -> Vec<Diagnostic> {
    let kinds = [fields, relations, scopes];
    kinds.into_iter().flat_map(|kind| rare(index, kind)).collect()
}

type Row<'a> = (&'a str, &'a Span);

fn rare<'a>(index: &Index<'a>, kind: fn(&'a PageFacts) -> Vec<Row<'a>>) -> Vec<Diagnostic> {
    let mut rows: BTreeMap<&str, (usize, &Span)> = BTreeMap::new();
    for (name, span) in index.resources().flat_map(kind) {
        rows.entry(name).or_insert((0, span)).0 += 1;
    }
    let many = rows.iter().filter(|(_, (count, _))| *count >= MANY);
    let many = Nearly::new(many.map(|(name, _)| *name));
    let once = rows.iter().filter(|(name, (count, _))| *count == 1 && !index.knows(name));
    let found = once.filter_map(|(name, (_, span))| {
        // Things of which there are several are called so where they are listed.
        let meant = many.meant(name).filter(|meant| !is_plural(name, meant))?;
        let (count, _) = rows.get(meant)?;
        Some(misspelt(format!("`{name}` stands only here, and `{meant}` in {count} rows"), span))
    });
    found.collect()
}

fn fields(page: &PageFacts) -> Vec<Row<'_>> {
    let of_operations = page
        .operations
        .iter()
        .flat_map(|operation| operation.query.iter().chain(&operation.input).chain(&operation.output_fields));
    page.properties.iter().chain(of_operations).map(|row| (row.name.as_str(), &row.span)).collect()
}

fn relations(page: &PageFacts) -> Vec<Row<'_>> {
    page.links.iter().chain(&page.embedded).map(|row| (row.rel.as_str(), &row.span)).collect()
}

fn scopes(page: &PageFacts) -> Vec<Row<'_>> {
    page.scopes.iter().map(|row| (row.name.as_str(), &row.span)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, original, table};
    use crate::diagnostic::Severity;

    /// The names of one row on each of several pages, and what is found.
    #[test]
    fn a_name_that_stands_once_is_compared_with_those_that_stand_often() {
        #[rustfmt::skip]
        let cases: [(&str, &[&str], &str); 7] = [
            ("nearly a common one", &["title", "title", "title", "tilte"], "UG084 `tilte` stands only here, and `title` in 3 rows"),
            ("a common one stands often", &["title", "title", "tilte"], ""),
            ("a misspelt one stands once", &["title", "title", "title", "tilte", "tilte"], ""),
            ("another name", &["title", "title", "title", "tally"], ""),
            ("several of it", &["title", "title", "title", "titles"], ""),
            ("a page is called so", &["lampa", "lampa", "lampa", "lampA"], ""),
            ("a number", &["phone1", "phone1", "phone1", "phone2"], ""),
        ];
        for (why, names, expected) in cases {
            for (heading, columns) in
                [("### Properties", "Name|Description"), ("### Links", "Link|Description")]
            {
                let page = |(at, name): (usize, &&str)| {
                    let row = format!("{name}|See [lampA](lampA_ref.md).");
                    original(
                        &format!("lamp{}", char::from(b'A' + at as u8)),
                        &[table(heading, columns, &[&row])],
                    )
                };
                let pages: Vec<_> = names.iter().enumerate().map(page).collect();
                assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{heading}: {why}");
            }
        }
    }
}
