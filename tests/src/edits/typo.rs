//! How a word is misspelt.

use crate::random::Random;

/// A word with one letter dropped, doubled, replaced, or in the place of its neighbour.
///
/// What comes out differs in more than case and blanks, and is nothing that `is_meant` knows: a word that by chance is
/// another one makes a well-formed page of another meaning. `None` where no attempt gives such a word.
pub(super) fn misspell(random: &mut Random, word: &str, is_meant: impl Fn(&str) -> bool) -> Option<String> {
    for _ in 0..20 {
        let other = once(random, word);
        if differs(word, &other) && !is_meant(&other) {
            return Some(other);
        }
    }
    None
}

/// A word of as many letters in which none is where it was: nobody could tell what it stood for.
pub(super) fn beyond_recognition(
    random: &mut Random,
    word: &str,
    is_meant: impl Fn(&str) -> bool,
) -> Option<String> {
    for _ in 0..20 {
        let other: String = word
            .chars()
            .map(|char| {
                if char.is_alphanumeric() {
                    random.pick(&['k', 'x', 'o', 'u', 'q', 'v', 'a', 'z'])
                } else {
                    char
                }
            })
            .collect();
        if differs(word, &other) && !is_meant(&other) {
            return Some(other);
        }
    }
    None
}

fn differs(word: &str, other: &str) -> bool {
    let bare =
        |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>().to_lowercase();
    !bare(other).is_empty() && bare(word) != bare(other)
}

fn once(random: &mut Random, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_alphanumeric()).collect();
    let Some(at) = places.get(random.below(places.len())).copied() else { return word.to_owned() };
    match random.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = random.pick(&['e', 'r', 't', 'n', 'm', 'w', 'p', 'q']),
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.insert(at, 'e'),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{beyond_recognition, misspell};
    use crate::random::Random;

    #[test]
    fn a_misspelt_word_is_another_one_and_no_known_one() {
        let mut random = Random::new(1);
        for _ in 0..1000 {
            let word =
                misspell(&mut random, "links", |word| word == "link").expect("there are enough others");
            assert!(word != "links" && word != "link", "{word}");
            let word = beyond_recognition(&mut random, "web link", |_| false).expect("there are others");
            assert_eq!((word.len(), &word[3..4]), (8, " "));
        }
        assert_eq!(misspell(&mut random, "links", |_| true), None);
    }
}
