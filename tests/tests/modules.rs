//! The modules of `ucwa-gen`, those of `ucwa-sim`, and those of `ucwa-client` use each other in one direction: there are no circles, within folders and between them.
//!
//! A module is a file. Only what code names counts: comments, tests and the declarations of child modules do not. A
//! `mod.rs` that declares and re-exports its children stands above them, so a child that takes something from it makes a
//! circle; what both need belongs in a file of its own.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::Visit;

type Graph = BTreeMap<String, BTreeSet<String>>;

/// The files below a folder, by the path of their module (`page::reader`).
fn modules(folder: &Path, of: &[String], found: &mut BTreeMap<Vec<String>, syn::File>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let mut module = of.to_vec();
        if path.is_dir() {
            module.push(path.file_name().expect("a name").to_string_lossy().into_owned());
            modules(&path, &module, found);
        } else if path.extension().is_some_and(|it| it == "rs") && !matches!(name.as_str(), "main" | "lib") {
            if name != "mod" {
                module.push(name);
            }
            let text = fs::read_to_string(&path).expect("a source");
            found.insert(module, syn::parse_file(&text).expect("Rust"));
        }
    }
}

/// Collects the paths that a module names, each from the root of the crate.
struct Paths<'m> {
    module: &'m [String],
    /// How many modules within the file are open.
    depth: usize,
    found: Vec<Vec<String>>,
}

impl Paths<'_> {
    fn add(&mut self, segments: &[String]) {
        let supers = segments.iter().take_while(|it| *it == "super").count();
        let base: Vec<String> = match segments.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self") => self.module.to_vec(),
            Some("super") if supers > self.depth => {
                self.module[..self.module.len().saturating_sub(supers - self.depth)].to_vec()
            }
            // Within the file, or another crate.
            _ => return,
        };
        let rest = segments.iter().skip(supers.max(1)).cloned();
        self.found.push(base.into_iter().chain(rest).collect());
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.add(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.add(&segments);
        syn::visit::visit_path(self, path);
    }

    /// `pub(super)` uses nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.depth += 1;
            syn::visit::visit_item_mod(self, item);
            self.depth -= 1;
        }
    }
}

/// Which module of a crate uses which.
fn graph(sources: &str) -> Graph {
    let mut files = BTreeMap::new();
    modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join(sources), &[], &mut files);
    let mut graph = Graph::new();
    for (module, file) in &files {
        let mut paths = Paths { module, depth: 0, found: Vec::new() };
        paths.visit_file(file);
        let uses = graph.entry(module.join("::")).or_default();
        for path in paths.found {
            // What follows the module is an item of it.
            let used = (1..=path.len()).rev().find(|length| files.contains_key(&path[..*length]));
            uses.extend(
                used.map(|length| path[..length].join("::")).filter(|used| *used != module.join("::")),
            );
        }
    }
    graph
}

/// A way from a module back to itself.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn visit<'g>(
        graph: &'g Graph,
        at: &'g str,
        way: &mut Vec<&'g str>,
        done: &mut BTreeSet<&'g str>,
    ) -> bool {
        if let Some(start) = way.iter().position(|module| *module == at) {
            way.drain(..start);
            way.push(at);
            return true;
        }
        if !done.insert(at) {
            return false;
        }
        way.push(at);
        if graph.get(at).is_some_and(|uses| uses.iter().any(|used| visit(graph, used, way, done))) {
            return true;
        }
        way.pop();
        false
    }
    let (mut way, mut done) = (Vec::new(), BTreeSet::new());
    let found = graph.keys().any(|module| visit(graph, module, &mut way, &mut done));
    found.then(|| way.into_iter().map(str::to_owned).collect())
}

/// The folders and files below the root of the crate, and which uses which.
fn rooms(graph: &Graph) -> Graph {
    let room = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let mut rooms = Graph::new();
    for (module, uses) in graph {
        let uses = uses.iter().map(|used| room(used)).filter(|used| *used != room(module));
        rooms.entry(room(module)).or_default().extend(uses);
    }
    rooms
}

#[test]
fn there_are_no_circles_between_modules() {
    for (sources, least) in [("../ucwa-gen/src", 100), ("../ucwa-sim/src", 30), ("../ucwa-client/src", 20)] {
        let graph = graph(sources);
        assert!(graph.len() > least, "the modules are found");
        for graph in [&graph, &rooms(&graph)] {
            if let Some(way) = circle(graph) {
                panic!("{sources}: {}", way.join(" -> "));
            }
        }
    }
}

#[test]
fn a_circle_is_found() {
    let uses = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let graph: Graph = [("a", uses(&["b"])), ("b", uses(&["c"])), ("c", uses(&["b"]))]
        .map(|(name, uses)| (name.to_owned(), uses))
        .into();
    assert_eq!(circle(&graph), Some(["b", "c", "b"].map(str::to_owned).to_vec()));
}
