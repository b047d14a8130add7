//! Online meetings that are scheduled, changed, joined and deleted: what the organizer does, and what others see.

use ucwa_sim::Config;
use ucwa_types::Link;
use ucwa_types::api::{
    AccessLevel, AutomaticLeaderAssignment, Conversation, EntryExitAnnouncement, InvitationState,
    JoinOnlineMeetingInput, MyOnlineMeeting, MyOnlineMeetings, MyOnlineMeetingsInput, OnlineMeetingExtension,
    OnlineMeetingExtensionType, OnlineMeetingExtensionsInput, OnlineMeetingInvitation, OnlineMeetingRel,
    OnlineMeetings, StartOnlineMeetingInput,
};
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, Client, Failure};
use crate::scene::{CY, Scene, people};

fn hub(client: &Client) -> OnlineMeetings {
    *client.application.embedded.online_meetings.clone().unwrap()
}

fn meetings(client: &Client) -> Link<MyOnlineMeetings> {
    hub(client).links.my_online_meetings.unwrap()
}

/// Schedules a meeting.
fn schedule(bench: &mut Bench, client: &mut Client, input: MyOnlineMeetingsInput) -> MyOnlineMeeting {
    let reply = client.call(bench, &meetings(client).post(input)).unwrap();
    assert_eq!(reply.status, 201);
    reply.output.unwrap()
}

/// Joins an online meeting. Returns the invitation.
fn join(bench: &mut Bench, client: &mut Client, uri: &str) -> Result<Link<OnlineMeetingInvitation>, Failure> {
    let link = client.communication().links.join_online_meeting.unwrap();
    let input = JoinOnlineMeetingInput::default().with_online_meeting_uri(uri);
    client.call(bench, &link.post(input)).map(|reply| reply.location.unwrap().cast())
}

fn conversation(
    bench: &mut Bench,
    client: &mut Client,
    invitation: &Link<OnlineMeetingInvitation>,
) -> Link<Conversation> {
    client.get(bench, invitation).links.conversation.unwrap()
}

fn failed<T>(outcome: Result<T, Failure>) -> (u16, Option<String>) {
    let failure = outcome.map(drop).unwrap_err();
    (failure.status().as_u16(), failure.subcode().map(str::to_owned))
}

fn scene(format: WireFormat) -> Scene {
    Scene::with(directory(), format)
}

fn directory() -> Config {
    people(1)
}

#[test]
fn a_meeting_is_scheduled_changed_and_deleted() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let Scene { mut bench, mut ann, mut bo, .. } = scene(format);
        let input = MyOnlineMeetingsInput::default()
            .with_subject("Budget")
            .with_access_level(AccessLevel::Invited)
            .with_attendees([BO])
            .with_leaders([CY]);
        let meeting = schedule(&mut bench, &mut ann, input);
        assert_eq!(meeting.leaders.as_deref(), Some(&[ANN.to_owned(), CY.to_owned()][..]));
        assert_eq!(meeting.online_meeting_rel, Some(OnlineMeetingRel::MyOnlineMeetings));
        // What was omitted has the default value.
        let defaults = ann.get(&mut bench, &hub(&ann).links.online_meeting_default_values.unwrap());
        assert_eq!(meeting.entry_exit_announcement, defaults.entry_exit_announcement);
        let link = meeting.links.self_.clone().unwrap();
        assert_eq!(ann.get(&mut bench, &link), meeting);
        let all = ann.get(&mut bench, &meetings(&ann)).embedded;
        assert_eq!((all.my_online_meeting.len(), all.my_assigned_online_meeting.len()), (1, 1));
        // A change needs the etag, and the property that is named by a GUID.
        let changed = meeting.clone().with_subject("Budget 2027");
        let changed = ann.call(&mut bench, &link.put(changed)).unwrap().output.unwrap();
        assert_eq!(changed.subject.as_deref(), Some("Budget 2027"));
        assert_ne!(changed.etag, meeting.etag);
        // The organizer is listed once, however often what was returned is sent back.
        let changed = ann.call(&mut bench, &link.put(changed)).unwrap().output.unwrap();
        assert_eq!(changed.leaders.as_deref(), Some(&[ANN.to_owned(), CY.to_owned()][..]));
        assert_eq!(failed(ann.call(&mut bench, &link.put(meeting))).0, 412);
        let mut bare = MyOnlineMeeting::default().with_subject("Budget");
        assert_eq!(failed(ann.call(&mut bench, &link.put(bare.clone()))).0, 428);
        bare.etag = changed.etag.clone();
        let lacking = failed(ann.call(&mut bench, &link.put(bare)));
        assert_eq!(lacking, (400, Some("ParameterValidationFailure".to_owned())));
        // It is nobody else's.
        let stolen = link.href().replace(
            ann.application.links.self_.as_ref().unwrap().href(),
            bo.application.links.self_.as_ref().unwrap().href(),
        );
        assert_eq!(failed(bo.call(&mut bench, &Link::<MyOnlineMeeting>::new(stolen).get())).0, 404);
        ann.call(&mut bench, &link.delete()).unwrap();
        assert_eq!(failed(ann.call(&mut bench, &link.get())).0, 404);
        assert_eq!(failed(ann.call(&mut bench, &link.delete())).0, 404);
        let gone = failed(join(&mut bench, &mut bo, &changed.online_meeting_uri.unwrap()));
        assert_eq!(gone, (404, Some("DestinationNotFound".to_owned())));
        bench.is_tidy();
    }
}

