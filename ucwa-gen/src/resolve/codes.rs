//! All error codes and subcodes: those that the pages `ErrorCode` and `ErrorSubcode` list, and those that tables use.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::row as listed;
use super::generic::Generic;
use super::index::Index;
use super::nearly::{Nearly, misspelt};
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Proposal};
use crate::page::NamedRow;
use crate::schema::{
    Enumeration, ErrorCode, ErrorSubcode, Errors, Evidence, EvidenceKind, Member, Provenance, Resource,
};
use crate::source::Span;

/// How an error code or a subcode is used.
#[derive(Default)]
struct Used {
    /// The statuses that a code stands with, or none, each with the number of rows and the first of them.
    statuses: BTreeMap<Option<u16>, (usize, Option<Span>)>,
    /// In how many rows it stands.
    rows: usize,
    /// The first row.
    span: Option<Span>,
    /// The override that adds it.
    entry: Option<Evidence>,
    /// Whether the page of the generic errors lists it, which is as good as its own.
    is_generic: bool,
    /// What that page says of it.
    description: String,
}

impl Used {
    /// Why it is known, where its page does not list it.
    fn evidence(&self) -> Vec<Evidence> {
        self.entry.clone().or_else(|| self.span.as_ref().map(listed)).into_iter().collect()
    }

    fn add(&mut self, span: &Span) {
        self.rows += 1;
        self.span.get_or_insert_with(|| span.clone());
    }

    /// A status with which it stands once, where it stands with another one everywhere else.
    fn outlier(&self, name: &str) -> Option<Diagnostic> {
        let (usual, (most, at)) = self.statuses.iter().max_by_key(|(_, (count, _))| *count)?;
        let mut others = self.statuses.iter().filter(|(status, _)| *status != usual);
        let (other, (1, Some(span))) = others.next()? else { return None };
        if *most < 2 || others.next().is_some() {
            return None;
        }
        let words = |status: &Option<u16>| match status {
            Some(status) => format!("the status {status}"),
            None => "no status".to_owned(),
        };
        let (other, usual) = (words(other), words(usual));
        let message = format!("`{name}` stands with {other} here, and with {usual} everywhere else");
        let found = Diagnostic::new(Code::StatusDiffers, span.clone(), message);
        Some(match at {
            Some(at) => found.related(at.clone(), "as here"),
            None => found,
        })
    }
}

/// The codes or subcodes that their page does not list.
struct Gaps<'a> {
    what: &'static str,
    list: &'static str,
    code: Code,
    known: &'a BTreeSet<String>,
    /// The word that says that there is no code, if there is one.
    nothing: Option<&'static str>,
    /// The other column, and what its page lists.
    other: (&'static str, &'a BTreeSet<String>),
}

/// In how many rows a name stands that is no mistake itself, whether its page lists it or not.
const MANY: usize = 3;

impl Gaps<'_> {
    /// `used` are the names in tables, in how many rows each stands, and the first of them.
    fn find(&self, used: Vec<(&str, usize, Option<&Span>)>, has_pages: bool) -> Vec<Diagnostic> {
        let many = used.iter().filter(|(_, rows, _)| *rows >= MANY).map(|(name, ..)| *name);
        let right = self.known.iter().map(String::as_str).chain(many).chain(self.nothing);
        let right = Nearly::new(right);
        let mut found = Vec::new();
        for (name, _, span) in used {
            let Some(span) = span.filter(|_| !self.known.contains(name)) else { continue };
            // Without the pages nothing could have listed it.
            if has_pages {
                let message = format!("the {} `{name}` is on no list", self.what);
                let proposal = Proposal::new(format!("{}.members.{name}", self.list), Correction::Member);
                found.push(Diagnostic::new(self.code, span.clone(), message).proposing(&proposal));
            }
            let (other, listed) = self.other;
            if listed.contains(name) {
                let message =
                    format!("the {} `{name}` is on no list, and on that of each {other}", self.what);
                let found_here = misspelt(message, span);
                found.push(found_here.help("two columns may be in each other's place"));
            } else if let Some(meant) = right.meant(name) {
                let message = format!("the {} `{name}` is on no list, and nearly is `{meant}`", self.what);
                found.push(misspelt(message, span));
            }
        }
        found
    }
}

