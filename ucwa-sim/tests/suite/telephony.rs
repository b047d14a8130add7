//! The user's phones, and where the user's calls go.

use ucwa_sim::{Config, Person};
use ucwa_types::api::{
    AudioPreference, CallForwardingSettings, CallForwardingState, ChangeNumberInput, ChangeVisibilityInput,
    ImmediateForwardSettingsTarget, ImmediateForwardToContactInput, ImmediateForwardToContactQuery,
    MakeMeAvailableInput, SearchQuery, SimultaneousRingSettings, SimultaneousRingTarget,
    SimultaneousRingToContactInput, SimultaneousRingToContactQuery, SimultaneousRingToDelegatesInput,
    SimultaneousRingToTeamInput, UnansweredCallHandling, UnansweredCallHandlingTarget,
    UnansweredCallSettings, UnansweredCallToContactInput, UnansweredCallToContactQuery,
    UnansweredCallToVoicemailInput,
};
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, Client, Failure, config};

const CY: &str = "sip:cy@example.com";
const DI: &str = "sip:di@example.com";

/// Cy has a work phone, a delegate and a team. Di has no enterprise voice.
fn directory() -> Config {
    let mut cy = Person::new(CY, "Cy Example", "secret").with_contacts([BO]);
    cy.work_phone = Some("tel:+14255550199".to_owned());
    cy.delegates = vec![BO.to_owned()];
    cy.team = vec![ANN.to_owned(), BO.to_owned()];
    let mut di = Person::new(DI, "Di Example", "secret");
    di.without_voice = true;
    config(1).with_user(cy).and_then(|config| config.with_user(di)).unwrap()
}

fn failed<T>(outcome: Result<T, Failure>) -> (u16, Option<String>) {
    let failure = outcome.map(drop).unwrap_err();
    (failure.status().as_u16(), failure.subcode().map(str::to_owned))
}

fn settings(bench: &mut Bench, client: &mut Client) -> CallForwardingSettings {
    let link = client.me().links.call_forwarding_settings.unwrap();
    client.get(bench, &link)
}

fn ring(settings: &CallForwardingSettings) -> SimultaneousRingSettings {
    *settings.embedded.simultaneous_ring_settings.clone().unwrap()
}

fn unanswered(settings: &CallForwardingSettings) -> UnansweredCallSettings {
    *settings.embedded.unanswered_call_settings.clone().unwrap()
}

#[test]
fn a_phone_is_stored_and_shown() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut bench = Bench::new(directory());
        let mut cy = bench.sign_in_with(CY, "secret", format);
        let phones = cy.me().links.phones.unwrap();
        let all = cy.get(&mut bench, &phones).embedded.phone;
        let kinds: Vec<_> = all.iter().filter_map(|phone| phone.r#type.as_deref()).collect();
        assert_eq!(kinds, ["Work", "Home", "Mobile", "Other"]);
        // The directory has the work phone, so it cannot be changed here.
        let work = &all[0];
        assert_eq!(work.number.as_deref(), Some("tel:+14255550199"));
        assert!(work.links.change_number.is_none() && work.links.change_visibility.is_none());
        let mobile = all[2].links.self_.clone().unwrap();
        let links = cy.get(&mut bench, &mobile).links;
        let change = links.change_number.unwrap();
        let input = ChangeNumberInput::default().with_number("+1 (425) 555-0102");
        cy.call(&mut bench, &change.post(input)).unwrap();
        let stored = cy.get(&mut bench, &mobile);
        assert_eq!(stored.number.as_deref(), Some("tel:+14255550102"));
        assert_eq!(stored.include_in_contact_card, Some(false));
        let wrong = cy.call(&mut bench, &change.post(ChangeNumberInput::default().with_number("who?")));
        assert_eq!(failed(wrong), (400, Some("NormalizationFailed".to_owned())));
        // The user sees it, and others once it is shown.
        cy.refresh(&mut bench);
        assert_eq!(cy.me().mobile_phone_number.as_deref(), Some("tel:+14255550102"));
        let mut bo = bench.sign_in_with(BO, "secret", format);
        let mut seen = |bench: &mut Bench| {
            let search = bo.people().links.search.unwrap();
            let found = bo.call(bench, &search.get_with(SearchQuery::new("cy"))).unwrap().output.unwrap();
            found.embedded.contact[0].mobile_phone_number.clone()
        };
        assert_eq!(seen(&mut bench), None);
        let show = links.change_visibility.unwrap();
        let input = ChangeVisibilityInput::default().with_include_in_contact_card(true);
        cy.call(&mut bench, &show.post(input)).unwrap();
        assert_eq!(seen(&mut bench).as_deref(), Some("tel:+14255550102"));
        // Without a number the stored one is deleted.
        cy.call(&mut bench, &change.post(ChangeNumberInput::default())).unwrap();
        assert_eq!((cy.get(&mut bench, &mobile).number, seen(&mut bench)), (None, None));
        let fixed = change.href().replace("mobile", "work");
        let fixed = ucwa_types::Link::<ucwa_types::api::ChangeNumber>::new(fixed);
        assert_eq!(failed(cy.call(&mut bench, &fixed.post(ChangeNumberInput::default()))), (409, None));
        bench.is_tidy();
    }
}