#[test]
fn a_value_is_one_of_those_to_choose_from() {
    let Scene { mut bench, mut ann, .. } = scene(WireFormat::Json);
    let eligible = ann.get(&mut bench, &hub(&ann).links.online_meeting_eligible_values.unwrap());
    assert!(!eligible.access_levels.unwrap().contains(&AccessLevel::None));
    let input = MyOnlineMeetingsInput::default;
    let date = |days: i64| ucwa_types::DateTime::from_unix_millis((1_735_689_600 + days * 86_400) * 1000);
    for (input, expected) in [
        (input().with_access_level(AccessLevel::None), 400),
        (input().with_entry_exit_announcement(EntryExitAnnouncement::Unsupported), 400),
        (input().with_access_level(AccessLevel::Unrecognized("Nobody".into())), 400),
        (input().with_leaders(["sip:nobody@example.com"]), 400),
        (input().with_expiration_time(date(-400)), 400),
        (input().with_expiration_time(date(3700)), 400),
        (input().with_expiration_time(date(-300)), 201),
        (input().with_expiration_time(date(3600)), 201),
        (input().with_access_level(AccessLevel::Locked), 201),
    ] {
        let outcome = ann.call(&mut bench, &meetings(&ann).post(input.clone()));
        let status = outcome.map_or_else(|failure| failure.status().as_u16(), |reply| reply.status.as_u16());
        assert_eq!(status, expected, "{input:?}");
    }
    for _ in 3..100 {
        schedule(&mut bench, &mut ann, input());
    }
    let one_more = failed(ann.call(&mut bench, &meetings(&ann).post(input())));
    assert_eq!(one_more, (409, Some("TooManyOnlineMeetings".to_owned())));
}

