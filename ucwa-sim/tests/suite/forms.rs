//! Compares XML with JSON. Each is read by a parser that the simulator does not use (`roxmltree`, `serde_json`), and converted
//! to one form: the names of properties, links and embedded resources, each with a list of its values. The rules below are
//! the differences between the formats; there are no others.

use roxmltree::Node;
use serde_json::{Map, Value, json};

/// The form of an XML body.
pub(crate) fn of_xml(body: &str) -> Value {
    let document = roxmltree::Document::parse(body).unwrap();
    let root = document.root_element();
    let namespace = Some("http://schemas.microsoft.com/rtc/2012/03/ucwa");
    assert!(root.descendants().filter(Node::is_element).all(|it| it.tag_name().namespace() == namespace));
    match root.tag_name().name() {
        "resource" => resource_of_xml(root, true),
        "events" => events_of_xml(root),
        "reason" => plain_of_xml(root),
        other => panic!("<{other}>"),
    }
}

/// The form of a JSON body.
pub(crate) fn of_json(body: &Value) -> Value {
    let body = body.as_object().expect("an object");
    if body.contains_key("rel") {
        resource_of_json(body)
    } else if body.contains_key("code") {
        plain_of_json(body)
    } else {
        events_of_json(body)
    }
}

/// Rule "everything is text": XML has no numbers, and booleans are `True` and `False`. Dates are `/Date(…)/` in JSON and
/// ISO 8601 in XML.
fn text_of_json(value: &Value) -> Value {
    match value {
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) => number.to_string().into(),
        Value::String(text) => date(text).unwrap_or_else(|| text.clone()).into(),
        Value::Array(items) => items.iter().map(text_of_json).collect(),
        other => panic!("no rule for {other}"),
    }
}

