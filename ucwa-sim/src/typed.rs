//! The types of all pages, by the names of the pages. The build script writes the tables.

use http::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use ucwa_types::operation::{HttpMethod, Operation, RawBody};
use ucwa_types::rest::{Parameters, Payload, WireFormat, server};
use ucwa_types::{Model, api, operation};

use crate::answer::{self, Handled, ServiceError};

include!(concat!(env!("OUT_DIR"), "/typed.rs"));

/// The parameters of a request, of the query and of the body, by their documented names.
pub(crate) type Given = Result<Map<String, Value>, ServiceError>;

fn members<T, M>(request: &Request<Vec<u8>>) -> Given
where
    T: Operation<M, Query: Parameters + Serialize, Input: Payload + Serialize>,
    M: HttpMethod,
{
    let received = server::read::<T, M>(request)?;
    let mut members = object(&received.query);
    members.extend(object(&received.input));
    Ok(members)
}

/// The same for a body that is neither JSON nor XML.
fn content<T, M>(request: &Request<Vec<u8>>) -> Given
where
    T: Operation<M, Query: Parameters + Serialize, Input = RawBody>,
    M: HttpMethod,
{
    Ok(object(&server::read::<T, M>(request)?.query))
}

fn object(model: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(model) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

fn encoded<T: Model + DeserializeOwned>(json: Value, format: WireFormat) -> Handled {
    match serde_json::from_value::<T>(json) {
        Ok(representation) => answer::ok(&representation, format),
        // Every object is a representation.
        Err(_) => Err(ServiceError::not_found()),
    }
}
