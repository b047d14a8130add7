//! Archives of Fiddler (`.saz`): zip files with a file for each request and each answer.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::archive::{Entries, Entry};
use super::exchange::Problem;
use crate::diagnostic::Severity;

/// A file of an archive: its path, that of the archive before it, and its bytes.
type Read = Result<(PathBuf, Vec<u8>), Problem>;

/// The files of one exchange.
pub(super) type Files = Vec<Read>;

/// An archive that is being read.
pub(super) struct Archive {
    path: PathBuf,
    entries: Entries<BufReader<File>>,
    /// The exchanges that were begun, in order. One half of the first has not come yet.
    waiting: VecDeque<Begun>,
    /// The most bytes that wait.
    limit: usize,
    has_messages: bool,
    /// How many requests and answers were read alone, and whether one of them had waited for too long.
    alone: [usize; 2],
    is_apart: bool,
}

/// The file of a request or of an answer.
struct Half {
    /// What the names of both begin with.
    exchange: String,
    is_answer: bool,
    file: Read,
}

/// An exchange of which one half has come, or both.
struct Begun {
    exchange: String,
    /// The request and the answer.
    halves: [Option<Read>; 2],
}

impl Begun {
    fn is_whole(&self) -> bool {
        self.halves.iter().all(Option::is_some)
    }

    fn size(&self) -> usize {
        self.halves.iter().flatten().flatten().map(|(_, bytes)| bytes.len()).sum()
    }
}

/// So many other exchanges can begin between a request and its answer. Fiddler writes the two one after the other.
const WAITING: usize = 64;

impl Archive {
    pub(super) fn open(path: &Path, limit: usize) -> Result<Self, Problem> {
        let file = File::open(path).map_err(|error| Problem::unreadable(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            entries: Entries::new(BufReader::with_capacity(1 << 16, file), limit),
            waiting: VecDeque::new(),
            limit,
            has_messages: false,
            alone: [0; 2],
            is_apart: false,
        })
    }

    /// One half of an exchange; `None` if the file is none. Old versions of Fiddler write `raw\1_c.txt`, and `raw/1_m.xml` describes
    /// the exchange.
    fn half(&self, entry: Entry) -> Option<Half> {
        let raw = ["raw/", "raw\\"].iter().any(|folder| entry.name.starts_with(folder));
        let name = raw.then_some(entry.name.as_str())?;
        let halves = [("_c.txt", false), ("_s.txt", true)];
        let (exchange, is_answer) =
            halves.iter().find_map(|(end, is_answer)| Some((name.strip_suffix(end)?, *is_answer)))?;
        let path = self.path.join(name);
        let file = match entry.content {
            Ok(bytes) => Ok((path, bytes)),
            Err(why) => {
                let message = format!("it is not read: {why}");
                Err(Problem::of_file(Severity::Warning, &path, message))
            }
        };
        Some(Half { exchange: exchange.to_owned(), is_answer, file })
    }

    fn add(&mut self, half: Half) {
        let Half { exchange, is_answer, file } = half;
        let at = usize::from(is_answer);
        let same = |begun: &&mut Begun| begun.exchange == exchange && begun.halves[at].is_none();
        match self.waiting.iter_mut().find(same) {
            Some(begun) => begun.halves[at] = Some(file),
            None => {
                let mut halves = [None, None];
                halves[at] = Some(file);
                self.waiting.push_back(Begun { exchange, halves });
            }
        }
    }

    /// The first exchange, if it is whole or has waited for too long.
    fn ready(&mut self) -> Option<Files> {
        let is_full =
            self.waiting.len() > WAITING || self.waiting.iter().map(Begun::size).sum::<usize>() > self.limit;
        let is_whole = self.waiting.front()?.is_whole();
        self.is_apart |= is_full && !is_whole;
        if is_full || is_whole { self.first() } else { None }
    }

    fn first(&mut self) -> Option<Files> {
        let begun = self.waiting.pop_front()?;
        let is_whole = begun.is_whole();
        for (alone, half) in self.alone.iter_mut().zip(&begun.halves) {
            *alone += usize::from(half.is_some() && !is_whole);
        }
        Some(begun.halves.into_iter().flatten().collect())
    }

    /// What is wrong with the archive, once all of it was read.
    fn wrong(&mut self) -> Option<String> {
        if !std::mem::replace(&mut self.has_messages, true) {
            let message = "an archive of Fiddler has messages in its folder `raw`, and this one has none";
            return Some(message.to_owned());
        }
        let [requests, answers] = std::mem::take(&mut self.alone);
        (self.is_apart && requests > 0 && answers > 0).then(|| {
            format!(
                "{requests} requests and {answers} answers were read alone: the two files of an exchange have to be near each other"
            )
        })
    }
}

impl Iterator for Archive {
    type Item = Files;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(files) = self.ready() {
                return Some(files);
            }
            match self.entries.next() {
                Some(Ok(entry)) => {
                    if let Some(half) = self.half(entry) {
                        self.has_messages = true;
                        self.add(half);
                    }
                }
                Some(Err(why)) => {
                    self.has_messages = true;
                    return Some(vec![Err(Problem::of_file(Severity::Warning, &self.path, why))]);
                }
                None => break,
            }
        }
        if let Some(files) = self.first() {
            return Some(files);
        }
        let wrong = self.wrong()?;
        Some(vec![Err(Problem::of_file(Severity::Warning, &self.path, wrong))])
    }
}
