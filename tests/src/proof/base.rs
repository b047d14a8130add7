//! A schema of about 20 resources that holds every kind of entry.

use serde_json::{Map, Value, json};
use ucwa_gen::schema::{Schema, from_json};

fn field(name: &str, ty: &str) -> Value {
    json!({"name": name, "type": ty, "required": false, "description": format!("The {name}.")})
}

fn required(name: &str, ty: &str) -> Value {
    json!({"name": name, "type": ty, "required": true, "max_length": 40, "description": format!("The {name}.")})
}

fn fields(list: &[(&str, &str)]) -> Value {
    list.iter().map(|(name, ty)| field(name, ty)).collect()
}

fn link(rel: &str, target: Option<&str>, many: bool) -> Value {
    json!({"rel": rel, "target": target, "many": many, "description": format!("Leads to {rel}.")})
}

fn error(status: u16, code: &str, subcode: Option<&str>) -> Value {
    json!({"code": code, "status": status, "subcode": subcode, "description": format!("{code} went wrong.")})
}

fn get(output: Option<&str>) -> Value {
    json!({
        "method": "GET", "output": output, "statuses": [{"status": 200}], "generic_errors": true,
        "errors": [error(404, "NotFound", None)],
    })
}

fn event(resource: &str, ty: &str, sender: &str) -> Value {
    json!({
        "type": ty, "resource": resource, "target": resource, "priority": "High", "sender": sender,
        "in": [sender], "embedded": ty != "deleted", "reason": format!("It was {ty}."),
    })
}

/// A page with further parts.
fn page(name: &str, group: Option<&str>, parts: Value) -> Value {
    let rel = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let revision = name.strip_prefix(rel).filter(|it| !it.is_empty()).map_or(1, |it| it.parse().unwrap_or(1));
    let mut page = json!({
        "name": name, "rel": rel, "revision": revision, "group": group, "kind": "resource",
        "description": format!("The {name} of a house."), "remarks": "It is made up.",
        "page": {"file": format!("{name}_ref.md"), "digest": "xxh3:0"},
        "links": [link("self", Some(name), false)],
    });
    if let (Value::Object(page), Value::Object(parts)) = (&mut page, parts) {
        let parts: Map<String, Value> = parts;
        page.extend(parts);
    }
    page
}

fn enumeration(name: &str, members: &[&str], has_page: bool) -> Value {
    let members: Value =
        members.iter().map(|name| json!({"name": name, "description": format!("It is {name}.")})).collect();
    let page = has_page.then(|| json!({"file": format!("{name}_ref.md"), "digest": "xxh3:0"}));
    json!({"name": name, "description": format!("A {name}."), "page": page, "members": members})
}

