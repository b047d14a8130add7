//! What rows and samples make of links and embedded resources, a line for each case.

use super::super::testing::{explicit, operation, original, response, schema, table};
use crate::diagnostic::Code;
use crate::schema::Link;
use crate::source::SourceFile;

fn told(list: &[Link]) -> String {
    let told = |link: &Link| {
        let many = if link.many { "many " } else { "" };
        let observed = if link.provenance.is_sample() { " (observed)" } else { "" };
        format!("{}: {many}{}{observed}", link.rel, link.target.as_deref().unwrap_or("unknown"))
    };
    list.iter().map(told).collect::<Vec<_>>().join(", ")
}

/// Rows of the Links table and a sample's links and embedded resources, and what the links and the embedded resources are.
#[test]
fn a_row_is_a_link_or_an_embedded_resource_as_samples_show() {
    #[rustfmt::skip]
    let cases: [(&[&str], &str, &str, &str, &str); 15] = [
        (&["self|"], "", "self: lamp", "", "`self` is the page itself"),
        (&["bulb|"], "", "bulb: bulb", "", "the page of the name"),
        (&["BULB|"], "", "BULB: bulb", "", "in any case"),
        (&["part|A [bulb](bulb_ref.md)."], "", "part: bulb", "", "the page that the description names"),
        (&["part|A [bulb](bulb_ref.md) or a [cord](cord_ref.md)."], "", "part: unknown", "", "two targets decide nothing"),
        (&["part|A bulb."], "", "part: unknown", "", "words without a link decide nothing"),
        (&["bulb|"], r#""_links": {"bulb": {}}"#, "bulb: bulb", "", "a sample shows one"),
        (&["bulb|"], r#""_links": {"bulb": [{}]}"#, "bulb: many bulb", "", "or a list"),
        (&["bulb|"], r#""_embedded": {"bulb": {}}"#, "", "bulb: bulb", "it is embedded"),
        (&["bulb|"], r#""_embedded": {"bulb": [{}]}"#, "", "bulb: many bulb", "several are"),
        (&["bulb|"], r#""_links": {"bulb": {}}, "_embedded": {"bulb": {}}"#, "bulb: bulb", "bulb: bulb", "both, by one row"),
        (&["bulb|", "bulb|"], r#""_links": {"bulb": {}}, "_embedded": {"bulb": [{}]}"#, "bulb: bulb", "bulb: many bulb", "both, by two rows"),
        (&[], r#""_links": {"bulb": {}}"#, "bulb: bulb (observed)", "", "a sample alone"),
        (&[], r#""_links": {"self": {}}"#, "", "", "`self` goes without saying"),
        (&[], r#""_embedded": {"part": {"rel": "bulb"}}"#, "", "part: bulb (observed)", "what it holds says its rel"),
    ];
    for (rows, sample, links, embedded, why) in cases {
        let body = format!(
            "{{\"rel\": \"lamp\", \"on\": true{}{sample}}}",
            if sample.is_empty() { "" } else { ", " }
        );
        let parts = [table("### Links", "Link|Description", rows), operation("GET", &[response(&body)])];
        let parts = if rows.is_empty() { &parts[1..] } else { &parts };
        let (schema, _) =
            schema(&[original("lamp", parts), original("bulb", &[]), original("cord", &[])], "");
        let lamp = schema.resource("lamp").expect("it has a page");
        assert_eq!((told(&lamp.links).as_str(), told(&lamp.embedded).as_str()), (links, embedded), "{why}");
    }
}

#[test]
fn a_column_says_target_and_cardinality() {
    #[rustfmt::skip]
    let cases = [
        ("part|[bulb](bulb_ref.md)|one|", "part: bulb"),
        ("part|[bulb](bulb_ref.md)|many|", "part: many bulb"),
        ("bulb|unknown|many|", "bulb: many unknown"),
        ("bulb|[cord](cord_ref.md)|one|A [bulb](bulb_ref.md).", "bulb: cord"),
        ("part *(observed)*|[bulb](bulb_ref.md)|one|", "part: bulb (observed)"),
    ];
    for (row, expected) in cases {
        let links = table("### Links", "Link|Leads to|Cardinality|Description", &[row]);
        let lamp = explicit("lamp", &[links]);
        let (schema, _) = schema(&[lamp, explicit("bulb", &[]), explicit("cord", &[])], "");
        assert_eq!(told(&schema.resource("lamp").expect("it has a page").links), expected, "{row}");
    }
}

/// An override of `lamp.links.part`, and what it makes of the link.
#[test]
fn an_override_decides_target_cardinality_or_both() {
    #[rustfmt::skip]
    let cases = [
        ("part|", "target = \"bulb\"", "part: bulb", ""),
        ("part|", "target = \"unknown\"", "part: unknown", ""),
        ("part|", "many = true", "part: many unknown", "UG049"),
        ("part|", "target = \"bulb\"\nmany = true", "part: many bulb", ""),
        ("part|A [bulb](bulb_ref.md).", "target = \"bulb\"", "part: bulb", "UG063"),
        ("part|A [bulb](bulb_ref.md).", "target = \"bulb\"\nmany = true", "part: many bulb", "UG063"),
        ("part|A [bulb](bulb_ref.md).", "many = false", "part: bulb", "UG063"),
        ("part|", "target = \"blub\"", "part: unknown", "UG049 UG061"),
    ];
    for (row, keys, expected, codes) in cases {
        let lamp = original("lamp", &[table("### Links", "Link|Description", &[row])]);
        let entry = format!("[[link]]\nof = \"lamp.links.part\"\n{keys}\nreason = \"so it is\"\n");
        let (schema, found) = schema(&[lamp, original("bulb", &[])], &entry);
        let link = &schema.resource("lamp").expect("it has a page").links;
        assert_eq!(told(link), expected, "{row} {keys}");
        let found: Vec<&str> = found.iter().map(|found| found.code.info().text).collect();
        assert_eq!(found.join(" "), codes, "{row} {keys}");
    }
}

/// What the pages of a representation and of its role list: what becomes of the representation, and what is found.
#[test]
fn a_representation_has_what_its_roles_list() {
    let links = |form: fn(&str, &[String]) -> SourceFile, name: &str, links: &[&str], properties: &[&str]| {
        let columns = |explicit: &'static str, original: &'static str| match name {
            "lamp" if form(name, &[]).text().starts_with("---") => explicit,
            _ => original,
        };
        let links =
            table("### Links", columns("Link|Leads to|Cardinality|Description", "Link|Description"), links);
        let properties =
            table("### Properties", columns("Name|Type|Description", "Name|Description"), properties);
        form(name, &[properties, links])
    };
    let role = |rows: &[&str], properties: &[&str]| {
        let get = operation("GET", &[response(r#"{"rel": "lamp", "on": true, "hue": 7}"#)]);
        let listed = links(original, "light", rows, properties);
        SourceFile::new(listed.file(), format!("{}{get}", listed.text()))
    };
    let explicit_lamp = links(explicit, "lamp", &["bulb|[bulb](bulb_ref.md)|one|"], &["on|Boolean|"]);
    let lamp = links(original, "lamp", &["bulb|"], &["on|", "hue|"]);
    #[rustfmt::skip]
    let cases = [
        ("the same", lamp.clone(), role(&["bulb|"], &["on|"]), "bulb: bulb", "on hue", ""),
        ("less", lamp.clone(), role(&["self|"], &[]), "bulb: bulb", "on hue", ""),
        ("a link", lamp.clone(), role(&["cord|"], &[]), "bulb: bulb, cord: cord", "on hue",
            "Note `light`, a role of `lamp`, lists the link `cord`, which no row of `lamp` lists"),
        ("a property", lamp, role(&[], &["size|"]), "bulb: bulb", "on hue size",
            "Note `light`, a role of `lamp`, lists the property `size`, which no row of `lamp` lists"),
        ("columns decide alone", explicit_lamp.clone(), role(&["cord|"], &[]), "bulb: bulb", "on",
            "Warning `light`, a role of `lamp`, lists the link `cord`, which no row of `lamp` lists"),
        ("for properties too", explicit_lamp, role(&[], &["size|"]), "bulb: bulb", "on",
            "Warning `light`, a role of `lamp`, lists the property `size`, which no row of `lamp` lists"),
    ];
    for (why, lamp, light, links, properties, expected) in cases {
        let (schema, found) = schema(&[lamp, light, original("bulb", &[]), original("cord", &[])], "");
        let role = schema.resource("light").expect("it has a page");
        assert_eq!(role.role_of.as_deref(), Some("lamp"), "{why}");
        let lamp = schema.resource("lamp").expect("it has a page");
        assert_eq!(told(&lamp.links), links, "{why}");
        let names: Vec<&str> = lamp.properties.iter().map(|property| property.name.as_str()).collect();
        assert_eq!(names.join(" "), properties, "{why}");
        let found = found.into_iter().filter(|found| found.code == Code::ListedByRole);
        let found: Vec<String> = found.map(|it| format!("{:?} {}", it.severity, it.message)).collect();
        assert_eq!(found.join("; "), expected, "{why}");
    }
}
