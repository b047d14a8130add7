//! The types of fields, payloads and operations: decided once, for the text of the code and for the list of its items.

use std::fmt;

use super::operations::{OperationPlan, PUT};
use super::types::Types;
use crate::emit::names::runtime::{self, Item};
use crate::schema::{Link, Operation, Resource, Scalar, Type};

/// A type as generated code names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RustType {
    /// `()`.
    Unit,
    /// A type of the prelude, or a primitive: `String`, `bool`, `i64`.
    Std(&'static str),
    /// A type of the tree, by its name.
    Own(String),
    /// A type that is elsewhere, by its path.
    Elsewhere(String),
    /// A type of the runtime crate.
    Runtime {
        /// The module it is in; empty for the crate's root.
        module: &'static str,
        /// Its name.
        name: &'static str,
    },
    /// `Option<T>`.
    Option(Box<Self>),
    /// `Vec<T>`.
    Vec(Box<Self>),
    /// `Box<T>`.
    Boxed(Box<Self>),
    /// The runtime's `Link<T>`.
    Link(Box<Self>),
    /// `TypedEvent<'a, T>` of the tree.
    Event(Box<Self>),
}

impl RustType {
    pub(crate) fn runtime(item: Item) -> Self {
        Self::Runtime { module: item.module, name: item.name }
    }

    /// The type of this name, or at this path.
    pub(crate) fn named(name: &str) -> Self {
        if name.contains("::") { Self::Elsewhere(name.to_owned()) } else { Self::Own(name.to_owned()) }
    }

    /// The type with other types of the tree in the place of those that it names.
    #[must_use]
    pub fn map(&self, own: &dyn Fn(&str) -> String) -> Self {
        let inner = |ty: &Self| Box::new(ty.map(own));
        match self {
            Self::Own(name) => Self::Own(own(name)),
            Self::Option(ty) => Self::Option(inner(ty)),
            Self::Vec(ty) => Self::Vec(inner(ty)),
            Self::Boxed(ty) => Self::Boxed(inner(ty)),
            Self::Link(ty) => Self::Link(inner(ty)),
            Self::Event(ty) => Self::Event(inner(ty)),
            other => other.clone(),
        }
    }

    /// The type as code that finds the tree and the runtime crate at these paths.
    #[must_use]
    pub fn code(&self, tree: &str, runtime: &str) -> String {
        let inner = |ty: &Self| ty.code(tree, runtime);
        match self {
            Self::Unit => "()".to_owned(),
            Self::Std(name) => (*name).to_owned(),
            Self::Own(name) => format!("{tree}::{name}"),
            Self::Elsewhere(path) => path.clone(),
            Self::Runtime { module: "", name } => format!("{runtime}::{name}"),
            Self::Runtime { module, name } => format!("{runtime}::{module}::{name}"),
            Self::Option(ty) => format!("Option<{}>", inner(ty)),
            Self::Vec(ty) => format!("Vec<{}>", inner(ty)),
            Self::Boxed(ty) => format!("Box<{}>", inner(ty)),
            Self::Link(ty) => format!("{runtime}::Link<{}>", inner(ty)),
            Self::Event(ty) => format!("{tree}::TypedEvent<'_, {}>", inner(ty)),
        }
    }
}

/// The type by its names alone.
impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Std(name) | Self::Runtime { name, .. } => f.write_str(name),
            Self::Own(name) | Self::Elsewhere(name) => f.write_str(name),
            Self::Option(ty) => write!(f, "Option<{ty}>"),
            Self::Vec(ty) => write!(f, "Vec<{ty}>"),
            Self::Boxed(ty) => write!(f, "Box<{ty}>"),
            Self::Link(ty) => write!(f, "Link<{ty}>"),
            Self::Event(ty) => write!(f, "TypedEvent<'_, {ty}>"),
        }
    }
}

/// The rel under which every resource links to itself.
pub(crate) const SELF: &str = "self";

/// The resource whose representation no page describes: the answers of the event channel are the runtime's.
const EVENT_CHANNEL: &str = "events";

/// Whether the operation is a request for events.
pub(crate) fn is_event_channel(resource: &Resource, operation: &Operation) -> bool {
    operation.method == "GET" && resource.rel == EVENT_CHANNEL
}

