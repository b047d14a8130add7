//! Files of every form, whole and damaged: nothing is left out in silence.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::testing::{line, told, told_within};
use super::{Limits, Traffic};

/// PowerShell writes it with `>`.
#[test]
fn a_text_in_utf_16_is_said_to_be_one() {
    for (name, bytes) in
        [("a.jsonl", b"\xff\xfe{\0}\0"), ("a.har", b"\xfe\xff\0{\0}"), ("a.txt", b"\xff\xfeG\0E\0")]
    {
        let expected = "1:1 error: it is not read: it is in UTF-16, and has to be saved as UTF-8";
        assert_eq!(told(name, bytes), [expected], "{name}");
    }
}

#[test]
fn nothing_is_left_out_in_silence() {
    const ENTRY: &str = r#"{"request":{"method":"GET","url":"/a"}}"#;
    for (name, text, expected) in [
        (
            "a.jsonl",
            "{\"a\":1}\n[{\"b\":2},[{\"c\":3}],7]\n".to_owned(),
            &[
                "? {\"a\":1}",
                "? {\"b\":2}",
                "? {\"c\":3}",
                "2:20 warning: it is neither an exchange nor a body: both are objects",
            ][..],
        ),
        (
            "a.jsonl",
            "7\n{\"a\":1}\n".to_owned(),
            &[
                "1:1 warning: a document cannot be read: it begins with neither a brace nor a bracket",
                "? {\"a\":1}",
            ],
        ),
        (
            "a.jsonl",
            "{\"request\":{\"method\":\"GET\",\"url\":\"/a\",\"headers\":{\"A\":\"b\"}}}\n".to_owned(),
            &[
                "GET /a | 1:39 note: `headers` is an object, and a list of pairs is expected: it is read as one",
            ],
        ),
        ("a.jsonl", format!("{{\"log\":{{\"entries\":[{ENTRY}]}}}}\n"), &["GET /a"]),
        (
            "a.har",
            format!("{{\"log\":{{\"entries\":[{ENTRY},"),
            &["GET /a", "1:60 warning: the file is cut off here, within a list or an archive"],
        ),
        (
            "a.har",
            format!("{{\"log\":{{\"entries\":[{ENTRY},\n{{\"request\":{{}}"),
            &[
                "GET /a",
                "? | 2:1 warning: it was repaired to be read: a brace or bracket was added or left out | 2:2 warning: a request has `method` and `url`, which are strings",
                "2:14 warning: the file is cut off here, within a list or an archive",
            ],
        ),
        (
            "a.har",
            "{\"log\":{\"version\":\"1.2\"}}".to_owned(),
            &["1:25 warning: an HTTP archive has no list `entries`"],
        ),
        (
            "a.json",
            "[{\"a\":1}]]{\"b\":2}".to_owned(),
            &["? {\"a\":1}", "1:10 warning: a bracket closes what no bracket opens", "? {\"b\":2}"],
        ),
        (
            "a.xml",
            "<resource/><resource/>".to_owned(),
            &[
                "? <resource> | 1:1 warning: it was repaired to be read: what follows the end of an XML document was left out",
            ],
        ),
        (
            "a.json",
            r#"{"request":7,"response":{"status":200}}"#.to_owned(),
            &["200 | 1:2 warning: `request` is an object"],
        ),
        (
            "a.json",
            r#"{"response":{"status":200,"base64":"?"}}"#.to_owned(),
            &[
                "200 unreadable | 1:27 warning: a body cannot be read: it is not base64: Invalid symbol 63, offset 0",
            ],
        ),
        (
            "a.json",
            r#"{"a":1e999,"b":-1e999}"#.to_owned(),
            &[
                "? {\"a\":1.7976931348623157e+308,\"b\":-1.7976931348623157e+308} | 1:1 warning: it was repaired to be read: a number out of range was replaced by the largest one",
            ],
        ),
        // HTML is content.
        ("a.json", r#"{"a":"&quot;<br>"}"#.to_owned(), &["? {\"a\":\"&quot;<br>\"}"]),
        (
            "a.http",
            "HTTP/1.1 200 OK\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{\"a\":\"<br>\"}\n--b--\n"
                .to_owned(),
            &["200 (? {\"a\":\"<br>\"})"],
        ),
        // Names are what was sent.
        ("a.json", r#"{"a b":1,"":2,"\n":3}"#.to_owned(), &["? {\"\":2,\"\\n\":3,\"a b\":1}"]),
    ] {
        assert_eq!(told(name, text.as_bytes()), expected, "{text}");
    }
    assert_eq!(
        told("a.json", b"{\"a\":\"\xff\"}"),
        ["? {\"a\":\"\u{fffd}\"} | 1:1 warning: it was repaired to be read: what is not UTF-8 was replaced"]
    );
}

proptest! {
    /// Pieces of recordings in any order: no form ends in a panic, and what is read first stays the first.
    #[test]
    fn anything_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12), extension in 0..4usize) {
        let bytes = pieces.concat();
        let name = ["a.json", "a.jsonl", "a.http", "a.xml"][extension];
        let all = told(name, &bytes);
        let more = told(name, &[b"GET /first HTTP/1.1\r\n\r\n".as_slice(), &bytes].concat());
        prop_assert!(bytes.trim_ascii().is_empty() || !all.is_empty(), "{}", String::from_utf8_lossy(&bytes));
        prop_assert!(extension == 1 || more[0].contains("/first") || more.iter().any(|line| line.starts_with("GET /first")));
    }
}

