//! Emergency calls, and where the client is that makes them.

use ucwa_sim::{Bot, Person};
use ucwa_types::api::{
    AudioVideoInvitation, ClientNetworkType, Importance, InvitationState, LisQueryResultEnum,
    ReportMyNetworkInput, StartEmergencyCallInput,
};
use ucwa_types::rest::WireFormat;
use ucwa_types::{ExternalResource, Link};

use crate::bench::{ANN, Bench, config};
use crate::scene::{Scene, people};

#[test]
fn the_network_tells_where_a_client_is() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut config = config(1);
        config.users[0].office = Some("Building 7, 3rd floor".to_owned());
        let mut bench = Bench::new(config);
        let mut ann = bench.sign_in_with(ANN, "a+b & c%", format);
        let report = ann.application.links.report_my_network.clone().unwrap();
        for (network, result, location) in [
            (ClientNetworkType::Internal, LisQueryResultEnum::Succeeded, Some("Building 7, 3rd floor")),
            (ClientNetworkType::External, LisQueryResultEnum::Failed, None),
        ] {
            let input = ReportMyNetworkInput::new(network).with_ip("192.0.2.7");
            assert_eq!(ann.call(&mut bench, &report.post(input)).unwrap().status, 201);
            bench.advance(5);
            assert_eq!(ann.lines(&mut bench), ["communication: updated communication +"]);
            let communication = ann.communication().links.self_.unwrap();
            let communication = ann.get(&mut bench, &communication);
            assert_eq!(communication.lis_query_result, Some(result));
            assert_eq!(communication.lis_location.as_deref(), location);
        }
        bench.is_tidy();
    }
}

/// An offer of audio.
fn offer() -> ExternalResource {
    let sdp =
        "v=0\r\no=- 0 0 IN IP4 192.0.2.1\r\ns=session\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\na=sendrecv\r\n";
    ExternalResource::from_text("application/sdp", sdp)
}

#[test]
fn the_emergency_services_are_called() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let services = Person::new("tel:112", "Emergency Services", "").with_bot(Bot::echo());
        let mut scene = Scene::with(people(1).with_user(services).unwrap(), format);
        let Scene { bench, ann, .. } = &mut scene;
        let policies = ann.application.links.policies.clone().unwrap();
        let policies = ann.get(bench, &policies);
        let (number, mask) = (policies.emergency_dial_string.unwrap(), policies.emergency_dial_mask.unwrap());
        let link = ann.communication().links.start_emergency_call.unwrap();
        let call = |to: &str, operation: &str| {
            let input = StartEmergencyCallInput::new(to).with_operation_id(operation);
            link.post(input.with_media_offer(offer()).with_address("1 Example Way").with_city("Redmond"))
        };
        let own: Link<AudioVideoInvitation> =
            ann.call(bench, &call(&format!("tel:{number}"), "help")).unwrap().location.unwrap().cast();
        let invitation = ann.get(bench, &own);
        assert_eq!(invitation.state, Some(InvitationState::Connected));
        assert_eq!(invitation.importance, Some(Importance::Emergency));
        scene.ann_sees(&[
            "communication: started audioVideoInvitation +",
            "communication: added conversation +",
            "conversation: added localParticipant +",
            "conversation: updated audioVideo +",
            "communication: updated audioVideoInvitation +",
            "audioVideoInvitation: updated audioVideoNegotiation +",
            "communication: updated conversation +",
            "conversation: added participant",
            "conversation: added participantAudio in participant",
            "conversation: added participantAudio in localParticipant +",
            "conversation: updated audioVideo +",
            "communication: updated audioVideoInvitation +",
            "communication: added audioVideoSession +",
        ]);
        // The number that is translated will do as well, and no other.
        let Scene { bench, ann, .. } = &mut scene;
        for (to, expected) in [
            (format!("sip:{mask}@example.com;user=phone"), 201),
            ("tel:113".to_owned(), 400),
            (ANN.to_owned(), 400),
        ] {
            let outcome = ann.call(bench, &call(&to, &to));
            let status =
                outcome.map_or_else(|failure| failure.status().as_u16(), |reply| reply.status.as_u16());
            assert_eq!(status, expected, "{to}");
        }
        scene.bench.is_tidy();
    }
}
