//! From any text to a Rust identifier.

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::reserved::{is_keyword, is_raw_keyword};

/// The two ways in which Rust writes names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `snake_case`: fields, parameters, modules.
    Snake,
    /// `UpperCamelCase`: types and variants.
    Camel,
}

/// The text in the wanted case: letters, digits and (in snake case) underscores of ASCII, never starting with a digit.
///
/// What has no ASCII letter to start with gets `lead` in front: `3G` is `Member3g` as a member. The result may still
/// be a keyword.
pub(crate) fn identifier(text: &str, case: Case, lead: &str) -> String {
    let ascii: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let word = match case {
        Case::Snake => ascii.to_snake_case(),
        Case::Camel => ascii.to_upper_camel_case(),
    };
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return word;
    }
    match case {
        Case::Snake if word.is_empty() => lead.to_snake_case(),
        Case::Snake => format!("{}_{word}", lead.to_snake_case()),
        Case::Camel => format!("{}{word}", lead.to_upper_camel_case()),
    }
}

/// The name as it can stand in Rust: keywords are raw where that is possible, and end in an underscore where not.
pub(crate) fn usable(name: &str) -> String {
    if !is_keyword(name) {
        name.to_owned()
    } else if is_raw_keyword(name) {
        format!("r#{name}")
    } else {
        format!("{name}_")
    }
}

/// Whether a name is what the rules make of the text alone, so that nobody has to be told about it.
pub(crate) fn is_conventional(text: &str, name: &str, case: Case) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_');
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(is_word)
        && usable(&identifier(text, case, "")) == name
}

/// The wire name that the derive macros take a field to have: `operation_id` is `operationId`.
pub(crate) fn lower_camel(snake: &str) -> String {
    let mut text = String::with_capacity(snake.len());
    for (index, word) in snake.split('_').filter(|word| !word.is_empty()).enumerate() {
        let mut rest = word.chars();
        match rest.next() {
            Some(first) if index > 0 => text.push(first.to_ascii_uppercase()),
            Some(first) => text.push(first),
            None => {}
        }
        text.push_str(rest.as_str());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Case, identifier, is_conventional, lower_camel, usable};

    #[test]
    fn names_follow_convention() {
        for (text, snake, camel) in [
            ("startMessaging2", "start_messaging2", "StartMessaging2"),
            (
                "voipFallbackToPhoneAudioTimeOut",
                "voip_fallback_to_phone_audio_time_out",
                "VoipFallbackToPhoneAudioTimeOut",
            ),
            ("IPv6NotSupported", "i_pv6_not_supported", "IPv6NotSupported"),
            ("Online meetings", "online_meetings", "OnlineMeetings"),
            ("x-ms.thing/y", "x_ms_thing_y", "XMsThingY"),
        ] {
            assert_eq!(identifier(text, Case::Snake, "field"), snake);
            assert_eq!(identifier(text, Case::Camel, "Type"), camel);
        }
    }

    #[test]
    fn what_cannot_start_a_name_is_led_in() {
        assert_eq!(identifier("3G", Case::Camel, "member"), "Member3g");
        assert_eq!(identifier("00000000-0000-4000", Case::Snake, "property"), "property_00000000_0000_4000");
        assert_eq!(identifier("", Case::Snake, "property"), "property");
        assert_eq!(identifier("—", Case::Camel, "member"), "Member");
        assert_eq!(identifier("été", Case::Snake, "property"), "t");
    }

    #[test]
    fn keywords_are_raw_where_possible() {
        assert_eq!(usable("type"), "r#type");
        assert_eq!(usable("gen"), "r#gen");
        for name in ["self", "super", "crate", "Self"] {
            assert_eq!(usable(name), format!("{name}_"));
        }
        assert_eq!(usable("operation_id"), "operation_id");
    }

    #[test]
    fn conventional_names_need_no_mention() {
        assert_eq!(lower_camel("operation_id"), "operationId");
        assert!(is_conventional("operationId", "operation_id", Case::Snake));
        assert!(is_conventional("type", "r#type", Case::Snake));
        assert!(is_conventional("startMessaging2", "StartMessaging2", Case::Camel));
        assert!(is_conventional("Connected", "Connected", Case::Camel));
        assert!(is_conventional("self", "self_", Case::Snake));
        assert!(!is_conventional("state", "state_", Case::Snake));
        assert!(!is_conventional("3G", "Member3G", Case::Camel));
        assert!(!is_conventional("from", "FromResource", Case::Camel));
    }
}
