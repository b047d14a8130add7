//! Edits of operations and the samples below them.

use super::page::{Heading, Page, choose};
use super::title::is_explicit;
use crate::random::Random;

/// The methods of the API, as they are written in headings.
const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS"];

/// An operation whose samples have a request line: its heading, and the lines of its requests.
fn operations<'a>(page: &Page<'a>) -> Vec<(Heading<'a>, Vec<usize>)> {
    let methods: Vec<Heading<'a>> =
        page.headings.iter().filter(|heading| METHODS.contains(&heading.text)).copied().collect();
    let end = |at: usize| methods.get(at + 1).map_or(page.lines.len(), |next| next.line);
    let requests = |start: usize, end: usize| {
        let fences = page.fences.iter().filter(move |fence| (start..end).contains(&fence.start));
        let first = fences.map(|fence| fence.start + 1);
        first.filter(|line| page.lines.get(*line).is_some_and(|line| method(line).is_some())).collect()
    };
    let operations = methods.iter().enumerate();
    operations
        .map(|(at, heading)| (*heading, requests(heading.line, end(at))))
        .filter(|(_, requests): &(_, Vec<usize>)| !requests.is_empty())
        .collect()
}

/// The method of a request line, in its case.
fn method(line: &str) -> Option<&str> {
    let (method, _) = line.split_once(' ')?;
    METHODS.iter().any(|known| method.eq_ignore_ascii_case(known)).then_some(method)
}

/// Another method over an operation than its samples have.
pub(super) fn method_of_operation(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let operations = operations(page);
    let (heading, _) = choose(random, &operations)?;
    let others: Vec<&&str> = METHODS.iter().filter(|method| **method != heading.text).collect();
    let method = choose(random, &others)?;
    Some(page.with_line(heading.line, &format!("{} {method}", "#".repeat(heading.level))))
}

/// Another method in a sample than over its operation.
pub(super) fn method_of_sample(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let operations = operations(page);
    let (heading, requests) = choose(random, &operations)?;
    let line = *choose(random, requests)?;
    let others: Vec<&&str> = METHODS.iter().filter(|method| **method != heading.text).collect();
    let other = choose(random, &others)?;
    let (_, rest) = page.lines[line].split_once(' ')?;
    Some(page.with_line(line, &format!("{other} {rest}")))
}

/// The page ends within a sample.
pub(super) fn cut_in_sample(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let fences: Vec<_> = page.samples().collect();
    let fence = *choose(random, &fences)?;
    let lines: Vec<usize> = (fence.start + 1..fence.end).collect();
    let line = *choose(random, &lines)?;
    Some(page.with::<&str>(line..page.lines.len(), [""]))
}

/// The page ends behind the heading of a section in which something stands. Texts are prose, and may be left out; in the original
/// form some pages end behind `Operations`.
pub(super) fn cut_behind_heading(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let is_free = ["remarks", "resource description", "examples", "asynchronous reason codes"];
    let following = &page.lines[heading.line + 1..];
    let is_something = following.iter().find(|line| !line.trim().is_empty() && !line.starts_with("<a "));
    let is_something = is_something.is_some_and(|line| !line.trim().eq_ignore_ascii_case("none"));
    let name = heading.text.to_lowercase();
    let is_usual = name == "operations" && !is_explicit(page);
    if is_free.contains(&name.as_str()) || is_usual || !is_something {
        return None;
    }
    Some(page.with(heading.line + 1..page.lines.len(), [""]))
}
