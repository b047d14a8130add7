//! Creates, resets and ends applications.

use std::collections::BTreeMap;

use ucwa_types::api::{Communication, GenericPolicy, MessageFormat, ModalityType};

use crate::channel::{Channel, Loss};
use crate::hrefs::instance_parameter;
use crate::ids::{AppId, UserId};
use crate::state::{Application, Identity};
use crate::world::World;

impl World {
    /// Creates an application, or another instance of one. Returns whether the instance is new.
    pub(crate) fn begin_application(
        &mut self,
        user: UserId,
        identity: Identity,
        instance: &str,
    ) -> (AppId, bool) {
        let now = self.now();
        self.assign_meeting(user);
        let same = self.applications_of(user).find(|(_, it)| it.identity == identity);
        let known = same.filter(|_| !instance.is_empty()).map(|(app, _)| app);
        let app = match known {
            Some(app) => app,
            None => {
                let app = self.ids.id();
                let application = self.new_application(user, identity);
                self.applications.insert(app, application);
                self.by_user.entry(user).or_default().insert(app);
                app
            }
        };
        let path = self.hrefs(app).to("events");
        let backlog = self.config.times.backlog;
        let Some(application) = self.applications.get_mut(&app) else { return (app, false) };
        let is_new = !application.channels.contains_key(instance);
        if is_new {
            let parameter = (!instance.is_empty()).then(|| instance_parameter(instance));
            let channel = Channel::new(path, parameter, backlog, now, &mut self.ids);
            application.channels.insert(instance.to_owned(), channel);
            self.remind_of_idle(app);
        }
        (app, is_new)
    }

    fn new_application(&mut self, user: UserId, identity: Identity) -> Application {
        let settings = Communication::default()
            .with_supported_modalities(None::<ModalityType>)
            .with_supported_message_formats([MessageFormat::Plain])
            .with_conversation_history(GenericPolicy::Disabled);
        let guid = self.ids.guid();
        Application {
            user,
            identity,
            channels: BTreeMap::new(),
            is_bot: false,
            is_available: false,
            inactive: self.config.times.inactive,
            settings,
            settings_etag: self.ids.number(),
            guid,
            subscriptions: BTreeMap::new(),
            contacts_until: None,
            operations: BTreeMap::new(),
        }
    }

    /// Ends one instance of an application, and the application with the last one.
    pub(crate) fn end_instance(&mut self, app: AppId, instance: &str) {
        let Some(application) = self.applications.get_mut(&app) else { return };
        let (removed, user) = (application.channels.remove(instance), application.user);
        let is_last = application.channels.is_empty();
        self.end_polls(user, removed.and_then(|mut channel| channel.take_poll()));
        if is_last {
            self.end_application(app);
        }
    }

    /// Ends an application, and everything below it.
    pub(crate) fn end_application(&mut self, app: AppId) {
        self.end_conversations(app);
        self.areas.forget(app);
        self.forget_subscriber(app);
        let Some(mut application) = self.applications.remove(&app) else { return };
        if let Some(mine) = self.by_user.get_mut(&application.user) {
            mine.remove(&app);
            if mine.is_empty() {
                self.by_user.remove(&application.user);
            }
        }
        self.bots.remove(&app);
        let polls: Vec<_> = application.channels.values_mut().filter_map(Channel::take_poll).collect();
        self.end_polls(application.user, polls);
        self.refresh_presence(application.user);
    }

    /// Ends conversations and subscriptions of an application whose client was away.
    pub(crate) fn reset_application(&mut self, app: AppId) {
        self.end_conversations(app);
        self.areas.forget(app);
        self.forget_subscriber(app);
        let Some(application) = self.applications.get_mut(&app) else { return };
        let user = application.user;
        application.is_available = false;
        application.subscriptions.clear();
        application.contacts_until = None;
        self.refresh_presence(user);
        // The client misses the events of these changes too.
        let Some(application) = self.applications.get_mut(&app) else { return };
        application.channels.values_mut().for_each(|channel| channel.lose(Loss::Reset));
        self.look_at_channels(app);
    }

    /// Resets or ends an application whose client no longer requests events.
    pub(crate) fn look_at_idle(&mut self, app: AppId) {
        let (now, times) = (self.now(), self.config.times);
        let Some(application) = self.applications.get(&app) else { return };
        if application.is_bot {
            return;
        }
        // One instance that requests events keeps the application alive.
        let since: Option<Vec<_>> = application.channels.values().map(Channel::idle_since).collect();
        let Some(since) = since.and_then(|all| all.into_iter().max()) else { return };
        let is_reset = !application.is_available
            && application.subscriptions.is_empty()
            && application.contacts_until.is_none()
            && !self.conversations.values().any(|conversation| conversation.app == app);
        if now >= since + times.idle {
            self.end_application(app);
        } else if now >= since + times.reset && !is_reset {
            self.reset_application(app);
        }
    }

    fn end_conversations(&mut self, app: AppId) {
        let mine = self.conversations.iter().filter(|(_, conversation)| conversation.app == app);
        for id in mine.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.leave(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use super::*;
    use crate::config::{Bot, Config, Person};

    /// Compares the indexes with the state.
    fn check(world: &World) {
        let (mut by_user, mut subscribers) = (BTreeMap::new(), BTreeMap::new());
        for (app, application) in &world.applications {
            by_user.entry(application.user).or_insert_with(BTreeSet::new).insert(*app);
            for uri in world.subscribed(*app) {
                subscribers.entry(uri).or_insert_with(BTreeSet::new).insert(*app);
            }
        }
        assert_eq!((&by_user, &subscribers), (&world.by_user, &world.subscribers));
        let bots = world.applications.iter().filter(|(_, it)| it.is_bot).map(|(app, _)| *app);
        assert_eq!(bots.collect::<BTreeSet<_>>(), world.bots);
    }

    #[test]
    fn what_is_looked_up_is_what_there_is() {
        let ann = Person::new("sip:ann@example.com", "Ann", "").with_contacts(["sip:Bo@example.com"]);
        let bo = Person::new("sip:bo@example.com", "Bo", "").with_bot(Bot::echo());
        let mut world = World::new(Config::new(1).with_user(ann).unwrap().with_user(bo).unwrap());
        world.start_bots();
        check(&world);
        let identity = Identity {
            culture: String::new(),
            endpoint_id: String::new(),
            user_agent: String::new(),
            kind: None,
        };
        let begin = |world: &mut World| world.begin_application(UserId(0), identity.clone(), "").0;
        let (first, second) = (begin(&mut world), begin(&mut world));
        let minute = Duration::from_secs(60);
        let uris = ["sip:BO@example.com".to_owned(), "sip:nobody@example.com".to_owned()];
        let once = world.subscribe(first, &uris[..1], minute);
        world.add_to_subscription(first, once, &uris);
        let twice = world.subscribe(first, &uris, minute);
        world.subscribe_to_contacts(second, Some(minute));
        check(&world);
        assert_eq!(world.subscribers.get("sip:bo@example.com").map(BTreeSet::len), Some(2));
        world.remove_from_subscription(first, twice, "sip:bo@example.com");
        world.unsubscribe(first, once);
        check(&world);
        world.reset_application(second);
        check(&world);
        world.end_application(first);
        check(&world);
        world.end_application(second);
        check(&world);
        assert_eq!((world.by_user.len(), world.subscribers.len()), (1, 0));
    }
}
