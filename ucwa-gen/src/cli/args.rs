//! What can be said on the command line.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use ucwa_gen::diff::{Date, Version};
use ucwa_gen::emit;
use ucwa_gen::files::Limits;
use ucwa_gen::render::Prose;

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  there are problems in the input
  2  the command was used wrongly, or a file could not be read or written";

/// Turns the reference pages of UCWA 2.0 into a schema and Rust types.
#[derive(Debug, Parser)]
#[command(name = "ucwa-gen", version, after_help = EXIT_CODES)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) verbosity: Verbosity,
}

/// How much is printed beside the result.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Verbosity {
    /// Print only errors, beside what was asked for.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print more: notes (`check`), warnings and what was done (the others).
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Reads pages and prints what is wrong with them, the most severe last, and a summary.
    #[command(after_help = "\
Notes (what was repaired or decided) are counted in the summary; --verbose prints them. JSON and SARIF hold them always.

Examples:
  ucwa-gen check docs/reference
  ucwa-gen check --verbose docs/reference/contact_ref.md
  ucwa-gen check --propose docs/reference >> ucwa.toml
  ucwa-gen check --deny warnings --format json docs/reference > report.json
  ucwa-gen check --format github docs/reference
  ucwa-gen check --format sarif docs/reference > report.sarif")]
    Check(CheckArgs),
    /// Writes the schema of the pages as canonical JSON.
    #[command(after_help = "\
Examples:
  ucwa-gen schema docs/reference -o ucwa.json
  ucwa-gen schema docs/reference | jq '.resources[].name'
  ucwa-gen schema --json-schema -o docs/schema.json")]
    Schema(SchemaArgs),
    /// Generates the Rust tree.
    #[command(after_help = "\
Files that would not change are left untouched. What was done is printed, unless --quiet is given. With --check nothing is written: what differs is printed, and the exit
code is 1 if anything does. --verbose lists the names that had to differ from the documentation's.

If the pages have errors, nothing is written or compared, unless --keep-going is given.

With --only, what is not named but linked to is a struct that keeps everything as unknown. A tree that was generated with
--features is generated with them again.

Examples:
  ucwa-gen generate docs/reference --out src/api
  ucwa-gen generate docs/reference --out src/api --only People,OnlineMeeting,application
  ucwa-gen generate our-docs --out src/ours --extern-path contact=::ucwa_types::api::Contact
  ucwa-gen generate ucwa.json --out src/api --check")]
    Generate(GenerateArgs),
    /// Prints what the schema holds under a name, and the evidence for it.
    #[command(after_help = "\
Examples:
  ucwa-gen explain docs/reference phoneAudioInvitation
  ucwa-gen explain docs/reference phoneAudioInvitation.state
  ucwa-gen explain docs/reference applications.POST.input
  ucwa-gen explain ucwa.json contact.GET")]
    Explain(ExplainArgs),
    /// Prints what changed between two sets of pages or two schemas, and whom it concerns.
    #[command(after_help = "\
Each change says what it does to source (code written against the types), wire (requests and answers) and behaviour (what the
same names mean), and all together ask for a version by the rules of Cargo.

The exit code is 1 if pages have errors, which are counted beside the changes: such pages are not compared. It is 1, too, if
something breaks on an axis that is denied and is not accepted, or if an acceptance does not hold. Warnings are counted: what was read wrongly
may look like a change.

Examples:
  ucwa-gen diff old-docs new-docs
  ucwa-gen diff ucwa.json docs/reference --deny source,wire --accept accepted.toml
  ucwa-gen diff old-docs new-docs --propose >> accepted.toml
  ucwa-gen diff old-docs new-docs --current 0.3.1
  ucwa-gen diff old-docs new-docs --format markdown > changes.md
  ucwa-gen diff --json-schema")]
    Diff(DiffArgs),
    /// Prints since which revision the documentation has each resource, property, link, member, event and error.
    #[command(after_help = "\
It is the history of the documentation, not of servers. What was there in the oldest revision already has no beginning. Printed is
what came or went, and what came or went with its page is left out; --verbose prints all. JSON has all of it always.

Each revision has the name of its folder, or of its schema file without the extension. The exit code is 1 if pages have errors: what they
are about is missing from their revision, and --annotate writes nothing.