#[test]
fn how_a_user_takes_audio_is_kept() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        for (given, preference, phone) in [
            (MakeMeAvailableInput::default(), AudioPreference::VoipAudio, None),
            (
                MakeMeAvailableInput::default()
                    .with_audio_preference(AudioPreference::PhoneAudio)
                    .with_phone_number("+1 (425) 555-0177"),
                AudioPreference::PhoneAudio,
                Some("tel:+14255550177"),
            ),
            // The server does not test it.
            (
                MakeMeAvailableInput::default().with_phone_number("home"),
                AudioPreference::VoipAudio,
                Some("home"),
            ),
        ] {
            let mut bench = Bench::new(directory());
            let mut cy = bench.sign_in_with(CY, "secret", format);
            let link = cy.me().links.make_me_available.unwrap();
            cy.call(&mut bench, &link.post(given)).unwrap();
            cy.refresh(&mut bench);
            let seen = cy.communication();
            assert_eq!((seen.audio_preference, seen.phone_number.as_deref()), (Some(preference), phone));
        }
    }
}

#[test]
fn calls_are_forwarded_at_once() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut bench = Bench::new(directory());
        let mut cy = bench.sign_in_with(CY, "secret", format);
        let before = settings(&mut bench, &mut cy);
        assert_eq!(before.active_setting, Some(CallForwardingState::None));
        assert!(before.links.turn_off_call_forwarding.is_none());
        let links = before.embedded.immediate_forward_settings.clone().unwrap().links;
        let query = ImmediateForwardToContactQuery::new(BO);
        let to_bo = links.immediate_forward_to_contact.unwrap();
        cy.call(&mut bench, &to_bo.post_with(query, ImmediateForwardToContactInput::new(BO))).unwrap();
        let after = settings(&mut bench, &mut cy);
        assert_eq!(after.active_setting, Some(CallForwardingState::ImmediateForward));
        assert_eq!(after.unanswered_call_handling, Some(UnansweredCallHandling::Disabled));
        let immediate = after.embedded.immediate_forward_settings.clone().unwrap();
        assert_eq!(immediate.target, Some(ImmediateForwardSettingsTarget::Contact));
        let contact = cy.get(&mut bench, &immediate.links.contact.clone().unwrap());
        assert_eq!(contact.uri.as_deref(), Some(BO));
        // No call is unanswered now.
        assert!(unanswered(&after).links.unanswered_call_to_voicemail.is_none());
        let link = unanswered(&after).links.self_.unwrap();
        let put = link.put(unanswered(&after).with_ring_delay(30));
        assert_eq!(failed(cy.call(&mut bench, &put)), (403, None));
        for (to, expected) in [
            (cy.call(&mut bench, &links.immediate_forward_to_delegates.unwrap().post(())), "Delegates"),
            (cy.call(&mut bench, &links.immediate_forward_to_voicemail.unwrap().post(())), "Voicemail"),
        ] {
            assert_eq!(to.unwrap().status, 204, "{expected}");
        }
        // What is sent back as it was shown changes nothing: afterwards there are unanswered calls again.
        let whole = after.links.self_.clone().unwrap();
        let off = after.clone().with_active_setting(CallForwardingState::None);
        cy.call(&mut bench, &whole.put(off)).unwrap();
        let off = settings(&mut bench, &mut cy);
        assert_eq!(off.unanswered_call_handling, Some(UnansweredCallHandling::Enabled));
        cy.call(&mut bench, &whole.put(after.clone())).unwrap();
        let own = immediate.links.self_.clone().unwrap();
        let target = cy.get(&mut bench, &own).target;
        assert_eq!(target, Some(ImmediateForwardSettingsTarget::Voicemail));
        let off = after.links.turn_off_call_forwarding.unwrap();
        cy.call(&mut bench, &off.post(())).unwrap();
        assert_eq!(settings(&mut bench, &mut cy), before);
        assert_eq!(failed(cy.call(&mut bench, &off.post(()))).0, 409);
        bench.is_tidy();
    }
}

