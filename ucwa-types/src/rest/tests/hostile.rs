//! Whatever comes back, it is an answer or a failure.

use http::{HeaderValue, Response};
use proptest::prelude::*;

use super::mirror::{Communication, Events, Photo};
use crate::Link;
use crate::channel::PollAnswer;

fn media_type() -> impl Strategy<Value = Option<HeaderValue>> {
    prop_oneof![
        Just(Some(HeaderValue::from_static("application/json"))),
        Just(Some(HeaderValue::from_static("application/xml;charset=utf-8"))),
        Just(Some(HeaderValue::from_static("text/html"))),
        Just(None),
        prop::collection::vec(32_u8..127, 0..20).prop_map(|bytes| HeaderValue::from_bytes(&bytes).ok()),
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..60),
        "[\\[{\"a_links:,0}\\]<>/ ]{0,40}".prop_map(String::into_bytes),
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(index, byte)| {
            let mut body =
                br#"{"code":"Conflict","_links":{"next":{"href":"/e"}},"sender":[{"events":[{}]}]}"#.to_vec();
            let at = index.index(body.len());
            body[at] = byte;
            body
        }),
    ]
}

proptest! {
    #[test]
    fn any_answer_is_read(status in 100_u16..1000, media_type in media_type(), body in body(), etag in ".{0,9}") {
        let mut response = Response::new(body.clone());
        *response.status_mut() = status.try_into().unwrap();
        response.headers_mut().extend(media_type.map(|value| (http::header::CONTENT_TYPE, value)));
        let good = (200..300).contains(&status) || status == 304;
        for read in [
            Link::<Communication>::new("/c").get().if_match(&etag).read(response.clone()).map(drop),
            Link::<Photo>::new("/c").get().read(response.clone()).map(drop),
        ] {
            match read {
                Ok(()) => prop_assert!(good),
                Err(failure) => {
                    prop_assert_eq!(failure.status().as_u16(), status);
                    prop_assert!(!failure.to_string().is_empty());
                    prop_assert_ne!(format!("{failure:?}"), String::new());
                    prop_assert_eq!(failure.into_response().into_body(), body.clone());
                }
            }
        }
        let answer: PollAnswer<_, _> = Link::<Events>::new("/e").get().read(response).into();
        prop_assert!(!matches!(answer, PollAnswer::Lost));
    }
}
