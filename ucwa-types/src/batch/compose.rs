//! Composes a batch.

use std::marker::PhantomData;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response};

use crate::batch::answers::Answers;
use crate::batch::entry::Entry;
use crate::batch::message;
use crate::limits::Limits;
use crate::link::Link;
use crate::multipart::join;
use crate::operation::{ErrorSet, HttpMethod, Operation, OptionalQuery, Post, RawBody};
use crate::rest::response_error::ResponseError;
use crate::rest::{BaseUrl, Call, HrefError, Output, Parameters, Payload, Reply, RequestError, WireFormat};

const MEDIA_TYPE: &str = "multipart/batching";

/// What cannot be in a batch.
const EXCLUDED: [&str; 3] = ["batch", "events", "photo"];

/// Operations that are sent together, all of them to one server. `K` is the error type, inferred from the operations.
#[derive(Clone, Debug)]
pub struct Batch<K> {
    errors: PhantomData<fn() -> K>,
    base: BaseUrl,
    format: WireFormat,
    limit: usize,
    requests: Vec<Request<Vec<u8>>>,
}

impl<K: ErrorSet> Batch<K> {
    /// The number of operations that a server accepts in one batch, as documented.
    pub const LIMIT: usize = 100;

    /// A batch without operations.
    #[must_use]
    pub const fn new(base: BaseUrl, format: WireFormat) -> Self {
        Self { errors: PhantomData, base, format, limit: Self::LIMIT, requests: Vec::new() }
    }

    /// Sets the largest number of operations, [`Self::LIMIT`] by default: a server can be configured to accept fewer, or more.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Adds an operation.
    ///
    /// # Errors
    /// Those of [`Call::request`]; [`RequestError::Batch`] for a batch, a photo, the event channel, and an operation on
    /// another server; [`RequestError::BatchFull`] if the batch is full. A client then sends this batch, and puts the rest
    /// into another.
    pub fn add<T, M>(&mut self, call: &Call<T, M>) -> Result<Entry<T, M>, RequestError>
    where
        T: Operation<M, Query: Parameters, Input: Payload, Output: Output, Error = K>,
        M: HttpMethod,
    {
        let request = call.request(&self.base, self.format)?;
        if EXCLUDED.contains(&T::REL) || !self.base.same_origin(request.uri()) {
            return Err(RequestError::Batch);
        }
        if self.requests.len() >= self.limit {
            return Err(RequestError::BatchFull { limit: self.limit });
        }
        self.requests.push(request);
        Ok(Entry::new(self.requests.len() - 1))
    }

    /// The number of operations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.requests.len()
    }

    /// Whether there are no operations.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// The request to send, given the `batch` link of the application.
    ///
    /// # Errors
    /// If the link cannot be requested over HTTP.
    pub fn request<T: ?Sized>(&self, batch: &Link<T>) -> Result<Request<Vec<u8>>, HrefError> {
        let uri = self.base.resolve(batch.href())?;
        let (media_type, body) = self.body();
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri;
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static(MEDIA_TYPE));
        if let Ok(media_type) = HeaderValue::try_from(media_type) {
            request.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        Ok(request)
    }

    /// The batch as an operation on the `batch` link of the application, which is sent like any other. Its reply goes to
    /// [`Self::answers`].
    ///
    /// ```
    /// # fn send<T, M>(call: &ucwa_types::rest::Call<T, M>) -> Result<ucwa_types::rest::Reply<T::Output>, ucwa_types::rest::ResponseError<T::Error>>
    /// # where
    /// #     T: ucwa_types::operation::Operation<M, Output: ucwa_types::rest::Output>,
    /// #     M: ucwa_types::operation::HttpMethod,
    /// # {
    /// #     call.read(http::Response::builder().header("Content-Type", "multipart/batching; boundary=x").body(
    /// #         "--x\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"name\": \"Ann\"}\n--x--").unwrap())
    /// # }
    /// use ucwa_types::Link;
    /// use ucwa_types::api::{self, Me};
    /// use ucwa_types::batch::Batch;
    /// use ucwa_types::rest::WireFormat;
    ///
    /// let mut batch = Batch::new("https://pool.example.com".parse()?, WireFormat::Json);
    /// let me = batch.add(&Link::<Me>::new("/ucwa/v1/applications/7/me").get())?;
    /// let link: Link<api::Batch> = Link::new("/ucwa/v1/applications/7/batch");
    /// let reply = send(&batch.call(&link))?;
    /// let me = batch.answers(reply)?.take(&me)?.output.unwrap_or_default();
    /// assert_eq!(me.name.as_deref(), Some("Ann"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn call<T>(&self, batch: &Link<T>) -> Call<T, Post>
    where
        T: Operation<Post, Input = RawBody, Query: OptionalQuery>,
    {
        let (media_type, body) = self.body();
        batch.post(RawBody::new(media_type, body))
    }

    /// Splits the reply to [`Self::call`] into the answers to the operations.
    ///
    /// # Errors
    /// If the answer is not multipart, or larger than the limits.
    pub fn answers(&self, reply: Reply<RawBody>) -> Result<Answers, ResponseError<K>> {
        let mut response = Response::new(reply.body);
        *response.status_mut() = reply.status;
        *response.headers_mut() = reply.headers;
        self.read(response)
    }

    /// The media type and the bytes.
    fn body(&self) -> (String, Vec<u8>) {
        let parts: Vec<_> =
            self.requests.iter().enumerate().map(|(index, request)| message::write(index, request)).collect();
        let (boundary, body) = join("ucwa-batch", &parts);
        (format!("{MEDIA_TYPE}; boundary=\"{boundary}\""), body)
    }

    /// Splits the response to [`Self::request`] into the answers to the operations.
    ///
    /// # Errors
    /// If the server refused the batch as a whole, or the response is not multipart. An error in a part is returned by
    /// [`Answers::take`].
    pub fn read(&self, response: Response<impl Into<Vec<u8>>>) -> Result<Answers, ResponseError<K>> {
        self.read_within(response, Limits::default())
    }

    /// Splits the response within these limits, which apply to the whole and to each part.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub fn read_within(
        &self,
        response: Response<impl Into<Vec<u8>>>,
        limits: Limits,
    ) -> Result<Answers, ResponseError<K>> {
        Answers::read(&self.requests, response.map(Into::into), limits)
    }
}
