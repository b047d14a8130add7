//! What must hold for whatever comes in: one function for each entrance, which panics where it does not.
//!
//! The fuzz targets in `fuzz` call these with whatever they make up, the tests with damaged and hostile inputs and with
//! the seeds of the fuzz targets.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod bodies;
mod channel;
mod multipart;
mod pages;

pub use self::bodies::{data_uri, json, xml};
pub use self::channel::channel;
pub use self::multipart::multipart;
pub use self::pages::{markdown, read_pages, render_pages};

/// An entrance for any bytes.
pub type Entrance = fn(&[u8]);

/// The entrances by the names of their fuzz targets.
pub const ENTRANCES: [(&str, Entrance); 6] = [
    ("channel", channel),
    ("data_uri", |bytes| data_uri(&String::from_utf8_lossy(bytes))),
    ("json", json),
    ("markdown", |bytes| markdown(&String::from_utf8_lossy(bytes))),
    ("multipart", multipart),
    ("xml", xml),
];
