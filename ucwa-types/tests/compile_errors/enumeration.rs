use ucwa_types::Enumeration;

#[derive(Enumeration)]
enum Closed {
    On,
    Off,
}

#[derive(Enumeration)]
enum Wrong {
    On,
    #[ucwa(name = "On")]
    Off,
    Half(u8),
    #[ucwa(rel = "x")]
    Odd,
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
    #[ucwa(unrecognized)]
    Other(Box<str>),
}

#[derive(Enumeration)]
enum Textless {
    On,
    #[ucwa(unrecognized)]
    Unrecognized,
}

#[derive(Enumeration)]
enum Named {
    On,
    #[ucwa(unrecognized, name = "x")]
    Unrecognized(Box<str>),
}

#[derive(Enumeration)]
enum Generic<T> {
    On,
    #[ucwa(unrecognized)]
    Unrecognized(T),
}

#[derive(Enumeration)]
struct Struct;

fn main() {}
