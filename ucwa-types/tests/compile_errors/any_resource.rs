use serde_json::Value;
use ucwa_types::{AnyResource, Resource, Unknown};

#[derive(Default, Resource)]
#[ucwa(rel = "thing")]
struct Thing {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(AnyResource)]
enum Closed {
    Thing(Box<Thing>),
}

#[derive(AnyResource)]
enum Wrong {
    Thing(Thing),
    Unit,
    #[ucwa(also("a", "a"))]
    Twice(Box<Thing>),
    #[ucwa(name = "x")]
    Named(Box<Thing>),
    #[ucwa(unknown)]
    Unknown(Value),
    #[ucwa(unknown)]
    Other(Value),
}

#[derive(AnyResource)]
struct Struct;

fn main() {}
