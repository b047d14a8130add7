//! Recorded traffic: files in, exchanges out, one at a time.
//!
//! | Module | What it reads |
//! |:-------|:--------------|
//! | `files` | folders, and which files belong together |
//! | `split` | the documents of a file, without reading all of it |
//! | `record` | the project's own form (`docs/guide/traffic.md`), and bodies by themselves |
//! | `har` | entries of HTTP archives, from browsers and proxies |
//! | `http` | HTTP messages as they go over the wire |
//! | `saz` | archives of Fiddler |

mod content;
mod exchange;
mod files;
mod har;
mod http;
mod read;
mod record;
mod saz;
mod split;

pub use self::exchange::{Exchange, Problem};
pub use self::read::Traffic;
#[cfg(feature = "json-schema")]
pub use self::record::json_schema;
pub use self::record::{Content, Record, Request, Response};
