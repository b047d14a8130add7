//! The tree of generated types that a program uses.

use ucwa_types::channel::EventSource;
use ucwa_types::event::EventDocument;
use ucwa_types::operation::{ErrorSet, Get, Operation, OptionalQuery, Post};
use ucwa_types::rest::{Callable, Fetchable};
use ucwa_types::{Model, ResourceSet};

/// A tree of generated types: what events and applications are decoded into, and which errors there are.
///
/// [`Official`] is that of [`ucwa_types::api`]. [`tree!`](crate::tree!) makes one of a tree that a build script generated.
pub trait Tree: Sized + 'static {
    /// The resources of events: `AnyResource` of the tree.
    type Resources: ResourceSet + Clone + PartialEq;
    /// The errors of the service: `ErrorKind` of the tree.
    type Error: ErrorSet;
    /// The event channel: `Events` of the tree.
    type Events: EventSource<Resources = Self::Resources>
        + Callable<Get, Input = (), Output = EventDocument<Self::Resources>, Error = Self::Error>;
    /// Where applications are created: `Applications` of the tree.
    type Applications: Callable<
            Post,
            Query: OptionalQuery,
            Input: Clone + Send,
            Output = Self::Application,
            Error = Self::Error,
        >;
    /// The application: `Application` of the tree.
    type Application: Model + Clone + Send + Fetchable<Error = Self::Error>;
}

/// The input that creates an application: `ApplicationsInput` of the tree.
pub type ApplicationsInput<T> = <<T as Tree>::Applications as Operation<Post>>::Input;

/// Declares a [`Tree`] of the module of a generated tree.
///
/// ```
/// ucwa_client::tree!(
///     /// The types of this program.
///     pub Mine = ucwa_types::api
/// );
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! tree {
    ($(#[$attribute:meta])* $visibility:vis $name:ident = $($module:ident)::+) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        $visibility enum $name {}

        impl $crate::tree::Tree for $name {
            type Resources = $($module)::+::AnyResource;
            type Error = $($module)::+::ErrorKind;
            type Events = $($module)::+::Events;
            type Applications = $($module)::+::Applications;
            type Application = $($module)::+::Application;
        }
    };
}

tree!(
    /// The types of [`ucwa_types::api`].
    pub Official = ucwa_types::api
);
