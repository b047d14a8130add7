//! The bytes that both transports send for our requests.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;
use std::time::Duration;

use http::Request;
use ucwa_client::asynchronous::{self, Reqwest};
use ucwa_client::blocking::{self, Ureq};
use ucwa_client::error::{LARGEST_BODY, NotSent, TooLarge};
use ucwa_types::Link;
use ucwa_types::api::{Accept, Application, Communication, Message, ReportMyActivity, SendMessage};
use ucwa_types::api::{SendMessageQuery, StopMessaging};
use ucwa_types::operation::RawBody;
use ucwa_types::rest::{BaseUrl, WireFormat};

/// Listens for one request, lets a client send it, and returns its head, in lower case.
fn head(send: impl FnOnce(&BaseUrl)) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut received = Vec::new();
        let mut buffer = [0; 4096];
        let end = loop {
            let read = stream.read(&mut buffer).unwrap();
            received.extend_from_slice(&buffer[..read]);
            if let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end;
            }
            assert_ne!(read, 0, "{}", String::from_utf8_lossy(&received));
        };
        stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
        String::from_utf8_lossy(&received[..end]).to_ascii_lowercase()
    });
    send(&base);
    server.join().unwrap()
}

const PATIENCE: Duration = Duration::from_secs(9);

fn through_ureq(request: Request<Vec<u8>>) {
    use ucwa_client::blocking::Transport as _;

    assert_eq!(Ureq::default().send(request, PATIENCE).unwrap().status(), 204);
}

fn through_reqwest(request: Request<Vec<u8>>) {
    use ucwa_client::asynchronous::Transport as _;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let http = Reqwest::new(reqwest::Client::builder()).unwrap();
    let answer = runtime.block_on(async { http.send(request, PATIENCE).await });
    assert_eq!(answer.unwrap().status(), 204);
}

/// The `Content-Length` fields of a head.
fn lengths(head: &str) -> Vec<&str> {
    head.lines().filter_map(|line| line.strip_prefix("content-length:")).map(str::trim).collect()
}

#[test]
fn scenario_http_sys_refuses_a_post_that_does_not_say_how_long_its_body_is() {
    type Make = fn(&BaseUrl) -> Request<Vec<u8>>;
    const JSON: WireFormat = WireFormat::Json;
    let requests: [(&str, Make, Option<&str>); 7] = [
        ("accept", |base| Link::<Accept>::new("/x").post(()).request(base, JSON).unwrap(), Some("0")),
        ("stop", |base| Link::<StopMessaging>::new("/x").post(()).request(base, JSON).unwrap(), Some("0")),
        (
            "report",
            |base| Link::<ReportMyActivity>::new("/x").post(()).request(base, JSON).unwrap(),
            Some("0"),
        ),
        (
            "send",
            |base| {
                let message = RawBody::new("text/plain", "Hi!");
                let call = Link::<SendMessage>::new("/x").post_with(SendMessageQuery::new("op-1"), message);
                call.request(base, JSON).unwrap()
            },
            Some("3"),
        ),
        (
            "put",
            |base| {
                Link::<Communication>::new("/x").put(Communication::default()).request(base, JSON).unwrap()
            },
            Some("23"),
        ),
        // These have no body.
        ("get", |base| Link::<Message>::new("/x").get().request(base, JSON).unwrap(), None),
        ("delete", |base| Link::<Application>::new("/x").delete().request(base, JSON).unwrap(), None),
    ];
    for (what, request, expected) in requests {
        for (client, through) in
            [("ureq", through_ureq as fn(_)), ("reqwest", through_reqwest as fn(Request<Vec<u8>>))]
        {
            let head = head(|base| through(request(base)));
            assert!(!head.contains("transfer-encoding"), "{what} through {client}: {head}");
            let found = lengths(&head);
            let is_expected = match expected {
                Some(length) => found == [length],
                // Some clients send `Content-Length: 0` where they need not.
                None => found.iter().all(|length| *length == "0"),
            };
            assert!(is_expected, "{what} through {client}: {head}");
        }
    }
}

/// Why the request has the field by itself: what one client adds, the other leaves out.
#[test]
fn not_every_http_client_adds_the_field() {
    let bare = |base: &BaseUrl| Request::post(base.uri().clone()).body(Vec::new()).unwrap();
    let [ureq, reqwest] = [through_ureq as fn(_), through_reqwest as fn(Request<Vec<u8>>)]
        .map(|through| lengths(&head(|base| through(bare(base)))).len());
    assert_eq!((ureq, reqwest), (1, 0));
}

/// Listens for one request, and answers it with a body of so many bytes.
fn answering(length: usize) -> Request<Vec<u8>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let uri = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        // Who has read enough hangs up.
        let _ = stream.write_all(&vec![b' '; length]);
    });
    Request::get(uri).body(Vec::new()).unwrap()
}

#[test]
fn both_transports_refuse_the_same_bodies() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let http = Reqwest::new(reqwest::Client::builder()).unwrap();
    let asynchronous = |request| {
        use ucwa_client::asynchronous::Transport as _;
        runtime.block_on(async { http.send(request, PATIENCE).await })
    };
    let blocking = |request| {
        use ucwa_client::blocking::Transport as _;
        Ureq::default().send(request, PATIENCE)
    };
    for send in [&asynchronous as &dyn Fn(Request<Vec<u8>>) -> _, &blocking] {
        assert_eq!(send(answering(LARGEST_BODY)).unwrap().body().len(), LARGEST_BODY);
        assert!(send(answering(LARGEST_BODY + 1)).unwrap_err().is::<TooLarge>());
    }
}

#[test]
fn a_transport_says_what_was_not_sent_and_what_never_will_be() {
    // Nobody listens at the first one.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let open = listener.local_addr().unwrap().port();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (uri, may_pass) in
        [(format!("http://127.0.0.1:{port}/"), true), (format!("https://127.0.0.1:{open}/"), false)]
    {
        let request = || Request::get(uri.as_str()).body(Vec::new()).unwrap();
        let patience = Duration::from_secs(30);
        let http = Reqwest::new(reqwest::Client::builder()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let asynchronous = runtime.block_on(asynchronous::Transport::send(&http, request(), patience));
        let blocking = blocking::Transport::send(&Ureq::default(), request(), patience);
        for cause in [asynchronous.unwrap_err(), blocking.unwrap_err()] {
            let not_sent = cause.downcast_ref::<NotSent>().unwrap_or_else(|| panic!("{uri}: {cause:?}"));
            assert_eq!(not_sent.may_pass(), may_pass, "{uri}: {cause:?}");
            assert!(!cause.to_string().contains("127.0.0.1"), "{cause}");
        }
    }
}
