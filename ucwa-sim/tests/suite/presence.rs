use ucwa_types::Link;
use ucwa_types::api::{
    Availability, Contact, ContactPresence, NoteInput, PreferredAvailability, PresenceInput,
    PresenceSubscriptionInput, PresenceSubscriptionQuery, PresenceSubscriptionsInput, SearchQuery,
    StartOrRefreshSubscriptionToContactsAndGroupsInput, StartOrRefreshSubscriptionToContactsAndGroupsQuery,
};
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, config};

#[test]
fn what_a_contact_does_is_seen() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let subscriptions = ann.people().links.presence_subscriptions.unwrap();
    let reply = ann.call(&mut bench, &subscriptions.post(PresenceSubscriptionsInput::new(10, [BO]))).unwrap();
    assert_eq!(reply.status, 201);
    let subscription = reply.output.unwrap().links.self_.unwrap();
    bench.advance(5);
    assert_eq!(
        ann.lines(&mut bench),
        [
            "people: added presenceSubscription",
            "people: added contact in subscribedContacts",
            "people: updated contactPresence in contact",
            "people: updated contactNote in contact",
            "people: updated contactLocation in contact",
            "people: updated contactSupportedModalities in contact",
        ]
    );
    let search = ann.people().links.search.unwrap();
    let found = ann.call(&mut bench, &search.get_with(SearchQuery::new("bo"))).unwrap().output.unwrap();
    let contact: Link<Contact> = found.embedded.contact[0].links.self_.clone().unwrap();
    let contact = ann.get(&mut bench, &contact);
    let seen: Link<ContactPresence> = contact.links.contact_presence.unwrap();
    assert_eq!(ann.get(&mut bench, &seen).availability, Some(Availability::Offline));
    let mut bo = bench.bo();
    assert_eq!(ann.get(&mut bench, &seen).availability, Some(Availability::Online));
    let note = bo.me().links.note.unwrap();
    bo.call(&mut bench, &note.post(NoteInput::default().with_message("Out to lunch"))).unwrap();
    bench.advance(5);
    assert_eq!(
        ann.lines(&mut bench),
        [
            "people: updated contactPresence in contact",
            "people: updated contactSupportedModalities in contact",
            "people: updated contactNote in contact",
        ]
    );
    let heard = ann.get(&mut bench, &contact.links.contact_note.unwrap());
    assert_eq!(heard.message.as_deref(), Some("Out to lunch"));
    // The subscription ends after ten minutes, with an event a minute before.
    for _ in 0..9 {
        bench.advance(60);
        bo.events(&mut bench);
        ann.events(&mut bench);
        bo.call(&mut bench, &bo.me().links.report_my_activity.unwrap().post(())).unwrap();
    }
    ann.listen(&mut bench);
    let extend = PresenceSubscriptionInput::new(10);
    let query = PresenceSubscriptionQuery::new(10);
    ann.call(&mut bench, &subscription.post_with(query, extend)).unwrap();
    // The minutes are added to what is left.
    let mut lines = Vec::new();
    for _ in 0..11 {
        bench.advance(60);
        lines.extend(ann.lines(&mut bench));
        bo.events(&mut bench);
        bo.call(&mut bench, &bo.me().links.report_my_activity.unwrap().post(())).unwrap();
    }
    assert_eq!(
        lines,
        [
            "people: updated presenceSubscription +",
            "people: deleted presenceSubscription",
            "people: deleted contact in subscribedContacts",
        ]
    );
    bench.is_tidy();
}

#[test]
fn who_does_nothing_is_inactive_and_then_away() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    let presence = ann.me().links.presence.unwrap();
    let mut seen = Vec::new();
    for _ in 0..11 {
        bench.advance(60);
        ann.events(&mut bench);
        let shown = ann.get(&mut bench, &presence).availability.unwrap();
        if seen.last() != Some(&shown) {
            seen.push(shown);
        }
    }
    assert_eq!(seen, [Availability::Online, Availability::IdleOnline, Availability::Away]);
    ann.call(&mut bench, &ann.me().links.report_my_activity.unwrap().post(())).unwrap();
    assert_eq!(ann.get(&mut bench, &presence).availability, Some(Availability::Online));
    let busy = PresenceInput::default().with_availability(PreferredAvailability::Busy);
    ann.call(&mut bench, &presence.post(busy)).unwrap();
    assert_eq!(ann.get(&mut bench, &presence).availability, Some(Availability::Busy));
    // Without a choice, it follows from activity.
    ann.call(&mut bench, &presence.post(PresenceInput::default())).unwrap();
    assert_eq!(ann.get(&mut bench, &presence).availability, Some(Availability::Online));
    bench.is_tidy();
}

#[test]
fn links_are_there_while_they_can_be_followed() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut bench = Bench::new(config(1));
        let mut ann = bench.sign_in_with(ANN, "a+b & c%", format);
        let links = ann.me().links;
        assert!(links.make_me_available.is_some() && links.presence.is_none() && links.note.is_none());
        ann.become_available(&mut bench);
        let links = ann.me().links;
        assert!(links.make_me_available.is_none() && links.presence.is_some() && links.note.is_some());
        // Using the address anyway is an error.
        let again = ucwa_types::api::MakeMeAvailableInput::default();
        let link: Link<ucwa_types::api::MakeMeAvailable> =
            Link::new(format!("{}/makeMeAvailable", links.self_.unwrap().href()));
        let failure = ann.call(&mut bench, &link.post(again)).unwrap_err();
        assert_eq!((failure.status().as_u16(), failure.subcode()), (409, Some("AlreadyExists")));
    }
}

