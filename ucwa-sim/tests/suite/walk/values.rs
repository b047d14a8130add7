//! Parameters for operations, by what their pages document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use ucwa_gen::schema::{Operation, Property, Scalar, Schema};
use ucwa_types::ExternalResource;
use ucwa_types::operation::RawBody;

/// What values are about.
pub(crate) struct Topic<'t> {
    pub(crate) schema: &'t Schema,
    /// Another user.
    pub(crate) other: &'t str,
    /// A distribution group.
    pub(crate) group: &'t str,
    /// The rel of the group that `groupId` names.
    pub(crate) group_rel: &'t str,
    /// Values that were seen, by the names of parameters.
    pub(crate) seen: &'t BTreeMap<&'static str, Value>,
    /// A number that no attempt has had.
    pub(crate) serial: usize,
    /// The media of offers and answers, and how they flow; `None` for any.
    pub(crate) media: Option<&'t [(&'t str, &'t str)]>,
    /// Whether optional parameters are given, too.
    pub(crate) is_full: bool,
}

impl Topic<'_> {
    /// The parameters, as the JSON of a query or of an input; `Null` if the page has none.
    pub(crate) fn parameters(&self, parameters: &[Property]) -> Value {
        if parameters.is_empty() {
            return Value::Null;
        }
        let (mut members, mut links) = (Map::new(), Map::new());
        let given = parameters.iter().filter(|it| it.required || self.is_full || is_expected(&it.name));
        for parameter in given {
            let group = match parameter.ty.scalar() {
                Scalar::ExternalResource => &mut links,
                _ => &mut members,
            };
            group.insert(parameter.name.clone(), self.value(parameter));
        }
        if !links.is_empty() {
            members.insert("_links".to_owned(), links.into());
        }
        members.into()
    }

    fn value(&self, parameter: &Property) -> Value {
        let one = self.one(parameter);
        match &*parameter.name {
            "groupId" if self.seen.contains_key(self.group_rel) => return self.seen[self.group_rel].clone(),
            name if self.seen.contains_key(name) => return self.seen[name].clone(),
            "supportedModalities" => return json!(["Messaging", "PhoneAudio"]),
            "signInAs" | "availability" => return "Online".into(),
            "supportedMessageFormats" => return json!(["Plain", "Html"]),
            _ => {}
        }
        match parameter.ty.is_array() && *parameter.ty.scalar() != Scalar::Byte {
            true => json!([one]),
            false => one,
        }
    }

    fn one(&self, parameter: &Property) -> Value {
        match parameter.ty.scalar() {
            Scalar::Boolean => true.into(),
            Scalar::Int32 => {
                let value =
                    10.max(parameter.minimum.unwrap_or(10)).min(parameter.maximum.unwrap_or(i64::MAX));
                value.into()
            }
            Scalar::DateTime => "/Date(2000000000000)/".into(),
            Scalar::TimeSpan => "PT5M".into(),
            Scalar::Uri => "https://example.com/".into(),
            Scalar::Byte => "AQI=".into(),
            Scalar::Object => json!({}),
            Scalar::Enumeration(name) => {
                let members = &self.schema.enumeration(name).expect("an enumeration").members;
                members[self.serial % members.len()].name.clone().into()
            }
            Scalar::ExternalResource if parameter.name.to_lowercase().contains("message") => {
                json!({ "href": "data:text/plain;charset=utf-8,Hello" })
            }
            Scalar::ExternalResource => {
                json!({ "href": ExternalResource::from_text("application/sdp", &self.session()).href() })
            }
            _ => {
                let text = self.text(&parameter.name.to_lowercase());
                let longest = parameter.max_length.map_or(usize::MAX, |longest| longest as usize);
                text.chars().take(longest).collect::<String>().into()
            }
        }
    }

    /// A media offer or answer: audio, with video or without, or on hold, unless something certain is wanted.
    pub(crate) fn session(&self) -> String {
        let direction = if self.serial % 4 == 3 { "inactive" } else { "sendrecv" };
        let any = [("audio", direction), ("video", direction)];
        let media = self.media.unwrap_or(&any[..if self.serial.is_multiple_of(2) { 1 } else { 2 }]);
        let general = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
        let lines =
            media.iter().map(|(kind, direction)| format!("m={kind} 50000 RTP/AVP 0\r\na={direction}\r\n"));
        lines.fold(general.to_owned(), |text, line| text + &line)
    }

    fn text(&self, name: &str) -> String {
        match name {
            "operationid" => format!("operation {}", self.serial),
            "query" => "example".to_owned(),
            "filter" => "active".to_owned(),
            "smtpaddress" => self.group.trim_start_matches("sip:").to_owned(),
            _ if name == "to" || name == "delegator" || name.contains("uri") || name.contains("contact") => {
                self.other.to_owned()
            }
            _ if name.contains("phone") || name.contains("number") || name == "target" => {
                "tel:+14255550101".to_owned()
            }
            _ => format!("text {}", self.serial),
        }
    }
}

/// What is not required, and what an operation cannot do without.
fn is_expected(name: &str) -> bool {
    ["operationId", "to", "mediaOffer", "mediaAnswer", "onlineMeetingUri"].contains(&name)
}

/// The body of an operation that is neither JSON nor XML.
pub(crate) fn content(operation: &Operation, me: &str, session: &str) -> RawBody {
    match operation.consumes.first().map_or("", String::as_str) {
        "multipart/batching" => {
            let part = format!(
                "--b\r\nContent-Type: application/http; msgtype=request\r\n\r\nGET {me} HTTP/1.1\r\n\
                 Host: pool.example.com\r\nAccept: application/json\r\n\r\n\r\n--b--\r\n"
            );
            RawBody::new("multipart/batching;boundary=b", part)
        }
        "application/sdp" => RawBody::new("application/sdp", session),
        media_type => RawBody::new(media_type, "Hello"),
    }
}
