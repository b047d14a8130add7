//! What is emitted and under which names: the schema, arranged as the Rust tree will be.
//!
//! Everything that needs a decision is decided here. What comes after only writes it down.

use std::collections::{BTreeMap, BTreeSet};

use super::error_sets::ErrorSets;
use super::feature::Features;
use super::names::{GENERIC_ERROR, Kind, Names, Renaming};
use super::selection::Selection;
use crate::schema::{
    Enumeration, Link, Member, Operation, OperationError, Property, Resource, ResourceKind, Schema,
};

/// The module of the enumerations.
pub(crate) const ENUMERATIONS: &str = "enumerations";
/// The module of the enum over all resources.
pub(crate) const ANY_RESOURCE: &str = "any_resource";
/// The module of the enum over all events.
pub(crate) const ANY_EVENT: &str = "any_event";
/// The module of the errors that any resource can answer with.
pub(crate) const ERRORS: &str = "errors";
/// The folder of what stands for groups without their features.
pub(crate) const STUBS: &str = "stubs";
/// The title of the group of pages that no group lists.
const OTHER: &str = "Other";

/// The title of the group that a resource belongs to.
pub(crate) fn group_title(resource: &Resource) -> &str {
    resource.group.as_deref().unwrap_or(OTHER)
}

/// The whole tree.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) groups: Vec<Group<'a>>,
    pub(crate) enumerations: Vec<EnumerationPlan<'a>>,
    /// The errors that any resource can answer with.
    pub(crate) errors: Errors<'a>,
    /// The errors of all operations, as enumerations.
    pub(crate) error_sets: ErrorSets<'a>,
    /// The events, by rel and type.
    pub(crate) events: Vec<EventPlan<'a>>,
    pub(crate) types: Types<'a>,
    pub(crate) features: Features<'a>,
    pub(crate) renamings: Vec<Renaming>,
    linkable: BTreeMap<&'a str, Linkable>,
    by_name: BTreeMap<&'a str, &'a Resource>,
    /// The rels and aliases of all resources, selected or not.
    rels: BTreeSet<&'a str>,
}

/// A type that comments can link to.
#[derive(Debug)]
struct Linkable {
    ty: String,
    /// The modules of the groups with which it is there; none when it is with every part of the tree.
    only_with: Option<BTreeSet<String>>,
}

/// The names of all types, by the names of their pages.
#[derive(Debug, Default)]
pub(crate) struct Types<'a> {
    resources: BTreeMap<&'a str, String>,
    enumerations: BTreeMap<&'a str, String>,
}

/// One group of UCWAResources: one module.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) module: String,
    pub(crate) title: &'a str,
    pub(crate) resources: Vec<ResourcePlan<'a>>,
    /// What the selected resources of this or other groups mention beside them.
    pub(crate) stubs: Vec<Stub<'a>>,
}

/// A resource of which there is nothing but a name.
#[derive(Clone, Debug)]
pub(crate) struct Stub<'a> {
    pub(crate) resource: &'a Resource,
    pub(crate) ty: String,
}

/// One page about a resource: one file.
#[derive(Debug)]
pub(crate) struct ResourcePlan<'a> {
    pub(crate) resource: &'a Resource,
    pub(crate) module: String,
    pub(crate) ty: String,
    /// What starts the names of constants beside the type.
    pub(crate) constant: String,
    /// Empty for a role, which has the fields of its representation.
    pub(crate) properties: Vec<Named<'a, Property>>,
    pub(crate) links: Option<Struct<'a, Link>>,
    pub(crate) embedded: Option<Struct<'a, Link>>,
    /// For a role, those that neither its representation nor an earlier role of it documents.
    pub(crate) operations: Vec<OperationPlan<'a>>,
}

/// An operation and the types that belong to it alone.
#[derive(Debug)]
pub(crate) struct OperationPlan<'a> {
    pub(crate) operation: &'a Operation,
    /// Its errors, with those of the same operation on the roles of the resource, which are links of the same type.
    pub(crate) errors: Option<Errors<'a>>,
    pub(crate) query: Option<Struct<'a, Property>>,
    pub(crate) input: Option<Struct<'a, Property>>,
    pub(crate) output: Option<Struct<'a, Property>>,
}

