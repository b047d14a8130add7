//! What the steps look at that decide about a resource, once it is known whose representations there are.

use super::bodies::Bodies;
use super::index::Index;
use super::outputs::Outputs;
use super::roles::Roles;
use super::seen::SeenByResource;
use crate::overrides::Overrides;

#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) bodies: &'a Bodies<'a>,
    pub(super) roles: &'a Roles<'a>,
    pub(super) outputs: &'a Outputs<'a>,
    pub(super) seen: &'a SeenByResource<'a>,
    pub(super) overrides: &'a Overrides,
}
