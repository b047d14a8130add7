//! The properties, parameters and fields that overrides add.

use super::evidence::evidence;
use super::field::{Choice, Field, Subject};
use super::nearly::misspelt;
use super::seen::Values;
use super::table::Table;
use super::types::Types;
use crate::decision::{Decision, Findings};
use crate::overrides::{Added, Correction, Override, Overrides};
use crate::page::Form;
use crate::schema::EvidenceKind;

/// A list of properties, parameters or fields.
pub(super) struct Place<'p, 'a> {
    /// What overrides call its entries, without their names: `lamp.properties.`.
    pub(super) prefix: &'p str,
    /// The resource whose representation, or the page whose operation, has it.
    pub(super) resource: &'a str,
    pub(super) form: Form,
}

/// The fields that overrides add to a list. The table lists them from now on. `shown` are the values that samples have of a
/// name: the pages know such a one by the sample alone, and the entry decides.
pub(super) fn fields<'a, 's>(
    place: &Place<'_, 'a>,
    table: &mut Table<'a>,
    shown: impl Fn(&str) -> &'s Values<'s>,
    types: &mut Types<'a>,
    overrides: &'a Overrides,
    findings: &mut Findings,
) -> Vec<Field<'a>> {
    let mut fields = Vec::new();
    for (entry, added) in overrides.below(place.prefix).filter_map(added) {
        let Some(name) = entry.of.strip_prefix(place.prefix) else { continue };
        let rows = table.rows(name);
        let decision = Decision::new((), Vec::new());
        if rows.iter().any(|row| !row.provenance.is_sample()) {
            findings.close(decision.reject(entry, entry.agrees(format!("the page lists `{}`", entry.of))));
            continue;
        }
        if let Some(unknown) = types.unknown(&added.ty) {
            findings.close(decision.reject(entry, types.no_type(entry, unknown)));
            continue;
        }
        let nearly = like(name, table).map(|known| {
            let message =
                format!("`{}` differs from `{known}`, which the page lists, in its case alone", entry.of);
            misspelt(message, &entry.span)
        });
        let choice = Choice { ty: added.ty.clone(), nullable: added.nullable };
        types.observe(shown(name), place.form, &added.ty);
        let shown = shown(name).first().map(|(_, span)| evidence(EvidenceKind::Sample, "", span));
        let subject = Subject {
            of: entry.of.clone(),
            follows: None,
            resource: place.resource,
            name,
            rows: rows.to_vec(),
            form: place.form,
        };
        let decision =
            Decision::open(choice.clone(), Vec::new()).heed(entry, choice, |_| String::new()).noting(nearly);
        let decision = decision.with_evidence(|reasons| reasons.into_iter().chain(shown).collect());
        table.add(name);
        fields.push(Field::new(subject, decision, false).added(entry, added.required));
    }
    fields
}

/// The name in a table that differs from another one in its case alone.
fn like<'a>(name: &str, table: &Table<'a>) -> Option<&'a str> {
    let mut names = table.names().map(|(known, _)| known);
    names.find(|known| *known != name && known.eq_ignore_ascii_case(name))
}