/// Errors, and what they are called: those of an operation, or an enumeration of them.
#[derive(Debug)]
pub(crate) struct Errors<'a> {
    pub(crate) ty: String,
    pub(crate) kinds: Vec<ErrorKind<'a>>,
}

/// One error, however often it is documented.
#[derive(Clone, Debug)]
pub(crate) struct ErrorKind<'a> {
    pub(crate) name: String,
    pub(crate) status: Option<u16>,
    pub(crate) code: &'a str,
    pub(crate) subcode: Option<&'a str>,
    pub(crate) descriptions: BTreeSet<&'a str>,
}

/// What can happen to a resource, wherever it is documented.
#[derive(Debug)]
pub(crate) struct EventPlan<'a> {
    pub(crate) name: String,
    pub(crate) rel: &'a str,
    pub(crate) event: &'a str,
    pub(crate) senders: BTreeSet<&'a str>,
    pub(crate) scopes: BTreeSet<&'a str>,
    pub(crate) reasons: BTreeSet<&'a str>,
    /// The resources whose pages document it.
    pub(crate) documented_by: BTreeSet<&'a str>,
}

/// One page about an enumeration: one file.
#[derive(Debug)]
pub(crate) struct EnumerationPlan<'a> {
    pub(crate) enumeration: &'a Enumeration,
    pub(crate) module: String,
    pub(crate) ty: String,
    pub(crate) members: Vec<Named<'a, Member>>,
    /// The resources whose code names it.
    pub(crate) used_by: BTreeSet<&'a str>,
}

/// A struct beside that of a resource.
#[derive(Debug)]
pub(crate) struct Struct<'a, T> {
    pub(crate) ty: String,
    pub(crate) fields: Vec<Named<'a, T>>,
}

/// An entry of the schema and its name in Rust.
#[derive(Debug)]
pub(crate) struct Named<'a, T> {
    pub(crate) name: String,
    pub(crate) item: &'a T,
}

/// The variant of an open enumeration that keeps what is not documented.
pub(crate) const UNRECOGNIZED: &str = "Unrecognized";
/// The variant for every error that is not documented.
pub(crate) const OTHER_ERROR: &str = "Other";
/// The variant for every event that is not documented.
pub(crate) const UNKNOWN_EVENT: &str = "Unknown";
/// The fields of a resource that hold what is no property.
pub(crate) const LINKS: &str = "links";
pub(crate) const EMBEDDED: &str = "embedded";
pub(crate) const UNKNOWN: &str = "unknown";

/// What a representation holds under these names has its own place in it, whatever a page lists.
const NO_PROPERTIES: [&str; 3] = ["rel", "_links", "_embedded"];
/// The same in other bodies.
const NO_FIELDS: [&str; 2] = ["_links", "_embedded"];

impl<'a> Plan<'a> {
    /// Arranges the selected part of a [canonical](super::canonical) schema.
    ///
    /// All of it is named, so that nothing has another name because other things are not selected.
    pub(crate) fn new(schema: &'a Schema, selection: &Selection<'_>, with_features: bool) -> Self {
        let mut names = Names::new(&schema.names);
        let types = Types::new(schema, &mut names);
        let mut enumerations = enumerations(schema, &types, &mut names);
        enumerations.retain(|plan| selection.enumerations.contains(plan.enumeration.name.as_str()));
        let mut error_sets = ErrorSets::default();
        let groups = groups(schema, selection, &types, &mut names, &mut error_sets);
        let features = if with_features { Features::new(&groups) } else { Features::default() };
        let generic = kinds(&mut names, "errors", &schema.errors.generic);
        let errors = Errors { ty: GENERIC_ERROR.to_owned(), kinds: generic };
        let events = events(schema, &mut names);
        error_sets.name(&mut names);
        let linkable = linkable(&groups, &enumerations, &features);
        let resources = schema.resources.iter();
        let rels = resources
            .flat_map(|it| std::iter::once(&it.rel).chain(&it.aliases))
            .map(String::as_str)
            .collect();
        Self {
            schema,
            groups,
            enumerations,
            errors,
            error_sets,
            events,
            types,
            features,
            renamings: names.into_renamings(),
            linkable,
            by_name: by_name(schema),
            rels,
        }
    }

