//! What addresses lead to, by the links that were seen before.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use percent_encoding::percent_decode_str;

use super::index::Page;

/// The addresses that were seen, and the pages of the rels under which they were.
///
/// Servers write one address in several ways: with and without the host, in other case, with other escapes. So only paths are
/// compared, in lower case and without escapes. An address can have a query of the server's own, to which a client adds parameters.
#[derive(Default)]
pub(super) struct Hrefs {
    recent: HashMap<u64, Vec<Seen>>,
    /// Those that were seen before the recent ones. The oldest are forgotten, so that a long recording needs no more memory.
    older: HashMap<u64, Vec<Seen>>,
}

struct Seen {
    query: Vec<u64>,
    pages: Vec<Page>,
}

/// As many paths are recent.
const AT_MOST: usize = 1 << 16;
/// So many rels lead to one path with one query at most, and so many queries are known of one path.
const EACH: usize = 16;

/// An address that is followed: the pages that it can be of, likest first, and the parameters that no link had.
#[derive(Default)]
pub(super) struct Followed {
    pub(super) pages: Vec<Page>,
    pub(super) added: Vec<(String, String)>,
}

impl Hrefs {
    /// Remembers that a link of these pages leads to an address.
    pub(super) fn add(&mut self, href: &str, pages: impl IntoIterator<Item = Page>) {
        if is_content(href) || href.is_empty() {
            return;
        }
        let (path, query) = split(href);
        let key = hashed(&normal(path));
        if self.recent.len() >= AT_MOST && !self.recent.contains_key(&key) {
            self.older = std::mem::take(&mut self.recent);
        }
        let older = &mut self.older;
        let known = self.recent.entry(key).or_insert_with(|| older.remove(&key).unwrap_or_default());
        let query = parameters(query).iter().map(hashed).collect::<Vec<u64>>();
        let at = known.iter().position(|seen| seen.query == query);
        if at.is_none() && known.len() < EACH {
            known.push(Seen { query: query.clone(), pages: Vec::new() });
        }
        if let Some(seen) = known.iter_mut().find(|seen| seen.query == query) {
            for page in pages {
                if seen.pages.len() < EACH && !seen.pages.contains(&page) {
                    seen.pages.push(page);
                }
            }
        }
    }

    /// The pages that a link to this address had; of those whose query is a part of the address's the longest.
    pub(super) fn follow(&self, href: &str) -> Followed {
        let (path, query) = split(href);
        let key = hashed(&normal(path));
        let parameters = parameters(query);
        let hashes: Vec<u64> = parameters.iter().map(hashed).collect();
        let known = self.recent.get(&key).into_iter().chain(self.older.get(&key)).flatten();
        let fitting = known.filter(|seen| seen.query.iter().all(|it| hashes.contains(it)));
        let Some(best) = fitting.max_by_key(|seen| seen.query.len()) else {
            return Followed { pages: Vec::new(), added: parameters };
        };
        let is_added = |parameter: &(String, String)| !best.query.contains(&hashed(parameter));
        let added = parameters.into_iter().filter(is_added).collect();
        Followed { pages: best.pages.clone(), added }
    }
}

/// Whether an address is content: a `data:` URI.
pub(super) fn is_content(href: &str) -> bool {
    href.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Whether two addresses have one path, however it is written.
pub(super) fn same_path(a: &str, b: &str) -> bool {
    normal(split(a).0) == normal(split(b).0)
}

/// The path and the query.
fn split(href: &str) -> (&str, &str) {
    let href = href.split('#').next().unwrap_or_default();
    let (address, query) = href.split_once('?').unwrap_or((href, ""));
    let with_host = address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"));
    let path = match with_host {
        Some(rest) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => address,
    };
    (path, query)
}

fn normal(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().trim_end_matches('/').to_lowercase()
}

/// The parameters of a query, decoded; of names the case counts.
pub(super) fn parameters(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    pairs.map(pair).collect()
}

/// The parameters of an address.
pub(super) fn query(href: &str) -> Vec<(String, String)> {
    parameters(split(href).1)
}

fn hashed<T: Hash + ?Sized>(what: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{AT_MOST, EACH, Hrefs};

    /// What is kept does not depend on how many addresses there are, nor on how many queries one has.
    #[test]
    fn addresses_are_forgotten() {
        let mut hrefs = Hrefs::default();
        for number in 0..3 * AT_MOST {
            hrefs.add(&format!("/a/{number}"), [1]);
            hrefs.add(&format!("/events?ack={number}"), [2]);
        }
        let kept = || hrefs.recent.values().chain(hrefs.older.values());
        assert!(kept().count() <= 2 * AT_MOST, "{}", kept().count());
        assert!(kept().all(|seen| seen.len() <= EACH && seen.iter().all(|seen| seen.pages.len() <= EACH)));
        // The latest are still known.
        assert_eq!(hrefs.follow(&format!("/a/{}", 3 * AT_MOST - 1)).pages, [1]);
    }

    #[test]
    fn an_address_is_known_however_it_is_written() {
        let mut hrefs = Hrefs::default();
        hrefs.add("/ucwa/v1/applications/1/people/Ann%40example.com", [1]);
        hrefs.add("/a/participants", [2]);
        hrefs.add("/a/participants?filter=leaders", [3]);
        hrefs.add("/a/events?ack=1&key=X%3D", [4]);
        hrefs.add("data:text/plain,x", [5]);
        let added = |names: &[(&str, &str)]| -> Vec<(String, String)> {
            names.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        for (href, pages, parameters) in [
            ("https://pool.example.com/UCWA/v1/applications/1/people/ann@example.com", &[1][..], added(&[])),
            ("//pool.example.com/a/participants", &[2], added(&[])),
            ("/a/participants/", &[2], added(&[])),
            ("/a/participants?filter=leaders", &[3], added(&[])),
            ("/a/participants?filter=leaders&x=1", &[3], added(&[("x", "1")])),
            ("/a/participants?filter=lobby", &[2], added(&[("filter", "lobby")])),
            ("/a/events?ack=1&key=X=&timeout=60", &[4], added(&[("timeout", "60")])),
            ("/a/events?ack=2&key=X%3D", &[], added(&[("ack", "2"), ("key", "X=")])),
            ("data:text/plain,x", &[], added(&[])),
        ] {
            let followed = hrefs.follow(href);
            assert_eq!((followed.pages.as_slice(), followed.added), (pages, parameters), "{href}");
        }
    }
}