#[test]
fn the_assigned_meeting_is_always_the_same() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let Scene { mut bench, mut ann, .. } = scene(format);
        let link = hub(&ann).links.my_assigned_online_meeting.unwrap();
        let meeting = ann.get(&mut bench, &link);
        assert_eq!(meeting.online_meeting_rel, Some(OnlineMeetingRel::MyAssignedOnlineMeeting));
        let other = Scene::with(people(2), format);
        let Scene { bench: mut other, ann: mut same, .. } = other;
        let same_link = hub(&same).links.my_assigned_online_meeting.unwrap();
        assert_eq!(same.get(&mut other, &same_link).online_meeting_uri, meeting.online_meeting_uri);
        let changed = meeting.clone().with_subject("Come in");
        let changed = ann.call(&mut bench, &link.put(changed)).unwrap().output.unwrap();
        assert_eq!(changed.subject.as_deref(), Some("Come in"));
        assert_eq!(failed(ann.call(&mut bench, &link.put(meeting))).0, 412);
        ann.call(&mut bench, &link.delete()).unwrap();
        ann.refresh(&mut bench);
        assert!(hub(&ann).links.my_assigned_online_meeting.is_none());
        let eligible = ann.get(&mut bench, &hub(&ann).links.online_meeting_eligible_values.unwrap());
        assert_eq!(eligible.eligible_online_meeting_rels, Some(vec![OnlineMeetingRel::MyOnlineMeetings]));
        assert_eq!(failed(ann.call(&mut bench, &link.get())).0, 404);
        bench.is_tidy();
    }
}

#[test]
fn who_is_invited_joins_and_others_wait_in_the_lobby() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut scene = scene(format);
        let input = MyOnlineMeetingsInput::default()
            .with_subject("Budget")
            .with_access_level(AccessLevel::Invited)
            .with_attendees([BO]);
        let meeting = schedule(&mut scene.bench, &mut scene.ann, input);
        let uri = meeting.online_meeting_uri.clone().unwrap();
        // The organizer joins as a leader.
        let own = join(&mut scene.bench, &mut scene.ann, &uri).unwrap();
        scene.ann_sees(&[
            "communication: started onlineMeetingInvitation +",
            "communication: added conversation +",
            "conversation: added localParticipant +",
            "communication: updated conversation +",
            "conversation: added participant in leaders",
            "communication: completed onlineMeetingInvitation Success +",
        ]);
        let invitation = scene.ann.get(&mut scene.bench, &own);
        assert_eq!(invitation.state, Some(InvitationState::Connected));
        assert_eq!(invitation.online_meeting_uri.as_deref(), Some(&*uri));
        assert_eq!(invitation.subject.as_deref(), Some("Budget"));
        // Bo is invited.
        let theirs = join(&mut scene.bench, &mut scene.bo, &uri).unwrap();
        let lines = scene.bo.lines(&mut scene.bench);
        assert_eq!(lines.last().unwrap(), "communication: completed onlineMeetingInvitation Success +");
        scene.ann_sees(&[
            "conversation: added participant",
            "conversation: added participant in attendees",
            "communication: updated conversation +",
        ]);
        // Cy is not, and waits.
        let waiting = join(&mut scene.bench, &mut scene.cy, &uri).unwrap();
        scene.cy_sees(&[
            "communication: started onlineMeetingInvitation +",
            "communication: added conversation +",
            "conversation: added localParticipant +",
            "communication: updated conversation +",
            "conversation: updated localParticipant +",
        ]);
        scene.ann_sees(&["conversation: added participant in lobby"]);
        scene.bo_sees(&[]);
        let hers = scene.cy.get(&mut scene.bench, &waiting);
        assert_eq!(hers.state, Some(InvitationState::Connecting));
        assert!(hers.links.cancel.is_some());
        // Ann lets her in.
        let ours = conversation(&mut scene.bench, &mut scene.ann, &own);
        let lobby = scene.ann.get(&mut scene.bench, &ours).links.lobby.unwrap();
        let cy = scene.ann.get(&mut scene.bench, &lobby).embedded.participant.remove(0);
        scene.ann.call(&mut scene.bench, &cy.links.admit.unwrap().post(())).unwrap();
        let lines = scene.cy.lines(&mut scene.bench);
        assert_eq!(lines.last().unwrap(), "communication: completed onlineMeetingInvitation Success +");
        // All see the same meeting, and the organizer's choices.
        for (client, invitation) in
            [(&mut scene.ann, &own), (&mut scene.bo, &theirs), (&mut scene.cy, &waiting)]
        {
            let conversation = conversation(&mut scene.bench, client, invitation);
            let link = client.get(&mut scene.bench, &conversation).links.online_meeting.unwrap();
            let seen = client.get(&mut scene.bench, &link);
            assert_eq!(seen.online_meeting_uri.as_deref(), Some(&*uri));
            assert_eq!(seen.access_level, Some(AccessLevel::Invited));
            assert_eq!(seen.conference_id, meeting.conference_id);
            let dial_in = client.get(&mut scene.bench, &seen.links.phone_dial_in_information.unwrap());
            assert_eq!(dial_in.conference_id, meeting.conference_id);
            assert_eq!(dial_in.embedded.dial_in_region.len(), 2);
        }
        scene.look_away();
        // Ann changes the meeting, which all see.
        let changed = meeting.with_access_level(AccessLevel::Everyone).with_subject("All about the budget");
        let link = changed.links.self_.clone().unwrap();
        scene.ann.call(&mut scene.bench, &link.put(changed)).unwrap();
        for client in [&mut scene.ann, &mut scene.bo, &mut scene.cy] {
            assert_eq!(
                client.lines(&mut scene.bench),
                ["conversation: updated onlineMeeting in conversation +"]
            );
        }
        scene.bench.is_tidy();
    }
}

