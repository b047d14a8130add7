//! Operations on links, as HTTP requests.

use std::borrow::Cow;
use std::fmt;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use http::{Request, Response};

use crate::limits::Limits;
use crate::link::{Link, LinkData};
use crate::operation::{Delete, Get, HttpMethod, Operation, OptionalQuery, Post, Put, Rule, Violation};
use crate::query;
use crate::rest::base_url::{BaseUrl, HrefError};
use crate::rest::media_type::WireFormat;
use crate::rest::output::Output;
use crate::rest::payload::{EncodeError, Parameters, Payload};
use crate::rest::reply::{Reply, read};
use crate::rest::response_error::ResponseError;

/// The header that asks for a revision.
pub(crate) const MIN_REVISION: HeaderName = HeaderName::from_static("x-ms-requiresminresourceversion");

/// An operation on a link, which makes the request and reads the response.
///
/// It does no I/O: [`Self::request`] makes a request for any HTTP client, and [`Self::read`] takes the response. The client
/// adds the authentication: see [`ResponseError::token_service`] and [`BaseUrl::same_origin`].
///
/// ```
/// use http::Response;
/// use ucwa_types::rest::{BaseUrl, WireFormat};
/// use ucwa_types::operation::{Get, Operation};
/// use ucwa_types::{Link, Resource, Unknown};
///
/// #[derive(Clone, Debug, Default, PartialEq, Resource)]
/// #[ucwa(rel = "me")]
/// struct Me {
///     name: Option<String>,
///     #[ucwa(unknown)]
///     unknown: Unknown,
/// }
///
/// // Generated resources have this.
/// impl Operation<Get> for Me {
///     type Query = ();
///     type Input = ();
///     type Output = Self;
///     type Error = ();
/// }
///
/// let base: BaseUrl = "https://pool.example.com".parse()?;
/// let call = Link::<Me>::new("/ucwa/v1/applications/7/me").get();
/// let request = call.request(&base, WireFormat::Json)?;
/// assert_eq!(request.uri(), "https://pool.example.com/ucwa/v1/applications/7/me");
///
/// // … which some client sends.
/// let response = Response::builder().header("Content-Type", "application/json").body(r#"{"name": "Ann"}"#)?;
/// let me = call.read(response)?.output.unwrap_or_default();
/// assert_eq!(me.name.as_deref(), Some("Ann"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Call<T: Operation<M>, M: HttpMethod> {
    link: LinkData,
    /// `None` for what the href of the link carries.
    query: Option<T::Query>,
    input: T::Input,
    /// What no page documents.
    parameters: Vec<(Box<str>, Box<str>)>,
    revision: u32,
    condition: Option<(HeaderName, Box<str>)>,
    is_unchecked: bool,
}

/// What discovery consists of.
const DISCOVERY: [&str; 3] = ["root", "redirect", "user"];

/// Why a request is not built.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// The link cannot be requested over HTTP.
    Href(HrefError),
    /// The server's revision of the resource is lower than the one that is required.
    Revision {
        /// The required revision.
        asked: u32,
        /// The revision of the link.
        offered: u32,
    },
    /// A parameter of the query breaks a documented rule.
    Query(Violation),
    /// A member of the input breaks a documented rule.
    Input(Violation),
    /// The input cannot be encoded.
    Encode(EncodeError),
    /// It cannot be in this batch: it is a batch, a photo or the event channel, or is on another server.
    Batch,
    /// The batch has as many operations as a server accepts.
    BatchFull {
        /// The largest number of operations.
        limit: usize,
    },
    /// A value cannot be in a header field: an etag, or the media type of content.
    Header(HeaderName),
}

/// The documented operations of the resource that a link leads to.
///
/// Each HTTP method has three forms: the plain one if the query has no required parameters, `…_with` a query, and
/// `…_verbatim` for an href that has the required parameters already.
impl<T> Link<T> {
    /// Builds a `GET`.
    pub fn get(&self) -> Call<T, Get>
    where
        T: Operation<Get, Input = (), Query: OptionalQuery>,
    {
        self.get_verbatim()
    }

