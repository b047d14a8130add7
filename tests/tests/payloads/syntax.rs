//! The syntax of generated code: which kinds of items, attributes, macros and expressions there are, without the names that
//! come from the documentation. Text that became code would add to it.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};

/// The kinds of everything in the files that is not a name.
/// Demands that each is Rust, and
/// has no character that is not shown.
pub(crate) fn of_files(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut kinds = Kinds::default();
    for (path, text) in files {
        let hidden = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(hidden, None, "{path}");
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        kinds.visit_file(&file);
    }
    kinds.0
}

/// The files without their comments, whose lines begin with `//`. Any other line is code.
pub(crate) fn without_comments(files: &BTreeMap<String, String>) -> Vec<(&str, Vec<&str>)> {
    files
        .iter()
        .map(|(path, text)| {
            let lines = text.split('\n').filter(|line| !line.trim_start().starts_with("//"));
            (path.as_str(), lines.collect())
        })
        .collect()
}

/// The tokens of a file without its documentation.
pub(crate) fn tokens(path: &str, text: &str) -> String {
    let tokens: proc_macro2::TokenStream =
        text.parse().unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
    let mut code = String::new();
    push_tokens(tokens, &mut code);
    code
}

fn push_tokens(tokens: proc_macro2::TokenStream, code: &mut String) {
    use proc_macro2::TokenTree;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let is_inner = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '!');
                if is_inner {
                    tokens.next();
                }
                match tokens.next() {
                    Some(TokenTree::Group(group)) if is_doc(&group) => {}
                    other => {
                        code.push_str(if is_inner { "#! " } else { "# " });
                        push_tokens(other.into_iter().collect(), code);
                    }
                }
            }
            TokenTree::Group(group) => {
                code.push_str(&format!("{:?} ", group.delimiter()));
                push_tokens(group.stream(), code);
                code.push_str("end ");
            }
            other => code.push_str(&format!("{other} ")),
        }
    }
}

/// Whether an attribute is a comment: `doc` and one literal. Any other attribute `doc` is code.
fn is_doc(group: &proc_macro2::Group) -> bool {
    use proc_macro2::TokenTree;
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Punct(sign), TokenTree::Literal(_)] = &tokens[..] else {
        return false;
    };
    *name == "doc" && sign.as_char() == '='
}

#[derive(Default)]
struct Kinds(BTreeSet<String>);

impl Kinds {
    fn add(&mut self, kind: &str, what: impl std::fmt::Display) {
        self.0.insert(format!("{kind} {what}"));
    }
}

/// Which variant of an enum of `syn` it is, by its number.
fn variant<T>(value: &T) -> String {
    format!("{:?}", std::mem::discriminant(value))
}

fn path(path: &syn::Path) -> String {
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    segments.join("::")
}

impl<'ast> Visit<'ast> for Kinds {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.add("item", variant(item));
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        self.add("associated item", variant(item));
        visit::visit_impl_item(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let form = match &attribute.meta {
            syn::Meta::Path(_) => "alone",
            syn::Meta::List(_) => "list",
            syn::Meta::NameValue(value) => match &value.value {
                syn::Expr::Lit(_) => "literal",
                _ => "expression",
            },
        };
        self.add("attribute", format!("{} {form}", path(attribute.path())));
        visit::visit_attribute(self, attribute);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.add("macro", path(&call.path));
    }

    fn visit_expr(&mut self, expression: &'ast syn::Expr) {
        self.add("expression", variant(expression));
        visit::visit_expr(self, expression);
    }

    fn visit_stmt(&mut self, statement: &'ast syn::Stmt) {
        self.add("statement", variant(statement));
        visit::visit_stmt(self, statement);
    }

    fn visit_type(&mut self, ty: &'ast syn::Type) {
        self.add("type", variant(ty));
        visit::visit_type(self, ty);
    }

    fn visit_pat(&mut self, pattern: &'ast syn::Pat) {
        self.add("pattern", variant(pattern));
        visit::visit_pat(self, pattern);
    }

    fn visit_use_tree(&mut self, tree: &'ast syn::UseTree) {
        if let syn::UseTree::Rename(_) = tree {
            self.add("use", "as");
        }
        visit::visit_use_tree(self, tree);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if let syn::UseTree::Path(first) = &item.tree {
            self.add(
                "use of",
                format!("{}{}", if item.leading_colon.is_some() { "::" } else { "" }, first.ident),
            );
        }
        visit::visit_item_use(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let is_plain = matches!(signature.safety, syn::Safety::Default)
            && signature.abi.is_none()
            && signature.asyncness.is_none();
        self.add("function", if is_plain { "plain" } else { "unsafe, extern or async" });
        visit::visit_signature(self, signature);
    }
}
