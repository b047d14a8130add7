use ucwa_types::{Input, Links, Object, Unknown};

#[derive(Default, Input)]
struct Tuple(Option<String>);

#[derive(Links)]
enum Enum {
    A,
}

#[derive(Object)]
union Union {
    a: u8,
}

#[derive(Object)]
struct Borrowed<'a> {
    name: Option<&'a str>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Object)]
struct Sized<const N: usize> {
    #[ucwa(unknown)]
    unknown: Unknown,
}

fn main() {}
