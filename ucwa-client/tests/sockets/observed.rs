//! A recording of a whole session shows what no page documents; and if the schema has less, exactly what it lacks.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tempfile::TempDir;
use ucwa_client::Credentials;
use ucwa_client::session::Settings;
use ucwa_gen::observe::traffic::Traffic;
use ucwa_gen::observe::{Observations, observe};
use ucwa_gen::schema::Schema;
use ucwa_gen::{analyse, files};
use ucwa_types::rest::WireFormat;

use crate::bot::{self, Client, Kind};
use crate::script::{self, Server};

fn recording(format: WireFormat) -> String {
    let (server, recorded) = script::recording();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let credentials = Credentials::password(Server::USER, Server::PASSWORD);
        let change = |settings: &mut Settings| settings.format = format;
        let client = Client::new(Kind::Asynchronous, server.root(), credentials, change);
        bot::run(&client, "It is 6.").await.unwrap();
    });
    recorded()
}

fn observed(recording: &str, schema: &Schema) -> Observations {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("session.jsonl");
    fs::write(&file, recording).unwrap();
    observe(schema, Traffic::read(&[file]))
}

fn found(observations: &Observations) -> BTreeSet<&str> {
    observations.findings.iter().map(|finding| finding.of.as_str()).collect()
}

#[test]
fn a_session_shows_what_no_page_documents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    let schema = analyse(&files::read(&[folder]).0).schema;
    for format in [WireFormat::Json, WireFormat::Xml] {
        let recording = recording(format);
        let before = observed(&recording, &schema);
        // A mirror of the real servers: what no page documents is in the table of what is known of them, but for a made-up name.
        for known in ["communication.properties.etag", "message.events"] {
            let says = |resource: &ucwa_gen::schema::Resource| {
                known == "communication.properties.etag"
                    && resource.properties.iter().any(|it| it.name == "etag")
                    || known == "message.events" && resource.events.iter().any(|it| it.ty == "completed")
            };
            let page = schema.resource(known.split('.').next().unwrap()).unwrap();
            assert!(found(&before).contains(known) || says(page), "{known} {format:?}");
        }
        let mut less = schema.clone();
        for resource in &mut less.resources {
            match resource.name.as_str() {
                "messagingInvitation" => resource.links.retain(|link| link.rel != "accept"),
                "message" => resource.properties.retain(|property| property.name != "operationId"),
                "conversation" => resource.events.retain(|event| event.ty != "added"),
                "makeMeAvailable" | "makeMeAvailable2" => resource.operations.clear(),
                _ => {}
            }
        }
        let gone = [
            "messagingInvitation.links.accept",
            "message.properties.operationId",
            "conversation.events",
            // The link says which revision the server has.
            "makeMeAvailable2.POST",
        ];
        let expected: BTreeSet<&str> = found(&before).into_iter().chain(gone).collect();
        assert_eq!(found(&observed(&recording, &less)), expected, "{format:?}");
    }
}
