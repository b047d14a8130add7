//! Members of requests, which servers take in any case. Most clients send `UserAgent` for `userAgent`, some mix.

use serde_json::{Map, Value};

use crate::json_body;
use crate::limits::Limits;
use crate::link::LinkData;
use crate::rest::media_type::WireFormat;
use crate::rest::output::{DecodeError, model, model_of};
use crate::slots::{Incoming, Model, SlotMut};

/// The documented spelling of a name, if it is that of a member.
pub(crate) fn documented(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
}

/// Decodes a body whose members are named in any case. A name in the documented spelling goes before others; these are
/// then undocumented.
pub(crate) fn decode<M: Model>(
    media_type: Option<&str>,
    body: &[u8],
    limits: Limits,
) -> Result<M, DecodeError> {
    #[cfg_attr(not(feature = "xml"), expect(unused_mut, reason = "only XML is mended in place"))]
    let mut decoded: M = model(media_type, body, limits)?;
    match media_type.and_then(WireFormat::from_content_type) {
        Some(WireFormat::Json) => {
            let value = json_body::from_slice_within(body, limits);
            let Ok(Value::Object(mut members)) = value else { return Ok(decoded) };
            // What is spelt as documented need not go through a value, which holds less than JSON does.
            if respell(&mut M::empty(), &mut members) {
                model_of(Value::Object(members))
            } else {
                Ok(decoded)
            }
        }
        #[cfg(feature = "xml")]
        Some(WireFormat::Xml) => {
            retake(&mut decoded);
            Ok(decoded)
        }
        None => Ok(decoded),
    }
}

/// Gives the members of an object their documented names. Returns whether one had another.
fn respell(model: &mut dyn Model, members: &mut Map<String, Value>) -> bool {
    let mut is_changed = rename(members, &[model.names(), &RESERVED]);
    for (index, name) in model.names().iter().enumerate() {
        if let (Some(SlotMut::Model(slot)), Some(value)) = (model.slot_mut(index), members.get_mut(*name)) {
            is_changed |= respell_each(slot.push(), value);
        }
    }
    // What is a property to the user can be a link on the wire.
    let names = model.names();
    if let Some(Value::Object(links)) = members.get_mut(LINKS) {
        is_changed |= rename(links, &[model.links().map_or(&[], |links| links.names()), names]);
    }
    if let (Some(embedded), Some(Value::Object(members))) = (model.embedded_mut(), members.get_mut(EMBEDDED))
    {
        let names = embedded.names();
        is_changed |= rename(members, &[names]);
        for (index, name) in names.iter().enumerate() {
            if let (Some(SlotMut::Model(slot)), Some(value)) =
                (embedded.slot_mut(index), members.get_mut(*name))
            {
                is_changed |= respell_each(slot.push(), value);
            }
        }
    }
    is_changed
}

const LINKS: &str = "_links";
const EMBEDDED: &str = "_embedded";
const RESERVED: [&str; 3] = [LINKS, EMBEDDED, "rel"];

/// The same for an object, or each in a list.
fn respell_each(model: &mut dyn Model, value: &mut Value) -> bool {
    match value {
        Value::Object(members) => respell(model, members),
        Value::Array(items) => {
            items.iter_mut().fold(false, |is_changed, item| respell_each(model, item) | is_changed)
        }
        _ => false,
    }
}

fn rename(members: &mut Map<String, Value>, names: &[&[&'static str]]) -> bool {
    let documented = |name: &str| names.iter().find_map(|names| documented(names, name));
    let others: Vec<_> = members
        .keys()
        .filter_map(|name| Some((name.clone(), documented(name).filter(|documented| documented != name)?)))
        .filter(|(_, documented)| !members.contains_key(*documented))
        .collect();
    for (name, documented) in &others {
        if let Some(value) = members.remove(name) {
            members.insert((*documented).to_owned(), value);
        }
    }
    !others.is_empty()
}

/// Sets the members that were taken for undocumented ones in XML, where all values are text.
#[cfg(feature = "xml")]
fn retake(model: &mut dyn Model) {
    let names = model.names();
    let texts = |value: &Value| match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    let others: Vec<_> = model
        .unknown()
        .properties()
        .filter_map(|(name, value)| {
            Some((name.to_owned(), documented(names, name)?, texts(&value.to_value())?))
        })
        .filter(|(name, documented, _)| name != documented && !is_set(model, documented))
        .collect();
    for (name, documented, texts) in others {
        if take(model, documented, &texts) {
            model.unknown_mut().remove(&name);
        }
    }
    let links: Vec<_> = model.unknown().links().map(|(name, _)| name.to_owned()).collect();
    for name in links {
        let Some(index) = names.iter().position(|known| known.eq_ignore_ascii_case(&name)) else { continue };
        let Some(link) = model.unknown().link::<()>(&name) else { continue };
        if let Some(SlotMut::External(slot)) = model.slot_mut(index)
            && slot.count() == 0
        {
            slot.push(link.into_data());
            model.unknown_mut().remove_link(&name);
        }
    }
}

/// Sets the documented members that have no value from pairs of the same name. Returns whether it has set any.
pub(crate) fn fill(model: &mut dyn Model, pairs: &[(String, String)]) -> bool {
    let mut is_changed = false;
    for name in model.names() {
        let given = pairs.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name));
        let values: Vec<String> = given.map(|(_, value)| value.clone()).collect();
        if !values.is_empty() && !is_set(model, name) {
            is_changed |= take(model, name, &values);
        }
    }
    is_changed
}