    /// All resources that are generated in full.
    pub(crate) fn resources(&self) -> impl Iterator<Item = &ResourcePlan<'a>> {
        self.groups.iter().flat_map(|group| &group.resources)
    }

    /// The enumerations that the errors of some operation are.
    pub(crate) fn error_enumerations(&self) -> impl Iterator<Item = &Errors<'a>> {
        let operations = self.resources().flat_map(|plan| &plan.operations);
        let errors = operations.filter_map(|operation| operation.errors.as_ref());
        let used = errors.filter_map(|errors| self.error_sets.ty(&errors.kinds)).collect();
        self.error_sets.of(used)
    }

    /// The resource of a name, selected or not.
    pub(crate) fn resource(&self, name: &str) -> Option<&'a Resource> {
        self.by_name.get(name).copied()
    }

    /// The attribute under which an enumeration is compiled.
    pub(crate) fn enumeration_feature(&self, enumeration: &EnumerationPlan<'_>) -> Option<String> {
        self.features.attribute(enumeration.used_by.iter().copied())
    }

    /// The attribute of the module of all enumerations: an empty one must not be.
    pub(crate) fn enumerations_feature(&self) -> Option<String> {
        if self.enumerations.iter().any(|enumeration| self.enumeration_feature(enumeration).is_none()) {
            return None;
        }
        self.features.attribute(self.enumerations.iter().flat_map(|plan| plan.used_by.iter().copied()))
    }

    /// The type of a name in the documentation, if it is there whenever the group, or with none any part of the tree, is.
    pub(crate) fn linkable(&self, name: &str, group: Option<&Group<'_>>) -> Option<&str> {
        let found = self.linkable.get(name)?;
        let is_there = found
            .only_with
            .as_ref()
            .is_none_or(|modules| group.is_some_and(|group| modules.contains(&group.module)));
        is_there.then_some(&found.ty)
    }

    /// Whether an event that happens to no documented resource is documented by one that is generated in full.
    pub(crate) fn is_selected(&self, event: &EventPlan<'_>) -> bool {
        !self.rels.contains(event.rel)
            && self.resources().any(|plan| event.documented_by.contains(plan.resource.name.as_str()))
    }
}

impl<'a> Types<'a> {
    fn new(schema: &'a Schema, names: &mut Names) -> Self {
        // Enumerations first: the documentation spells their names as Rust does, those of resources it does not.
        let words: Vec<&str> =
            schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()).collect();
        let enumerations = names.types(Kind::Enumeration, "enumerations", &words);
        let enumerations = words.into_iter().zip(enumerations).collect();
        let words: Vec<&str> = schema.resources.iter().map(|resource| resource.name.as_str()).collect();
        let resources = names.types(Kind::Resource, "resources", &words);
        let resources = words.into_iter().zip(resources).collect();
        Self { resources, enumerations }
    }

    /// The type of a resource's representation.
    pub(crate) fn resource(&self, name: &str) -> Option<&str> {
        self.resources.get(name).map(String::as_str)
    }

    /// The type of the representation that a resource has or, as a role, borrows.
    pub(crate) fn representation(&self, resource: &Resource) -> Option<&str> {
        self.resource(resource.representation())
    }

    /// The type of an enumeration.
    pub(crate) fn enumeration(&self, name: &str) -> Option<&str> {
        self.enumerations.get(name).map(String::as_str)
    }
}

/// The resources by name.
pub(crate) fn by_name(schema: &Schema) -> BTreeMap<&str, &Resource> {
    schema.resources.iter().map(|resource| (resource.name.as_str(), resource)).collect()
}