fn added(entry: &Override) -> Option<(&Override, &Added)> {
    match &entry.correction {
        Correction::Property(added) | Correction::Parameter(added) => Some((entry, added)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{enumeration, explicit, operation, original, response, schema, table};
    use crate::diagnostic::Severity;
    use crate::explain::explain;
    use crate::render;
    use crate::schema::Schema;
    use crate::source::SourceFile;

    /// An entry about a lamp, with traffic as its origin.
    fn entry(kind: &str, of: &str, keys: &str) -> String {
        format!(
            "[[{kind}]]\nof = \"{of}\"\n{keys}\nreason = \"so it is\"\ntraffic = {{ seen = 3, of = 4 }}\n"
        )
    }

    /// The sections of a lamp's page that the cases vary.
    fn lamp(form: fn(&str, &[String]) -> SourceFile, property: &str, body: &str) -> Vec<SourceFile> {
        let properties = match property {
            "" => String::new(),
            row => table("### Properties", "Name|Type|Description", &[row]),
        };
        let get = operation("GET", &[response(&format!("{{\"rel\": \"lamp\"{body}}}"))]);
        let post = "### POST\n\n#### Request body\n\nNone\n\n";
        let lamp = form("lamp", &[properties, get, post.to_owned()]);
        vec![lamp, original("bulb", &[]), enumeration("Hue", &["Red"])]
    }

    /// What the schema has under a name: the first line that explains it.
    fn line(schema: &Schema, name: &str) -> String {
        let found = explain(schema, name).map(|found| found.to_string()).unwrap_or_default();
        found.lines().next().unwrap_or_default().to_owned()
    }

    /// An entry, the pages, what there is in the end, and what is found.
    #[test]
    fn an_entry_adds_what_the_pages_lack() {
        let plain = || lamp(original, "", "");
        let shown = |body: &str| lamp(original, "", body);
        let listed = |row: &str| lamp(explicit, row, "");
        let int = "type = \"Int32\"";
        let event = "type = \"added\"\nsender = \"lamp\"\nembedded = true\npriority = \"Low\"";
        #[rustfmt::skip]
        let cases = [
            (entry("property", "lamp.properties.size", int), plain(), "lamp.size", "property size: Int32 (seen in 3 of 4)", ""),
            (entry("property", "lamp.properties.size", int), shown(", \"size\": \"big\""), "lamp.size", "property size: Int32 (seen in 3 of 4)", ""),
            (entry("property", "lamp.properties.size", int), listed("size|String|"), "lamp.size", "property size: String", "UG063 the page lists `lamp.properties.size`"),
            (entry("property", "lamp.properties.size", int), listed("size *(observed)*|String|"), "lamp.size", "property size: Int32 (seen in 3 of 4)", ""),
            (entry("property", "lamp.properties.size", int), listed("size *(seen in 3 of 4)*|Int32|"), "lamp.size", "property size: Int32 (seen in 3 of 4)", "UG063 the page lists `lamp.properties.size`"),
            (entry("property", "lamp.properties.hue", "type = \"Hue\""), shown(", \"hue\": \"Pink\""), "Hue.Pink", "member Pink (observed)", ""),
            (entry("property", "lamp.properties.hue", "type = \"Heu\""), plain(), "lamp.hue", "", "UG061 there is no type `Heu`"),
            (entry("property", "lamp.POST.input.size", &format!("{int}\nrequired = true")), plain(), "lamp.size", "POST input size: Int32, required (seen in 3 of 4)", ""),
            (entry("property", "lamp.POST.output.size", int), plain(), "lamp.size", "POST output size: Int32 (seen in 3 of 4)", ""),
            (entry("parameter", "lamp.GET.query.size", int), plain(), "lamp.size", "GET query parameter size: Int32 (seen in 3 of 4)", ""),
            (entry("link", "lamp.links.bulb", "add = true\ntarget = \"bulb\""), plain(), "lamp.bulb", "link bulb: bulb (seen in 3 of 4)", ""),
            (entry("link", "lamp.embedded.bulb", "add = true\ntarget = \"unknown\"\nmany = true"), plain(), "lamp.bulb", "embedded bulb: unknown, many (seen in 3 of 4)", ""),
            (entry("link", "lamp.links.bulb", "add = true\ntarget = \"bulb\""), shown(", \"_links\": {\"bulb\": {}}"), "lamp.bulb", "link bulb: bulb (seen in 3 of 4)", ""),
            (entry("event", "lamp.events", event), plain(), "lamp.added", "event lamp added, Low, from lamp, with the resource (seen in 3 of 4)", ""),
            (entry("event", "lamp.events", "resource = \"switch\"\ntype = \"deleted\"\nsender = \"lamp\""), plain(), "lamp.switch", "event switch deleted, from lamp (seen in 3 of 4)", ""),
            (entry("event", "lamp.events", "type = \"added\"\nsender = \"garden\""), plain(), "lamp.added", "event lamp added, from garden (seen in 3 of 4)", ""),
            (entry("event", "lamp.events", "type = \"added\"\nsender = \"lmap\""), plain(), "lamp.added", "", "UG061 there is no resource `lmap`"),
            (entry("default", "lamp.properties.size", "value = \"7\""), listed("size|Int32|"), "lamp.size", "property size: Int32, default 7 (the default: seen in 3 of 4)", ""),
            (entry("default", "lamp.properties.size", "value = \"7\""), listed("size|Int32 (default 7 *(observed)*)|"), "lamp.size", "property size: Int32, default 7 (the default: observed)", "UG063 the default of `lamp.properties.size` is `7` on its page"),
            (entry("default", "lamp.properties.size", ""), listed("size|Int32 (default 7 *(observed)*)|"), "lamp.size", "property size: Int32", ""),
            (entry("status", "lamp.GET", "status = 206"), plain(), "lamp.GET", "operation GET: lamp, status 200, 206 (seen in 3 of 4)", ""),
            (entry("status", "lamp.GET", "status = 200"), plain(), "lamp.GET", "operation GET: lamp, status 200", "UG063 the page has the status 200 of `lamp.GET`"),
            (entry("member", "Hue.members.Pink", ""), plain(), "Hue.Pink", "member Pink (seen in 3 of 4)", ""),
            (entry("error", "lamp.GET", "code = \"Gone\"\nstatus = 410"), plain(), "lamp.Gone", "GET error 410 Gone (seen in 3 of 4)", ""),
            (entry("error", "lamp.reasons", "code = \"Gone\""), plain(), "lamp.Gone", "reason code Gone (seen in 3 of 4)", ""),
        ];
        for (entry, pages, name, expected, codes) in cases {
            let (made, found) = schema(&pages, &entry);
            assert_eq!(line(&made, name), expected, "{entry}");
            let found = found.into_iter().filter(|found| found.severity > Severity::Note);
            let found: Vec<String> = found
                .map(|found| format!("{} {}", found.code, found.message))
                .filter(|it| it.starts_with("UG06"))
                .collect();
            assert_eq!(found.join("; "), codes, "{entry}");
            // What was added is on the rendered page, with its origin, and reads back.
            let rendered = render::pages(&made, &render::Options::default().with_samples());
            let rendered: Vec<SourceFile> =
                rendered.iter().map(|(file, text)| SourceFile::new(file, text.as_str())).collect();
            let (read, _) = schema(&rendered, "");
            assert_eq!(line(&read, name), expected, "{entry}: {rendered:?}");
        }
    }

    /// An entry with a wrong value, the place of what is found, the finding, and the help.
    #[test]
    fn a_finding_points_at_the_value_that_is_wrong() {
        let sender = |sender: &str| format!("type = \"added\"\nsender = \"{sender}\"");
        #[rustfmt::skip]
        let cases = [
            (entry("property", "lamp.properties.Size", "type = \"Int32\""), "\"lamp.properties.Size\"", "UG084 `lamp.properties.Size` differs from `size`, which the page lists, in its case alone", ""),
            (entry("property", "lamp.properties.hue", "type = \"Array of Heu\""), "\"Array of Heu\"", "UG061 there is no type `Heu`", "did you mean `Hue`?"),
            (entry("parameter", "lamp.GET.query.hue", "type = \"Strnig\""), "\"Strnig\"", "UG061 there is no type `Strnig`", "did you mean `String`?"),
            (entry("type", "lamp.properties.size", "type = \"Int23\""), "\"Int23\"", "UG061 there is no type `Int23`", "did you mean `Int32`?"),
            (entry("default", "lamp.properties.size", "value = \"big\""), "\"big\"", "UG061 `big` is not a number, or a number and a unit", ""),
            (entry("link", "lamp.links.bulb", "add = true\ntarget = \"blub\""), "\"blub\"", "UG061 there is no resource `blub`", "did you mean `bulb`?"),
            (entry("link", "lamp.links.self", "target = \"Unknown\""), "\"Unknown\"", "UG061 there is no resource `Unknown`", "did you mean `unknown`?"),
            (entry("link", "lamp.links.self", "target = \"lmap\""), "\"lmap\"", "UG061 there is no resource `lmap`", "did you mean `lamp`?"),
            (entry("role", "lamp", "representation = \"Bulb\""), "\"Bulb\"", "UG061 there is no resource `Bulb`", "did you mean `bulb`?"),
            (entry("response", "lamp.GET", "resource = \"lapm\""), "\"lapm\"", "UG061 there is no resource `lapm`", "did you mean `lamp`?"),
            (entry("event", "lamp.events", &sender("lapm")), "\"lapm\"", "UG061 there is no resource `lapm`", "did you mean `lamp`?"),
            (entry("event", "lamp.events", &sender("Lamp")), "\"Lamp\"", "UG061 there is no resource `Lamp`", "did you mean `lamp`?"),
            (entry("event", "lamp.events", &sender("garden")), "\"garden\"", "UG052 no page documents the sender `garden`", ""),
            (entry("event", "lamp.events", &format!("resource = \"bublb\"\n{}", sender("lamp"))), "\"bublb\"", "UG052 no page documents `bublb`", "did you mean `bulb`?"),
        ];
        for (entry, at, message, help) in cases {
            let links = table(
                "### Links",
                "Link|Leads to|Cardinality|Description",
                &["self|[lamp](lamp_ref.md)|one|"],
            );
            let properties = table("### Properties", "Name|Type|Description", &["size|Int32|"]);
            let get = operation("GET", &[]);
            let lamp = explicit("lamp", &[properties, links, get]);
            let pages = [lamp, explicit("bulb", &[]), enumeration("Hue", &["Red"])];
            let (_, found) = schema(&pages, &entry);
            let own = found
                .into_iter()
                .filter_map(|found| Some((found.span?, found.code, found.message, found.help)));
            let own = own.filter(|(span, ..)| span.source().file() == "ucwa.toml");
            let own: Vec<(String, String, String)> = own
                .map(|(span, code, message, help)| {
                    (span.text().to_owned(), format!("{code} {message}"), help)
                })
                .collect();
            assert_eq!(own, [(at.to_owned(), message.to_owned(), help.to_owned())], "{entry}");
        }
    }

    /// An added event stands behind the others of its type: a page has one heading for each.
    #[test]
    fn added_events_keep_the_order_of_the_page() {
        let events =
            |heading: &str| table(heading, "Resource|Priority|Sender|Reason", &["lamp|High|lamp|Why."]);
        let page = original("lamp", &[events("### Added"), events("### Deleted")]);
        let overrides: String = ["deleted", "added", "updated"]
            .map(|ty| entry("event", "lamp.events", &format!("type = \"{ty}\"\nsender = \"bulb\"")))
            .concat();
        let (made, _) = schema(&[page, original("bulb", &[])], &overrides);
        let events = made.resources.iter().flat_map(|resource| &resource.events);
        let events: Vec<String> = events.map(|event| format!("{} {}", event.ty, event.sender)).collect();
        assert_eq!(events, ["added lamp", "added bulb", "deleted lamp", "deleted bulb", "updated bulb"]);
    }
}
