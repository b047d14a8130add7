use ucwa_types::{Resource, Unknown};

#[derive(Default, Resource)]
struct WithoutRel {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "")]
struct EmptyRel {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "thing", revision = 0)]
struct RevisionZero {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "thing", rel = "other")]
struct TwoRels {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "thing", title = "Thing")]
struct UnknownAttribute {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Default, Resource)]
#[ucwa(rel = "thing")]
struct WithoutUnknown {
    name: Option<String>,
}

fn main() {}