    /// Builds a `GET` with this query.
    pub fn get_with(&self, query: T::Query) -> Call<T, Get>
    where
        T: Operation<Get, Input = ()>,
    {
        self.get_verbatim().query(query)
    }

    /// Builds a `GET` with the parameters of the href alone. [`Call::request`] fails if a required one is missing.
    pub fn get_verbatim(&self) -> Call<T, Get>
    where
        T: Operation<Get, Input = ()>,
    {
        Call::new(self, ())
    }

    /// Builds a `POST` with this input.
    pub fn post(&self, input: T::Input) -> Call<T, Post>
    where
        T: Operation<Post, Query: OptionalQuery>,
    {
        self.post_verbatim(input)
    }

    /// Builds a `POST` with this query and this input.
    pub fn post_with(&self, query: T::Query, input: T::Input) -> Call<T, Post>
    where
        T: Operation<Post>,
    {
        self.post_verbatim(input).query(query)
    }

    /// Builds a `POST` with this input and the parameters of the href alone. [`Call::request`] fails if a required one is
    /// missing.
    pub fn post_verbatim(&self, input: T::Input) -> Call<T, Post>
    where
        T: Operation<Post>,
    {
        Call::new(self, input)
    }

    /// Builds a `PUT` with this representation. Sends the representation in full, undocumented properties included; the server
    /// refuses it without them. It ignores links and embedded resources.
    ///
    /// The `etag` of the representation is sent as `If-Match`, so that no other client's change is lost. Without one the
    /// server answers with 428.
    pub fn put(&self, representation: T::Input) -> Call<T, Put>
    where
        T: Operation<Put, Query: OptionalQuery, Input: Payload>,
    {
        self.put_verbatim(representation)
    }

    /// Builds a `PUT` with this query and this representation, as [`Self::put`] does.
    pub fn put_with(&self, query: T::Query, representation: T::Input) -> Call<T, Put>
    where
        T: Operation<Put, Input: Payload>,
    {
        self.put_verbatim(representation).query(query)
    }

    /// Builds a `PUT` with this representation, as [`Self::put`] does, and the parameters of the href alone.
    pub fn put_verbatim(&self, representation: T::Input) -> Call<T, Put>
    where
        T: Operation<Put, Input: Payload>,
    {
        let etag = representation.etag().map(|etag| etag.as_ref().into());
        let call = Call::new(self, representation);
        Call { condition: etag.map(|etag| (IF_MATCH, etag)), ..call }
    }

    /// Builds a `DELETE`.
    pub fn delete(&self) -> Call<T, Delete>
    where
        T: Operation<Delete, Input = (), Query: OptionalQuery>,
    {
        self.delete_verbatim()
    }

    /// Builds a `DELETE` with this query.
    pub fn delete_with(&self, query: T::Query) -> Call<T, Delete>
    where
        T: Operation<Delete, Input = ()>,
    {
        self.delete_verbatim().query(query)
    }

    /// Builds a `DELETE` with the parameters of the href alone.
    pub fn delete_verbatim(&self) -> Call<T, Delete>
    where
        T: Operation<Delete, Input = ()>,
    {
        Call::new(self, ())
    }
}

impl<T: Operation<M>, M: HttpMethod> Call<T, M> {
    /// Builds an operation of any HTTP method, with the parameters of the href alone. It requires the revision that `T`
    /// describes.
    pub fn new(link: &Link<T>, input: T::Input) -> Self {
        Self {
            link: link.as_data().clone(),
            query: None,
            input,
            parameters: Vec::new(),
            revision: T::REVISION,
            condition: None,
            is_unchecked: false,
        }
    }

    /// Sets the query, which is added to the parameters of the href.
    pub fn query(self, query: T::Query) -> Self {
        Self { query: Some(query), ..self }
    }

