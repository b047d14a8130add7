//! Collects the items of a plan.

use std::collections::BTreeMap;

use super::item::{Derive, ItemKind, Parameter, PublicItem};
use crate::emit::names::fixed::{ANY_EVENT_TYPE, EMBEDDED, ENUMERATIONS, ERROR_KIND, LINKS};
use crate::emit::names::runtime;
use crate::emit::plan::{
    EnumerationPlan, Group, Named, OperationPlan, Plan, ResourcePlan, RustType, Struct, rust_type,
};
use crate::schema::{Link, Property, ResourceKind};

/// All items of a tree, by their paths below its root.
pub(in crate::emit) fn of(plan: &Plan<'_>) -> BTreeMap<String, PublicItem> {
    let mut items = Items { plan, found: BTreeMap::new() };
    for group in &plan.groups {
        items.group(group);
    }
    for enumeration in &plan.enumerations {
        items.enumeration(enumeration);
    }
    items.errors();
    items.any_resource();
    items.any_event();
    items.found
}

type Path = Vec<String>;

fn path(segments: &[&str]) -> Path {
    segments.iter().map(|segment| (*segment).to_owned()).collect()
}

/// A path and further segments.
fn below(path: &[String], segments: &[&str]) -> Path {
    path.iter().cloned().chain(segments.iter().map(|segment| (*segment).to_owned())).collect()
}

struct Items<'p, 'a> {
    plan: &'p Plan<'a>,
    found: BTreeMap<String, PublicItem>,
}

