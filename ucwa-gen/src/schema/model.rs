//! The parts of the schema.

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::provenance::Provenance;
use super::ty::Type;

/// The version of this format. It grows by one whenever a reader of the previous version could misread a schema.
pub const IR_VERSION: u32 = 2;

/// Everything the reference pages say about the API.
///
/// In JSON, the main keys are always present, even if empty; the others are omitted if empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Schema {
    /// The version of the schema format: [`IR_VERSION`].
    #[serde(rename = "irVersion")]
    pub ir_version: u32,
    /// `xxh3:` and the hexadecimal digest over the names and digests of all pages read, in name order, and of the
    /// overrides, where there are any.
    pub digest: String,
    /// The attributes that every web link has (the table under "Web Link", the same on every page, kept once).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub link_attributes: Vec<LinkAttribute>,
    /// The resources (and roles, revisions and operation rels), one for each page, sorted by name.
    pub resources: Vec<Resource>,
    /// The enumerations, one for each page, sorted by name.
    pub enumerations: Vec<Enumeration>,
    /// Error codes, subcodes and the generic errors.
    pub errors: Errors,
    /// The Azure Active Directory scopes, sorted by name.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// Names that differ in generated code from the documentation, sorted. They come from overrides only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// Since when the documentation has what older revisions lack, sorted. It comes from [`history`](crate::history) only, since pages
    /// do not say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub since: Vec<Since>,
}

/// Since when the documentation has something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Since {
    /// What it is: `lamp`, `lamp.properties.colour`, `house.events.lamp.updated`. What stands on a new page is as new as the page.
    pub of: String,
    /// The first revision that has it.
    pub since: String,
}

/// A name that generated code uses in place of the documentation's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Name {
    /// What has the name: `lamp`, `lamp.properties.colour`, `lamp.PUT.input.colour`, `LampState.members.On`.
    pub of: String,
    /// The name, in any case: generated code spells it as its language does.
    pub name: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// The page that something was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Page {
    /// The file name without its folder.
    pub file: String,
    /// `xxh3:` and the hexadecimal digest of the file's text, with line feeds as line endings and no byte-order mark.
    pub digest: String,
}

/// One attribute of a web link (`rel`, `href`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LinkAttribute {
    /// The attribute's name.
    pub name: String,
    /// The description on the pages.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The table rows that list it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// What one reference page documents under a relation type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Resource {
    /// The page's name (`startMessaging2`).
    pub name: String,
    /// The relation type on the wire: the name without the revision digit (`startMessaging`).
    pub rel: String,
    /// Other values of `rel` that samples of this page's own representation carry (`session` on `audioVideoSession`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The revision of `rel` that the page documents; 1 unless the name ends in a digit.
    pub revision: u32,
    /// The group of UCWAResources that lists the page (`People`); `None` if no group does.
    #[serde(default)]
    pub group: Option<String>,
    /// Whether the page documents a representation, a role of another one, or only operations.
    pub kind: ResourceKind,
    /// For a role: the name of the resource whose representation this rel carries (`contact` for `organizer`).
    #[serde(default)]
    pub role_of: Option<String>,
    /// The page's first paragraph.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The text under "Resource description".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// The page.
    pub page: Page,
    /// The properties of the representation, in the order of the page, those that no page lists last.
    #[serde(default)]
    pub properties: Vec<Property>,
    /// The links of the representation, in the order of the page, those that no page lists last.
    #[serde(default)]
    pub links: Vec<Link>,
    /// The embedded resources of the representation.
    #[serde(default)]
    pub embedded: Vec<Link>,
    /// The operations, in the order of the page.
    #[serde(default)]
    pub operations: Vec<Operation>,
    /// The events that the page documents.
    #[serde(default)]
    pub events: Vec<Event>,
    /// The asynchronous reason codes with which an operation's `completed` event can fail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonCode>,
    /// The Azure Active Directory scopes, any one of which allows the operations.
    #[serde(default)]
    pub scopes: Vec<ScopeRef>,
    /// Why `role_of`, `aliases` and `kind` are what they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// What a page documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ResourceKind {
    /// A representation of its own.
    Resource,
    /// A rel whose representation is another resource's: [`Resource::role_of`].
    Role,
    /// A rel that is only acted on (`addPhoneAudio`): no properties and no links of its own.
    Operation,
}