/// `/Date(1474932023993)/` as `2016-09-26T23:20:23.993Z`.
fn date(text: &str) -> Option<String> {
    let millis: i64 = text.strip_prefix("/Date(")?.strip_suffix(")/")?.parse().ok()?;
    let (seconds, millis) = (millis.div_euclid(1000), millis.rem_euclid(1000));
    let (mut day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while day >= if is_leap(year) { 366 } else { 365 } {
        day -= if is_leap(year) { 366 } else { 365 };
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < days {
            break;
        }
        day -= days;
        month += 1;
    }
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let mut date = format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{:02}", day + 1, second % 60);
    if millis > 0 {
        date.push_str(format!(".{millis:03}").trim_end_matches('0'));
    }
    date.push('Z');
    Some(date)
}

fn resource_of_json(body: &Map<String, Value>) -> Value {
    let mut properties = Map::new();
    let mut links = Map::new();
    let mut embedded = Map::new();
    for (name, value) in body {
        match (name.as_str(), value) {
            ("_links", Value::Object(members)) => links = each_list(members, link_of_json),
            ("_embedded", Value::Object(members)) => {
                embedded = each_list(members, |it| resource_of_json(it.as_object().expect("a resource")));
            }
            (name, value) => drop(properties.insert(name.to_owned(), text_of_json(value))),
        }
    }
    json!({ "properties": properties, "links": links, "embedded": embedded })
}

/// Rule "one is a list of one": XML cannot tell them apart. Nor can it tell none from an empty list.
fn each_list(members: &Map<String, Value>, each: impl Fn(&Value) -> Value) -> Map<String, Value> {
    let lists = members.iter().map(|(name, value)| match value {
        Value::Array(items) => (name.clone(), items.iter().map(&each).collect()),
        one => (name.clone(), Value::Array(vec![each(one)])),
    });
    lists.filter(|(_, list)| *list != json!([])).collect()
}

fn link_of_json(link: &Value) -> Value {
    let attributes = link.as_object().expect("a link").iter();
    attributes.map(|(name, value)| (name.clone(), text_of_json(value))).collect::<Map<_, _>>().into()
}

fn resource_of_xml(element: Node<'_, '_>, is_root: bool) -> Value {
    let mut properties = Map::new();
    let mut links = Map::new();
    let mut embedded = Map::new();
    // Rule "its own link": the link `self` is the attributes of the element.
    let mut own = attributes(element);
    // Rule "two names": the attribute `rel` of an embedded resource is what it is embedded as, its property what it is.
    let rel = own.remove("rel").filter(|_| is_root);
    if !own.is_empty() {
        push(&mut links, "self", own.into());
    }
    for child in element.children().filter(Node::is_element) {
        let mut attributes = attributes(child);
        match child.tag_name().name() {
            "link" => {
                let rel = attributes.remove("rel").expect("a rel");
                push(&mut links, rel.as_str().unwrap_or_default(), attributes.into());
            }
            "property" => drop(properties.insert(name(child), text_of_xml(child))),
            "propertyList" => drop(properties.insert(name(child), items(child))),
            "resource" => {
                let rel = child.attribute("rel").expect("a rel");
                push(&mut embedded, rel, resource_of_xml(child, false));
            }
            other => panic!("<{other}> in a resource"),
        }
    }
    if let Some(rel) = rel {
        assert_eq!(properties.get("rel"), Some(&rel), "both say the same of a resource that is not embedded");
    }
    json!({ "properties": properties, "links": links, "embedded": embedded })
}

fn push(lists: &mut Map<String, Value>, name: &str, item: Value) {
    let list = lists.entry(name).or_insert_with(|| json!([]));
    list.as_array_mut().expect("a list").push(item);
}

fn attributes(element: Node<'_, '_>) -> Map<String, Value> {
    element.attributes().map(|it| (it.name().to_owned(), it.value().into())).collect()
}

fn name(element: Node<'_, '_>) -> String {
    element.attribute("name").expect("a name").to_owned()
}

fn text_of_xml(element: Node<'_, '_>) -> Value {
    assert!(!element.children().any(|it| it.is_element()), "<{}> has elements", element.tag_name().name());
    element.text().unwrap_or_default().into()
}

fn items(element: Node<'_, '_>) -> Value {
    let items = element.children().filter(Node::is_element);
    items.inspect(|item| assert_eq!(item.tag_name().name(), "item")).map(text_of_xml).collect()
}

fn events_of_json(body: &Map<String, Value>) -> Value {
    let mut senders = Vec::new();
    for sender in body.get("sender").and_then(Value::as_array).into_iter().flatten() {
        let events = sender["events"].as_array().expect("events").iter();
        senders.push(json!({
            "rel": sender["rel"], "href": sender["href"], "events": events.map(event_of_json).collect::<Vec<_>>(),
        }));
    }
    let known = ["_links", "sender"];
    assert!(body.keys().all(|name| known.contains(&name.as_str())), "{body:?}");
    let links = body.get("_links").and_then(Value::as_object).expect("links");
    json!({ "links": each_list(links, link_of_json), "senders": senders })
}

fn event_of_json(event: &Value) -> Value {
    let members = event.as_object().expect("an event").iter().map(|(name, value)| {
        let value = match name.as_str() {
            "link" | "in" => link_of_json(value),
            "reason" => plain_of_json(value.as_object().expect("a reason")),
            "_embedded" => {
                let held = value.as_object().expect("resources");
                each_list(held, |it| resource_of_json(it.as_object().expect("a resource"))).into()
            }
            _ => text_of_json(value),
        };
        (name.clone(), value)
    });
    members.collect::<Map<_, _>>().into()
}

fn events_of_xml(root: Node<'_, '_>) -> Value {
    let mut links = Map::new();
    let mut senders = Vec::new();
    let own = attributes(root);
    if !own.is_empty() {
        push(&mut links, "self", own.into());
    }
    for child in root.children().filter(Node::is_element) {
        let mut attributes = attributes(child);
        match child.tag_name().name() {
            "link" => {
                let rel = attributes.remove("rel").expect("a rel");
                push(&mut links, rel.as_str().unwrap_or_default(), attributes.into());
            }
            "sender" => {
                let events: Vec<_> = child.children().filter(Node::is_element).map(event_of_xml).collect();
                attributes.insert("events".to_owned(), events.into());
                senders.push(attributes);
            }
            other => panic!("<{other}> in events"),
        }
    }
    json!({ "links": links, "senders": senders })
}

/// Rule "events are named": the element of an event has its type for a name, and the attributes of its link.
fn event_of_xml(element: Node<'_, '_>) -> Value {
    let mut event = Map::new();
    let mut held = Map::new();
    let mut link = attributes(element);
    if let Some(status) = link.remove("status") {
        event.insert("status".to_owned(), status);
    }
    event.insert("type".to_owned(), element.tag_name().name().into());
    event.insert("link".to_owned(), link.into());
    for child in element.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "in" => drop(event.insert("in".to_owned(), attributes(child).into())),
            "reason" => drop(event.insert("reason".to_owned(), plain_of_xml(child))),
            "resource" => {
                let rel = child.attribute("rel").expect("a rel");
                push(&mut held, rel, resource_of_xml(child, false));
            }
            other => panic!("<{other}> in an event"),
        }
    }
    if !held.is_empty() {
        event.insert("_embedded".to_owned(), held.into());
    }
    event.into()
}

