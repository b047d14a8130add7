//! The same answers in XML, for those who ask for that.
//!
//! The pages of this server are JSON. What turns them into XML is what is tested elsewhere against samples of real XML.

use serde::de::DeserializeOwned;
use serde_json::Value;
use ucwa_types::api::{AnyResource, ApplicationsInput, Root, User};
use ucwa_types::event::EventDocument;
use ucwa_types::{ErrorBody, xml_body};
use ucwa_types::{Model, ResourceSet};

use crate::script::Route;
use crate::wire::Answer;

/// The answer in XML, if there is a representation in it.
pub(crate) fn translate(route: Route, answer: Answer) -> Answer {
    match serde_json::from_slice(&answer.body).ok().and_then(|page| element(route, answer.status, page)) {
        Some(body) if route != Route::Token => {
            let headers = answer.headers.into_iter().filter(|(name, _)| *name != "content-type");
            Answer { headers: headers.collect(), body: body.into_bytes(), ..answer }
                .with("content-type", "application/vnd.microsoft.com.ucwa+xml; charset=utf-8")
        }
        _ => answer,
    }
}

fn element(route: Route, status: u16, page: Value) -> Option<String> {
    match route {
        _ if status >= 400 => written::<ErrorBody>(page),
        Route::Root => written::<Root>(page),
        Route::User => written::<User>(page),
        Route::Events => written::<EventDocument<AnyResource>>(page),
        _ => xml_body::any_to_string(&AnyResource::from_value(page).ok()?).ok(),
    }
}

fn written<M: Model + DeserializeOwned>(page: Value) -> Option<String> {
    xml_body::to_string(&serde_json::from_value::<M>(page).ok()?).ok()
}

/// What an application is to be created with.
pub(crate) fn input(body: &[u8]) -> Option<Value> {
    serde_json::to_value(xml_body::from_slice::<ApplicationsInput>(body).ok()?).ok()
}