/// The union of the codes and subcodes that the pages list and those that tables use.
pub(super) fn resolve(
    index: &Index<'_>,
    generic_page: &[NamedRow],
    resources: &[Resource],
    enumerations: &mut Vec<Enumeration>,
    generic: &Generic<'_>,
    findings: &mut Findings,
) -> Errors {
    // `None` in a list of subcodes stands for no subcode.
    let members = |name: &str, is_wanted: fn(&Provenance) -> bool| -> BTreeSet<String> {
        let found = enumerations.iter().find(|enumeration| enumeration.name == name);
        let members = found.map(|found| found.members.as_slice()).unwrap_or_default();
        let members = members.iter().filter(|member| member.name != "None");
        members.filter(|member| is_wanted(&member.provenance)).map(|member| member.name.clone()).collect()
    };
    let is_known = |provenance: &Provenance| !provenance.is_sample();
    let (known_codes, known_subcodes) =
        (members(Errors::CODES, is_known), members(Errors::SUBCODES, is_known));
    let (listed_codes, listed_subcodes) =
        (members(Errors::CODES, Provenance::is_page), members(Errors::SUBCODES, Provenance::is_page));
    let mut codes: BTreeMap<String, Used> = BTreeMap::new();
    let mut subcodes: BTreeMap<String, Used> = BTreeMap::new();
    for name in members(Errors::CODES, |_| true) {
        codes.entry(name).or_default();
    }
    for name in members(Errors::SUBCODES, |_| true) {
        subcodes.entry(name).or_default();
    }
    let operations = index.resources().flat_map(|page| &page.operations);
    for row in operations.flat_map(|operation| &operation.errors) {
        let used = codes.entry(row.code.clone()).or_default();
        let rows = used.statuses.entry(row.status).or_insert_with(|| (0, Some(row.span.clone())));
        rows.0 += 1;
        used.add(&row.span);
        if let Some(subcode) = &row.subcode {
            subcodes.entry(subcode.clone()).or_default().add(&row.span);
        }
    }
    for row in index.resources().flat_map(|page| &page.reasons) {
        codes.entry(row.code.clone()).or_default().add(&row.span);
        if let Some(subcode) = &row.subcode {
            subcodes.entry(subcode.clone()).or_default().add(&row.span);
        }
    }
    // Those of the overrides stand in no row.
    let operations = resources.iter().flat_map(|resource| &resource.operations);
    let errors = operations.flat_map(|operation| &operation.errors);
    let found = errors.map(|error| (&error.code, error.status, &error.subcode, &error.evidence));
    let reasons = resources.iter().flat_map(|resource| &resource.reasons);
    let reasons = reasons.map(|reason| (&reason.code, None, &reason.subcode, &reason.evidence));
    for (code, status, subcode, evidence) in found.chain(reasons) {
        let entry = evidence.iter().find(|why| why.kind == EvidenceKind::Override);
        let used = codes.entry(code.clone()).or_default();
        used.entry = used.entry.take().or_else(|| entry.filter(|_| used.span.is_none()).cloned());
        if status.is_some() {
            used.statuses.entry(status).or_insert((0, None));
        }
        if let Some(subcode) = subcode {
            let used = subcodes.entry(subcode.clone()).or_default();
            used.entry = used.entry.take().or_else(|| entry.filter(|_| used.span.is_none()).cloned());
        }
    }
    let has_pages =
        index.enumeration(Errors::CODES).is_some() && index.enumeration(Errors::SUBCODES).is_some();
    let of_codes = Gaps {
        what: "error code",
        list: Errors::CODES,
        code: Code::UndocumentedCode,
        known: &known_codes,
        nothing: None,
        other: ("subcode", &known_subcodes),
    };
    let rows = codes.iter().map(|(name, used)| (name.as_str(), used.rows, used.span.as_ref()));
    findings.extend(of_codes.find(rows.collect(), has_pages));
    findings.extend(codes.iter().filter_map(|(name, used)| used.outlier(name)));
    let of_subcodes = Gaps {
        what: "subcode",
        list: Errors::SUBCODES,
        code: Code::UndocumentedSubcode,
        known: &known_subcodes,
        nothing: Some("None"),
        other: ("error code", &known_codes),
    };
    let rows = subcodes.iter().map(|(name, used)| (name.as_str(), used.rows, used.span.as_ref()));
    findings.extend(of_subcodes.find(rows.collect(), has_pages));
    // What that page lists and nothing else knows as a code is a subcode.
    let unknown = generic_page.iter().filter(|row| !codes.contains_key(&row.name));
    let unknown: Vec<&NamedRow> = unknown.filter(|row| !subcodes.contains_key(&row.name)).collect();
    let known = Nearly::new(codes.keys().chain(subcodes.keys()).cloned());
    for row in unknown {
        if let Some(meant) = known.meant(&row.name) {
            let message = format!("the error `{}` is on no list, and nearly is `{meant}`", row.name);
            findings.add(misspelt(message, &row.span));
        }
        let (entry, description) = (Some(listed(&row.span)), row.description.clone());
        let used = Used { entry, is_generic: true, description, ..Used::default() };
        subcodes.insert(row.name.clone(), used);
    }
    for (name, used) in [(Errors::CODES, &codes), (Errors::SUBCODES, &subcodes)] {
        complete(enumerations, name, used);
    }
    let is_used =
        resources.iter().flat_map(|resource| &resource.operations).any(|found| found.generic_errors);
    let anywhere: BTreeSet<String> = generic_page.iter().map(|row| row.name.clone()).collect();
    Errors {
        codes: codes
            .into_iter()
            .map(|(name, used)| ErrorCode {
                documented: listed_codes.contains(&name),
                statuses: used.statuses.into_keys().flatten().collect(),
                name,
            })
            .collect(),
        subcodes: subcodes
            .into_iter()
            .map(|(name, used)| ErrorSubcode {
                documented: used.is_generic || listed_subcodes.contains(&name),
                name,
            })
            .collect(),
        generic: if is_used { generic.to_errors() } else { Vec::new() },
        anywhere: anywhere.into_iter().collect(),
    }
}

