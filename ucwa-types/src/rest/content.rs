//! Fetches external content.

use std::marker::PhantomData;

use crate::external::ExternalResource;
use crate::link::Link;
use crate::operation::{ErrorSet, Get, Operation, RawBody};
use crate::rest::call::Call;
use crate::slots::{Form, Model, Parts, PartsMut, Resource, Slots};
use crate::unknown::Unknown;

/// The content that an [`ExternalResource`] leads to. It has no representation: the output is the content itself.
pub struct ExternalContent<K> {
    unknown: Unknown,
    errors: PhantomData<fn() -> K>,
}

impl<K> Slots for ExternalContent<K> {}

impl<K: 'static> Model for ExternalContent<K> {
    fn empty() -> Self {
        Self { unknown: Unknown::default(), errors: PhantomData }
    }

    fn parts(&self) -> Parts<'_> {
        Parts::new(Form::Resource(Self::REL), &self.unknown)
    }

    fn parts_mut(&mut self) -> PartsMut<'_> {
        PartsMut::new(&mut self.unknown)
    }
}

impl<K: 'static> Resource for ExternalContent<K> {
    const REL: &'static str = "externalResource";
}

impl<K: ErrorSet> Operation<Get> for ExternalContent<K> {
    type Query = ();
    type Input = ();
    type Output = RawBody;
    type Error = K;
}

impl ExternalResource {
    /// Builds a `GET` for external content. Content inside the link (a `data:` URI) cannot be fetched
    /// ([`HrefError::Data`](crate::rest::HrefError::Data)): [`Self::to_bytes`] returns it.
    ///
    /// `K` is the error type of the API: `ErrorKind` of a generated tree.
    ///
    /// ```
    /// use http::Response;
    /// use ucwa_types::ExternalResource;
    /// use ucwa_types::api::ErrorKind;
    /// use ucwa_types::rest::WireFormat;
    ///
    /// let offer = ExternalResource::new("/ucwa/v1/applications/7/offers/1");
    /// let call = offer.get::<ErrorKind>();
    /// let request = call.request(&"https://pool.example.com".parse()?, WireFormat::Json)?;
    /// assert_eq!(request.uri().path(), "/ucwa/v1/applications/7/offers/1");
    ///
    /// // … which some client sends.
    /// let response = Response::builder().header("Content-Type", "application/sdp").body("v=0")?;
    /// let offer = call.read(response)?.output.unwrap();
    /// assert_eq!((offer.media_type(), offer.bytes()), ("application/sdp", b"v=0".as_slice()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn get<K: ErrorSet>(&self) -> Call<ExternalContent<K>, Get> {
        Link::<ExternalContent<K>>::from(self.link().clone()).get()
    }
}

#[cfg(test)]
mod tests {
    use http::Response;

    use crate::ExternalResource;
    use crate::rest::{HrefError, RequestError, WireFormat};

    #[test]
    fn scenario_content_by_reference_is_fetched_by_a_call_like_any_other() {
        let base = "https://pool.example.com/ucwa".parse().unwrap();
        let call = ExternalResource::new("/messages/1/html?x=1").get::<()>();
        let request = call.request(&base, WireFormat::Json).unwrap();
        assert_eq!(request.uri(), "https://pool.example.com/messages/1/html?x=1");
        assert_eq!(
            (request.method(), &request.headers()["Accept"]),
            (&http::Method::GET, &"*/*".parse().unwrap())
        );
        let answer =
            Response::builder().header("Content-Type", "text/html;charset=utf-8").body("<b>Hi</b>").unwrap();
        let content = call.read(answer).unwrap().output.unwrap();
        assert_eq!(
            (content.media_type(), content.bytes()),
            ("text/html;charset=utf-8", b"<b>Hi</b>".as_slice())
        );
        let answer = Response::builder().status(404).header("Content-Type", "application/json");
        let failure = call.read(answer.body(r#"{"code": "NotFound"}"#).unwrap()).unwrap_err();
        assert_eq!(failure.code(), Some("NotFound"));
        // What is there already is not fetched.
        let refusal =
            ExternalResource::from_text("text/plain", "Hi").get::<()>().request(&base, WireFormat::Json);
        assert!(matches!(refusal.unwrap_err(), RequestError::Href(HrefError::Data)));
    }
}
