//! Creating an application, fetching and deleting it.

use ucwa_types::api::{
    AnonApplications, Applications, Applications2, Applications2Embedded, Applications2Links, ErrorKind,
};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use crate::acts::Availing;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, UserId};
use crate::paths::APPLICATIONS;
use crate::route::Route;
use crate::state::Identity;
use crate::world::{Incoming, World};

/// The largest number of applications of a user: the simulator's own limit.
const MANY: usize = 100;

impl World {
    /// Creates an application. One that exists already is answered with 200.
    pub(crate) fn create_application(&mut self, user: Option<UserId>, incoming: &Incoming<'_>) -> Handled {
        let (identity, instance) = identity(incoming)?;
        let user = user.ok_or_else(ServiceError::no_application)?;
        if self.applications_of(user).count() >= MANY {
            let message =
                format!("The user has {MANY} applications already. DELETE those that are not needed.");
            return Err(ServiceError::new(&ErrorKind::TooManyRequests, message));
        }
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

    /// The applications of the user.
    pub(crate) fn list_applications(&self, user: Option<UserId>, incoming: &Incoming<'_>) -> Handled {
        let mine = user.into_iter().flat_map(|user| self.applications_of(user));
        let instances = mine.flat_map(|(app, it)| it.channels.keys().map(move |instance| (app, instance)));
        let applications = instances.filter_map(|(app, instance)| self.application(app, instance));
        let links = Applications2Links::default().with_self(APPLICATIONS);
        let embedded = Applications2Embedded::default().with_application(applications);
        answer::ok(&Applications2::default().with_links(links).with_embedded(embedded), incoming.format())
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

/// What an application is recognised by, and its instance. Revision 2 and anonymous users require less.
fn identity(incoming: &Incoming<'_>) -> Result<(Identity, String), ServiceError> {
    let (culture, endpoint_id, user_agent, kind, instance) = match incoming.route {
        Route::AnonApplications => {
            let input = server::read::<AnonApplications, Post>(incoming.request)?.input;
            (input.culture, None, input.user_agent, None, None)
        }
        _ if incoming.revision() > 1 => {
            let input = server::read::<Applications2, Post>(incoming.request)?.input;
            (input.culture, input.endpoint_id, input.user_agent, input.r#type, input.instance_id)
        }
        _ => {
            let input = server::read::<Applications, Post>(incoming.request)?.input;
            (input.culture, input.endpoint_id, input.user_agent, input.r#type, input.instance_id)
        }
    };
    let identity = Identity {
        culture: culture.unwrap_or_default(),
        endpoint_id: endpoint_id.unwrap_or_default(),
        user_agent: user_agent.unwrap_or_default(),
        kind,
    };
    Ok((identity, instance.unwrap_or_default()))
}