impl<'a> Items<'_, 'a> {
    fn add(&mut self, name: String, kind: ItemKind, of: Path, mut made_of: Vec<Path>) {
        // The types of bodies and queries, and their fields, do not depend on what their page stands for.
        let is_of_body = matches!(&of[..], [_, list, _, _, ..] if list == "operations");
        if let Some(page) = of.first().filter(|page| !is_of_body && self.plan.resource(page).is_some()) {
            made_of.push(nature(std::slice::from_ref(page)));
        }
        self.found.insert(name, PublicItem { kind, of, made_of });
    }

    /// A type or a constant that is in the module of its page, and so in that of a group.
    fn exported(&mut self, module: &str, name: &str, kind: ItemKind, of: Path, made_of: Vec<Path>) {
        let page = of.first().cloned().unwrap_or_default();
        let reexport = format!("{module}::{name}");
        self.add(reexport, ItemKind::Reexport, of.clone(), vec![path(&[&page, "group"])]);
        self.add(name.to_owned(), kind, of, made_of);
    }

    fn group(&mut self, group: &Group<'a>) {
        for resource in &group.resources {
            self.resource(&group.module, resource);
        }
        for stub in &group.stubs {
            let of = path(&[&stub.resource.name]);
            let kind = self.kind_of(stub.resource);
            self.exported(&group.module, &stub.ty, kind, of, Vec::new());
        }
    }

    /// The struct of a resource, or of a role the alias.
    fn kind_of(&self, resource: &'a crate::schema::Resource) -> ItemKind {
        match self.plan.types.representation(resource) {
            Some(name) if resource.kind == ResourceKind::Role => ItemKind::Alias(RustType::named(name)),
            _ => ItemKind::Struct(Derive::Resource),
        }
    }

    fn resource(&mut self, module: &str, planned: &ResourcePlan<'a>) {
        let (resource, ty) = (planned.resource, &planned.ty);
        let of = path(&[&resource.name]);
        let kind = self.kind_of(resource);
        let is_role = resource.kind == ResourceKind::Role;
        self.exported(module, ty, kind, of.clone(), Vec::new());
        let properties = below(&of, &["properties"]);
        self.properties(ty, &properties, &planned.properties);
        for (group, field, list) in
            [(&planned.links, LINKS, "links"), (&planned.embedded, EMBEDDED, "embedded")]
        {
            if let Some(group) = group {
                self.links(module, ty, field, &below(&of, &[list]), group);
            }
        }
        for operation in &planned.operations {
            self.operation(module, planned, operation);
        }
        for (list, name, row, is_there) in [
            ("events", "EVENTS", runtime::DOCUMENTED_EVENT, !resource.events.is_empty()),
            ("reasons", "REASONS", runtime::DOCUMENTED_REASON, !resource.reasons.is_empty()),
        ] {
            if is_there {
                let kind = ItemKind::Constant(RustType::runtime(row));
                let (of_list, made_of) = (below(&of, &[list]), vec![below(&of, &[list, "*"])]);
                if is_role {
                    self.exported(module, &format!("{}_{name}", planned.constant), kind, of_list, made_of);
                } else {
                    self.add(format!("{ty}::{name}"), kind, of_list, made_of);
                }
            }
        }
    }

    fn properties(&mut self, ty: &str, of: &[String], fields: &[Named<'a, Property>]) {
        for field in fields {
            let kind = ItemKind::Field(optional(rust_type::value(&self.plan.types, &field.item.ty)));
            let of = below(of, &[&field.item.name]);
            let made_of = vec![below(&of, &["type"])];
            self.add(format!("{ty}.{}", field.name), kind, of, made_of);
        }
    }

    fn links(&mut self, module: &str, owner: &str, field: &str, of: &[String], group: &Struct<'a, Link>) {
        let derive = if field == LINKS { Derive::Links } else { Derive::Embedded };
        let any = vec![below(of, &["*"])];
        self.exported(module, &group.ty, ItemKind::Struct(derive), of.to_vec(), any.clone());
        let kind = ItemKind::Field(RustType::Own(group.ty.clone()));
        self.add(format!("{owner}.{field}"), kind, of.to_vec(), any);
        for field in &group.fields {
            let ty = match derive {
                Derive::Links => Some(rust_type::link(&self.plan.types, owner, field.item)),
                _ => rust_type::embedded(&self.plan.types, field.item),
            };
            let Some(ty) = ty else { continue };
            let of = below(of, &[&field.item.rel]);
            let made_of = vec![below(&of, &["target"]), below(&of, &["many"])];
            self.add(format!("{}.{}", group.ty, field.name), ItemKind::Field(ty), of, made_of);
        }
    }

    fn operation(&mut self, module: &str, planned: &ResourcePlan<'a>, operation: &OperationPlan<'a>) {
        let resource = planned.resource;
        let Some(on) = self.plan.types.representation(resource) else { return };
        let method = &operation.operation.method;
        let of = path(&[&resource.name, "operations", method]);
        let own = |list: &str| below(&of, &[list]);
        let name = format!("{on}: Operation<{}>", heck::AsUpperCamelCase(method));
        self.add(name.clone(), ItemKind::Operation, of.clone(), Vec::new());
        let output = rust_type::output(&self.plan.types, resource, on, operation);
        // A media type decides before fields, and fields decide before a resource.
        let mut output_of = vec![below(&of, &["produces", "*"])];
        if operation.operation.produces.is_empty() {
            output_of.push(below(&of, &["output_fields", "*"]));
            if operation.output.is_none() {
                output_of.push(own("output"));
            }
        }
        let types = [
            ("Query", rust_type::query(operation), vec![below(&of, &["query", "*"])]),
            (
                "Input",
                rust_type::input(on, operation),
                vec![below(&of, &["input", "*"]), below(&of, &["consumes", "*"])],
            ),
            ("Output", output, output_of),
        ];
        for (what, ty, made_of) in types {
            self.add(format!("{name}::{what}"), ItemKind::OperationType(ty), of.clone(), made_of);
        }
        if rust_type::is_event_channel(resource, operation.operation) {
            let made_of = vec![path(&[&resource.name, "rel"])];
            self.add(format!("{on}: EventSource"), ItemKind::EventSource, of.clone(), made_of);
        }
        self.body(module, Derive::Input, own("query"), operation.query.as_ref());
        self.body(module, Derive::Input, own("input"), operation.input.as_ref());
        self.body(module, Derive::Object, own("output_fields"), operation.output.as_ref());
    }

    fn body(&mut self, module: &str, derive: Derive, of: Path, body: Option<&Struct<'a, Property>>) {
        let Some(Struct { ty, fields }) = body else { return };
        let any = below(&of, &["*"]);
        // A body of another media type has no fields, whatever a page lists.
        let consumes =
            of.get(..3).filter(|_| derive == Derive::Input).map(|of| below(of, &["consumes", "*"]));
        let made_of = [any.clone()].into_iter().chain(consumes).collect();
        self.exported(module, ty, ItemKind::Struct(derive), of.clone(), made_of);
        self.properties(ty, &of, fields);
        if derive != Derive::Input {
            return;
        }
        let required = fields.iter().filter(|field| field.item.required);
        let parameters: Vec<Parameter> = required
            .map(|field| {
                let ty = optional(rust_type::value(&self.plan.types, &field.item.ty));
                Parameter { name: field.item.name.clone(), ty }
            })
            .collect();
        let mut made_of = vec![any, below(&of, &["*", "required"])];
        if parameters.is_empty() {
            self.add(format!("{ty}: Default"), ItemKind::Default, of, made_of);
        } else {
            made_of.push(below(&of, &["*", "type"]));
            self.add(format!("{ty}::new"), ItemKind::New(parameters), of, made_of);
        }
    }

    fn enumeration(&mut self, planned: &EnumerationPlan<'a>) {
        let of = path(&[&planned.enumeration.name]);
        self.exported(ENUMERATIONS, &planned.ty, ItemKind::Enumeration, of.clone(), Vec::new());
        for member in &planned.members {
            let of = below(&of, &["members", &member.item.name]);
            let name = format!("{}::{}", planned.ty, member.name);
            self.add(name, ItemKind::Variant(None), of, Vec::new());
        }
    }

    fn errors(&mut self) {
        for kind in self.plan.errors.iter() {
            let of = error_path(kind.code, kind.subcode);
            self.add(format!("{ERROR_KIND}::{}", kind.name), ItemKind::Variant(None), of, Vec::new());
        }
    }

    fn any_resource(&mut self) {
        for variant in self.plan.variants.iter() {
            let of = path(&[variant.resource]);
            let holds = RustType::Boxed(Box::new(RustType::named(&variant.ty)));
            let name = format!("{}::{}", runtime::ANY_RESOURCE.name, variant.ty);
            let made_of = vec![below(&of, &["rel"]), below(&of, &["revision"])];
            self.add(name, ItemKind::Variant(Some(holds)), of, made_of);
        }
    }

    fn any_event(&mut self) {
        for event in &self.plan.events {
            let variant = self.plan.variants.of(event.rel);
            let ty = match variant {
                Some(found) => RustType::named(&found.ty),
                None if self.plan.is_selected(event) => RustType::Unit,
                None => continue,
            };
            let holds = RustType::Event(Box::new(ty));
            // What happens to a resource is typed by it, or by the one whose representation a page of this rel has.
            let typed_by = variant.map(|variant| variant.resource).into_iter();
            let typed_by = typed_by.chain(self.plan.with_rel(event.rel)).map(|page| path(&[page]));
            let made_of = typed_by.flat_map(|of| [nature(&of), below(&of, &["rel"]), of]).collect();
            let name = format!("{ANY_EVENT_TYPE}::{}", event.name);
            self.add(name, ItemKind::Variant(Some(holds)), event_path(event.rel, event.event), made_of);
        }
    }
}

/// What decides what a page stands for: whether it is a role, and of what.
fn nature(of: &[String]) -> Path {
    below(of, &["role_of"])
}

/// The path of an error, wherever it is documented: its code in any case, and its subcode.
pub(crate) fn error_path(code: &str, subcode: Option<&str>) -> Path {
    path(&["ErrorKind", &code.to_ascii_lowercase(), subcode.unwrap_or_default()])
}

/// The path of an event, wherever it is documented.
pub(crate) fn event_path(rel: &str, event: &str) -> Path {
    path(&["AnyEvent", rel, event])
}

fn optional(ty: RustType) -> RustType {
    RustType::Option(Box::new(ty))
}
