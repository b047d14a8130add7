//! One file: its header, its imports, its items, formatted.

use std::collections::{BTreeMap, BTreeSet};

use super::docs::{self, Doc, Targets, code};
use super::format::{braced, import, is_formatted, line, literal};
use crate::emit::attributes::Attributes;
use crate::emit::error::Error;
use crate::emit::header;
use crate::emit::names::runtime::{self, Item};
use crate::emit::options::{Options, RUNTIME};
use crate::emit::plan::{Group, Plan, RustType};
use crate::schema::Page;

/// A file while it is put together.
#[derive(Debug)]
pub(crate) struct File<'p> {
    /// The folders above it, below the one that has all types.
    depth: usize,
    plan: &'p Plan<'p>,
    /// The group that it is part of.
    group: Option<&'p Group<'p>>,
    runtime: &'p str,
    source: Option<Page>,
    /// What the header of the root says; `None` if the file is not the root.
    root: Option<String>,
    docs: Doc,
    /// Whether some of what it names is only there with a feature.
    is_partial: bool,
    /// Whether it names what the prelude of most crates has.
    uses_prelude: bool,
    runtime_items: BTreeSet<Item>,
    types: BTreeSet<String>,
    own: BTreeSet<String>,
    /// The blocks of items; those of one block stand together.
    blocks: Vec<Vec<String>>,
}

impl<'p> File<'p> {
    /// An empty file that is this many folders below the root of the tree.
    pub(crate) fn new(options: &'p Options, plan: &'p Plan<'p>, depth: usize) -> Self {
        Self {
            depth,
            plan,
            group: None,
            runtime: &options.runtime,
            source: None,
            root: None,
            docs: Doc::new(),
            is_partial: false,
            uses_prelude: false,
            runtime_items: BTreeSet::new(),
            types: BTreeSet::new(),
            own: BTreeSet::new(),
            blocks: Vec::new(),
        }
    }

    /// Names the page that the file is generated from.
    pub(crate) fn source(mut self, page: &Page) -> Self {
        self.source = Some(page.clone());
        self
    }

    /// Makes the file the root. The note ends its header, for readers who look no further.
    pub(crate) fn root(mut self, note: &str) -> Self {
        self.root = Some(header::root(note));
        self
    }

    /// Makes the file one of a group's.
    pub(crate) fn group(mut self, group: &'p Group<'p>) -> Self {
        self.group = Some(group);
        self
    }

    /// Documents the module that the file is.
    pub(crate) fn docs(mut self, docs: Doc) -> Self {
        self.docs = docs;
        self
    }

    /// Says that some of the file's items are only there with a feature, and what they name may therefore be unused.
    pub(crate) fn partial(mut self, is_partial: bool) -> Self {
        self.is_partial = is_partial;
        self
    }

