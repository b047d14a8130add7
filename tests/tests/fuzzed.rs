//! What fuzzing found, and what it starts from: what must hold for everything holds for these.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use ucwa_gen::source::SourceFile;
use ucwa_tests::entrances::{ENTRANCES, read_pages, render_pages};
use ucwa_tests::{say, shared};

/// What was wrong once, and a page that shows it.
const PAGES: &[(&str, &str)] = &[
    ("an empty cell among too many", "## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red|a||b||\n"),
    ("brackets that are text", "## Resource description\n\nA \\[b\\](c of d.\n\n## Operations\n"),
    (
        "a link that is not closed twice",
        "## Resource description\n\nA [b](c of a [b](c_ref.md).\n\n## Operations\n",
    ),
    (
        "a media type with a blank",
        "### GET\n\n#### JSON Response\n\n```\nHTTP/1.1 200 OK\nContent-Type: application/x y\n\nz\n```\n",
    ),
    (
        "a property that is required",
        "### Properties\n\n|**Name**|**Description**|**Required?**|\n|:--|:--|:--|\n|label|String|Yes|\n\n## Operations\n",
    ),
    (
        "a list of members that is declared against another type",
        "### POST\n\n#### Request body\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:--|:--|:--|:--|\n|hue|String|No||\n|hue|(Hue)Red, or Blue|No||\n",
    ),
    (
        "a blank in the name of a property",
        "### Properties\n\n|**Name**|**Description**|\n|:--|:--|\n|hue|String|\n\n## Operations\n\n### GET\n\n#### Response body\n\n|**Item**|**Description**|\n|:--|:--|\n|[widget](widget_ref.md)||\n\n#### JSON Response\n\n```\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"rel\": \"widget\", \"hue\\t\": \"a\"}\n```\n",
    ),
    (
        "a parameter of the query that a sample has in the body",
        "### POST\n\n#### Query parameters\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:--|:--|:--|:--|\n|lit|Nullable Boolean|No||\n\n#### JSON Request\n\n```\nPOST https://a/b HTTP/1.1\nContent-Type: application/json\n\n{\"lit\": true}\n```\n",
    ),
    (
        "a member without a name",
        "### POST\n\n#### Request body\n\n|**Name**|**Type**|\n|:--|:--|\n|hue|String|\n\n#### JSON Request\n\n```\nPOST https://a/b HTTP/1.1\nContent-Type: application/json\n\n{\"\": \"a\", \"hue\": \"b\"}\n```\n",
    ),
    (
        "a parameter that the body has as well, nullable",
        "### POST\n\n#### Query parameters\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:--|:--|:--|:--|\n|hue|String|No||\n\n#### Request body\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:--|:--|:--|:--|\n|hue|Nullable Strin|No||\n|hue|Nullable Int32|No||\n",
    ),
    ("a heading in HTML", "# widget\n\n<h2>Web Link</h2>\n\n### Properties\n\nNone\n\n### Links\n\nNone\n"),
    (
        "a media type with a quotation mark",
        "### GET\n\n#### JSON Response\n\n```\nHTTP/1.1 200 OK\nContent-Type: application/\"lamp\",\n\nz\n```\n",
    ),
    (
        "a status that HTTP does not have",
        "### GET\n\n#### JSON Response\n\n```\nHTTP/1.1 872 OK\nContent-Type: application/json\n\n{\"rel\":\"lamp\"}\n```\n",
    ),
    ("empty lines in a text", "### POST\n\na<BR><BR>b\n"),
    (
        "a value that is not the name of a member",
        "### POST\n\n#### Request body\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:--|:--|:--|:--|\n|hue|(Hue)Red, or Blue|No||\n\n#### JSON Request\n\n```\nPOST https://a/b HTTP/1.1\nContent-Type: application/json\n\n{\"hue\": \";Red\"}\n```\n",
    ),
    (
        "an error without a status",
        "### POST\n\n#### Synchronous errors\n\n|**Error**|**Code**|**Subcode**|**Description**|\n|:--|:--|:--|:--|\n|Gone||||\n",
    ),
];

#[test]
fn what_was_found_once_holds() {
    for (what, page) in PAGES {
        say(&format!("{what}\n"));
        render_pages(&read_pages([SourceFile::new("widget_ref.md", *page)]));
    }
}

/// The seeds are what each fuzz target starts from, and what it has found.
#[test]
fn every_seed_of_the_fuzz_targets_is_read() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds");
    assert_eq!(fs::read_dir(&seeds).unwrap().count(), ENTRANCES.len(), "one folder for each target");
    for (name, read) in ENTRANCES {
        let files: Vec<_> =
            fs::read_dir(seeds.join(name)).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(!files.is_empty(), "{name}");
        for file in &files {
            read(&fs::read(file).unwrap());
        }
        say(&format!("{name}: {} seeds\n", files.len()));
    }
}

/// What was found elsewhere: the name of a file is that of its entrance, and a number.
#[test]
fn what_others_found_is_read() {
    let Some(folder) = shared("fuzz") else { return };
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let entrance = ENTRANCES.iter().find(|(entrance, _)| name.split('-').next() == Some(entrance));
        let (_, read) = entrance.unwrap_or_else(|| panic!("`{name}` is of no entrance"));
        read(&fs::read(&file).unwrap());
    }
}
