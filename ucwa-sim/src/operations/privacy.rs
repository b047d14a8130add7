//! Operations of privacy relationships.

use http::Method;
use ucwa_types::api::{
    ContactPrivacyRelationship2, ErrorKind, PrivacyRelationshipLevel, ResetContactPrivacyRelationship,
};
use ucwa_types::operation::{Post, Put};
use ucwa_types::rest::server;

use super::{check_known, check_second};
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, UserId};
use crate::route::PrivacyPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of privacy relationships.
    pub(crate) fn privacy_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let format = incoming.format();
        let user = self.applications.get(&app).map(|it| it.user).ok_or_else(ServiceError::no_application)?;
        match place {
            Place::MyPrivacyRelationships => answer::ok(&self.all_privacy(app), format),
            Place::MyPrivacyRelationship(level) => answer::found(self.my_privacy(app, level), format),
            Place::ContactPrivacyRelationship(uri) if incoming.request.method() == Method::PUT => {
                self.check_contact(user, uri)?;
                check_second(incoming)?;
                let input = server::read::<ContactPrivacyRelationship2, Put>(incoming.request)?.input;
                check_known("relationshipLevel", &input.relationship_level)?;
                match input.relationship_level {
                    Some(PrivacyRelationshipLevel::Unknown) => {
                        let message = "`relationshipLevel` has `Unknown`, which is no level to grant.";
                        return Err(ServiceError::new(
                            &ErrorKind::BadRequestParameterValidationFailure,
                            message,
                        ));
                    }
                    Some(level) => self.set_privacy(user, uri, Some(level)),
                    None => {}
                }
                Ok(server::empty(http::StatusCode::OK))
            }
            Place::ContactPrivacyRelationship(uri) => answer::found(self.contact_privacy(app, uri), format),
            Place::ResetContactPrivacyRelationship(uri) => {
                self.check_contact(user, uri)?;
                server::read::<ResetContactPrivacyRelationship, Post>(incoming.request)?;
                if self.areas.privacy.level(user, uri).is_none() {
                    return Err(ServiceError::not_offered(place.rel(), "the level is the automatic one"));
                }
                self.set_privacy(user, uri, None);
                answer::done()
            }
        }
    }

    /// Returns an error unless the user can have a privacy relationship with this contact.
    fn check_contact(&self, user: UserId, uri: &str) -> Result<(), ServiceError> {
        match self.find_user(uri).ok_or_else(ServiceError::not_found)? {
            other if other == user => {
                let message = "Users have no privacy relationship with themselves.";
                Err(ServiceError::new(&ErrorKind::Forbidden, message))
            }
            _ => Ok(()),
        }
    }
}
