//! The samples of the documentation, where it is at hand.

use std::io::Write;
use std::path::PathBuf;

use crate::batch::message::{Part, response};
use crate::batch::requests;
use crate::limits::Limits;
use crate::multipart::{Sections, boundary};
use crate::rest::output::model;
use crate::{Object, Unknown};

/// A page; `UCWA_SHARED` names the folder above the corpus, and beside the repository is where else it may be. Only
/// where tests are run for the project it must be there, unless the variable is `none`.
fn page(name: &str) -> Option<String> {
    let named = std::env::var_os("UCWA_SHARED");
    let is_waived = named.as_ref().is_some_and(|named| named == "none");
    let shared =
        named.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let path = shared.join("corpus/2022-12").join(name);
    let page = std::fs::read_to_string(&path).ok();
    assert!(
        page.is_some() || is_waived || std::env::var_os("CI").is_none(),
        "there is no {}",
        path.display()
    );
    if page.is_none() {
        // Past the capture of the test harness: that a test was skipped must be seen.
        drop(writeln!(std::io::stderr(), "SKIPPED: there is no {}", path.display()));
    }
    page
}

/// The media type and the body of each multipart sample of a page, with the damage of the page repaired.
fn samples(page: &str) -> Vec<(String, String)> {
    let repaired = page
        .replace("<BR>", "\n")
        .replace("HTTP/1.1200OK", "HTTP/1.1 200 OK")
        .replace("GET/", "GET /")
        .replace("HTTP/1.1\n", " HTTP/1.1\n")
        // What was a byte-order mark.
        .replace("\n?\n", "\n\u{feff}\n");
    repaired
        .split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|sample| {
            let start = sample.find("\n--")? + 1;
            let field = sample.lines().find_map(|line| line.strip_prefix("Content-Type: multipart/"))?;
            Some((format!("multipart/{field}"), sample[start..].to_owned()))
        })
        .collect()
}

#[derive(Default, Object)]
struct Anything {
    #[ucwa(unknown)]
    unknown: Unknown,
}

/// What each sample of a page holds.
fn read(name: &str) -> Option<Vec<Vec<String>>> {
    let samples = samples(&page(name)?);
    let read = |(media_type, body): &(String, String)| -> Vec<String> {
        if body.contains("msgtype=request") {
            let requests = requests(media_type, body.as_bytes()).unwrap();
            let requests = requests.map(Result::unwrap);
            return requests.map(|request| format!("{} {}", request.method(), request.uri())).collect();
        }
        let boundary = boundary(media_type).unwrap();
        Sections::new(body.as_bytes(), boundary.as_bytes())
            .map(|part| {
                let Part { message, .. } = response(part).unwrap();
                let media_type = message.headers()["Content-Type"].to_str().unwrap();
                let decoded = model(Some(media_type), message.body(), Limits::default());
                // One sample is abridged, and so no JSON.
                let rel = decoded.map_or("?".to_owned(), |anything: Anything| {
                    let link = anything.unknown.link::<()>("self").unwrap();
                    link.href().rsplit('/').next().unwrap().to_owned()
                });
                format!("{} {rel}", message.status())
            })
            .collect()
    };
    Some(samples.iter().map(read).collect())
}

#[test]
fn the_samples_of_the_batch_page_are_read() {
    let Some(found) = read("batch_ref.md") else { return };
    let application = "/ucwa/v1/applications/11540713861";
    let asked = vec![format!("GET {application}/policies"), format!("GET {application}/me/phones")];
    assert_eq!(found.len(), 4);
    assert_eq!([&found[0], &found[2]], [&asked, &asked]);
    assert_eq!(found[1], ["200 OK policies", "200 OK phones"]);
    // Without XML its bodies are kept, but not read.
    #[cfg(feature = "xml")]
    assert_eq!(found[3], ["200 OK 21219618648", "200 OK phones"]);
    assert_eq!(found[3].len(), 2);
}

#[test]
fn the_samples_of_the_concept_pages_are_read() {
    let Some(found) = read("BatchingRequests.md") else { return };
    let application = "/ucwa/oauth/v1/applications/103";
    let asked = vec![format!("GET {application}/people/contacts"), format!("GET {application}/me")];
    assert_eq!(found, [asked.clone(), vec!["200 OK ?".into(), "200 OK me".into()]]);
    let Some(found) = read("GroupingRequestsInABatch.md") else { return };
    assert_eq!(found, [asked]);
}
