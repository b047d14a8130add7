//! Whatever overrides can add, the pages that are rendered from it read back as the same schema.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use ucwa_gen::diagnostic::{Code, Diagnostic, Severity};
use ucwa_gen::emit::{self, rust};
use ucwa_gen::explain::explain;
use ucwa_gen::files::Sources;
use ucwa_gen::overrides::Overrides;
use ucwa_gen::render::{Options, pages};
use ucwa_gen::schema::Schema;
use ucwa_gen::source::{SourceFile, Span};
use ucwa_gen::{Analysis, analyse, analyse_with};
use ucwa_tests::edits::SCALARS;
use ucwa_tests::json::{differences, without};

/// Pages of the original form: a resource, a role of another one, an operation, revisions, an enumeration, and errors that nearly
/// every operation lists.
fn sources() -> Sources {
    const ERRORS: &str =
        "#### Synchronous errors\n\n|**Error**|**Code**|**Subcode**|**Description**|\n|:--|:--|:--|:--|\n";
    const GENERIC: &str = "|Gone|410|None|It is gone.|\n|Conflict|409|Busy|It is busy.|\n";
    let operation = |method: &str, errors: &str, answer: &str| {
        let sample = match answer {
            "" => String::new(),
            body => format!(
                "#### JSON Response\n\n```\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n```\n\n"
            ),
        };
        format!(
            "### {method}\n\n#### Request body\n\nNone\n\n#### Response body\n\nNone\n\n{ERRORS}{errors}\n{sample}"
        )
    };
    let page = |name: &str, properties: &str, operations: &[String]| {
        let properties = match properties {
            "" => "None\n".to_owned(),
            rows => format!("|**Name**|**Description**|\n|:--|:--|\n{rows}"),
        };
        let text = format!(
            "# {name}\n\nA thing.\n\n### Properties\n\n{properties}\n### Links\n\nNone\n\n## Operations\n\n{}",
            operations.concat()
        );
        SourceFile::new(format!("{name}_ref.md"), text)
    };
    let lamp = "{ \"rel\": \"lamp\", \"colour\": \"Red\", \"glow\": 3, \"_links\": { \"self\": { \"href\": \"/1\" }, \"cord\": { \"href\": \"/2\" } } }";
    let person = "{ \"rel\": \"person\", \"name\": \"Bo\", \"_links\": { \"self\": { \"href\": \"/3\" } } }";
    let reasons = "### Asynchronous reason codes\n\n#### Conflict\n\n|**Subcode**|**Reason**|\n|:--|:--|\n|Busy|It is busy.|\n\n#### Gone\n\n|**Subcode**|**Reason**|\n|:--|:--|\n|None|It is gone.|\n\n";
    let all = [
        page(
            "lamp",
            "|colour|The colour.|\n|label|The label. The maximum length is 50 characters.|\n",
            &[
                operation("GET", GENERIC, lamp),
                operation("PUT", GENERIC, ""),
                operation("POST", &format!("|NotFound|404|None|There is none.|\n{GENERIC}"), ""),
                operation("DELETE", "|Gone|410|None|It is gone.|\n", ""),
                reasons.to_owned(),
            ],
        ),
        page("lamp2", "|colour|The colour.|\n", &[operation("GET", GENERIC, "")]),
        page("person", "|name|The name.|\n", &[operation("GET", GENERIC, person)]),
        page("buyer", "", &[operation("GET", GENERIC, person)]),
        page("startLamp", "", &[operation("POST", GENERIC, "")]),
        SourceFile::new(
            "Hue_ref.md",
            "# Hue\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red||\n|Blue||\n",
        ),
        SourceFile::new(
            "ErrorCode_ref.md",
            "# ErrorCode\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Gone||\n|Conflict||\n|NotFound||\n",
        ),
        SourceFile::new(
            "ErrorSubcode_ref.md",
            "# ErrorSubcode\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Busy||\n",
        ),
    ];
    Sources::from_files(all).0
}

/// The schema without what depends on the pages that it was read from.
fn facts(schema: &Schema) -> serde_json::Value {
    without(schema, &["evidence", "digest", "names"])
}