Examples:
  ucwa-gen history 2016-06 2018-01 2022-12
  ucwa-gen history 2016-06 2018-01 2022-12 --format json > history.json
  ucwa-gen history old.json docs/reference --annotate ucwa.json
  ucwa-gen history --json-schema > history.schema.json")]
    History(HistoryArgs),
    /// Writes the schema as reference pages, in the form of docs/page-format.md.
    #[command(after_help = "\
If the pages have errors, nothing is written or compared, unless --keep-going is given.

Pages may be written over those that they are read from. Nothing is written if that would lose something: if a page that
would change has a warning, is in the original form, has samples and --samples is not given, or has words that its new text
does not have.

Examples:
  ucwa-gen render docs/reference --samples --out docs/reference
  ucwa-gen render docs/reference --samples --out docs/reference --check
  ucwa-gen render ucwa.json --out pages --prose none")]
    Render(RenderArgs),
    /// Compares recorded traffic with the schema, and prints what it shows that no page documents.
    #[command(after_help = "\
Reads HTTP archives (HAR) of browsers and proxies, JSON lines (docs/guide/traffic.md), archives of Fiddler (.saz), files of HTTP
messages, bodies in JSON or XML, and folders of all these. Everything is read once, one exchange at a time.

The exit code is 1 if traffic shows something that the schema does not have, or if a part of it cannot be read. What the
schema has that traffic never showed is printed with --verbose.

Examples:
  ucwa-gen observe docs/reference session.har
  ucwa-gen observe docs/reference recordings --propose >> docs/ucwa.toml
  ucwa-gen observe docs/reference session.saz --sanitize session.jsonl
  ucwa-gen observe ucwa.json session.jsonl --format json")]
    Observe(ObserveArgs),
    /// Prints the completions for a shell.
    #[command(after_help = "\
Example:
  ucwa-gen completions bash > ~/.local/share/bash-completion/completions/ucwa-gen")]
    Completions {
        /// The shell.
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Folders that hold reference pages, or single pages.
    #[arg(required = true)]
    pub(super) docs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) corrections: OverridesArgs,
    #[command(flatten)]
    pub(super) externs: ExternArgs,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Let these count as problems too: the exit code is 1 if there are any.
    #[arg(long, value_enum)]
    pub(super) deny: Option<Deny>,
    /// Print entries of overrides that would decide what the pages leave open, in the place of the findings.
    #[arg(long, conflicts_with = "format")]
    pub(super) propose: bool,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Folders that hold reference pages, or single pages.
    #[arg(required_unless_present = "json_schema", conflicts_with = "json_schema")]
    pub(super) docs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) corrections: OverridesArgs,
    /// The file to write; `-` is standard output.
    #[arg(short, long, default_value = "-")]
    pub(super) output: PathBuf,
    /// Write the JSON Schema of the format instead.
    #[arg(long)]
    pub(super) json_schema: bool,
}

#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Generate these alone, between commas: groups as UCWAResources names them (`People`), resources by their pages (`contact`).
    #[arg(long, value_name = "GROUP|RESOURCE", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Put each group behind a Cargo feature (`people`, `online-meeting`).
    #[arg(long)]
    pub(super) features: bool,
    #[command(flatten)]
    pub(super) externs: ExternArgs,
    #[command(flatten)]
    pub(super) target: TargetArgs,
}