    /// The name of something in the runtime crate, imported.
    pub(crate) fn runtime(&mut self, item: Item) -> &'static str {
        self.runtime_items.insert(item);
        item.name
    }

    /// The whole path of something in the runtime crate, whose name this file declares itself.
    pub(crate) fn runtime_path(&self, item: Item) -> String {
        let module = if item.module.is_empty() { String::new() } else { format!("{}::", item.module) };
        format!("{}::{module}{}", self.runtime, item.name)
    }

    /// The name of a generated type, imported unless it is this file's own; or the path of one that is elsewhere.
    pub(crate) fn ty<'n>(&mut self, name: &'n str) -> &'n str {
        if !is_path(name) && !self.types.contains(name) {
            self.types.insert(name.to_owned());
        }
        name
    }

    /// The name of a type that this file declares.
    pub(crate) fn declare<'n>(&mut self, name: &'n str) -> &'n str {
        if !self.own.contains(name) {
            self.own.insert(name.to_owned());
        }
        name
    }

    /// Since when the documentation has what a page holds, by path in the page.
    pub(crate) fn since(&self, page: &str) -> &'p [(&'p str, &'p str)] {
        self.plan.since(page)
    }

    /// A name as code, and the page that documents it.
    pub(crate) fn wire(&self, name: &str) -> String {
        match &self.source {
            Some(page) => format!("{} in {}", code(name), code(&page.file)),
            None => format!("{} on the wire", code(name)),
        }
    }

    /// A type, with what it names imported.
    pub(crate) fn rust_type(&mut self, ty: &RustType) -> String {
        match ty {
            RustType::Unit | RustType::Std(_) => {}
            RustType::Own(name) | RustType::Elsewhere(name) => drop(self.ty(name)),
            RustType::Runtime { module, name } => drop(self.runtime(Item { module, name })),
            RustType::Link(target) => {
                self.runtime(runtime::LINK);
                self.rust_type(target);
            }
            RustType::Option(ty) | RustType::Vec(ty) | RustType::Boxed(ty) | RustType::Event(ty) => {
                self.rust_type(ty);
            }
        }
        ty.to_string()
    }

    /// Not by an import, which nothing but a comment would use.
    fn path_of(&self, name: &str) -> String {
        if is_path(name) {
            return name.to_owned();
        }
        format!("{}{name}", "super::".repeat(self.depth))
    }

    /// Adds an item, in the form that it has if nothing in it is too long for a line.
    pub(crate) fn push(&mut self, item: String) {
        self.blocks.push(vec![item]);
    }

    /// Adds items that stand together.
    pub(crate) fn push_list(&mut self, items: Vec<String>) {
        self.blocks.push(items);
    }

    /// Adds a struct that the codec knows by a derive of the runtime's, which takes the attributes. It has a default
    /// unless some of its fields are required.
    pub(crate) fn push_struct(
        &mut self,
        docs: &Doc,
        derive: Item,
        attributes: &[String],
        ty: &str,
        fields: &str,
        is_required: bool,
    ) {
        let (docs, derive) = (docs.comment("///"), self.runtime(derive));
        let traits = ["Clone", "Debug", "Default", "PartialEq", derive];
        let traits: Vec<&str> =
            traits.into_iter().filter(|name| !is_required || *name != "Default").collect();
        let derive = self.derive(&traits);
        let setters = "setters".to_owned();
        let runtime = self.runtime_attribute();
        let attributes: Vec<&str> =
            attributes.iter().chain([&setters]).chain(&runtime).map(String::as_str).collect();
        let attribute = format!("#[ucwa({})]\n", attributes.join(", "));
        let fields = braced(fields);
        self.push(format!("{docs}{derive}{attribute}#[non_exhaustive]\npub struct {ty} {fields}\n"));
    }

    /// The attribute of a type that derives these traits, some of which are in the prelude.
    pub(crate) fn derive(&mut self, traits: &[&str]) -> String {
        self.uses_prelude = true;
        format!("#[derive({})]\n", traits.join(", "))
    }

    /// The attribute of a derived type, which names the path of the runtime unless that is the default.
    pub(crate) fn runtime_attribute(&self) -> Option<String> {
        (self.runtime != RUNTIME).then(|| format!("crate = {}", literal(self.runtime)))
    }

    /// The file's text, with the attributes that are to be added.
    pub(crate) fn finish(mut self, path: &str, attributes: &mut Attributes<'_>) -> Result<String, Error> {
        let mut text = self.docs.comment("//!");
        let blocks = std::mem::take(&mut self.blocks);
        for block in std::iter::once(self.imports()).chain(blocks).filter(|block| !block.is_empty()) {
            text.push('\n');
            for item in block {
                if attributes.is_empty() && is_formatted(&item) {
                    text.push_str(&item);
                } else {
                    text.push_str(&formatted(&item, path, attributes)?);
                }
            }
        }
        // rustdoc calls the target of a link redundant where its words are a name in scope.
        let is_in_scope = |name: &str| self.types.contains(name) || self.own.contains(name);
        let body = docs::by_name(&text, &self.path_of(""), is_in_scope);
        let header = self.root.unwrap_or_else(|| header::header(self.source.as_ref(), &body));
        Ok(header + &body)
    }

    fn imports(&self) -> Vec<String> {
        // A crate need not have a prelude, and a glob is never redundant beside one.
        let prelude = self.uses_prelude.then(|| "use ::std::prelude::v1::*;\n".to_owned());
        let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for item in &self.runtime_items {
            modules.entry(item.module).or_default().push(item.name);
        }
        let of_runtime = modules.into_iter().map(|(module, names)| match module {
            "" => import(self.runtime, names),
            module => import(&format!("{}::{module}", self.runtime), names),
        });
        let mut imports: Vec<String> = prelude.into_iter().chain(of_runtime).collect();
        let mut types = self.types.difference(&self.own).map(String::as_str).peekable();
        if types.peek().is_some() {
            let module = vec!["super"; self.depth].join("::");
            let allow = self.is_partial.then_some(
                "#[allow(unused_imports, reason = \"each is used with the feature of its group\")]",
            );
            imports.push(line("", allow) + &import(&module, types));
        }
        imports
    }
}

impl Targets for File<'_> {
    fn path(&self, page: &str) -> Option<String> {
        self.plan.linkable(page, self.group).map(|name| self.path_of(name))
    }
}

/// Whether a type is elsewhere: nothing that is generated has more than a name.
fn is_path(name: &str) -> bool {
    name.contains("::")
}

/// An item as `prettyplease` prints it, with the attributes that are to be added.
fn formatted(item: &str, path: &str, attributes: &mut Attributes<'_>) -> Result<String, Error> {
    let malformed =
        |error: syn::Error| Error::Malformed { path: path.to_owned(), message: error.to_string() };
    let mut item: syn::Item = syn::parse_str(item).map_err(malformed)?;
    attributes.add(path, &mut item);
    let items = vec![item];
    Ok(prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items }))
}