#[test]
fn the_contact_list_can_be_subscribed_to_as_a_whole() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let link = ann.people().links.my_contacts_and_groups_subscription.unwrap();
    let subscription = ann.get(&mut bench, &link);
    assert!(subscription.links.stop_subscription_to_contacts_and_groups.is_none());
    let start = subscription.links.start_or_refresh_subscription_to_contacts_and_groups.unwrap();
    let input = StartOrRefreshSubscriptionToContactsAndGroupsInput::new(30);
    let query = StartOrRefreshSubscriptionToContactsAndGroupsQuery::new(30);
    ann.call(&mut bench, &start.post_with(query, input)).unwrap();
    let contacts = ann.get(&mut bench, &ann.people().links.subscribed_contacts.unwrap());
    assert_eq!(contacts.links.contact.len(), 1);
    let subscription = ann.get(&mut bench, &link);
    let stop = subscription.links.stop_subscription_to_contacts_and_groups.unwrap();
    ann.call(&mut bench, &stop.post(())).unwrap();
    let contacts = ann.get(&mut bench, &ann.people().links.subscribed_contacts.unwrap());
    assert!(contacts.links.contact.is_empty());
    let contacts = ann.get(&mut bench, &ann.people().links.my_contacts.unwrap());
    assert_eq!(contacts.embedded.contact[0].uri.as_deref(), Some(BO));
    bench.is_tidy();
}

#[test]
fn an_extended_subscription_lasts_half_an_hour_at_most() {
    // The minutes of the first request and of the following ones, and the minutes until the end.
    for (asked, expected) in
        [(&[10][..], 10), (&[10, 10], 20), (&[10, 15], 25), (&[20, 20], 30), (&[30, 30, 10], 30)]
    {
        let mut bench = Bench::new(config(1));
        let mut ann = bench.ann();
        let subscriptions = ann.people().links.presence_subscriptions.unwrap();
        let first =
            ann.call(&mut bench, &subscriptions.post(PresenceSubscriptionsInput::new(asked[0], [BO])));
        let subscription = first.unwrap().output.unwrap().links.self_.unwrap();
        let whole = ann.people().links.my_contacts_and_groups_subscription.unwrap();
        let whole = ann.get(&mut bench, &whole);
        let start = whole.links.start_or_refresh_subscription_to_contacts_and_groups.unwrap();
        for (index, minutes) in asked.iter().enumerate() {
            let input = StartOrRefreshSubscriptionToContactsAndGroupsInput::new(*minutes);
            let query = StartOrRefreshSubscriptionToContactsAndGroupsQuery::new(*minutes);
            ann.call(&mut bench, &start.post_with(query, input)).unwrap();
            if index > 0 {
                let (query, extend) =
                    (PresenceSubscriptionQuery::new(*minutes), PresenceSubscriptionInput::new(*minutes));
                ann.call(&mut bench, &subscription.post_with(query, extend)).unwrap();
            }
        }
        let (mut one, mut all) = (None, None);
        for minute in 1..=40 {
            bench.advance(60);
            ann.events(&mut bench);
            let subscribed = ann.people().links.presence_subscriptions.unwrap();
            let is_left = !ann.get(&mut bench, &subscribed).embedded.presence_subscription.is_empty();
            let whole = ann.people().links.my_contacts_and_groups_subscription.unwrap();
            let stop = ann.get(&mut bench, &whole).links.stop_subscription_to_contacts_and_groups;
            one = one.or((!is_left).then_some(minute));
            all = all.or(stop.is_none().then_some(minute));
        }
        assert_eq!((one, all), (Some(expected), Some(expected)), "{asked:?}");
    }
}

#[test]
fn a_duration_may_be_in_the_query_or_in_the_body() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let subscriptions = ann.people().links.presence_subscriptions.unwrap();
    let reply = ann.call(&mut bench, &subscriptions.post(PresenceSubscriptionsInput::new(10, [BO]))).unwrap();
    let subscription = reply.output.unwrap().links.self_.unwrap();
    let get = ann.request(&subscription.get());
    let list = format!(
        "{}/contactsAndGroupsSubscription/start",
        get.uri().to_string().split("/presenceSub").next().unwrap()
    );
    for uri in [get.uri().to_string(), list] {
        for (query, body, expected) in [
            ("?duration=20", "", 201),
            ("", r#"{"duration": 20}"#, 201),
            ("?duration=20", "{}", 201),
            ("", "", 400),
            ("?duration=5", "", 400),
            ("", r#"{"duration": 500}"#, 400),
            ("", "{", 400),
        ] {
            let request = http::Request::post(format!("{uri}{query}"))
                .header("Authorization", get.headers()["authorization"].clone())
                .header("Content-Type", "application/json")
                .header("Content-Length", body.len());
            let response = bench.send(request.body(body.as_bytes().to_vec()).unwrap());
            assert_eq!(response.status(), expected, "{uri}{query} {body}");
        }
    }
}
