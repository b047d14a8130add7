//! The contact list and its groups: what the user does in one application, and what another application of the user sees.

use ucwa_sim::{Config, DistributionGroup, Person};
use ucwa_types::Link;
use ucwa_types::api::{
    AddToContactListInput, AddToContactListQuery, DistributionGroup as Distribution, Group, Group2,
    GroupContactsQuery, GroupMemberships, MyContactsQuery, MyGroupMembership2, MyGroupMemberships2,
    MyGroupMemberships2Input, MyGroupMemberships2PostQuery, MyGroupMemberships2Query, MyGroups, MyGroups2,
    MyGroups2Input, MyGroupsQuery, RemoveContactFromAllGroups2, RemoveContactFromAllGroups2Input,
    RemoveContactFromAllGroups2Query, RemoveFromContactListInput, RemoveFromContactListQuery, Search2,
    Search2Query, SearchQuery, StartOrRefreshSubscriptionToContactsAndGroupsInput,
    StartOrRefreshSubscriptionToContactsAndGroupsQuery, SubscribeToGroupPresenceInput,
    SubscribeToGroupPresenceQuery,
};
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, Client, Failure, config};

const CY: &str = "sip:cy@example.com";
const DI: &str = "sip:di@example.com";
const STAFF: &str = "sip:staff@example.com";
const EVERYBODY: &str = "sip:everybody@example.com";

/// Ann has Bo in her contact list. Cy and Di are in the same department. Two distribution groups.
fn directory() -> Config {
    let sales = |uri: &str, name: &str| {
        let mut person = Person::new(uri, name, "secret");
        person.department = Some("Sales".to_owned());
        person
    };
    let config = config(1).with_user(sales(CY, "Cy Example")).unwrap();
    let config = config.with_user(sales(DI, "Di Example")).unwrap();
    let staff = DistributionGroup::new(STAFF, "Staff").with_members([BO, CY]);
    let everybody = DistributionGroup::new(EVERYBODY, "Everybody").with_members([ANN, STAFF]);
    let config = config.with_distribution_group(staff).unwrap();
    config.with_distribution_group(everybody).unwrap()
}

/// Subscribes to changes of the contact list, and receives the events of that.
fn subscribe(bench: &mut Bench, client: &mut Client) {
    let link = client.people().links.my_contacts_and_groups_subscription.unwrap();
    let start = client.get(bench, &link).links.start_or_refresh_subscription_to_contacts_and_groups.unwrap();
    let query = StartOrRefreshSubscriptionToContactsAndGroupsQuery::new(30);
    let input = StartOrRefreshSubscriptionToContactsAndGroupsInput::new(30);
    client.call(bench, &start.post_with(query, input)).unwrap();
    bench.advance(5);
    client.events(bench);
}

/// Ann in two applications: `here`, where she acts, and `there`. Both are subscribed to the contact list.
fn twice(format: WireFormat) -> (Bench, Client, Client) {
    let mut bench = Bench::new(directory());
    let mut here = bench.sign_in_with(ANN, "a+b & c%", format);
    let mut there = bench.sign_in_with(ANN, "a+b & c%", format);
    subscribe(&mut bench, &mut here);
    subscribe(&mut bench, &mut there);
    (bench, here, there)
}

fn groups(client: &Client) -> Link<MyGroups2> {
    client.people().links.my_groups.unwrap().revised().expect("revision 2")
}

fn memberships(client: &Client) -> Link<MyGroupMemberships2> {
    client.people().links.my_group_memberships.unwrap().revised().expect("revision 2")
}

fn create(bench: &mut Bench, client: &mut Client, name: &str) -> Result<(), Failure> {
    client.call(bench, &groups(client).post(MyGroups2Input::new(name))).map(drop)
}

/// The group of this name.
fn named(bench: &mut Bench, client: &mut Client, name: &str) -> Group {
    let all = client.get(bench, &groups(client)).embedded.group;
    all.into_iter().find(|group| group.name.as_deref() == Some(name)).expect("the group")
}

/// Puts a contact into a group.
fn add(bench: &mut Bench, client: &mut Client, uri: &str, group: Option<&str>) -> Result<u16, Failure> {
    let mut query = MyGroupMemberships2PostQuery::new(uri);
    let mut input = MyGroupMemberships2Input::new(uri);
    query.group_id = group.map(str::to_owned);
    input.group_id = group.map(str::to_owned);
    client.call(bench, &memberships(client).post_with(query, input)).map(|reply| reply.status.as_u16())
}