/// The findings that are more than notes, except those about unusual names.
fn serious(found: &[Diagnostic]) -> Vec<String> {
    let serious = found.iter().filter(|it| it.severity > Severity::Note && it.code != Code::NameUnusual);
    serious.map(|it| format!("{:?} {}: {}", it.span, it.code, it.message)).collect()
}

/// Reads the pages that are rendered from a schema, and compares.
fn check(schema: &Schema, what: &str) {
    let options = Options::default().with_samples();
    let rendered = pages(schema, &options);
    let files = rendered.iter().map(|(file, text)| SourceFile::new(file, text.as_str()));
    let (sources, _) = Sources::from_files(files);
    let Analysis { schema: read, diagnostics, .. } = analyse(&sources);
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let errors: Vec<String> =
        errors.map(|it| format!("{it}: {}", it.span.as_ref().map_or("", Span::text))).collect();
    let (written, read_back) = (facts(schema), facts(&read));
    let differing = differences(&written, &read_back);
    assert!(errors.is_empty() && written == read_back, "{what}\n{errors:#?}\n{differing:#?}");
    assert_eq!(pages(&read, &options), rendered, "{what}");
}

/// Applies entries to pages of the original form, and to what is rendered from these, and reads what is rendered then.
/// Returns the findings about the entries, which are the same for both.
fn applied(entries: &str) -> Vec<String> {
    let original = sources();
    let rendered = pages(&analyse(&original).schema, &Options::default());
    let rendered = rendered.iter().map(|(file, text)| SourceFile::new(file, text.as_str()));
    let (explicit, _) = Sources::from_files(rendered);
    let [found, again] = [original, explicit].map(|sources| applied_to(&sources, entries));
    assert_eq!(found, again, "{entries}");
    found
}

fn applied_to(sources: &Sources, entries: &str) -> Vec<String> {
    let (overrides, mut found) = Overrides::parse(&SourceFile::new("ucwa.toml", entries));
    let analysis = analyse_with(sources, &overrides);
    check(&analysis.schema, entries);
    found.extend(analysis.diagnostics);
    found.retain(|it| it.span.as_ref().is_some_and(|span| span.source().file() == "ucwa.toml"));
    serious(&found)
}

/// Where an entry that adds can come from.
const ORIGINS: [&str; 3] =
    ["traffic = { seen = 3, of = 4 }", "source = \"a book (of lamps)\"", "source = \"pages\""];

