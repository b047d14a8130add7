//! What reading recordings takes of memory: not more for a long recording than for a short one, and little more for what is made to take
//! much.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use peak_alloc::PeakAlloc;
use tempfile::TempDir;
use ucwa_gen::analyse;
use ucwa_gen::observe::traffic::Traffic;
use ucwa_gen::observe::{Key, Observations, Observer, Sanitizer};
use ucwa_gen::schema::Schema;
use ucwa_tests::reference;
use zip::write::{SimpleFileOptions, ZipWriter};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// All that is allocated is counted, so that one test runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Reads a recording, sanitises it, and returns what was observed and the most memory that it took.
fn read(schema: &Schema, path: &Path) -> (Observations, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut observer = Observer::new(schema);
    let sanitizer = Sanitizer::new(schema, Key::from_seed(1), &[]);
    for read in Traffic::read(&[path.to_owned()]) {
        observer.add(&read);
        if let Ok(exchange) = &read {
            let record = sanitizer.record(exchange);
            assert!(record.request.is_some() || record.response.is_some());
        }
    }
    let observations = observer.finish();
    (observations, MEMORY.peak_usage().saturating_sub(before))
}

/// The bodies of an exchange: a contact, or an answer of the event channel, with something that no page documents.
fn body(number: usize) -> String {
    let person = number % 50;
    match number % 3 {
        0 => format!(
            r#"{{"sender":[{{"rel":"communication","href":"/a/communication","events":[{{"type":"updated","link":{{"rel":"contact","href":"/a/people/{person}"}}}}]}}]}}"#
        ),
        _ => format!(
            r#"{{"rel":"contact","name":"{number}","x{person}":{number},"_links":{{"self":{{"href":"/a/people/{person}"}}}}}}"#
        ),
    }
}

const HEAD: &str = "Content-Type: application/json\r\n";

/// Writes a recording in the form that a name says.
fn write(folder: &Path, name: &str, length: usize) -> PathBuf {
    let path = folder.join(format!("{length}{name}"));
    let mut file = BufWriter::new(File::create(&path).expect("a file"));
    let url = |number| format!("/a/people/{}", number % 50);
    match name {
        ".jsonl" => {
            for number in 0..length {
                let (url, body) = (url(number), body(number));
                writeln!(
                    file,
                    r#"{{"request":{{"method":"GET","url":"{url}"}},"response":{{"status":200,"json":{body}}}}}"#
                )
                .expect("a line");
            }
        }
        ".har" => {
            write!(file, r#"{{"log":{{"version":"1.2","entries":["#).expect("a file");
            for number in 0..length {
                let text = serde_json::Value::from(body(number));
                let comma = if number == 0 { "" } else { "," };
                let request = format!(r#"{{"method":"GET","url":"{}","headers":[]}}"#, url(number));
                let response = format!(r#"{{"status":200,"headers":[],"content":{{"text":{text}}}}}"#);
                write!(file, r#"{comma}{{"request":{request},"response":{response}}}"#).expect("an entry");
            }
            write!(file, "]}}}}").expect("a file");
        }
        _ => {
            let mut zip = ZipWriter::new(file);
            for number in 0..length {
                let (url, body) = (url(number), body(number));
                let answer = format!("HTTP/1.1 200 OK\r\n{HEAD}Content-Length: {}\r\n\r\n{body}", body.len());
                let asks = format!("GET {url} HTTP/1.1\r\nHost: pool.example.com\r\n\r\n");
                for (half, text) in [("c.txt", asks), ("m.xml", "<Session/>".to_owned()), ("s.txt", answer)] {
                    let name = format!("raw/{number:05}_{half}");
                    zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
                    zip.write_all(text.as_bytes()).expect("an entry");
                }
            }
            zip.finish().expect("an archive");
        }
    }
    path
}

#[test]
fn a_long_recording_takes_no_more_than_a_short_one() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let schema = analyse(&reference()).schema;
    let folder = TempDir::new().expect("a folder");
    for name in [".jsonl", ".har", ".saz"] {
        // The first time something is allocated that stays.
        let [_, short, long] = [1_000, 1_000, 10_000].map(|length| {
            let (observations, most) = read(&schema, &write(folder.path(), name, length));
            assert_eq!(observations.exchanges, length as u64, "{name}");
            assert_eq!(observations.problems, [], "{name}");
            assert!(observations.findings.len() > 50, "{name}");
            most
        });
        assert!(
            long < short + (16 << 10),
            "{name}: {short} bytes for 1,000 exchanges, {long} bytes for 10,000"
        );
    }
}

/// 16 MiB each, of what takes the most memory for its length.
#[test]
fn no_document_takes_more_than_its_share() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let schema = analyse(&reference()).schema;
    let folder = TempDir::new().expect("a folder");
    let size = (16 << 20) - 200;
    let times = |text: &str| text.repeat(size / text.len());
    let message = "HTTP/1.1 200 OK\r\nContent-Type: multipart/batching; boundary=b\r\n\r\n";
    for (name, text) in [
        ("elements.xml", format!("<resource>{}</resource>", times("<a/>"))),
        ("attributes.xml", format!("<resource {}/>", times("a='' "))),
        ("values.jsonl", format!("[{}]", times("1,"))),
        ("objects.jsonl", format!("{{\"a\":[{}]}}", times("{},"))),
        ("parts.http", format!("{message}{}", times("--b\n\n1\n"))),
        ("headers.http", format!("{message}--b\n{}", times("a:\n"))),
        ("head.http", format!("HTTP/1.1 200 OK\r\n{}", times("a:\n"))),
        ("no_head.http", format!("HTTP/1.1 200 OK\r\n{}", times("a\n"))),
        ("requests.http", times("GET / HTTP/1.1\n\n")),
        ("answers.http", times("HTTP/1.1 200\n\n")),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        let (observations, most) = read(&schema, &path);
        assert!(most < 256 << 20, "{name}: {} MiB", most >> 20);
        assert!(!observations.problems.is_empty(), "{name}");
    }
}
