//! Options of code generation.

use syn::parse::Parser as _;

use super::attributes::Rule;
use super::error::Error;
use super::externs::Externs;
use super::header::NOTE;

/// Where generated code finds `ucwa-types` by default.
pub(super) const RUNTIME: &str = "::ucwa_types";

/// Options of code generation.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) runtime: String,
    pub(super) attributes: Vec<Rule>,
    pub(super) externs: Externs,
    pub(super) only: Option<Vec<String>>,
    pub(super) features: bool,
}

impl Options {
    /// Code for a crate that depends on `ucwa-types` under that name.
    #[must_use]
    pub fn new() -> Self {
        Self {
            runtime: RUNTIME.to_owned(),
            attributes: Vec::new(),
            externs: Externs::default(),
            only: None,
            features: false,
        }
    }

    /// Generates these groups and resources alone, by their names in the documentation: a group as `UCWAResources`
    /// has it (`People`, and `Other` for the pages that no group lists), a resource as its page (`contact`). A role by
    /// its name stands for the resource whose representation it carries, too.
    ///
    /// Links from them stay typed: each resource that is not among them, but that they link to, embed or return, is a stub,
    /// a struct at its usual path that keeps the whole representation in its `unknown` and has no operations.
    /// Enumerations that only others use are omitted. [`rust`](super::rust) fails on names that the schema does not have.
    #[must_use]
    pub fn with_only(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.only = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Puts each group behind a Cargo feature of the crate that holds the code: that of the group's module, with `-`
    /// for `_` (`online-meeting`).
    ///
    /// Without the feature, all resources of the group are stubs, as with [`Self::with_only`].
    #[must_use]
    pub fn with_features(mut self) -> Self {
        self.features = true;
        self
    }

    /// The same as a tree that is there already, given the text of its `mod.rs`: with features if it has them.
    #[must_use]
    pub fn as_in(self, root: &str) -> Self {
        let has_features = root.lines().next().is_some_and(|header| header.ends_with(NOTE));
        if has_features { self.with_features() } else { self }
    }

    /// Sets the path under which generated code finds `ucwa-types`.
    ///
    /// # Errors
    /// When the text is not a path.
    pub fn with_runtime(mut self, path: &str) -> Result<Self, Error> {
        let none = |_| Error::Runtime { path: path.to_owned() };
        let runtime = syn::Path::parse_mod_style.parse_str(path).map_err(none)?;
        let segments: Vec<String> =
            runtime.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let root = if runtime.leading_colon.is_some() { "::" } else { "" };
        self.runtime = format!("{root}{}", segments.join("::"));
        Ok(self)
    }

    /// Uses a type that exists already for a page: `with_extern_path("contact", "::ucwa_types::api::Contact")`.
    ///
    /// Nothing is generated for the page, which need not be there. Links to it, resources embedded under it, operations
    /// that return it, and properties of an enumeration have the type at the path, and its roles are other names of that
    /// type. `AnyResource` has no variant for it: that is a set of generated types alone, and decodes such a resource as
    /// unknown. So events about it have no type in `AnyEvent`. Operations that pages of its roles document are omitted,
    /// because only the crate of the type can implement them.
    ///
    /// A link to a page that does not exist needs the name at reading time too:
    /// [`Sources::external`](crate::files::Sources::external).
    ///
    /// # Errors
    /// When the path does not begin with `::` and a crate, or with `crate`: any other would mean something else in each
    /// module. [`rust`](super::rust) fails if there is no such page and nothing leads to one.
    pub fn with_extern_path(mut self, page: &str, path: &str) -> Result<Self, Error> {
        let none = || Error::ExternPath { page: page.to_owned(), path: path.to_owned() };
        self.externs.insert(page, path).ok_or_else(none)?;
        Ok(self)
    }

    /// Adds attributes (`#[derive(Hash)]`) to generated types, behind their own.
    ///
    /// A path names types as Rust does below the root of the tree: `people` all types of a group, `people::contact` all
    /// types of a page, `people::contact::Contact` one of them. The name of a type alone will do too, since there is no
    /// second one: `Contact`. `.` names all types.
    ///
    /// # Errors
    /// When the text is not attributes. [`rust`](super::rust) fails if the path names nothing that is generated.
    pub fn with_type_attribute(mut self, path: &str, attribute: &str) -> Result<Self, Error> {
        self.attributes.push(Rule::types(path, attribute)?);
        Ok(self)
    }

    /// Adds attributes to the fields of generated structs, and to the members of generated enumerations.
    ///
    /// A path names types, as that of [`Self::with_type_attribute`] does, and then a field: `Contact.name`. Without a
    /// field it names all fields of these types, without types the fields of that name in all of them: `.name`. `.`
    /// names all fields.
    ///
    /// # Errors
    /// As [`Self::with_type_attribute`].
    pub fn with_field_attribute(mut self, path: &str, attribute: &str) -> Result<Self, Error> {
        self.attributes.push(Rule::fields(path, attribute)?);
        Ok(self)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}
