//! The users of the walk.

use ucwa_sim::{Bot, Config, DistributionGroup, Person};

use crate::bench::{ANN, BO};

/// The users, and their passwords.
pub(super) const USERS: [(&str, &str); 3] = [(ANN, "a+b & c%"), (BO, "secret"), (CY, "cy")];
pub(super) const CY: &str = "sip:cy@example.com";
/// Bots that pass on to Cy: one forwards invitations and writes to everybody first, the other one transfers calls.
pub(super) const FORWARDER: &str = "sip:forwarder@example.com";
pub(super) const OPERATOR: &str = "sip:operator@example.com";
pub(super) const SERVICES: &str = "tel:112";
pub(super) const STAFF: &str = "sip:staff@example.com";
/// A group with more members than can be shown, and who is in it.
pub(super) const CROWD: &str = "sip:crowd@example.com";
const MEMBERS: usize = 250;

/// Three users of one department. Ann and Bo act for each other, and Cy is alone.
pub(super) fn company() -> Config {
    let mut config = Config::new(1);
    for (uri, password) in USERS {
        let others = USERS.iter().map(|(other, _)| (*other).to_owned()).filter(|other| other != uri);
        let mut person = Person::new(uri, uri, password).with_contacts(others.clone());
        person.department = Some("Sales".to_owned());
        person.work_phone = Some("tel:+14255550100".to_owned());
        if uri != CY {
            person.delegates = others.clone().filter(|other| other != CY).collect();
            person.team = others.collect();
        }
        config = config.with_user(person).unwrap();
    }
    let bot = |uri: &str, change: fn(&mut Bot)| {
        let mut bot = Bot::default();
        change(&mut bot);
        Person::new(uri, uri, "").with_bot(bot)
    };
    let config = config
        .with_user(bot(FORWARDER, |bot| {
            bot.forwards = Some(CY.to_owned());
            bot.greets = Some("Hello".to_owned());
        }))
        .unwrap()
        .with_user(bot(OPERATOR, |bot| {
            bot.accepts = true;
            bot.transfers = Some(CY.to_owned());
        }))
        .unwrap();
    let config = config.with_user(bot(SERVICES, |bot| bot.accepts = true)).unwrap();
    let staff = DistributionGroup::new(STAFF, "Staff").with_members([ANN, BO]);
    let all = DistributionGroup::new("sip:all@example.com", "All of example").with_members([CY, STAFF]);
    config.with_distribution_group(staff).unwrap().with_distribution_group(all).unwrap()
}

/// Ann, who has as many contacts as a contact list can have, and neither delegates nor a team.
pub(super) fn crowd() -> Config {
    let members: Vec<String> = (0..MEMBERS).map(|number| format!("sip:{number}@example.com")).collect();
    let people = members.iter().map(|uri| Person::new(uri, uri, "")).chain([Person::new(BO, "Bo", "")]);
    let config = people.fold(Config::new(1), |config, person| config.with_user(person).unwrap());
    let ann = Person::new(ANN, "Ann", USERS[0].1).with_contacts(members.clone());
    let config = config.with_user(ann).unwrap();
    config.with_distribution_group(DistributionGroup::new(CROWD, "Crowd").with_members(members)).unwrap()
}