const PIECES: &[&[u8]] = &[
    b"\n",
    b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/2 204\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HEAD /a HTTP/1.1\r\n\r\n",
    b"CONNECT a:443 HTTP/1.1\r\n\r\n",
    b"POST /b HTTP/1.1\r\n",
    b"Content-Length: 3\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"Content-Encoding: br\r\n",
    b"Content-Type: multipart/batching; boundary=b\r\n\r\n",
    b"--b\r\n",
    b"--b--\r\n",
    b"3\r\n{ }\r\n",
    b"0\r\n",
    b"{\"log\":{\"entries\":[",
    b"{\"request\":{\"method\":\"GET\",\"url\":\"/c\"}}",
    b"{\"rel\":\"contact\",",
    b"[",
    b"]",
    b"}",
    b"\"a",
    b"\"",
    b"7",
    b"<resource rel=\"contact\">",
    b"</resource>",
    b"\x00\xff\xfe",
    b"\xef\xbb\xbf",
    b"&quot;",
];

#[test]
fn a_problem_names_the_limit() {
    let limits = Limits { document_size: 20 };
    for (name, text, expected) in [
        (
            "a.jsonl",
            "{\"aaaaaaaaaaaaaaaaaaa\":1}\n{\"a\":1}\n",
            &["1:1 warning: a document is not read: it is larger than 20 bytes", "? {\"a\":1}"][..],
        ),
        (
            "a.json",
            "[{\"aaaaaaaaaaaaaaaaaaa\":1},{\"a\":1}]",
            &["1:2 warning: a document is not read: it is larger than 20 bytes", "? {\"a\":1}"],
        ),
        ("a.http", "GET /aaaaaaaaaaaaa HTTP/1.1\n\n", &["1:1 warning: it is larger than 20 bytes"]),
    ] {
        assert_eq!(told_within(name, text.as_bytes(), &limits), expected, "{text}");
    }
}