/// The names of those in a group.
fn contacts(bench: &mut Bench, client: &mut Client, group: &Group) -> Vec<String> {
    let link = group.links.group_contacts.clone().unwrap();
    client.get(bench, &link).embedded.contact.into_iter().filter_map(|contact| contact.name).collect()
}

fn failed<T>(outcome: Result<T, Failure>) -> (u16, Option<String>) {
    let failure = outcome.map(drop).unwrap_err();
    (failure.status().as_u16(), failure.subcode().map(str::to_owned))
}

#[test]
fn a_group_is_created_renamed_and_deleted() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let (mut bench, mut here, mut there) = twice(format);
        create(&mut bench, &mut here, "Friends").unwrap();
        for client in [&mut here, &mut there] {
            assert_eq!(client.lines(&mut bench), ["people: added group +"]);
        }
        let group = named(&mut bench, &mut there, "Friends");
        let link: Link<Group2> = group.links.self_.clone().unwrap().revised().expect("revision 2");
        let seen = here.get(&mut bench, &link);
        assert_eq!(seen.name.as_deref(), Some("Friends"));
        // Whoever has the version of before is told so, and so is whoever has none.
        here.call(&mut bench, &link.put(seen.clone().with_name("Old friends"))).unwrap();
        assert_eq!(failed(there.call(&mut bench, &link.put(seen.clone()))).0, 412);
        let mut bare = Group2::default().with_name("Friends");
        assert_eq!(failed(there.call(&mut bench, &link.put(bare.clone()))).0, 428);
        // The property named by a GUID has to be sent back.
        let etag = named(&mut bench, &mut here, "Old friends").etag.unwrap();
        bare.id = seen.id;
        let lacking = failed(here.call(&mut bench, &link.put(bare).if_match(&etag)));
        assert_eq!(lacking, (400, Some("ParameterValidationFailure".to_owned())));
        for client in [&mut here, &mut there] {
            assert_eq!(client.lines(&mut bench), ["people: updated group +"]);
        }
        here.call(&mut bench, &link.delete()).unwrap();
        for client in [&mut here, &mut there] {
            assert_eq!(client.lines(&mut bench), ["people: deleted group"]);
        }
        assert_eq!(failed(here.call(&mut bench, &link.get())).0, 404);
        bench.is_tidy();
    }
}

#[test]
fn a_contact_is_put_into_a_group_and_taken_out() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let (mut bench, mut here, mut there) = twice(format);
        create(&mut bench, &mut here, "Friends").unwrap();
        there.events(&mut bench);
        let friends = named(&mut bench, &mut here, "Friends");
        let id = friends.id.clone().unwrap();
        // Who is on the list already leaves the default group.
        assert_eq!(add(&mut bench, &mut here, BO, Some(&id)).unwrap(), 201);
        assert_eq!(
            there.lines(&mut bench),
            ["people: added contact in group +", "people: deleted contact in defaultGroup"]
        );
        // Who is new is on the list from now on, whose presence the applications are subscribed to.
        assert_eq!(add(&mut bench, &mut here, CY, Some(&id)).unwrap(), 201);
        assert_eq!(
            there.lines(&mut bench),
            [
                "people: added contact in myContacts +",
                "people: added contact in group +",
                "people: added contact in subscribedContacts",
                "people: updated contactPresence in contact",
                "people: updated contactNote in contact",
                "people: updated contactLocation in contact",
                "people: updated contactSupportedModalities in contact",
            ]
        );
        assert_eq!(contacts(&mut bench, &mut there, &friends), ["Bo Example", "Cy Example"]);
        // Out of the group, and back in the default group.
        let query = MyGroupMemberships2Query::default().with_group_id(&*id);
        let of_group = here.call(&mut bench, &memberships(&here).get_with(query)).unwrap().output.unwrap();
        let of_bo = &of_group.embedded.my_group_membership[0];
        let link: Link<MyGroupMembership2> = of_bo.links.self_.clone().unwrap().revised().unwrap();
        here.call(&mut bench, &link.delete()).unwrap();
        assert_eq!(
            there.lines(&mut bench),
            ["people: added contact in defaultGroup +", "people: deleted contact in group"]
        );
        assert_eq!(failed(here.call(&mut bench, &link.delete())).0, 404);
        // Deleting the group keeps its contacts.
        let link: Link<Group2> = friends.links.self_.clone().unwrap().revised().unwrap();
        here.call(&mut bench, &link.delete()).unwrap();
        assert_eq!(
            there.lines(&mut bench),
            ["people: added contact in defaultGroup +", "people: deleted group"]
        );
        // Off the list.
        let own = memberships(&here).href().to_owned();
        let everywhere: Link<RemoveContactFromAllGroups2> = serde_json::from_value(serde_json::json!({
            "href": format!("{own}/removeContactFromAllGroups"), "revision": "2",
        }))
        .unwrap();
        let remove = || {
            let query = RemoveContactFromAllGroups2Query::new(CY);
            everywhere.post_with(query, RemoveContactFromAllGroups2Input::new(CY))
        };
        here.call(&mut bench, &remove()).unwrap();
        assert_eq!(
            there.lines(&mut bench),
            [
                "people: deleted contact in defaultGroup",
                "people: deleted contact in myContacts",
                "people: deleted contact in subscribedContacts",
            ]
        );
        assert_eq!(failed(here.call(&mut bench, &remove())).0, 404);
        let listed = here.get(&mut bench, &here.people().links.my_contacts.unwrap()).embedded.contact;
        assert_eq!(listed.len(), 1);
        bench.is_tidy();
    }
}

