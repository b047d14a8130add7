use http::Response;

use super::{Me, Note, NoteInput, Photo, answer, batch, multipart, no_content, ok};
use crate::Link;
use crate::batch::{Answers, Batch, Defect, Entry, PartError, requests};
use crate::limits::{LimitExceeded, Limits};
use crate::operation::Get;
use crate::rest::{Cause, DecodeError, RequestError};

fn get(batch: &mut Batch<()>, href: &str) -> Entry<Me, Get> {
    batch.add(&Link::<Me>::new(href).get()).unwrap()
}

fn name(answers: &mut Answers, entry: &Entry<Me, Get>) -> String {
    answers.take(entry).unwrap().output.unwrap().name.unwrap()
}

#[test]
fn scenario_a_batch_is_multipart_batching_with_parts_of_application_http_requests() {
    let mut batch = batch();
    assert!(batch.is_empty());
    get(&mut batch, "/ucwa/me?x=1");
    let note = NoteInput { message: Some("ucwa-batch-0".into()), ..NoteInput::default() };
    batch.add(&Link::<Note>::new("https://pool.example.com:444/ucwa/note").post(note)).unwrap();
    batch.add(&Link::<Note>::new("/ucwa/note").delete()).unwrap();
    assert_eq!(batch.len(), 3);
    let request = batch.request(&Link::<()>::new("/ucwa/batch")).unwrap();
    assert_eq!(request.method(), http::Method::POST);
    assert_eq!(request.uri(), "https://pool.example.com:444/ucwa/batch");
    assert_eq!(request.headers()["Accept"], "multipart/batching");
    // The boundary is not one that is in a part.
    let media_type = request.headers()["Content-Type"].to_str().unwrap();
    assert_eq!(media_type, "multipart/batching; boundary=\"ucwa-batch-1\"");
    let expected = "\
        --ucwa-batch-1\r\n\
        Content-Type: application/http; msgtype=request\r\n\
        Content-Transfer-Encoding: binary\r\n\
        Content-ID: <0@batch>\r\n\
        \r\n\
        GET /ucwa/me?x=1 HTTP/1.1\r\n\
        Host: pool.example.com:444\r\n\
        accept: application/vnd.microsoft.com.ucwa+json\r\n\
        \r\n\
        \r\n\
        --ucwa-batch-1\r\n\
        Content-Type: application/http; msgtype=request\r\n\
        Content-Transfer-Encoding: binary\r\n\
        Content-ID: <1@batch>\r\n\
        \r\n\
        POST /ucwa/note HTTP/1.1\r\n\
        Host: pool.example.com:444\r\n\
        accept: application/vnd.microsoft.com.ucwa+json\r\n\
        content-type: application/vnd.microsoft.com.ucwa+json\r\n\
        Content-Length: 26\r\n\
        \r\n\
        {\"message\":\"ucwa-batch-0\"}\r\n\
        --ucwa-batch-1\r\n";
    let body = String::from_utf8(request.body().clone()).unwrap();
    assert!(body.starts_with(expected), "{body}");
    assert!(body.ends_with("\r\n\r\n--ucwa-batch-1--\r\n"), "{body}");

    // A server sees what was put in.
    let seen = requests(media_type, request.body()).unwrap();
    let seen: Vec<_> = seen.map(Result::unwrap).collect();
    let lines: Vec<_> =
        seen.iter().map(|request| format!("{} {}", request.method(), request.uri())).collect();
    assert_eq!(lines, ["GET /ucwa/me?x=1", "POST /ucwa/note", "DELETE /ucwa/note"]);
    assert_eq!(seen[1].body(), b"{\"message\":\"ucwa-batch-0\"}");
    assert_eq!(seen[2].headers()["Host"], "pool.example.com:444");
}

#[test]
fn scenario_the_answers_are_in_order() {
    let mut batch = batch();
    let (first, second) = (get(&mut batch, "/a"), get(&mut batch, "/b"));
    let mut answers = batch.read(answer(&[("", ok("a", "")), ("", ok("b", ""))])).unwrap();
    assert_eq!(answers.surplus(), 0);
    // They can be taken in any order.
    assert_eq!(name(&mut answers, &second), "b");
    assert_eq!(name(&mut answers, &first), "a");
}

#[test]
fn scenario_the_answers_are_in_any_order_and_named_by_content_id() {
    let mut batch = batch();
    let (first, second, third) = (get(&mut batch, "/a"), get(&mut batch, "/b"), get(&mut batch, "/c"));
    // What calls itself something else is overruled.
    let parts = [("<2@batch>", ok("c", "/a")), ("", ok("b", "")), ("<0@batch>", ok("a", ""))];
    let mut answers = batch.read(answer(&parts)).unwrap();
    assert_eq!(name(&mut answers, &first), "a");
    assert_eq!(name(&mut answers, &second), "b");
    assert_eq!(name(&mut answers, &third), "c");
}