#[derive(Debug, Args)]
#[command(override_usage = "ucwa-gen explain [OPTIONS] <DOCS>... <RESOURCE[.NAME]>")]
pub(super) struct ExplainArgs {
    /// Folders that hold reference pages, single pages, or one schema file (`*.json`); and last a resource or an enumeration, or something
    /// that it has, by its name or by the path that overrides and findings have: `contact`, `contact.name`, `contact.GET`,
    /// `contact.properties.name`, `ErrorCode.members.Gone`.
    // One list: an option between two lists would end the first, and leave the second without its word.
    #[arg(value_name = "DOCS|RESOURCE[.NAME]", required = true)]
    pub(super) words: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) corrections: OverridesArgs,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// A folder of reference pages, or a schema file (`*.json`).
    #[arg(required_unless_present = "json_schema", conflicts_with = "json_schema")]
    pub(super) old: Option<PathBuf>,
    /// Another one.
    #[arg(required_unless_present = "json_schema", conflicts_with = "json_schema")]
    pub(super) new: Option<PathBuf>,
    #[command(flatten)]
    pub(super) corrections: OverridesArgs,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub(super) format: DiffFormat,
    /// Let changes that break something on these axes, between commas, count as problems: the exit code is 1 if there is one that is
    /// not accepted.
    #[arg(long, value_enum, value_name = "AXIS", value_delimiter = ',')]
    pub(super) deny: Vec<DenyAxis>,
    /// The changes that were seen and accepted, with a reason each (docs/guide/reviewing.md).
    #[arg(long, value_name = "FILE")]
    pub(super) accept: Option<PathBuf>,
    /// The day on which acceptances count, such as 2027-03-31; without it, today.
    #[arg(long, value_name = "DAY", requires = "accept")]
    pub(super) today: Option<Date>,
    /// The released version of the old side, such as 0.3.1: the version that the changes ask for is printed after it. Build metadata
    /// (`0.3.1+7`) counts for nothing, and a pre-release (`1.0.0-rc.1`) is an error: it promises nothing that could be broken.
    #[arg(long, value_name = "VERSION")]
    pub(super) current: Option<Version>,
    /// Print entries for `--accept` in the place of the changes: of what breaks on a denied axis, or without `--deny` on any, and is not accepted.
    #[arg(long, conflicts_with = "format")]
    pub(super) propose: bool,
    /// Write the JSON Schema of the format `json` instead.
    #[arg(long)]
    pub(super) json_schema: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DiffFormat {
    /// The changes by page. Those of words alone only with `--verbose`.
    Human,
    /// Folded lists for a pull request, short enough for a comment on GitHub. Those of words alone only with `--verbose`.
    Markdown,
    /// One JSON document, in the form of docs/diff.schema.json, with all changes.
    Json,
    /// Annotations of GitHub Actions. Those of words alone only with `--verbose`.
    Github,
    /// A SARIF 2.1.0 document; accepted changes are suppressed. Those of words alone only with `--verbose`.
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DenyAxis {
    /// Code written against the types no longer compiles.
    Source,
    /// Requests that were right no longer are, or answers land elsewhere.
    Wire,
    /// The same names mean something else.
    Behaviour,
}

#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    /// Folders of reference pages, or schema files (`*.json`), the oldest first.
    #[arg(value_name = "REV", required_unless_present = "json_schema", conflicts_with = "json_schema")]
    pub(super) revisions: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) corrections: OverridesArgs,
    /// The form of the output.
    #[arg(long, value_enum)]
    pub(super) format: Option<HistoryFormat>,
    /// Write the schema of the newest revision to this file, with since when it has what the oldest lacks. Code that is generated from
    /// it documents that, and `explain` prints it. With `-`, it is written to standard output in the place of the history.
    #[arg(long, value_name = "OUT")]
    pub(super) annotate: Option<PathBuf>,
    /// Print the JSON Schema of the JSON format instead.
    #[arg(long)]
    pub(super) json_schema: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum HistoryFormat {
    /// A table; without `--format`, too.
    Human,
    /// One JSON document: `revisions` and `entries`.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct ObserveArgs {
    /// A folder of reference pages, or a schema file (`*.json`).
    pub(super) docs: PathBuf,
    /// Recordings, or folders of them.
    #[arg(required = true)]
    pub(super) traffic: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) corrections: OverridesArgs,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = ObserveFormat::Human)]
    pub(super) format: ObserveFormat,
    /// Print entries of overrides that end the findings, in the place of the findings.
    #[arg(long, conflicts_with = "format")]
    pub(super) propose: bool,
    /// Write the same traffic to this file as JSON lines, without anything that the schema does not have: other names become
    /// placeholders, and other values are replaced, equal ones by equal ones.
    #[arg(long, value_name = "OUT")]
    pub(super) sanitize: Option<PathBuf>,
    /// Names of members, links, query parameters and headers that are kept although the schema does not have them, between commas.
    /// Values are not kept.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "sanitize")]
    pub(super) keep: Vec<String>,
    /// Replace values by this number in the place of a secret. For tests only: whoever knows it can find out values by trying.
    #[arg(long, value_name = "NUMBER", requires = "sanitize")]
    pub(super) seed: Option<u64>,
    /// The largest size of a document or of a file of HTTP messages in a recording, in MiB. Reading one takes 10 to 40 times as
    /// much memory.
    #[arg(long, value_name = "MIB", default_value_t = recording_limit(), help_heading = "Limits")]
    pub(super) max_document_size: usize,
}

