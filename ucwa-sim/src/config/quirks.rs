//! How the server is.

/// Where discovery leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Discovery {
    /// The root of the first host leads to the root of the pool.
    #[default]
    AtOnce,
    /// The first host redirects those whom it knows: its `user` leads on.
    Late,
    /// The hosts redirect to each other.
    InCircles,
}

/// Which events bring along the resource that they are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Embedding {
    /// Those that do so on servers.
    #[default]
    AsObserved,
    /// None.
    Never,
}

/// How the server is, within what servers are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quirks {
    /// Where discovery leads to.
    pub discovery: Discovery,
    /// Which events bring along the resource that they are about.
    pub embedding: Embedding,
    /// Whether everything that can be unknown to a client is there too, in JSON.
    pub is_odd: bool,
    /// Whether the server has the first revision of everything, though its links say otherwise.
    pub is_old: bool,
    /// Whether users are available from the start, and `me` is not shown.
    pub is_without_me: bool,
    /// The host that hrefs name, such as `https://pool.internal:4443`, which no client can reach.
    pub internal: Option<String>,
    /// Whether answers in a batch lack `Content-ID`, and have hrefs in another case and escaping.
    pub is_respelt: bool,
}
