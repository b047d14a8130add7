//! What samples show of a part in the explicit form, and no row of it lists. There the columns decide alone: it is no
//! evidence, but the sample or the table is wrong.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::page::{Form, PageFacts};
use crate::source::Span;

/// The finding that no row of `whose` lists what a sample shows.
pub(super) fn unlisted(what: &str, name: &str, whose: &str, span: &Span) -> Diagnostic {
    let message = format!("the sample shows the {what} `{name}`, which no row of `{whose}` lists");
    Diagnostic::new(Code::SampleUnlisted, span.clone(), message)
}

/// The finding that the page of a role lists what that of its representation does not. They have one type: in the explicit form,
/// where a page's own rows decide alone, it lacks this.
pub(super) fn listed_by_role(
    what: &str,
    name: &str,
    base: &PageFacts,
    role: &PageFacts,
    form: Form,
    span: &Span,
) -> Diagnostic {
    let message = format!(
        "`{}`, a role of `{}`, lists the {what} `{name}`, which no row of `{}` lists",
        role.name, base.name, base.name
    );
    let found = Diagnostic::new(Code::ListedByRole, span.clone(), message);
    match form {
        Form::Original => found,
        Form::Explicit => found.with_severity(Severity::Warning),
    }
}

/// Of the places of one thing the first on a page, or else the first: who changed the page looks there.
pub(super) fn own_place<'s>(
    page: &PageFacts,
    places: impl Iterator<Item = &'s Span> + Clone,
) -> Option<&'s Span> {
    let mut own = places.clone().filter(|span| span.source().file() == page.source.file());
    own.next().or(places.into_iter().next())
}

