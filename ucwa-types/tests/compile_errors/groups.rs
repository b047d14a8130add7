use ucwa_types::{Embedded, Input, Link, Links, Object, Resource, Unknown};

#[derive(Default, Resource)]
#[ucwa(rel = "thing")]
struct Thing {
    name: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

// Properties among the links.
#[derive(Default, Links)]
struct Properties {
    name: Option<String>,
    count: Option<i64>,
    things: Vec<Thing>,
}

// Links and properties among the embedded resources.
#[derive(Default, Embedded)]
struct Parts {
    name: Option<String>,
    home: Option<Link<Thing>>,
    thing: Option<Thing>,
    things: Option<Vec<Thing>>,
    parent: Option<Box<Thing>>,
}

#[derive(Default, Links)]
struct ThingLinks {
    home: Option<Link<Thing>>,
}

#[derive(Default, Embedded)]
struct ThingEmbedded {
    parts: Vec<Thing>,
}

#[derive(Default, Resource)]
#[ucwa(rel = "swapped")]
struct Swapped {
    #[ucwa(links)]
    links: ThingEmbedded,
    #[ucwa(embedded)]
    embedded: ThingLinks,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default)]
struct Plain {
    home: Option<Link<Thing>>,
}

#[derive(Default, Resource)]
#[ucwa(rel = "underived")]
struct Underived {
    #[ucwa(links)]
    links: Plain,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "home")]
struct WithLinks {
    home: Option<Link<Thing>>,
    others: Vec<Link<Thing>>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Input)]
struct InputWithLink {
    home: Option<Link<Thing>>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

// A plain object is not of the form that has links of its own.
#[derive(Default, Object)]
struct ObjectWithLink {
    home: Option<Link<Thing>>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Links)]
struct WithoutDefault {
    home: Option<Link<Thing>>,
}

fn main() {}