#[test]
fn who_is_turned_away_or_gives_up_is_not_in_the_meeting() {
    for (gives_up, state, subcode) in
        [(false, InvitationState::Declined, "Denied"), (true, InvitationState::Cancelled, "Canceled")]
    {
        let mut scene = scene(WireFormat::Json);
        let input = MyOnlineMeetingsInput::default().with_access_level(AccessLevel::Locked);
        let meeting = schedule(&mut scene.bench, &mut scene.ann, input);
        let uri = meeting.online_meeting_uri.unwrap();
        let own = join(&mut scene.bench, &mut scene.ann, &uri).unwrap();
        let theirs = join(&mut scene.bench, &mut scene.bo, &uri).unwrap();
        scene.look_away();
        if gives_up {
            let cancel = scene.bo.get(&mut scene.bench, &theirs).links.cancel.unwrap();
            scene.bo.call(&mut scene.bench, &cancel.post(())).unwrap();
        } else {
            let ours = conversation(&mut scene.bench, &mut scene.ann, &own);
            let lobby = scene.ann.get(&mut scene.bench, &ours).links.lobby.unwrap();
            let bo = scene.ann.get(&mut scene.bench, &lobby).embedded.participant.remove(0);
            scene.ann.call(&mut scene.bench, &bo.links.reject.unwrap().post(())).unwrap();
        }
        let events = scene.bo.events(&mut scene.bench);
        let ended =
            events.iter().find_map(|(_, event)| event.resource_as::<OnlineMeetingInvitation>()).unwrap();
        assert_eq!(ended.state, Some(state));
        let reason = events[0].1.reason.clone().unwrap();
        assert_eq!(reason.subcode.as_deref(), Some(subcode));
        let last = events.last().map(|(sender, event)| crate::bench::line(sender, event));
        assert_eq!(last.as_deref(), Some("communication: deleted conversation"));
        scene.ann_sees(&["conversation: deleted participant in lobby"]);
        scene.bench.is_tidy();
    }
}

#[test]
fn a_meeting_can_make_everybody_a_leader() {
    let mut scene = scene(WireFormat::Json);
    let input = MyOnlineMeetingsInput::default()
        .with_access_level(AccessLevel::Everyone)
        .with_automatic_leader_assignment(AutomaticLeaderAssignment::SameEnterprise);
    let meeting = schedule(&mut scene.bench, &mut scene.ann, input);
    let theirs = join(&mut scene.bench, &mut scene.bo, &meeting.online_meeting_uri.unwrap()).unwrap();
    let lines = scene.bo.lines(&mut scene.bench);
    assert!(lines.contains(&"conversation: added participant in leaders".to_owned()), "{lines:?}");
    // The last one leaves. The meeting stays, and can be joined again.
    let conversation = conversation(&mut scene.bench, &mut scene.bo, &theirs);
    scene.bo.call(&mut scene.bench, &conversation.delete()).unwrap();
    assert_eq!(scene.bench.sim.conversations(), 0);
    let all = scene.ann.get(&mut scene.bench, &meetings(&scene.ann)).embedded.my_online_meeting;
    let uri = all[0].online_meeting_uri.clone().unwrap();
    join(&mut scene.bench, &mut scene.cy, &uri).unwrap();
    scene.bench.is_tidy();
}

