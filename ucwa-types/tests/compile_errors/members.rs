use ucwa_types::{Embedded, Input, Links, Object, Resource, Unknown};

#[derive(Default, Resource)]
#[ucwa(rel = "thing")]
struct Wrong {
    /// The same name as the next one.
    display_name: Option<String>,
    #[ucwa(name = "displayName")]
    label: Option<String>,
    rel: Option<String>,
    #[ucwa(name = "_links")]
    web: Option<String>,
    #[ucwa(skip)]
    skipped: Option<String>,
    #[ucwa(name = "")]
    nameless: Option<String>,
    #[ucwa(name = "a\"b")]
    quoted: Option<String>,
    #[ucwa(links)]
    first: Group,
    #[ucwa(links)]
    second: Group,
    #[ucwa(embedded, unknown)]
    both: Group,
    #[ucwa(unknown, name = "rest")]
    named: Unknown,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Links)]
struct Group {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Embedded)]
struct Twice {
    #[ucwa(name = "a", name = "b")]
    a: Vec<Missing>,
}

#[derive(Default, Input)]
#[ucwa(rel = "thing")]
struct InputWithRel {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Object)]
struct WithoutUnknown {}

fn main() {}