/// Each kind of entry in each of its places, with every key left out that can be.
#[test]
fn what_an_entry_adds_with_the_fewest_keys_reads_back() {
    #[rustfmt::skip]
    let entries = [
        "[[property]]\nof = \"lamp.properties.size\"\ntype = \"Int32\"",
        "[[property]]\nof = \"lamp.properties.glow\"\ntype = \"Int32\"",
        "[[property]]\nof = \"buyer.properties.size\"\ntype = \"Int32\"",
        "[[property]]\nof = \"startLamp.properties.size\"\ntype = \"Int32\"",
        "[[property]]\nof = \"lamp.PUT.input.size\"\ntype = \"Hue\"",
        "[[property]]\nof = \"lamp.POST.input.size\"\ntype = \"Nullable Array of Hue\"",
        "[[property]]\nof = \"lamp.POST.output.size\"\ntype = \"Object\"",
        "[[property]]\nof = \"lamp.GET.output.size\"\ntype = \"ExternalResource\"",
        "[[parameter]]\nof = \"lamp.GET.query.size\"\ntype = \"Array of Byte\"",
        "[[link]]\nof = \"lamp.links.bulb\"\nadd = true\ntarget = \"unknown\"",
        "[[link]]\nof = \"lamp.links.cord\"\nadd = true\ntarget = \"person\"",
        "[[link]]\nof = \"lamp.links.self\"\nadd = true\ntarget = \"lamp\"",
        "[[link]]\nof = \"buyer.links.lamp\"\nadd = true\ntarget = \"lamp2\"",
        "[[link]]\nof = \"startLamp.embedded.lamp\"\nadd = true\ntarget = \"lamp\"",
        "[[event]]\nof = \"lamp.events\"\ntype = \"added\"\nsender = \"person\"",
        "[[event]]\nof = \"lamp2.events\"\ntype = \"added\"\nsender = \"lamp\"",
        "[[event]]\nof = \"buyer.events\"\ntype = \"deleted\"\nsender = \"buyer\"",
        "[[event]]\nof = \"lamp.events\"\nresource = \"person\"\ntype = \"updated\"\nsender = \"lamp\"",
        "[[status]]\nof = \"lamp.GET\"\nstatus = 206",
        "[[status]]\nof = \"lamp.DELETE\"\nstatus = 204",
        "[[status]]\nof = \"startLamp.POST\"\nstatus = 302",
        "[[member]]\nof = \"Hue.members.Pink\"",
        "[[member]]\nof = \"ErrorSubcode.members.Burnt\"",
        "[[error]]\nof = \"lamp.GET\"\ncode = \"Burnt\"",
        "[[error]]\nof = \"lamp.GET\"\ncode = \"Gone\"\nstatus = 409",
        "[[error]]\nof = \"lamp.DELETE\"\ncode = \"Conflict\"\nstatus = 409\nsubcode = \"Busy\"",
        "[[error]]\nof = \"lamp.reasons\"\ncode = \"Conflict\"",
        "[[error]]\nof = \"lamp.reasons\"\ncode = \"Burnt\"\nsubcode = \"Out\"",
        "[[error]]\nof = \"person.reasons\"\ncode = \"Burnt\"",
    ];
    for entry in entries {
        for origin in ORIGINS {
            let text = format!("{entry}\n{origin}\nreason = \"so it is\"\n");
            assert_eq!(applied(&text), [""; 0], "{text}");
        }
    }
}

/// The sender of the event has a page, and what it is about has none.
#[test]
fn so_does_an_event_of_a_rel_without_a_page() {
    for origin in ORIGINS {
        let text = format!(
            "[[event]]\nof = \"person.events\"\nresource = \"doorbell\"\ntype = \"started\"\nsender = \"person\"\nreason = \"it rings\"\n{origin}\n"
        );
        assert_eq!(applied(&text), [""; 0], "{text}");
    }
}

/// What an entry corrects reads back as well.
#[test]
fn what_an_entry_corrects_reads_back() {
    #[rustfmt::skip]
    let entries = [
        "[[type]]\nof = \"lamp.properties.label\"\ntype = \"Uri\"",
        "[[default]]\nof = \"lamp.properties.label\"\nvalue = \"a (b), c\"",
        "[[default]]\nof = \"lamp.properties.label\"\nvalue = \"a|b* `c` (d)\"",
        "[[default]]\nof = \"lamp.properties.colour\"\nvalue = \"Red\"",
        "[[link]]\nof = \"lamp.links.cord\"\ntarget = \"person\"",
        "[[link]]\nof = \"lamp.links.cord\"\nmany = true",
        "[[role]]\nof = \"buyer\"\nrepresentation = \"buyer\"",
        "[[response]]\nof = \"startLamp.POST\"\nresource = \"lamp2\"",
    ];
    for entry in entries {
        for origin in ["", ORIGINS[0], ORIGINS[1], ORIGINS[2]] {
            let text = format!("{entry}\n{origin}\nreason = \"so it is\"\n");
            assert_eq!(applied(&text), [""; 0], "{text}");
        }
    }
}

