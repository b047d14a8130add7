//! One file or many.

use std::collections::BTreeMap;

/// The layout of generated code. Both layouts have the same modules and are included by the same line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// One file, `mod.rs`.
    #[default]
    File,
    /// A file for each page, below `mod.rs`.
    Tree,
}

/// The root of a tree.
const ROOT: &str = "mod.rs";

impl Layout {
    /// The files of a tree in this layout, with a root that can be included.
    pub(super) fn files(self, mut tree: BTreeMap<String, String>) -> BTreeMap<String, String> {
        let root = match self {
            Self::File => inlined(&tree, ROOT),
            Self::Tree => tree.remove(ROOT).unwrap_or_default(),
        };
        let mut files = if self == Self::Tree { tree } else { BTreeMap::new() };
        files.insert(ROOT.to_owned(), includable(&root));
        files
    }
}

/// `include!` reads items, and documentation of the module around them is none.
fn includable(root: &str) -> String {
    let mut text = String::with_capacity(root.len());
    let mut is_head = true;
    for line in root.split_inclusive('\n') {
        is_head &= line.starts_with("//");
        match line.strip_prefix("//!") {
            Some(rest) if is_head => text.extend(["//", rest]),
            _ => text.push_str(line),
        }
    }
    text
}

/// The text of a file, with the modules that it declares in place.
///
/// Nothing is indented: there are strings that go over several lines.
fn inlined(tree: &BTreeMap<String, String>, path: &str) -> String {
    let own = tree.get(path).map(String::as_str).unwrap_or_default();
    let Some(folder) = path.strip_suffix(ROOT) else { return own.to_owned() };
    let mut text = String::with_capacity(own.len());
    for line in own.split_inclusive('\n') {
        let declared = line.trim_end().strip_suffix(';');
        let name = declared.and_then(|line| line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod "));
        let (Some(declared), Some(name)) = (declared, name) else {
            text.push_str(line);
            continue;
        };
        let file = format!("{folder}{name}.rs");
        let file = if tree.contains_key(&file) { file } else { format!("{folder}{name}/{ROOT}") };
        text.extend([declared, " {\n", &inlined(tree, &file), "}\n"]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> BTreeMap<String, String> {
        let files = [
            (
                "mod.rs",
                "// @generated\n//! Docs.\n//!\n//! More.\n\nmod any;\npub mod a;\n\npub use self::a::*;\n",
            ),
            ("any.rs", "// @generated\n\nuse super::X;\n"),
            ("a/mod.rs", "// @generated\n//! Group.\n\n#[allow(x)]\nmod a;\n\npub use self::a::*;\n"),
            ("a/a.rs", "// @generated\n\n/// mod b;\npub struct X;\n"),
        ];
        files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn one_file_holds_the_modules_in_place() {
        let files = Layout::File.files(tree());
        let expected = "// @generated\n// Docs.\n//\n// More.\n\n\
            mod any {\n// @generated\n\nuse super::X;\n}\n\
            pub mod a {\n// @generated\n//! Group.\n\n#[allow(x)]\n\
            mod a {\n// @generated\n\n/// mod b;\npub struct X;\n}\n\npub use self::a::*;\n}\n\n\
            pub use self::a::*;\n";
        assert_eq!(files.into_iter().collect::<Vec<_>>(), [("mod.rs".to_owned(), expected.to_owned())]);
    }

    #[test]
    fn a_tree_stays_one_but_for_the_documentation_of_its_root() {
        let (files, tree) = (Layout::Tree.files(tree()), tree());
        assert!(files["mod.rs"].starts_with("// @generated\n// Docs.\n//\n// More.\n\nmod any;\n"));
        let same = |(path, text): (&String, &String)| path == "mod.rs" || tree.get(path) == Some(text);
        assert!(files.len() == tree.len() && files.iter().all(same));
    }
}
