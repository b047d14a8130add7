//! Phrases that readers of API documentation stop at, and where a text has them.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The phrases, in lower case, each with what to write in its place.
pub const PHRASES: [(&str, &str); 27] = [
    ("absent otherwise", "present only if …"),
    ("absent unless", "present only if"),
    ("absent when", "omitted if, or present only while"),
    ("absent where", "omitted if"),
    ("absent while", "present only while"),
    ("answers the representation", "returns this resource"),
    ("are said", "are documented, are reported"),
    ("are told", "are distinguished, are reported"),
    ("as it came", "unchanged"),
    ("as they came", "unchanged"),
    ("as told", "as shown"),
    ("if nothing is said", "by default"),
    ("is about nothing", "matches nothing"),
    ("is said", "is documented, is reported"),
    ("is told", "is distinguished, is reported"),
    ("it came as", "that was decoded"),
    ("less bytes", "fewer bytes"),
    ("of none", "empty, without"),
    ("of whichever type", "of the type that"),
    ("often absent", "often omitted"),
    ("otherwise absent", "otherwise omitted"),
    ("say of themselves", "state"),
    ("says of itself", "states"),
    ("told by", "identified by, sent by"),
    ("told from", "distinguished from"),
    ("was told", "was given, was sent"),
    ("when left out", "if omitted"),
];

/// Which parts of a text are prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Prose outside of fences.
    Markdown,
    /// Doc comments.
    Rust,
}

impl Language {
    /// That of a file, by its extension.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "md" => Some(Self::Markdown),
            "rs" => Some(Self::Rust),
            _ => None,
        }
    }
}

/// A word of a text, in lower case and without punctuation.
#[derive(Clone, Debug)]
struct Word {
    line: usize,
    text: String,
    /// Whether punctuation follows it, so that no phrase goes on behind it.
    ends: bool,
}

/// The lines of the phrases in a text, counted from 1: each with the phrase and its replacement.
#[must_use]
pub fn phrases(text: &str, language: Language) -> Vec<(usize, &'static str, &'static str)> {
    let words = words(text, language);
    let mut found = Vec::new();
    for (phrase, instead) in PHRASES {
        let phrase_words: Vec<&str> = phrase.split(' ').collect();
        for run in words.windows(phrase_words.len()) {
            let inner = run.split_last().map_or(run, |(_, inner)| inner);
            let is_phrase = run.iter().zip(&phrase_words).all(|(word, expected)| word.text == *expected);
            if let Some(first) = run.first().filter(|_| is_phrase && !inner.iter().any(|word| word.ends)) {
                found.push((first.line, phrase, instead));
            }
        }
    }
    found.sort_unstable();
    found
}

/// The words of the prose. A phrase can go over the end of a line, but not of a paragraph or a cell.
fn words(text: &str, language: Language) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_fenced = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        let prose = match language {
            Language::Rust => {
                line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).unwrap_or_default()
            }
            Language::Markdown if line.starts_with("```") => {
                is_fenced = !is_fenced;
                ""
            }
            Language::Markdown if is_fenced => "",
            Language::Markdown => line,
        };
        if let Some(last) = words.last_mut().filter(|_| prose.trim().is_empty()) {
            last.ends = true;
        }
        for cell in prose.split('|') {
            for word in cell.split_whitespace() {
                // Code is no word of a phrase: "of `None`" is well said.
                let text = if word.contains('`') { "" } else { word };
                let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                let ends = word.ends_with(['.', ',', ';', ':', ')', '?', '!']);
                words.push(Word { line: index + 1, text, ends });
            }
            if let Some(last) = words.last_mut().filter(|_| prose.contains('|')) {
                last.ends = true;
            }
        }
    }
    words
}

/// The files below a path that have a language, or the file itself, sorted.
///
/// # Errors
/// If a folder cannot be read.
pub fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if Language::of(&path).is_some() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
