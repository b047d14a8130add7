//! What the pages say of a type, a line for each case.

use super::super::testing::{enumeration, explicit, operation, original, request, response, schema, table};
use crate::schema::{EvidenceKind, Property, Schema};
use crate::source::SourceFile;

/// The enumerations of the pages below.
fn enumerations() -> Vec<SourceFile> {
    vec![
        enumeration("CallState", &["Connecting", "Connected", "Idle"]),
        enumeration("LampState", &["On", "Off", "Connected"]),
        enumeration("Hue", &["Red", "Blue"]),
    ]
}

/// A type as the documentation writes it, the strongest evidence besides the row, and what is found against it.
fn told(property: &Property, found: &[crate::diagnostic::Diagnostic]) -> String {
    let nullable = if property.nullable { "Nullable " } else { "" };
    let mut why = property.evidence.iter().filter(|why| why.kind != EvidenceKind::Row);
    let why = why.next().map_or("", |why| why.kind.describe());
    let codes: String = found
        .iter()
        .filter(|found| found.proposal.is_some())
        .map(|found| format!("; {}", found.code))
        .collect();
    format!("{nullable}{}, {why}{codes}", property.ty)
}

fn property(schema: &Schema, name: &str) -> Property {
    let lamp = schema.resource("lamp").expect("it has a page");
    let fields = lamp.operations.iter().flat_map(|operation| operation.query.iter().chain(&operation.input));
    let mut all = lamp.properties.iter().chain(fields);
    all.find(|property| property.name == name).expect("it is listed or shown").clone()
}

/// What a description and samples of the original form say of a property.
#[test]
fn a_property_has_the_type_that_the_strongest_evidence_says() {
    #[rustfmt::skip]
    let cases = [
        ("mood", "", "", "String, no other evidence; UG043", "nothing is known"),
        ("mood", "", "true", "Boolean, observed in a sample", "a value says it"),
        ("mood", "", "null", "String, no other evidence; UG043", "no value"),
        ("mood", "", "7", "Int32, observed in a sample", "a whole number"),
        ("mood", "", "[7, 8]", "Array of Int32, observed in a sample", "a list of them"),
        ("mood", "", "[]", "String, no other evidence; UG043", "an empty list says nothing"),
        ("mood", "", "{}", "Object, observed in a sample", "a structure"),
        ("mood", "", "\"Fine\"", "String, observed in a sample", "no enumeration has it"),
        ("mood", "", "\"SampleValue\"", "String, no other evidence; UG043", "nobody thought of a value"),
        ("mood", "See [Hue](Hue_ref.md).", "", "Hue, named by the description", "a link to the enumeration"),
        ("mood", "Its colour (Hue).", "", "Hue, named by the description", "its name in parentheses"),
        ("mood", "See [Hue](Hue_ref.md).", "[\"Red\"]", "Array of Hue, named by the description", "samples show a list"),
        ("mood", "See [Hue](Hue_ref.md).", "7", "Int32, observed in a sample; UG035", "no enumeration holds a number"),
        ("mood", "See [Hue](Hue_ref.md) and [LampState](LampState_ref.md).", "", "String, no other evidence; UG043", "two say nothing"),
        ("state", "See [Hue](Hue_ref.md).", "\"On\"", "Hue, named by the description; UG044; UG035", "a member of what it is called like"),
        ("mood", "See [Hue](Hue_ref.md).", "\"Idle\"", "Hue, named by the description; UG044", "of another one may be a member"),
        ("mood", "See [Hue](Hue_ref.md).", "\"Green\"", "Hue, named by the description; UG044", "of none"),
        ("mood", "The minimum value is 5.", "", "Int32, stated by the description", "a range has numbers"),
        ("mood", "The default value is 5.", "", "Int32, stated by the description", "so has a default"),
        ("mood", "The minimum value is 5.", "\"PT5M\"", "TimeSpan, observed in a sample", "a sample is stronger"),
        ("hue", "", "", "Hue, by its name", "an enumeration is called so"),
        ("hue", "", "\"Red\"", "Hue, observed in a sample", "and has the value"),
        ("hue", "", "\"Green\"", "String, observed in a sample", "it has not: another hue"),
        ("state", "", "", "LampState, by its name", "the resource's own state"),
        ("state", "", "\"On\"", "LampState, observed in a sample", "which has the value"),
        ("state", "", "\"Idle\"", "LampState, observed in a sample; UG044", "its full name is not a coincidence"),
        ("callState", "", "\"Idle\"", "CallState, observed in a sample", "another thing's state by its name"),
        ("address", "", "\"sip:ann@example.com\"", "Uri, observed in a sample", "a scheme"),
        ("homeUri", "", "", "Uri, by its name", "the name says it"),
        ("homeUri", "", "\"Ann\"", "String, observed in a sample", "a value says more"),
    ];
    for (name, description, value, expected, why) in cases {
        let value = if value.is_empty() { String::new() } else { format!(", \"{name}\": {value}") };
        let sample = operation("GET", &[response(&format!("{{\"rel\": \"lamp\"{value}}}"))]);
        let row = format!("{name}|{description}");
        let lamp = original("lamp", &[table("### Properties", "Name|Description", &[&row]), sample]);
        let pages = [vec![lamp, original("call", &[])], enumerations()].concat();
        let (schema, found) = schema(&pages, "");
        assert_eq!(told(&property(&schema, name), &found), expected, "{row} {value}: {why}");
    }
}

