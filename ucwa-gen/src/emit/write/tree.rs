//! Which file holds what, and the modules above them.

use std::collections::{BTreeMap, BTreeSet};

use super::docs::{Doc, code};
use super::file::File;
use super::format::{cfg, line, literal};
use super::{any_event, any_resource, enumeration, errors, resource, stub};
use crate::emit::attributes::{self, Attributes};
use crate::emit::error::Error;
use crate::emit::header::NOTE;
use crate::emit::names::feature;
use crate::emit::names::fixed::{ANY_EVENT, ANY_RESOURCE, ENUMERATIONS, ERRORS, STUBS};
use crate::emit::options::Options;
use crate::emit::plan::{EnumerationPlan, Group, Plan, ResourcePlan, Stub};
use crate::parallel;
use crate::schema::Errors;

/// All files, by path.
pub(crate) fn files(plan: &Plan<'_>, options: &Options) -> Result<BTreeMap<String, String>, Error> {
    let mut texts = BTreeMap::new();
    let mut used = BTreeSet::new();
    for made in parallel::map(&parts(plan), |part| finished(*part, plan, options)) {
        let (path, text, rules) = made?;
        texts.insert(path, text);
        used.extend(rules);
    }
    let unmatched = attributes::unmatched(&options.attributes, &used, &texts)?;
    if unmatched.is_empty() { Ok(texts) } else { Err(Error::Unmatched(unmatched)) }
}

/// What a file is made of.
#[derive(Clone, Copy)]
enum Part<'p> {
    Root,
    AnyResource,
    AnyEvent,
    Errors,
    /// The module of a group.
    Group(&'p Group<'p>),
    /// What stands for the group without its feature.
    Stubs(&'p Group<'p>),
    Resource(&'p Group<'p>, &'p ResourcePlan<'p>),
    Enumerations,
    Enumeration(&'p EnumerationPlan<'p>),
}

/// The parts, those about everything first: they are the longest, and no thread should be left alone with one.
fn parts<'p>(plan: &'p Plan<'p>) -> Vec<Part<'p>> {
    let mut parts = vec![Part::AnyEvent, Part::AnyResource, Part::Root, Part::Errors];
    for group in &plan.groups {
        parts.push(Part::Group(group));
        if !plan.features.is_empty() && !group.resources.is_empty() {
            parts.push(Part::Stubs(group));
        }
        parts.extend(group.resources.iter().map(|resource| Part::Resource(group, resource)));
    }
    if !plan.enumerations.is_empty() {
        parts.push(Part::Enumerations);
    }
    parts.extend(plan.enumerations.iter().map(Part::Enumeration));
    parts
}

/// The path of a part's file, its text, and the rules about attributes that were of use in it.
fn finished(
    part: Part<'_>,
    plan: &Plan<'_>,
    options: &Options,
) -> Result<(String, String, BTreeSet<usize>), Error> {
    let (path, file) = match part {
        Part::Root => ("mod.rs".to_owned(), root(plan, options)),
        Part::AnyResource => {
            let mut file = File::new(options, plan, 1).partial(!plan.features.is_empty());
            any_resource::emit(&mut file, plan);
            (format!("{ANY_RESOURCE}.rs"), file)
        }
        Part::AnyEvent => {
            let mut file = File::new(options, plan, 1).partial(!plan.features.is_empty());
            any_event::emit(&mut file, plan);
            (format!("{ANY_EVENT}.rs"), file)
        }
        Part::Errors => {
            let mut file = File::new(options, plan, 1);
            errors::emit(&mut file, plan);
            (format!("{ERRORS}.rs"), file)
        }
        Part::Group(group) => (format!("{}/mod.rs", group.module), self::group(group, plan, options)),
        Part::Stubs(group) => (format!("{STUBS}/{}.rs", group.module), stubs(group, plan, options)),
        Part::Resource(group, resource) => {
            let mut file = File::new(options, plan, 2).group(group).source(&resource.resource.page);
            resource::emit(&mut file, plan, resource);
            (format!("{}/{}.rs", group.module, resource.module), file)
        }
        Part::Enumerations => {
            let mut file = list("The enumerations.", plan, options);
            let modules = plan.enumerations.iter().map(|enumeration| {
                (enumeration.module.as_str(), cfg(&plan.enumeration_features(enumeration)))
            });
            modules_of(&mut file, ENUMERATIONS, modules);
            (format!("{ENUMERATIONS}/mod.rs"), file)
        }
        Part::Enumeration(enumeration) => {
            let mut file = File::new(options, plan, 2);
            // Any page adds to the codes and subcodes: a digest of them would conflict whenever two branches are merged.
            let is_of_all =
                [Errors::CODES, Errors::SUBCODES].contains(&enumeration.enumeration.name.as_str());
            if let Some(page) = enumeration.enumeration.page.as_ref().filter(|_| !is_of_all) {
                file = file.source(page);
            }
            enumeration::emit(&mut file, enumeration);
            (format!("{ENUMERATIONS}/{}.rs", enumeration.module), file)
        }
    };
    let mut attributes = Attributes::new(&options.attributes)?;
    let text = file.finish(&path, &mut attributes)?;
    Ok((path, text, attributes.into_used()))
}