#[test]
fn scenario_the_answers_are_in_any_order_and_known_by_their_self_links() {
    let mut batch = batch();
    let note = batch.add(&Link::<Note>::new("/note").delete()).unwrap();
    let (first, second) = (get(&mut batch, "/me?x=1"), get(&mut batch, "/ann"));
    let host = "https://pool.example.com:444";
    let parts = [("", ok("ann", &format!("{host}/ann"))), ("", ok("me", "/me")), ("", no_content())];
    let mut answers = batch.read(answer(&parts)).unwrap();
    assert_eq!(name(&mut answers, &first), "me");
    assert_eq!(name(&mut answers, &second), "ann");
    assert_eq!(answers.take(&note).unwrap().status, 204);
}

#[test]
fn scenario_hrefs_in_answers_differ_in_case_and_escaping_from_those_asked() {
    for (asked, answered) in [
        ("/people/Ann@example.com", "/people/ann%40Example.com"),
        ("/people/ann%40example.com?x=1", "/PEOPLE/ann@example.com"),
        ("/people/%c3%84", "/people/%C3%A4"),
        ("/events?key=a%3D", "/events?key=A="),
    ] {
        let mut batch = batch();
        let (first, second) = (get(&mut batch, asked), get(&mut batch, "/other"));
        let parts = [("", ok("other", "/Other")), ("", ok("asked", answered))];
        let mut answers = batch.read(answer(&parts)).unwrap();
        let names = (name(&mut answers, &first), name(&mut answers, &second));
        assert_eq!(names, ("asked".to_owned(), "other".to_owned()), "{asked}");
    }
    // Where there are two of another spelling, the exact one decides, and for the rest the order.
    let mut batch = batch();
    let (upper, lower) = (get(&mut batch, "/A"), get(&mut batch, "/a"));
    let mut answers = batch.read(answer(&[("", ok("lower", "/a")), ("", ok("upper", "/A"))])).unwrap();
    assert_eq!((name(&mut answers, &upper), name(&mut answers, &lower)), ("upper".into(), "lower".into()));
    let mut answers = batch.read(answer(&[("", ok("1", "/%41")), ("", ok("2", "/%61"))])).unwrap();
    assert_eq!((name(&mut answers, &upper), name(&mut answers, &lower)), ("1".into(), "2".into()));
}

#[test]
fn scenario_empty_lines_after_a_part_are_not_part_of_it() {
    let read = |length: &str, body: &str| {
        let head = format!("--x\r\n\r\nPOST /m HTTP/1.1\r\nContent-Length: {length}\r\n\r\n");
        let body = format!("{head}{body}\r\n--x--");
        let part = requests("multipart/batching;boundary=x", body.as_bytes()).unwrap().next();
        String::from_utf8(part.unwrap().unwrap().into_body()).unwrap()
    };
    for (length, body, expected) in [
        ("2", "Hi\r\n\r\n", "Hi"),
        ("2", "Hi", "Hi"),
        ("4", "Hi\r\n\r\n", "Hi\r\n"),
        ("0", "\r\n", ""),
        // A length that cannot be right is not believed.
        ("1", "Hi", "Hi"),
        ("3", "Hi", "Hi"),
        ("many", "Hi", "Hi"),
    ] {
        assert_eq!(read(length, body), expected, "{length} {body:?}");
    }
}

#[test]
fn scenario_more_than_100_parts_are_refused_before_sending() {
    let call = Link::<Me>::new("/me").get();
    let mut full = batch();
    for _ in 0..100 {
        full.add(&call).unwrap();
    }
    let refusal = full.add(&call).unwrap_err();
    assert!(matches!(refusal, RequestError::BatchFull { limit: 100 }), "{refusal}");
    assert_eq!(refusal.to_string(), "the batch has 100 operations, as many as a server takes");
    assert_eq!(full.len(), 100);
    full = full.with_limit(101);
    assert!(full.add(&call).is_ok() && full.add(&call).is_err());
}