#[test]
fn a_contact_can_be_pinned() {
    let (mut bench, mut here, mut there) = twice(WireFormat::Json);
    let pinned = here.get(&mut bench, &groups(&here)).links.pinned_group.unwrap();
    let empty = here.get(&mut bench, &pinned);
    assert!(empty.links.subscribe_to_group_presence.is_none());
    add(&mut bench, &mut here, BO, empty.id.as_deref()).unwrap();
    assert_eq!(there.lines(&mut bench), ["people: added contact in pinnedGroup +"]);
    assert_eq!(
        failed(add(&mut bench, &mut here, BO, Some("pinned"))),
        (409, Some("AlreadyExists".to_owned()))
    );
    let full = here.get(&mut bench, &pinned);
    let subscribe = full.links.subscribe_to_group_presence.unwrap();
    let post = |group: &str| {
        let query = SubscribeToGroupPresenceQuery::new(10);
        subscribe.post_with(query, SubscribeToGroupPresenceInput::new(10, group))
    };
    assert_eq!(here.call(&mut bench, &post("pinned")).unwrap().status, 201);
    bench.advance(5);
    assert_eq!(here.lines(&mut bench).last().unwrap(), "people: added presenceSubscription");
    assert_eq!(failed(here.call(&mut bench, &post("default"))).0, 400);
    bench.is_tidy();
}

#[test]
fn delegates_know_for_whom_they_may_act() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let (mut bench, mut here, mut there) = twice(format);
        let mut bo = bench.sign_in_with(BO, "secret", format);
        subscribe(&mut bench, &mut bo);
        assert!(bo.get(&mut bench, &groups(&bo)).links.delegators_group.is_none());
        add(&mut bench, &mut here, BO, Some("delegates")).unwrap();
        bench.advance(15);
        assert_eq!(there.lines(&mut bench), ["people: added contact in delegatesGroup +"]);
        assert_eq!(
            bo.lines(&mut bench),
            ["people: added delegatorsGroup +", "people: added contact in delegatorsGroup +"]
        );
        let delegators = bo.get(&mut bench, &groups(&bo)).links.delegators_group.unwrap();
        let delegators = bo.get(&mut bench, &delegators);
        let contacts = bo.get(&mut bench, &delegators.links.group_contacts.unwrap());
        assert_eq!(contacts.embedded.contact[0].uri.as_deref(), Some(ANN));
        // The server keeps that group.
        let refused = (403, Some("OperationNotSupported".to_owned()));
        assert_eq!(failed(add(&mut bench, &mut bo, CY, Some("delegators"))), refused);
        let query = MyGroupMemberships2Query::default().with_group_id("delegators");
        assert_eq!(failed(bo.call(&mut bench, &memberships(&bo).get_with(query))), refused);
        let query = MyGroupMemberships2Query::default().with_group_id("delegates");
        let delegates = here.call(&mut bench, &memberships(&here).get_with(query)).unwrap().output.unwrap();
        let link = delegates.embedded.my_group_membership[0].links.self_.clone().unwrap();
        here.call(&mut bench, &link.revised::<MyGroupMembership2>().unwrap().delete()).unwrap();
        bench.advance(15);
        assert_eq!(there.lines(&mut bench), ["people: deleted contact in delegatesGroup"]);
        assert_eq!(
            bo.lines(&mut bench),
            ["people: deleted contact in delegatorsGroup", "people: deleted delegatorsGroup"]
        );
        bench.is_tidy();
    }
}