/// The schema.
///
/// # Panics
/// If it is none.
#[must_use]
#[allow(clippy::too_many_lines, reason = "it is data")]
pub fn schema() -> Schema {
    let (lights, house) = (Some("Lights"), Some("House"));
    let start = json!({
        "method": "POST", "output": "dimming", "statuses": [{"status": 201}], "generic_errors": true,
        "query": [field("hint", "String"), field("depth", "Int32")],
        "input": [
            required("operationId", "String"), required("subject", "String"), required("level", "Int32"),
            required("targets", "Array of String"), field("mode", "Mode"), field("until", "DateTime"),
        ],
        "errors": [error(409, "Conflict", Some("TooBright")), error(403, "Forbidden", None)],
    });
    let resources = [
        page(
            "lamp",
            lights,
            json!({
                "aliases": ["lantern"],
                "properties": fields(&[
                    ("colour", "Hue"), ("brightness", "Int32"), ("label", "String"), ("owner", "Uri"),
                    ("isOn", "Boolean"), ("bought", "DateTime"), ("warmUp", "TimeSpan"), ("photo", "ExternalResource"),
                    ("pastColours", "Array of Hue"), ("notes", "Array of String"), ("extra", "Object"),
                    ("state", "LampState"), ("print", "Array of Byte"), ("sizes", "Array of Int32"),
                ]),
                "links": [
                    link("self", Some("lamp"), false), link("bulb", Some("bulb"), false), link("rooms", Some("room"), true),
                    link("lampOwner", Some("lampOwner"), false), link("startDimming", Some("startDimming"), false),
                    link("mystery", None, false), link("switchOff", Some("switchOff"), false),
                ],
                "embedded": [link("bulb", Some("bulb"), false), link("rooms", Some("room"), true), link("puzzle", None, true)],
                "operations": [get(None), json!({
                    "method": "PUT", "statuses": [{"status": 204}], "generic_errors": true,
                    "input": [required("label", "String"), field("brightness", "Int32")],
                    "errors": [error(412, "PreconditionFailed", None)],
                })],
                "events": [event("lamp", "updated", "room"), event("lamp", "added", "room"), event("bulb", "updated", "lamp")],
                "scopes": [{"name": "Lamps.Read"}],
            }),
        ),
        page(
            "bulb",
            lights,
            json!({
                "properties": fields(&[("watts", "Int32"), ("volts", "Int32"), ("socket", "Socket"), ("serial", "String")]),
                "links": [link("self", Some("bulb"), false), link("lamp", Some("lamp"), false)],
                "operations": [get(Some("bulb"))],
                "events": [event("bulb", "deleted", "lamp")],
            }),
        ),
        page(
            "startDimming",
            lights,
            json!({
                "kind": "operation", "links": [], "operations": [start],
                "reasons": [{"code": "LocalFailure", "subcode": "Timeout"}, {"code": "RemoteFailure"}],
            }),
        ),
        page(
            "startDimming2",
            lights,
            json!({
                "kind": "operation", "links": [], "operations": [{
                    "method": "POST", "output": "dimming", "generic_errors": false,
                    "input": [required("operationId", "String"), field("level", "Int32")],
                }],
            }),
        ),
        page(
            "dimming",
            lights,
            json!({
                "properties": fields(&[("progress", "Int32"), ("state", "DimState"), ("began", "DateTime")]),
                "links": [link("self", Some("dimming"), false), link("cancel", Some("switchOff"), false)],
                "operations": [get(Some("dimming")), json!({"method": "DELETE", "statuses": [{"status": 204}], "generic_errors": true})],
                "events": [event("dimming", "started", "house"), event("dimming", "completed", "house")],
                "reasons": [{"code": "LocalFailure", "subcode": "Canceled"}],
            }),
        ),
        page(
            "switchOff",
            lights,
            json!({
                "kind": "operation", "links": [], "operations": [{
                    "method": "POST", "generic_errors": true, "input": [field("delay", "TimeSpan")],
                }],
            }),
        ),
        page(
            "room",
            house,
            json!({
                "properties": fields(&[("name", "String"), ("area", "Int32"), ("uses", "Array of RoomUse")]),
                "links": [
                    link("self", Some("room"), false), link("lamps", Some("lamp"), true), link("door", Some("door"), false),
                    link("guest", Some("guest"), true),
                ],
                "embedded": [link("lamp", Some("lamp"), true), link("door", Some("door"), false)],
                "operations": [get(None)],
                "events": [event("room", "updated", "house"), event("ghost", "added", "room")],
                "scopes": [{"name": "Rooms.Read"}, {"name": "Rooms.Write"}],
            }),
        ),
        page(
            "house",
            house,
            json!({
                "properties": fields(&[("address", "String"), ("built", "DateTime")]),
                "links": [
                    link("self", Some("house"), false), link("rooms", Some("room"), true), link("events", Some("events"), false),
                    link("search", Some("search"), false), link("report", Some("report"), false),
                ],
                "embedded": [link("room", Some("room"), true)],
                "operations": [get(None)],
            }),
        ),
        page(
            "door",
            house,
            json!({
                "properties": fields(&[("width", "Int32"), ("state", "DoorState"), ("links", "String"), ("type", "String")]),
                "links": [link("self", Some("door"), false), link("lock", Some("lock"), false), link("key", Some("key"), true)],
                "operations": [get(None), json!({
                    "method": "POST", "output": "door", "statuses": [{"status": 200}, {"status": 201}],
                    "input": [field("code", "String"), field("force", "Boolean"), required("who", "Uri")],
                    "query": [required("reason", "String"), field("silent", "Boolean")],
                    "errors": [error(403, "Forbidden", Some("Locked")), error(410, "Gone", None)], "generic_errors": true,
                })],
                "events": [event("door", "updated", "room"), event("door", "updated", "house")],
            }),
        ),
        page(
            "lock",
            house,
            json!({
                "properties": fields(&[("isLocked", "Boolean"), ("code", "String")]),
                "operations": [get(None), json!({"method": "OPTIONS", "generic_errors": true})],
            }),
        ),
        page(
            "key",
            None,
            json!({
                "properties": fields(&[("teeth", "Array of Int32"), ("colour", "Hue")]), "links": [],
            }),
        ),
        page(
            "person",
            Some("People"),
            json!({
                "properties": fields(&[("name", "String"), ("email", "Uri"), ("age", "Int32"), ("mood", "Mood")]),
                "links": [link("self", Some("person"), false), link("photo", Some("photo"), false), link("lampOwner", Some("lampOwner"), false)],
                "operations": [get(None)],
                "events": [event("person", "updated", "house"), event("guest", "added", "room")],
            }),
        ),
        page(
            "lampOwner",
            Some("People"),
            json!({
                "kind": "role", "role_of": "person",
                "operations": [get(None), json!({
                    "method": "POST", "generic_errors": true, "input": [required("message", "String")],
                    "errors": [error(409, "Conflict", None)],
                })],
            }),
        ),
        page(
            "guest",
            Some("People"),
            json!({
                "kind": "role", "role_of": "person",
                "operations": [json!({"method": "DELETE", "generic_errors": true})],
                "events": [event("guest", "deleted", "room")],
                "reasons": [{"code": "Gone", "subcode": "Left"}],
            }),
        ),
        page(
            "photo",
            Some("People"),
            json!({
                "kind": "operation", "links": [], "operations": [
                    {"method": "GET", "produces": ["image/jpeg"], "generic_errors": true, "query": [field("width", "Int32")]},
                    {"method": "PUT", "consumes": ["image/jpeg", "image/png"], "generic_errors": true},
                    {"method": "POST", "consumes": ["text/plain"], "input": [field("caption", "String")], "generic_errors": true},
                ],
            }),
        ),
        page(
            "events",
            None,
            json!({
                "links": [link("self", Some("events"), false), link("next", Some("events"), false)],
                "operations": [{
                    "method": "GET", "output": null, "generic_errors": true,
                    "query": [field("timeout", "Int32"), required("ack", "Int32")],
                }],
            }),
        ),
        page(
            "search",
            house,
            json!({
                "properties": fields(&[("moreResults", "Boolean")]), "embedded": [link("lamp", Some("lamp"), true)],
                "operations": [{
                    "method": "GET", "generic_errors": true,
                    "query": [required("text", "String"), field("limit", "Int32"), field("kinds", "Array of RoomUse")],
                }],
            }),
        ),
        page(
            "report",
            house,
            json!({
                "kind": "operation", "links": [], "operations": [{
                    "method": "POST", "generic_errors": true, "output_element": "statement",
                    "output_fields": fields(&[("total", "Int32"), ("issued", "DateTime"), ("summary", "String"), ("mood", "Mood")]),
                    "input": [field("from", "DateTime"), field("to", "DateTime")],
                }],
            }),
        ),
        page(
            "settings",
            None,
            json!({
                "properties": fields(&[("theme", "String"), ("volume", "Int32"), ("quiet", "TimeSpan")]),
                "operations": [get(None), json!({
                    "method": "PUT", "statuses": [{"status": 204}], "generic_errors": true,
                    "input": [field("theme", "String"), json!({
                        "name": "volume", "type": "Int32", "required": false, "minimum": 0, "maximum": 9, "default": "5",
                    })],
                })],
            }),
        ),
        page(
            "alarm",
            lights,
            json!({
                "properties": fields(&[("at", "DateTime"), ("sound", "ExternalResource"), ("state", "LampState")]),
                "operations": [get(None)],
                "events": [event("alarm", "started", "house")],
            }),
        ),
    ];
    let enumerations = [
        enumeration("Hue", &["Red", "Green", "Blue", "Amber"], true),
        enumeration("LampState", &["On", "Off", "Broken", "Ringing", "Snoozed", "Silent"], true),
        enumeration("DimState", &["Running", "Done"], true),
        enumeration("Socket", &["E14", "E27", "Gu10"], true),
        enumeration("RoomUse", &["Kitchen", "Bath", "Sleep"], true),
        enumeration("DoorState", &["Open", "Shut", "Ajar"], true),
        enumeration("Mood", &["Good", "Bad"], true),
        enumeration("Mode", &["Slow", "Fast"], false),
        enumeration("Unused", &["One", "Two"], true),
        enumeration("ErrorCode", &["NotFound", "Conflict", "Gone"], true),
        enumeration("ErrorSubcode", &["TooBright", "Locked"], true),
    ];
    let schema = json!({
        "irVersion": ucwa_gen::schema::IR_VERSION, "digest": "xxh3:0", "resources": resources, "enumerations": enumerations,
        "link_attributes": [{"name": "href", "description": "Where it is."}],
        "errors": {
            "codes": [{"name": "Conflict", "statuses": [409], "documented": true}],
            "subcodes": [{"name": "TooBright", "documented": true}],
            "generic": [error(500, "ServiceFailure", None), error(503, "ServiceFailure", Some("Busy"))],
            "anywhere": ["Busy"],
        },
        "scopes": [{"name": "Lamps.Read", "permission": "Read lamps", "description": "Reads lamps."}],
        "names": [{"of": "door.properties.type", "name": "kind"}, {"of": "alarm", "name": "wakeUp"}],
    });
    match from_json(&schema.to_string()) {
        Ok(schema) => schema,
        Err(error) => panic!("it is no schema: {error}"),
    }
}
