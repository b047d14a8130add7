//! Bounds for code that is generic over operations.

use crate::operation::{Get, HttpMethod, Operation, OptionalQuery};
use crate::rest::output::Output;
use crate::rest::payload::{Parameters, Payload};

/// A resource with an operation that a [`Call`](super::Call) can send and whose response it can read. Every operation of a
/// generated resource is one.
///
/// It is implemented for all of them, and is the bound of a function that sends any call:
///
/// ```
/// use http::{Request, Response};
/// use ucwa_types::operation::HttpMethod;
/// use ucwa_types::rest::{BaseUrl, Call, Callable, Reply, RequestError, ResponseError, WireFormat};
///
/// fn send<T: Callable<M>, M: HttpMethod>(
///     base: &BaseUrl,
///     call: &Call<T, M>,
///     http: impl Fn(Request<Vec<u8>>) -> Response<Vec<u8>>,
/// ) -> Result<Result<Reply<T::Output>, ResponseError<T::Error>>, RequestError> {
///     let request = call.request(base, WireFormat::Json)?;
///     Ok(call.read(http(request)))
/// }
/// ```
pub trait Callable<M: HttpMethod>: Operation<M, Query: Parameters, Input: Payload, Output: Output> {}

impl<T, M: HttpMethod> Callable<M> for T where
    T: Operation<M, Query: Parameters, Input: Payload, Output: Output>
{
}

/// A resource that a plain `GET` returns: the bound of a function that fetches any of them.
///
/// ```
/// use ucwa_types::Link;
/// use ucwa_types::operation::Get;
/// use ucwa_types::rest::{Call, Fetchable};
///
/// fn fetch<T: Fetchable>(link: &Link<T>) -> Call<T, Get> {
///     link.get()
/// }
/// ```
pub trait Fetchable: Callable<Get, Query: OptionalQuery, Input = (), Output = Self> {}

impl<T> Fetchable for T where T: Callable<Get, Query: OptionalQuery, Input = (), Output = T> {}