/// An entry of each kind, and the file of generated code that documents what it says.
#[test]
fn where_it_comes_from_is_in_explanations_in_pages_and_in_generated_documentation() {
    #[rustfmt::skip]
    let entries = [
        ("[[property]]\nof = \"lamp.properties.size\"\ntype = \"Int32\"", "other/lamp.rs"),
        ("[[property]]\nof = \"lamp.POST.input.size\"\ntype = \"Int32\"", "other/lamp.rs"),
        ("[[property]]\nof = \"lamp.POST.output.size\"\ntype = \"Int32\"", "other/lamp.rs"),
        ("[[parameter]]\nof = \"lamp.GET.query.size\"\ntype = \"Int32\"", "other/lamp.rs"),
        ("[[link]]\nof = \"lamp.links.bulb\"\nadd = true\ntarget = \"unknown\"", "other/lamp.rs"),
        ("[[link]]\nof = \"lamp.embedded.buyer\"\nadd = true\ntarget = \"buyer\"", "other/lamp.rs"),
        ("[[event]]\nof = \"lamp.events\"\ntype = \"added\"\nsender = \"person\"", "any_event.rs"),
        ("[[status]]\nof = \"lamp.GET\"\nstatus = 206", "other/lamp.rs"),
        ("[[error]]\nof = \"lamp.GET\"\ncode = \"Burnt\"", "other/lamp.rs"),
        ("[[error]]\nof = \"lamp.GET\"\ncode = \"Burnt\"", "errors.rs"),
        ("[[error]]\nof = \"lamp.reasons\"\ncode = \"Burnt\"", "errors.rs"),
        ("[[member]]\nof = \"Hue.members.Pink\"", "enumerations/hue.rs"),
        ("[[default]]\nof = \"lamp.properties.colour\"\nvalue = \"Red\"", "other/lamp.rs"),
    ];
    for (entry, file) in entries {
        let text = format!("{entry}\ntraffic = {{ seen = 3, of = 4 }}\nreason = \"so it is\"\n");
        let (overrides, found) = Overrides::parse(&SourceFile::new("ucwa.toml", text));
        assert_eq!(serious(&found), [""; 0], "{entry}");
        let schema = analyse_with(&sources(), &overrides).schema;
        let subject = if entry.contains("Hue.") { "Hue" } else { "lamp" };
        let explained = explain(&schema, subject).expect("it is there").to_string();
        assert!(
            explained.contains("seen in 3 of 4)") && explained.contains("traffic: 3 of 4"),
            "{entry}\n{explained}"
        );
        let page = &pages(&schema, &Options::default())[&format!("{subject}_ref.md")];
        assert!(page.contains("*(seen in 3 of 4)*"), "{entry}\n{page}");
        let emitted = rust(&schema, &emit::Options::new()).expect("code can be generated").files;
        let code = emitted.get(file).unwrap_or_else(|| panic!("{file} of {:?}", emitted.keys()));
        // Comments are wrapped.
        let words: Vec<&str> = code.split_whitespace().filter(|word| *word != "///").collect();
        assert!(words.join(" ").to_lowercase().contains("seen in traffic (3 of 4)"), "{entry}\n{code}");
    }
}

/// A name, mostly one that a page can list.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,3}",
        2 => prop::sample::select(vec!["colour", "label", "glow", "cord", "self", "name", "lamp", "person", "None", "Any", "Gone", "Busy"])
            .prop_map(str::to_owned),
        1 => "[a-zA-Z0-9_\\-:/@+$#]{1,5}",
        1 => "[a-zä\u{115f}\u{200b} |*`]{1,4}",
    ]
}

fn page() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["lamp", "lamp2", "person", "buyer", "startLamp"])
}