    /// Adds a parameter, documented or not:
    ///
    /// ```
    /// use ucwa_types::Link;
    /// use ucwa_types::api::Root;
    /// use ucwa_types::rest::WireFormat;
    ///
    /// let call = Link::<Root>::new("/").get().parameter("originalDomain", "example.com");
    /// let request = call.request(&"https://lyncdiscover.example.com".parse()?, WireFormat::Json)?;
    /// assert_eq!(request.uri(), "https://lyncdiscover.example.com/?originalDomain=example.com");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Turns off the check of documented rules. Clients behind proxies that cut idle connections request events with a
    /// `timeout` of 60, and servers allow it, though 180 is the documented minimum.
    pub fn unchecked(self) -> Self {
        Self { is_unchecked: true, ..self }
    }

    /// Sets the required revision. If it is above 1, the server refuses the request if its own is lower;
    /// [`Self::request`] fails if the link has a lower one.
    pub fn revision(self, revision: u32) -> Self {
        Self { revision, ..self }
    }

    /// Sets `If-Match`: the server does it only if this is still the version of the resource.
    pub fn if_match(self, etag: &str) -> Self {
        Self { condition: Some((IF_MATCH, etag.into())), ..self }
    }

    /// Sets `If-None-Match`: the server answers with 304 if this is still the version of the resource.
    pub fn if_none_match(self, etag: &str) -> Self {
        Self { condition: Some((IF_NONE_MATCH, etag.into())), ..self }
    }

    /// The link.
    pub fn link(&self) -> &LinkData {
        &self.link
    }

    /// Builds the request.
    ///
    /// # Errors
    /// If it breaks a documented rule, and every other [`RequestError`].
    pub fn request(&self, base: &BaseUrl, format: WireFormat) -> Result<Request<Vec<u8>>, RequestError>
    where
        T: Operation<M, Query: Parameters, Input: Payload, Output: Output>,
    {
        let offered = self.link.revision();
        if self.revision > offered {
            return Err(RequestError::Revision { asked: self.revision, offered });
        }
        let mut parameters = self.query.as_ref().map(Parameters::pairs).unwrap_or_default();
        parameters.extend(self.parameters.iter().map(|(name, value)| (&**name, Cow::from(&**value))));
        // The server's own parameters count, and what an input requires may be in the query as well.
        let is_given = |name: &str| {
            let mut own = query::names(self.link.href());
            own.any(|given| given == name) || parameters.iter().any(|(given, _)| *given == name)
        };
        let check_query = |rules: &[Rule]| match &self.query {
            Some(query) => query.check(rules),
            None => Parameters::check(&(), rules),
        };
        if !self.is_unchecked {
            check(T::QUERY, check_query, is_given).map_err(RequestError::Query)?;
            check(T::INPUT, |rules| self.input.check(rules), is_given).map_err(RequestError::Input)?;
        }
        // The link first: parameters must not make one out of nothing.
        base.resolve(self.link.href()).map_err(RequestError::Href)?;
        let href = query::append(self.link.href(), parameters);
        let uri = base.resolve(&href).map_err(RequestError::Href)?;
        let body = self.input.encode(format).map_err(RequestError::Encode)?;

        let mut request = Request::new(Vec::new());
        *request.method_mut() = method(M::NAME);
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        let accept = match T::Output::accept(format) {
            exact if exact == format.media_type() && DISCOVERY.contains(&T::REL) => format.in_discovery(),
            other => other,
        };
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        if self.revision > 1 {
            headers.insert(MIN_REVISION, self.revision.into());
        }
        if let Some((name, etag)) = &self.condition {
            headers.insert(name, value(name, &quoted(etag))?);
        }
        if let Some(body) = body {
            headers.insert(CONTENT_TYPE, value(&CONTENT_TYPE, &body.media_type)?);
            *request.body_mut() = body.bytes;
        }
        if expects_content(M::NAME) && request.body().is_empty() {
            // http.sys, in front of IIS, answers 411 without it, and not every HTTP client adds it by itself.
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(request)
    }

    /// Reads the response. A reply without a body, such as a 204 or a 304, has no output.
    ///
    /// # Errors
    /// If it is an error of the service or of something in front of it, or cannot be decoded.
    pub fn read(
        &self,
        response: Response<impl Into<Vec<u8>>>,
    ) -> Result<Reply<T::Output>, ResponseError<T::Error>>
    where
        T: Operation<M, Output: Output>,
    {
        self.read_within(response, Limits::default())
    }

    /// Reads the response within these limits.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub fn read_within(
        &self,
        response: Response<impl Into<Vec<u8>>>,
        limits: Limits,
    ) -> Result<Reply<T::Output>, ResponseError<T::Error>>
    where
        T: Operation<M, Output: Output>,
    {
        read(response.map(Into::into), Self::MAY_BE_EMPTY, limits)
    }