fn linkable<'a>(
    groups: &[Group<'a>],
    enumerations: &[EnumerationPlan<'a>],
    features: &Features<'_>,
) -> BTreeMap<&'a str, Linkable> {
    let mut linkable = BTreeMap::new();
    let mut modules: BTreeMap<&str, &String> = BTreeMap::new();
    // Without the feature of its group, a resource is there as a stub.
    for group in groups {
        let resources = group.resources.iter().map(|plan| (plan.resource, &plan.ty));
        for (resource, ty) in resources.chain(group.stubs.iter().map(|stub| (stub.resource, &stub.ty))) {
            linkable.insert(resource.name.as_str(), Linkable { ty: ty.clone(), only_with: None });
        }
        modules.extend(group.resources.iter().map(|plan| (plan.resource.name.as_str(), &group.module)));
    }
    // An enumeration that is called like a resource goes first.
    for plan in enumerations {
        let users = || plan.used_by.iter().filter_map(|user| modules.get(user).copied().cloned());
        let is_always_there = features.attribute(plan.used_by.iter().copied()).is_none();
        let only_with = (!is_always_there).then(|| users().collect());
        linkable.insert(&plan.enumeration.name, Linkable { ty: plan.ty.clone(), only_with });
    }
    linkable
}

fn enumerations<'a>(schema: &'a Schema, types: &Types<'a>, names: &mut Names) -> Vec<EnumerationPlan<'a>> {
    let words: Vec<&str> = schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()).collect();
    let modules = names.modules(Kind::Page, "enumerations.modules", &words, &[]);
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for resource in &schema.resources {
        for enumeration in resource.enumerations() {
            users.entry(enumeration).or_default().insert(&resource.name);
        }
    }
    schema
        .enumerations
        .iter()
        .zip(modules)
        .filter_map(|(enumeration, module)| {
            let ty = types.enumeration(&enumeration.name)?.to_owned();
            let scope = format!("{}.members", enumeration.name);
            let members =
                named(names, Kind::Member, &scope, &[UNRECOGNIZED], &enumeration.members, |member| {
                    &member.name
                });
            let used_by = users.remove(enumeration.name.as_str()).unwrap_or_default();
            Some(EnumerationPlan { enumeration, module, ty, members, used_by })
        })
        .collect()
}

fn groups<'a>(
    schema: &'a Schema,
    selection: &Selection<'_>,
    types: &Types<'a>,
    names: &mut Names,
    error_sets: &mut ErrorSets<'a>,
) -> Vec<Group<'a>> {
    let mut by_title: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
    let mut other = Vec::new();
    for resource in &schema.resources {
        match &resource.group {
            Some(title) => by_title.entry(title).or_default().push(resource),
            None => other.push(resource),
        }
    }
    let mut members: Vec<(&str, Vec<&Resource>)> = by_title.into_iter().collect();
    // Last, so that a group that happens to be called the same keeps its name.
    if !other.is_empty() {
        members.push((OTHER, other));
    }
    let titles: Vec<&str> = members.iter().map(|(title, _)| *title).collect();
    let taken = [ENUMERATIONS, ANY_EVENT, ANY_RESOURCE, ERRORS, STUBS];
    let modules = names.modules(Kind::Group, "groups", &titles, &taken);
    let sharing = Sharing::new(schema);
    let mut groups = Vec::new();
    for ((title, resources), module) in members.into_iter().zip(modules) {
        let words: Vec<&str> = resources.iter().map(|resource| resource.name.as_str()).collect();
        let files = names.modules(Kind::Page, &format!("{module}.modules"), &words, &[]);
        let mut group = Group { module, title, resources: Vec::new(), stubs: Vec::new() };
        for (resource, file) in resources.into_iter().zip(files) {
            let Some(plan) = resource_plan(resource, file, &sharing, types, names) else {
                continue;
            };
            plan.operations
                .iter()
                .filter_map(|it| it.errors.as_ref())
                .for_each(|it| error_sets.add(&it.kinds));
            if selection.resources.contains(resource.name.as_str()) {
                group.resources.push(plan);
            } else if selection.stubs.contains(resource.name.as_str()) {
                group.stubs.push(Stub { resource, ty: plan.ty });
            }
        }
        if !group.resources.is_empty() || !group.stubs.is_empty() {
            groups.push(group);
        }
    }
    groups
}

