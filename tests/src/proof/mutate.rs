//! Mutations of a schema: each kind of entry is added, removed, renamed, retyped, made required, reordered and re-described.

use ucwa_gen::emit::{Options, items};
use ucwa_gen::schema::{Operation, Property, Resource, ResourceKind, Scalar, Schema, Type};

use super::references::{bodies, no_role, remove_page, rename_page, retype};
use crate::random::Random;

/// A mutation: it changes a schema, or finds nothing to change.
type Mutation = fn(&mut Schema, &mut Random) -> Option<()>;

/// A schema after the mutations that a seed determines, and their names. Each seed begins with another one; some have more.
#[must_use]
pub fn mutated(schema: &Schema, seed: u64) -> (Schema, Vec<&'static str>) {
    let mut random = Random::new(seed);
    let mut mutated = schema.clone();
    let mut names = Vec::new();
    let more = [0, 0, 1, 2][random.below(4)];
    let first = usize::try_from(seed).unwrap_or_default() % MUTATIONS.len();
    let more: Vec<usize> = (0..more).map(|_| random.below(MUTATIONS.len())).collect();
    for index in std::iter::once(first).chain(more) {
        let (name, mutation) = MUTATIONS[index];
        let before = mutated.clone();
        if (0..20).any(|_| mutation(&mut mutated, &mut random).is_some()) {
            names.push(name);
        }
        // Other schemas lack pages that some mutations lead to: no code can be generated then.
        if items(&mutated, &Options::new()).is_err() {
            mutated = before;
            names.pop();
        }
    }
    (mutated, names)
}