#[test]
fn a_distribution_group_is_found_expanded_and_listed() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let (mut bench, mut here, mut there) = twice(format);
        let search = here.people().links.search.unwrap();
        let found = here.call(&mut bench, &search.get_with(SearchQuery::new("everybody"))).unwrap().output;
        let group: Distribution = found.unwrap().embedded.distribution_group[0].clone();
        assert!(group.links.remove_from_contact_list.is_none());
        let expand = group.links.expand_distribution_group.clone().unwrap();
        let expanded = here.get(&mut bench, &expand);
        let names = |group: &Distribution| {
            let contacts = group.embedded.contact.iter().filter_map(|contact| contact.name.clone());
            let groups = group.embedded.distribution_group.iter().filter_map(|group| group.name.clone());
            contacts.chain(groups).collect::<Vec<_>>()
        };
        assert_eq!(names(&expanded), ["Ann Example", "Staff"]);
        let staff = expanded.embedded.distribution_group[0].links.expand_distribution_group.clone().unwrap();
        assert_eq!(names(&here.get(&mut bench, &staff)), ["Bo Example", "Cy Example"]);
        let add_link = group.links.add_to_contact_list.clone().unwrap();
        let add_to = |address: &str| {
            let query = AddToContactListQuery::new("All of us", address);
            add_link.post_with(query, AddToContactListInput::new("All of us", address))
        };
        assert_eq!(failed(here.call(&mut bench, &add_to("staff@example.com"))).0, 400);
        here.call(&mut bench, &add_to("everybody@example.com")).unwrap();
        assert_eq!(there.lines(&mut bench), ["people: added distributionGroup +"]);
        let again = failed(here.call(&mut bench, &add_to("everybody@example.com")));
        assert_eq!(again, (409, Some("AlreadyExists".to_owned())));
        let listed = here.get(&mut bench, &groups(&here)).embedded.distribution_group[0].clone();
        assert_eq!(listed.name.as_deref(), Some("All of us"));
        assert!(listed.links.add_to_contact_list.is_none());
        assert_eq!(failed(add(&mut bench, &mut here, CY, listed.id.as_deref())), (403, None));
        let id = listed.id.unwrap();
        let remove = listed.links.remove_from_contact_list.unwrap();
        let remove =
            remove.post_with(RemoveFromContactListQuery::new(&*id), RemoveFromContactListInput::new(&*id));
        here.call(&mut bench, &remove).unwrap();
        assert_eq!(there.lines(&mut bench), ["people: deleted distributionGroup"]);
        assert_eq!(failed(here.call(&mut bench, &remove)).0, 409);
        bench.is_tidy();
    }
}

#[test]
fn collections_have_links_alone_if_wanted() {
    let (mut bench, mut here, _) = twice(WireFormat::Json);
    create(&mut bench, &mut here, "Friends").unwrap();
    let my_groups: Link<MyGroups> = here.people().links.my_groups.unwrap();
    let all = my_groups.get_with(MyGroupsQuery::default().with_expand("false"));
    let all = here.call(&mut bench, &all).unwrap().output.unwrap();
    assert_eq!((all.links.group.len(), all.embedded.group.len()), (1, 0));
    let default = all.links.default_group.unwrap();
    let contacts = here.get(&mut bench, &default).links.group_contacts.unwrap();
    let contacts = contacts.get_with(GroupContactsQuery::default().with_expand("False"));
    let contacts = here.call(&mut bench, &contacts).unwrap().output.unwrap();
    assert_eq!((contacts.links.contact.len(), contacts.embedded.contact.len()), (1, 0));
    let my_contacts = here.people().links.my_contacts.unwrap();
    let my_contacts = my_contacts.get_with(MyContactsQuery::default().with_expand("false"));
    let my_contacts = here.call(&mut bench, &my_contacts).unwrap().output.unwrap();
    assert_eq!((my_contacts.links.contact.len(), my_contacts.embedded.contact.len()), (1, 0));
    // No link leads there.
    let own = here.get(&mut bench, &default).links.self_.unwrap();
    let of_group: Link<GroupMemberships> = Link::new(format!("{}/memberships", own.href()));
    assert_eq!(here.get(&mut bench, &of_group).embedded.my_group_membership.len(), 1);
}