/// The type of a value: the `T` of the field's `Option<T>`.
pub(crate) fn value(types: &Types<'_>, ty: &Type) -> RustType {
    match ty {
        // Raw content: on the wire, where it is not a body of its own, it can only be a link.
        Type::Array(Scalar::Byte) => scalar(types, &Scalar::ExternalResource),
        // Content has no list form on the wire, and no page has such a property.
        Type::Array(Scalar::ExternalResource) => scalar(types, &Scalar::Object),
        Type::Array(item) => RustType::Vec(Box::new(scalar(types, item))),
        Type::Scalar(item) => scalar(types, item),
    }
}

fn scalar(types: &Types<'_>, scalar: &Scalar) -> RustType {
    match scalar {
        Scalar::String | Scalar::Uri => RustType::Std("String"),
        Scalar::Boolean => RustType::Std("bool"),
        Scalar::Int32 | Scalar::Byte => RustType::Std("i64"),
        Scalar::DateTime => RustType::runtime(runtime::DATE_TIME),
        Scalar::TimeSpan => RustType::runtime(runtime::TIME_SPAN),
        Scalar::ExternalResource => RustType::runtime(runtime::EXTERNAL_RESOURCE),
        Scalar::Object => RustType::runtime(runtime::VALUE),
        Scalar::Enumeration(name) => types.enumeration(name).map_or(RustType::Std("String"), RustType::named),
    }
}

/// Whether code has one type for both types of a property.
pub(crate) fn is_same(old: &Type, new: &Type) -> bool {
    // What an enumeration is called depends on all pages.
    let is_plain = |ty: &Type| ty.enumeration().is_none();
    let none = Types::default();
    old == new || is_plain(old) && is_plain(new) && value(&none, old) == value(&none, new)
}

/// The type of a link's field, in the links of the type `own`.
pub(crate) fn link(types: &Types<'_>, own: &str, link: &Link) -> RustType {
    let target = match &link.target {
        Some(target) => types.resource(target),
        // Wherever a page does not say so, too.
        None if link.rel == SELF => Some(own),
        None => None,
    };
    let link_ty = RustType::Link(Box::new(RustType::named(target.unwrap_or(runtime::ANY_RESOURCE.name))));
    if link.many { RustType::Vec(Box::new(link_ty)) } else { RustType::Option(Box::new(link_ty)) }
}

/// The type of an embedded resource's field; `None` if the type of the resource is not documented.
pub(crate) fn embedded(types: &Types<'_>, link: &Link) -> Option<RustType> {
    let target = Box::new(RustType::named(types.resource(link.target.as_deref()?)?));
    Some(match link.many {
        true => RustType::Vec(target),
        false => RustType::Option(Box::new(RustType::Boxed(target))),
    })
}

/// The type of an operation's query.
pub(crate) fn query(planned: &OperationPlan<'_>) -> RustType {
    planned.query.as_ref().map_or(RustType::Unit, |body| RustType::Own(body.ty.clone()))
}

/// The type of the request body of an operation on the type `on`.
pub(crate) fn input(on: &str, planned: &OperationPlan<'_>) -> RustType {
    let operation = planned.operation;
    if !operation.consumes.is_empty() {
        return RustType::runtime(runtime::RAW_BODY);
    }
    if operation.method == PUT {
        return RustType::named(on);
    }
    planned.input.as_ref().map_or(RustType::Unit, |body| RustType::Own(body.ty.clone()))
}

/// The type of the response body of an operation on the type `on`.
pub(crate) fn output(
    types: &Types<'_>,
    resource: &Resource,
    on: &str,
    planned: &OperationPlan<'_>,
) -> RustType {
    let operation = planned.operation;
    if is_event_channel(resource, operation) {
        return RustType::named(runtime::EVENT_DOCUMENT.name);
    }
    if !operation.produces.is_empty() {
        return RustType::runtime(runtime::RAW_BODY);
    }
    if let Some(own) = &planned.output {
        return RustType::Own(own.ty.clone());
    }
    match operation.output.as_deref().and_then(|name| types.resource(name)) {
        Some(name) => RustType::named(name),
        // The pages say so of every one.
        None if operation.method == "GET" => RustType::named(on),
        None => RustType::Unit,
    }
}
