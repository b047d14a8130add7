//! Which file holds what, and the modules above them.

use std::collections::BTreeMap;

use quote::quote;

use super::attributes::Attributes;
use super::docs::{Doc, code};
use super::file::{File, ident};
use super::plan::{ANY_EVENT, ANY_RESOURCE, ENUMERATIONS, ERRORS, Plan};
use super::{Error, Options, any_event, any_resource, enumeration, errors, resource};

/// All files, by path.
pub(crate) fn files(plan: &Plan<'_>, options: &Options) -> Result<BTreeMap<String, String>, Error> {
    let attributes = Attributes::new(&options.attributes);
    let mut files = Files { options, attributes, texts: BTreeMap::new() };
    for group in &plan.groups {
        let modules = group.resources.iter().map(|resource| resource.module.as_str());
        let title = format!("The resources of the group {}.", code(group.title));
        files.module_list(&group.module, &title, modules)?;
        for resource in &group.resources {
            let mut file = files.page().source(&resource.resource.page);
            resource::emit(&mut file, plan, resource);
            files.add(format!("{}/{}.rs", group.module, resource.module), file)?;
        }
    }
    if !plan.enumerations.is_empty() {
        let modules = plan.enumerations.iter().map(|enumeration| enumeration.module.as_str());
        files.module_list(ENUMERATIONS, "The enumerations.", modules)?;
    }
    for enumeration in &plan.enumerations {
        let mut file = files.page();
        if let Some(page) = &enumeration.enumeration.page {
            file = file.source(page);
        }
        enumeration::emit(&mut file, enumeration);
        files.add(format!("{ENUMERATIONS}/{}.rs", enumeration.module), file)?;
    }
    let mut file = File::new(options, 1);
    any_resource::emit(&mut file, plan);
    files.add(format!("{ANY_RESOURCE}.rs"), file)?;
    let mut file = File::new(options, 1);
    any_event::emit(&mut file, plan);
    files.add(format!("{ANY_EVENT}.rs"), file)?;
    let mut file = File::new(options, 1);
    errors::generic(&mut file, &plan.errors);
    files.add(format!("{ERRORS}.rs"), file)?;
    files.root(plan)?;
    let unused = files.attributes.unused();
    if unused.is_empty() { Ok(files.texts) } else { Err(Error::Unmatched(unused)) }
}

/// The files so far.
struct Files<'o> {
    options: &'o Options,
    attributes: Attributes<'o>,
    texts: BTreeMap<String, String>,
}

impl Files<'_> {
    /// A file for a page.
    fn page(&self) -> File {
        File::new(self.options, 2)
    }

    fn add(&mut self, path: String, file: File) -> Result<(), Error> {
        let text = file.finish(&path, &mut self.attributes)?;
        self.texts.insert(path, text);
        Ok(())
    }

    /// The module of a folder. Its files are private: a type is known by its name, which is unique in the whole tree.
    fn module_list<'m>(
        &mut self,
        folder: &str,
        title: &str,
        modules: impl Iterator<Item = &'m str>,
    ) -> Result<(), Error> {
        let mut file = File::new(self.options, 1).docs(Doc::new().markdown(title));
        let (mut declarations, mut exports) = (Vec::new(), Vec::new());
        for module in modules {
            let allow = (module == folder).then(
                || quote!(#[allow(clippy::module_inception, reason = "a group and one of its pages have the same name")]),
            );
            let module = ident(module);
            declarations.push(quote!(#allow mod #module;));
            exports.push(quote!(pub use self::#module::*;));
        }
        file.push(quote!(#(#declarations)*));
        file.push(quote!(#(#exports)*));
        self.add(format!("{folder}/mod.rs"), file)
    }

    /// The root of the tree: all modules, and all types by their names.
    fn root(&mut self, plan: &Plan<'_>) -> Result<(), Error> {
        let mut modules: Vec<&str> = plan.groups.iter().map(|group| group.module.as_str()).collect();
        if !plan.enumerations.is_empty() {
            modules.push(ENUMERATIONS);
        }
        modules.sort_unstable();
        let docs = Doc::new().markdown("All documented resources and enumerations, by group and by name.");
        let docs = docs.markdown(format!("Sources: {}.", code(&plan.schema.digest)));
        let mut file = File::new(self.options, 0).docs(docs);
        let (any_event, any_resource, errors) = (ident(ANY_EVENT), ident(ANY_RESOURCE), ident(ERRORS));
        let modules: Vec<_> = modules.into_iter().map(ident).collect();
        file.push(quote!(mod #any_event; mod #any_resource; mod #errors; #(pub mod #modules;)*));
        file.push(quote! {
            pub use self::#any_event::*;
            pub use self::#any_resource::*;
            pub use self::#errors::*;
            #(pub use self::#modules::*;)*
        });
        self.add("mod.rs".to_owned(), file)
    }
}
