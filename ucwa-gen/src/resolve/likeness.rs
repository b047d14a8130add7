//! How much the name of an enumeration is like that of a property.

use std::collections::{BTreeMap, BTreeSet};

use super::tokenize::tokenize;

/// How an enumeration's name is like a property's, most alike first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The end of the resource's and the property's names together: `InvitationState` for `messagingInvitation.state`.
    Suffix,
    /// A part of the property's name: `OnlineMeetingRel` for `defaultOnlineMeetingRel`.
    Within,
    /// The property's name with something before or behind it: `LargeMeetingMode` for `largeMeeting`.
    Around,
    /// One word: `ConversationModalityType` for `activeModalities`.
    Word,
}

impl Likeness {
    pub(super) const ALL: [Self; 4] = [Self::Suffix, Self::Within, Self::Around, Self::Word];

    /// Compares the words of an enumeration's name with those of a property and its resource; `None` when it is another
    /// resource's, or not alike at all.
    pub(super) fn of(own: &[String], name: &[String], resource: &[String], nouns: &Nouns) -> Option<Self> {
        let is_full =
            own.len() > name.len() && own.strip_suffix(name).is_some_and(|stem| resource.ends_with(stem));
        if is_full {
            Some(Self::Suffix)
        } else if name.ends_with(own) || name.starts_with(own) {
            Some(Self::Within)
        } else if is_foreign(own, name, resource, nouns) {
            None
        } else if own.ends_with(name) || own.starts_with(name) {
            Some(Self::Around)
        } else {
            let last = name.last().filter(|last| last.len() >= 4)?;
            own.contains(last).then_some(Self::Word)
        }
    }
}

/// Whether the words of an enumeration before the property's name are another resource's: `ConversationState` is the
/// state of a `conversation`, and of nothing else, while no resource is a `call`.
fn is_foreign(own: &[String], name: &[String], resource: &[String], nouns: &Nouns) -> bool {
    let Some(stem) = own.strip_suffix(name).filter(|stem| !stem.is_empty()) else { return false };
    !resource.ends_with(stem) && nouns.end_with(stem)
}

/// The names of resources, in words.
#[derive(Debug)]
pub(super) struct Nouns {
    /// The last words of each name: one of them, two, and so on.
    endings: BTreeSet<Vec<String>>,
}

impl Nouns {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let endings = names.map(tokenize).flat_map(|words| {
            let starts = 0..words.len();
            starts.map(|start| words[start..].to_vec()).collect::<Vec<_>>()
        });
        Self { endings: endings.collect() }
    }

    /// Whether a name ends with these words.
    fn end_with(&self, words: &[String]) -> bool {
        self.endings.contains(words)
    }
}

/// The words of the enumerations' names, by their places in a list.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<Vec<String>>,
    by_words: BTreeMap<Vec<String>, Vec<usize>>,
}

impl Vocabulary {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut all = Self::default();
        for (at, name) in names.enumerate() {
            let own = own_words(name);
            all.by_words.entry(own.clone()).or_default().push(at);
            all.words.push(own);
        }
        all
    }

    /// The words of an enumeration's name.
    pub(super) fn of(&self, at: usize) -> &[String] {
        &self.words[at]
    }

    /// The enumerations whose names are these words.
    pub(super) fn called(&self, words: &[String]) -> &[usize] {
        self.by_words.get(words).map_or(&[], Vec::as_slice)
    }
}

/// The words of an enumeration's name; `Enum` at its end says nothing.
fn own_words(name: &str) -> Vec<String> {
    let mut own = tokenize(name);
    if own.len() > 1 && own.last().is_some_and(|last| last == "enum") {
        own.pop();
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_like_another_one() {
        use Likeness::{Around, Suffix, Within, Word};
        let nouns = Nouns::new(["conversation", "onlineMeeting", "contact"].into_iter());
        // An enumeration, a property, how alike they are, and why.
        #[rustfmt::skip]
        let cases = [
            ("InvitationState", "messagingInvitation.state", Some(Suffix), "the resource's last word and the property"),
            ("CallState", "audioVideo.state", Some(Around), "no resource is a call: it may be anybody's state"),
            ("ConversationState", "conversation.state", Some(Suffix), "it is the resource's own"),
            ("ConversationState", "audioVideo.state", None, "a conversation is another resource"),
            ("ConversationState", "audioVideo.conversationState", Some(Within), "the property names the conversation"),
            ("OnlineMeetingRel", "user.defaultOnlineMeetingRel", Some(Within), "the end of the property's name"),
            ("Importance", "messagingInvitation.importanceLevel", Some(Within), "the start of the property's name"),
            ("LargeMeetingMode", "policies.largeMeeting", Some(Around), "a word behind it"),
            ("ConversationModalityType", "participant.activeModalities", Some(Word), "a singular is its plural"),
            ("PhoneKind", "contact.tel", None, "no word in common"),
            ("UsKind", "contact.theUs", None, "a word of two letters is a coincidence"),
            ("StateEnum", "lamp.state", Some(Within), "`Enum` at the end says nothing"),
        ];
        for (enumeration, property, expected, why) in cases {
            let (resource, name) = property.split_once('.').unwrap_or_default();
            let found = Likeness::of(&own_words(enumeration), &tokenize(name), &tokenize(resource), &nouns);
            assert_eq!(found, expected, "{enumeration} for {property}: {why}");
        }
    }
}
