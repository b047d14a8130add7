//! Small structural edits of all pages, one at a time: a warning or error says what happened, or the schema is unchanged.
//!
//! Compiled as usual this is slow: `cargo test --profile edits -p ucwa-tests --test edits` is six times as fast.
//!
//! The variables `UCWA_EDITS` (edits of each kind and corpus, 1 otherwise), `UCWA_EDITS_SEED` (1 otherwise),
//! `UCWA_EDITS_KIND` and `UCWA_EDITS_CORPUS` (a part of the name, or several with commas between them) choose which edits
//! are made. `UCWA_EDITS_ONE`, as a silent edit is named in the report (`CORPUS/KIND/SEED/NUMBER`), makes one and shows it,
//! whatever its verdict is.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::{env, mem};

use ucwa_tests::edits::page::{Names, Page};
use ucwa_tests::edits::trial::{Corpus, Count, Id, corpora, counts, describe, heading, run};
use ucwa_tests::edits::{KINDS, Kind, any};
use ucwa_tests::say;

fn number(variable: &str, otherwise: u64) -> u64 {
    env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

fn chosen(variable: &str, name: &str) -> bool {
    env::var(variable).map_or(true, |parts| parts.split(',').any(|part| name.contains(part)))
}

#[test]
fn no_edit_is_silent() {
    let corpora: Vec<Corpus> =
        corpora().into_iter().filter(|corpus| chosen("UCWA_EDITS_CORPUS", corpus.name)).collect();
    if let Ok(one) = env::var("UCWA_EDITS_ONE") {
        return show(&corpora, &one);
    }
    let kinds: Vec<&Kind> = KINDS.iter().filter(|kind| chosen("UCWA_EDITS_KIND", kind.name)).collect();
    let (seed, number) = (number("UCWA_EDITS_SEED", 1), number("UCWA_EDITS", 1));
    let mut sums = vec![Count::default(); corpora.len()];
    // Each kind is reported as it ends: a run of hours that is stopped is still worth something.
    say(&heading(&corpora));
    for kind in &kinds {
        let report = run(&corpora, kind, seed, number);
        for silent in &report.silent {
            say(silent);
        }
        say(&counts(kind.name, &report.counts));
        sums = sums.iter().zip(report.counts).map(|(sum, count)| sum.plus(count)).collect();
    }
    say(&counts("all", &sums));
    let Count { visible, unchanged, silent } = sums.into_iter().fold(Count::default(), Count::plus);
    say(&format!(
        "{} edits of {} kinds: {visible} visible, {unchanged} unchanged, {silent} silent\n",
        visible + unchanged + silent,
        kinds.len()
    ));
    assert_eq!(silent, 0, "edits are silent");
}

/// Makes one edit and shows what came of it.
fn show(corpora: &[Corpus], one: &str) {
    let edit = || {
        let [corpus, kind, seed, number] = one.split('/').collect::<Vec<_>>().try_into().ok()?;
        let corpus = corpora.iter().find(|it| it.name == corpus)?;
        let (kind, id) = (Kind::named(kind)?, Id { seed: seed.parse().ok()?, number: number.parse().ok()? });
        Some((corpus, kind, id, corpus.edit(kind, id)?))
    };
    let Some((corpus, kind, id, edit)) = edit() else { panic!("there is no edit `{one}`") };
    say(&describe(corpus, kind, id, &edit, &corpus.clone().judge(&edit)));
}

/// What is found when the edited page is read by itself is found in the whole set.
#[test]
fn a_page_by_itself_is_judged_as_in_its_set() {
    let mut corpora = corpora();
    let count = corpora.len();
    let id = Id { seed: 7, number: 0 };
    for (number, kind) in KINDS.iter().enumerate() {
        let corpus = &mut corpora[number % count];
        let Some(edit) = corpus.edit(kind, id) else { continue };
        let (by_itself, in_its_set) = (corpus.judge(&edit), corpus.judge_whole(&edit));
        assert_eq!(mem::discriminant(&by_itself), mem::discriminant(&in_its_set), "{}", kind.name);
    }
}

#[test]
fn an_edit_is_determined_by_its_seed() {
    let text = "---\ntitle: door\n---\n# door\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Open|It is open.|\n|Shut|It is shut.|\n";
    let edited = |seed| any(text, seed).unwrap_or_default();
    for seed in 0..500 {
        assert_eq!(edited(seed), edited(seed));
        assert_ne!(edited(seed), text);
    }
}

#[test]
fn a_text_without_anything_to_edit_is_left_alone() {
    let names = Names::new();
    for text in ["", "\n", "words\n", "|", "---", "```", "- [", "|a|\n|-"] {
        let page = Page::new(text, &names);
        for kind in KINDS {
            let mut random = ucwa_tests::random::Random::new(1);
            assert_eq!(kind.apply(&page, &mut random), None, "{}: {text:?}", kind.name);
        }
    }
}