#[test]
fn a_self_link_that_proves_nothing_leaves_the_order() {
    // Two requests for the same place, and an answer to a POST that happens to be from there.
    let mut one = batch();
    let (first, second) = (get(&mut one, "/me?x=1"), get(&mut one, "/me?x=2"));
    let parts = [("", ok("1", "/me")), ("", ok("2", "/me"))];
    let mut answers = one.read(answer(&parts)).unwrap();
    assert_eq!((name(&mut answers, &first), name(&mut answers, &second)), ("1".into(), "2".into()));

    let mut two = batch();
    let (first, second) = (get(&mut two, "/a"), get(&mut two, "/b"));
    let parts = [("", ok("1", "/b")), ("", ok("2", "/b"))];
    let mut answers = two.read(answer(&parts)).unwrap();
    assert_eq!((name(&mut answers, &first), name(&mut answers, &second)), ("1".into(), "2".into()));

    let mut three = batch();
    let (first, second) = (get(&mut three, "/a"), get(&mut three, "/b"));
    let parts = [("<1@batch>", ok("1", "")), ("<1@batch>", ok("2", "")), ("<7@batch>", ok("3", ""))];
    let mut answers = three.read(answer(&parts)).unwrap();
    assert_eq!(answers.surplus(), 1);
    assert_eq!((name(&mut answers, &first), name(&mut answers, &second)), ("1".into(), "2".into()));
}

#[test]
fn scenario_bad_parts_are_errors_of_their_own_and_the_rest_stays_intact() {
    let mut batch = batch();
    let entries: Vec<_> = "abcdefg".chars().map(|name| get(&mut batch, &format!("/{name}"))).collect();
    let part = |text: &str| format!("--x\r\n{text}\r\n");
    let http = "Content-Type: application/http; msgtype=response\r\n\r\n";
    let body = [
        part(&format!("{http}{}", ok("a", ""))),
        part("Content-Type: text/html\r\n\r\n<h1>Oh</h1>"),
        part(&format!("{http}HTTP/1.1 oops\r\n\r\n")),
        part(&format!("{http}HTTP/1.1 200 OK\r\nno field\r\n\r\n{{}}")),
        part(&format!("{http}HTTP/1.1 500 Oh\r\nContent-Type: text/html\r\n\r\n<p>")),
        part(&format!(
            "{http}HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n{{\"code\":\"NotFound\"}}"
        )),
        "--x--".to_owned(),
    ];
    let mut answers = batch.read(multipart(body.concat())).unwrap();
    let mut taken = entries.into_iter().map(|entry| answers.take(&entry));
    assert_eq!(taken.next().unwrap().unwrap().output.unwrap().name.as_deref(), Some("a"));
    for expected in [Defect::MediaType, Defect::StartLine, Defect::Field] {
        let Some(Err(PartError::Malformed(malformed))) = taken.next() else { panic!("{expected:?}") };
        assert_eq!(malformed.what, expected);
        assert!(!malformed.part.is_empty() && !malformed.to_string().is_empty());
    }
    let Some(Err(PartError::Response(failure))) = taken.next() else { panic!() };
    assert!(matches!(failure.cause(), Cause::NotUcwa));
    assert_eq!(failure.body(), b"<p>");
    let Some(Err(PartError::Response(failure))) = taken.next() else { panic!() };
    assert_eq!((failure.code(), failure.status().as_u16()), (Some("NotFound"), 404));
    assert!(matches!(taken.next(), Some(Err(PartError::Missing))));
}

#[test]
fn scenario_half_a_body_leaves_the_parts_before_the_cut() {
    let mut batch = batch();
    let (first, second) = (get(&mut batch, "/a"), get(&mut batch, "/b"));
    let whole = answer(&[("", ok("a", "")), ("<1@batch>", ok("b", ""))]).into_body();
    let start = whole.find("Content-ID").unwrap();
    let end = whole.find("\r\n--x--").unwrap();
    // Neither does a body that looks whole show that it is, nor a boundary without its end.
    for cut in start..=end + "\r\n--".len() {
        let mut answers = batch.read(multipart(&whole[..cut])).unwrap();
        assert_eq!(name(&mut answers, &first), "a");
        match answers.take(&second) {
            Err(PartError::Malformed(malformed)) => {
                assert_eq!(malformed.what, Defect::Truncated);
                assert!(whole.as_bytes()[..cut].ends_with(&malformed.part));
            }
            Err(PartError::Response(failure)) => {
                assert!(matches!(failure.cause(), Cause::Truncated(_)), "{failure}");
                assert_eq!(failure.status(), 200);
                assert!(whole.as_bytes()[..cut].ends_with(failure.body()));
            }
            other => panic!("{cut}: {other:?}"),
        }
        assert!(matches!(answers.take(&first), Err(PartError::Missing)));
    }
    // All but the end of the last boundary: nothing is missing.
    let mut answers = batch.read(multipart(&whole[..end + "\r\n--x".len()])).unwrap();
    assert_eq!([name(&mut answers, &first), name(&mut answers, &second)], ["a", "b"]);
}

