//! What a public item is.

use crate::emit::plan::RustType;

/// A public item of generated code, or an implementation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublicItem {
    /// What it is.
    pub kind: ItemKind,
    /// The entry of the schema that it stands for, as the segments of a path: `contact`, `properties`, `name`.
    pub of: Vec<String>,
    /// The places in the schema that it is made of, as such paths; `*` stands for any segment. The entry itself is not among them.
    pub made_of: Vec<Vec<String>>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemKind {
    /// `people::Contact`: the path of a type or a constant in the module of its group.
    Reexport,
    /// `Contact`: a struct, `#[non_exhaustive]`, with a field `unknown` unless it is a group of links or embedded resources.
    Struct(Derive),
    /// `CallState`: an enumeration, `#[non_exhaustive]`, with a variant `Unrecognized`.
    Enumeration,
    /// `Organizer`: another name of a type.
    Alias(RustType),
    /// `Contact.name`: a field, with its setter.
    Field(RustType),
    /// `CallState::Connected`, `AnyResource::Contact`, `AnyEvent::ContactUpdated`, `ErrorKind::Gone`: a variant of an enumeration,
    /// and what it holds. An enumeration of resources is made from each of them.
    Variant(Option<RustType>),
    /// `StartMessagingInput: Default`: it can be created without a required member; of a query, it can be omitted.
    Default,
    /// `StartMessagingInput::new`: the constructor, with the required members.
    New(Vec<Parameter>),
    /// `Contact: Operation<Get>`: the resource documents the operation.
    Operation,
    /// `Contact: Operation<Get>::Output`, `Input`, `Query`: a type of the operation.
    OperationType(RustType),
    /// `Events: EventSource`: events can be requested.
    EventSource,
    /// `Contact::EVENTS`, `ORGANIZER_REASONS`: a constant, with rows of this type.
    Constant(RustType),
}

/// By which derive the codec knows a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Derive {
    /// `Resource`.
    Resource,
    /// `Input`.
    Input,
    /// `Object`.
    Object,
    /// `Links`.
    Links,
    /// `Embedded`.
    Embedded,
}

/// A parameter of a constructor. Its type is `impl Into<T>` for a field `Option<T>`, and a list for an `Option<Vec<T>>`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name of the member on the wire.
    pub name: String,
    /// The type of the field.
    pub ty: RustType,
}