/// Completes an enumeration with what tables use, whether it has a page or not: it is of all that a server can answer with.
fn complete(enumerations: &mut Vec<Enumeration>, name: &str, used: &BTreeMap<String, Used>) {
    if used.is_empty() {
        return;
    }
    let at = enumerations.binary_search_by(|enumeration| enumeration.name.as_str().cmp(name));
    let at = at.unwrap_or_else(|at| {
        let known = Enumeration {
            name: name.to_owned(),
            description: String::new(),
            remarks: String::new(),
            page: None,
            members: Vec::new(),
            evidence: Vec::new(),
        };
        enumerations.insert(at, known);
        at
    });
    let members = &mut enumerations[at].members;
    let listed: BTreeSet<String> = members.iter().map(|member| member.name.clone()).collect();
    let added = used.iter().filter(|(name, _)| !listed.contains(*name)).map(|(name, used)| Member {
        name: name.clone(),
        provenance: if used.is_generic { Provenance::Page } else { Provenance::Sample },
        description: used.description.clone(),
        evidence: used.evidence(),
    });
    members.extend(added.collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::super::testing::{enumeration, found, operation, original, schema, table};
    use crate::diagnostic::Severity;
    use crate::render;
    use crate::schema::EvidenceKind;
    use crate::source::SourceFile;

    /// Operations with one error each: code, status, subcode.
    fn pages(errors: &[&str]) -> Vec<SourceFile> {
        let page = |(at, error): (usize, &&str)| {
            let row = format!("{error}|Why.");
            let errors = table("#### Synchronous errors", "Error|Code|Subcode|Description", &[&row]);
            original(&format!("lamp{}", char::from(b'A' + at as u8)), &[operation("POST", &[errors])])
        };
        errors.iter().enumerate().map(page).collect()
    }

    /// The errors of some operations, what the pages `ErrorCode` and `ErrorSubcode` list, and what is found.
    #[test]
    fn a_code_that_is_nearly_another_one_is_reported() {
        let listed = |codes: &[&str], subcodes: &[&str]| {
            vec![enumeration("ErrorCode", codes), enumeration("ErrorSubcode", subcodes)]
        };
        let lists = listed(&["Conflict", "Gone"], &["AlreadyOn", "None"]);
        #[rustfmt::skip]
        let cases: [(&str, &[&str], &Vec<SourceFile>, &str); 16] = [
            ("all are listed", &["Conflict|409|AlreadyOn"], &lists, ""),
            ("one is not", &["Forbidden|403|None"], &lists, "UG047 the error code `Forbidden` is on no list"),
            ("one nearly is", &["Conflcit|409|None"], &lists, "UG047 the error code `Conflcit` is on no list; UG084 the error code `Conflcit` is on no list, and nearly is `Conflict`"),
            ("one is, in another case", &["CONFLICT|409|None"], &lists, "UG047 the error code `CONFLICT` is on no list; UG084 the error code `CONFLICT` is on no list, and nearly is `Conflict`"),
            ("one is a subcode", &["AlreadyOn|409|None"], &lists, "UG047 the error code `AlreadyOn` is on no list; UG084 the error code `AlreadyOn` is on no list, and on that of each subcode"),
            ("one is a code", &["Gone|410|Conflict"], &lists, "UG048 the subcode `Conflict` is on no list; UG084 the subcode `Conflict` is on no list, and on that of each error code"),
            ("a subcode nearly is", &["Gone|410|AlredyOn"], &lists, "UG048 the subcode `AlredyOn` is on no list; UG084 the subcode `AlredyOn` is on no list, and nearly is `AlreadyOn`"),
            ("no subcode, nearly", &["Gone|410|Noen"], &lists, "UG048 the subcode `Noen` is on no list; UG084 the subcode `Noen` is on no list, and nearly is `None`"),
            ("without lists nothing is missing", &["Conflict|409|None"], &vec![], ""),
            ("but what others use is known", &["Gone|410|None", "Gone|410|None", "Gone|410|None", "Gnoe|410|None"], &vec![], "UG084 the error code `Gnoe` is on no list, and nearly is `Gone`"),
            ("two others may be wrong as well", &["Gone|410|None", "Gone|410|None", "Gnoe|410|None"], &vec![], ""),
            ("another status", &["Gone|410|None", "Gone|410|None", "Gone|401|None"], &vec![], "UG085 `Gone` stands with the status 401 here, and with the status 410 everywhere else"),
            ("no status", &["Gone|410|None", "Gone|410|None", "Gone|None|None"], &vec![], "UG085 `Gone` stands with no status here, and with the status 410 everywhere else"),
            ("no status, but once", &["Gone|None|None", "Gone|None|None", "Gone|410|None"], &vec![], "UG085 `Gone` stands with the status 410 here, and with no status everywhere else"),
            ("two statuses, each once", &["Gone|410|None", "Gone|401|None"], &vec![], ""),
            ("two statuses, each twice", &["Gone|410|None", "Gone|410|None", "Gone|401|None", "Gone|401|None"], &vec![], ""),
        ];
        for (why, errors, lists, expected) in cases {
            let mut all = found(&[pages(errors), lists.clone()].concat(), Severity::Note);
            all.retain(|found| {
                ["UG047", "UG048", "UG084", "UG085"].iter().any(|code| found.starts_with(code))
            });
            assert_eq!(all.join("; "), expected, "{why}");
        }
    }

    /// What the page of the errors of any resource lists, and what the schema has of it.
    #[test]
    fn the_page_of_generic_errors_is_kept() {
        for (names, expected) in [(&[] as &[&str], ""), (&["On", "Gone", "On"], "Gone On")] {
            let rows: String = names.iter().map(|name| format!("|{name}|Why.|\n")).collect();
            let text = format!("# Errors\n\n|Error|Description|\n|:--|:--|\n{rows}");
            let page = SourceFile::new("GenericSynchronousErrors.md", text.as_str());
            let (made, _) = schema(&[pages(&["Gone|410|None"]), vec![page]].concat(), "");
            assert_eq!(made.errors.anywhere.join(" "), expected);
            let rendered = render::pages(&made, &render::Options::default());
            let rendered: Vec<SourceFile> =
                rendered.iter().map(|(file, text)| SourceFile::new(file, text.as_str())).collect();
            let again = schema(&rendered, "").0;
            assert_eq!(again.errors, made.errors, "{rendered:?}");
            // What no other page describes is described as here.
            for made in [&made, &again] {
                let subcodes = made.enumeration("ErrorSubcode").map(|it| it.members.as_slice());
                let told: Vec<&str> =
                    subcodes.unwrap_or_default().iter().map(|it| it.description.as_str()).collect();
                assert_eq!(told.join(" "), if names.is_empty() { "" } else { "Why." });
            }
        }
    }

    /// What pages and overrides have, the members of `ErrorCode` and `ErrorSubcode` in the end, and why.
    #[test]
    fn the_enumerations_of_errors_have_all_that_tables_use() {
        let listed = vec![enumeration("ErrorCode", &["Gone"]), enumeration("ErrorSubcode", &["Off", "None"])];
        let entry = "[[error]]\nof = \"lampA.POST\"\ncode = \"Conflict\"\nstatus = 409\nsubcode = \"On\"\nreason = \"x\"\nsource = \"pages\"\n";
        #[rustfmt::skip]
        type Case<'c> = (&'c str, &'c [&'c str], &'c [SourceFile], &'c str, &'c str);
        let cases: [Case<'_>; 5] = [
            ("all are listed", &["Gone|410|Off"], &listed, "", "Gone; Off None"),
            ("some are not", &["Conflict|409|On"], &listed, "", "Gone Conflict*row; Off None On*row"),
            ("there is no list", &["Gone|410|Off"], &[], "", "Gone*row; Off*row"),
            ("there is no subcode", &["Gone|410|None"], &[], "", "Gone*row; "),
            (
                "an override adds one",
                &["Gone|410|None"],
                &listed,
                entry,
                "Gone Conflict*override; Off None On*override",
            ),
        ];
        for (why, errors, lists, overrides, expected) in cases {
            let (schema, _) = schema(&[pages(errors), lists.to_vec()].concat(), overrides);
            let told = |name: &str| {
                let members = schema.enumeration(name).map(|it| it.members.as_slice()).unwrap_or_default();
                let told = members.iter().map(|member| {
                    match (member.provenance.is_sample(), member.evidence.first()) {
                        (false, _) => member.name.clone(),
                        (true, Some(why)) if why.kind == EvidenceKind::Override => {
                            format!("{}*override", member.name)
                        }
                        (true, why) => format!("{}*{}", member.name, why.map_or("", |_| "row")),
                    }
                });
                told.collect::<Vec<_>>().join(" ")
            };
            assert_eq!(format!("{}; {}", told("ErrorCode"), told("ErrorSubcode")), expected, "{why}");
        }
    }
}
