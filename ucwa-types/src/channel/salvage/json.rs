//! The outermost links of JSON that need not be JSON.
//!
//! The brackets, commas and colons must be where JSON has them: where one is not, walking ends, and what has been found by
//! then counts. What is between them may be anything. Nothing is limited, because nothing is kept: not the size, and not
//! the depth, which costs a byte for each open bracket.

/// The rel and the href of each link of a document.
pub(super) fn links(body: &[u8]) -> Vec<(String, String)> {
    let mut walker = Walker { rest: body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body) };
    let mut found = Vec::new();
    // Where the document is broken is where this ends; there is nothing else to say about it.
    let _: Option<()> = walker.members(|walker, name| {
        if name.as_deref() != Some("_links") || walker.peek() != Some(b'{') {
            return walker.skip();
        }
        let mut links = Vec::new();
        walker.members(|walker, rel| {
            links.extend(rel.zip(walker.link()?));
            Some(())
        })?;
        // Not before its end: a link that takes precedence may come last.
        found = links;
        Some(())
    });
    found
}

/// What is left of a document. All methods return `None` where it is broken.
struct Walker<'a> {
    rest: &'a [u8],
}

impl<'a> Walker<'a> {
    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_ascii_start();
        self.rest.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.rest = self.rest.get(1..)?;
        Some(byte)
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// Walks through an object. For each member, the closure gets its name and has to walk over its value.
    fn members(&mut self, mut each: impl FnMut(&mut Self, Option<String>) -> Option<()>) -> Option<()> {
        self.eat(b'{')?;
        if self.peek()? == b'}' {
            return self.eat(b'}');
        }
        loop {
            let name = self.name()?;
            each(self, name)?;
            match self.next()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Walks over the name of a member, and the colon after it.
    fn name(&mut self) -> Option<Option<String>> {
        let name = self.string()?;
        self.eat(b':')?;
        Some(name)
    }

    /// Walks over a link, or a list of one, or whatever is there instead: returns its href if it has one.
    fn link(&mut self) -> Option<Option<String>> {
        let mut href = None;
        match self.peek()? {
            b'{' => self.members(|walker, name| {
                if name.as_deref() == Some("href") && walker.peek() == Some(b'"') {
                    href = walker.string()?;
                    return Some(());
                }
                walker.skip()
            })?,
            _ => self.skip()?,
        }
        Some(href)
    }

    /// Walks over a string. Returned is what it says, unless Rust has no such string.
    fn string(&mut self) -> Option<Option<String>> {
        self.peek()?;
        let text = self.rest;
        self.eat(b'"')?;
        loop {
            let end = self.rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            let is_end = self.rest.get(end) == Some(&b'"');
            // After a backslash, whatever it is.
            self.rest = self.rest.get(end + if is_end { 1 } else { 2 }..)?;
            if is_end {
                break;
            }
        }
        let text = text.get(..text.len() - self.rest.len())?;
        Some(serde_json::from_slice(text).ok())
    }

    /// Walks over a value.
    fn skip(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            match self.peek()? {
                b'"' => _ = self.string()?,
                bracket @ (b'{' | b'[') => {
                    self.next()?;
                    let closing = if bracket == b'{' { b'}' } else { b']' };
                    open.push(closing);
                    if self.peek()? != closing {
                        if bracket == b'{' {
                            self.name()?;
                        }
                        continue;
                    }
                }
                _ => self.scalar()?,
            }
            // The ends of what ends here.
            loop {
                let Some(closing) = open.last() else { return Some(()) };
                match self.peek()? {
                    b',' => {
                        self.next()?;
                        if *closing == b'}' {
                            self.name()?;
                        }
                        break;
                    }
                    byte if byte == *closing => {
                        self.next()?;
                        open.pop();
                    }
                    _ => return None,
                }
            }
        }
    }

    /// Walks over anything else: a number, a word, or something that should not be there.
    fn scalar(&mut self) -> Option<()> {
        let is_end = |byte: &u8| b"{}[]:,\"".contains(byte) || byte.is_ascii_whitespace();
        let end = self.rest.iter().position(is_end)?;
        self.rest = self.rest.get(end..).filter(|_| end > 0)?;
        Some(())
    }
}
