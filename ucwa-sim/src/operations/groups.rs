//! Groups of the contact list: reading, creating, renaming and deleting them, and putting contacts into them.

use std::time::Duration;

use http::Method;
use ucwa_types::api::{
    AddToContactList, ErrorKind, Group2, MyGroupMemberships2, MyGroups2, RemoveContactFromAllGroups,
    RemoveFromContactList, SubscribeToGroupPresence,
};
use ucwa_types::operation::{Get, Post, Put};
use ucwa_types::rest::server;

use super::replacing::{check_etag, check_whole};
use super::{check_people, check_second, is_expanded};
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, GroupId, UserId};
use crate::keys::GroupKey;
use crate::route::GroupPlace;
use crate::state::{CONTACTS, DELEGATES, GROUPS, OwnGroup};
use crate::uri;
use crate::world::{Incoming, World};

/// How many members a distribution group can have if it is to be expanded: the simulator's own limit.
const MEMBERS: usize = 100;

impl World {
    /// An operation on groups.
    pub(crate) fn groups_operation(
        &mut self,
        app: AppId,
        place: &GroupPlace,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let (format, method) = (incoming.format(), incoming.request.method());
        let user = self.applications.get(&app).map(|it| it.user).ok_or_else(ServiceError::no_application)?;
        match place {
            GroupPlace::MyGroups if method == Method::POST => self.create_group(user, incoming),
            GroupPlace::MyGroups => answer::found(self.my_groups(app, is_expanded(incoming)), format),
            GroupPlace::Group(group) if method != Method::GET => self.change_group(user, group, incoming),
            GroupPlace::Group(GroupKey::Own(id)) => answer::found(self.own_group(app, *id), format),
            GroupPlace::Group(_) => Err(ServiceError::not_found()),
            GroupPlace::DefaultGroup => answer::found(self.default_group(app), format),
            GroupPlace::PinnedGroup => answer::found(self.pinned_group(app), format),
            GroupPlace::DelegatesGroup => answer::found(self.delegates_group(app), format),
            GroupPlace::DelegatorsGroup => answer::found(self.delegators_group(app), format),
            GroupPlace::MyOrganizationGroup => answer::found(self.organization_group(app), format),
            GroupPlace::DistributionGroup(uri) => {
                answer::found(self.distribution_group(app, uri, false), format)
            }
            GroupPlace::ExpandDistributionGroup(uri) => {
                let known = self.config.distribution_group(uri).ok_or_else(ServiceError::not_found)?;
                if known.members.len() > MEMBERS {
                    let message = format!("A group of more than {MEMBERS} members cannot be expanded.");
                    return Err(ServiceError::new(&ErrorKind::ForbiddenTooManyContacts, message));
                }
                answer::found(self.distribution_group(app, uri, true), format)
            }
            GroupPlace::GroupContacts(group) => {
                answer::found(self.group_contacts(app, group, is_expanded(incoming)), format)
            }
            GroupPlace::GroupMemberships(group) => {
                self.check_memberships(app, group)?;
                answer::ok(&self.memberships_of_group(app, group), format)
            }
            GroupPlace::MyGroupMemberships if method == Method::POST => {
                self.add_to_group(app, user, incoming)
            }
            GroupPlace::MyGroupMemberships => {
                let only = match server::read::<MyGroupMemberships2, Get>(incoming.request)?.query.group_id {
                    Some(id) => Some(GroupKey::of(&id.to_lowercase()).ok_or_else(ServiceError::not_found)?),
                    None => None,
                };
                if let Some(group) = &only {
                    self.check_memberships(app, group)?;
                }
                answer::ok(&self.my_group_memberships(app, only.as_ref()), format)
            }
            GroupPlace::MyGroupMembership(group, uri) => {
                self.check_memberships(app, group)?;
                if !self.members(app, group).unwrap_or_default().contains(uri) {
                    return Err(ServiceError::not_found());
                }
                if method == Method::DELETE {
                    check_second(incoming)?;
                    self.change_list(user, |list| list.remove(uri, group));
                    return answer::done();
                }
                answer::ok(&self.group_membership(app, group, uri), format)
            }
            GroupPlace::RemoveContactFromAllGroups => {
                let input = server::read::<RemoveContactFromAllGroups, Post>(incoming.request)?.input;
                let uri = uri::normal(&input.contact_uri.unwrap_or_default());
                let list = self.users.get(user.0).map(|user| user.list.memberships()).unwrap_or_default();
                if !list.iter().any(|(_, member)| *member == uri) {
                    return Err(ServiceError::not_found());
                }
                self.change_list(user, |list| {
                    list.remove_contact(&uri);
                    list.remove(&uri, &GroupKey::Delegates);
                });
                answer::done()
            }
            GroupPlace::SubscribeToGroupPresence(group) => self.subscribe_to_group(app, group, incoming),
            GroupPlace::AddToContactList(uri) => self.list_group(user, uri, incoming),
            GroupPlace::RemoveFromContactList(uri) => self.unlist_group(user, uri, incoming),
        }
    }

