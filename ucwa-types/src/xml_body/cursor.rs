//! XML text → a tree of elements, for bodies as servers write them.
//!
//! It knows elements, attributes, text, references to characters and the five entities, and a declaration at the beginning.
//! For anything else, and for anything wrong, it returns nothing: the caller lets `quick_xml` read the body again, which
//! reads the rest of XML and reports what is wrong and where. A body that this reader accepts gives the same tree there.

use std::borrow::Cow;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesText};
use quick_xml::name::QName;

use super::find::{first, special};
use super::names::is_simple;
use super::read::{normalized, resolve};
use super::tree::{Builder, Tree, local};
use crate::limits::Limits;

/// Parses a body of that subset.
pub(super) fn parse(body: &str, limits: Limits) -> Option<Tree<'_>> {
    let mut scanner = Scanner { body, at: 0, builder: Builder::new(body, limits), open: Vec::new() };
    if let Some(declaration) = body.strip_prefix("<?xml") {
        scanner.at = body.len() - declaration.len() + declaration.find("?>")? + "?>".len();
    }
    loop {
        scanner.text()?;
        match scanner.byte() {
            None => return scanner.builder.finish(NOWHERE).ok(),
            Some(b'&') => scanner.reference()?,
            Some(_) => {
                scanner.at += 1;
                if scanner.eat(b'/') { scanner.end()? } else { scanner.start()? }
            }
        }
    }
}

/// The place of an error that nobody sees.
const NOWHERE: u64 = 0;

struct Scanner<'a> {
    body: &'a str,
    at: usize,
    builder: Builder<'a>,
    /// The names of the elements that have no end yet, with their prefixes.
    open: Vec<&'a str>,
}

impl<'a> Scanner<'a> {
    fn byte(&self) -> Option<u8> {
        self.body.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Goes on to a place, over this text.
    fn until(&mut self, end: usize) -> Option<&'a str> {
        let text = self.body.get(self.at..end)?;
        self.at = end;
        Some(text)
    }

    fn text(&mut self) -> Option<()> {
        let bytes = self.body.as_bytes();
        let mut end = first(bytes, self.at, [b'<', b'&', b'\r']);
        let text = if bytes.get(end) == Some(&b'\r') {
            // The end of a line, which is another one in the tree.
            end = first(bytes, end, [b'<', b'&']);
            BytesText::from_escaped(self.until(end)?).xml10_content()
        } else {
            Cow::Borrowed(self.until(end)?)
        };
        if text.is_empty() {
            return Some(());
        }
        self.builder.text(text, NOWHERE).ok()
    }

    fn blanks(&mut self) -> bool {
        let start = self.at;
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.at > start
    }

