//! Pages that grow in one dimension: more rows, more links in a cell, more samples, more pages. Whatever grows, each item
//! should take as much as before.

mod dimensions;
mod page;
#[cfg(feature = "measure")]
mod step;

use ucwa_gen::source::SourceFile;

pub use self::dimensions::GROUPS;
#[cfg(feature = "measure")]
pub use self::step::{Cost, compare};

/// What the generator is given.
#[derive(Debug)]
pub struct Input {
    /// The pages, and the lists of pages.
    pub files: Vec<SourceFile>,
    /// The file of overrides.
    pub overrides: Option<SourceFile>,
}

impl Input {
    fn pages(files: impl IntoIterator<Item = SourceFile>) -> Self {
        Self { files: files.into_iter().collect(), overrides: None }
    }

    fn corrected(self, text: String) -> Self {
        Self { overrides: Some(SourceFile::new("ucwa.toml", text)), ..self }
    }
}

/// Something of which there can be much: what it is called, and the input with so many of it.
pub type Dimension = (&'static str, fn(usize) -> Input);

/// Dimensions of one kind.
#[derive(Debug)]
pub struct Group {
    /// What they are.
    pub name: &'static str,
    /// How many items there are at first.
    pub items: usize,
    /// The dimensions.
    pub dimensions: &'static [Dimension],
}
