//! What stands for a resource that is not generated in full.

use super::docs::{Doc, code};
use super::fields::unknown;
use super::file::File;
use super::format::{impl_of, literal};
use super::resource::attributes;
use crate::emit::names::runtime;
use crate::emit::plan::{Stub, Types};
use crate::schema::ResourceKind;

/// The module of the names that distinguish stubs, private to the file.
const NAMES: &str = "names";

/// Writes down the struct that keeps a whole representation as unknown; of a role, the name of its representation's.
pub(crate) fn emit(file: &mut File<'_>, types: &Types<'_>, stub: &Stub<'_>) {
    let (docs, ty) = head(file, stub);
    if role(file, types, stub, &docs) {
        return;
    }
    let unknown = unknown(file, "The whole representation.");
    file.push_struct(&docs, runtime::RESOURCE, &attributes(stub.resource), ty, &unknown, false);
}

/// The same for all stubs of a file by the one type of the runtime: next to nothing is compiled for each.
pub(crate) fn emit_names(file: &mut File<'_>, types: &Types<'_>, stubs: &[Stub<'_>]) {
    let mut declarations = String::new();
    for stub in stubs {
        let (docs, ty) = head(file, stub);
        if role(file, types, stub, &docs) {
            continue;
        }
        let (docs, rel) = (docs.comment("///"), literal(&stub.resource.rel));
        let (generic, name) = (file.runtime(runtime::STUB), file.runtime(runtime::STUB_NAME));
        let revision = match stub.resource.revision {
            1 => String::new(),
            revision => format!("    const REVISION: u32 = {revision};\n"),
        };
        file.push(format!("{docs}pub type {ty} = {generic}<{NAMES}::{ty}>;\n"));
        let head = impl_of(name, &format!("{NAMES}::{ty}"));
        file.push(format!("{head} {{\n    const REL: &'static str = {rel};\n{revision}}}\n"));
        declarations.push_str(&format!("    pub enum {ty} {{}}\n"));
    }
    if !declarations.is_empty() {
        file.push(format!("/// The names that distinguish the stubs.\nmod {NAMES} {{\n{declarations}}}\n"));
    }
}

/// The comment on a stub, and its name.
fn head<'s>(file: &mut File<'_>, stub: &'s Stub<'_>) -> (Doc, &'s str) {
    let docs =
        Doc::new().markdown(format!("A stub for {}: only its rel is generated.", code(&stub.resource.rel)));
    (docs, file.declare(&stub.ty))
}

/// Whether it is a role's, whose type then is the representation's.
fn role(file: &mut File<'_>, types: &Types<'_>, stub: &Stub<'_>, docs: &Doc) -> bool {
    let resource = stub.resource;
    let representation = types.representation(resource).filter(|_| resource.kind == ResourceKind::Role);
    if let Some(representation) = representation {
        let (docs, ty, representation) = (docs.comment("///"), &stub.ty, file.ty(representation));
        file.push(format!("{docs}pub type {ty} = {representation};\n"));
    }
    representation.is_some()
}
