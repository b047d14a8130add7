//! What a PUT has to have: the etag, and everything that a GET has returned.

use ucwa_types::Unknown;
use ucwa_types::api::{ErrorCode, ErrorKind};

use crate::answer::ServiceError;
use crate::world::Incoming;

/// Returns an error unless `If-Match` has this etag.
pub(super) fn check_etag(incoming: &Incoming<'_>, etag: u32) -> Result<(), ServiceError> {
    match incoming.header("if-match").map(|value| value.trim().trim_matches('"')) {
        None => {
            let message = "Send the `etag` of the representation, in quotes, as `If-Match`.";
            Err(ServiceError::of(&ErrorCode::PreconditionRequired, None, message))
        }
        Some("*") => Ok(()),
        Some(known) if known == etag.to_string() => Ok(()),
        Some(_) => {
            let message = "`If-Match` is not the current `etag`: the resource has changed. GET it again, and PUT it with the change.";
            Err(ServiceError::of(&ErrorCode::PreconditionFailed, None, message))
        }
    }
}

/// Returns an error unless the property that is named by a GUID was sent back.
pub(super) fn check_whole(unknown: &Unknown, guid: &str) -> Result<(), ServiceError> {
    match unknown.properties().any(|(name, _)| name.eq_ignore_ascii_case(guid)) {
        true => Ok(()),
        false => {
            let message = format!(
                "The property `{guid}` is missing. A PUT sends back every property that a GET has returned."
            );
            Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
        }
    }
}
