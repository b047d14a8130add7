//! A body as a tree of elements, so that the decoder can look ahead.

use std::borrow::Cow;
use std::ops::Range;

use super::{Error, names};
use crate::limits::Limits;

/// An attribute without a namespace.
pub(super) type Attribute<'a> = (&'a str, Cow<'a, str>);

/// All elements of a body in one list, in the order in which they start, and all their attributes in another.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
}

/// An element. Strings without references are borrowed from the body.
#[derive(Debug, PartialEq)]
struct Node<'a> {
    name: &'a str,
    text: Cow<'a, str>,
    /// Where its attributes stand, sorted by name.
    attributes: Range<usize>,
    /// How many elements are inside it, at any depth: those that follow it.
    inside: usize,
    nil: bool,
}

const NOTHING: &Node<'_> =
    &Node { name: "", text: Cow::Borrowed(""), attributes: 0..0, inside: 0, nil: false };

impl Tree<'_> {
    pub(super) fn root(&self) -> Element<'_> {
        let (node, inside) = self.nodes.split_first().unwrap_or((NOTHING, &[]));
        Element { node, inside, attributes: &self.attributes }
    }
}

/// An element and what is inside it.
#[derive(Clone, Copy)]
pub(super) struct Element<'t> {
    node: &'t Node<'t>,
    inside: &'t [Node<'t>],
    attributes: &'t [Attribute<'t>],
}

impl<'t> Element<'t> {
    /// Its name, without the namespace.
    pub(super) fn name(self) -> &'t str {
        self.node.name
    }

    /// Its text, without the blanks that follow a child.
    pub(super) fn text(self) -> &'t str {
        &self.node.text
    }

    /// Whether it is marked as having no value.
    pub(super) fn is_nil(self) -> bool {
        self.node.nil
    }

    /// Its attributes, sorted by name.
    pub(super) fn attributes(self) -> &'t [Attribute<'t>] {
        self.attributes.get(self.node.attributes.clone()).unwrap_or_default()
    }

    pub(super) fn attribute(self, name: &str) -> Option<&'t str> {
        let (_, text) = self.attributes().iter().find(|(known, _)| *known == name)?;
        Some(text)
    }

    pub(super) fn has_children(self) -> bool {
        !self.inside.is_empty()
    }

    pub(super) fn children(self) -> Children<'t> {
        Children { rest: self.inside, attributes: self.attributes }
    }
}

/// The elements directly inside one.
#[derive(Clone)]
pub(super) struct Children<'t> {
    rest: &'t [Node<'t>],
    attributes: &'t [Attribute<'t>],
}

impl<'t> Iterator for Children<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        let (node, rest) = self.rest.split_first()?;
        let (inside, rest) = rest.split_at_checked(node.inside)?;
        self.rest = rest;
        Some(Element { node, inside, attributes: self.attributes })
    }
}

/// Builds a tree from the parts of a body, from its beginning to its end, within limits.
pub(super) struct Builder<'a> {
    tree: Tree<'a>,
    /// The elements that have no end yet.
    open: Vec<usize>,
    limits: Limits,
    /// Whether no character of the body needs a closer look.
    plain: bool,
}

impl<'a> Builder<'a> {
    /// For this body, whose elements may not be nested deeper than the limits allow.
    pub(super) fn new(body: &str, limits: Limits) -> Self {
        // Without an early end it is done for many bytes at once.
        let odd = body.bytes().fold(false, |odd, byte| odd | !names::is_plain(byte));
        // Of most bodies that is enough for all of it.
        let likely = (body.len() / 48).clamp(4, 1024);
        let tree = Tree { nodes: Vec::with_capacity(likely), attributes: Vec::with_capacity(likely) };
        Self { tree, open: Vec::with_capacity(8), limits, plain: !odd }
    }

    /// An element starts, which has this name without the namespace.
    pub(super) fn start(&mut self, name: &'a str) -> Result<(), Error> {
        self.limits.check_depth(self.open.len() + 1)?;
        let attributes = self.tree.attributes.len();
        self.open.push(self.tree.nodes.len());
        self.tree.nodes.push(Node {
            name,
            text: Cow::Borrowed(""),
            attributes: attributes..attributes,
            inside: 0,
            nil: false,
        });
        Ok(())
    }

