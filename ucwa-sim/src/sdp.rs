//! What the simulator reads of media offers and answers (SDP, RFC 8866): which media there are, and how they flow.

use ucwa_types::ExternalResource;
use ucwa_types::api::MediaDirectionType;

/// The directions of audio and video, as the sender of the text sees them; `None` for a medium that is not used.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Described {
    pub(crate) audio: Option<MediaDirectionType>,
    pub(crate) video: Option<MediaDirectionType>,
}

/// Reads SDP. Lines that it does not know are skipped; `None` if the text is no SDP.
pub(crate) fn read(text: &str) -> Option<Described> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines.next() != Some("v=0") {
        return None;
    }
    let mut general = MediaDirectionType::SendReceive;
    // The media so far, and of each: whether it is used, and how it flows.
    let mut media: Vec<(&str, bool, MediaDirectionType)> = Vec::new();
    for line in lines {
        if let Some(rest) = line.strip_prefix("m=") {
            let mut words = rest.split(' ');
            let (name, port) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            media.push((name, port != "0", general.clone()));
        } else if let Some(direction) = line.strip_prefix("a=").and_then(direction) {
            match media.last_mut() {
                Some((_, _, own)) => *own = direction,
                None => general = direction,
            }
        }
    }
    let flow = |name: &str| {
        let mut used = media.iter().filter(|(it, is_used, _)| *it == name && *is_used);
        used.next().map(|(_, _, direction)| direction.clone())
    };
    Some(Described { audio: flow("audio"), video: flow("video") })
}

fn direction(attribute: &str) -> Option<MediaDirectionType> {
    Some(match attribute {
        "sendrecv" => MediaDirectionType::SendReceive,
        "sendonly" => MediaDirectionType::SendOnly,
        "recvonly" => MediaDirectionType::ReceiveOnly,
        "inactive" => MediaDirectionType::Inactive,
        _ => return None,
    })
}

/// An answer that accepts an offer as it is: whatever one side sends the other one receives.
pub(crate) fn accept(offer: &str) -> String {
    let turned = |line: &str| match line.trim() {
        "a=sendonly" => "a=recvonly".to_owned(),
        "a=recvonly" => "a=sendonly".to_owned(),
        line => line.to_owned(),
    };
    offer.lines().map(|line| turned(line) + "\r\n").collect()
}

/// The SDP of a media offer, and the id of its part if the offer is multipart: of the last part that is not a fallback for older servers.
pub(crate) fn of_offer(offer: &ExternalResource) -> Option<(String, Option<String>)> {
    let media_type = offer.media_type()?;
    if media_type.eq_ignore_ascii_case("application/sdp") {
        return Some((offer.to_text().ok()?, None));
    }
    let parts = offer.parts().ok()?;
    let is_fallback = |disposition: Option<&str>| disposition.is_some_and(|it| it.contains("fallback"));
    let mut sdp = parts.iter().filter(|part| part.media_type() == Some("application/sdp"));
    let part = sdp.rfind(|part| !is_fallback(part.field("Content-Disposition")))?;
    Some((String::from_utf8(part.body.clone()).ok()?, part.field("Content-ID").map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use ucwa_types::multipart::Part;

    use super::*;

    const OFFER: &str =
        "v=0\r\no=- 0 0 IN IP4 192.0.2.1\r\ns=session\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\na=sendonly\r\n";

    #[test]
    fn media_and_directions_are_read() {
        use MediaDirectionType::{Inactive, ReceiveOnly, SendOnly, SendReceive};
        for (rest, audio, video) in [
            ("", None, None),
            ("m=audio 5000 RTP/AVP 0\n", Some(SendReceive), None),
            ("m=audio 5000 RTP/AVP 0\na=sendonly\n", Some(SendOnly), None),
            ("m=audio 0 RTP/AVP 0\nm=video 5002 RTP/AVP 34\na=recvonly\n", None, Some(ReceiveOnly)),
            ("a=inactive\nm=audio 1 x\nm=video 2 x\na=sendrecv\n", Some(Inactive), Some(SendReceive)),
        ] {
            let read = read(&format!("v=0\no=- 0 0 IN IP4 192.0.2.1\ns=-\n{rest}"));
            assert_eq!(read, Some(Described { audio, video }), "{rest}");
        }
        for wrong in ["", "Hello", "s=-\nv=0"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_answer_turns_the_directions() {
        assert_eq!(read(&accept(OFFER)).unwrap().audio, Some(MediaDirectionType::ReceiveOnly));
        assert_eq!(accept(&accept(OFFER)), OFFER);
    }

    #[test]
    fn the_offer_is_the_part_that_is_no_fallback() {
        let part = |id: &str, disposition: &str, body: &str| {
            let part = Part::new("application/sdp", body).with_field("Content-ID", id).unwrap();
            part.with_field("Content-Disposition", disposition).unwrap()
        };
        let old = part("<1@x>", "session; handling=optional; ms-proxy-2007fallback", "v=0\r\n");
        let offer = ExternalResource::multipart("alternative", &[old, part("<2@x>", "session", OFFER)]);
        assert_eq!(of_offer(&offer), Some((OFFER.to_owned(), Some("<2@x>".to_owned()))));
        let single = ExternalResource::from_text("application/sdp", OFFER);
        assert_eq!(of_offer(&single), Some((OFFER.to_owned(), None)));
        assert_eq!(of_offer(&ExternalResource::from_text("text/plain", OFFER)), None);
    }
}
