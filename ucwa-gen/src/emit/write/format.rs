//! Code in the form that `prettyplease` gives it.
//!
//! Items are written as text, as if nothing in them were too long for a line. Where that is so, it is the form that
//! `prettyplease` would give them, and they are neither parsed nor printed; anything else is.

use std::collections::BTreeSet;

use proc_macro2::Literal;

/// How wide `prettyplease` lets a line be, in bytes.
const WIDTH: usize = 89;
/// What one level is indented by.
pub(crate) const INDENT: &str = "    ";
/// What starts a comment on a field, a member or a method.
pub(crate) const COMMENT: &str = "    ///";

/// Whether an item is kept as written: nothing in it is too long for a line but what cannot be broken.
pub(crate) fn is_formatted(item: &str) -> bool {
    item.lines().all(|line| line.len() <= WIDTH || !can_break(line))
}

/// Whether a line may have places where it can be broken. A word has no such place, nor has the declaration of
/// something without arguments and members in the same line.
fn can_break(line: &str) -> bool {
    let line = line.trim_start();
    let is_word = !line.contains([' ', '(', '<']);
    let is_declaration = line.starts_with("pub ") || line.starts_with("use ") || line.starts_with("for ");
    let is_plain = is_declaration && !line.contains(['(', '<', '[', ',', '"']);
    !is_word && !is_plain && !line.starts_with("///")
}

/// A text as a literal.
pub(crate) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// A line of its own, if there is something to say in it.
pub(crate) fn line(indent: &str, text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!("{indent}{text}\n"))
}

/// The attribute of what is compiled with any of these features; `None` for what always is.
pub(crate) fn cfg(features: &BTreeSet<&str>) -> Option<String> {
    let features: Vec<String> =
        features.iter().map(|feature| format!("feature = {}", literal(feature))).collect();
    match &features[..] {
        [] => None,
        [feature] => Some(format!("#[cfg({feature})]")),
        features => Some(format!("#[cfg(any({}))]", features.join(", "))),
    }
}

/// What an item declares between braces: lines, or nothing.
pub(crate) fn braced(lines: &str) -> String {
    if lines.is_empty() { "{}".to_owned() } else { format!("{{\n{lines}}}") }
}

/// The import of names from a module.
pub(crate) fn import<'n>(module: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if let [name] = names[..] {
        return format!("use {module}::{name};\n");
    }
    let whole = format!("use {module}::{{{}}};", names.join(", "));
    if whole.len() <= WIDTH + ";".len() {
        return whole + "\n";
    }
    let mut text = format!("use {module}::{{\n{INDENT}");
    let mut width = INDENT.len();
    for (index, name) in names.iter().enumerate() {
        // The last comma is not asked for whether it fits.
        let length = name.len() + usize::from(index + 1 < names.len());
        if index > 0 && width + 1 + length > WIDTH {
            text.push('\n');
            text.push_str(INDENT);
            width = INDENT.len();
        } else if index > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(name);
        text.push(',');
        width += length;
    }
    text + "\n};\n"
}

/// A constant that is a list. Each item is the parts of an expression, which can be broken before all but the first.
pub(crate) fn list(indent: &str, declaration: &str, items: &[Vec<String>]) -> String {
    let items: Vec<(String, &Vec<String>)> = items.iter().map(|parts| (parts.concat(), parts)).collect();
    let whole: Vec<&str> = items.iter().map(|(whole, _)| whole.as_str()).collect();
    let whole = format!("{indent}{declaration} = &[{}];", whole.join(", "));
    if whole.len() <= WIDTH + "];".len() {
        return whole + "\n";
    }
    let mut text = format!("{indent}{declaration} = &[\n");
    for (whole, parts) in items {
        if indent.len() + INDENT.len() + whole.len() <= WIDTH {
            text.push_str(&format!("{indent}{INDENT}{whole},\n"));
        } else {
            let parts = parts.join(&format!("\n{indent}{INDENT}{INDENT}"));
            text.push_str(&format!("{indent}{INDENT}{parts},\n"));
        }
    }
    text + indent + "];\n"
}

/// The variant of an enumeration that holds one value.
pub(crate) fn variant(name: &str, ty: &str) -> String {
    let whole = format!("{INDENT}{name}({ty}),\n");
    if whole.len() <= WIDTH + ",\n".len() {
        return whole;
    }
    format!("{INDENT}{name}(\n{INDENT}{INDENT}{ty},\n{INDENT}),\n")
}

