//! Placeholders: in the form of what they stand for, and equal for what is equal.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Number;

use super::super::guid::is_guid;
use super::super::hrefs::{is_content, query};
use super::key::Key;
use super::media_type::media_type;
use super::vocabulary::Vocabulary;
use crate::resolve::{is_bool, is_date, is_duration, is_integer, is_uri};

/// Replaces names, values and addresses.
pub(super) struct Values {
    pub(super) key: Key,
    pub(super) vocabulary: Vocabulary,
}

/// What stands in a query unescaped.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whoever it was: no host has this domain.
const NOWHERE: &str = "example.invalid";

impl Values {
    /// The number that stands for a text. Case, escapes and the scheme of a person's address make no difference.
    fn number(&self, text: &str) -> u64 {
        let text = percent_decode_str(text).decode_utf8_lossy().to_lowercase();
        let schemes = ["sip:", "sips:", "mailto:", "smtp:"];
        let text = schemes.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(&text);
        self.key.number(text)
    }

    /// A name: of a member, of a link, of a parameter; or a rel, which is one as a value, too. Names that differ in their case are
    /// different ones.
    pub(super) fn name(&self, name: &str) -> String {
        if self.vocabulary.has_name(name) || self.vocabulary.is_kept(name) {
            return name.to_owned();
        }
        if is_guid(name) {
            return self.guid(name);
        }
        placeholder(self.key.number(name))
    }

    /// A placeholder that is a word.
    pub(super) fn word(&self, text: &str) -> String {
        placeholder(self.number(text))
    }

    fn guid(&self, text: &str) -> String {
        format!("00000000-0000-4000-8000-{:012x}", self.number(text))
    }

    /// A string that is the value of a member.
    pub(super) fn string(&self, name: &str, text: &str) -> String {
        match name {
            "href" => return self.address(text),
            "rel" => return self.name(text),
            "revision" if text.len() <= 2 && is_integer(text) => return text.to_owned(),
            _ => {}
        }
        if text.is_empty() || is_bool(text) || self.vocabulary.has_value(name, text) {
            return text.to_owned();
        }
        if self.vocabulary.has_values(name) && is_word(text) {
            let word = placeholder(self.key.number(text));
            // No entry is about a code that begins otherwise.
            return if text.starts_with(|c: char| c.is_ascii_uppercase()) {
                word.to_ascii_uppercase()
            } else {
                word
            };
        }
        self.text(text)
    }