    /// Creates a group of the user's own.
    fn create_group(&mut self, user: UserId, incoming: &Incoming<'_>) -> Handled {
        check_second(incoming)?;
        let input = server::read::<MyGroups2, Post>(incoming.request)?.input;
        let name = input.display_name.unwrap_or_default();
        self.check_group_name(user, &name, None)?;
        self.check_group_room(user)?;
        let id: GroupId = self.ids.id();
        let group = OwnGroup { name, etag: self.ids.number(), guid: self.ids.guid() };
        self.change_list(user, |list| list.create(id, group));
        answer::done()
    }

    /// Renames or deletes a group of the user's own.
    fn change_group(&mut self, user: UserId, group: &GroupKey, incoming: &Incoming<'_>) -> Handled {
        check_second(incoming)?;
        let own = self.users.get(user.0).map(|user| user.list.own());
        let known = match group {
            GroupKey::Own(id) => own.and_then(|own| Some((*id, own.get(id)?.clone()))),
            _ => None,
        };
        let (id, known) = known.ok_or_else(ServiceError::not_found)?;
        if incoming.request.method() == Method::DELETE {
            self.change_list(user, |list| list.delete(id));
            return answer::done();
        }
        let input = server::read::<Group2, Put>(incoming.request)?.input;
        check_etag(incoming, known.etag)?;
        check_whole(&input.unknown, &known.guid)?;
        let name = input.name.unwrap_or_default();
        self.check_group_name(user, &name, Some(id))?;
        let etag = self.ids.number();
        self.change_list(user, |list| list.rename(id, name, etag));
        Ok(server::empty(http::StatusCode::OK))
    }