/// What a request table of the original form declares, glued to the description.
#[test]
fn a_parameter_has_the_type_that_its_table_declares() {
    #[rustfmt::skip]
    let cases = [
        ("At most 5.Int32", "", "Int32, declared in a table", "glued to the sentence"),
        ("Who.Nullable DateTime", "", "Nullable DateTime, declared in a table", "null is a value"),
        ("Who.Array of Uri", "", "Array of Uri, declared in a table", "a list"),
        ("Its hue.(Hue)Red, or Blue", "", "Hue, declared in a table", "an enumeration with its members"),
        ("Its hue.(Tint)Pale, or Deep", "", "Tint, declared in a table", "one without a page"),
        ("How many.Int32", "\"many\"", "Int32, declared in a table; UG035", "the table is stronger"),
        ("How many.", "7", "Int32, observed in a sample", "a sample is all there is"),
        ("How long.TieSpan", "", "String, no other evidence; UG043; UG084", "misspelt"),
        ("Who.List of String", "", "String, declared in a table", "what stands before it is reported with its row"),
        ("Who.Integer", "", "String, no other evidence; UG043", "one row alone may have no type"),
        ("Its hue (Hxe).", "", "String, no other evidence; UG043", "too short to be nearly a name"),
        ("A state (CallStat).", "", "String, no other evidence; UG043; UG084", "nearly the name of an enumeration"),
    ];
    for (description, value, expected, why) in cases {
        let row = format!("to|{description}|Yes");
        let body = if value.is_empty() { String::new() } else { format!("{{\"to\": {value}}}") };
        let parts =
            [table("#### Request body", "Name|Description|Required?", &[&row]), request("POST", &body)];
        let pages = [vec![original("lamp", &[operation("POST", &parts)])], enumerations()].concat();
        let (schema, found) = schema(&pages, "");
        assert_eq!(told(&property(&schema, "to"), &found), expected, "{row} {value}: {why}");
    }
}

/// What the Type column of the explicit form says.
#[test]
fn a_column_decides_alone() {
    #[rustfmt::skip]
    let cases = [
        ("Int32", "7", "Int32, declared in a table"),
        ("Nullable Array of Uri", "", "Nullable Array of Uri, declared in a table"),
        ("[Hue](Hue_ref.md)", "", "Hue, declared in a table"),
        ("(Tint) Pale, or Deep", "", "Tint, declared in a table"),
        ("Int32", "\"x\"", "Int32, declared in a table; UG035"),
        ("Strng", "7", "String, no other evidence; UG042"),
        ("Strin g", "7", "String, no other evidence; UG043"),
    ];
    for (cell, value, expected) in cases {
        let row = format!("to|{cell}|");
        let value = if value.is_empty() { String::new() } else { format!(", \"to\": {value}") };
        let item = table("#### Response body", "Item", &["[lamp](lamp_ref.md)"]);
        let sample = response(&format!("{{\"rel\": \"lamp\"{value}}}"));
        let properties = table("### Properties", "Name|Type|Description", &[&row]);
        let lamp = explicit("lamp", &[properties, operation("GET", &[item, sample])]);
        let (schema, found) = schema(&[vec![lamp], enumerations()].concat(), "");
        assert_eq!(told(&property(&schema, "to"), &found), expected, "{row} {value}");
    }
}