fn resource_plan<'a>(
    resource: &'a Resource,
    module: String,
    sharing: &Sharing<'a>,
    types: &Types<'a>,
    names: &mut Names,
) -> Option<ResourcePlan<'a>> {
    let ty = types.resource(&resource.name)?.to_owned();
    let name = &resource.name;
    let constant = names.constant(&ty);
    let (mut properties, mut links, mut embedded) = (Vec::new(), None, None);
    if resource.kind != ResourceKind::Role {
        let scope = format!("{name}.properties");
        let taken = [LINKS, EMBEDDED, UNKNOWN];
        let own =
            resource.properties.iter().filter(|property| !NO_PROPERTIES.contains(&property.name.as_str()));
        properties = named(names, Kind::Property, &scope, &taken, own, |item| &item.name);
        links = group(names, &ty, name, "Links", &resource.links);
        embedded = group(names, &ty, name, "Embedded", &resource.embedded);
    }
    let operations = resource
        .operations
        .iter()
        .filter(|operation| !sharing.is_shared(resource, operation))
        .map(|operation| operation_plan(sharing, resource, operation, &ty, names))
        .collect();
    Some(ResourcePlan { resource, module, ty, constant, properties, links, embedded, operations })
}

/// The resources by the name of their representation: a resource and the roles that borrow from it.
struct Sharing<'a>(BTreeMap<&'a str, Vec<&'a Resource>>);

impl<'a> Sharing<'a> {
    fn new(schema: &'a Schema) -> Self {
        let mut sharing: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
        for resource in &schema.resources {
            sharing.entry(resource.representation()).or_default().push(resource);
        }
        Self(sharing)
    }

    /// The other resources with the same representation.
    fn others(&self, resource: &'a Resource) -> impl Iterator<Item = &'a Resource> {
        let all = self.0.get(resource.representation()).into_iter().flatten().copied();
        all.filter(|other| other.name != resource.name)
    }

    /// Whether a role only repeats an operation: one type has each method once.
    fn is_shared(&self, role: &'a Resource, operation: &Operation) -> bool {
        let has_method = |other: &Resource| other.operations.iter().any(|o| o.method == operation.method);
        let comes_first = |other: &Resource| other.kind != ResourceKind::Role || other.name < role.name;
        role.kind == ResourceKind::Role
            && self.others(role).any(|other| comes_first(other) && has_method(other))
    }
}

fn operation_plan<'a>(
    sharing: &Sharing<'a>,
    resource: &'a Resource,
    operation: &'a Operation,
    owner: &str,
    names: &mut Names,
) -> OperationPlan<'a> {
    let pages = std::iter::once(resource).chain(sharing.others(resource));
    let errors = errors(names, owner, resource, operation, pages);
    let mut body = |what, fields| parameters(names, owner, resource, operation, what, fields);
    OperationPlan {
        operation,
        errors,
        query: body("Query", &operation.query),
        input: if has_own_input(operation) { body("Input", &operation.input) } else { None },
        output: body("Output", &operation.output_fields),
    }
}

fn errors<'a>(
    names: &mut Names,
    owner: &str,
    resource: &Resource,
    operation: &Operation,
    pages: impl Iterator<Item = &'a Resource>,
) -> Option<Errors<'a>> {
    let scope = format!("{}.{}.errors", resource.name, operation.method);
    let errors = pages.flat_map(|page| {
        let same = page.operations.iter().filter(|other| other.method == operation.method);
        same.flat_map(|operation| &operation.errors)
    });
    let kinds = kinds(names, &scope, errors);
    if kinds.is_empty() {
        return None;
    }
    // With the method even where there is but one: a second one must not rename the first one's.
    let method = heck::AsUpperCamelCase(&operation.method);
    Some(Errors { ty: names.companion(&scope, owner, &[format!("{method}Error")]), kinds })
}

