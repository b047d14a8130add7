//! Operations: each reads a request by the documented rules, performs it, and answers it.

mod applications;
mod communication;
mod conversations;
mod me;
mod people;
mod subscriptions;

use ucwa_types::api::{ErrorKind, PreferredAvailability};

use crate::answer::ServiceError;
use crate::ids::AppId;
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

/// The chosen availability; `None` for `Online`, which follows from activity.
fn chosen(choice: Option<PreferredAvailability>) -> Option<PreferredAvailability> {
    choice.filter(|choice| *choice != PreferredAvailability::Online)
}
