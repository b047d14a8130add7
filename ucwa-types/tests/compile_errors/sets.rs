use ucwa_types::{AnyResource, Object, Resource, Unknown, Value};

#[derive(Default, Resource)]
#[ucwa(rel = "thing")]
struct Thing {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "thing", revision = 2)]
struct Thing2 {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Object)]
struct Part {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(AnyResource)]
enum Twice {
    Thing(Box<Thing>),
    Thing2(Box<Thing2>),
    #[ucwa(unknown)]
    Unknown(Value),
}

#[derive(AnyResource)]
enum NoResource {
    Part(Box<Part>),
    Name(Box<String>),
    #[ucwa(unknown)]
    Unknown(Value),
}

#[derive(AnyResource)]
enum NoSet {
    Thing(Box<Thing>),
    #[ucwa(unknown)]
    Other(Thing2),
}

fn main() {}