/// An arm of the match of a method, which calls a function.
pub(crate) fn arm(pattern: &str, function: &str, argument: &str) -> String {
    let indent = INDENT.repeat(3);
    let whole = format!("{indent}{pattern} => {function}({argument}),\n");
    if whole.len() <= WIDTH + ",\n".len() {
        return whole;
    }
    let mut value = format!("{indent}{INDENT}{function}({argument})\n");
    if value.len() > WIDTH + ")\n".len() {
        value =
            format!("{indent}{INDENT}{function}(\n{indent}{INDENT}{INDENT}{argument},\n{indent}{INDENT})\n");
    }
    format!("{indent}{pattern} => {{\n{value}{indent}}}\n")
}

/// The head of the implementation of a trait.
pub(crate) fn impl_of(name: &str, ty: &str) -> String {
    let head = format!("impl {name} for {ty}");
    if head.len() <= WIDTH { head } else { format!("impl {name}\nfor {ty}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Demands that what is written counts as formatted only if it is what `prettyplease` prints, and that it does where there is room.
    fn assert_formatted(write: impl Fn(&str) -> String) {
        let lengths = 1..121;
        let all = lengths.len();
        let formatted = lengths.filter(|length| {
            let item = write(&"N".repeat(*length));
            let printed = prettyplease::unparse(&syn::parse_file(&item).unwrap());
            let is_formatted = is_formatted(&item);
            assert!(!is_formatted || item == printed, "{item}\n{printed}");
            is_formatted
        });
        let formatted = formatted.count();
        assert!(formatted * 5 > all, "{formatted} of {all}");
    }

    #[test]
    fn what_counts_as_formatted_is_what_prettyplease_prints() {
        let parts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_formatted(|name| import("a::b", [name]));
        for (before, after) in [(1, 0), (0, 1), (1, 1), (14, 0), (0, 14), (30, 30)] {
            let others = |count| std::iter::repeat_n("Other", count);
            assert_formatted(|name| import("super", others(before).chain([name]).chain(others(after))));
            assert_formatted(|name| import(name, others(before + 1).chain(others(after))));
        }
        for indent in ["", INDENT] {
            let constant = |list: String| match indent {
                "" => list,
                _ => format!("impl A {{\n{list}}}\n"),
            };
            let declaration = "const A: &[B]";
            for count in 1..4 {
                assert_formatted(|name| {
                    let row = parts(&["B::new(", &literal(name), ")"]).concat();
                    constant(list(indent, declaration, &vec![vec![row]; count]))
                });
                assert_formatted(|name| {
                    let row =
                        parts(&["B::new(\"b\")", ".status(200)", &format!(".within(&[{}])", literal(name))]);
                    constant(list(indent, declaration, &vec![row; count]))
                });
                assert_formatted(|name| {
                    constant(list(indent, declaration, &vec![vec![format!("A::{name}")]; count]))
                });
            }
        }
        assert_formatted(|name| format!("pub enum A<'a, R> {{\n{}}}\n", variant(name, "B<'a, C, R>")));
        assert_formatted(|name| {
            format!("pub enum A<'a, R> {{\n{}}}\n", variant("B", &format!("C<'a, {name}, R>")))
        });
        for (of, function, argument) in
            [("N", "Self::A", "b"), ("a", "Self::N", "B::new(c)"), ("a", "Self::A", "B::new(N)")]
        {
            assert_formatted(|name| {
                let [of, function, argument] = [of, function, argument].map(|text| text.replace('N', name));
                let arm = arm(&format!("({}, \"b\")", literal(&of)), &function, &argument);
                format!("fn a() {{\n    {{\n        match b {{\n{arm}        }}\n    }}\n}}\n")
            });
        }
        assert_formatted(|name| format!("{} {{}}\n", impl_of("A<B>", name)));
        assert_formatted(|name| format!("{} {{}}\n", impl_of("A", &format!("b::{name}"))));
    }

    #[test]
    fn what_cannot_be_broken_stays_in_its_line() {
        for item in [
            "/// N N, (n).\npub struct A {\n    /// N N, (n).\n    pub a: B,\n}\n",
            "pub type A = N;\n",
            "pub type N = A<B>;\n",
            "pub enum N {\n    N,\n    A(B),\n}\n",
            "pub struct N {}\n",
            "pub use self::N::*;\n",
            "pub struct A {\n    #[n(name = \"N\")]\n    pub N: Option<Vec<N>>,\n}\n",
            "impl A {\n    type N = B;\n    const N: &'static str = \"N\";\n    const A: &'static [u16] = &[1];\n}\n",
        ] {
            assert_formatted(|name| item.replace('N', name));
        }
    }

    #[test]
    fn a_text_is_a_literal() {
        assert_eq!(literal("a\"\\\n\u{0}1'é"), "\"a\\\"\\\\\\n\\x001'é\"");
    }
}
