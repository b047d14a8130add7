//! Reference pages, through the whole generator.

use ucwa_gen::diff::{Effect, diff};
use ucwa_gen::files::Sources;
use ucwa_gen::source::SourceFile;
use ucwa_gen::{Analysis, analyse, emit, explain, render, schema};

/// What starts a page, with the name of its file after it.
const PAGE: &str = "=== ";

/// Reads pages: one, or several of which each has a line `=== NAME` before it. As [`read_pages`] and [`render_pages`].
///
/// # Panics
/// As these.
pub fn markdown(text: &str) {
    let mut files = vec![(file_name("widget"), String::new())];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix(PAGE) {
            Some(name) => files.push((file_name(name), String::new())),
            None => files.last_mut().expect("there is one").1.push_str(line),
        }
    }
    if files.len() > 1 && files[0].1.is_empty() {
        files.remove(0);
    }
    render_pages(&read_pages(files.into_iter().map(|(name, text)| SourceFile::new(name, text))));
}

/// The file of a page, or of one of the lists of pages: what is fuzzed is what is in them, not what they are called.
fn file_name(text: &str) -> String {
    let name = text.split('.').next().unwrap_or_default().trim_end_matches("_ref");
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    match name.as_str() {
        "UCWAResources" | "ResourceList" => format!("{name}.md"),
        _ if name.starts_with(|first: char| first.is_ascii_alphabetic()) => format!("{name}_ref.md"),
        _ => "widget_ref.md".to_owned(),
    }
}

/// Takes pages through the whole generator: no row is lost, the schema survives its own format, what is rendered can be
/// read, and what is generated is Rust unless the schema contradicts itself.
///
/// # Panics
/// When one of these does not hold.
pub fn read_pages(files: impl IntoIterator<Item = SourceFile>) -> Analysis {
    let (sources, _) = Sources::from_files(files);
    let analysis = analyse(&sources);
    let schema = &analysis.schema;
    assert_eq!(analysis.summary.lines.lost, 0, "{:?}", analysis.diagnostics);
    assert_eq!(schema::from_json(&schema::to_json(schema)).expect("it was written"), *schema);

    let rendered = render::pages(schema, &render::Options::default());
    let files = rendered.iter().map(|(name, text)| SourceFile::new(name, text.as_str()));
    assert_eq!(analyse(&Sources::from_files(files).0).summary.lines.lost, 0);

    match emit::rust(schema, &emit::Options::new()) {
        Ok(_) => {}
        Err(emit::Error::Inconsistent(problems)) => assert!(!problems.is_empty()),
        Err(error) => panic!("{error}"),
    }
    for resource in schema.resources.iter().filter(|resource| !resource.name.contains('.')) {
        let explanation = explain::explain(schema, &resource.name).expect("it is in the schema");
        assert!(!explanation.to_string().is_empty());
    }
    analysis
}

/// Renders a schema and reads that: it says the same, and is rendered the same once more.
///
/// # Panics
/// When it does not hold.
pub fn render_pages(analysis: &Analysis) {
    let schema = &analysis.schema;
    let rendered = render::pages(schema, &render::Options::default());
    let files = rendered.iter().map(|(name, text)| SourceFile::new(name, text.as_str()));
    let again = analyse(&Sources::from_files(files).0).schema;
    assert_eq!(render::pages(&again, &render::Options::default()), rendered);
    // Damaged pages can result in a schema from which no code can be generated.
    let Ok(difference) = diff(schema, &again) else { return };
    let changes: Vec<_> =
        difference.changes.iter().filter(|change| change.effects.worst() != Effect::None).collect();
    assert!(changes.is_empty(), "rendered, it says something else: {changes:#?}");
}