/// The first line of a sample, for a finding that is about all of it.
pub(super) fn first_line(span: &Span) -> Span {
    span.slice(0..span.text().find('\n').unwrap_or(span.text().len()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{enumeration, explicit, found, operation, original, response, schema, table};
    use crate::diagnostic::Severity;
    use crate::source::SourceFile;

    fn properties(rows: &[&str]) -> String {
        table("### Properties", "Name|Type|Description", rows)
    }

    fn links(rows: &[&str]) -> String {
        table("### Links", "Link|Leads to|Cardinality|Description", rows)
    }

    fn embedded(rows: &[&str]) -> String {
        table("### Embedded resources", "Embedded resource|Holds|Cardinality|Description", rows)
    }

    fn get(body: &str) -> String {
        let item = table("#### Response body", "Item", &["[lamp](lamp_ref.md)"]);
        let status = table("", "Status", &["200"]);
        operation("GET", &[item, status, response(body)])
    }

    fn with_others(lamp: SourceFile) -> Vec<SourceFile> {
        vec![lamp, explicit("bulb", &[]), enumeration("Hue", &["Red", "Blue"])]
    }

    /// A page in the explicit form, the body of its GET sample, and what is found.
    #[test]
    fn what_samples_show_of_the_explicit_form_is_compared_and_no_evidence() {
        #[rustfmt::skip]
        let cases: [(&str, Vec<String>, &str, &str); 26] = [
            ("as the rows say", vec![properties(&["on|Boolean|"])], r#""on": true"#, ""),
            ("a property", vec![], r#""on": true"#, "UG083 the sample shows the property `on`, which no row of `lamp` lists"),
            ("another type", vec![properties(&["on|Boolean|"])], r#""on": "x""#, "UG035 `on` is declared `Boolean`, a sample shows a text"),
            ("null says nothing", vec![properties(&["on|Boolean|"])], r#""on": null"#, ""),
            ("one for a list", vec![properties(&["on|Array of Boolean|"])], r#""on": true"#, "UG035 `on` is declared `Array of Boolean`, a sample shows a single value"),
            ("a list for one", vec![properties(&["on|Boolean|"])], r#""on": [true]"#, "UG035 `on` is declared `Boolean`, a sample shows a list"),
            ("no instant", vec![properties(&["at|DateTime|"])], r#""at": "noon""#, "UG035 `at` is declared `DateTime`, a sample shows a text of another kind"),
            ("no duration", vec![properties(&["at|TimeSpan|"])], r#""at": "soon""#, "UG035 `at` is declared `TimeSpan`, a sample shows a text of another kind"),
            ("any text is a string", vec![properties(&["at|String|"])], r#""at": "PT5M""#, ""),
            ("a member", vec![properties(&["hue|[Hue](Hue_ref.md)|"])], r#""hue": "Red""#, ""),
            ("no member", vec![properties(&["hue|[Hue](Hue_ref.md)|"])], r#""hue": "Pink""#, "UG083 the sample shows the member `Pink`, which no row of `Hue` lists"),
            ("a link", vec![links(&["a|unknown|one|"])], r#""_links": {"a": {}}"#, ""),
            ("no link", vec![], r#""_links": {"a": {}}"#, "UG083 the sample shows the link `a`, which no row of `lamp` lists"),
            ("no `self`", vec![], r#""_links": {"self": {}}"#, "UG083 the sample shows the link `self`, which no row of `lamp` lists"),
            ("several links", vec![links(&["a|unknown|one|"])], r#""_links": {"a": [{}, {}]}"#, "UG035 `lamp` has one `a`, a sample shows several"),
            ("one of many", vec![links(&["a|unknown|many|"])], r#""_links": {"a": {}}"#, ""),
            ("content is a link", vec![properties(&["a|ExternalResource|"])], r#""_links": {"a": {"href": "data:x,y"}}"#, ""),
            ("but no other property", vec![properties(&["a|String|"])], r#""_links": {"a": {"href": "data:x,y"}}"#, "UG035 `a` is declared `String`, a sample shows a link that is content; UG083 the sample shows the link `a`, which no row of `lamp` lists"),
            ("embedded", vec![embedded(&["a|[bulb](bulb_ref.md)|one|"])], r#""_embedded": {"a": {"rel": "bulb"}}"#, ""),
            ("not embedded", vec![], r#""_embedded": {"a": {"rel": "bulb"}}"#, "UG083 the sample shows the embedded resource `a`, which no row of `lamp` lists"),
            ("another one", vec![embedded(&["a|[bulb](bulb_ref.md)|one|"])], r#""_embedded": {"a": {"rel": "lamp"}}"#, "UG035 `a` holds `bulb`, a sample shows `lamp`"),
            ("several", vec![embedded(&["a|[bulb](bulb_ref.md)|one|"])], r#""_embedded": {"a": [{}, {}]}"#, "UG035 `lamp` has one `a`, a sample shows several"),
            ("a link is not embedded", vec![links(&["a|[bulb](bulb_ref.md)|one|"])], r#""_embedded": {"a": {}}"#, "UG083 the sample shows the embedded resource `a`, which no row of `lamp` lists"),
            ("of the embedded page", vec![embedded(&["a|[bulb](bulb_ref.md)|one|"])], r#""_embedded": {"a": {"rel": "bulb", "on": 1}}"#, "UG083 the sample shows the property `on`, which no row of `bulb` lists"),
            ("a row that is marked counts", vec![properties(&["on *(observed)*|Boolean|"])], r#""on": true"#, ""),
            ("a GUID for a name", vec![], r#""4b3cbe9a-5b53-4b3f-9f4d-0a4e3a3f2b61": "x""#, ""),
        ];
        for (why, sections, body, expected) in cases {
            let with =
                |samples: Vec<String>| with_others(explicit("lamp", &[sections.clone(), samples].concat()));
            let pages = with(vec![get(&format!("{{\"rel\": \"lamp\", {body}}}"))]);
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{why}");
            let without = with(vec![get("")]);
            let parts = |pages: &[SourceFile]| {
                let lamp = schema(pages, "").0.resources.into_iter().find(|it| it.name == "lamp");
                lamp.map(|it| (it.properties, it.links, it.embedded))
            };
            assert_eq!(parts(&pages), parts(&without), "{why}: a sample changes the schema");
        }
    }

    /// An operation in the explicit form with its samples, and what is found.
    #[test]
    fn so_is_what_they_show_of_an_operation() {
        let body = |columns: &str, row: &str| table("#### Response body", columns, &[row]);
        let request = |target: &str, body: &str| {
            format!("#### JSON Request\n\n```\nPOST {target} HTTP/1.1\n\n{body}\n```\n\n")
        };
        let answer =
            |head: &str, body: &str| format!("#### JSON Response\n\n```\nHTTP/1.1 {head}\n\n{body}\n```\n\n");
        let xml = |body: &str| format!("#### XML Response\n\n```\nHTTP/1.1 200 OK\n\n{body}\n```\n\n");
        let status = body("Status", "200");
        let asked = |row: &str| table("#### Query parameters", "Name|Type|Required?|Description", &[row]);
        let sent = |row: &str| table("#### Request body", "Name|Type|Required?|Description", &[row]);
        #[rustfmt::skip]
        let cases = [
            ("a status", vec![status.clone(), answer("200 OK", "")], ""),
            ("another status", vec![status.clone(), answer("204 No Content", "")], "UG083 the sample shows the status `204`, which no row of `lamp.POST` lists"),
            ("a parameter", vec![asked("to|String|Yes|"), request("/lamps?to=x", "")], ""),
            ("no parameter", vec![status.clone(), request("/lamps?to=x&from=y", "")], "UG083 the sample shows the parameter `from`, which no row of `lamp.POST` lists; UG083 the sample shows the parameter `to`, which no row of `lamp.POST` lists"),
            ("a field", vec![sent("to|String|Yes|"), request("/lamps", r#"{"to": "x"}"#)], ""),
            ("no field", vec![sent("to|String|Yes|"), request("/lamps", r#"{"form": "x"}"#)], "UG083 the sample shows the field `form`, which no row of `lamp.POST` lists"),
            ("a field of another type", vec![sent("to|Int32|Yes|"), request("/lamps", r#"{"to": "x"}"#)], "UG035 `to` is declared `Int32`, a sample shows a text"),
            ("an item", vec![body("Item", "[lamp](lamp_ref.md)"), status.clone(), answer("200 OK", r#"{"rel": "lamp"}"#)], ""),
            ("no item", vec![status.clone(), answer("200 OK", r#"{"rel": "lamp", "on": true}"#)], "UG083 the sample shows the response `lamp`, which no row of `lamp.POST` lists; UG083 the sample shows the property `on`, which no row of `lamp` lists"),
            ("another item", vec![body("Item", "[bulb](bulb_ref.md)"), status.clone(), answer("200 OK", r#"{"rel": "lamp"}"#)], "UG035 `lamp.POST` answers with `bulb`, a sample shows `lamp`"),
            ("an answer's field", vec![body("Name|Type|Required?|Description", "id|String|No|"), status.clone(), answer("200 OK", r#"{"id": "x"}"#)], ""),
            ("no answer's field", vec![status.clone(), answer("200 OK", r#"{"id": "x"}"#)], "UG083 the sample shows the field `id`, which no row of `lamp.POST` lists"),
            ("an element", vec![body("Element", "lamps"), status.clone(), xml("<lamps/>")], ""),
            ("another element", vec![body("Element", "lamps"), status.clone(), xml("<bulbs/>")], "UG083 the sample shows the element `bulbs`, which no row of `lamp.POST` lists"),
            ("no element", vec![status.clone(), xml("<bulbs/>")], "UG083 the sample shows the element `bulbs`, which no row of `lamp.POST` lists"),
            ("a media type", vec![body("Media type", "image/png"), status.clone(), answer("200 OK\nContent-Type: image/png", "x")], ""),
            ("no media type", vec![status.clone(), answer("200 OK\nContent-Type: image/png", "x")], "UG083 the sample shows the media type `image/png`, which no row of `lamp.POST` lists"),
        ];
        for (why, sections, expected) in cases {
            let pages = with_others(explicit("lamp", &[operation("POST", &sections)]));
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{why}");
        }
    }

    /// A sample of an event, and what is found where the rows list `bulb added` by `lamp` in `lamp`.
    #[test]
    fn so_is_what_they_show_of_an_event() {
        let json = |sender: &str, ty: &str, rel: &str, scope: &str| {
            format!(
                r#"{{"sender": [{{"rel": "{sender}", "events": [{{"type": "{ty}", "link": {{"rel": "{rel}"}}{scope}}}]}}]}}"#
            )
        };
        let xml = |sender: &str, ty: &str, rel: &str| {
            format!(r#"<events><sender rel="{sender}"><{ty} rel="{rel}"/></sender></events>"#)
        };
        let scope = |rel: &str| format!(r#", "in": {{"rel": "{rel}"}}"#);
        #[rustfmt::skip]
        let cases = [
            ("as the row says", json("lamp", "added", "bulb", &scope("lamp")), ""),
            ("in any case", json("Lamp", "added", "Bulb", ""), ""),
            ("another type", json("lamp", "deleted", "bulb", ""), "UG083 the sample shows the event `bulb deleted`, which no row of `lamp` lists"),
            ("another resource", json("lamp", "added", "lamp", ""), "UG083 the sample shows the event `lamp added`, which no row of `lamp` lists"),
            ("another sender", json("bulb", "added", "bulb", ""), "UG083 the sample shows the sender of `bulb added`, `bulb`, which no row of `lamp` lists"),
            ("another place", json("lamp", "added", "bulb", &scope("bulb")), "UG083 the sample shows the place of `bulb added`, `bulb`, which no row of `lamp` lists"),
            ("in XML", xml("lamp", "added", "bulb"), ""),
            ("another resource in XML", xml("lamp", "added", "lamp"), "UG083 the sample shows the event `lamp added`, which no row of `lamp` lists"),
            ("what comes with it", json("lamp", "added", "bulb", r#", "_embedded": {"bulb": {"rel": "bulb", "on": 1}}"#), "UG083 the sample shows the property `on`, which no row of `bulb` lists"),
        ];
        let row = "[bulb](bulb_ref.md)|High|lamp|lamp|Put in.";
        for (why, sample, expected) in cases {
            let events = table("### Added", "Resource|Priority|Sender|In|Reason", &[row]);
            let pages = with_others(explicit("lamp", &[format!("{events}```\n{sample}\n```\n")]));
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{why}");
            let (schema, _) = schema(&pages, "");
            let events = &schema.resource("lamp").expect("it has a page").events;
            assert_eq!((events.len(), events[0].evidence.len()), (1, 1), "{why}: it is not evidence");
        }
    }

    #[test]
    fn the_original_form_takes_them_as_evidence() {
        let lamp = original(
            "lamp",
            &[operation("GET", &[response(r#"{"rel": "lamp", "on": true, "_links": {"bulb": [{}, {}]}}"#)])],
        );
        let (schema, _) = schema(&[lamp, original("bulb", &[])], "");
        let lamp = schema.resource("lamp").expect("it has a page");
        assert_eq!(lamp.properties[0].ty.to_string(), "Boolean");
        assert!(lamp.links[0].many && lamp.links[0].provenance.is_sample());
        assert_eq!(lamp.operations[0].statuses.iter().map(|it| it.status).collect::<Vec<_>>(), [200]);
    }
}
