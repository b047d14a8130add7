//! The bytes on the wire, without our code on the client's side, as in a test in another language.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use ucwa_sim::server::{Options, Server};
use ucwa_sim::{Config, Fault, Person, Rule};

/// Sends a request, and leaves the connection open.
fn send(address: &str, method: &str, target: &str, fields: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let head =
        format!("{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}");
    stream.write_all(format!("{head}\r\n{fields}\r\n{body}").as_bytes()).unwrap();
    stream
}

/// An answer.
fn receive(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn ask(address: &str, method: &str, target: &str, body: &str) -> String {
    receive(send(address, method, target, "", body))
}

#[test]
fn the_same_requests_are_answered_by_the_same_bytes() {
    // The field `Date` is part of it: it is that of the simulator.
    let session = || {
        let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
        let mut options = Options::default();
        options.control = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        options.is_frozen = true;
        let server = Server::start(Config::new(7).with_user(ann).unwrap(), options).unwrap();
        let (control, discovery) = (server.control().unwrap().to_string(), server.root().to_owned());
        let discovery = discovery.trim_start_matches("http://").trim_end_matches('/');
        let form = "grant_type=password&username=ann%40example.com&password=secret";
        let token = ask(discovery, "POST", "/WebTicket/oauthtoken", form);
        let advanced = ask(&control, "POST", "/advance?milliseconds=1500", "");
        let fault = ask(&control, "POST", "/faults", r#"{"fault": {"html": 502}, "rel": "root"}"#);
        let root = ask(discovery, "GET", "/", "");
        let state = ask(&control, "GET", "/state", "");
        assert!(state.contains("\"now\":1500"), "{state}");
        assert!(token.contains("\r\ndate: Wed, 01 Jan 2025 00:00:00 GMT\r\n"), "{token}");
        assert!(root.contains("\r\ndate: Wed, 01 Jan 2025 00:00:01 GMT\r\n"), "{root}");
        assert!(root.starts_with("HTTP/1.1 502"), "{root}");
        assert!(ask(&control, "GET", "/requests", "").contains("\"rel\":\"root\""));
        [token, advanced, fault, root, state]
    };
    assert_eq!(session(), session());
}

#[test]
fn whoever_hangs_up_waits_no_more() {
    let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
    let server = Server::start(Config::new(7).with_user(ann).unwrap(), Options::default()).unwrap();
    let discovery = server.root().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let between = |text: &str, start: &str, end: &str| {
        let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
        rest.split_once(end).unwrap().0.to_owned()
    };
    let root = ask(&discovery, "GET", "/", "");
    let pool = between(&root, "\"redirect\":{\"href\":\"http://", "/");
    let form = "grant_type=password&username=ann%40example.com&password=secret";
    let token = between(&ask(&pool, "POST", "/WebTicket/oauthtoken", form), "access_token\":\"", "\"");
    let fields = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let input = r#"{"culture": "en-US", "endpointId": "1", "userAgent": "raw"}"#;
    let application = receive(send(&pool, "POST", "/ucwa/oauth/v1/applications", &fields, input));
    let events = between(&application, "\"events\":{\"href\":\"", "\"");
    let first = send(&pool, "GET", &format!("{events}&priority=5"), &fields, "");
    let is_open = |count: usize| {
        server.with(|simulator| simulator.requests().filter(|asked| asked.rel == "events").count()) == count
    };
    while !is_open(1) {
        std::thread::yield_now();
    }
    // One of a lower priority does not take its place.
    let outranked = receive(send(&pool, "GET", &events, &fields, ""));
    assert!(outranked.contains("PGetReplaced"), "{outranked}");
    drop(first);
    // The server notices this after a moment.
    for _ in 0..500 {
        std::thread::sleep(std::time::Duration::from_millis(10));
        let next = send(&pool, "GET", &events, &fields, "");
        next.set_read_timeout(Some(std::time::Duration::from_millis(50))).unwrap();
        // No answer: it waits.
        if (&next).read(&mut [0]).is_err() {
            return;
        }
    }
    panic!("the first one is waited for still");
}

/// The length that the head of an answer names, and the length of what came.
fn lengths(answer: &[u8]) -> (usize, usize) {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head") + 4;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let (_, rest) = head.split_once("content-length: ").expect("a length");
    (rest.lines().next().unwrap().parse().unwrap(), answer.len() - end)
}

#[test]
fn half_a_body_arrives_before_the_connection_breaks_off() {
    let body = |size: usize| Fault::Body {
        status: 200,
        media_type: "text/plain".to_owned(),
        body: vec![b'x'; size],
    };
    let server = Server::start(Config::new(7), Options::default()).unwrap();
    let address = server.root().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let ask = || {
        let mut answer = Vec::new();
        send(&address, "GET", "/", "", "").read_to_end(&mut answer).unwrap();
        lengths(&answer)
    };
    let (promised, sent) = ask();
    assert_eq!(promised, sent);
    server.with(|simulator| simulator.add_fault(Rule::new(Fault::HalfBody).on("root")).unwrap());
    let (promised, sent) = ask();
    assert!(promised > 2);
    assert_eq!(sent, promised / 2);
    // A whole one of any size is whole.
    for size in [0, 1, 3 << 20] {
        server.with(|simulator| {
            simulator.clear_faults();
            simulator.add_fault(Rule::new(body(size)).on("root")).unwrap();
        });
        assert_eq!(ask(), (size, size));
    }
}

#[test]
fn a_body_that_is_too_large_is_answered() {
    let server = Server::start(Config::new(7), Options::default()).unwrap();
    let address = server.root().trim_start_matches("http://").trim_end_matches('/').to_owned();
    for (size, expected) in [(16 << 20, "HTTP/1.1 400"), ((16 << 20) + 1, "HTTP/1.1 413")] {
        let body = "x".repeat(size);
        let answer = receive(send(&address, "POST", "/WebTicket/oauthtoken", "", &body));
        assert!(answer.starts_with(expected), "{size}: {answer}");
    }
}

#[test]
fn a_request_names_one_host() {
    let server = Server::start(Config::new(7), Options::default()).unwrap();
    let address = server.root().trim_start_matches("http://").trim_end_matches('/').to_owned();
    for (request, expected) in [
        ("GET / HTTP/1.1\r\nHost: anything", "HTTP/1.1 200"),
        ("GET / HTTP/1.0", "HTTP/1.0 200"),
        ("GET / HTTP/1.1", "HTTP/1.1 400"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b", "HTTP/1.1 400"),
    ] {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(format!("{request}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let answer = receive(stream);
        assert!(answer.starts_with(expected), "{request}: {answer}");
    }
}
