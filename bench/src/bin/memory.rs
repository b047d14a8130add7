//! How much memory something takes, in bytes. A program of its own, because counting takes time.
//!
//! `memory contact` prints a line for each contender: the size of the largest sample of that type once decoded.
//! `memory generate FOLDER` prints the peak of reading the pages of a folder and generating Rust from them, and the
//! size of the pages.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, bail};
use peak_alloc::PeakAlloc;
use ucwa_bench::bodies::bodies;
use ucwa_bench::corpus::pages;
use ucwa_bench_baselines::{naive, naive_flatten};
use ucwa_types::api;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some("contact") => {
            sizes::<api::Contact, naive::contact::Contact, naive_flatten::contact::Contact>("contact")
        }
        Some("participant") => {
            sizes::<api::Participant, naive::participant::Participant, naive_flatten::participant::Participant>(
                "participant",
            )
        }
        Some("conversation") => sizes::<
            api::Conversation,
            naive::conversation::Conversation,
            naive_flatten::conversation::Conversation,
        >("conversation"),
        Some("generate") => generate(arguments.next().context("which folder?")?.into()),
        _ => bail!("contact, participant, conversation or generate"),
    }
}

fn sizes<Ours, Naive, Flatten>(rel: &str) -> anyhow::Result<()>
where
    Ours: serde::de::DeserializeOwned,
    Naive: serde::de::DeserializeOwned,
    Flatten: serde::de::DeserializeOwned,
{
    let bodies = bodies(&pages());
    let of_rel = bodies.json.iter().filter(|(entry, _)| entry.ours.key == rel).map(|(_, body)| body);
    let body = of_rel.max_by_key(|body| body.len()).context("there is no sample")?;
    println!("ours {}", size::<Ours>(body)?);
    println!("naive {}", size::<Naive>(body)?);
    println!("flatten {}", size::<Flatten>(body)?);
    println!("value {}", size::<serde_json::Value>(body)?);
    Ok(())
}

fn size<T: serde::de::DeserializeOwned>(body: &[u8]) -> anyhow::Result<usize> {
    let before = MEMORY.current_usage();
    let value: T = ucwa_types::json_body::from_slice(body)?;
    let size = size_of::<T>() + MEMORY.current_usage() - before;
    drop(value);
    Ok(size)
}

fn generate(folder: PathBuf) -> anyhow::Result<()> {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let (sources, _) = ucwa_gen::files::read(&[folder]);
    let read: usize = sources.files().map(|source| source.text().len()).sum();
    let schema = ucwa_gen::analyse(&sources).schema;
    let emitted = ucwa_gen::emit::rust(&schema, &ucwa_gen::emit::Options::new())?;
    println!("peak {}", MEMORY.peak_usage() - before);
    println!("read {read}");
    drop(emitted);
    Ok(())
}
