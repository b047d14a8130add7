//! Operations on links, as HTTP requests.

use std::borrow::Cow;
use std::fmt;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use http::{Request, Response};

use crate::limits::Limits;
use crate::link::{Link, LinkData};
use crate::operation::{Delete, Get, Method, Operation, OptionalQuery, Post, Put, Rule, Violation};
use crate::query;
use crate::rest::base_url::{BaseUrl, HrefError};
use crate::rest::media_type::WireFormat;
use crate::rest::output::Output;
use crate::rest::payload::{EncodeError, Parameters, Payload};
use crate::rest::reply::{Reply, read};
use crate::rest::response_error::ResponseError;

/// The header that asks for a revision.
pub(crate) const MIN_REVISION: HeaderName = HeaderName::from_static("x-ms-requiresminresourceversion");

/// An operation on a link: what is to be sent, and how to read what comes back.
///
/// Nothing is sent from here. [`Self::request`] makes a request for any HTTP client, and [`Self::read`] takes its answer.
/// Authentication is the client's: see [`ResponseError::token_service`] and [`BaseUrl::same_origin`].
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
/// // What generated resources bring along.
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
pub struct Call<T: Operation<M>, M: Method> {
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

/// Why an operation is not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// The link leads nowhere that HTTP goes.
    Href(HrefError),
    /// The server's revision of the resource is lower than the one asked for.
    Revision {
        /// The revision asked for.
        asked: u32,
        /// The revision that the link gives.
        offered: u32,
    },
    /// A parameter of the query breaks a rule of the documentation.
    Query(Violation),
    /// Something in the input breaks a rule of the documentation.
    Input(Violation),
    /// The input cannot be encoded.
    Encode(EncodeError),
    /// It cannot be in this batch: it is a batch, a photo or the event channel, or is on another server.
    Batch,
    /// The batch has as many operations as a server takes.
    BatchFull {
        /// How many these are.
        limit: usize,
    },
    /// A value cannot be in a header field: an etag, or the media type of content.
    Header(HeaderName),
}

/// Operations on what a link leads to, by the methods that its resource documents.
///
/// Each method is there three times: plain where no parameter of the query is required; `…_with` a query; and
/// `…_verbatim` for a link whose href carries the required parameters already.
impl<T> Link<T> {
    /// Fetches what it leads to.
    pub fn get(&self) -> Call<T, Get>
    where
        T: Operation<Get, Input = (), Query: OptionalQuery>,
    {
        self.get_verbatim()
    }

    /// Fetches what it leads to, with these parameters.
    pub fn get_with(&self, query: T::Query) -> Call<T, Get>
    where
        T: Operation<Get, Input = ()>,
    {
        self.get_verbatim().query(query)
    }

    /// Fetches what it leads to, with the parameters that its href carries. [`Call::request`] refuses it if a required
    /// one is not there.
    pub fn get_verbatim(&self) -> Call<T, Get>
    where
        T: Operation<Get, Input = ()>,
    {
        Call::new(self, ())
    }

    /// Starts or creates something.
    pub fn post(&self, input: T::Input) -> Call<T, Post>
    where
        T: Operation<Post, Query: OptionalQuery>,
    {
        self.post_verbatim(input)
    }

    /// Starts or creates something, with these parameters.
    pub fn post_with(&self, query: T::Query, input: T::Input) -> Call<T, Post>
    where
        T: Operation<Post>,
    {
        self.post_verbatim(input).query(query)
    }

    /// Starts or creates something, with the parameters that its href carries. [`Call::request`] refuses it if a required
    /// one is not there.
    pub fn post_verbatim(&self, input: T::Input) -> Call<T, Post>
    where
        T: Operation<Post>,
    {
        Call::new(self, input)
    }

    /// Puts a changed representation back. It is sent unchanged, with everything that the server sent: the server
    /// refuses it without the undocumented properties, and does not look at links and embedded resources.
    ///
    /// Its `etag` goes along as `If-Match`, so that nobody else's change is lost. A representation without one is sent
    /// without, which the server answers with 428.
    pub fn put(&self, representation: T::Input) -> Call<T, Put>
    where
        T: Operation<Put, Query: OptionalQuery, Input: Payload>,
    {
        self.put_verbatim(representation)
    }