#[test]
fn a_meeting_is_started_without_being_scheduled() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut scene = scene(format);
        let link = scene.ann.communication().links.start_online_meeting.unwrap();
        let input = StartOnlineMeetingInput::default().with_operation_id("start").with_subject("Quick one");
        let own: Link<OnlineMeetingInvitation> =
            scene.ann.call(&mut scene.bench, &link.post(input)).unwrap().location.unwrap().cast();
        let invitation = scene.ann.get(&mut scene.bench, &own);
        assert_eq!(
            (invitation.subject.as_deref(), invitation.operation_id.as_deref()),
            (Some("Quick one"), Some("start"))
        );
        scene.look_away();
        // Ann invites Bo.
        let ours = invitation.links.conversation.unwrap();
        let add = scene.ann.get(&mut scene.bench, &ours).links.add_participant.unwrap();
        let input = ucwa_types::api::AddParticipantInput::new(BO);
        scene.ann.call(&mut scene.bench, &add.post(input)).unwrap();
        let theirs: OnlineMeetingInvitation = crate::scene::started(&scene.bo.events(&mut scene.bench));
        assert_eq!(theirs.state, Some(InvitationState::Connecting));
        scene.bo.call(&mut scene.bench, &theirs.links.accept.unwrap().post(())).unwrap();
        let lines = scene.bo.lines(&mut scene.bench);
        assert_eq!(lines.last().unwrap(), "communication: completed onlineMeetingInvitation Success +");
        // It is in no list, and it is gone when all have left.
        let all = scene.ann.get(&mut scene.bench, &meetings(&scene.ann)).embedded.my_online_meeting;
        assert!(all.is_empty());
        let uri = invitation.online_meeting_uri.unwrap();
        scene.ann.call(&mut scene.bench, &ours.delete()).unwrap();
        scene.bo.call(&mut scene.bench, &theirs.links.conversation.unwrap().delete()).unwrap();
        assert_eq!(failed(join(&mut scene.bench, &mut scene.cy, &uri)).0, 404);
        // Without a URI a new one is joined.
        let join = scene.cy.communication().links.join_online_meeting.unwrap();
        let reply = scene.cy.call(&mut scene.bench, &join.post(JoinOnlineMeetingInput::default())).unwrap();
        let mine = scene.cy.get(&mut scene.bench, &reply.location.unwrap().cast::<OnlineMeetingInvitation>());
        assert_eq!(mine.state, Some(InvitationState::Connected));
        scene.bench.is_tidy();
    }
}