/// A property of a representation, a query parameter, or a field of a request or response body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// The type, in the documentation's own words: see [`Type`].
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether `null` is documented as a value ("Nullable …").
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// Whether the documentation requires it. Properties of a representation never are.
    pub required: bool,
    /// The maximum length in characters.
    #[serde(default)]
    pub max_length: Option<u32>,
    /// The smallest documented value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest documented value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// The default, as the documentation words it (`15 seconds`, `8 hours`, `0`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Where the default comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub default_provenance: Provenance,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub provenance: Provenance,
    /// The description on the page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Why it exists and why it has this type, strongest first.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// A link of a representation, or a resource embedded in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Link {
    /// The name in `_links` or `_embedded`.
    pub rel: String,
    /// The name of the resource (of its page) that it leads to or holds; `None` if no page documents it.
    #[serde(default)]
    pub target: Option<String>,
    /// Whether there can be many (an array in JSON).
    pub many: bool,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub provenance: Provenance,
    /// The description on the page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Why it exists, and why it has this target and cardinality, strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// An HTTP method that the page documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Operation {
    /// `GET`, `POST`, `PUT`, `DELETE` or `OPTIONS`.
    pub method: String,
    /// The description on the page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The query parameters.
    #[serde(default)]
    pub query: Vec<Property>,
    /// The fields of the request body.
    #[serde(default)]
    pub input: Vec<Property>,
    /// The media types of the request body in the samples where it is neither JSON nor XML of this API (`application/sdp`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumes: Vec<String>,
    /// The name of the resource in the response body, or whose creation the response announces.
    #[serde(default)]
    pub output: Option<String>,
    /// The fields of a response body that does not represent a resource.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output_fields: Vec<Property>,
    /// The name of the outermost XML element of such a body, where samples show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_element: Option<String>,
    /// The media types of the response body in the samples where it is neither JSON nor XML of this API (`image/jpeg`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub produces: Vec<String>,
    /// The statuses that the samples document, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    /// The errors specific to the operation, in the order of the page.
    #[serde(default)]
    pub errors: Vec<OperationError>,
    /// Whether the page also lists every one of [`Errors::generic`] for the operation.
    #[serde(default, skip_serializing_if = "is_false")]
    pub generic_errors: bool,
    /// Where the operation is documented, the rows of its response table except those of statuses, and its rows of the generic
    /// errors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A status with which an operation answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Status {
    /// The HTTP status.
    pub status: u16,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub provenance: Provenance,
    /// The rows, or the override that adds it; empty if only samples of the operation show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// An error of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OperationError {
    /// The error code (`BadRequest`).
    pub code: String,
    /// The HTTP status; `None` if the page has no number.
    #[serde(default)]
    pub status: Option<u16>,
    /// The subcode; `None` if the page has the word `None`.
    #[serde(default)]
    pub subcode: Option<String>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub provenance: Provenance,
    /// The description on the page. Rows that differ in nothing else are one error, their texts joined by a line break.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// An event that the event channel delivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Event {
    /// `added`, `updated`, `deleted`, `started` or `completed`.
    #[serde(rename = "type")]
    pub ty: String,
    /// The rel of the resource that the event concerns.
    pub resource: String,
    /// The name of the resource that documents that rel; `None` if no page does.
    #[serde(default)]
    pub target: Option<String>,
    /// `High`, `Medium` or `Low`; empty where nothing says it.
    pub priority: String,
    /// The rel of the sender under which the event is delivered.
    pub sender: String,
    /// The rels that samples show in `in`.
    #[serde(default, rename = "in", skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<String>,
    /// Whether the resource is embedded in the event; `None` where nothing says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embedded: Option<bool>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub provenance: Provenance,
    /// When the event is delivered. Rows that differ in nothing else are one event, their texts joined by a line break.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The rows, and the samples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// An asynchronous reason code: why an operation that was accepted failed later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReasonCode {
    /// The error code (`RemoteFailure`).
    pub code: String,
    /// The subcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcode: Option<String>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub provenance: Provenance,
    /// The description on the page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A scope that a resource names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScopeRef {
    /// The name of the [`Scope`].
    pub name: String,
    /// The rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// An Azure Active Directory scope for online applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scope {
    /// The scope (`Conversations.Initiate`).
    pub name: String,
    /// The name of the permission as an administrator sees it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub permission: String,
    /// What it allows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// An enumeration: a closed list in the documentation, an open one on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Enumeration {
    /// The name.
    pub name: String,
    /// The page's first paragraph.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The text under "Remarks".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// The page; `None` for an enumeration that only request tables declare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The members, in the order of the page, those that no page lists last.
    pub members: Vec<Member>,
    /// The evidence for the enumeration, if no table row lists it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A member of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Member {
    /// The value on the wire.
    pub name: String,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Provenance::is_page")]
    pub provenance: Provenance,
    /// The description on the page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Error codes, subcodes and the errors that any resource can return.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Errors {
    /// The union of the members of `ErrorCode` and of the codes used in tables, sorted by name.
    pub codes: Vec<ErrorCode>,
    /// The union of the members of `ErrorSubcode` and of the subcodes used in tables, sorted by name.
    pub subcodes: Vec<ErrorSubcode>,
    /// The errors that nearly every page lists, kept once.
    pub generic: Vec<OperationError>,
    /// The codes and subcodes that the page of the errors of any resource lists, sorted. It does not tell the two apart, and has no
    /// statuses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anywhere: Vec<String>,
}