    fn text(&self, text: &str) -> String {
        let number = self.number(text);
        if is_content(text) {
            return self.address(text);
        }
        if is_date(text) {
            return date(number, text.starts_with('/'));
        }
        if httpdate::parse_http_date(text).is_ok() {
            let seconds = 1_000_000_000 + number % 1_000_000_000;
            return httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        }
        if is_duration(text) {
            return format!("PT{}S", number % 100_000);
        }
        if is_phone_number(text) {
            return self.phone_number(text);
        }
        if is_integer(text) {
            return self.digits(text);
        }
        if is_guid(text) {
            return self.guid(text);
        }
        if text.starts_with('/') && !text.contains(char::is_whitespace) {
            return self.address(text);
        }
        if !is_uri(text) {
            return if text.contains('@') { self.person(text) } else { self.word(text) };
        }
        match text.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest)) {
            Some((scheme, _)) if scheme.starts_with("http") => self.address(text),
            Some((scheme, rest)) if scheme == "tel" => format!("tel:{}", self.phone_number(rest)),
            Some((scheme, _)) => format!("{scheme}:{}", self.person(text)),
            None => self.word(text),
        }
    }

    /// The value of a header. What is in quotation marks, such as a version, stays equal to what is written without them.
    pub(super) fn field(&self, value: &str) -> String {
        let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match quoted.filter(|quoted| !quoted.contains('"')) {
            _ if value.is_empty() => String::new(),
            Some(quoted) => format!("\"{}\"", self.text(quoted)),
            None => self.text(value),
        }
    }

    /// A host. A port and the name of a user are left out.
    pub(super) fn host(&self, authority: &str) -> String {
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let host = match host.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => host,
        };
        format!("{}.{NOWHERE}", self.word(host))
    }

    fn digits(&self, text: &str) -> String {
        let number = self.number(text);
        if text.parse::<i32>().is_ok() { small(number).to_string() } else { large(number).to_string() }
    }

    fn phone_number(&self, text: &str) -> String {
        format!("+{}", self.number(text) % 1_000_000_000_000)
    }

    fn person(&self, text: &str) -> String {
        format!("{}@{NOWHERE}", self.word(text))
    }

    /// A number, with 32 bits or more as it was.
    pub(super) fn json_number(&self, number: &Number) -> Number {
        let replaced = self.number(&number.to_string());
        match number.as_i64() {
            Some(value) if i32::try_from(value).is_ok() => small(replaced).into(),
            _ if number.is_i64() || number.is_u64() => large(replaced).into(),
            _ => Number::from_f64(f64::from(u16::try_from(replaced % 1000).unwrap_or_default()) + 0.5)
                .unwrap_or_else(|| small(replaced).into()),
        }
    }

    /// An address: parts that the schema names stay, and so do links that have parts in common.
    pub(super) fn address(&self, address: &str) -> String {
        if address.is_empty() {
            return String::new();
        }
        if is_content(address) {
            return self.content(address);
        }
        let before_fragment = address.split('#').next().unwrap_or_default();
        let path = before_fragment.split('?').next().unwrap_or_default();
        let mut replaced = String::new();
        let scheme = |scheme: &str| if scheme.eq_ignore_ascii_case("http") { "http:" } else { "https:" };
        // An address can have a host without a scheme.
        let with_host = match path.split_once("://") {
            Some((before, rest)) => Some((scheme(before), rest)),
            None => path.strip_prefix("//").map(|rest| ("", rest)),
        };
        let path = match with_host {
            Some((scheme, rest)) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                replaced.push_str(&format!("{scheme}//{}", self.host(authority)));
                path
            }
            None => path,
        };
        let segments: Vec<String> = path.split('/').map(|segment| self.segment(segment)).collect();
        replaced.push_str(&segments.join("/"));
        let pairs: Vec<String> = query(before_fragment).iter().map(|pair| self.pair(pair)).collect();
        if !pairs.is_empty() {
            replaced.push('?');
            replaced.push_str(&pairs.join("&"));
        }
        replaced
    }

    fn segment(&self, segment: &str) -> String {
        let decoded = percent_decode_str(segment).decode_utf8_lossy();
        match decoded.as_ref() {
            "" => String::new(),
            known if self.vocabulary.has_segment(known) => known.to_owned(),
            person if person.contains('@') => self.person(person),
            other => self.word(other),
        }
    }

    fn pair(&self, (name, value): &(String, String)) -> String {
        let value = self.string(name, value);
        format!("{}={}", utf8_percent_encode(&self.name(name), QUERY), utf8_percent_encode(&value, QUERY))
    }

    /// Content in an address: the media type stays, and what says the same becomes equal, whatever its encoding.
    fn content(&self, address: &str) -> String {
        let content = &address["data:".len()..];
        let (head, data) = content.split_once(',').unwrap_or(("", content));
        let data = percent_decode_str(data).decode_utf8_lossy();
        let is_base64 =
            head.rsplit(';').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
        let decoded = is_base64.then(|| STANDARD.decode(data.as_bytes()).ok()).flatten();
        let text = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        let (media_type, _) = media_type(head);
        format!("data:{media_type};charset=utf-8,{}", self.word(text.as_deref().unwrap_or(&data)))
    }
}

