//! Each operation by its types: `Link<T>`, `Call<T, M>`, and what they read.

use http::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ucwa_types::operation::{HttpMethod, Operation, RawBody};
use ucwa_types::rest::{BaseUrl, Call, Callable, Parameters, Payload, WireFormat};
use ucwa_types::{Link, api, operation};

include!(concat!(env!("OUT_DIR"), "/walk.rs"));

/// What a test gives for an operation.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(crate) href: String,
    /// The revision that the link announces.
    pub(crate) revision: u32,
    pub(crate) query: Value,
    pub(crate) input: Value,
    pub(crate) content: RawBody,
    pub(crate) etag: Option<String>,
    /// Whether the client sends what breaks a documented rule.
    pub(crate) is_wrong: bool,
}

/// What has come of an attempt.
#[derive(Debug)]
pub(crate) enum Performed {
    /// The representation, if there is one, and the location of what was created.
    Done { status: u16, output: Value, location: Option<String> },
    /// The service's error, whether the operation documents it, and its status.
    Failed { code: String, subcode: Option<String>, status: u16 },
    /// The client itself sends no such request.
    Unsent(String),
}

/// Sends a request, and waits for its answer.
pub(crate) trait Perform {
    fn attempt(&self) -> &Attempt;
    fn base(&self) -> BaseUrl;
    fn format(&self) -> WireFormat;
    fn send(&mut self, start: &mut dyn Start) -> Option<Response<Vec<u8>>>;
    fn finish(&mut self, performed: Performed);
}

/// A call whose types are forgotten: how a session starts it.
pub(crate) trait Start {
    fn start(
        &mut self,
        session: &mut super::stage::Session,
        now: std::time::Duration,
    ) -> super::stage::Started;
}

struct Typed<'c, T: Operation<M>, M: HttpMethod>(&'c Call<T, M>);

impl<T: Callable<M>, M: HttpMethod> Start for Typed<'_, T, M> {
    fn start(
        &mut self,
        session: &mut super::stage::Session,
        now: std::time::Duration,
    ) -> super::stage::Started {
        session.start(self.0, ucwa_client::session::Awaits::Answer, now).map_err(|error| error.to_string())
    }
}

fn members<T, M: HttpMethod>(to: &mut dyn Perform)
where
    T: Callable<
            M,
            Query: DeserializeOwned + Parameters,
            Input: DeserializeOwned + Payload,
            Output: Serialize,
        >,
{
    let input = serde_json::from_value(to.attempt().input.clone()).expect("the input is of its type");
    perform_with::<T, M>(to, input, |output| serde_json::to_value(output).expect("a representation is JSON"));
}

fn content<T, M: HttpMethod>(to: &mut dyn Perform)
where
    T: Callable<M, Query: DeserializeOwned, Input = RawBody, Output: Serialize>,
{
    let input = to.attempt().content.clone();
    perform_with::<T, M>(to, input, |output| serde_json::to_value(output).expect("a representation is JSON"));
}

fn fetched<T, M: HttpMethod>(to: &mut dyn Perform)
where
    T: Callable<M, Query: DeserializeOwned, Input = (), Output = RawBody>,
{
    perform_with::<T, M>(to, (), |_| Value::Null);
}

fn both<T, M: HttpMethod>(to: &mut dyn Perform)
where
    T: Callable<M, Query: DeserializeOwned, Input = RawBody, Output = RawBody>,
{
    let input = to.attempt().content.clone();
    perform_with::<T, M>(to, input, |_| Value::Null);
}

fn perform_with<T, M: HttpMethod>(to: &mut dyn Perform, input: T::Input, value: impl Fn(&T::Output) -> Value)
where
    T: Callable<M, Query: DeserializeOwned>,
{
    let attempt = to.attempt();
    let mut link = Link::<T>::new(&*attempt.href);
    if attempt.revision > 1 {
        link.set_attribute("revision", Some(attempt.revision.to_string().into()));
    }
    let mut call = Call::<T, M>::new(&link, input);
    if !attempt.query.is_null() {
        call = call.query(serde_json::from_value(attempt.query.clone()).expect("the query is of its type"));
    }
    if let Some(etag) = &attempt.etag {
        call = call.if_match(etag);
    }
    if attempt.is_wrong {
        call = call.unchecked();
    }
    if let Err(error) = call.request(&to.base(), to.format()) {
        return to.finish(Performed::Unsent(error.to_string()));
    }
    let Some(response) = to.send(&mut Typed(&call)) else {
        return to.finish(Performed::Unsent("no answer".to_owned()));
    };
    let performed = match call.read(response) {
        Ok(reply) => Performed::Done {
            status: reply.status.as_u16(),
            output: reply.output.as_ref().map(value).unwrap_or_default(),
            location: reply.location.as_ref().map(|location| location.href().to_owned()),
        },
        Err(error) => Performed::Failed {
            code: error.code().unwrap_or_default().to_owned(),
            subcode: error.subcode().map(str::to_owned),
            status: error.status().as_u16(),
        },
    };
    to.finish(performed);
}