    /// Returns an error if a group cannot have this name: it is empty, or another group has it.
    fn check_group_name(&self, user: UserId, name: &str, own: Option<GroupId>) -> Result<(), ServiceError> {
        if name.trim().is_empty() {
            let message = "The name of the group is empty.";
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        let groups = self.users.get(user.0).map(|user| user.list.own()).into_iter().flatten();
        let mut others = groups.filter(|(id, _)| Some(**id) != own);
        match others.any(|(_, group)| group.name.to_lowercase() == name.to_lowercase()) {
            true => {
                let message = format!("There is a group `{name}` already.");
                Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message))
            }
            false => Ok(()),
        }
    }

    /// Returns an error if the list has as many groups as it can have.
    fn check_group_room(&self, user: UserId) -> Result<(), ServiceError> {
        let list = self.users.get(user.0).map(|user| &user.list);
        match list.is_some_and(|list| list.own().len() + list.distribution().len() >= GROUPS) {
            true => {
                let message = format!("A contact list has {GROUPS} groups at most. DELETE one first.");
                Err(ServiceError::new(&ErrorKind::ConflictTooManyGroups, message))
            }
            false => Ok(()),
        }
    }

    /// Puts a contact into a group.
    fn add_to_group(&mut self, app: AppId, user: UserId, incoming: &Incoming<'_>) -> Handled {
        check_second(incoming)?;
        let input = server::read::<MyGroupMemberships2, Post>(incoming.request)?.input;
        let contact = input.contact_uri.unwrap_or_default();
        check_people("contactUri", [&contact])?;
        let contact = uri::normal(&contact);
        let group = match input.group_id {
            Some(id) => GroupKey::of(&id.to_lowercase()).ok_or_else(ServiceError::not_found)?,
            None => GroupKey::Default,
        };
        match group {
            GroupKey::Distribution(_) => {
                let message = "Nobody can be added to a distribution group here.";
                return Err(ServiceError::new(&ErrorKind::Forbidden, message));
            }
            GroupKey::Delegators | GroupKey::Organization => {
                let message = format!("The server itself keeps the group `{}`.", group.id());
                return Err(ServiceError::new(&ErrorKind::ForbiddenOperationNotSupported, message));
            }
            _ => {}
        }
        let list = self.users.get(user.0).map(|user| &user.list).ok_or_else(ServiceError::not_found)?;
        let members = list.members(&group).ok_or_else(ServiceError::not_found)?;
        if self.find_user(&contact).is_none() {
            let message = format!("There is no user `{contact}`.");
            return Err(ServiceError::new(&ErrorKind::NotFound, message));
        }
        if members.contains(&contact) {
            let message = "The contact is in this group already.";
            return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
        }
        if group == GroupKey::Delegates && members.len() >= DELEGATES {
            let message = format!("A user has {DELEGATES} delegates at most.");
            return Err(ServiceError::new(&ErrorKind::ForbiddenLimitExceeded, message));
        }
        let is_new = group != GroupKey::Delegates && !list.contacts().any(|known| *known == contact);
        if is_new && list.contacts().count() >= CONTACTS {
            let message = format!("A contact list has {CONTACTS} contacts at most.");
            return Err(ServiceError::new(&ErrorKind::ConflictLimitExceeded, message));
        }
        self.change_list(user, |list| list.add(&contact, &group));
        let location = self.hrefs(app).group_membership(&group, &contact);
        answer::created(&location, &self.group_membership(app, &group, &contact), incoming.format())
    }

    /// Returns an error unless the memberships of a group can be read.
    fn check_memberships(&self, app: AppId, group: &GroupKey) -> Result<(), ServiceError> {
        match group {
            GroupKey::Delegators | GroupKey::Organization => {
                let message =
                    format!("The memberships of `{}` cannot be read. `groupContacts` can.", group.id());
                Err(ServiceError::new(&ErrorKind::ForbiddenOperationNotSupported, message))
            }
            GroupKey::Distribution(_) => {
                let message =
                    "A distribution group has no memberships. `expandDistributionGroup` has its members.";
                Err(ServiceError::new(&ErrorKind::Forbidden, message))
            }
            group => self.members(app, group).map(drop).ok_or_else(ServiceError::not_found),
        }
    }

    /// Subscribes to the presence of the contacts that are in a group now.
    fn subscribe_to_group(&mut self, app: AppId, group: &GroupKey, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<SubscribeToGroupPresence, Post>(incoming.request)?.input;
        check_same_group(group, input.group_id.as_deref())?;
        let members = self.members(app, group).ok_or_else(ServiceError::not_found)?;
        if members.is_empty() {
            return Err(ServiceError::not_offered(incoming.route.rel(), "the group is empty"));
        }
        self.check_room(app, members.len())?;
        let minutes = input.duration.and_then(|minutes| u64::try_from(minutes).ok()).unwrap_or(10);
        let id = self.subscribe(app, &members, Duration::from_secs(minutes * 60));
        let subscription = self.subscription(app, id).ok_or_else(ServiceError::not_found)?;
        answer::created(&self.hrefs(app).subscription(id), &subscription, incoming.format())
    }

    /// Puts a distribution group on the contact list.
    fn list_group(&mut self, user: UserId, uri: &str, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<AddToContactList, Post>(incoming.request)?.input;
        let known = self.config.distribution_group(uri).ok_or_else(ServiceError::not_found)?.uri.clone();
        let address = uri::normal(&input.smtp_address.unwrap_or_default());
        if address != known {
            let message = format!("`smtpAddress` is not the address of this group, {}.", uri::short(&known));
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        if self.users.get(user.0).is_some_and(|user| user.list.distribution().contains_key(&known)) {
            let message = "The distribution group is on the contact list already.";
            return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
        }
        self.check_group_room(user)?;
        let name = input.display_name.unwrap_or_default();
        self.change_list(user, |list| list.list(&known, name));
        answer::done()
    }

    /// Takes a distribution group off the contact list.
    fn unlist_group(&mut self, user: UserId, uri: &str, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<RemoveFromContactList, Post>(incoming.request)?.input;
        let known = self.config.distribution_group(uri).ok_or_else(ServiceError::not_found)?.uri.clone();
        check_same_group(&GroupKey::Distribution(known.clone()), input.group_id.as_deref())?;
        if self.users.get(user.0).is_none_or(|user| !user.list.distribution().contains_key(&known)) {
            return Err(ServiceError::not_offered(
                incoming.route.rel(),
                "the group is not on the contact list",
            ));
        }
        self.change_list(user, |list| list.unlist(&known));
        answer::done()
    }
}

/// Returns an error if a `groupId` is not that of the group at the address.
fn check_same_group(group: &GroupKey, id: Option<&str>) -> Result<(), ServiceError> {
    match id.is_some_and(|id| GroupKey::of(&id.to_lowercase()).as_ref() == Some(group)) {
        true => Ok(()),
        false => {
            let message = format!("`groupId` is not that of this group, `{}`.", group.id());
            Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
        }
    }
}
