use ucwa_types::{Enumeration, Resource, Unknown};

#[derive(Default, Resource)]
#[ucwa(rel = "contact")]
struct Contact {
    #[ucwa(unknown)]
    unknown: Unknown,
}

enum Underived {
    Red,
}

#[derive(Enumeration)]
enum Colour {
    Red,
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

#[derive(Default, Resource)]
#[ucwa(rel = "thing")]
struct Thing {
    contact: Option<Contact>,
    contacts: Option<Vec<Contact>>,
    names: Vec<String>,
    colours: Vec<Colour>,
    colour: Option<Underived>,
    every_colour: Option<Vec<Underived>>,
    name: String,
    boxed: Option<Box<String>>,
    bare: Contact,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "numbers")]
struct Numbers {
    weight: Option<f64>,
    count: Option<u64>,
    sizes: Option<Vec<u32>>,
    letter: char,
    #[ucwa(required, unknown)]
    unknown: Unknown,
}

fn main() {}
