//! Which file holds what, and the modules above them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::Attributes;
use super::docs::{Doc, code};
use super::feature;
use super::file::{File, ident};
use super::plan::{ANY_EVENT, ANY_RESOURCE, ENUMERATIONS, ERRORS, Group, Plan, STUBS, Stub};
use super::{Error, Options, any_event, any_resource, enumeration, errors, resource, stub};

/// All files, by path.
pub(crate) fn files(plan: &Plan<'_>, options: &Options) -> Result<BTreeMap<String, String>, Error> {
    let attributes = Attributes::new(&options.attributes);
    let mut files = Files { options, plan, attributes, texts: BTreeMap::new() };
    for group in &plan.groups {
        files.group(group)?;
        for resource in &group.resources {
            let mut file = files.page().group(group).source(&resource.resource.page);
            resource::emit(&mut file, plan, resource);
            files.add(format!("{}/{}.rs", group.module, resource.module), file)?;
        }
    }
    if !plan.enumerations.is_empty() {
        let mut file = files.list("The enumerations.");
        let modules = plan
            .enumerations
            .iter()
            .map(|enumeration| (enumeration.module.as_str(), plan.enumeration_feature(enumeration)));
        modules_of(&mut file, ENUMERATIONS, modules);
        files.add(format!("{ENUMERATIONS}/mod.rs"), file)?;
    }
    for enumeration in &plan.enumerations {
        let mut file = files.page();
        if let Some(page) = &enumeration.enumeration.page {
            file = file.source(page);
        }
        enumeration::emit(&mut file, enumeration);
        files.add(format!("{ENUMERATIONS}/{}.rs", enumeration.module), file)?;
    }
    let mut file = File::new(options, plan, 1).partial(!plan.features.is_empty());
    any_resource::emit(&mut file, plan);
    files.add(format!("{ANY_RESOURCE}.rs"), file)?;
    let mut file = File::new(options, plan, 1).partial(!plan.features.is_empty());
    any_event::emit(&mut file, plan);
    files.add(format!("{ANY_EVENT}.rs"), file)?;
    let mut file = File::new(options, plan, 1);
    errors::generic(&mut file, &plan.errors);
    files.add(format!("{ERRORS}.rs"), file)?;
    files.root()?;
    let unused = files.attributes.unused();
    if unused.is_empty() { Ok(files.texts) } else { Err(Error::Unmatched(unused)) }
}

/// The files so far.
struct Files<'p> {
    options: &'p Options,
    plan: &'p Plan<'p>,
    attributes: Attributes<'p>,
    texts: BTreeMap<String, String>,
}

impl<'p> Files<'p> {
    /// A file for a page.
    fn page(&self) -> File<'p> {
        File::new(self.options, self.plan, 2)
    }

    fn add(&mut self, path: String, file: File<'_>) -> Result<(), Error> {
        let text = file.finish(&path, &mut self.attributes)?;
        self.texts.insert(path, text);
        Ok(())
    }

    /// A file in the folder below the root's.
    fn list(&self, title: &str) -> File<'p> {
        File::new(self.options, self.plan, 1).docs(Doc::new().markdown(title))
    }

    /// The module of a group and, for the tree without its feature, what stands for it.
    fn group(&mut self, group: &Group<'_>) -> Result<(), Error> {
        let plan = self.plan;
        let title = format!("The resources of the group {}.", code(group.title));
        let mut file = self.list(&title);
        let modules = group.resources.iter().map(|resource| (resource.module.as_str(), None));
        modules_of(&mut file, &group.module, modules);
        for stub in &group.stubs {
            stub::emit(&mut file, &plan.types, stub);
        }
        self.add(format!("{}/mod.rs", group.module), file)?;
        if plan.features.is_empty() || group.resources.is_empty() {
            return Ok(());
        }
        let title =
            format!("What stands for the resources of the group {} without its feature.", code(group.title));
        let mut file = self.list(&title);
        let all = group.resources.iter().map(|plan| Stub { resource: plan.resource, ty: plan.ty.clone() });
        let mut stubs: Vec<Stub<'_>> = all.chain(group.stubs.iter().cloned()).collect();
        stubs.sort_by_key(|stub| &stub.resource.name);
        // Only a type of its own can take attributes.
        if self.options.attributes.is_empty() {
            stub::emit_names(&mut file, &plan.types, &stubs);
        } else {
            for stub in &stubs {
                stub::emit(&mut file, &plan.types, stub);
            }
        }
        self.add(format!("{STUBS}/{}.rs", group.module), file)
    }

    /// The root of the tree: all modules, and all types by their names.
    fn root(&mut self) -> Result<(), Error> {
        let plan = self.plan;
        let mut modules: BTreeMap<&str, TokenStream> =
            plan.groups.iter().map(|group| (group.module.as_str(), module_of(plan, group))).collect();
        let feature = plan.enumerations_feature();
        if !plan.enumerations.is_empty() {
            let module = ident(ENUMERATIONS);
            modules.insert(ENUMERATIONS, quote!(#feature pub mod #module;));
        }
        let docs = Doc::new().markdown("All documented resources and enumerations, by group and by name.");
        let docs = docs.markdown(format!("Sources: {}.", code(&plan.schema.digest)));
        let note = if plan.features.is_empty() { "" } else { feature::NOTE };
        let mut file = File::new(self.options, plan, 0).docs(docs).note(note);
        let (any_event, any_resource, errors) = (ident(ANY_EVENT), ident(ANY_RESOURCE), ident(ERRORS));
        let declarations = modules.values();
        file.push(quote!(mod #any_event; mod #any_resource; mod #errors; #(#declarations)*));
        let exports = modules.keys().map(|module| {
            let feature = feature.as_ref().filter(|_| *module == ENUMERATIONS);
            let module = ident(module);
            quote!(#feature pub use self::#module::*;)
        });
        file.push(quote! {
            pub use self::#any_event::*;
            pub use self::#any_resource::*;
            pub use self::#errors::*;
            #(#exports)*
        });
        self.add("mod.rs".to_owned(), file)
    }
}

/// The declaration of a group's module.
fn module_of(plan: &Plan<'_>, group: &Group<'_>) -> TokenStream {
    let module = ident(&group.module);
    if plan.features.is_empty() || group.resources.is_empty() {
        return quote!(pub mod #module;);
    }
    let feature = feature::name(&group.module);
    let path = format!("{STUBS}/{}.rs", group.module);
    quote! {
        #[cfg(feature = #feature)]
        pub mod #module;
        #[cfg(not(feature = #feature))]
        #[path = #path]
        pub mod #module;
    }
}

/// Declares the modules of a folder, each under its feature. They are private: a type is known by its name, which is
/// unique in the whole tree.
fn modules_of<'m>(
    file: &mut File<'_>,
    folder: &str,
    modules: impl Iterator<Item = (&'m str, Option<TokenStream>)>,
) {
    let (mut declarations, mut exports) = (Vec::new(), Vec::new());
    for (module, feature) in modules {
        let allow = (module == folder).then(
            || quote!(#[allow(clippy::module_inception, reason = "a group and one of its pages have the same name")]),
        );
        let module = ident(module);
        declarations.push(quote!(#feature #allow mod #module;));
        exports.push(quote!(#feature pub use self::#module::*;));
    }
    file.push(quote!(#(#declarations)*));
    file.push(quote!(#(#exports)*));
}
