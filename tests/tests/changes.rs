//! What changed between revisions of the documentation, and between pages of our own.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use ucwa_gen::analyse;
use ucwa_gen::diff::{Class, Diff, diff, human, markdown};
use ucwa_gen::files::Sources;
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_tests::{reference, revision};

fn between(old: &str, new: &str) -> Option<Diff> {
    Some(diff(&analyse(&revision(old)?).schema, &analyse(&revision(new)?).schema))
}

#[test]
fn the_api_grew_until_2018() {
    let Some(diff) = between("2016-06", "2018-01") else { return };
    let pages = |gone: bool| {
        let is = |end: &Option<String>| end.as_deref() == Some("page");
        diff.changes.iter().filter(|change| if gone { is(&change.old) } else { is(&change.new) }).count()
    };
    assert_eq!((pages(false), pages(true)), (74, 0));
    let lines = human(&diff, false);
    insta::assert_snapshot!("2016-06-to-2018-01", lines);
}

#[test]
fn the_api_did_not_change_after_2018() {
    let Some(diff) = between("2018-01", "2022-12") else { return };
    assert_eq!((diff.count(Class::Breaking), diff.count(Class::Additive)), (0, 0), "{}", human(&diff, false));
    assert!(diff.count(Class::Documentation) > 0);
}

#[test]
fn nothing_changes_into_itself() {
    let schema = analyse(&reference()).schema;
    assert_eq!(diff(&schema, &schema), Diff::default());
}

fn schema(pages: &[(&str, &str)]) -> Schema {
    let (sources, _) = Sources::from_files(pages.iter().map(|(file, text)| SourceFile::new(*file, *text)));
    analyse(&sources).schema
}

const OLD: &[(&str, &str)] = &[
    (
        "lamp_ref.md",
        "# lamp\n\nA lamp.\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n\
         |size|Int32 (maximum 9)|How big.|\n|label|String (at most 50 characters)||\n|owner|Uri||\n|gone|Boolean||\n\n\
         ### Links\n\n|**Link**|**Leads to**|**Cardinality**|**Description**|\n|:--|:--|:--|:--|\n\
         |self|[lamp](lamp_ref.md)|one||\n|bulb|[bulb](bulb_ref.md)|one||\n",
    ),
    (
        "bulb_ref.md",
        "# bulb\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n|watts|Int32||\n|volts|Int32||\n\
         |hue|[Hue](Hue_ref.md)||\n",
    ),
    ("Hue_ref.md", "# Hue\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red||\n|Blue||\n"),
];

const NEW: &[(&str, &str)] = &[
    (
        "lamp_ref.md",
        "# lamp\n\nA light.\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n\
         |size|Int32 (maximum 5)|How big it is.|\n|label|String (at most 80 characters)||\n|owner|String||\n|fresh|Boolean||\n\n\
         ### Links\n\n|**Link**|**Leads to**|**Cardinality**|**Description**|\n|:--|:--|:--|:--|\n\
         |self|[lamp](lamp_ref.md)|one||\n|bulb|[globe](globe_ref.md)|many||\n\n\
         ## Operations\n\n### POST\n\n#### Request body\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:--|:--|:--|:--|\n\
         |level|Int32|Yes||\n",
    ),
    (
        "globe_ref.md",
        "# globe\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n|watts|Int32||\n|volts|Int32||\n\
         |hue|[Hue](Hue_ref.md)||\n",
    ),
    ("Hue_ref.md", "# Hue\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red||\n|Green||\n"),
];

#[test]
fn each_kind_of_change_is_told_and_classified() {
    let diff = diff(&schema(OLD), &schema(NEW));
    insta::assert_snapshot!("changes-human", human(&diff, true));
    insta::assert_snapshot!("changes-markdown", markdown(&diff, false));
    insta::assert_snapshot!(
        "changes-json",
        serde_json::to_string_pretty(&diff.changes[0]).expect("it is data")
    );
}