/// Whether a text is the number of a telephone, of any country.
fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| digits.len() > 3 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a text can be a member of an enumeration, a code or a type. Those that differ in their case are different ones, as names are.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && !is_duration(text)
}

fn placeholder(number: u64) -> String {
    format!("x{number:012x}")
}

fn small(number: u64) -> i64 {
    i64::from(u32::try_from(number % (1 << 31)).unwrap_or_default())
}

fn large(number: u64) -> i64 {
    (1 << 40) + i64::try_from(number % (1 << 40)).unwrap_or_default()
}

/// An instant of this century, as JSON writes it or as XML does.
fn date(number: u64, is_json: bool) -> String {
    if is_json {
        return format!("/Date({})/", 1_000_000_000_000 + number % 1_000_000_000_000);
    }
    let part = |shift: u32, of: u64| (number >> shift) % of;
    let (year, month, day) = (2000 + part(0, 50), 1 + part(6, 12), 1 + part(12, 28));
    format!("{year}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", part(18, 24), part(24, 60), part(32, 60))
}

#[cfg(test)]
mod tests {
    use super::super::key::Key;
    use super::super::vocabulary::Vocabulary;
    use super::Values;
    use crate::schema::Schema;

    fn values() -> Values {
        let keep = ["people".to_owned()];
        Values { key: Key::from_seed(1), vocabulary: Vocabulary::new(&Schema::empty(), &keep) }
    }

    #[test]
    fn a_placeholder_has_the_form_of_what_it_stands_for() {
        let values = values();
        let hide = |text: &str| {
            let hex = |c: char| c.is_ascii_hexdigit();
            let mut hidden = String::new();
            // Digits differ with the key, the form does not.
            for part in values.string("", text).split_inclusive(|c| !hex(c)) {
                let end = part.len() - part.trim_end_matches(|c| !hex(c)).len();
                let (digits, mark) = part.split_at(part.len() - end);
                hidden.push_str(if digits.len() > 5 { "N" } else { digits });
                hidden.push_str(mark);
            }
            hidden
        };
        for (text, expected) in [
            ("", ""),
            ("Ann Example", "xN"),
            ("True", "True"),
            ("sip:Ann@example.com", "sip:xN@example.invalid"),
            ("ann@example.com", "xN@example.invalid"),
            ("tel:+14255550101", "tel:+N"),
            ("+14255550101", "+N"),
            ("/Date(1474932023993)/", "/Date(N)/"),
            ("https://pool.example.com:443/ucwa/v1/applications", "https://xN.example.invalid/ucwa/v1/xN"),
            ("//pool.example.com/ucwa", "//xN.example.invalid/ucwa"),
            ("data:text/plain;base64,QW5u", "data:text/plain;charset=utf-8,xN"),
            ("11111111-2222-3333-4444-555555555555", "N-0000-4000-8000-N"),
        ] {
            assert_eq!(hide(text), expected, "{text}");
        }
    }

    #[test]
    fn equal_things_become_equal() {
        let values = values();
        for (a, b) in [
            ("/people/Ann%40example.com", "https://pool.example.com/people/ann@example.com"),
            ("/a/b?x=1&y=Z%3D", "/A/b?x=1&y=Z="),
        ] {
            let path = |address: &str| {
                let address = values.address(address);
                let path = address.split_once("invalid/").map_or(address.as_str(), |(_, path)| path);
                path.trim_start_matches('/').to_owned()
            };
            assert_eq!(path(a), path(b));
        }
        let person = values.string("uri", "sip:Ann@example.com");
        assert_eq!(format!("/{}", &person["sip:".len()..]), values.address("/ann%40example.com"));
        assert_ne!(values.string("", "Ann"), values.string("", "Bob"));
        for content in [
            "data:,Zed%20Q",
            "data:text/plain;charset=utf-8,%5Aed Q",
            "data:text/plain;base64,WmVkIFE=",
            "data:Zed Q",
        ] {
            let hidden = values.address(content);
            assert_eq!(
                hidden,
                format!("data:text/plain;charset=utf-8,{}", values.string("", "Zed Q")),
                "{content}"
            );
        }
        assert_ne!(values.address("data:;base64,/w=="), values.address("data:;base64,/g=="));
        assert_eq!(values.string("", "tel:+4912345"), format!("tel:{}", values.string("", "+4912345")));
        let host = values.host("Pool.example.com");
        assert_eq!(values.host("ann:secret@pool.example.com:8443"), host);
        assert_eq!(values.address("https://pool.example.com:443/"), format!("https://{host}/"));
        assert_eq!(values.field("\"17\""), format!("\"{}\"", values.string("etag", "17")));
    }