/// All mutations, by name.
pub const MUTATIONS: &[(&str, Mutation)] = &[
    ("a page is removed", |schema, random| {
        let name = resource(schema, random)?.name.clone();
        remove_page(schema, &name);
        Some(())
    }),
    ("a page is added", |schema, random| {
        let mut page = resource(schema, random)?.clone();
        page.name.push_str("Copy");
        page.rel.clone_from(&page.name);
        add(schema, page)
    }),
    ("a page is added that takes the name of another type", |schema, random| {
        let owner = resource(schema, random)?.name.clone();
        let suffix = random.pick(&["Links", "Input", "Query", "Embedded", "Output"]);
        let mut page = schema.resource("key")?.clone();
        no_role(&mut page);
        page.name = format!("{owner}{suffix}");
        page.rel.clone_from(&page.name);
        add(schema, page)
    }),
    ("a page is renamed with its rel", |schema, random| {
        let name = resource(schema, random)?.name.clone();
        rename_page(schema, &name, &format!("{name}Renamed"), true);
        Some(())
    }),
    ("a page is renamed without its rel", |schema, random| {
        let name = resource(schema, random)?.name.clone();
        rename_page(schema, &name, &format!("new{name}"), false);
        Some(())
    }),
    ("a page is in another group", |schema, random| {
        let group = random.pick(&["Lights", "House", "People", "Garden"]);
        let page = resource(schema, random)?;
        let old = page.group.replace(group.to_owned());
        (old.as_deref() != Some(group)).then_some(())
    }),
    ("a page is in no group", |schema, random| resource(schema, random)?.group.take().map(drop)),
    ("a page has another rel", |schema, random| {
        resource(schema, random)?.rel.push_str("Other");
        Some(())
    }),
    ("a page has another revision", |schema, random| {
        resource(schema, random)?.revision += 1;
        Some(())
    }),
    ("a role is a resource", |schema, random| {
        let page = resource(schema, random)?;
        (page.kind == ResourceKind::Role).then(|| no_role(page))
    }),
    ("a resource is a role", |schema, random| {
        let name = resource(schema, random)?.name.clone();
        let is_used = schema.resources.iter().any(|it| it.role_of.as_deref() == Some(&name));
        let page = schema.resources.iter_mut().find(|it| it.name == name)?;
        (page.kind != ResourceKind::Role && !is_used && name != "lamp").then(|| {
            page.kind = ResourceKind::Role;
            page.role_of = Some("lamp".to_owned());
        })
    }),
    ("a role is one of another resource", |schema, random| {
        let page = resource(schema, random)?;
        (page.kind == ResourceKind::Role).then(|| page.role_of = Some("room".to_owned()))
    }),
    ("an alias is added or removed", |schema, random| {
        let page = resource(schema, random)?;
        if page.aliases.pop().is_none() {
            page.aliases.push(format!("{}Alias", page.name));
        }
        Some(())
    }),
    ("a page is described otherwise", |schema, random| {
        resource(schema, random)?.description.push_str(" It is another one.");
        Some(())
    }),
    ("a property is added", |schema, random| {
        let list = properties(schema, random)?;
        let mut property = list.first()?.clone();
        "additional".clone_into(&mut property.name);
        property.required = random.below(2) == 0;
        let at = random.below(list.len() + 1);
        list.iter().all(|it| it.name != property.name).then(|| list.insert(at, property))
    }),
    ("a property is removed", |schema, random| {
        let list = properties(schema, random)?;
        (!list.is_empty()).then(|| drop(list.remove(random.below(list.len()))))
    }),
    ("a property is renamed", |schema, random| {
        property(schema, random)?.name.push_str("Renamed");
        Some(())
    }),
    ("a property is spelt otherwise", |schema, random| {
        // The wire changes, and the field does not.
        let property = property(schema, random)?;
        let first = property.name.get(..1)?.to_uppercase();
        property.name.replace_range(..1, &first);
        Some(())
    }),
    ("a property is retyped", |schema, random| {
        let types = [
            "String",
            "Uri",
            "Boolean",
            "Int32",
            "DateTime",
            "TimeSpan",
            "ExternalResource",
            "Object",
            "Hue",
            "Mood",
            "Array of String",
            "Array of Byte",
            "Array of Hue",
            "Array of Object",
            "Byte",
        ];
        let ty: Type = random.pick(&types).parse().ok()?;
        if let Some(name) = ty.enumeration() {
            schema.enumeration(name)?;
        }
        let property = property(schema, random)?;
        (property.ty != ty).then(|| property.ty = ty)
    }),
    ("a property is required, or no longer", |schema, random| {
        let property = body(schema, random)?;
        property.required = !property.required;
        Some(())
    }),
    ("a property has another limit", |schema, random| {
        let property = property(schema, random)?;
        // A limit of another type says nothing, and `check` reports it.
        match (&property.ty, random.below(2)) {
            (Type::Scalar(Scalar::String | Scalar::Uri), _) => {
                property.max_length =
                    Some(property.max_length.map_or(30, |it| if it > 30 { 20 } else { it + 30 }));
            }
            (Type::Scalar(Scalar::Int32 | Scalar::Byte), 0) => {
                property.minimum = Some(property.minimum.map_or(-2, |it| it + 1));
            }
            (Type::Scalar(Scalar::Int32 | Scalar::Byte), _) => {
                property.maximum = if property.maximum.is_some() { None } else { Some(7) };
            }
            _ => return None,
        }
        Some(())
    }),
    ("a property has another default", |schema, random| {
        let property = property(schema, random)?;
        property.default = if property.default.is_some() { None } else { Some("4".to_owned()) };
        Some(())
    }),
    ("a property can be null, or no longer", |schema, random| {
        let property = property(schema, random)?;
        property.nullable = !property.nullable;
        Some(())
    }),
    ("a property is described otherwise", |schema, random| {
        property(schema, random)?.description.push_str(" Or not.");
        Some(())
    }),
    ("properties are reordered", |schema, random| {
        let list = properties(schema, random)?;
        (list.len() > 1).then(|| list.reverse())
    }),
    ("a link is added", |schema, random| {
        let list = links(schema, random)?;
        let mut link = list.first()?.clone();
        "additional".clone_into(&mut link.rel);
        list.iter().all(|it| it.rel != link.rel).then(|| list.push(link))
    }),
    ("a link is removed", |schema, random| {
        let list = links(schema, random)?;
        (!list.is_empty()).then(|| drop(list.remove(random.below(list.len()))))
    }),
    ("a link is renamed", |schema, random| {
        let list = links(schema, random)?;
        let at = random.below(list.len());
        list.get_mut(at)?.rel.push_str("Renamed");
        Some(())
    }),
    ("a link leads elsewhere", |schema, random| {
        let target = [None, Some("lamp"), Some("room"), Some("guest"), Some("person")][random.below(5)];
        if target.is_some_and(|name| schema.resource(name).is_none()) {
            return None;
        }
        let list = links(schema, random)?;
        let at = random.below(list.len());
        let link = list.get_mut(at)?;
        (link.target.as_deref() != target).then(|| link.target = target.map(str::to_owned))
    }),
    ("there can be many of a link, or only one", |schema, random| {
        let list = links(schema, random)?;
        let at = random.below(list.len());
        let link = list.get_mut(at)?;
        link.many = !link.many;
        Some(())
    }),
    ("links are reordered", |schema, random| {
        let list = links(schema, random)?;
        (list.len() > 1).then(|| list.reverse())
    }),
    ("an operation is added", |schema, random| {
        let mut operation = operation(schema, random)?.clone();
        operation.method = random.pick(&["GET", "POST", "PUT", "DELETE", "OPTIONS"]).to_owned();
        let page = resource(schema, random)?;
        let is_new = page.operations.iter().all(|it| it.method != operation.method);
        is_new.then(|| page.operations.push(operation))
    }),
    ("an operation is removed", |schema, random| {
        let list = &mut resource(schema, random)?.operations;
        (!list.is_empty()).then(|| drop(list.remove(random.below(list.len()))))
    }),
    ("operations are reordered", |schema, random| {
        let list = &mut resource(schema, random)?.operations;
        (list.len() > 1).then(|| list.reverse())
    }),
    ("another resource is answered", |schema, random| {
        let output = [None, Some("lamp"), Some("bulb"), Some("guest")][random.below(4)];
        if output.is_some_and(|name| schema.resource(name).is_none()) {
            return None;
        }
        let operation = operation(schema, random)?;
        (operation.output.as_deref() != output).then(|| operation.output = output.map(str::to_owned))
    }),
    ("the element of an answer is another one", |schema, random| {
        let operation = operation(schema, random)?;
        (!operation.output_fields.is_empty()).then(|| operation.output_element = Some("other".to_owned()))
    }),
    ("a media type is added or removed", |schema, random| {
        let which = random.below(2);
        let operation = operation(schema, random)?;
        let list = if which == 0 { &mut operation.consumes } else { &mut operation.produces };
        if list.pop().is_none() {
            list.push("image/gif".to_owned());
        }
        Some(())
    }),
    ("a status is added or removed", |schema, random| {
        let status = operation(schema, random)?.statuses.first()?.clone();
        let list = &mut operation(schema, random)?.statuses;
        if list.pop().is_none() {
            list.push(status);
        }
        Some(())
    }),
    ("an error is added", |schema, random| {
        let mut error = errors(schema, random)?.first()?.clone();
        error.subcode = Some("Additional".to_owned());
        errors(schema, random)?.push(error);
        Some(())
    }),
    ("an error is removed", |schema, random| {
        let list = errors(schema, random)?;
        (!list.is_empty()).then(|| drop(list.remove(random.below(list.len()))))
    }),
    ("an error has another status", |schema, random| {
        let error = errors(schema, random)?.first_mut()?;
        error.status = Some(error.status.unwrap_or(400) + 1);
        Some(())
    }),
    ("the generic errors are documented, or no longer", |schema, random| {
        let operation = operation(schema, random)?;
        operation.generic_errors = !operation.generic_errors;
        Some(())
    }),
    ("a generic error is added or removed", |schema, random| {
        let list = &mut schema.errors.generic;
        match random.below(2) {
            0 => list.pop().map(drop),
            _ => {
                let mut error = list.first()?.clone();
                error.subcode = Some("New".to_owned());
                list.push(error);
                Some(())
            }
        }
    }),
    ("an event is added", |schema, random| {
        let mut event = schema.resources.iter().find_map(|it| it.events.first())?.clone();
        event.resource = resource(schema, random)?.rel.clone();
        event.ty = random.pick(&["added", "updated", "deleted", "started", "completed"]).to_owned();
        resource(schema, random)?.events.push(event);
        Some(())
    }),
    ("an event is removed", |schema, random| resource(schema, random)?.events.pop().map(drop)),
    ("an event changes", |schema, random| {
        let what = random.below(5);
        let event = resource(schema, random)?.events.first_mut()?;
        match what {
            0 => event.sender.push_str("Other"),
            1 => event.priority = "Low".to_owned(),
            2 => event.scope.push("street".to_owned()),
            3 => event.embedded = event.embedded.map(|it| !it),
            _ => event.reason.push_str(" Again."),
        }
        Some(())
    }),
    ("a reason code is added or removed", |schema, random| {
        let mut reason = schema.resources.iter().find_map(|it| it.reasons.first())?.clone();
        let list = &mut resource(schema, random)?.reasons;
        if list.pop().is_none() {
            reason.subcode = Some("Additional".to_owned());
            list.push(reason);
        }
        Some(())
    }),
    ("a scope is added or removed", |schema, random| {
        let scope = schema.resources.iter().find_map(|it| it.scopes.first())?.clone();
        let list = &mut resource(schema, random)?.scopes;
        if list.pop().is_none() {
            list.push(scope);
        }
        Some(())
    }),
    ("an enumeration is removed", |schema, random| {
        let name = enumeration(schema, random)?;
        schema.enumerations.retain(|it| it.name != name);
        retype(schema, &name, |_| Some(Scalar::String));
        Some(())
    }),
    ("an enumeration is renamed", |schema, random| {
        let name = enumeration(schema, random)?;
        let now = format!("{name}Renamed");
        schema.enumerations.iter_mut().filter(|it| it.name == name).for_each(|it| it.name.clone_from(&now));
        retype(schema, &name, |_| Some(Scalar::Enumeration(now.clone())));
        Some(())
    }),
    ("an enumeration is split", |schema, _| {
        let mut first = schema.enumeration("LampState")?.clone();
        let mut second = first.clone();
        (first.members.len() == 6).then_some(())?;
        second.members = first.members.split_off(3);
        "AlarmState".clone_into(&mut second.name);
        "LightState".clone_into(&mut first.name);
        schema.enumerations.retain(|it| it.name != "LampState");
        schema.enumerations.extend([first, second]);
        let alarm = Scalar::Enumeration("AlarmState".to_owned());
        for resource in schema.resources.iter_mut().filter(|it| it.name == "alarm") {
            let states = resource.properties.iter_mut().filter(|it| it.ty.enumeration() == Some("LampState"));
            states.for_each(|it| it.ty = Type::Scalar(alarm.clone()));
        }
        retype(schema, "LampState", |_| Some(Scalar::Enumeration("LightState".to_owned())));
        Some(())
    }),
    ("a member is added", |schema, random| {
        let at = random.below(schema.enumerations.len());
        let list = &mut schema.enumerations.get_mut(at)?.members;
        let mut member = list.first()?.clone();
        "Additional".clone_into(&mut member.name);
        list.iter().all(|it| it.name != member.name).then(|| list.push(member))
    }),
    ("a member is removed", |schema, random| {
        let at = random.below(schema.enumerations.len());
        let list = &mut schema.enumerations.get_mut(at)?.members;
        (!list.is_empty()).then(|| drop(list.remove(random.below(list.len()))))
    }),
    ("members are reordered", |schema, random| {
        let at = random.below(schema.enumerations.len());
        schema.enumerations.get_mut(at)?.members.reverse();
        Some(())
    }),
    ("a name in code is added or removed", |schema, random| {
        if random.below(2) == 0 {
            return schema.names.pop().map(drop);
        }
        let mut name = schema.names.first()?.clone();
        name.of = resource(schema, random)?.name.clone();
        name.name = format!("{}Called", name.of);
        schema.names.iter().all(|it| it.of != name.of).then(|| schema.names.push(name))
    }),
];