    /// Puts a changed representation back, as [`Self::put`], with these parameters.
    pub fn put_with(&self, query: T::Query, representation: T::Input) -> Call<T, Put>
    where
        T: Operation<Put, Input: Payload>,
    {
        self.put_verbatim(representation).query(query)
    }

    /// Puts a changed representation back, as [`Self::put`], with the parameters that the link's href carries.
    pub fn put_verbatim(&self, representation: T::Input) -> Call<T, Put>
    where
        T: Operation<Put, Input: Payload>,
    {
        let etag = representation.etag().map(|etag| etag.as_ref().into());
        let call = Call::new(self, representation);
        Call { condition: etag.map(|etag| (IF_MATCH, etag)), ..call }
    }

    /// Ends or removes what it leads to.
    pub fn delete(&self) -> Call<T, Delete>
    where
        T: Operation<Delete, Input = (), Query: OptionalQuery>,
    {
        self.delete_verbatim()
    }

    /// Ends or removes what it leads to, with these parameters.
    pub fn delete_with(&self, query: T::Query) -> Call<T, Delete>
    where
        T: Operation<Delete, Input = ()>,
    {
        self.delete_verbatim().query(query)
    }

    /// Ends or removes what it leads to, with the parameters that its href carries.
    pub fn delete_verbatim(&self) -> Call<T, Delete>
    where
        T: Operation<Delete, Input = ()>,
    {
        Call::new(self, ())
    }
}

impl<T: Operation<M>, M: Method> Call<T, M> {
    /// An operation by any method, with no other parameters than the link's href carries. It asks for the revision that
    /// `T` describes.
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

    /// The same with these parameters, which are added to those the link has.
    pub fn query(self, query: T::Query) -> Self {
        Self { query: Some(query), ..self }
    }

    /// The same with one more parameter, which the documentation need not know. Discovery takes the SIP URI of the user:
    ///
    /// ```
    /// use ucwa_types::Link;
    /// use ucwa_types::api::Root;
    /// use ucwa_types::rest::WireFormat;
    ///
    /// let call = Link::<Root>::new("/").get().parameter("sipuri", "ann@example.com");
    /// let request = call.request(&"https://lyncdiscover.example.com".parse()?, WireFormat::Json)?;
    /// assert_eq!(request.uri(), "https://lyncdiscover.example.com/?sipuri=ann%40example.com");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// The same without a check of the documentation's rules: what they forbid is asked for on purpose. Clients behind proxies
    /// that cut idle connections ask for events with a `timeout` of 60, and servers allow it, though 180 is the documented
    /// minimum.
    pub fn unchecked(self) -> Self {
        Self { is_unchecked: true, ..self }
    }

    /// The same asking for a revision. Above 1 the server is told to refuse if it has a lower one, and if the link says
    /// so already, nothing is sent at all.
    pub fn revision(self, revision: u32) -> Self {
        Self { revision, ..self }
    }

    /// The same, to be done only if this is still the version of the resource.
    pub fn if_match(self, etag: &str) -> Self {
        Self { condition: Some((IF_MATCH, etag.into())), ..self }
    }

    /// The same, to be done only if this is not the version of the resource any more; else the answer is a 304.
    pub fn if_none_match(self, etag: &str) -> Self {
        Self { condition: Some((IF_NONE_MATCH, etag.into())), ..self }
    }

    /// The link it is an operation on.
    pub fn link(&self) -> &LinkData {
        &self.link
    }

    /// The request to send.
    ///
    /// # Errors
    /// If the documentation says that the server would refuse it, and every other [`RequestError`].
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

    /// Reads the answer.
    ///
    /// # Errors
    /// If it is not what was asked for: an error of the service, or something that cannot be read.
    pub fn read(
        &self,
        response: Response<impl Into<Vec<u8>>>,
    ) -> Result<Reply<T::Output>, ResponseError<T::Error>>
    where
        T: Operation<M, Output: Output>,
    {
        self.read_with(response, Limits::default())
    }

    /// Reads the answer within these limits.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_with(
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

/// Whether a server waits for a body unless it is told that there is none (RFC 9110, section 8.6).
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
pub(crate) fn check(
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

impl<T: Operation<M>, M: Method> Clone for Call<T, M>
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

impl<T: Operation<M>, M: Method> fmt::Debug for Call<T, M> {
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