    #[test]
    fn a_header_keeps_its_form() {
        let values = values();
        let is_host = |text: &str| text.ends_with(".example.invalid") && !text.contains([':', '/']);
        let is_address = |text: &str| text.starts_with("https://x") && text.ends_with(".example.invalid");
        let is_quoted = |text: &str| text.len() > 2 && text.starts_with('"') && text.ends_with('"');
        assert!(is_host(&values.host("pool.example.com:443")) && is_host(&values.host("[::1]")));
        for (value, is_alike) in [
            (
                "Sun, 06 Nov 1994 08:49:37 GMT",
                &(|text: &str| httpdate::parse_http_date(text).is_ok()) as &dyn Fn(&str) -> bool,
            ),
            ("Sunday, 06-Nov-94 08:49:37 GMT", &|text| httpdate::parse_http_date(text).is_ok()),
            ("https://pool.example.com", &is_address),
            ("\"Ann\"", &is_quoted),
            ("120", &|text| text.parse::<u32>().is_ok()),
            ("", &str::is_empty),
            ("Bearer Ann", &|text| text.len() == 13),
            ("\"a\" \"b\"", &|text| text.len() == 13),
        ] {
            let replaced = values.field(value);
            assert!(is_alike(&replaced) && (value.is_empty() || replaced != value), "{value}: {replaced}");
        }
    }

    /// Who keeps a name keeps no value, but a rel, which is a name wherever it is.
    #[test]
    fn a_name_is_kept_where_it_is_one() {
        let values = values();
        assert_eq!([values.name("people"), values.string("rel", "people")], ["people"; 2]);
        assert!(values.address("/x?people=people").contains("?people=x"));
        for value in [values.string("name", "people"), values.address("people")] {
            assert!(!value.contains("people"), "{value}");
        }
    }

    #[test]
    fn a_code_begins_as_it_did() {
        let values = values();
        for (name, text, begin) in [
            ("code", "Canceled", "X"),
            ("code", "canceled", "x"),
            ("type", "lampLit", "x"),
            ("subject", "Ann", "x"),
        ] {
            assert!(values.string(name, text).starts_with(begin), "{name} {text}");
        }
    }

    /// The name of a member, two values, and whether both become the same.
    #[test]
    fn values_that_are_words_of_the_api_differ_by_their_case() {
        let values = values();
        for (name, a, b, is_same) in [
            ("type", "lampLit", "LampLit", false),
            ("code", "lampLit", "LampLit", false),
            ("type", "lamp lit", "Lamp lit", true),
            ("subject", "lampLit", "LampLit", true),
        ] {
            assert_eq!(values.string(name, a) == values.string(name, b), is_same, "{name} {a} {b}");
        }
    }

    #[test]
    fn names_are_the_same_if_they_are_spelt_the_same() {
        let values = values();
        for (a, b, is_same) in [
            ("shoe", "shoe", true),
            ("shoeSize", "shoesize", false),
            ("shoeSize", "ShoeSize", false),
            ("a%41", "aA", false),
        ] {
            assert_eq!(values.name(a) == values.name(b), is_same, "{a} {b}");
            assert_eq!(values.name(a), values.string("rel", a));
        }
    }
}
