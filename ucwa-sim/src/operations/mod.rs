//! Operations: each reads a request by the documented rules, performs it, and answers it.

mod applications;
mod communication;
mod conversations;
mod me;
mod people;
mod subscriptions;

use ucwa_types::Enumeration;
use ucwa_types::api::{ErrorKind, PreferredAvailability};

use crate::answer::ServiceError;
use crate::ids::AppId;
use crate::uri;
use crate::world::World;

impl World {
    /// Returns an error unless the user is available in this application.
    fn check_available(&self, app: AppId) -> Result<(), ServiceError> {
        match self.applications.get(&app).is_some_and(|application| application.is_available) {
            true => Ok(()),
            false => {
                let message =
                    "The user is not available here. Follow the link `makeMeAvailable` of `me` first.";
                Err(ServiceError::new(&ErrorKind::ConflictMakeMeAvailableRequired, message))
            }
        }
    }

    /// Records the `operationId` of an operation, which must be new.
    fn begin_operation(&mut self, app: AppId, operation: Option<&str>) -> Result<(), ServiceError> {
        let (Some(operation), Some(application)) = (operation, self.applications.get_mut(&app)) else {
            return Ok(());
        };
        if !application.operations.insert(operation.to_owned()) {
            self.complain(format!("the operation {operation} is started twice"));
            let message =
                format!("The `operationId` {operation} was used before. Each operation needs its own.");
            return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
        }
        Ok(())
    }
}

/// Returns an error if a value is not a documented member of its enumeration.
fn check_known<'v, E: Enumeration + 'v>(
    name: &str,
    values: impl IntoIterator<Item = &'v E>,
) -> Result<(), ServiceError> {
    match values.into_iter().find_map(|value| value.member().err()) {
        Some(text) => {
            let message = format!("`{name}` has `{text}`. It can have {}.", E::MEMBERS.join(", "));
            Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
        }
        None => Ok(()),
    }
}

/// Returns an error if a value cannot be the URI of a user.
fn check_people<'v>(name: &str, uris: impl IntoIterator<Item = &'v String>) -> Result<(), ServiceError> {
    match uris.into_iter().find(|uri| !uri::is_somebody(&uri::normal(uri))) {
        Some(wrong) => {
            let message = format!("`{name}` has `{wrong}`. It wants URIs, such as `sip:ann@example.com`.");
            Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
        }
        None => Ok(()),
    }
}

/// The chosen availability; `None` for `Online`, which follows from activity.
fn chosen(choice: Option<PreferredAvailability>) -> Option<PreferredAvailability> {
    choice.filter(|choice| *choice != PreferredAvailability::Online)
}