/// Whether a documented member has a value.
pub(crate) fn is_set(model: &dyn Model, name: &str) -> bool {
    let mut is_set = false;
    let index = model.names().iter().position(|known| *known == name);
    model.each(crate::slots::Show::set(&mut |at, _| is_set |= Some(at) == index));
    is_set
}

/// Sets a documented member to what was text on the wire; its type alone says what that is. Returns whether it fits.
pub(crate) fn take(model: &mut dyn Model, name: &str, values: &[String]) -> bool {
    let Some(index) = model.names().iter().position(|known| *known == name) else { return false };
    match (model.slot_mut(index), values) {
        (Some(SlotMut::Value(slot)), [value]) => {
            slot.read(Incoming::Xml(value)) || slot.read(Incoming::XmlList(values))
        }
        (Some(SlotMut::Value(slot)), _) => slot.read(Incoming::XmlList(values)),
        (Some(SlotMut::Link(slot) | SlotMut::External(slot)), [href]) => {
            slot.push(LinkData::new(href.as_str()));
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{ExternalResource, Input, Link, Links, Object, Unknown};

    #[derive(Clone, Debug, Default, PartialEq, Input)]
    struct Application {
        user_agent: Option<String>,
        supported_modalities: Option<Vec<String>>,
        is_new: Option<bool>,
        message: Option<ExternalResource>,
        device: Option<Box<Device>>,
        devices: Vec<Device>,
        #[ucwa(links)]
        links: ApplicationLinks,
        #[ucwa(unknown)]
        unknown: Unknown,
    }

    #[derive(Clone, Debug, Default, PartialEq, Links)]
    struct ApplicationLinks {
        #[ucwa(name = "self")]
        self_: Option<Link<()>>,
    }

    #[derive(Clone, Debug, Default, PartialEq, Object)]
    struct Device {
        endpoint_id: Option<String>,
        #[ucwa(unknown)]
        unknown: Unknown,
    }

    fn read(body: &str) -> Application {
        decode(Some("application/json"), body.as_bytes(), Limits::default()).unwrap()
    }

    #[test]
    fn scenario_members_of_inputs_are_matched_in_any_case() {
        let input = read(
            r#"{"UserAgent": "x", "SUPPORTEDMODALITIES": ["Messaging"], "isNew": true, "DomainName": "example.com",
                "Device": {"EndpointId": "1", "Other": 2}, "devices": [{"endpointid": "2"}, {"endpointId": "3"}],
                "_Links": {"Message": {"href": "data:,hi"}, "Self": {"href": "/s"}}}"#,
        );
        assert_eq!(
            serde_json::to_value(&input).unwrap(),
            json!({
                "userAgent": "x", "supportedModalities": ["Messaging"], "isNew": true, "DomainName": "example.com",
                "device": {"endpointId": "1", "Other": 2}, "devices": [{"endpointId": "2"}, {"endpointId": "3"}],
                "_links": {"message": {"href": "data:,hi"}, "self": {"href": "/s"}},
            })
        );
    }

    #[test]
    fn the_documented_spelling_goes_before_others() {
        let input = read(r#"{"UserAgent": "no", "userAgent": "yes", "USERAGENT": "no"}"#);
        assert_eq!(input.user_agent.as_deref(), Some("yes"));
        assert_eq!(input.unknown.get("UserAgent"), Some(&"no".into()));
        // What is not of the type is kept, by the documented name.
        let input = read(r#"{"UserAgent": 1}"#);
        assert_eq!((input.user_agent, input.unknown.get("userAgent")), (None, Some(&1.into())));
        for other in ["[]", "{", "7"] {
            let media_type = Some("application/json");
            assert!(
                decode::<Application>(media_type, other.as_bytes(), Limits::default()).is_err(),
                "{other}"
            );
        }
    }

    #[cfg(feature = "xml")]
    #[test]
    fn scenario_members_of_inputs_are_matched_in_any_case_in_xml() {
        let body = r#"<input xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><property name="UserAgent">x</property>
            <propertyList name="SupportedModalities"><item>Messaging</item></propertyList><property name="ISNEW">True</property>
            <property name="DomainName">example.com</property><link rel="Message" href="data:,hi"/></input>"#;
        let input: Application = decode(Some("application/xml"), body.as_bytes(), Limits::default()).unwrap();
        assert_eq!((input.user_agent.as_deref(), input.is_new), (Some("x"), Some(true)));
        assert_eq!(input.supported_modalities.unwrap(), ["Messaging"]);
        assert_eq!(input.message.unwrap().href(), "data:,hi");
        assert_eq!(input.unknown.properties().collect::<Vec<_>>(), [("DomainName", &"example.com".into())]);
    }
}
