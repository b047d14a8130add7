//! Creating an application, fetching and deleting it.

use ucwa_types::api::{Applications, ApplicationsInput, ErrorKind};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use crate::acts::Availing;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, UserId};
use crate::state::Identity;
use crate::world::{Incoming, World};

/// The largest number of applications of a user: the simulator's own limit.
const MANY: usize = 100;

impl World {
    /// Creates an application. One that exists already is answered with 200.
    pub(crate) fn create_application(&mut self, user: Option<UserId>, incoming: &Incoming<'_>) -> Handled {
        let received = server::read::<Applications, Post>(incoming.request)?;
        let ApplicationsInput { culture, endpoint_id, instance_id, user_agent, r#type, .. } = received.input;
        let user = user.ok_or_else(ServiceError::no_application)?;
        if self.applications_of(user).count() >= MANY {
            let message =
                format!("The user has {MANY} applications already. DELETE those that are not needed.");
            return Err(ServiceError::new(&ErrorKind::TooManyRequests, message));
        }
        let identity = Identity {
            culture: culture.unwrap_or_default(),
            endpoint_id: endpoint_id.unwrap_or_default(),
            user_agent: user_agent.unwrap_or_default(),
            kind: r#type,
        };
        let instance = instance_id.unwrap_or_default();
        let (app, is_new) = self.begin_application(user, identity, &instance);
        self.gone.remove(&user);
        if self.config.quirks.is_without_me && is_new {
            self.become_available(app, Availing::messaging());
            self.greet(app);
        }
        let application = self.application(app, &instance).ok_or_else(ServiceError::no_application)?;
        match is_new {
            true => {
                let own =
                    application.links.self_.as_ref().map(|own| own.href().to_owned()).unwrap_or_default();
                answer::created(&own, &application, incoming.format())
            }
            false => answer::ok(&application, incoming.format()),
        }
    }

    /// The application itself.
    pub(crate) fn application_operation(&mut self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let instance = incoming.parameter("instanceId").unwrap_or_default();
        let application = self.application(app, &instance).ok_or_else(ServiceError::no_application)?;
        if incoming.request.method() == http::Method::DELETE {
            match instance.as_str() {
                "" => self.end_application(app),
                instance => self.end_instance(app, instance),
            }
            return answer::done();
        }
        answer::ok(&application, incoming.format())
    }
}
