//! A user's contact list: the contacts, the groups that they are in, and the delegates.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::GroupId;
use crate::keys::GroupKey;
use crate::uri;

/// How many contacts a list has at most, as documented.
pub(crate) const CONTACTS: usize = 250;
/// How many delegates a user has at most, as documented.
pub(crate) const DELEGATES: usize = 25;
/// How many groups of their own users have at most: the simulator's own limit.
pub(crate) const GROUPS: usize = 64;

/// A group that a user has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnGroup {
    pub(crate) name: String,
    pub(crate) etag: u32,
    /// The name of the property that has to be sent back.
    pub(crate) guid: String,
}

/// A contact on the list.
#[derive(Clone, Debug)]
struct Listed {
    uri: String,
    own: BTreeSet<GroupId>,
    is_pinned: bool,
}

/// A contact list. The URIs in it are normal.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContactList {
    contacts: Vec<Listed>,
    own: BTreeMap<GroupId, OwnGroup>,
    /// The distribution groups on the list, with the names under which they are listed.
    distribution: BTreeMap<String, String>,
    delegates: BTreeSet<String>,
}

impl ContactList {
    /// A list of these contacts, in no group of the user's own, and these delegates.
    pub(crate) fn new<'u>(
        contacts: impl IntoIterator<Item = &'u String>,
        delegates: impl IntoIterator<Item = &'u String>,
    ) -> Self {
        let mut list = Self::default();
        for contact in contacts {
            list.add(&uri::normal(contact), &GroupKey::Default);
        }
        list.delegates = delegates.into_iter().map(|uri| uri::normal(uri)).collect();
        list
    }

    /// The contacts, in the order in which they were added.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = &String> {
        self.contacts.iter().map(|listed| &listed.uri)
    }

    /// The groups that the user has made.
    pub(crate) fn own(&self) -> &BTreeMap<GroupId, OwnGroup> {
        &self.own
    }

    /// The distribution groups on the list, with the names under which they are listed.
    pub(crate) fn distribution(&self) -> &BTreeMap<String, String> {
        &self.distribution
    }

    /// The user's delegates.
    pub(crate) fn delegates(&self) -> &BTreeSet<String> {
        &self.delegates
    }

    /// The contacts in a group that the list keeps; `None` if it keeps no such group.
    pub(crate) fn members(&self, group: &GroupKey) -> Option<Vec<String>> {
        let in_group: &dyn Fn(&Listed) -> bool = match group {
            GroupKey::Default => &|listed| listed.own.is_empty(),
            GroupKey::Pinned => &|listed| listed.is_pinned,
            GroupKey::Own(id) if self.own.contains_key(id) => &|listed| listed.own.contains(id),
            GroupKey::Delegates => return Some(self.delegates.iter().cloned().collect()),
            _ => return None,
        };
        let members = self.contacts.iter().filter(|listed| in_group(listed));
        Some(members.map(|listed| listed.uri.clone()).collect())
    }

    /// All pairs of a group and a contact.
    pub(crate) fn memberships(&self) -> BTreeSet<(GroupKey, String)> {
        let own = self.own.keys().map(|id| GroupKey::Own(*id));
        let groups = [GroupKey::Default, GroupKey::Pinned, GroupKey::Delegates].into_iter().chain(own);
        let pairs = groups.flat_map(|group| {
            let members = self.members(&group).unwrap_or_default();
            members.into_iter().map(move |uri| (group.clone(), uri))
        });
        pairs.collect()
    }

    /// Adds a contact to a group that the list keeps, and so to the list.
    pub(crate) fn add(&mut self, uri: &str, group: &GroupKey) {
        if *group == GroupKey::Delegates {
            self.delegates.insert(uri.to_owned());
            return;
        }
        let index = self.contacts.iter().position(|listed| listed.uri == uri).unwrap_or_else(|| {
            self.contacts.push(Listed { uri: uri.to_owned(), own: BTreeSet::new(), is_pinned: false });
            self.contacts.len() - 1
        });
        let Some(listed) = self.contacts.get_mut(index) else { return };
        match group {
            GroupKey::Own(id) if self.own.contains_key(id) => drop(listed.own.insert(*id)),
            GroupKey::Pinned => listed.is_pinned = true,
            GroupKey::Default => listed.own.clear(),
            _ => {}
        }
    }

    /// Removes a contact from a group. Who leaves the last group of the user's own is in the default group. Who leaves the
    /// default group leaves the list.
    pub(crate) fn remove(&mut self, uri: &str, group: &GroupKey) {
        match group {
            GroupKey::Default => self.remove_contact(uri),
            GroupKey::Delegates => drop(self.delegates.remove(uri)),
            group => {
                let Some(listed) = self.contacts.iter_mut().find(|listed| listed.uri == uri) else { return };
                match group {
                    GroupKey::Own(id) => drop(listed.own.remove(id)),
                    GroupKey::Pinned => listed.is_pinned = false,
                    _ => {}
                }
            }
        }
    }

    /// Removes a contact from the list, and so from all groups except the delegates.
    pub(crate) fn remove_contact(&mut self, uri: &str) {
        self.contacts.retain(|listed| listed.uri != uri);
    }

    /// Adds a group of the user's own.
    pub(crate) fn create(&mut self, id: GroupId, group: OwnGroup) {
        self.own.insert(id, group);
    }

    /// Renames a group of the user's own, which gets another etag.
    pub(crate) fn rename(&mut self, id: GroupId, name: String, etag: u32) {
        if let Some(group) = self.own.get_mut(&id) {
            group.name = name;
            group.etag = etag;
        }
    }

    /// Removes a group of the user's own. Its contacts stay on the list.
    pub(crate) fn delete(&mut self, id: GroupId) {
        self.own.remove(&id);
        for listed in &mut self.contacts {
            listed.own.remove(&id);
        }
    }

    /// Puts a distribution group on the list.
    pub(crate) fn list(&mut self, uri: &str, name: String) {
        self.distribution.insert(uri.to_owned(), name);
    }

    /// Takes a distribution group off the list.
    pub(crate) fn unlist(&mut self, uri: &str) {
        self.distribution.remove(uri);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: &str = "sip:ann@example.com";

    #[test]
    fn a_contact_is_in_the_default_group_or_in_others() {
        let work = GroupId::from(1);
        let mut list = ContactList::new([&ANN.to_owned()], []);
        list.create(work, OwnGroup { name: "Work".to_owned(), etag: 1, guid: String::new() });
        let work = GroupKey::Own(work);
        type Act = fn(&mut ContactList, &GroupKey);
        let acts: [(Act, &[&str]); 8] = [
            (|_, _| {}, &["default"]),
            (|list, work| list.add(ANN, work), &["000000000001"]),
            (|list, _| list.add(ANN, &GroupKey::Pinned), &["000000000001", "pinned"]),
            (|list, work| list.remove(ANN, work), &["default", "pinned"]),
            (|list, _| list.remove(ANN, &GroupKey::Pinned), &["default"]),
            (|list, _| list.add(ANN, &GroupKey::Delegates), &["default", "delegates"]),
            (|list, _| list.remove(ANN, &GroupKey::Default), &["delegates"]),
            (|list, _| list.remove(ANN, &GroupKey::Delegates), &[]),
        ];
        for (index, (act, expected)) in acts.iter().enumerate() {
            act(&mut list, &work);
            let groups: BTreeSet<String> =
                list.memberships().into_iter().map(|(group, _)| group.id()).collect();
            assert_eq!(groups.iter().map(String::as_str).collect::<Vec<_>>(), *expected, "{index}");
        }
        assert_eq!(list.contacts().count(), 0);
    }

    #[test]
    fn a_group_that_is_deleted_keeps_its_contacts_on_the_list() {
        let mut list = ContactList::default();
        let id = GroupId::from(1);
        list.create(id, OwnGroup { name: "Work".to_owned(), etag: 1, guid: String::new() });
        list.add(ANN, &GroupKey::Own(id));
        assert_eq!(list.members(&GroupKey::Default), Some(vec![]));
        list.delete(id);
        assert_eq!(list.members(&GroupKey::Default), Some(vec![ANN.to_owned()]));
        assert_eq!(list.members(&GroupKey::Own(id)), None);
    }
}