impl Errors {
    /// The enumeration of the error codes. Its page lists some of them, and any table of errors can add one.
    pub const CODES: &str = "ErrorCode";
    /// The enumeration of the subcodes, likewise.
    pub const SUBCODES: &str = "ErrorSubcode";
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ErrorCode {
    /// The code (`NotFound`).
    pub name: String,
    /// The HTTP statuses it is documented with, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
    /// Whether the page `ErrorCode` lists it.
    pub documented: bool,
}

/// An error subcode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ErrorSubcode {
    /// The subcode (`ParameterValidationFailure`).
    pub name: String,
    /// Whether the page `ErrorSubcode` lists it.
    pub documented: bool,
}

impl Schema {
    /// An empty schema.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            ir_version: IR_VERSION,
            digest: String::new(),
            link_attributes: Vec::new(),
            resources: Vec::new(),
            enumerations: Vec::new(),
            errors: Errors::default(),
            scopes: Vec::new(),
            names: Vec::new(),
            since: Vec::new(),
        }
    }

    /// The resource that the page of this name documents.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// Since when the documentation has what this page holds, by its path in the page: the page itself, whose path is empty, first.
    pub(crate) fn since<'s>(&'s self, page: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        self.since.iter().filter_map(move |it| {
            let rest = it.of.strip_prefix(page)?;
            let path = if rest.is_empty() { rest } else { rest.strip_prefix('.')? };
            Some((path, it.since.as_str()))
        })
    }

    /// All evidence of all entries.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        let attributes = self.link_attributes.iter().flat_map(|attribute| &attribute.evidence);
        let resources = self.resources.iter().flat_map(Resource::evidence);
        let enumerations = self.enumerations.iter().flat_map(|enumeration| {
            let members = enumeration.members.iter().flat_map(|member| &member.evidence);
            enumeration.evidence.iter().chain(members)
        });
        let generic = self.errors.generic.iter().flat_map(|error| &error.evidence);
        let names = self.names.iter().flat_map(|name| &name.evidence);
        attributes.chain(resources).chain(enumerations).chain(generic).chain(names)
    }

    /// The enumeration of this name.
    #[must_use]
    pub fn enumeration(&self, name: &str) -> Option<&Enumeration> {
        self.enumerations.iter().find(|enumeration| enumeration.name == name)
    }
}

impl Resource {
    /// The name of the resource whose representation this rel carries: its own, or for a role the other's.
    #[must_use]
    pub fn representation(&self) -> &str {
        self.role_of.as_deref().unwrap_or(&self.name)
    }
}

impl Resource {
    /// The resources that it names: those that its links lead to, that are embedded, that its operations return, and whose
    /// representation it has.
    pub(crate) fn mentions(&self) -> impl Iterator<Item = &str> {
        let links = self.links.iter().chain(&self.embedded).filter_map(|link| link.target.as_deref());
        let outputs = self.operations.iter().filter_map(|operation| operation.output.as_deref());
        links.chain(outputs).chain([self.representation()])
    }

    /// The enumerations that its fields, and those of its operations, are.
    pub(crate) fn enumerations(&self) -> impl Iterator<Item = &str> {
        let operations = self.operations.iter();
        let bodies = operations.flat_map(|operation| {
            operation.query.iter().chain(&operation.input).chain(&operation.output_fields)
        });
        self.properties.iter().chain(bodies).filter_map(|property| property.ty.enumeration())
    }

    fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        let properties = self.properties.iter().flat_map(|property| &property.evidence);
        let links = self.links.iter().chain(&self.embedded).flat_map(|link| &link.evidence);
        let operations = self.operations.iter().flat_map(|operation| {
            let fields = operation.query.iter().chain(&operation.input).chain(&operation.output_fields);
            let fields = fields.flat_map(|field| &field.evidence);
            let errors = operation.errors.iter().flat_map(|error| &error.evidence);
            let statuses = operation.statuses.iter().flat_map(|status| &status.evidence);
            operation.evidence.iter().chain(fields).chain(statuses).chain(errors)
        });
        let events = self.events.iter().flat_map(|event| &event.evidence);
        let reasons = self.reasons.iter().flat_map(|reason| &reason.evidence);
        let scopes = self.scopes.iter().flat_map(|scope| &scope.evidence);
        self.evidence
            .iter()
            .chain(properties)
            .chain(links)
            .chain(operations)
            .chain(events)
            .chain(reasons)
            .chain(scopes)
    }
}

fn is_false(value: &bool) -> bool {
    !*value
}
