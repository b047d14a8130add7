//! What can grow.

mod enumerations;
mod overrides;
mod pages;
mod renditions;
mod rows;
mod samples;
mod text;

use crate::growth::Group;

/// All dimensions.
pub const GROUPS: &[Group] = &[
    Group { name: "rows and columns of tables", items: 1_000, dimensions: rows::ALL },
    Group { name: "headings, paragraphs and front matter", items: 1_000, dimensions: text::BLOCKS },
    Group { name: "links, code and markup in a cell", items: 1_000, dimensions: text::CELLS },
    Group { name: "markup that does not end", items: 20_000, dimensions: text::OPEN },
    Group { name: "members, elements and nesting of a sample", items: 1_000, dimensions: samples::IN_ONE },
    Group { name: "samples of a page", items: 1_000, dimensions: samples::MANY },
    Group { name: "pages", items: 300, dimensions: pages::ALL },
    Group { name: "enumerations and their members", items: 1_000, dimensions: enumerations::ALL },
    Group { name: "overrides", items: 300, dimensions: overrides::ALL },
    Group { name: "pages saved as text", items: 1_000, dimensions: renditions::ALL },
];