#[test]
fn scenario_half_a_body_is_told_where_what_is_left_looks_whole() {
    let mut batch = batch();
    let deleted = batch.add(&Link::<Note>::new("/ucwa/note").delete()).unwrap();
    let entry = get(&mut batch, "/a");
    let body = format!("--x\r\n\r\n{}\r\n", no_content());
    let mut answers = batch.read(multipart(body)).unwrap();
    let Err(PartError::Response(failure)) = answers.take(&deleted) else { panic!() };
    assert!(matches!(failure.cause(), Cause::Truncated(_)));
    assert_eq!(failure.status(), 204);
    assert!(matches!(answers.take(&entry), Err(PartError::Missing)));
}

#[test]
fn scenario_half_a_batch_is_no_request_for_the_part_that_is_cut() {
    let body = "--x\n\nGET /a HTTP/1.1\n\n--x\n\nPOST /d HTTP/1.1\nContent-Type: text/plain\n\nhal";
    let mut requests = requests("multipart/batching;boundary=x", body.as_bytes()).unwrap();
    assert_eq!(requests.next().unwrap().unwrap().uri(), "/a");
    let malformed = requests.next().unwrap().unwrap_err();
    assert_eq!(malformed.what, Defect::Truncated);
    assert!(malformed.part.ends_with(b"\n\nhal"));
    assert!(requests.next().is_none());
}

#[test]
fn heads_may_be_folded_spaced_or_left_out() {
    let mut batch = batch();
    let entries = [get(&mut batch, "/a"), get(&mut batch, "/b"), get(&mut batch, "/c")];
    let body = "preamble\n\
        --x\nContent-Type : application/http;\n msgtype=response\n\nHTTP/1.1 200 OK\nContent-Type : application/json\n\n\
        \u{feff}{\"name\":\"a\"}\n\
        --x\n\nhttp/1.0  200\nContent-Type:\n\tapplication/json\n\n{\"name\":\"b\"}\n\
        --x  \n\n\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n \n{\"name\":\"c\"}\n\
        --x--\nepilogue";
    let mut answers = batch.read(multipart(body)).unwrap();
    for (entry, expected) in entries.into_iter().zip(["a", "b", "c"]) {
        assert_eq!(name(&mut answers, &entry), expected);
    }
}

#[test]
fn a_field_that_is_folded_at_once_has_no_blank_before_it() {
    let body = "--x\n\nPOST /d HTTP/1.1\nContent-Type:\n text/plain;\n\tcharset=utf-8\n\nhi\n--x--";
    let mut requests = requests("multipart/batching;boundary=x", body.as_bytes()).unwrap();
    assert_eq!(requests.next().unwrap().unwrap().headers()["Content-Type"], "text/plain; charset=utf-8");
}

#[test]
fn scenario_a_batch_that_is_refused_as_a_whole_is_one_failure() {
    let mut batch = batch();
    get(&mut batch, "/a");
    let refused = Response::builder()
        .status(429)
        .header("Content-Type", "application/json")
        .body(r#"{"code": "TooManyRequests"}"#)
        .unwrap();
    let failure = batch.read(refused).unwrap_err();
    assert_eq!((failure.status().as_u16(), failure.code()), (429, Some("TooManyRequests")));
    for media_type in ["text/html", "multipart/batching", "multipart/batching; boundary=", "x; boundary=x"] {
        let odd = Response::builder().header("Content-Type", media_type).body("--x\n\n--x--").unwrap();
        let failure = batch.read(odd).unwrap_err();
        assert!(matches!(failure.cause(), Cause::NotUcwa), "{media_type}");
    }
    assert!(matches!(batch.read(Response::new("")).unwrap_err().cause(), Cause::NotUcwa));
}

#[test]
fn limits_count() {
    let mut batch = batch();
    let entry = get(&mut batch, "/a");
    let failure = batch.read_within(answer(&[]), Limits::default().with_size(3)).unwrap_err();
    let Cause::Undecodable(DecodeError::Limit(limit)) = failure.cause() else { panic!("{failure}") };
    assert_eq!(limit, &LimitExceeded::Size(3));
    let mut answers =
        batch.read_within(answer(&[("", ok("a", ""))]), Limits::default().with_depth(0)).unwrap();
    let Err(PartError::Response(failure)) = answers.take(&entry) else { panic!() };
    assert!(matches!(failure.cause(), Cause::Undecodable(DecodeError::Limit(LimitExceeded::Depth(0)))));
}

#[test]
fn what_cannot_be_in_a_batch_is_refused() {
    let mut batch = batch();
    assert!(matches!(batch.add(&Link::<Photo>::new("/photo").get()), Err(RequestError::Batch)));
    let elsewhere = Link::<Me>::new("https://other.example.com/me").get();
    assert!(matches!(batch.add(&elsewhere), Err(RequestError::Batch)));
    assert!(matches!(batch.add(&Link::<Me>::new("data:,x").get()), Err(RequestError::Href(_))));
    assert!(batch.is_empty());
    assert!(batch.request(&Link::<()>::new("data:,x")).is_err());
}
