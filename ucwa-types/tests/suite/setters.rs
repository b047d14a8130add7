//! What builds a representation: setters, and a constructor where something is required.

use serde_json::json;
use ucwa_types::operation::OptionalQuery;
use ucwa_types::{
    DateTime, Embedded, Enumeration, ExternalResource, Input, Link, Links, Model, Resource, Unknown, Value,
};

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "badge", setters)]
struct Badge {
    name: Option<String>,
    weight: Option<i64>,
    is_new: Option<bool>,
    shape: Option<Shape>,
    issued: Option<DateTime>,
    owners: Option<Vec<String>>,
    shapes: Option<Vec<Shape>>,
    extra: Option<Value>,
    photo: Option<ExternalResource>,
    r#type: Option<String>,
    new: Option<String>,
    with_new: Option<String>,
    #[ucwa(links)]
    links: BadgeLinks,
    #[ucwa(embedded)]
    embedded: BadgeEmbedded,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Enumeration)]
enum Shape {
    Round,
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

#[derive(Clone, Debug, Default, PartialEq, Links)]
#[ucwa(setters)]
struct BadgeLinks {
    self_: Option<Link<Badge>>,
    related: Vec<Link<Badge>>,
}

#[derive(Clone, Debug, Default, PartialEq, Embedded)]
#[ucwa(setters)]
struct BadgeEmbedded {
    parent: Option<Box<Badge>>,
    parts: Vec<Badge>,
}

#[derive(Clone, Debug, PartialEq, Input)]
#[ucwa(setters)]
struct Award {
    #[ucwa(required)]
    name: Option<String>,
    #[ucwa(required)]
    r#type: Option<Shape>,
    #[ucwa(required)]
    owners: Option<Vec<String>>,
    note: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Input)]
struct Filter {
    name: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[test]
fn a_representation_is_built_without_naming_its_wrappers() {
    let links = BadgeLinks::default().with_self("/badges/1").with_related([Link::new("/badges/2")]);
    let embedded = BadgeEmbedded::default()
        .with_parent(Badge::default().with_name("root"))
        .with_parts(["a", "b"].map(|name| Badge::default().with_name(name)));
    let badge = Badge::default()
        .with_name("teal")
        .with_weight(3)
        .with_is_new(true)
        .with_shape("Round")
        .with_issued(DateTime::from_unix_millis(0))
        .with_owners(["ann", "ben"])
        .with_shapes([Shape::Round, "Square".into()])
        .with_extra("anything")
        .with_photo(ExternalResource::new("/photo"))
        .with_type("t")
        .with_new("n")
        .with_with_new("w")
        .with_links(links)
        .with_embedded(embedded);
    let value = json!({
        "rel": "badge",
        "name": "teal",
        "weight": 3,
        "isNew": true,
        "shape": "Round",
        "issued": "/Date(0)/",
        "owners": ["ann", "ben"],
        "shapes": ["Round", "Square"],
        "extra": "anything",
        "type": "t",
        "new": "n",
        "withNew": "w",
        "_links": {"self": {"href": "/badges/1"}, "related": [{"href": "/badges/2"}], "photo": {"href": "/photo"}},
        "_embedded": {
            "parent": {"rel": "badge", "name": "root"},
            "parts": [{"rel": "badge", "name": "a"}, {"rel": "badge", "name": "b"}],
        },
    });
    assert_eq!(serde_json::to_value(&badge).unwrap(), value);
}

#[test]
fn what_is_required_is_given_first() {
    let award = Award::new("teal", Shape::Round, ["ann"]).with_note("well done").with_name("red");
    let value = json!({"name": "red", "type": "Round", "owners": ["ann"], "note": "well done"});
    assert_eq!(serde_json::to_value(&award).unwrap(), value);
    assert_eq!(serde_json::from_value::<Award>(value).unwrap(), award);
    // What a server reads need not hold it.
    assert_eq!(serde_json::from_value::<Award>(json!({})).unwrap(), Award::empty());
}

#[test]
fn a_query_without_required_members_can_be_left_out() {
    fn left_out<Q: OptionalQuery>() -> Q {
        Q::default()
    }
    assert_eq!(left_out::<Filter>(), Filter::default());
    left_out::<()>();
}