/// Adds a page, unless there is one of its name.
fn add(schema: &mut Schema, page: Resource) -> Option<()> {
    schema.resource(&page.name).is_none().then(|| schema.resources.push(page))
}

fn resource<'s>(schema: &'s mut Schema, random: &mut Random) -> Option<&'s mut Resource> {
    let at = random.below(schema.resources.len());
    schema.resources.get_mut(at)
}

fn enumeration(schema: &Schema, random: &mut Random) -> Option<String> {
    Some(schema.enumerations.get(random.below(schema.enumerations.len()))?.name.clone())
}

fn operation<'s>(schema: &'s mut Schema, random: &mut Random) -> Option<&'s mut Operation> {
    let list = &mut resource(schema, random)?.operations;
    let at = random.below(list.len());
    list.get_mut(at)
}

fn errors<'s>(
    schema: &'s mut Schema,
    random: &mut Random,
) -> Option<&'s mut Vec<ucwa_gen::schema::OperationError>> {
    Some(&mut operation(schema, random)?.errors)
}

/// A list of properties, of a representation or of a body.
fn properties<'s>(schema: &'s mut Schema, random: &mut Random) -> Option<&'s mut Vec<Property>> {
    let which = random.below(5);
    if which < 2 {
        return Some(&mut resource(schema, random)?.properties);
    }
    let operation = operation(schema, random)?;
    Some(match which {
        2 => &mut operation.query,
        3 => &mut operation.input,
        _ => &mut operation.output_fields,
    })
}

fn property<'s>(schema: &'s mut Schema, random: &mut Random) -> Option<&'s mut Property> {
    let list = properties(schema, random)?;
    let at = random.below(list.len());
    list.get_mut(at)
}

/// A property of what a client sends.
fn body<'s>(schema: &'s mut Schema, random: &mut Random) -> Option<&'s mut Property> {
    let mut fields: Vec<&mut Property> = bodies(operation(schema, random)?).collect();
    let at = random.below(fields.len());
    (at < fields.len()).then(|| fields.swap_remove(at))
}

/// A list of links or embedded resources.
fn links<'s>(schema: &'s mut Schema, random: &mut Random) -> Option<&'s mut Vec<ucwa_gen::schema::Link>> {
    let which = random.below(3);
    let page = resource(schema, random)?;
    let list = if which < 2 { &mut page.links } else { &mut page.embedded };
    (!list.is_empty()).then_some(list)
}
