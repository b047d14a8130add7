//! Legacy autodiscovery: the answer of older discovery services, and of newer ones to another `Accept`.

use serde_json::{Map, Value};

use crate::json_body;
use crate::limits::Limits;
use crate::link::Link;
use crate::rest::media_type::essence;
use crate::unknown::Unknown;

/// A document of legacy autodiscovery, in place of a root or a user of UCWA: `AutodiscoverResponse` in XML, or its JSON form.
///
/// It has a link for each service, under a token. A client follows [`Self::applications`], or tries the next address of
/// discovery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LegacyDiscovery {
    /// The network of the client, as the service sees it: `External` or `Internal`.
    pub access_location: Option<String>,
    /// Each token with its href, in order.
    pub links: Vec<(String, String)>,
}

/// The media types of legacy autodiscovery end with `json` or `xml`.
const MEDIA_TYPE: &str = "application/vnd.microsoft.rtc.autodiscover+";

/// The members, and elements, that hold the links: those of a user, and those before the user is known.
const HOLDERS: [&str; 3] = ["User", "Root", "Domain"];

impl LegacyDiscovery {
    /// The href with this token.
    #[must_use]
    pub fn link(&self, token: &str) -> Option<&str> {
        let mut links = self.links.iter();
        links.find(|(known, _)| known.eq_ignore_ascii_case(token)).map(|(_, href)| &**href)
    }

    /// A link to the applications, for the network of the client: `External/Ucwa` or `Internal/Ucwa`, or else `Ucwa`. `None` if
    /// the server has no UCWA, or has to know the user first.
    #[must_use]
    pub fn applications<T: ?Sized>(&self) -> Option<Link<T>> {
        let located = self.access_location.as_ref().map(|location| format!("{location}/Ucwa"));
        located.and_then(|token| self.link(&token)).or_else(|| self.link("Ucwa")).map(Link::new)
    }

    /// Whether what was taken for a resource may be such an answer: it has a member that such an answer has.
    pub(crate) fn is_suspected(unknown: &Unknown) -> bool {
        let is_holder = |name: &str| HOLDERS.iter().any(|holder| holder.eq_ignore_ascii_case(name));
        !unknown.is_untouched() && unknown.properties().any(|(name, _)| is_holder(name))
    }

    /// Reads an answer; `None` if it is another one.
    pub(crate) fn read(media_type: &str, body: &[u8], limits: Limits) -> Option<Self> {
        limits.check_size(body.len()).ok()?;
        let essence = essence(media_type).to_ascii_lowercase();
        match essence.strip_prefix(MEDIA_TYPE).or_else(|| essence.strip_prefix("application/"))? {
            "json" => Self::from_json(&json_body::from_slice_within(body, limits).ok()?),
            #[cfg(feature = "xml")]
            "xml" => Self::from_xml(std::str::from_utf8(body).ok()?),
            _ => None,
        }
    }

    fn from_json(answer: &Value) -> Option<Self> {
        // What has links is a resource, whatever else is in it.
        let answer = answer.as_object().filter(|answer| !answer.contains_key("_links"))?;
        let holders = HOLDERS.iter().filter_map(|name| member(answer, name)?.as_object());
        let lists = holders.filter_map(|holder| member(holder, "Links")?.as_array());
        let mut found = Self { access_location: string(answer, "AccessLocation"), links: Vec::new() };
        let mut is_it = false;
        for link in lists.inspect(|_| is_it = true).flatten().filter_map(Value::as_object) {
            found.links.extend(string(link, "token").zip(string(link, "href")));
        }
        is_it.then_some(found)
    }

    #[cfg(feature = "xml")]
    fn from_xml(body: &str) -> Option<Self> {
        use quick_xml::events::Event;

        let mut reader = quick_xml::Reader::from_str(body.trim_start_matches('\u{feff}'));
        let mut found: Option<Self> = None;
        loop {
            let element = match reader.read_event().ok()? {
                Event::Start(element) | Event::Empty(element) => element,
                Event::DocType(_) => return None,
                Event::Eof => return found,
                _ => continue,
            };
            let attribute = |name: &str| {
                let mut attributes = element.attributes();
                let mut attributes = attributes.with_checks(false).flatten();
                let attribute = attributes.find(|attribute| attribute.key.0.eq_ignore_ascii_case(name))?;
                attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok().map(Into::into)
            };
            let name = element.local_name();
            match &mut found {
                None if name.as_ref() == "AutodiscoverResponse" => {
                    found = Some(Self { access_location: attribute("AccessLocation"), links: Vec::new() });
                }
                None => return None,
                Some(found) if name.as_ref() == "Link" => {
                    found.links.extend(attribute("token").zip(attribute("href")));
                }
                Some(_) => {}
            }
        }
    }
}

/// A member by its name, in any case.
fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn string(object: &Map<String, Value>, name: &str) -> Option<String> {
    member(object, name)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(body: &str) -> Option<LegacyDiscovery> {
        LegacyDiscovery::read("application/json", body.as_bytes(), Limits::default())
    }

    #[test]
    fn scenario_legacy_autodiscovery_in_json() {
        let body = r#"{"AccessLocation": "External", "User": {"Links": [
            {"href": "https:\/\/pool.example.com\/a", "token": "Ucwa"},
            {"href": "https://inner.example.com/a", "token": "Internal/Ucwa"}, {"token": "x"}, 7]}}"#;
        let found = json(body).unwrap();
        assert_eq!(found.access_location.as_deref(), Some("External"));
        assert_eq!(found.links.len(), 2);
        assert_eq!(found.link("internal/ucwa"), Some("https://inner.example.com/a"));
        assert_eq!(found.applications(), Some(Link::<()>::new("https://pool.example.com/a")));
        let inside = LegacyDiscovery { access_location: Some("Internal".into()), ..found };
        assert_eq!(inside.applications(), Some(Link::<()>::new("https://inner.example.com/a")));
        // Before the user is known, there are other links.
        let root = json(r#"{"root": {"links": [{"Token": "User", "Href": "/user"}]}}"#).unwrap();
        assert_eq!((root.link("User"), root.applications::<()>()), (Some("/user"), None));
        assert!(json(r#"{"User": {"Links": []}}"#).is_some());
        for other in
            ["{}", "[]", "7", "{", r#"{"User": {}}"#, r#"{"User": []}"#, r#"{"User": {"Links": {}}}"#]
        {
            assert_eq!(json(other), None, "{other}");
        }
    }

    #[cfg(feature = "xml")]
    #[test]
    fn scenario_legacy_autodiscovery_in_xml() {
        let read = |body: &str| {
            let media_type = "application/vnd.microsoft.rtc.autodiscover+xml; v=1";
            LegacyDiscovery::read(media_type, body.as_bytes(), Limits::default())
        };
        let body = "\u{feff}<?xml version=\"1.0\"?><a:AutodiscoverResponse xmlns:a='x' AccessLocation='Internal'><User>
            <SipServer fqdn='p'/><Link token='Internal/Ucwa' href='https://p/a?b=1&amp;c=2'></Link><Link token='x'/></User>
            </a:AutodiscoverResponse>";
        let found = read(body).unwrap();
        assert_eq!(found.links, [("Internal/Ucwa".to_owned(), "https://p/a?b=1&c=2".to_owned())]);
        assert_eq!(found.applications(), Some(Link::<()>::new("https://p/a?b=1&c=2")));
        for other in [
            "",
            "<resource rel='root'/>",
            "<html><Link token='a' href='b'/></html>",
            "<!DOCTYPE x><AutodiscoverResponse/>",
            "<AutodiscoverResponse><User></AutodiscoverResponse>",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