#[test]
fn every_file_of_a_folder_is_read_or_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    for (name, text) in [
        ("10.http", "GET /10 HTTP/1.1\n\n"),
        ("9.http", "GET /9 HTTP/1.1\n\n"),
        ("broken.har", "\u{1}\u{2}"),
        ("empty.json", ""),
        ("notes.md", "Recorded on Monday.\n"),
    ] {
        fs::write(path(name), text).expect("a file");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(path("nowhere"), path("link.http")).expect("a link");
    let mut zip = zip::ZipWriter::new(fs::File::create(path("other.zip")).expect("a file"));
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).expect("an entry");
    zip.finish().expect("an archive");
    let read: Vec<String> = Traffic::read(&[folder.path().to_owned()]).map(|read| line(&read)).collect();
    let mut expected = vec![
        "1:1 error: it cannot be read: No such file or directory (os error 2)",
        "GET /9",
        "GET /10",
        "1:1 warning: it is not read: it is no recording in a known form",
        "1:1 warning: it is not read: it is no recording in a known form",
        "1:1 note: it is not read: it is no recording in a known form",
        "1:1 warning: an archive of Fiddler has messages in its folder `raw`, and this one has none",
    ];
    if cfg!(not(unix)) {
        expected.remove(0);
    }
    assert_eq!(read, expected);
}

/// What cannot be read of one half of an exchange leaves the other one.
#[test]
fn of_two_files_one_can_be_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    fs::write(path("1_c.txt"), "GET /aaaaaaaaaaaaa HTTP/1.1\n\n").expect("a file");
    fs::write(path("1_s.txt"), "HTTP/1.1 204 X\n\n").expect("a file");
    let limits = Limits { document_size: 20 };
    let read: Vec<String> =
        Traffic::read_within(&[path("1_c.txt"), path("1_s.txt")], &limits).map(|read| line(&read)).collect();
    assert_eq!(read, ["1:1 warning: it is larger than 20 bytes", "204"]);
}

/// An archive of Fiddler with these files.
fn saz(files: &[(String, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("an entry");
    }
    zip.finish().expect("an archive").into_inner()
}

fn asks(number: usize) -> String {
    format!("GET /{number} HTTP/1.1\r\n\r\n")
}

const ANSWERS: &str = "HTTP/1.1 204 No Content\r\n\r\n";

#[test]
fn archives_are_read_in_their_order() {
    let files = [
        ("_index.htm", "<html>".to_owned()),
        ("raw/10_c.txt", asks(10)),
        ("raw/2_c.txt", "HEAD /2 HTTP/1.1\r\n\r\n".to_owned()),
        ("raw/2_m.xml", "<Session/>".to_owned()),
        ("raw/2_s.txt", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n".to_owned()),
        ("raw\\3_s.txt", ANSWERS.to_owned()),
        ("raw\\3_c.txt", asks(3)),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text));
    assert_eq!(told("a.saz", &saz(&files)), ["GET /10", "HEAD /2 > 200", "GET /3 > 204"]);
}

#[test]
fn an_archive_that_is_cut_off_is_read_up_to_there() {
    let files = (0..40).flat_map(|number| {
        [(format!("raw/{number}_c.txt"), asks(number)), (format!("raw/{number}_s.txt"), ANSWERS.to_owned())]
    });
    let whole = saz(&files.collect::<Vec<_>>());
    let read = told("a.saz", &whole);
    assert_eq!((read.len(), read[39].as_str()), (40, "GET /39 > 204"));
    let cut = told("a.saz", &whole[..whole.len() / 2]);
    let (exchanges, wrong): (Vec<&String>, Vec<&String>) =
        cut.iter().partition(|line| line.starts_with("GET"));
    assert_eq!(wrong, ["1:1 warning: the archive is cut off; the files before that were read"]);
    assert!(exchanges.len() > 20, "{cut:?}");
    assert!(exchanges.iter().zip(&read).all(|(half, whole)| whole.starts_with(half.as_str())), "{cut:?}");
}

/// A request is kept until its answer comes, but not for ever.
#[test]
fn an_answer_that_is_far_from_its_request_is_reported() {
    let requests = (0..100).map(|number| (format!("raw/{number}_c.txt"), asks(number)));
    let answers = (0..100).map(|number| (format!("raw/{number}_s.txt"), ANSWERS.to_owned()));
    let read = told("a.saz", &saz(&requests.chain(answers).collect::<Vec<_>>()));
    assert_eq!(read.len(), 201);
    assert_eq!(
        read.last().map(String::as_str),
        Some(
            "1:1 warning: 100 requests and 100 answers were read alone: the two files of an exchange have to be near each other"
        )
    );
}
