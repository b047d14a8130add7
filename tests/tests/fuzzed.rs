//! Pages that fuzzing found: what is rendered from them says the same when it is read and rendered once more.

use ucwa_gen::source::{SourceFile, Sources};
use ucwa_gen::{analyse, render};

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
        "an error without a status",
        "### POST\n\n#### Synchronous errors\n\n|**Error**|**Code**|**Subcode**|**Description**|\n|:--|:--|:--|:--|\n|Gone||||\n",
    ),
];

#[test]
fn rendering_what_was_rendered_is_a_fixed_point() {
    for (what, page) in PAGES {
        let pages = |sources: &Sources| render::pages(&analyse(sources).schema, &render::Options::default());
        let (sources, _) = Sources::from_files([SourceFile::new("widget_ref.md", *page)]);
        let rendered = pages(&sources);
        let files = rendered.iter().map(|(name, text)| SourceFile::new(name, text.as_str()));
        assert_eq!(pages(&Sources::from_files(files).0), rendered, "{what}");
    }
}