/// A file in the folder below the root's.
fn list<'p>(title: &str, plan: &'p Plan<'p>, options: &'p Options) -> File<'p> {
    File::new(options, plan, 1).docs(Doc::new().markdown(title))
}

/// The module of a group.
fn group<'p>(group: &Group<'_>, plan: &'p Plan<'p>, options: &'p Options) -> File<'p> {
    let title = format!("The resources of the group {}.", code(group.title));
    let mut file = list(&title, plan, options);
    let modules = group.resources.iter().map(|resource| (resource.module.as_str(), None));
    modules_of(&mut file, &group.module, modules);
    for stub in &group.stubs {
        stub::emit(&mut file, &plan.types, stub);
    }
    file
}

/// What stands for a group in the tree without its feature.
fn stubs<'p>(group: &Group<'_>, plan: &'p Plan<'p>, options: &'p Options) -> File<'p> {
    let title =
        format!("Stubs for the resources of the group {}, compiled without its feature.", code(group.title));
    let mut file = list(&title, plan, options);
    let all = group.resources.iter().map(|plan| Stub { resource: plan.resource, ty: plan.ty.clone() });
    let mut stubs: Vec<Stub<'_>> = all.chain(group.stubs.iter().cloned()).collect();
    stubs.sort_by_key(|stub| &stub.resource.name);
    // Only a type of its own can take attributes.
    if options.attributes.is_empty() {
        stub::emit_names(&mut file, &plan.types, &stubs);
    } else {
        for stub in &stubs {
            stub::emit(&mut file, &plan.types, stub);
        }
    }
    file
}

/// The root of the tree: all modules, and all types by their names.
fn root<'p>(plan: &'p Plan<'p>, options: &'p Options) -> File<'p> {
    let mut modules: BTreeMap<&str, Vec<String>> =
        plan.groups.iter().map(|group| (group.module.as_str(), module_of(plan, group))).collect();
    let feature = line("", cfg(&plan.enumerations_features()).as_deref());
    if !plan.enumerations.is_empty() {
        modules.insert(ENUMERATIONS, vec![format!("{feature}pub mod {ENUMERATIONS};\n")]);
    }
    let docs = root_docs(plan);
    let features = if plan.features.is_empty() { "" } else { NOTE };
    let mut file = File::new(options, plan, 0).docs(docs).root(features);
    let own = [ANY_EVENT, ANY_RESOURCE, ERRORS];
    let exports = modules.keys().map(|module| {
        let feature = if *module == ENUMERATIONS { feature.as_str() } else { "" };
        format!("{feature}pub use self::{module}::*;\n")
    });
    let exports = own.iter().map(|module| format!("pub use self::{module}::*;\n")).chain(exports).collect();
    let declarations = own.iter().map(|module| format!("mod {module};\n"));
    file.push_list(declarations.chain(modules.into_values().flatten()).collect());
    file.push_list(exports);
    file
}

fn root_docs(plan: &Plan<'_>) -> Doc {
    let docs = Doc::new()
        .markdown("All documented resources, their operations and events, and the enumerations.")
        .markdown(
            "Every type is here by its name, and has its page in the module of its group. A resource documents its \
             operations, with their errors, and its events.",
        );
    if plan.features.is_empty() {
        return docs;
    }
    docs.markdown(
        "Each group is a feature of its name. Without the feature its resources are there all the same, and keep \
         everything they hold in their `unknown`.",
    )
}

/// The declaration of a group's module.
fn module_of(plan: &Plan<'_>, group: &Group<'_>) -> Vec<String> {
    let module = &group.module;
    if plan.features.is_empty() || group.resources.is_empty() {
        return vec![format!("pub mod {module};\n")];
    }
    let feature = literal(&feature(module));
    let path = literal(&format!("{STUBS}/{module}.rs"));
    vec![
        format!("#[cfg(feature = {feature})]\npub mod {module};\n"),
        format!("#[cfg(not(feature = {feature}))]\n#[path = {path}]\npub mod {module};\n"),
    ]
}

/// Declares the modules of a folder, each under its feature. They are private: a type is known by its name, which is
/// unique in the whole tree.
fn modules_of<'m>(
    file: &mut File<'_>,
    folder: &str,
    modules: impl Iterator<Item = (&'m str, Option<String>)>,
) {
    let (mut declarations, mut exports) = (Vec::new(), Vec::new());
    for (module, feature) in modules {
        let feature = line("", feature.as_deref());
        let allow = (module == folder).then_some(
            "#[allow(clippy::module_inception, reason = \"a group and one of its pages have the same name\")]",
        );
        declarations.push(format!("{feature}{}mod {module};\n", line("", allow)));
        exports.push(format!("{feature}pub use self::{module}::*;\n"));
    }
    file.push_list(declarations);
    file.push_list(exports);
}
