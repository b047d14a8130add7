//! Recordings that are changed at random: what servers and clients might send instead.

use serde_json::{Map, Value, json};
use ucwa_gen::observe::traffic::{Content, Record};

/// Numbers from a seed.
pub struct Dice(u64);

impl Dice {
    /// The numbers of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn one_in(&mut self, limit: u64) -> bool {
        self.below(limit) == 0
    }
}

/// Words that mean something somewhere: types and senders of events, rels, codes, and what is a name of nothing.
const WORDS: [&str; 12] = [
    "added",
    "completed",
    "contact",
    "message",
    "Message",
    "conversation",
    "Conflict",
    "Busy",
    "NewWord",
    "none",
    "in.dots",
    "Communication",
];

/// Changes some members of a body: their values, their names, whether they are lists.
fn shake(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| shake(element, dice)),
        Value::Object(members) => {
            let mut shaken = Map::new();
            for (mut name, mut value) in std::mem::take(members) {
                shake(&mut value, dice);
                if value.is_string() && dice.one_in(40) {
                    value = json!(WORDS[dice.below(WORDS.len() as u64) as usize]);
                } else if dice.one_in(60) {
                    match dice.below(9) {
                        0 => value = json!(7),
                        1 => value = json!("a text"),
                        2 => value = Value::Null,
                        3 => value = json!([value]),
                        4 => name.push('X'),
                        5 => name = name.to_uppercase(),
                        6 => value = json!(1.5),
                        7 => value = json!({"a": value}),
                        _ => continue,
                    }
                }
                shaken.insert(name, value);
            }
            *members = shaken;
        }
        _ => {}
    }
}

fn shake_content(content: &mut Content, dice: &mut Dice) {
    let text = content.text.as_deref().and_then(|text| serde_json::from_str(text).ok());
    if let Some(mut json) = content.json.take().or(text) {
        shake(&mut json, dice);
        *content = Content::default();
        content.json = Some(json);
    }
}

fn shake_record(record: &mut Record, dice: &mut Dice) {
    if let Some(request) = &mut record.request {
        shake_content(&mut request.content, dice);
        if dice.one_in(40) {
            request.method = Some("PATCH".to_owned());
        }
        if let Some(url) = request.url.as_mut().filter(|_| dice.one_in(40)) {
            url.push_str(if url.contains('?') { "&size=1" } else { "?size=1" });
        }
    }
    if let Some(response) = &mut record.response {
        shake_content(&mut response.content, dice);
        if dice.one_in(40) {
            response.status = Some(203);
        }
    }
}

/// Some of the records have other names, values, methods, parameters and statuses.
#[must_use]
pub fn shaken(records: &[Record], dice: &mut Dice) -> Vec<Record> {
    let mut shaken = records.to_vec();
    shaken.iter_mut().for_each(|record| shake_record(record, dice));
    shaken
}
