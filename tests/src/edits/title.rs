//! Edits of a page's title, which repeats the name that the page's file has.

use super::page::{Heading, Page};
use super::typo::misspell;
use crate::random::Random;

/// The first heading of a page of tables, if it is a name. A list of pages has words.
fn title<'a>(page: &Page<'a>) -> Option<Heading<'a>> {
    let title = *page.headings.first()?;
    let is_name =
        !title.text.contains(char::is_whitespace) && page.names.contains(&title.text.to_lowercase());
    (title.level == 1 && is_name && page.entries.is_empty()).then_some(title)
}

/// The case of a letter in the title.
pub(super) fn other_case(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let title = title(page)?;
    let text = if random.once_in(2) { capital(title.text) } else { title.text.to_uppercase() };
    (text != title.text).then(|| page.with_line(title.line, &format!("# {text}")))
}

/// Another name in the title: that of another page, or one that is no page's.
pub(super) fn of_another_page(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let title = title(page)?;
    let text = other(page, random, title.text)?;
    Some(page.with_line(title.line, &format!("# {text}")))
}

/// Another name in the front matter of a page in the explicit form. In the original form the title there is free words, and
/// a page that has a description there is of that form.
pub(super) fn in_front_matter(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let title = title(page)?;
    is_explicit(page).then_some(())?;
    let front = page.front.clone()?;
    let line = front.into_iter().find(|line| page.lines[*line].starts_with("title:"))?;
    let text = if random.once_in(3) { capital(title.text) } else { other(page, random, title.text)? };
    (text != title.text).then(|| page.with_line(line, &format!("title: {text}")))
}

/// Whether the page has the front matter of the explicit form.
pub(super) fn is_explicit(page: &Page<'_>) -> bool {
    let is_about_the_page = |line: &&str| line.starts_with("description") || line.starts_with("ms.");
    page.front.clone().is_some_and(|front| !page.lines[front].iter().any(is_about_the_page))
}

fn other(page: &Page<'_>, random: &mut Random, title: &str) -> Option<String> {
    if random.once_in(2) {
        return misspell(random, title, |_| false);
    }
    let others: Vec<&String> = page.names.iter().filter(|name| **name != title.to_lowercase()).collect();
    Some((*super::page::choose(random, &others)?).clone())
}

/// A word with another case of its first letter.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        let first: String = if first.is_uppercase() {
            first.to_lowercase().collect()
        } else {
            first.to_uppercase().collect()
        };
        first + letters.as_str()
    })
}
