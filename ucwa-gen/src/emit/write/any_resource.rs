//! The enum over all resources.

use super::docs::{Doc, code};
use super::file::File;
use super::format::{COMMENT, INDENT, cfg, line, literal};
use crate::emit::names::runtime;
use crate::emit::plan::Plan;

/// Writes down the enum, with a variant for each rel that has a representation of its own.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>) {
    let derive = file.runtime(runtime::ANY_RESOURCE);
    let derive = file.derive(&["Clone", "Debug", "PartialEq", derive]);
    let value = file.runtime(runtime::VALUE);
    let attribute = file.runtime_attribute().map(|attribute| format!("#[ucwa({attribute})]"));
    let attribute = line("", attribute.as_deref());
    let declared: String = plan
        .variants
        .iter()
        .map(|variant| {
            let mut docs = Doc::new().markdown(format!("[`{}`].", variant.ty));
            if !variant.repeated.is_empty() {
                let repeated: Vec<String> = variant.repeated.iter().map(|ty| code(ty)).collect();
                docs = docs.markdown(format!(
                    "The same revision of the rel is documented as {}, which {} no variant.",
                    repeated.join(", "),
                    if repeated.len() == 1 { "has" } else { "have" }
                ));
            }
            let docs = docs.comment(COMMENT);
            let ty = file.ty(&variant.ty);
            let also: Vec<String> = variant.also.iter().copied().map(literal).collect();
            let also = (!also.is_empty()).then(|| format!("#[ucwa(also({}))]", also.join(", ")));
            let feature = cfg(&plan.features.of([variant.resource]));
            let attributes = [feature, also].map(|attribute| line(INDENT, attribute.as_deref())).concat();
            format!("{docs}{attributes}{INDENT}{ty}(Box<{ty}>),\n")
        })
        .collect();
    let name = file.declare(runtime::ANY_RESOURCE.name);
    let docs = Doc::new().markdown("Any resource: a variant for each rel.").markdown(
        "A variant holds the lowest revision of its rel: a representation does not name its revision. What a higher \
         revision adds is kept in `unknown`.",
    );
    let docs = docs.comment("///");
    file.push(format!(
        "{docs}{derive}{attribute}#[non_exhaustive]
pub enum {name} {{
{declared}    /// Anything else, unchanged.
    #[ucwa(unknown)]
    Unknown({value}),
}}
"
    ));
}
