//! The three real revisions, read as a whole.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use ucwa_gen::files::Sources;
use ucwa_gen::schema::{Schema, to_json};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{Analysis, analyse};
use ucwa_tests::{REVISIONS, corrected, revision};

fn schema(name: &str) -> Option<Schema> {
    Some(corrected(name)?.schema)
}

#[test]
fn every_row_of_every_table_is_accounted_for() {
    let expected = [("2016-06", 176, 44, 2773), ("2018-01", 238, 56, 4379), ("2022-12", 238, 56, 4378)];
    for (name, resources, enumerations, rows) in expected {
        let Some(Analysis { summary, diagnostics, .. }) = corrected(name) else { return };
        let found: Vec<String> =
            diagnostics.iter().map(|found| format!("{} {:?}", found.code, found.span)).collect();
        assert_eq!((summary.resources, summary.enumerations), (resources, enumerations), "{name}");
        assert_eq!(summary.rows, rows, "{name}");
        assert_eq!((summary.lines.lost, summary.lines.unread), (0, 0), "{name}: {found:?}");
        assert_eq!(summary.rows_in_schema, rows, "{name}");
        assert_eq!(summary.errors, 0, "{name}: {found:?}");
        assert_eq!(summary.samples_parsed, summary.samples, "{name}: {found:?}");
    }
}

#[test]
fn the_api_did_not_change_between_2018_and_2022() {
    let (Some(old), Some(new)) = (schema("2018-01"), schema("2022-12")) else { return };
    let (old, new) = (old.without_prose(), new.without_prose());
    for (a, b) in old.resources.iter().zip(&new.resources) {
        assert_eq!(a, b, "{}", a.name);
    }
    assert_eq!(old, new);
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let files = || sources.files().cloned();
        let (shuffled, _) = Sources::from_files(files().rev());
        let (interleaved, _) = Sources::from_files(files().skip(97).chain(files().take(97)));
        let expected = to_json(&analyse(&sources).schema);
        assert_eq!(to_json(&analyse(&shuffled).schema), expected, "{name}");
        assert_eq!(to_json(&analyse(&interleaved).schema), expected, "{name}");
    }
}

/// A page may have been saved on another system: with carriage returns, and with a byte-order mark.
#[test]
fn line_ends_do_not_matter() {
    let Some(sources) = revision("2022-12") else { return };
    let files = sources.files().map(|file| {
        let text = format!("\u{feff}{}", file.text().replace('\n', "\r\n"));
        SourceFile::new(file.path(), text)
    });
    let (saved, _) = Sources::from_files(files);
    let (expected, found) = (analyse(&sources), analyse(&saved));
    assert_eq!(to_json(&found.schema.without_prose()), to_json(&expected.schema.without_prose()));
    assert_eq!(found.summary, expected.summary);
}

#[test]
fn a_schema_survives_its_own_format() {
    let Some(schema) = schema("2022-12") else { return };
    let text = to_json(&schema);
    assert_eq!(ucwa_gen::schema::from_json(&text).expect("what was written is read"), schema);
}

/// What each line of the pages is, in numbers: of each revision, and of our own pages.
#[test]
fn the_lines_of_each_corpus() {
    let mut classes = Vec::new();
    for name in REVISIONS {
        let Some(analysis) = corrected(name) else { return };
        classes.push((name, analysis.summary.lines));
    }
    classes.push(("reference", analyse(&ucwa_tests::reference()).summary.lines));
    insta::assert_debug_snapshot!("lines", classes);
}

/// What the diagnostics say about each revision: how often each code is raised.
#[test]
fn the_diagnostics_of_each_revision() {
    for name in REVISIONS {
        let Some(analysis) = corrected(name) else { return };
        let mut counts = std::collections::BTreeMap::new();
        for found in analysis.diagnostics {
            *counts
                .entry(format!("{} {}: {}", found.severity, found.code, found.code.info().title))
                .or_insert(0) += 1;
        }
        let lines: Vec<String> = counts.iter().map(|(what, count)| format!("{count:5} {what}")).collect();
        insta::assert_snapshot!(format!("diagnostics-{name}"), lines.join("\n"));
    }
}

/// The schema of single pages, reviewed by hand. Prose is left out: it is not ours.
#[test]
fn the_schema_of_chosen_pages() {
    let Some(schema) = schema("2022-12") else { return };
    let schema = schema.without_prose();
    for name in [
        "phoneAudioInvitation",
        "participantInvitation",
        "onlineMeetingInvitation",
        "addPhoneAudio",
        "contact",
        "me",
        "events",
        "group2",
    ] {
        let resource = schema.resource(name).expect("the page exists");
        let text = serde_json::to_string_pretty(resource).expect("a schema is serialisable");
        insta::assert_snapshot!(format!("schema-{name}"), text);
    }
}

/// Types that only the page's words and its siblings can decide: several enumerations hold `Connected`.
#[test]
fn the_state_of_each_thing_is_its_own() {
    let Some(schema) = schema("2022-12") else { return };
    let of = |resource: &str| {
        let properties = &schema.resource(resource).expect("the page exists").properties;
        properties.iter().find(|property| property.name == "state").expect("it has a state").ty.to_string()
    };
    for (resource, ty) in [
        ("invitation", "InvitationState"),
        ("messagingInvitation", "InvitationState"),
        ("phoneAudioInvitation", "InvitationState"),
        ("audioVideoInvitation", "InvitationState"),
        ("onlineMeetingInvitation", "InvitationState"),
        ("participantInvitation", "InvitationState"),
        ("audioVideo", "CallState"),
        ("messaging", "CallState"),
        ("phoneAudio", "CallState"),
        ("applicationSharing", "CallState"),
        ("dataCollaboration", "CallState"),
        ("session", "SessionState"),
        ("audioVideoSession", "SessionState"),
        ("conversation", "ConversationState"),
        ("myContactsAndGroupsSubscription", "SubscriptionState"),
    ] {
        assert_eq!(of(resource), ty, "{resource}");
    }
}

/// Whose representation each rel carries.
#[test]
fn roles_are_told_from_resources() {
    let Some(schema) = schema("2022-12") else { return };
    let roles: Vec<String> = schema
        .resources
        .iter()
        .filter_map(|resource| Some(format!("{} = {}", resource.name, resource.role_of.as_ref()?)))
        .collect();
    insta::assert_snapshot!("roles", roles.join("\n"));
}