#[test]
fn calls_ring_elsewhere_as_well() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut bench = Bench::new(directory());
        let mut cy = bench.sign_in_with(CY, "secret", format);
        let before = settings(&mut bench, &mut cy);
        let links = ring(&before).links;
        let number = "tel:+14255550103";
        let (query, input) =
            (SimultaneousRingToContactQuery::new(number), SimultaneousRingToContactInput::new(number));
        cy.call(&mut bench, &links.simultaneous_ring_to_contact.unwrap().post_with(query, input)).unwrap();
        let after = settings(&mut bench, &mut cy);
        assert_eq!(after.active_setting, Some(CallForwardingState::SimultaneousRing));
        assert_eq!(after.unanswered_call_handling, Some(UnansweredCallHandling::Enabled));
        // A number is no contact.
        assert!(ring(&after).links.contact.is_none());
        let delegates = SimultaneousRingToDelegatesInput::default().with_ring_delay(15);
        cy.call(&mut bench, &links.simultaneous_ring_to_delegates.unwrap().post(delegates)).unwrap();
        let after = ring(&settings(&mut bench, &mut cy));
        assert_eq!(
            (after.target.clone(), after.ring_delay),
            (Some(SimultaneousRingTarget::Delegates), Some(15))
        );
        let team = SimultaneousRingToTeamInput::default();
        cy.call(&mut bench, &links.simultaneous_ring_to_team.clone().unwrap().post(team)).unwrap();
        let own = links.self_.unwrap();
        let after = cy.get(&mut bench, &own);
        assert_eq!(after.target, Some(SimultaneousRingTarget::Team));
        cy.call(&mut bench, &own.put(after.clone().with_ring_delay(55))).unwrap();
        assert_eq!(cy.get(&mut bench, &own).ring_delay, Some(55));
        assert_eq!(failed(cy.call(&mut bench, &own.put(after.with_ring_delay(56)))).0, 400);
        // The rules as a whole.
        let whole = before.links.self_.clone().unwrap();
        cy.call(&mut bench, &whole.put(before.clone())).unwrap();
        assert_eq!(settings(&mut bench, &mut cy).active_setting, Some(CallForwardingState::None));
        let at_once = before.with_active_setting(CallForwardingState::ImmediateForward);
        assert_eq!(failed(cy.call(&mut bench, &whole.put(at_once))), (409, None));
        bench.is_tidy();
    }
}