    /// Whether a 200 without a body is an answer.
    pub(crate) const MAY_BE_EMPTY: bool = !is_get(M::NAME);
}

/// The only method whose answer is for its body.
const fn is_get(name: &str) -> bool {
    matches!(name.as_bytes(), b"GET")
}

/// Whether a server waits for a body unless the head announces none (RFC 9110, section 8.6).
fn expects_content(method: &str) -> bool {
    matches!(method, "POST" | "PUT")
}

fn method(name: &str) -> http::Method {
    match name {
        "GET" => http::Method::GET,
        "POST" => http::Method::POST,
        "PUT" => http::Method::PUT,
        "DELETE" => http::Method::DELETE,
        _ => http::Method::OPTIONS,
    }
}

/// Whether all rules are kept, where what is required may be given elsewhere.
fn check(
    rules: &[Rule],
    check: impl Fn(&[Rule]) -> Result<(), Violation>,
    is_given: impl Fn(&str) -> bool,
) -> Result<(), Violation> {
    rules.iter().try_for_each(|rule| match check(std::slice::from_ref(rule)) {
        Err(Violation::Missing { name }) if is_given(name) => Ok(()),
        checked => checked,
    })
}

/// An etag as it is in a header field. The property in a body is without quotes.
fn quoted(etag: &str) -> String {
    let is_quoted = etag == "*" || etag.ends_with('"');
    if is_quoted { etag.to_owned() } else { format!("\"{etag}\"") }
}

fn value(name: &HeaderName, text: &str) -> Result<HeaderValue, RequestError> {
    HeaderValue::from_str(text).map_err(|_| RequestError::Header(name.clone()))
}

impl<T: Operation<M>, M: HttpMethod> Clone for Call<T, M>
where
    T::Query: Clone,
    T::Input: Clone,
{
    fn clone(&self) -> Self {
        Self {
            link: self.link.clone(),
            query: self.query.clone(),
            input: self.input.clone(),
            parameters: self.parameters.clone(),
            revision: self.revision,
            condition: self.condition.clone(),
            is_unchecked: self.is_unchecked,
        }
    }
}

impl<T: Operation<M>, M: HttpMethod> fmt::Debug for Call<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", M::NAME, self.link.href())
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Href(error) => error.fmt(f),
            Self::Revision { asked, offered } => {
                write!(f, "revision {asked} was asked for, and the server has {offered}")
            }
            Self::Query(violation) => write!(f, "in the query, {violation}"),
            Self::Input(violation) => write!(f, "in the input, {violation}"),
            Self::Encode(_) => f.write_str("the input cannot be encoded"),
            Self::Batch => f.write_str("this operation cannot be in the batch"),
            Self::BatchFull { limit } => {
                write!(f, "the batch has {limit} operations, as many as a server takes")
            }
            Self::Header(name) => write!(f, "the value of `{name}` cannot be in a header"),
        }
    }
}

impl std::error::Error for RequestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Href(error) => error.source(),
            Self::Encode(error) => Some(error),
            Self::Query(_)
            | Self::Input(_)
            | Self::Revision { .. }
            | Self::Batch
            | Self::BatchFull { .. }
            | Self::Header(_) => None,
        }
    }
}
