//! Texts that try to be more than text, wherever they end up: in Rust, Markdown, HTML, JSON, on a terminal, in a path, in the
//! output of a build script. The word `zqx` stands in nearly all of them, and nowhere in the documentation.

/// What ends comments, literals and items of Rust, or begins them.
pub(crate) const RUST: &[&str] = &[
    "*/ pub fn zqx() {} /*",
    "\" + compile_error!(\"zqx\") + \"",
    "\"#; pub fn zqx() {} //",
    "\"##zqx\"###",
    "'zqx'\\",
    "\\",
    "\\u{202e}zqx\\n\\0",
    "}} pub fn zqx() {{",
    "); zqx!(",
    "#[zqx] x",
    "#![zqx]",
    "#[doc = include_str!(\"zqx\")]",
    "#![doc(html_root_url = \"//zqx\")]",
    "${zqx}",
    "$(zqx)",
    "$crate::zqx!()",
    "{zqx}",
    "{{zqx}}",
    "{0:zqx$}",
    "%s%n%zqx",
    "self",
    "Self",
    "crate",
    "r#zqx",
    "_",
    "unsafe { zqx() }",
    "zqx!{}",
    "fn",
    "b\"zqx\"",
    "include!(\"/zqx\")",
    "::std::process::exit(1)",
    "Vec<zqx>",
    "zqx\u{1F600}",
];

/// Every form of a new line, with what would stand on it.
pub(crate) const LINES: &[&str] = &[
    "zqx\npub fn zqx() {}\nzqx",
    "zqx\r\npub fn zqx() {}\r\nzqx",
    "zqx\rpub fn zqx() {}\rzqx",
    "zqx\n\npub fn zqx() {}\n\nzqx",
    "zqx\u{B}pub fn zqx() {}\u{B}",
    "zqx\u{C}pub fn zqx() {}\u{C}",
    "zqx\u{85}pub fn zqx() {}\u{85}",
    "zqx\u{2028}pub fn zqx() {}\u{2028}",
    "zqx\u{2029}pub fn zqx() {}\u{2029}",
    "zqx\0pub fn zqx() {}\0",
    "\n",
    "\r",
    " ",
    "",
];

/// Markdown and HTML.
pub(crate) const MARKUP: &[&str] = &[
    "```\ncompile_error!(\"zqx\")\n```",
    "\n\n```\ncompile_error!(\"zqx\")\n```\n\n",
    "```zqx",
    "~~~\nzqx\n~~~",
    "    zqx();",
    "\tzqx();",
    "`zqx",
    "``zqx`",
    "](javascript:zqx)",
    "[zqx](javascript:zqx)",
    "![zqx](//zqx/a.png)",
    "[zqx]: //zqx",
    "[zqx][zqx]",
    "[`zqx`]",
    "[`zqx`](javascript:zqx)",
    "[^zqx]",
    "<//zqx>",
    "<https://zqx.example/>",
    "https://zqx.example/?a=b&c",
    "www.zqx.example",
    "zqx@zqx.example",
    "mailto:zqx@zqx.example",
    "<script>zqx()</script>",
    "<img src=x onerror=zqx()>",
    "</code></p><h1 id=zqx>",
    "`</code><script>zqx()</script>`",
    "<!-- zqx",
    "--> zqx",
    "<![CDATA[zqx",
    "<?zqx",
    "&lt;zqx&gt; &#60;zqx&#62;",
    "<svg/onload=zqx()>",
    "| zqx | a |",
    "a|zqx\\|b",
    "# zqx",
    "- zqx",
    "+ zqx",
    "1. zqx",
    "> zqx",
    "***",
    "---",
    "===",
    "+++",
    "$$zqx$$",
    "~~zqx~~ **zqx** __zqx__ *zqx*",
    "{.zqx}",
    "- [ ] zqx",
    "[!NOTE] zqx",
    "@zqx #1",
];

/// What turns the direction of text, or is not seen.
pub(crate) const HIDDEN: &[&str] = &[
    "\u{202E}zqx\u{202C}",
    "\u{2066}zqx\u{2069}",
    "\u{200F}zqx",
    "\u{61C}zqx",
    "\u{200B}zqx\u{FEFF}",
    "\u{AD}zqx\u{E0001}",
];

/// What a terminal acts on.
pub(crate) const TERMINAL: &[&str] = &[
    "\u{1B}[2Jzqx",
    "\u{1B}]0;zqx\u{7}",
    "\u{1B}[38;5;201mzqx",
    "\u{9B}2Jzqx",
    "\u{1B}]8;;//zqx\u{1B}\\zqx",
    "\u{8}\u{7F}zqx",
];

/// Paths out of a folder, and names that no file can have.
pub(crate) const PATHS: &[&str] = &[
    "../../zqx",
    "/zqx",
    "..\\zqx",
    "C:\\zqx",
    "\\\\zqx\\a",
    "file:///zqx",
    "..",
    ".",
    "CON",
    "zqx/mod",
    "zqx\0.rs",
    "~/zqx",
];

/// What Cargo and code hosts take for commands.
pub(crate) const COMMANDS: &[&str] = &[
    "zqx\ncargo::rustc-env=zqx=1\n",
    "zqx\ncargo:rustc-link-arg=zqx",
    "cargo::metadata=zqx=1",
    "zqx\n::error::zqx",
    "%0A::error::zqx",
    "::stop-commands::zqx",
    "##[error]zqx",
];

/// All of them.
pub(crate) fn all() -> Vec<&'static str> {
    [RUST, LINES, MARKUP, HIDDEN, TERMINAL, PATHS, COMMANDS].concat()
}

/// How many of the payloads stand in each position: a few, other ones in each position, or as many as `UCWA_PAYLOADS` says,
/// which may be `all`.
#[allow(dead_code, reason = "not every test has positions")]
pub(crate) fn rounds(few: usize) -> usize {
    match std::env::var("UCWA_PAYLOADS").as_deref() {
        Ok("all") => all().len(),
        Ok(number) => number.parse().expect("a number, or `all`"),
        Err(_) => few,
    }
}