#[test]
fn a_type_that_is_none_is_named_with_what_becomes_of_the_property() {
    let message = |cell: &str| {
        let properties = table("### Properties", "Name|Type|Description", &[&format!("to|{cell}|")]);
        let (_, found) = schema(&[vec![explicit("lamp", &[properties])], enumerations()].concat(), "");
        let found = found.into_iter().find(|found| found.code.info().text == "UG042");
        found.map(|found| format!("{}; {}", found.message, found.help)).unwrap_or_default()
    };
    let becomes = "is neither a type nor an enumeration with a page: `to` becomes `String`";
    assert_eq!(message("Strng"), format!("`Strng` {becomes}; did you mean `String`?"));
    assert_eq!(message("CallStat"), format!("`CallStat` {becomes}; did you mean `CallState`?"));
    let all =
        "`String`, `Boolean`, `Int32`, `DateTime`, `TimeSpan`, `Uri`, `ExternalResource`, `Byte` or `Object`";
    assert_eq!(
        message("Complicated"),
        format!("`Complicated` {becomes}; it is {all}, or the name of an enumeration")
    );
}

/// The same name on other pages, and its type without other evidence.
#[test]
fn a_name_is_what_it_is_everywhere_else() {
    #[rustfmt::skip]
    let cases: [(&[&str], &str, &str); 6] = [
        (&["7", "8"], "Int32, same name elsewhere", "twice the same"),
        (&["7"], "String, no other evidence; UG043", "once may be a coincidence"),
        (&["\"Ann\""], "String, same name elsewhere", "but not that a text is one"),
        (&["7", "true"], "String, no other evidence; UG043", "not the same"),
        (&["7", "8", "true"], "String, no other evidence; UG043", "not always the same"),
        (&[], "String, no other evidence; UG043", "nowhere else"),
    ];
    for (values, expected, why) in cases {
        let properties = table("### Properties", "Name|Description", &["size|"]);
        let other = |(at, value): (usize, &&str)| {
            let name = format!("bulb{}", ["A", "B", "C"][at]);
            let sample = response(&format!("{{\"rel\": \"{name}\", \"size\": {value}}}"));
            original(&name, &[properties.clone(), operation("GET", &[sample])])
        };
        let others: Vec<SourceFile> = values.iter().enumerate().map(other).collect();
        let lamp = original("lamp", std::slice::from_ref(&properties));
        let (schema, found) = schema(&[vec![lamp], others].concat(), "");
        assert_eq!(told(&property(&schema, "size"), &found), expected, "{values:?}: {why}");
    }
}

/// A member of an enumeration's page is misspelt: what the property is instead is doubtful.
#[test]
fn what_a_misspelt_member_decides_is_reported() {
    #[rustfmt::skip]
    let cases = [
        ("callState", "Connecting", "Connectign", "", "String, observed in a sample; UG084", "its enumeration lacks the value"),
        ("theState", "Idle", "Idel", "", "String, observed in a sample; UG084", "it is alike by one word"),
        ("theState", "Connected", "Conected", "", "LampState, observed in a sample; UG084", "another one has the value"),
        ("theState", "Connected", "Connected", "", "String, observed in a sample; UG040", "both have it"),
        ("callState", "Connecting", "Waiting", "", "String, observed in a sample", "another member is not nearly it"),
    ];
    for (name, value, member, description, expected, why) in cases {
        let members = ["Connecting", "Connected", "Idle"].map(|it| if it == value { member } else { it });
        let pages = vec![
            enumeration("CallState", &members),
            enumeration("SwitchState", &["Off", "Connected"]),
            original("call", &[]),
            original(
                "lamp",
                &[
                    table("### Properties", "Name|Description", &[&format!("{name}|{description}")]),
                    operation("GET", &[response(&format!("{{\"rel\": \"lamp\", \"{name}\": \"{value}\"}}"))]),
                ],
            ),
        ];
        let (schema, found) = schema(&pages, "");
        let told = told(&property(&schema, name), &found).replace("SwitchState", "LampState");
        assert_eq!(told, expected, "{name}, {member} for {value}: {why}");
    }
}