#[test]
fn an_address_for_mail_is_found_exactly() {
    let mut bench = Bench::new(directory());
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let search: Link<Search2> = ann.people().links.search.unwrap().revised().expect("revision 2");
    for (mail, users, groups) in
        [("Bo@Example.com", 1, 0), ("bo@example", 0, 0), ("staff@example.com", 0, 1), ("example.com", 0, 0)]
    {
        let query = search.get_with(Search2Query::default().with_mail(mail));
        let found = ann.call(&mut bench, &query).unwrap().output.unwrap().embedded;
        assert_eq!((found.contact.len(), found.distribution_group.len()), (users, groups), "{mail}");
    }
    assert_eq!(failed(ann.call(&mut bench, &search.get())).0, 400);
}

#[test]
fn colleagues_are_a_group() {
    let mut bench = Bench::new(directory());
    let mut cy = bench.sign_in(CY, "secret");
    let link = cy.get(&mut bench, &groups(&cy)).links.my_organization_group.unwrap();
    let contacts = cy.get(&mut bench, &link).links.group_contacts.unwrap();
    assert_eq!(cy.get(&mut bench, &contacts).embedded.contact[0].uri.as_deref(), Some(DI));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    assert!(ann.get(&mut bench, &groups(&ann)).links.my_organization_group.is_none());
}

#[test]
fn a_contact_list_has_limits() {
    let mut config = directory();
    for number in 0..250 {
        config = config.with_user(Person::new(format!("sip:{number}@example.com"), "Somebody", "")).unwrap();
    }
    let mut bench = Bench::unchecked(config);
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    for name in ["", "Friends", "friends"] {
        let outcome = create(&mut bench, &mut ann, name);
        let expected = match name {
            "" => Some((400, Some("ParameterValidationFailure".to_owned()))),
            "Friends" => None,
            _ => Some((409, Some("AlreadyExists".to_owned()))),
        };
        assert_eq!(outcome.is_err().then(|| failed(outcome)), expected, "{name}");
    }
    for number in 1..64 {
        create(&mut bench, &mut ann, &number.to_string()).unwrap();
    }
    let one_more = failed(create(&mut bench, &mut ann, "One more"));
    assert_eq!(one_more, (409, Some("TooManyGroups".to_owned())));
    for number in 0..25 {
        add(&mut bench, &mut ann, &format!("sip:{number}@example.com"), Some("delegates")).unwrap();
    }
    let one_more = failed(add(&mut bench, &mut ann, CY, Some("delegates")));
    assert_eq!(one_more, (403, Some("LimitExceeded".to_owned())));
    for number in 0..249 {
        add(&mut bench, &mut ann, &format!("sip:{number}@example.com"), None).unwrap();
    }
    let one_more = failed(add(&mut bench, &mut ann, CY, None));
    assert_eq!(one_more, (409, Some("LimitExceeded".to_owned())));
    for (uri, group, expected) in [
        ("sip:nobody@example.com", None, 404),
        (CY, Some("000000000001"), 404),
        (CY, Some("x"), 404),
        ("", None, 400),
    ] {
        assert_eq!(failed(add(&mut bench, &mut ann, uri, group)).0, expected, "{uri} {group:?}");
    }
}

#[test]
fn the_first_revision_shows_groups_only() {
    let mut bench = Bench::new(directory());
    let ann = bench.sign_in(ANN, "a+b & c%");
    let mut request = ann.request(&groups(&ann).post(MyGroups2Input::new("Friends")));
    request.headers_mut().remove("X-MS-RequiresMinResourceVersion");
    let response = bench.send(request);
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "GET, HEAD, OPTIONS");
}