/// An entry, with each optional key or without it. Some of them are refused.
fn entry() -> impl Strategy<Value = String> {
    let method = || prop::sample::select(vec!["GET", "PUT", "POST", "DELETE"]);
    let ty = || {
        let scalar = prop::sample::select([SCALARS, &["Hue", "Heu"]].concat());
        (any::<bool>(), any::<bool>(), scalar).prop_map(|(nullable, array, scalar)| {
            format!(
                "type = \"{}{}{scalar}\"\n",
                if nullable { "Nullable " } else { "" },
                if array { "Array of " } else { "" }
            )
        })
    };
    let flag = |key: &'static str| {
        prop::option::of(any::<bool>())
            .prop_map(move |it| it.map_or_else(String::new, |it| format!("{key} = {it}\n")))
    };
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let named = move |key: &'static str| {
        prop::option::of(name())
            .prop_map(move |it| it.map_or_else(String::new, |it| format!("{key} = {}\n", quoted(&it))))
    };
    let fields = (
        page(),
        prop_oneof![
            Just("properties".to_owned()),
            (method(), prop::sample::select(vec!["input", "output"]))
                .prop_map(|(method, part)| format!("{method}.{part}"))
        ],
    );
    let property =
        (fields, name(), ty(), flag("required")).prop_map(move |((page, place), name, ty, required)| {
            format!("[[property]]\nof = {}\n{ty}{required}", quoted(&format!("{page}.{place}.{name}")))
        });
    let parameter = (page(), method(), name(), ty(), flag("required")).prop_map(
        move |(page, method, name, ty, required)| {
            format!(
                "[[parameter]]\nof = {}\n{ty}{required}",
                quoted(&format!("{page}.{method}.query.{name}"))
            )
        },
    );
    let target =
        || prop::sample::select(vec!["lamp", "lamp2", "person", "buyer", "startLamp", "unknown", "nothing"]);
    let link = (page(), prop::sample::select(vec!["links", "embedded"]), name(), target(), flag("many"))
        .prop_map(move |(page, part, name, target, many)| {
            format!(
                "[[link]]\nof = {}\nadd = true\ntarget = \"{target}\"\n{many}",
                quoted(&format!("{page}.{part}.{name}"))
            )
        });
    let kind = prop::sample::select(vec!["added", "updated", "deleted", "started", "completed"]);
    let priority = prop::option::of(prop::sample::select(vec!["High", "Medium", "Low"]))
        .prop_map(|it| it.map_or_else(String::new, |it| format!("priority = \"{it}\"\n")));
    let event = (page(), named("resource"), kind, prop_oneof![4 => page().prop_map(str::to_owned), 1 => name()], flag("embedded"), priority).prop_map(
        move |(page, resource, kind, sender, embedded, priority)| {
            format!("[[event]]\nof = \"{page}.events\"\n{resource}type = \"{kind}\"\nsender = {}\n{embedded}{priority}", quoted(&sender))
        },
    );
    let status = (page(), method(), 199_u16..401).prop_map(|(page, method, status)| {
        format!("[[status]]\nof = \"{page}.{method}\"\nstatus = {status}\n")
    });
    let member = (prop::sample::select(vec!["Hue", "ErrorCode", "ErrorSubcode"]), name()).prop_map(
        move |(list, name)| format!("[[member]]\nof = {}\n", quoted(&format!("{list}.members.{name}"))),
    );
    let code = prop::option::of(99_u16..601)
        .prop_map(|it| it.map_or_else(String::new, |it| format!("status = {it}\n")));
    let error = (page(), prop_oneof![method(), Just("reasons")], name(), code, named("subcode")).prop_map(
        move |(page, place, name, status, subcode)| {
            format!("[[error]]\nof = \"{page}.{place}\"\ncode = {}\n{status}{subcode}", quoted(&name))
        },
    );
    let value =
        prop_oneof!["[a-zA-Z0-9 ,.()=:]{0,12}", Just("Red".to_owned()), Just("5 (observed)".to_owned())];
    let default = (prop::sample::select(vec!["colour", "label"]), value).prop_map(move |(name, value)| {
        format!("[[default]]\nof = \"lamp.properties.{name}\"\nvalue = {}\n", quoted(&value))
    });
    let origin = prop_oneof![
        (1_u32..9, 1_u32..9).prop_map(|(seen, of)| format!("traffic = {{ seen = {seen}, of = {of} }}\n")),
        Just("source = \"pages\"\n".to_owned()),
        "[a-zA-Z ().*_|`,]{1,12}".prop_map(move |source| format!("source = {}\n", quoted(&source))),
    ];
    let entry = prop_oneof![property, parameter, link, event, status, member, error, default];
    (entry, origin).prop_map(|(entry, origin)| format!("{entry}{origin}reason = \"so it is\"\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn whatever_entries_add_reads_back(entries in prop::collection::vec(entry(), 1..6)) {
        applied(&entries.concat());
    }
}
