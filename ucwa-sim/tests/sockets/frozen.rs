//! A server whose time moves by its control endpoint alone, as a test in another language uses it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use ucwa_sim::server::{Options, Server};
use ucwa_sim::{Config, Person};

/// An exchange as bytes, without anything of ours.
fn ask(address: &str, method: &str, target: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    // The date is that of the HTTP library, and not ours.
    answer.lines().filter(|line| !line.starts_with("date:")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_same_requests_are_answered_by_the_same_bytes() {
    let session = || {
        let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
        let mut options = Options::default();
        options.control = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        options.is_frozen = true;
        let server = Server::start(Config::new(7).with_user(ann), options).unwrap();
        let (control, discovery) = (server.control().unwrap().to_string(), server.root().to_owned());
        let discovery = discovery.trim_start_matches("http://").trim_end_matches('/');
        let form = "grant_type=password&username=ann%40example.com&password=secret";
        let token = ask(discovery, "POST", "/WebTicket/oauthtoken", form);
        let advanced = ask(&control, "POST", "/advance?milliseconds=1500", "");
        let fault = ask(&control, "POST", "/faults", r#"{"fault": {"html": 502}, "rel": "root"}"#);
        let root = ask(discovery, "GET", "/", "");
        let state = ask(&control, "GET", "/state", "");
        assert!(state.contains("\"now\":1500"), "{state}");
        assert!(root.starts_with("HTTP/1.1 502"), "{root}");
        assert!(ask(&control, "GET", "/requests", "").contains("\"rel\":\"root\""));
        [token, advanced, fault, root, state]
    };
    assert_eq!(session(), session());
}