#[test]
fn applications_attach_data_to_a_meeting() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut scene = scene(format);
        let meeting = schedule(&mut scene.bench, &mut scene.ann, MyOnlineMeetingsInput::default());
        let extensions = meeting.links.online_meeting_extensions.clone().unwrap();
        for (id, kind) in [
            ("Agenda", OnlineMeetingExtensionType::RoamedParticipantData),
            ("Notes", OnlineMeetingExtensionType::RoamedOrganizerData),
        ] {
            let input = OnlineMeetingExtensionsInput::default().with_id(id).with_type(kind);
            let reply = scene.ann.call(&mut scene.bench, &extensions.post(input.clone())).unwrap();
            assert_eq!(reply.status, 201);
            let again = failed(scene.ann.call(&mut scene.bench, &extensions.post(input)));
            assert_eq!(again, (409, Some("AlreadyExists".to_owned())));
        }
        // Bo sees what is for all, once he takes part.
        let theirs = join(&mut scene.bench, &mut scene.bo, &meeting.online_meeting_uri.unwrap()).unwrap();
        let conversation = conversation(&mut scene.bench, &mut scene.bo, &theirs);
        let link = scene.bo.get(&mut scene.bench, &conversation).links.online_meeting.unwrap();
        let online = scene.bo.get(&mut scene.bench, &link);
        let link = online.links.online_meeting_extensions.unwrap();
        let seen = scene.bo.get(&mut scene.bench, &link).embedded.online_meeting_extension;
        assert_eq!(seen.iter().map(|it| it.id.as_deref()).collect::<Vec<_>>(), [Some("Agenda")]);
        assert_eq!(seen, online.embedded.online_meeting_extension);
        let own = seen[0].links.self_.clone().unwrap();
        assert_eq!(failed(scene.bo.call(&mut scene.bench, &own.delete())), (403, None));
        let all = scene.ann.get(&mut scene.bench, &extensions).embedded.online_meeting_extension;
        assert_eq!(all.len(), 2);
        let link: Link<OnlineMeetingExtension> = all[0].links.self_.clone().unwrap();
        let hidden = all[0].clone().with_type(OnlineMeetingExtensionType::RoamedOrganizerData);
        scene.ann.call(&mut scene.bench, &link.put(hidden)).unwrap();
        assert_eq!(failed(scene.bo.call(&mut scene.bench, &own.get())).0, 404);
        scene.ann.call(&mut scene.bench, &link.delete()).unwrap();
        assert_eq!(scene.ann.get(&mut scene.bench, &extensions).embedded.online_meeting_extension.len(), 1);
        scene.bench.is_tidy();
    }
    // What else is in it is the application's, and comes back.
    let mut bench = Bench::unchecked(people(1));
    let mut ann = bench.ann();
    let meeting = schedule(&mut bench, &mut ann, MyOnlineMeetingsInput::default());
    let mut input = OnlineMeetingExtensionsInput::default().with_id("Agenda");
    input.unknown.insert("color", "blue");
    let link = meeting.links.online_meeting_extensions.unwrap();
    let extension = ann.call(&mut bench, &link.post(input)).unwrap().output.unwrap();
    assert_eq!(extension.unknown.get("color").unwrap().to_string(), "\"blue\"");
    // A PUT without `rel` and links changes neither.
    let link = extension.links.self_.unwrap();
    let mut request = ann.request(&link.put(OnlineMeetingExtension::default()));
    *request.body_mut() = br#"{"color": "red"}"#.to_vec();
    request.headers_mut().remove("content-length");
    assert_eq!(bench.send(request).status(), 200);
    let stored = bench.send(ann.request(&link.get()));
    let stored: serde_json::Value = serde_json::from_slice(stored.body()).unwrap();
    assert_eq!((&stored["rel"], &stored["color"]), (&"onlineMeetingExtension".into(), &"red".into()));
    assert_eq!(stored["_links"]["self"]["href"], link.href());
}

#[test]
fn what_the_administrator_decides_can_be_read() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let Scene { mut bench, mut ann, .. } = scene(format);
        let links = hub(&ann).links;
        let policies = ann.get(&mut bench, &links.online_meeting_policies.unwrap());
        assert!(policies.meeting_size.is_some());
        let customization = ann.get(&mut bench, &links.online_meeting_invitation_customization.unwrap());
        assert!(customization.invitation_footer_text.is_some());
        let dial_in = ann.get(&mut bench, &links.phone_dial_in_information.unwrap());
        assert_eq!(dial_in.conference_id, None);
        let region = dial_in.embedded.dial_in_region[0].links.self_.clone().unwrap();
        assert_eq!(ann.get(&mut bench, &region), dial_in.embedded.dial_in_region[0]);
        let policies = ann.application.links.policies.clone().unwrap();
        let policies = ann.get(&mut bench, &policies);
        assert_eq!(policies.emergency_dial_string.as_deref(), Some("112"));
        bench.is_tidy();
    }
}
