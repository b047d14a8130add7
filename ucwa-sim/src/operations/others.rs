//! Operations of resources without a behaviour of their own.

use http::Method;
use ucwa_types::api::ErrorCode;
use ucwa_types::rest::server;

use crate::answer::{self, Answer, Handled, ServiceError};
use crate::ids::AppId;
use crate::route::{OtherPlace, has_behaviour};
use crate::schema::{self, Kind, Page};
use crate::typed;
use crate::world::{Incoming, World};

impl World {
    /// An operation on a resource without a behaviour of its own.
    pub(crate) fn others_operation(
        &mut self,
        app: AppId,
        place: OtherPlace,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let method = incoming.request.method();
        let page =
            page(place.rel, method.as_str(), incoming.revision()).ok_or_else(ServiceError::not_found)?;
        let operation = page.operation(method.as_str()).ok_or_else(ServiceError::not_found)?;
        let own = page.representation();
        let given = typed::receive(own.name, method.as_str(), incoming.request)
            .ok_or_else(ServiceError::not_found)??;
        let representation = self.other(app, place, page).ok_or_else(ServiceError::not_found)?;
        let output = operation.output.and_then(schema::page);
        match *method {
            Method::DELETE => {
                self.delete_other(app, place);
                answer::done()
            }
            Method::PUT => {
                check_etag(incoming, representation.get("etag").and_then(|etag| etag.as_str()))?;
                self.set_other(app, place, page, given);
                match output {
                    Some(output) => self.encode_other(app, place, output, incoming),
                    None => Ok(server::empty(http::StatusCode::OK)),
                }
            }
            Method::POST if operation.statuses.contains(&201) => {
                let created = match output {
                    // It is extended, not created.
                    Some(output) if output.representation().rel == own.rel && own.kind == Kind::Resource => {
                        self.set_other(app, place, page, given);
                        place
                    }
                    // The page of an operation has no representation, and only the area makes what has a behaviour.
                    Some(output) if output.kind != Kind::Operation && !has_behaviour(output) => {
                        self.create_other(app, place, output, given)
                    }
                    _ => return Ok(server::empty(http::StatusCode::CREATED)),
                };
                let location = self.hrefs(app).other(created);
                let output = output.unwrap_or(page);
                let mut answer = self.encode_other(app, created, output, incoming)?;
                *answer.status_mut() = http::StatusCode::CREATED;
                answer::add_header(&mut answer, http::header::LOCATION, &location);
                Ok(answer)
            }
            Method::POST => {
                if own.kind == Kind::Resource {
                    self.set_other(app, place, page, given);
                }
                answer::done()
            }
            _ => self.encode_other(app, place, page, incoming),
        }
    }

    fn encode_other(
        &self,
        app: AppId,
        place: OtherPlace,
        page: &'static Page,
        incoming: &Incoming<'_>,
    ) -> Result<Answer, ServiceError> {
        let json = self.other(app, place, page).ok_or_else(ServiceError::not_found)?;
        let name = page.representation().name;
        typed::encode(name, json, incoming.format()).unwrap_or_else(|| Err(ServiceError::not_found()))
    }
}

/// The page of the requested revision, or of any other that has the method.
fn page(rel: &str, method: &str, revision: u32) -> Option<&'static Page> {
    let mut pages: Vec<_> = schema::pages_of(rel).filter(|page| !has_behaviour(page)).collect();
    pages.sort_by_key(|page| (page.revision > revision, std::cmp::Reverse(page.revision)));
    pages.into_iter().find(|page| page.operation(method).is_some())
}

/// Returns an error unless `If-Match` has the etag of a resource that has one.
fn check_etag(incoming: &Incoming<'_>, etag: Option<&str>) -> Result<(), ServiceError> {
    let Some(etag) = etag else { return Ok(()) };
    match incoming.header("if-match").map(|value| value.trim().trim_matches('"')) {
        None => {
            let message = "Send the `etag` of the representation, in quotes, as `If-Match`.";
            Err(ServiceError::of(&ErrorCode::PreconditionRequired, None, message))
        }
        Some(known) if known == "*" || known == etag => Ok(()),
        Some(_) => {
            let message = "`If-Match` is not the current `etag`: the resource has changed. GET it again, and PUT it with the change.";
            Err(ServiceError::of(&ErrorCode::PreconditionFailed, None, message))
        }
    }
}
