//! Whether an edit is seen: a warning or error says something, or the schema is unchanged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ucwa_gen::diagnostic::{Code, Diagnostic, Severity};
use ucwa_gen::files::Sources;
use ucwa_gen::overrides::Overrides;
use ucwa_gen::render::{self, Options};
use ucwa_gen::schema::{Page as SchemaPage, Schema};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{Analysis, Facts, analyse, decide, facts};

use super::Kind;
use super::page::{Names, Page};
use crate::json::{differences, without};
use crate::random::Random;
use crate::{REVISIONS, reference, revision, shared};

/// A set of pages, and what is read from it undamaged.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// What it is called in reports.
    pub name: &'static str,
    sources: Sources,
    /// Which of the files edits are made in, as indices into the pages and behind them the indexes.
    edited: Vec<usize>,
    names: Names,
    facts: Facts,
    schema: Schema,
    /// What is found in reading and deciding.
    findings: Findings,
    /// What is found in deciding alone.
    decided: Findings,
}

/// Warnings and errors, apart from their places in their files, and how many there are of each.
type Findings = BTreeMap<(Code, String, Option<String>), usize>;

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// These warnings and errors are new.
    Visible(Vec<String>),
    /// Nothing new is reported, and the schema says the same.
    Unchanged,
    /// Nothing new is reported, and the schema says something else here.
    Silent(Vec<String>),
    /// Reading the pages panicked.
    Panicked,
}

/// An edit by what determines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// The seed of the whole run.
    pub seed: u64,
    /// Which of the edits of its kind and corpus it is.
    pub number: u64,
}

/// An edit of one page.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The page before.
    pub before: SourceFile,
    /// The page after.
    pub after: SourceFile,
    /// Which of the files it is.
    index: usize,
    /// Whether only what is read of other pages counts.
    elsewhere: bool,
}

/// The sets of pages that edits are made in: those that are there.
#[must_use]
pub fn corpora() -> Vec<Corpus> {
    let rendered = || {
        let schema = analyse(&reference()).schema;
        let pages = render::pages(&schema, &Options::default());
        let files = pages.iter().map(|(file, text)| SourceFile::new(file, text.as_str()));
        Sources::from_files(files).0
    };
    let mut corpora = vec![Corpus::new("reference", rendered(), |_| true)];
    for name in REVISIONS {
        corpora.extend(revision(name).map(|sources| Corpus::new(name, sources, |_| true)));
    }
    corpora.extend(renditions());
    corpora
}

/// Pages in other renditions, each in the place of the page that it renders; only they are edited.
fn renditions() -> Option<Corpus> {
    let folder = shared("seeds")?;
    let corpus = revision("2018-01")?;
    let names = ["phoneAudioInvitation", "addPhoneAudio", "participantInvitation", "onlineMeetingInvitation"];
    // The first two render the same page; the second is the stranger one.
    let (seeds, _) = ucwa_gen::files::read(&[folder]);
    let seeds = seeds.pages.into_iter().skip(1);
    let is_rendered = |file: &str| names.iter().any(|name| file.strip_suffix("_ref.md") == Some(name));
    let others = corpus.pages.into_iter().filter(|page| !is_rendered(page.file()));
    let (sources, _) = Sources::from_files(others.chain(corpus.indexes).chain(corpus.errors).chain(seeds));
    Some(Corpus::new("renditions", sources, |file| file.path().extension().is_some_and(|it| it == "txt")))
}

impl Corpus {
    fn new(name: &'static str, sources: Sources, is_edited: impl Fn(&SourceFile) -> bool) -> Self {
        let analysis = analyse(&sources);
        let files = sources.pages.iter().chain(&sources.indexes);
        let edited = files.enumerate().filter(|(_, file)| is_edited(file)).map(|(index, _)| index).collect();
        let names = names(&analysis.schema);
        let findings = findings(&analysis.diagnostics);
        let facts = facts(&sources).0;
        let decided = self::findings(&decide(&facts, &Overrides::default(), String::new()).diagnostics);
        Self { name, sources, edited, names, facts, schema: analysis.schema, findings, decided }
    }

