//! Changes of contact lists, with the events of them.

use std::collections::BTreeSet;

use ucwa_types::event::EventType;

use crate::happening::GroupHappening;
use crate::ids::{AppId, UserId};
use crate::keys::GroupKey;
use crate::state::ContactList;
use crate::world::World;

impl World {
    /// Changes the contact list of a user. The user's applications that are subscribed to it get the events of all that has
    /// changed, and so do those of people who have become delegates or are delegates no longer.
    pub(crate) fn change_list(&mut self, id: UserId, change: impl FnOnce(&mut ContactList)) {
        let subscribed = self.subscribed_to_list(id);
        let covered: Vec<BTreeSet<String>> = subscribed.iter().map(|app| self.subscribed(*app)).collect();
        let Some(user) = self.users.get_mut(id.0) else { return };
        let before = user.list.clone();
        change(&mut user.list);
        let (after, uri) = (user.list.clone(), user.person.uri.clone());
        let changes = changes(&before, &after);
        for (app, covered) in subscribed.into_iter().zip(covered) {
            for change in &changes {
                self.tell_of_group(app, change.clone());
            }
            self.tell_of_subscribed(app, &covered);
        }
        for delegate in after.delegates().difference(before.delegates()) {
            self.tell_delegate(delegate, &uri, true);
        }
        for delegate in before.delegates().difference(after.delegates()) {
            self.tell_delegate(delegate, &uri, false);
        }
    }

    /// The applications of a user that are subscribed to the contact list.
    fn subscribed_to_list(&self, user: UserId) -> Vec<AppId> {
        let subscribed = self.applications_of(user).filter(|(_, it)| it.contacts_until.is_some());
        subscribed.map(|(app, _)| app).collect()
    }

    /// Adds events for a user whom a delegator has made a delegate, or who is one no longer.
    fn tell_delegate(&mut self, delegate: &str, delegator: &str, is_one: bool) {
        let Some(id) = self.find_user(delegate) else { return };
        let others = self.delegators_of(delegate).filter(|other| *other != delegator).count();
        let contact = |r#type| GroupHappening::Contact(r#type, GroupKey::Delegators, delegator.to_owned());
        let group = |r#type| (others == 0).then_some(GroupHappening::Group(r#type, GroupKey::Delegators));
        let happenings: Vec<GroupHappening> = match is_one {
            true => group(EventType::Added).into_iter().chain([contact(EventType::Added)]).collect(),
            false => [contact(EventType::Deleted)].into_iter().chain(group(EventType::Deleted)).collect(),
        };
        for app in self.subscribed_to_list(id) {
            for happening in &happenings {
                self.tell_of_group(app, happening.clone());
            }
        }
    }

    /// Adds an event of a group. A contact that does not exist gets none, since the link of the event would lead nowhere.
    fn tell_of_group(&mut self, app: AppId, happening: GroupHappening) {
        let is_known = match &happening {
            GroupHappening::Contact(_, _, uri) | GroupHappening::Listed(_, uri) => {
                self.find_user(uri).is_some()
            }
            GroupHappening::Group(..) => true,
        };
        if is_known {
            self.emit(app, happening);
        }
    }
}

/// What has changed from one list to another: new groups first, and groups that are gone last.
fn changes(before: &ContactList, after: &ContactList) -> Vec<GroupHappening> {
    let mut changes = Vec::new();
    let mut gone = Vec::new();
    let own = |list: &ContactList| list.own().keys().copied().collect::<BTreeSet<_>>();
    for id in own(after).union(&own(before)) {
        let group = GroupKey::Own(*id);
        match (before.own().get(id), after.own().get(id)) {
            (None, Some(_)) => changes.push(GroupHappening::Group(EventType::Added, group)),
            (Some(old), Some(new)) if old != new => {
                changes.push(GroupHappening::Group(EventType::Updated, group));
            }
            (Some(_), None) => gone.push(GroupHappening::Group(EventType::Deleted, group)),
            _ => {}
        }
    }
    let listed = |list: &ContactList| list.distribution().keys().cloned().collect::<BTreeSet<_>>();
    for uri in listed(after).difference(&listed(before)) {
        changes.push(GroupHappening::Group(EventType::Added, GroupKey::Distribution(uri.clone())));
    }
    for uri in listed(before).difference(&listed(after)) {
        gone.push(GroupHappening::Group(EventType::Deleted, GroupKey::Distribution(uri.clone())));
    }
    let contacts = |list: &ContactList| list.contacts().cloned().collect::<BTreeSet<_>>();
    let (were, are) = (contacts(before), contacts(after));
    let (old, new) = (before.memberships(), after.memberships());
    let member = |r#type: EventType, (group, uri): &(GroupKey, String)| {
        GroupHappening::Contact(r#type, group.clone(), uri.clone())
    };
    changes.extend(are.difference(&were).map(|uri| GroupHappening::Listed(EventType::Added, uri.clone())));
    changes.extend(new.difference(&old).map(|pair| member(EventType::Added, pair)));
    let is_kept = |(group, _): &&(GroupKey, String)| after.members(group).is_some();
    changes.extend(old.difference(&new).filter(is_kept).map(|pair| member(EventType::Deleted, pair)));
    changes.extend(were.difference(&are).map(|uri| GroupHappening::Listed(EventType::Deleted, uri.clone())));
    changes.extend(gone);
    changes
}
