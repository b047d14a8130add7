//! How a server differs from others.

/// Where discovery leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Discovery {
    /// The root of the first host leads to the root of the pool.
    #[default]
    AtOnce,
    /// The `user` of the first host, which needs a token, leads to the root of the pool.
    Late,
    /// The hosts redirect to each other.
    InCircles,
}

/// Which events embed their resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Embedding {
    /// The events that do so on real servers.
    #[default]
    AsObserved,
    /// No event.
    Never,
}

/// How a server differs from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quirks {
    /// Where discovery leads to.
    pub discovery: Discovery,
    /// Which events embed their resource.
    pub embedding: Embedding,
    /// Whether answers in JSON have unknown members, links, resources and events as well.
    pub is_odd: bool,
    /// Whether the server has the first revision of everything only, though its links announce others.
    pub is_old: bool,
    /// Whether users are available from the start, and `me` is not embedded.
    pub is_without_me: bool,
    /// The host that hrefs name, such as `https://pool.internal:4443`, which no client can reach.
    pub internal: Option<String>,
    /// Whether answers in a batch lack `Content-ID`, and have hrefs in another case and escaping.
    pub is_respelt: bool,
}
