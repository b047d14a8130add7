//! Generating code in a build script.

mod claims;
mod error;
mod layout;
mod lines;
mod out_dir;

use std::collections::BTreeMap;
use std::env;
use std::io::{self, Write};
use std::path::PathBuf;

pub use self::error::Error;
pub use self::layout::Layout;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{self, Limits};
use crate::overrides::Overrides;
use crate::report::plain;
use crate::{analyse_with, emit, output};

/// Generates types in a build script, into the folder `ucwa` below `OUT_DIR`.
///
/// ```no_run
/// fn main() -> Result<(), ucwa_gen::build::Error> {
///     ucwa_gen::Builder::new().docs("docs/reference").generate()
/// }
/// ```
///
/// In the crate, `ucwa_types::include_ucwa!(pub mod api);` declares the module that holds them. It is short for
///
/// ```ignore
/// pub mod api {
///     include!(concat!(env!("OUT_DIR"), "/ucwa/mod.rs"));
/// }
/// ```
///
/// Cargo runs the script again if a file that was read changes, or anything in a folder that was searched. Warnings about
/// the pages become warnings of Cargo. Errors fail the build.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing happens before `generate` is called"]
pub struct Builder {
    docs: Vec<PathBuf>,
    overrides: Option<PathBuf>,
    out_dir: Option<PathBuf>,
    include: Vec<String>,
    runtime: Option<String>,
    attributes: Vec<Added>,
    externs: BTreeMap<String, String>,
    layout: Layout,
    limits: Limits,
}

/// Attributes for what has a path.
#[derive(Clone, Debug)]
struct Added {
    is_for_types: bool,
    path: String,
    attribute: String,
}

impl Builder {
    /// Creates a builder without pages.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a folder of reference pages, or a single page; called again, more of them.
    pub fn docs(mut self, path: impl Into<PathBuf>) -> Self {
        self.docs.push(path.into());
        self
    }

    /// Corrects the pages by a file of overrides. By default there are no overrides.
    ///
    /// An entry that matches nothing, or that the pages agree with, is an error.
    pub fn overrides(mut self, file: impl Into<PathBuf>) -> Self {
        self.overrides = Some(file.into());
        self
    }

    /// Writes into the folder `ucwa` below this one, by default `OUT_DIR`.
    ///
    /// In a build script a relative folder is one below `OUT_DIR`, and none outside it is accepted. Two builders in one
    /// script need two folders, neither of them in the other; it is an error if they do not have them.
    /// `include_ucwa!("people", pub mod people)` includes what was written with `out_dir("people")`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Generates these groups and resources alone, by the documentation's names: `include(["People", "note"])`. Called
    /// again, these too.
    ///
    /// [`emit::Options::with_only`] describes the stubs that replace the rest.
    pub fn include(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.include.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets the path of the runtime crate, if it is not `::ucwa_types`.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = Some(path.into());
        self
    }

    /// Adds attributes to generated types: `type_attribute("Contact", "#[derive(Eq)]")`, or `"."` for all of them.
    ///
    /// [`emit::Options::with_type_attribute`] lists the forms of paths.
    pub fn type_attribute(self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.attribute(true, path.into(), attribute.into())
    }

    /// Adds attributes to generated fields and members: `field_attribute("Contact.name", "#[doc(alias = \"title\")]")`.
    ///
    /// [`emit::Options::with_field_attribute`] lists the forms of paths.
    pub fn field_attribute(self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.attribute(false, path.into(), attribute.into())
    }

    fn attribute(mut self, is_for_types: bool, path: String, attribute: String) -> Self {
        self.attributes.push(Added { is_for_types, path, attribute });
        self
    }

    /// Uses a type that exists already for a page, which need not be among those that are read:
    /// `extern_path("contact", "::ucwa_types::api::Contact")`.
    ///
    /// [`emit::Options::with_extern_path`] has the details. A path that begins with neither `::` nor `crate` is an error, and
    /// so is a name that no page has and nothing leads to.
    pub fn extern_path(mut self, page: impl Into<String>, path: impl Into<String>) -> Self {
        self.externs.insert(page.into(), path.into());
        self
    }

    /// Writes one file (the default) or a tree of files.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Sets how much is read: `Limits { file_size: 64 << 20, ..Limits::default() }`. Larger input fails the build.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Generates the code, and prints the lines for Cargo on standard output.
    ///
    /// # Errors
    /// If the pages have errors, a name that was given does not exist, a builder with other settings has written to
    /// the same folder in this process, or the file system reports an error. Nothing is written then, except after
    /// [`output::Error::Partly`].
    pub fn generate(&self) -> Result<(), Error> {
        self.generate_to(&mut io::stdout().lock())
    }

    /// As [`Self::generate`], with the lines for Cargo written to `cargo`.
    ///
    /// # Errors
    /// As [`Self::generate`], and if the lines cannot be written.
    pub fn generate_to(&self, cargo: &mut dyn Write) -> Result<(), Error> {
        let given = env::var_os("OUT_DIR").map(PathBuf::from);
        let folder = out_dir::resolve(self.out_dir.as_deref(), given.as_deref())?;
        out_dir::keep_apart(&folder, &self.docs)?;
        let options = self.options()?;
        let (mut sources, unread) = files::read_within(&self.docs, &self.limits);
        sources.external = self.externs.keys().cloned().collect();
        let (overrides, found) = self.corrections();
        let file = overrides.source().map(|file| file.path().to_owned());
        lines::inputs(sources.inputs.iter().chain(&file), cargo)?;
        let analysis = analyse_with(&sources, &overrides).with(unread.into_iter().chain(found));
        lines::warnings(&analysis.diagnostics, cargo)?;
        let errors = analysis.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let errors: Vec<String> = errors.map(plain).collect();
        if !errors.is_empty() {
            return Err(Error::Pages(errors));
        }
        let emitted = emit::rust(&analysis.schema, &options)?;
        // Two builders are the same if they have the same settings, all of which this shows.
        claims::claim(&folder, format!("{self:?}"))?;
        output::write(&folder, &self.layout.files(emitted.files))?;
        Ok(())
    }

    fn corrections(&self) -> (Overrides, Vec<Diagnostic>) {
        match self.overrides.as_deref().map(|file| files::read_file(file, &self.limits)) {
            Some(Ok(source)) => Overrides::parse(&source),
            Some(Err(found)) => (Overrides::default(), vec![*found]),
            None => <_>::default(),
        }
    }

    fn options(&self) -> Result<emit::Options, emit::Error> {
        let mut options = emit::Options::new();
        if !self.include.is_empty() {
            options = options.with_only(&self.include);
        }
        if let Some(runtime) = &self.runtime {
            options = options.with_runtime(runtime)?;
        }
        for (page, path) in &self.externs {
            options = options.with_extern_path(page, path)?;
        }
        for Added { is_for_types, path, attribute } in &self.attributes {
            options = match is_for_types {
                true => options.with_type_attribute(path, attribute)?,
                false => options.with_field_attribute(path, attribute)?,
            };
        }
        Ok(options)
    }
}