fn recording_limit() -> usize {
    ucwa_gen::observe::traffic::Limits::default().document_size >> 20
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ObserveFormat {
    /// The findings by kind, with their places.
    Human,
    /// One JSON document: `findings`, `problems`, `coverage` and counts.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct RenderArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// Whether to write the descriptions.
    #[arg(long, value_enum, default_value_t = ProseArg::Keep)]
    pub(super) prose: ProseArg,
    /// Make up samples in JSON and XML for the operations and events.
    #[arg(long)]
    pub(super) samples: bool,
}

/// Where the schema comes from.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Folders that hold reference pages, single pages, or one schema file (`*.json`).
    #[arg(required = true)]
    pub(super) docs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) corrections: OverridesArgs,
}

/// What corrects the pages, and how much is read.
#[derive(Debug, Args)]
pub(super) struct OverridesArgs {
    /// Corrections of the pages; without it `ucwa.toml` beside the folder of pages, if it is there.
    #[arg(long = "overrides", value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) limits: LimitsArgs,
}

/// How much is read.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(super) struct LimitsArgs {
    /// The largest size of a page or a file of overrides, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().file_size / MIB)]
    max_file_size: u64,
    /// The largest size of all pages together, or of a schema file, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().total_size / MIB)]
    max_total_size: u64,
    /// The largest number of files that are read and folders that are searched.
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().files)]
    max_files: usize,
}

const MIB: u64 = 1 << 20;

impl From<LimitsArgs> for Limits {
    fn from(args: LimitsArgs) -> Self {
        Self {
            file_size: args.max_file_size.saturating_mul(MIB),
            total_size: args.max_total_size.saturating_mul(MIB),
            files: args.max_files,
        }
    }
}

/// Which types are elsewhere.
#[derive(Debug, Args)]
pub(super) struct ExternArgs {
    /// Use a type that exists already for a page, which need not be there: `contact=::ucwa_types::api::Contact`.
    #[arg(long = "extern-path", value_name = "PAGE=PATH", value_parser = extern_path)]
    pub(super) paths: Vec<(String, String)>,
}

impl ExternArgs {
    /// The names of the pages.
    pub(super) fn pages(&self) -> BTreeSet<String> {
        self.paths.iter().map(|(page, _)| page.clone()).collect()
    }
}

fn extern_path(text: &str) -> Result<(String, String), String> {
    let (page, path) = text.split_once('=').ok_or("there is no `=` between the page and the path")?;
    // Checked here, so that a wrong path is a wrong argument.
    emit::Options::new().with_extern_path(page, path).map_err(|error| error.to_string())?;
    Ok((page.to_owned(), path.to_owned()))
}

/// Where files go.
#[derive(Debug, Args)]
pub(super) struct TargetArgs {
    /// The folder to write to.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Write nothing; print what differs and exit with 1 if anything does.
    #[arg(long)]
    pub(super) check: bool,
    /// Go on although the pages have errors, without the parts that have them. The exit code still reports them.
    #[arg(long)]
    pub(super) keep_going: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// Source lines, underlined.
    Human,
    /// One JSON document: `diagnostics` and `summary`.
    Json,
    /// Annotations of GitHub Actions. Notes only with `--verbose`.
    Github,
    /// A SARIF 2.1.0 document, with the notes.
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// Warnings.
    Warnings,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ProseArg {
    /// Write them.
    Keep,
    /// Leave them out: facts only.
    None,
}

impl From<ProseArg> for Prose {
    fn from(prose: ProseArg) -> Self {
        match prose {
            ProseArg::Keep => Self::Keep,
            ProseArg::None => Self::None,
        }
    }
}