    fn file(&self, index: usize) -> &SourceFile {
        let pages = &self.sources.pages;
        pages.get(index).unwrap_or_else(|| &self.sources.indexes[index - pages.len()])
    }

    /// The edit of this kind and number. `None` when no page has a place for it.
    #[must_use]
    pub fn edit(&self, kind: &Kind, id: Id) -> Option<Edit> {
        let name = [kind.name, self.name].concat();
        let hash =
            name.bytes().fold(id.seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut random = Random::new(hash.wrapping_add(id.number.wrapping_mul(0x9e37_79b9)));
        // Random pages first; kinds that few pages have a place for then find them in order.
        let count = self.edited.len();
        let tries: Vec<usize> = (0..count.min(100)).map(|_| random.below(count)).collect();
        let start = random.below(count);
        tries.into_iter().chain((0..count).map(|at| (start + at) % count)).find_map(|at| {
            let index = self.edited[at];
            let before = self.file(index);
            let text = kind.apply(&Page::new(before.text(), &self.names), &mut random)?;
            Some(Edit {
                before: before.clone(),
                after: SourceFile::new(before.path(), text),
                index,
                elsewhere: kind.elsewhere,
            })
        })
    }

    /// What becomes of an edit. A finding of the edited page by itself is one of the whole set as well: only without one
    /// is the set decided anew, and only the edited page is read again.
    #[must_use]
    pub fn judge(&mut self, edit: &Edit) -> Verdict {
        let alone = |file: &SourceFile| {
            let (sources, _) = Sources::from_files([file.clone()]);
            catch_unwind(AssertUnwindSafe(|| facts(&sources))).ok()
        };
        let (Some((before, found_before)), Some((mut after, found_after))) =
            (alone(&edit.before), alone(&edit.after))
        else {
            return Verdict::Panicked;
        };
        let new = new(&findings(&found_before), findings(&found_after));
        if !new.is_empty() {
            return Verdict::Visible(new);
        }
        let ([before], [after]) = (before.pages.as_slice(), after.pages.as_mut_slice()) else {
            return self.judge_whole(edit);
        };
        let place = self.facts.pages.iter().position(|page| page.source.file() == edit.before.file());
        // A page of another name may be one of two: that is seen when all are read.
        let Some(place) = place.filter(|_| before.name == after.name) else {
            return self.judge_whole(edit);
        };
        mem::swap(&mut self.facts.pages[place], after);
        let decided =
            catch_unwind(AssertUnwindSafe(|| decide(&self.facts, &Overrides::default(), String::new())));
        mem::swap(&mut self.facts.pages[place], after);
        let Ok(decided) = decided else { return Verdict::Panicked };
        self.verdict(edit, &self.decided, &decided)
    }

    /// What becomes of an edit, by reading the whole set in any case.
    #[must_use]
    pub fn judge_whole(&self, edit: &Edit) -> Verdict {
        let mut sources = self.sources.clone();
        let pages = sources.pages.len();
        if edit.index < pages {
            sources.pages[edit.index] = edit.after.clone();
        } else {
            sources.indexes[edit.index - pages] = edit.after.clone();
        }
        let Ok(analysis) = catch_unwind(AssertUnwindSafe(|| analyse(&sources))) else {
            return Verdict::Panicked;
        };
        self.verdict(edit, &self.findings, &analysis)
    }

    /// Compares with the findings and the schema before.
    fn verdict(&self, edit: &Edit, before: &Findings, after: &Analysis) -> Verdict {
        let new = new(before, findings(&after.diagnostics));
        if !new.is_empty() {
            return Verdict::Visible(new);
        }
        let mut changes = changes(&self.schema, &after.schema);
        if edit.elsewhere {
            let own = self.own(&edit.before);
            changes.retain(|change| !own.iter().any(|own| change.starts_with(own)));
        }
        if changes.is_empty() { Verdict::Unchanged } else { Verdict::Silent(changes) }
    }

    /// The parts of the schema that a page says by itself: its own entry, and what the whole API has in common.
    fn own(&self, file: &SourceFile) -> Vec<String> {
        let is_own = |page: &SchemaPage| page.file == file.file();
        let resources = self.schema.resources.iter().filter(|it| is_own(&it.page)).map(|it| &it.name);
        let enumerations = self.schema.enumerations.iter().filter(|it| it.page.as_ref().is_some_and(is_own));
        let resources = resources.map(|name| format!(".resources.{name}."));
        let enumerations = enumerations.map(|it| format!(".enumerations.{}.", it.name));
        let common = [".errors", ".link_attributes"].map(str::to_owned);
        resources.chain(enumerations).chain(common).collect()
    }
}

/// The findings that there are more of than before, each in a line.
fn new(before: &Findings, after: Findings) -> Vec<String> {
    let new =
        after.into_iter().filter(|(finding, count)| before.get(finding).is_none_or(|before| count > before));
    new.map(|((code, message, file), _)| {
        format!("{} {}: {message}", code.info().text, file.unwrap_or_default())
    })
    .collect()
}

/// What is the name of something: pages, rels, what links and events name, properties and fields, in lower case.
fn names(schema: &Schema) -> Names {
    let resources = schema.resources.iter().flat_map(|resource| {
        let links = resource.links.iter().chain(&resource.embedded).map(|link| &link.rel);
        let events = resource.events.iter().flat_map(|event| [&event.resource, &event.sender]);
        [&resource.name, &resource.rel].into_iter().chain(&resource.aliases).chain(links).chain(events)
    });
    let enumerations = schema.enumerations.iter().map(|enumeration| &enumeration.name);
    let properties = schema.resources.iter().flat_map(|resource| {
        let fields = resource.operations.iter().flat_map(|it| it.query.iter().chain(&it.input));
        resource.properties.iter().map(|it| &it.name).chain(fields.map(|it| &it.name))
    });
    resources.chain(enumerations).chain(properties).map(|name| name.to_lowercase()).collect()
}

fn findings(diagnostics: &[Diagnostic]) -> Findings {
    let mut found = Findings::new();
    for diagnostic in diagnostics.iter().filter(|found| found.severity > Severity::Note) {
        let file = diagnostic.location().map(|location| location.file);
        *found.entry((diagnostic.code, diagnostic.message.clone(), file)).or_insert(0) += 1;
    }
    found
}

/// Where two schemas differ, as paths into their JSON; evidence, digests and the names of files aside.
#[must_use]
pub fn changes(before: &Schema, after: &Schema) -> Vec<String> {
    // Most pages are as they were, places included: only the others are worth taking apart.
    let resources: BTreeMap<_, _> = after.resources.iter().map(|it| (&it.name, it)).collect();
    let same: BTreeSet<&str> = before
        .resources
        .iter()
        .filter(|resource| resources.get(&resource.name) == Some(resource))
        .map(|resource| resource.name.as_str())
        .collect();
    let rest = |schema: &Schema| {
        let mut schema = schema.clone();
        schema.resources.retain(|resource| !same.contains(resource.name.as_str()));
        without(&schema, &["evidence", "digest", "file"])
    };
    differences(&rest(before), &rest(after))
}

/// How many edits of a kind had which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Something new was reported.
    pub visible: usize,
    /// Nothing was, and the schema is unchanged.
    pub unchanged: usize,
    /// Nothing was, and the schema has changed, or reading panicked.
    pub silent: usize,
}

