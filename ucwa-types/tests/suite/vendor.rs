//! Types written by hand go wherever generated ones go.

use serde_json::{Value, json};
use ucwa_types::scalar::{Element, Incoming, Notation, Scalar, Slot, SlotMut, View};
use ucwa_types::{
    AnyResource, Embedded, EmbeddedResources, Link, Links, Object, RawJson, Resource, ResourceSet, Unknown,
};

use crate::mirror::{Any, Participant, PhoneAudioInvitation};

/// What a vendor sends beside the documented resources.
#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "vendorBadge")]
struct Badge {
    colour: Option<Colour>,
    #[ucwa(links)]
    links: BadgeLinks,
    #[ucwa(embedded)]
    embedded: BadgeEmbedded,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Links)]
struct BadgeLinks {
    holder: Option<Link<Participant>>,
    related: Vec<Link<Badge>>,
}

#[derive(Clone, Debug, Default, PartialEq, Embedded)]
struct BadgeEmbedded {
    parts: Vec<Badge>,
    holder: Option<Box<Participant>>,
}

/// A scalar of its own.
#[derive(Clone, Debug, Default, PartialEq)]
struct Colour(u32);

impl Scalar for Colour {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        let digits = incoming.text()?.strip_prefix('#')?;
        let colour = u32::from_str_radix(digits, 16).ok()?;
        (digits == format!("{colour:06x}")).then_some(Self(colour))
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Text(format!("#{:06x}", self.0).into())
    }
}

impl Element for Colour {
    fn slot(field: &Option<Self>) -> Slot<'_> {
        Slot::Value(field)
    }

    fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
        SlotMut::Value(field)
    }
}

/// A type of parameters, with a type that is not a plain name.
#[derive(Clone, Debug, Default, PartialEq, Object)]
struct Tagged<T: Scalar = Colour, U: Default + 'static = T>
where
    T: Element + Default + 'static,
    U: Element + Scalar,
{
    #[doc = "Of no type in particular."]
    tag: Option<T>,
    /// Which is documented.
    corners: Option<Of<[u8; 2]>>,
    other: Option<U>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, PartialEq)]
struct Of<T>(T);

impl Scalar for Of<[u8; 2]> {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        Some(Self(incoming.text()?.as_bytes().try_into().ok()?))
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Text(String::from_utf8_lossy(&self.0))
    }
}

impl Element for Of<[u8; 2]> {
    fn slot(field: &Option<Self>) -> Slot<'_> {
        Slot::Value(field)
    }

    fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
        SlotMut::Value(field)
    }
}

#[test]
fn it_may_have_parameters() {
    let value = json!({"tag": "#0000ff", "corners": "ab", "other": "x", "more": 1});
    let tagged: Tagged<Colour, String> = serde_json::from_value(value.clone()).unwrap();
    assert_eq!((&tagged.tag, &tagged.corners), (&Some(Colour(255)), &Some(Of(*b"ab"))));
    assert_eq!(serde_json::to_value(&tagged).unwrap(), value);
}

#[derive(Clone, Debug, PartialEq, AnyResource)]
enum Ours {
    Badge(Box<Badge>),
    Participant(Box<Participant>),
    #[ucwa(unknown)]
    Unknown(Value),
}

fn badge() -> Value {
    json!({
        "rel": "vendorBadge",
        "colour": "#00ff7f",
        "_links": {"holder": {"href": "/p/1"}, "related": [{"href": "/b/2"}]},
        "_embedded": {"parts": [{"rel": "vendorBadge", "colour": "green"}], "holder": {"rel": "participant", "name": "Ann"}},
    })
}

#[test]
fn it_is_decoded_and_encoded() {
    let decoded: Badge = serde_json::from_value(badge()).unwrap();
    assert_eq!(decoded.colour, Some(Colour(0x00_ff7f)));
    assert_eq!(decoded.embedded.parts[0].unknown.get("colour").map(RawJson::to_value), Some(json!("green")));
    assert_eq!(decoded.embedded.holder.as_ref().unwrap().name.as_deref(), Some("Ann"));
    assert_eq!(serde_json::to_value(&decoded).unwrap(), badge());
}

#[test]
fn it_is_taken_out_of_what_is_unknown() {
    let value =
        json!({"_links": {"badge": {"href": "/b/1"}}, "_embedded": {"badge": badge(), "badges": [badge()]}});
    let mut invitation: PhoneAudioInvitation = serde_json::from_value(value.clone()).unwrap();
    let link: Link<Badge> = invitation.unknown.link("badge").unwrap();
    assert_eq!(link.href(), "/b/1");
    let one: Badge = invitation.unknown.embedded("badge").unwrap().unwrap();
    let many: Vec<Badge> = invitation.unknown.embedded("badges").unwrap().unwrap();
    assert_eq!(one, many[0]);
    assert!(invitation.unknown.embedded::<Badge>("badges").unwrap().is_err());
    invitation.unknown.insert_link("badge", &link);
    invitation.unknown.insert_embedded("badge", &one).unwrap();
    invitation.unknown.insert_embedded("badges", &many).unwrap();
    assert_eq!(serde_json::to_value(&invitation).unwrap(), value);
}

#[test]
fn it_is_decoded_from_any_resource() {
    let any: Any = serde_json::from_value(badge()).unwrap();
    assert!(matches!(any, Any::Unknown(_)));
    let badge: Badge = any.decode().unwrap();
    assert_eq!(badge.links.related.len(), 1);
    assert!(Any::Unknown(json!([])).decode::<Badge>().is_err());
}

#[test]
fn it_belongs_to_a_set_of_its_own() {
    let ours: Ours = serde_json::from_value(badge()).unwrap();
    assert!(matches!(ours, Ours::Badge(_)));
    let mut event = ucwa_types::event::Event::<Ours>::default();
    event.embedded = EmbeddedResources::default();
    event.embedded.insert("vendorBadge", ours);
    let value = serde_json::to_value(&event).unwrap();
    assert_eq!(value, json!({"_embedded": {"vendorBadge": badge()}}));
    assert_eq!(serde_json::from_value::<ucwa_types::event::Event<Ours>>(value).unwrap(), event);
}

/// A set that has all the types of another.
#[derive(Clone, Debug, PartialEq, AnyResource)]
enum Wider {
    Badge(Box<Badge>),
    #[ucwa(unknown)]
    Other(Any),
}

#[test]
fn a_set_can_contain_another() {
    let participant = json!({"rel": "participant", "name": "Ann"});
    for (value, is_expected) in [
        (badge(), (|wider| matches!(wider, Wider::Badge(_))) as fn(&Wider) -> bool),
        (participant.clone(), |wider| matches!(wider, Wider::Other(Any::Participant(_)))),
        (json!({"rel": "odd"}), |wider| matches!(wider, Wider::Other(Any::Unknown(_)))),
        (json!([]), |wider| matches!(wider, Wider::Other(Any::Unknown(_)))),
    ] {
        let mut wider: Wider = serde_json::from_value(value.clone()).unwrap();
        assert!(is_expected(&wider), "{wider:?}");
        assert_eq!(serde_json::to_value(&wider).unwrap(), value);
        assert_eq!(wider.model_mut().is_some(), wider.rel().is_some_and(|rel| rel != "odd"));
    }
    let event: ucwa_types::event::Event<Wider> = serde_json::from_value(json!({
        "link": {"rel": "participant", "href": "/p/1"},
        "_embedded": {"participant": participant},
    }))
    .unwrap();
    assert_eq!(event.resource_as::<Participant>().unwrap().name.as_deref(), Some("Ann"));
}
