//! A parameter of a request, which can be in the query or in the body.

use http::Request;
use serde_json::Value;

/// The parameter with this name, in any case: of the query, or a member of the body.
pub(super) fn parameter(request: &Request<Vec<u8>>, name: &str) -> Option<String> {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    if let Some((_, value)) = pairs.find(|(given, _)| given.eq_ignore_ascii_case(name)) {
        return Some(value.into_owned());
    }
    let body: Value = serde_json::from_slice(request.body()).ok()?;
    match body.as_object()?.iter().find(|(given, _)| given.eq_ignore_ascii_case(name))? {
        (_, Value::String(value)) => Some(value.clone()),
        (_, Value::Number(value)) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ucwa_types::Link;
    use ucwa_types::api::{
        Me, PresenceSubscriptions, PresenceSubscriptionsInput, SendMessage, SendMessageQuery,
    };
    use ucwa_types::api::{StartMessaging, StartMessagingInput};
    use ucwa_types::operation::RawBody;
    use ucwa_types::rest::WireFormat;

    use super::*;

    #[test]
    fn it_is_in_the_query_or_in_the_body() {
        let base = "https://pool.example.com".parse().unwrap();
        let send = Link::<SendMessage>::new("/m?x=1");
        let call = send.post_with(SendMessageQuery::new("a b/ä&%2F+"), RawBody::new("text/plain", "Hi"));
        let request = call.request(&base, WireFormat::Json).unwrap();
        assert_eq!(parameter(&request, "operationId").as_deref(), Some("a b/ä&%2F+"));
        let start = Link::<StartMessaging>::new("/i");
        let input = StartMessagingInput::new("sip:bo@example.com").with_operation_id("op-1");
        let request = start.post(input).request(&base, WireFormat::Json).unwrap();
        assert_eq!(parameter(&request, "OperationId").as_deref(), Some("op-1"));
        let subscribe = Link::<PresenceSubscriptions>::new("/s");
        let request = subscribe.post(PresenceSubscriptionsInput::new(15, ["sip:bo@example.com"]));
        let request = request.request(&base, WireFormat::Json).unwrap();
        assert_eq!(parameter(&request, "duration").as_deref(), Some("15"));
        let request = Link::<Me>::new("/me").get().request(&base, WireFormat::Json).unwrap();
        assert_eq!(parameter(&request, "operationId"), None);
    }
}