    /// The element that has just started has this attribute.
    pub(super) fn attribute(
        &mut self,
        qualified: &'a str,
        value: Cow<'a, str>,
        at: u64,
    ) -> Result<(), Error> {
        // One that is not borrowed can have a character that the body only refers to.
        if !self.plain || matches!(value, Cow::Owned(_)) {
            check_characters(&value, at)?;
        }
        if !has_namespace(qualified) {
            if qualified != "xmlns" {
                self.tree.attributes.push((qualified, value));
            }
        } else if let Some(node) = self.tree.nodes.last_mut() {
            node.nil |= qualified.ends_with(":nil") && matches!(&*value, "true" | "1");
        }
        Ok(())
    }

    /// The element that has just started has no more attributes.
    pub(super) fn started(&mut self, at: u64) -> Result<(), Error> {
        let end = self.tree.attributes.len();
        let Some(node) = self.tree.nodes.last_mut() else {
            return Ok(());
        };
        node.attributes.end = end;
        if node.attributes.len() < 2 {
            return Ok(());
        }
        let attributes = &mut self.tree.attributes[node.attributes.clone()];
        attributes.sort();
        // Looking for duplicates afterwards takes no time that grows with the square of their number.
        if let Some([(name, _), _]) = attributes.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(syntax(at, &format_args!("a second attribute `{name}`")));
        }
        Ok(())
    }

    /// The innermost element that is open ends.
    pub(super) fn end(&mut self, at: u64) -> Result<(), Error> {
        let Some(index) = self.open.pop() else {
            return Err(syntax(at, &"an end without a start"));
        };
        let count = self.tree.nodes.len();
        self.tree.nodes[index].inside = count - index - 1;
        if self.open.is_empty() && index > 0 {
            return Err(syntax(at, &"a second outermost element"));
        }
        Ok(())
    }

    /// A text without references; the ends of its lines are not normalised yet.
    pub(super) fn text(&mut self, text: Cow<'a, str>, at: u64) -> Result<(), Error> {
        if !self.plain {
            check_characters(&text, at)?;
        }
        self.push_text(text, at)
    }

    /// What is referred to in the place of a text.
    pub(super) fn referred(&mut self, text: String, at: u64) -> Result<(), Error> {
        check_characters(&text, at)?;
        self.push_text(Cow::Owned(text), at)
    }

    fn push_text(&mut self, text: Cow<'a, str>, at: u64) -> Result<(), Error> {
        let is_blank = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_whitespace()) || text.chars().all(char::is_whitespace)
        };
        let last = self.tree.nodes.len();
        let Some(&index) = self.open.last() else {
            let outside = || syntax(at, &"text outside of the outermost element");
            return if is_blank(&text) { Ok(()) } else { Err(outside()) };
        };
        let has_children = index + 1 < last;
        let node = &mut self.tree.nodes[index];
        if node.text.is_empty() && !has_children {
            node.text = text;
        } else if !(has_children && is_blank(&text)) {
            // Else it is the indentation between two children.
            node.text.to_mut().push_str(&text);
        }
        Ok(())
    }

    /// The body ends.
    pub(super) fn finish(self, at: u64) -> Result<Tree<'a>, Error> {
        if !self.open.is_empty() || self.tree.nodes.is_empty() {
            return Err(syntax(at, &"the body ends too early"));
        }
        Ok(self.tree)
    }
}

fn check_characters(text: &str, at: u64) -> Result<(), Error> {
    match text.chars().find(|character| !names::is_character(*character)) {
        Some(character) => Err(syntax(at, &format_args!("XML does not allow the character {character:?}"))),
        None => Ok(()),
    }
}

fn has_namespace(name: &str) -> bool {
    name.bytes().any(|byte| byte == b':')
}

/// The name of an element without its namespace.
pub(super) fn local(name: &str) -> &str {
    if !has_namespace(name) {
        return name;
    }
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// Checks the name of an element or an attribute, which the reader takes for one whatever is in it.
pub(super) fn check_name(text: &str, at: u64) -> Result<(), Error> {
    let is_odd = |character: char| {
        !names::is_character(character) || character.is_whitespace() || "<>&\"'=/".contains(character)
    };
    if text.is_empty() || !text.bytes().all(names::is_simple) && text.contains(is_odd) {
        return Err(syntax(at, &format_args!("{text:?} is not a name")));
    }
    Ok(())
}

pub(super) fn syntax(at: u64, message: &dyn std::fmt::Display) -> Error {
    Error::Syntax { at, message: message.to_string().into() }
}