/// The errors, sorted, each once.
fn kinds<'a>(
    names: &mut Names,
    scope: &str,
    errors: impl IntoIterator<Item = &'a OperationError>,
) -> Vec<ErrorKind<'a>> {
    let mut rows: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for error in errors {
        let key = (error.status, error.code.as_str(), error.subcode.as_deref());
        rows.entry(key).or_default().insert(&error.description);
    }
    let words: Vec<String> = rows
        .keys()
        .map(|(_, code, subcode)| subcode.map_or((*code).to_owned(), |subcode| format!("{code} {subcode}")))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let names = names.fields(Kind::Member, scope, &words, &[OTHER_ERROR]);
    rows.into_iter()
        .zip(names)
        .map(|(((status, code, subcode), descriptions), name)| ErrorKind {
            name,
            status,
            code,
            subcode,
            descriptions,
        })
        .collect()
}

/// The events of all pages, sorted by rel and type.
fn events<'a>(schema: &'a Schema, names: &mut Names) -> Vec<EventPlan<'a>> {
    type Sets<'a> = [BTreeSet<&'a str>; 4];
    let mut found: BTreeMap<(&str, &str), Sets<'_>> = BTreeMap::new();
    for resource in &schema.resources {
        for event in &resource.events {
            let [senders, scopes, reasons, pages] = found.entry((&event.resource, &event.ty)).or_default();
            senders.insert(&event.sender);
            scopes.extend(event.scope.iter().map(String::as_str));
            reasons.insert(&event.reason);
            pages.insert(&resource.name);
        }
    }
    let words: Vec<String> = found.keys().map(|(rel, event)| format!("{rel} {event}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let names = names.fields(Kind::Member, "events", &words, &[UNKNOWN_EVENT]);
    found
        .into_iter()
        .zip(names)
        .map(|(((rel, event), [senders, scopes, reasons, documented_by]), name)| EventPlan {
            name,
            rel,
            event,
            senders,
            scopes,
            reasons,
            documented_by,
        })
        .collect()
}

/// The method whose request body is the representation, undocumented properties included.
pub(crate) const PUT: &str = "PUT";

/// Whether the request body is a list of fields, rather than the representation or content of another media type.
fn has_own_input(operation: &Operation) -> bool {
    operation.method != PUT && operation.consumes.is_empty()
}

fn group<'a>(
    names: &mut Names,
    owner: &str,
    page: &str,
    suffix: &str,
    links: &'a [Link],
) -> Option<Struct<'a, Link>> {
    if links.is_empty() {
        return None;
    }
    let scope = format!("{page}.{}", suffix.to_lowercase());
    let ty = names.companion(&scope, owner, &[suffix.to_owned()]);
    let fields = named(names, Kind::Link, &scope, &[], links, |link| &link.rel);
    Some(Struct { ty, fields })
}

fn parameters<'a>(
    names: &mut Names,
    owner: &str,
    resource: &Resource,
    operation: &Operation,
    suffix: &str,
    fields: &'a [Property],
) -> Option<Struct<'a, Property>> {
    if fields.is_empty() {
        return None;
    }
    let scope = format!("{}.{}.{}", resource.name, operation.method, suffix.to_lowercase());
    let method = heck::AsUpperCamelCase(&operation.method).to_string();
    let suffixes = [suffix.to_owned(), format!("{method}{suffix}")];
    let ty = names.companion(&scope, owner, &suffixes);
    let own = fields.iter().filter(|field| !NO_FIELDS.contains(&field.name.as_str()));
    let fields = named(names, Kind::Property, &scope, &[UNKNOWN], own, |field| &field.name);
    Some(Struct { ty, fields })
}

fn named<'a, T>(
    names: &mut Names,
    kind: Kind,
    scope: &str,
    taken: &[&str],
    items: impl IntoIterator<Item = &'a T>,
    word: fn(&T) -> &String,
) -> Vec<Named<'a, T>> {
    let items: Vec<&T> = items.into_iter().collect();
    let words: Vec<&str> = items.iter().map(|item| word(item).as_str()).collect();
    let names = names.fields(kind, scope, &words, taken);
    names.into_iter().zip(items).map(|(name, item)| Named { name, item }).collect()
}