impl Count {
    fn add(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Unchanged => self.unchanged += 1,
            Verdict::Visible(_) => self.visible += 1,
            Verdict::Silent(_) | Verdict::Panicked => self.silent += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            visible: self.visible + other.visible,
            unchanged: self.unchanged + other.unchanged,
            silent: self.silent + other.silent,
        }
    }
}

/// What came of many edits of one kind.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// By corpus, in their order.
    pub counts: Vec<Count>,
    /// A description of each silent edit, once, in the same order.
    pub silent: Vec<String>,
}

/// Makes this many edits of a kind in each corpus, on as many threads as there are processors, and judges them. The
/// report does not depend on the threads.
#[must_use]
pub fn run(corpora: &[Corpus], kind: &Kind, seed: u64, number: u64) -> Report {
    let jobs: Vec<(usize, u64)> =
        (0..corpora.len()).flat_map(|corpus| (0..number).map(move |number| (corpus, number))).collect();
    let next = AtomicUsize::new(0);
    // The same edit comes more than once where there are few places for it.
    let judged: Mutex<HashMap<(usize, usize, String), Verdict>> = Mutex::default();
    let work = || {
        let mut corpora = corpora.to_vec();
        let mut done = Vec::new();
        while let Some(&(corpus, number)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let id = Id { seed, number };
            let Some(edit) = corpora[corpus].edit(kind, id) else { continue };
            let key = (corpus, edit.index, edit.after.digest().to_owned());
            let known = judged.lock().ok().and_then(|judged| judged.get(&key).cloned());
            let verdict = known.unwrap_or_else(|| corpora[corpus].judge(&edit));
            let told = match &verdict {
                Verdict::Silent(_) | Verdict::Panicked => {
                    Some(describe(&corpora[corpus], kind, id, &edit, &verdict))
                }
                _ => None,
            };
            if let Ok(mut judged) = judged.lock() {
                judged.insert(key.clone(), verdict.clone());
            }
            done.push(((corpus, number), verdict, told.map(|told| (key, told))));
        }
        done
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    done.sort_by_key(|(job, ..)| *job);
    let mut report = Report { counts: vec![Count::default(); corpora.len()], silent: vec![] };
    let mut seen = HashSet::new();
    for ((corpus, _), verdict, told) in done {
        report.counts[corpus].add(&verdict);
        report.silent.extend(told.filter(|(key, _)| seen.insert(key.clone())).map(|(_, told)| told));
    }
    report
}

/// An edit and its verdict, for whoever mends the rule: how to make it again, the lines before and after, what changed.
#[must_use]
pub fn describe(corpus: &Corpus, kind: &Kind, id: Id, edit: &Edit, verdict: &Verdict) -> String {
    let (before, after): (Vec<_>, Vec<_>) =
        (edit.before.text().split('\n').collect(), edit.after.text().split('\n').collect());
    let start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let same =
        before[start..].iter().rev().zip(after[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut text = format!("{}/{}/{}/{}\n", corpus.name, kind.name, id.seed, id.number);
    let _ = writeln!(text, "  {}:{}", edit.before.file(), start + 1);
    let mut lines = |mark: &str, lines: &[&str]| {
        for line in lines.iter().take(8) {
            let _ = writeln!(
                text,
                "  {mark} {}",
                line.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"")
            );
        }
    };
    lines("-", &before[start..before.len() - same]);
    lines("+", &after[start..after.len() - same]);
    let (word, details): (&str, &[String]) = match verdict {
        Verdict::Unchanged => ("unchanged", &[]),
        Verdict::Visible(findings) => ("visible", findings),
        Verdict::Silent(changes) => ("silent", changes),
        Verdict::Panicked => ("panicked", &[]),
    };
    let _ = writeln!(text, "  {word}");
    for detail in details.iter().take(6) {
        let _ = writeln!(text, "    {detail}");
    }
    if details.len() > 6 {
        let _ = writeln!(text, "    and {} more", details.len() - 6);
    }
    text
}

/// The heading row of the table of counts.
#[must_use]
pub fn heading(corpora: &[Corpus]) -> String {
    row("visible/unchanged/silent", corpora.iter().map(|corpus| corpus.name.to_owned()))
}

/// The counts of one kind, or of all, as a row of the table: for each corpus how many edits were visible, unchanged and
/// silent.
#[must_use]
pub fn counts(name: &str, counts: &[Count]) -> String {
    row(
        name,
        counts.iter().map(|count| match count {
            Count { visible: 0, unchanged: 0, silent: 0 } => "-".to_owned(),
            Count { visible, unchanged, silent } => format!("{visible}/{unchanged}/{silent}"),
        }),
    )
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    let mut text = format!("{name:38}");
    for cell in cells {
        let _ = write!(text, "{cell:>16}");
    }
    text.push('\n');
    text
}