/// Rule "errors are plain": members are elements of their own name.
fn plain_of_json(body: &Map<String, Value>) -> Value {
    body.iter().map(|(name, value)| (name.clone(), text_of_json(value))).collect::<Map<_, _>>().into()
}

fn plain_of_xml(element: Node<'_, '_>) -> Value {
    let members = element.children().filter(Node::is_element);
    members.map(|it| (it.tag_name().name().to_owned(), text_of_xml(it))).collect::<Map<_, _>>().into()
}

#[test]
fn each_difference_is_found() {
    let json = json!({
        "rel": "contact", "name": "Bo", "anonymous": true, "count": 7, "at": "/Date(1474932023993)/",
        "emailAddresses": ["a", "b"], "_links": { "self": { "href": "/c" }, "note": { "href": "/n", "title": "N" } },
        "_embedded": { "contact": [{ "rel": "participant", "_links": { "self": { "href": "/d" } } }] },
    });
    let xml = r#"<resource rel="contact" href="/c" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa">
        <link rel="note" href="/n" title="N"/><property name="rel">contact</property><property name="name">Bo</property>
        <property name="anonymous">True</property><property name="count">7</property>
        <property name="at">2016-09-26T23:20:23.993Z</property>
        <propertyList name="emailAddresses"><item>a</item><item>b</item></propertyList>
        <resource rel="contact" href="/d"><property name="rel">participant</property></resource></resource>"#;
    assert_eq!(of_xml(xml), of_json(&json));
    for (one, other) in [
        ("rel=\"contact\" href=\"/d\"", "rel=\"me\" href=\"/d\""),
        (">participant<", ">contact<"),
        ("href=\"/c\"", "href=\"/x\""),
        ("\"/n\" title=\"N\"", "\"/n\""),
        ("rel=\"note\"", "rel=\"other\""),
        ("name=\"name\"", "name=\"title\""),
        ("True", "true"),
        (">7<", ">8<"),
        ("23.993Z", "23Z"),
        ("<item>b</item>", ""),
        (
            "<resource rel=\"contact\" href=\"/d\"><property name=\"rel\">participant</property></resource>",
            "",
        ),
        ("href=\"/d\"", "href=\"/e\""),
    ] {
        let changed = xml.replacen(one, other, 1);
        assert_ne!(changed, xml, "{one}");
        assert_ne!(of_xml(&changed), of_json(&json), "{one}");
    }
}

#[test]
fn dates_are_those_of_the_calendar() {
    for (millis, expected) in [
        (0_i64, "1970-01-01T00:00:00Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"),
        (4_107_542_399_500, "2100-02-28T23:59:59.5Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00Z"),
    ] {
        assert_eq!(date(&format!("/Date({millis})/")).as_deref(), Some(expected));
    }
    assert_eq!(date("Date"), None);
}
