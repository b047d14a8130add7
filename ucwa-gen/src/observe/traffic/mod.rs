//! Recorded traffic: files in, exchanges out, one at a time.
//!
//! | Module | What it reads |
//! |:-------|:--------------|
//! | `files` | folders, and which files belong together |
//! | `split` | the documents of a file, without reading all of it |
//! | `record` | the project's own form (`docs/guide/traffic.md`), and bodies by themselves |
//! | `har` | entries of HTTP archives, from browsers and proxies |
//! | `http`, `head`, `framing` | HTTP messages as they go over the wire: which answer belongs to which request, heads, and where bodies end |
//! | `saz`, `archive` | archives of Fiddler, and the files of zip archives |
//! | `content`, `coding` | bodies, and their compression |

mod archive;
mod coding;
mod content;
mod exchange;
mod files;
mod framing;
mod har;
mod head;
mod http;
mod limits;
mod read;
mod record;
mod saz;
mod split;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use self::exchange::{Exchange, Problem};
pub use self::limits::Limits;
pub use self::read::Traffic;
#[cfg(feature = "json-schema")]
pub use self::record::json_schema;
pub use self::record::{Content, Record, Request, Response};