    /// Reads a name that needs no closer look.
    fn name(&mut self) -> Option<&'a str> {
        let mut end = self.at;
        while self.body.as_bytes().get(end).is_some_and(|byte| is_simple(*byte)) {
            end += 1;
        }
        self.until(end).filter(|name| !name.is_empty())
    }

    /// Reads a start tag, after its `<`.
    fn start(&mut self) -> Option<()> {
        let name = self.name()?;
        let local = Some(local(name)).filter(|local| !local.is_empty())?;
        self.builder.start(local).ok()?;
        while self.blanks() && !matches!(self.byte(), Some(b'/' | b'>')) {
            self.attribute()?;
        }
        self.builder.started(NOWHERE).ok()?;
        let is_empty = self.eat(b'/');
        if !self.eat(b'>') {
            return None;
        }
        if is_empty {
            return self.builder.end(NOWHERE).ok();
        }
        self.open.push(name);
        Some(())
    }

    fn attribute(&mut self) -> Option<()> {
        let name = self.name()?;
        if !self.eat(b'=') {
            return None;
        }
        let quote = self.byte().filter(|byte| matches!(byte, b'"' | b'\''))?;
        self.at += 1;
        let bytes = self.body.as_bytes();
        let mut end = special(bytes, self.at, quote);
        let is_normal = bytes.get(end) == Some(&quote);
        if !is_normal {
            end = first(bytes, end, [quote]);
        }
        let mut value = Cow::Borrowed(self.until(end)?);
        if !self.eat(quote) {
            return None;
        }
        if !is_normal {
            value = normalized(&Attribute { key: QName(name), value }, NOWHERE).ok()?;
        }
        self.builder.attribute(name, value, NOWHERE).ok()
    }

    /// Reads an end tag, after its `</`.
    fn end(&mut self) -> Option<()> {
        let name = self.open.pop()?;
        if self.until(self.at + name.len())? != name {
            return None;
        }
        self.blanks();
        if !self.eat(b'>') {
            return None;
        }
        self.builder.end(NOWHERE).ok()
    }

    fn reference(&mut self) -> Option<()> {
        self.at += 1;
        let name = self.until(first(self.body.as_bytes(), self.at, [b';', b'&', b'<']))?;
        if !self.eat(b';') {
            return None;
        }
        self.builder.referred(resolve(&BytesRef::new(name), NOWHERE).ok()?, NOWHERE).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::xml_body::read;

    /// Reads a body both ways, and says whether it needs no other reader.
    fn agree(body: &str, limits: Limits) -> bool {
        let ours = parse(body, limits);
        if let Some(tree) = &ours {
            assert_eq!(read::parse(body, limits).as_ref(), Ok(tree), "{body:?}");
        }
        ours.is_some()
    }

    #[test]
    fn it_reads_bodies_as_servers_write_them() {
        for body in [
            "<a/>",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<a></a>\r\n",
            "\n<a b=\"1\" c='2'\n\td=\"&amp;&#x41;>\" >\r\n <b />x<c>&lt;</c \n>y\r </a>\t",
            "<u:a xmlns:u=\"urn:x\" xmlns=\"urn:y\" b=\"a\nb\"><u:b i:nil=\"true\"/></u:a>",
            "<a>\u{ff0c}\u{1f600}é]]></a>",
            "<a b=\"'<\" c='\"'>&#13;&quot;&apos;&gt;&#1114111;</a>",
        ] {
            assert!(agree(body, Limits::default()), "{body:?}");
        }
    }

    #[test]
    fn it_leaves_to_the_other_reader_what_it_does_not_know() {
        for body in [
            "",
            " ",
            "x",
            "<a",
            "<a>",
            "<a/",
            "</a>",
            "<a></b>",
            "<a></ a>",
            "<a></a",
            "<a></aa>",
            "<a/><b/>",
            "<a/>x",
            "x<a/>",
            "<a/>&amp;",
            "< a/>",
            "<a / >",
            "<a b/>",
            "<a b=c/>",
            "<a b=\"c/>",
            "<a b =\"c\"/>",
            "<a b=\"c\"d=\"e\"/>",
            "<a b=\"c\" b=\"d\"/>",
            "<a b=\"&\"/>",
            "<a b=\"&x;\"/>",
            "<a b=\"&#0;\"/>",
            "<a b=\"\u{1}\"/>",
            "<é/>",
            "<a é=\"\"/>",
            "<a:/>",
            "<:/>",
            "<a>&</a>",
            "<a>&x;</a>",
            "<a>&amp</a>",
            "<a>&#xd800;</a>",
            "<a>&#1;</a>",
            "<a>\u{ffff}</a>",
            "<a><!-- b --></a>",
            "<a><![CDATA[b]]></a>",
            "<a><?b?></a>",
            " <?xml?><a/>",
            "<?xml",
            "<?xml><a/>",
            "<!DOCTYPE a><a/>",
            "\u{feff}<a/>",
        ] {
            assert!(!agree(body, Limits::default()), "{body:?}");
        }
        let limits = Limits::default().with_depth(2);
        assert!(agree("<a><b/></a>", limits));
        assert!(!agree("<a><b><c/></b></a>", limits));
    }

    /// A part of a body. What starts is ended by one of the ends, or where the body ends.
    #[derive(Clone, Debug)]
    enum Part {
        Text(String),
        Start(&'static str, String),
        Empty(&'static str, String),
        End(&'static str),
    }

    fn body(declaration: &str, parts: &[Part]) -> String {
        let mut body = format!("{declaration}<resource>");
        let mut open = vec!["resource"];
        for part in parts {
            match part {
                Part::Text(text) => body.push_str(text),
                Part::Start(name, attributes) => {
                    body.push_str(&format!("<{name}{attributes}>"));
                    open.push(name);
                }
                Part::Empty(name, attributes) => body.push_str(&format!("<{name}{attributes}/>")),
                Part::End(blanks) if open.len() > 1 => {
                    body.push_str(&format!("</{}{blanks}>", open.pop().unwrap_or_default()));
                }
                Part::End(_) => {}
            }
        }
        open.iter().rev().for_each(|name| body.push_str(&format!("</{name}>")));
        body
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ \r\n\t]{0,10}",
            "[a-z \r\n>\"'\u{e9}\u{3000}\u{ff0c}]{0,20}",
            "(&(amp|lt|gt|quot|apos|#65|#x41|#13|#x1f600);|a| ){0,4}",
        ]
    }

    fn values() -> impl Strategy<Value = String> {
        prop_oneof![
            "\"[a-z/?=<>' \u{e9}]{0,20}\"",
            "'[a-z\"\r\n\t]{0,10}'",
            "\"(&(amp|lt|gt|quot|apos|#65|#x41|#10);|[a-z\n]){0,10}\"",
            "\"(true|1)\"",
        ]
    }

    fn attributes() -> impl Strategy<Value = String> {
        const NAMES: [&str; 6] = ["rel", "href", "name", "xmlns", "xmlns:x", "x:nil"];
        let attribute = ("[ \r\n\t]{1,2}", values());
        let all = prop::collection::vec(attribute, 0..NAMES.len()).prop_map(|list| {
            let each = list.iter().zip(NAMES);
            each.map(|((blanks, value), name)| format!("{blanks}{name}={value}")).collect::<String>()
        });
        (all, "[ \n]?").prop_map(|(all, blanks)| all + &blanks)
    }

    fn names() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["resource", "link", "property", "propertyList", "item", "x:y.z-1", "_"])
    }

    fn bodies() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            texts().prop_map(Part::Text),
            (names(), attributes()).prop_map(|(name, attributes)| Part::Start(name, attributes)),
            (names(), attributes()).prop_map(|(name, attributes)| Part::Empty(name, attributes)),
            prop::sample::select(vec!["", " ", "\r\n"]).prop_map(Part::End),
        ];
        let declaration = prop_oneof![Just(""), Just("\n"), Just("<?xml version='1.0' ?>\r\n")];
        (declaration, prop::collection::vec(part, 0..24))
            .prop_map(|(declaration, parts)| body(declaration, &parts))
    }

    /// What makes a body one that only the other reader knows, or none at all.
    const SCRAPS: [&str; 34] = [
        "",
        "<",
        ">",
        "/",
        "/>",
        "</",
        "<a>",
        "</a>",
        "<a/>",
        "&",
        ";",
        "&amp;",
        "&x;",
        "&#0;",
        "&#1;",
        "=",
        "\"",
        "'",
        " ",
        "\r",
        "\n",
        "\0",
        "\u{b}",
        "\u{85}",
        "\u{feff}",
        "\u{ffff}",
        "é",
        ":",
        "<!---->",
        "<![CDATA[&]]>",
        "<?x?>",
        "<!DOCTYPE x>",
        " rel=\"\"",
        " rel",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_servers_write_needs_no_other_reader(body in bodies()) {
            prop_assert!(agree(&body, Limits::default()), "{:?}", body);
        }

        #[test]
        fn a_damaged_body_is_read_as_the_other_reader_reads_it(
            body in bodies(),
            damages in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, prop::sample::select(&SCRAPS[..])), 1..4),
            depth in 1..20_usize,
        ) {
            let mut body: Vec<char> = body.chars().collect();
            for (at, length, scrap) in damages {
                let at = at.index(body.len() + 1);
                drop(body.splice(at..body.len().min(at + length), scrap.chars()));
            }
            agree(&String::from_iter(body), Limits::default().with_depth(depth));
        }
    }
}
