//! Whom requests can name: texts that are URIs of people, and others.

use ucwa_types::api::{AddParticipantInput, StartMessagingInput, StartPhoneAudioInput};
use ucwa_types::rest::WireFormat;

use crate::bench::Failure;
use crate::scene::Scene;

fn outcome<T>(outcome: Result<T, Failure>) -> (u16, Option<String>) {
    match outcome {
        Ok(_) => (201, None),
        Err(failure) => (failure.status().as_u16(), failure.subcode().map(str::to_owned)),
    }
}

#[test]
fn only_people_can_be_invited() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        for (to, is_known) in [
            ("sip:bo@example.com", true),
            ("bo@example.com", true),
            ("SIP:Bo@Example.com", true),
            // They are URIs, and the invitation fails later.
            ("sip:nobody@example.com", true),
            ("tel:+14255550199", true),
            ("bo", false),
            ("sip:bo", false),
            ("sip:@example.com", false),
            ("tel:home", false),
            ("http://x", false),
            ("mailto:bo@example.com", false),
            ("sip:b o@example.com", false),
        ] {
            let expected = match is_known {
                true => (201, None),
                false => (400, Some("ParameterValidationFailure".to_owned())),
            };
            let mut scene = Scene::new(format);
            let (ours, _) = scene.ann_and_bo_talk();
            let Scene { bench, ann, .. } = &mut scene;
            let links = ann.communication().links;
            let messaging = links.start_messaging.unwrap().post(StartMessagingInput::new(to));
            assert_eq!(outcome(ann.call(bench, &messaging)), expected, "{to}");
            let input = StartPhoneAudioInput::new(to).with_phone_number("+14255550101");
            let phone = links.start_phone_audio.unwrap().post(input);
            assert_eq!(outcome(ann.call(bench, &phone)), expected, "{to}");
            if !to.to_lowercase().contains("bo@") || !is_known {
                let add = ann.get(bench, &ours).links.add_participant.unwrap();
                let add = add.post(AddParticipantInput::new(to));
                assert_eq!(outcome(ann.call(bench, &add)), expected, "{to}");
            }
        }
    }
}
