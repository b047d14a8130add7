//! Whatever comes back, each operation has an answer or an error.

use http::{HeaderValue, Response};
use proptest::prelude::*;

use super::{Me, answer, batch, no_content, ok};
use crate::Link;
use crate::batch::requests;

fn body() -> impl Strategy<Value = Vec<u8>> {
    let whole = answer(&[("", ok("a", "/a")), ("<0@batch>", no_content()), ("", ok("b", "/b"))]).into_body();
    let length = whole.len();
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..80),
        "(--x|[-x:\r\n/]|HTTP/1.1 200|Content-Type: |\\{){0,30}".prop_map(String::into_bytes),
        (prop::collection::vec((0..length, any::<u8>()), 0..4), 0..=length).prop_map(move |(flips, cut)| {
            let mut body = whole.clone().into_bytes();
            for (at, byte) in flips {
                body[at] = byte;
            }
            body.truncate(cut);
            body
        }),
    ]
}

proptest! {
    #[test]
    fn any_answer_is_read(body in body(), media_type in prop_oneof![Just("multipart/batching;boundary=x".to_owned()), "[ -~]{0,30}"]) {
        let mut batch = batch();
        let entries = ["/a", "/b", "/c"].map(|href| batch.add(&Link::<Me>::new(href).get()).unwrap());
        let mut response = Response::new(body.clone());
        if let Ok(value) = HeaderValue::from_str(&media_type) {
            response.headers_mut().insert("Content-Type", value);
        }
        if let Ok(mut answers) = batch.read(response) {
            for entry in entries {
                match answers.take(&entry) {
                    Ok(reply) => prop_assert!(reply.status.is_success()),
                    Err(error) => prop_assert!(!error.to_string().is_empty()),
                }
            }
        }
        prop_assert!(requests(&media_type, &body).into_iter().flatten().count() <= body.len());
    }

    #[test]
    fn answers_in_any_order_are_given_to_their_requests(order in Just([0, 1, 2, 3]).prop_shuffle(), by_id: bool) {
        let mut batch = batch();
        let hrefs = ["/a", "/b", "/c?x=1", "/d"];
        let entries = hrefs.map(|href| batch.add(&Link::<Me>::new(href).get()).unwrap());
        let parts = order.map(|index| {
            let id = if by_id { format!("<{index}@batch>") } else { String::new() };
            (id, ok(hrefs[index], if by_id { "" } else { hrefs[index] }))
        });
        let parts: Vec<_> = parts.iter().map(|(id, message)| (&**id, message.clone())).collect();
        let mut answers = batch.read(answer(&parts)).unwrap();
        for (entry, href) in entries.into_iter().zip(hrefs) {
            let me = answers.take(&entry).unwrap().output.unwrap();
            prop_assert_eq!(me.name.as_deref(), Some(href));
        }
    }
}