#[test]
fn unanswered_calls_go_elsewhere() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut bench = Bench::new(directory());
        let mut cy = bench.sign_in_with(CY, "secret", format);
        let before = unanswered(&settings(&mut bench, &mut cy));
        assert_eq!(before.target, Some(UnansweredCallHandlingTarget::Voicemail));
        assert!(before.links.reset_unanswered_call_settings.is_none());
        let own = before.links.self_.clone().unwrap();
        let (query, input) = (UnansweredCallToContactQuery::new(BO), UnansweredCallToContactInput::new(BO));
        let to_contact = before.links.unanswered_call_to_contact.clone().unwrap();
        cy.call(&mut bench, &to_contact.post_with(query, input)).unwrap();
        let after = cy.get(&mut bench, &own);
        assert_eq!(after.target, Some(UnansweredCallHandlingTarget::Contact));
        assert!(after.links.contact.is_some());
        let voicemail = UnansweredCallToVoicemailInput::default().with_ring_delay(30);
        let to_voicemail = before.links.unanswered_call_to_voicemail.clone().unwrap();
        cy.call(&mut bench, &to_voicemail.post(voicemail)).unwrap();
        let after = cy.get(&mut bench, &own);
        assert_eq!((after.ring_delay, after.links.contact.is_some()), (Some(30), false));
        cy.call(&mut bench, &own.put(after.clone().with_ring_delay(60))).unwrap();
        let reset = after.links.reset_unanswered_call_settings.unwrap();
        cy.call(&mut bench, &reset.post(())).unwrap();
        assert_eq!(cy.get(&mut bench, &own), before);
        assert_eq!(failed(cy.call(&mut bench, &reset.post(()))).0, 409);
        bench.is_tidy();
    }
}

#[test]
fn who_has_nobody_to_ring_gets_an_error() {
    let mut bench = Bench::new(directory());
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let rules = settings(&mut bench, &mut ann);
    let (immediate, ring) =
        (rules.embedded.immediate_forward_settings.clone().unwrap().links, ring(&rules).links);
    assert!(immediate.immediate_forward_to_delegates.is_none());
    assert!(ring.simultaneous_ring_to_delegates.is_none() && ring.simultaneous_ring_to_team.is_none());
    let own = immediate.self_.unwrap().href().to_owned();
    let delegates: ucwa_types::Link<ucwa_types::api::ImmediateForwardToDelegates> =
        ucwa_types::Link::new(format!("{own}/delegates"));
    let missing = (409, Some("NoDelegatesConfigured".to_owned()));
    assert_eq!(failed(ann.call(&mut bench, &delegates.post(()))), missing);
    let own = ring.self_.unwrap();
    for (target, subcode) in [
        (SimultaneousRingTarget::Delegates, Some("NoDelegatesConfigured")),
        (SimultaneousRingTarget::Team, Some("NoTeamMembersConfigured")),
        (SimultaneousRingTarget::Contact, None),
    ] {
        let put = own.put(SimultaneousRingSettings::default().with_target(target));
        assert_eq!(failed(ann.call(&mut bench, &put)), (409, subcode.map(str::to_owned)));
    }
}

#[test]
fn without_enterprise_voice_there_are_no_calls() {
    let mut bench = Bench::new(directory());
    let mut di = bench.sign_in(DI, "secret");
    let me = di.me().links;
    assert!(me.phones.is_none() && me.call_forwarding_settings.is_none());
    let phones: ucwa_types::Link<ucwa_types::api::Phones> =
        ucwa_types::Link::new(format!("{}/phones", me.self_.unwrap().href()));
    assert_eq!(failed(di.call(&mut bench, &phones.get())), (403, None));
    let policies = di.application.links.policies.clone().unwrap();
    assert_eq!(di.get(&mut bench, &policies).telephony_mode.as_deref(), Some("AudioVideo"));
}
