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
    if is_plain(text) {
        return plain(text, case);
    }
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

/// Whether a text is nothing but words of letters, each of which but the first begins with its only upper-case letter, as
/// nearly all names of the documentation are (`onlineMeeting`, `CallState`).
pub(super) fn is_plain(text: &str) -> bool {
    let mut upper = false;
    for byte in text.bytes() {
        let is_upper = byte.is_ascii_uppercase();
        if !byte.is_ascii_alphabetic() || upper && is_upper {
            return false;
        }
        upper = is_upper;
    }
    !text.is_empty() && !upper
}

/// The same for such a text, at a tenth of the cost.
fn plain(text: &str, case: Case) -> String {
    let mut name = String::with_capacity(text.len() + 4);
    for (index, letter) in text.chars().enumerate() {
        match case {
            Case::Camel if index == 0 => name.push(letter.to_ascii_uppercase()),
            Case::Snake if letter.is_ascii_uppercase() => {
                name.push_str(if index == 0 { "" } else { "_" });
                name.push(letter.to_ascii_lowercase());
            }
            _ => name.push(letter),
        }
    }
    name
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

/// Whether a name is what the rules make of the text alone, so that it need not be reported.
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

/// A name without the mark of a raw identifier: `type` for `r#type`.
pub(crate) fn unraw(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The Cargo feature of a group's module.
pub(crate) fn feature(module: &str) -> String {
    module.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase, ToUpperCamelCase};

    use super::{Case, identifier, is_conventional, is_plain, lower_camel, plain, usable};

    #[test]
    fn plain_words_are_what_they_are_for_heck() {
        let mut texts = vec![String::new()];
        let mut found = 0;
        for _ in 0..7 {
            let longer = |text: &String| ["a", "b", "C", "D"].map(|letter| format!("{text}{letter}"));
            texts = texts.iter().flat_map(longer).collect();
            for text in texts.iter().filter(|text| is_plain(text)) {
                found += 1;
                assert_eq!(plain(text, Case::Snake), text.to_snake_case());
                assert_eq!(plain(text, Case::Camel), text.to_upper_camel_case());
            }
        }
        assert!(found > 1000, "{found}");
        for text in ["", "A", "aB", "aBC", "a1", "a_b", "a b", "\u{e9}t\u{e9}"] {
            assert!(!is_plain(text), "{text}");
        }
    }

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
