//! The HTML that rustdoc makes of generated code: payloads in descriptions add no element, attribute or address.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use ucwa_tests::say;

use crate::crates::{Crate, trees};
use crate::payloads::rounds;
use crate::schemas::{described, with_names, with_payloads, with_text};
use crate::{Files, shapes};
use ucwa_gen::emit::{Options, rust};

/// The elements of a page of HTML, their attributes, and the values of those that lead somewhere or that other pages can
/// lead to.
fn facts(html: &str, is_source: bool) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    // The contents of `script` and `style` are not HTML.
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        let element = String::from_utf8_lossy(&tag.name).into_owned();
        facts.insert(element.clone());
        for (name, value) in &tag.attributes {
            let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
            facts.insert(format!("{element} {name}"));
            // Lines are numbered, and comments have more of them or fewer.
            let value = value.split_once(".rs.html#").map_or(&*value, |(page, _)| page);
            if matches!(&*name, "href" | "src" | "id" | "class" | "style") && !(is_source && name != "src") {
                facts.insert(format!("{element} {name}={value}"));
            }
        }
    }
    facts
}

/// The facts of each page below a folder.
fn pages(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut pages = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                let name = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
                let html = fs::read_to_string(&path).expect("a text");
                let facts = facts(&html, name.starts_with("src"));
                pages.insert(name, facts);
            }
        }
    }
    pages
}

#[test]
fn the_parser_sees_what_a_browser_does() {
    let html = "<p title=\"a>b\"><a HREF='x.rs.html#1-2'>&lt;b&gt;</a><script>\"<i>\"</script><svg/onload=x>";
    let found: Vec<String> = facts(html, false).into_iter().collect();
    let expected = ["a", "a href", "a href=x.rs.html#1-2", "p", "p title", "script", "svg", "svg onload"];
    let expected = expected.map(|fact| fact.trim_end_matches(".rs.html#1-2"));
    assert_eq!(found, expected);
}

/// Names that a schema may have, and that are more than that in Markdown or HTML.
const NAMES: [&str; 16] = [
    "<script>zqx()</script>",
    "<img/src=x/onerror=zqx()>",
    "</code><svg/onload=zqx()>",
    "`</code><script>zqx()</script>`",
    "``zqx",
    "[zqx](javascript:zqx)",
    "](javascript:zqx)",
    "[`zqx`](//zqx)",
    "<https://zqx.example/>",
    "https://zqx.example/a",
    "**zqx**",
    "|zqx|a|",
    "*/zqx/*",
    "#[zqx]",
    "${zqx}",
    "&lt;zqx&#62;",
];

/// What is known of a page without its values: elements, attributes, and how addresses begin.
fn shape(facts: &BTreeSet<String>) -> BTreeSet<String> {
    let shape = facts.iter().map(|fact| match fact.split_once('=') {
        None => fact.clone(),
        Some((attribute, value)) if attribute.ends_with("href") || attribute.ends_with("src") => {
            let is_absolute =
                value.starts_with("//") || value.contains(':') && !value.starts_with(['#', '.']);
            format!("{attribute}={}", if is_absolute { value } else { "" })
        }
        Some((attribute, value)) => {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_. %:".contains(c);
            format!("{attribute}={}", if value.chars().all(is_plain) { "" } else { value })
        }
    });
    shape.collect()
}

/// Hostile names in each list that has names.
#[test]
fn names_add_nothing_to_the_html_of_rustdoc() {
    let schema = described(&shapes());
    let plain: Vec<String> = (0..NAMES.len()).map(|index| format!("zqx{index}")).collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let generated = |names: &[&str]| {
        let schema = with_names(&schema, names);
        vec![rust(&schema, &Options::new()).expect("it is consistent").files]
    };
    let hostile = Crate::new("names", &trees("n", &generated(&NAMES)));
    hostile.cargo(&["check"]);
    let hostile = pages(&hostile.documented());
    let plain = pages(&Crate::new("plain-names", &trees("n", &generated(&plain))).documented());
    let mut known = BTreeSet::new();
    plain.values().for_each(|facts| known.extend(shape(facts)));
    for (page, facts) in &hostile {
        // A type has another name, and is another page then.
        let expected = plain.get(page).map_or_else(|| known.clone(), shape);
        let added: Vec<String> = shape(facts).difference(&expected).cloned().collect();
        assert!(added.is_empty(), "{page}: {added:?}");
    }
}

/// All payloads in all descriptions of one of each kind of thing, compiled and documented.
#[test]
fn payloads_add_nothing_to_the_html_of_rustdoc() {
    let schema = described(&shapes());
    let generated = |schema| rust(&schema, &Options::new()).expect("it is consistent").files;
    let rounds = rounds(4);
    let hostile: Vec<Files> =
        (0..rounds).map(|round| generated(with_payloads(&schema, round * 32).0)).collect();
    // As text and as code: a description has code spans, and an address becomes one.
    let plain: Vec<Files> = (0..rounds).map(|_| generated(with_text(&schema, "x `x`"))).collect();
    let hostile = Crate::new("hostile", &trees("r", &hostile));
    hostile.cargo(&["check"]);
    let hostile = pages(&hostile.documented());
    let plain = pages(&Crate::new("plain", &trees("r", &plain)).documented());
    assert!(hostile.len() > 50 * rounds, "{} pages", hostile.len());
    assert_eq!(hostile.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>());
    for (page, facts) in &hostile {
        let added: Vec<&String> = facts.difference(&plain[page]).collect();
        assert!(added.is_empty(), "{page}: {added:?}");
    }
    say(&format!("{} pages of HTML\n", hostile.len()));
}
