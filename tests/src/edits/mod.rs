//! What a maintainer's hand does to pages: small structural edits, one at a time, each determined by a seed.
//!
//! An edit takes a page and gives the edited text. What it never gives is a well-formed page of another meaning: a row
//! that was deleted, `many` for `one`, a name that something else has, other prose. Each edit states its rule. So for each
//! edit the schema is unchanged, or a warning or error says what happened: [`trial`] tells which.

mod cells;
mod characters;
mod front_matter;
mod headings;
mod hidden;
mod lists;
mod missing;
mod operations;
pub mod page;
mod rows;
mod samples;
mod tables;
mod title;
pub mod trial;
mod typo;

pub use self::cells::SCALARS;
use self::page::{Names, Page};
use crate::random::Random;

/// A kind of edit.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// What is edited, and how, in a few words.
    pub name: &'static str,
    edit: fn(&Page<'_>, &mut Random) -> Option<String>,
    /// Whether the page then says something else, so that only what is read of other pages counts.
    pub elsewhere: bool,
}

impl Kind {
    /// The text after an edit of this kind at a random place. `None` where the page has no place for it, or the edit
    /// would have left the text unchanged.
    #[must_use]
    pub fn apply(&self, page: &Page<'_>, random: &mut Random) -> Option<String> {
        let text = (self.edit)(page, random)?;
        (text != page.lines.join("\n")).then_some(text)
    }

    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }
}

/// A text after an edit of any kind, determined by the seed. `None` where the text has no place for it.
#[must_use]
pub fn any(text: &str, seed: u64) -> Option<String> {
    let names = Names::new();
    let page = Page::new(text, &names);
    let mut random = Random::new(seed);
    (0..KINDS.len()).find_map(|_| KINDS[random.below(KINDS.len())].apply(&page, &mut random))
}

macro_rules! kinds {
    ($($name:literal $family:ident::$edit:ident $($elsewhere:ident)?;)*) => {
        /// All kinds of edits.
        pub const KINDS: &[Kind] =
            &[$(Kind { name: $name, edit: $family::$edit, elsewhere: kinds!(@ $($elsewhere)?) },)*];
    };
    (@ elsewhere) => { true };
    (@) => { false };
}

kinds! {
    "row without its first pipe" rows::without_first_pipe;
    "row without its last pipe" rows::without_last_pipe;
    "row without outer pipes" rows::without_outer_pipes;
    "row without any pipe" rows::without_pipes;
    "row split between cells" rows::split_between_cells;
    "row split within a cell" rows::split_within_cell;
    "row quoted" rows::quoted;
    "row commented out" rows::commented_out;
    "rows commented out" rows::commented_out_over_lines;
    "row as <tr>" rows::as_tr;
    "row with a cell more" rows::one_cell_more;
    "two cells joined" rows::two_cells_joined;
    "two rows on a line" rows::two_rows_on_a_line;
    "empty line above a row" rows::empty_line_above;
    "conflict markers" rows::conflict_markers;
    "conflict marker left" rows::conflict_marker_left;
    "row as a list item" rows::list_marker;
    "row indented" rows::indented;
    "pipe of another kind" rows::other_pipe;
    "pipe escaped" rows::pipe_escaped;
    "pipe in code" rows::pipe_in_code;
    "row struck out" rows::struck_out;
    "row within a cell" characters::row_in_a_cell;
    "separator gone" tables::separator_gone;
    "separator of another character" tables::separator_of_another_character;
    "separator of another width" tables::separator_of_another_width;
    "separator above" tables::separator_above;
    "heading row misspelt" tables::heading_row_misspelt;
    "heading row gone" tables::heading_row_gone;
    "heading row replaced" tables::heading_row_replaced;
    "column without a name" tables::column_without_name;
    "table as HTML" tables::as_html;
    "table cut in two" tables::cut_in_two;
    "no line below a table" tables::no_line_below;
    "table in another block" tables::moved_into_a_block;
    "fence opened above a table" tables::fence_opened;
    "comment opened above a table" tables::comment_opened;
    "stray pipe in prose" tables::stray_pipe;
    "heading misspelt" headings::misspelt;
    "heading misspelt often" headings::misspelt_often;
    "heading unrecognisable" headings::unrecognisable;
    "heading gone" headings::gone;
    "heading emptied" headings::emptied;
    "heading closed" headings::closed;
    "heading with an identifier" headings::identifier;
    "heading underlined" headings::setext;
    "heading on another level" headings::other_level;
    "heading of another mark" headings::other_mark;
    "heading with other blanks" headings::other_blanks;
    "heading with an invisible character" headings::invisible;
    "heading dressed up" headings::dressed_up;
    "heading commented out" headings::commented_out;
    "cardinality misspelt" cells::cardinality;
    "required misspelt" cells::required;
    "status or code misspelt" cells::status;
    "priority misspelt" cells::priority;
    "sender misspelt" cells::sender;
    "in misspelt" cells::in_cell;
    "resource of an event misspelt" cells::event_resource;
    "file of a link misspelt" cells::link_file;
    "words of a link misspelt" cells::link_words;
    "link contradicts itself" cells::link_contradicts_itself;
    "link broken" cells::link_broken;
    "target in words" cells::target_of_words;
    "type misspelt" cells::type_word;
    "type out of shape" cells::type_shape;
    "type in other words" cells::type_in_other_words;
    "limit in other words" cells::limit_in_other_words;
    "limits that contradict" cells::limits_contradict;
    "rel in another case" cells::rel_in_another_case;
    "error code in another case" cells::code_in_another_case;
    "word in place of a subcode" cells::no_subcode;
    "code and subcode swapped" cells::code_and_subcode_swapped;
    "subcode of a flat row gone" rows::flat_subcode_gone;
    "flat rows joined" rows::flat_rows_joined;
    "media type misspelt" cells::media_type;
    "element misspelt" cells::element;
    "item in words" cells::item;
    "name emptied" cells::name_emptied;
    "name misspelt" cells::name elsewhere;
    "member misspelt" cells::member elsewhere;
    "row repeated with a difference" cells::row_repeated;
    "observed mark misspelt" cells::observed_mark;
    "invisible character in a name" characters::invisible_in_a_name;
    "half of a pair" characters::half_of_a_pair;
    "other blanks in a row" characters::other_blanks;
    "words in angle brackets" characters::words_in_brackets;
    "item of an answer is another" samples::rel_of_another;
    "key of a sample misspelt" samples::key_misspelt;
    "smart quotes in a sample" characters::smart_quotes;
    "fence not closed" characters::fence_not_closed;
    "front matter not closed" front_matter::not_closed;
    "front matter not opened" front_matter::not_opened;
    "front matter not first" front_matter::not_first;
    "front matter without a colon" front_matter::without_colon;
    "key of the front matter misspelt" front_matter::key_misspelt;
    "value of the front matter misspelt" front_matter::value_misspelt;
    "key of the front matter repeated" front_matter::key_repeated;
    "title in another case" title::other_case;
    "title of another page" title::of_another_page;
    "title in the front matter of another page" title::in_front_matter;
    "group without its heading" lists::group_gone;
    "group on another level" lists::group_level;
    "group misspelt" lists::group_misspelt;
    "group as HTML" lists::group_as_html;
    "entry with another target" lists::entry_target;
    "entry in two groups" lists::entry_in_two_groups;
    "page cut off in a sample" operations::cut_in_sample;
    "page cut off behind a heading" operations::cut_behind_heading;
    "method of an operation replaced" operations::method_of_operation;
    "method of a sample replaced" operations::method_of_sample;
    "front matter contradicts a page" front_matter::contradiction;
    "shared row differs" rows::shared_row;
    "flat row split" rows::flat_row_split;
    "empty line above a flat row" rows::empty_line_above_flat;
    "heading row of a flat table misspelt" rows::flat_heading_row;
    "entry with a broken link" rows::entry_link_broken;
    "entry without its marker" rows::entry_marker_gone;
    "entry as <li>" rows::entry_as_li;
    "column gone" missing::column;
    "rows gone" missing::rows;
    "status that cannot be" missing::status;
    "answer of a GET gone" missing::body;
    "heading of an event repeated" missing::event;
    "target is an enumeration" missing::resource;
    "status of an error gone" missing::code;
    "word in place of an error" missing::error;
    "page cut off in a line" missing::end;
    "empty line gone" missing::empty_line;
    "empty lines gone" missing::empty_lines;
    "title in the front matter repeated" front_matter::title_repeated;
    "character that is no text" characters::control;
    "link with more than its page" hidden::link_with_more;
    "link in prose to another page" hidden::link_of_prose_to_another;
    "link to elsewhere" hidden::link_to_elsewhere;
    "words in a tag" hidden::words_in_a_tag;
    "entry struck out" hidden::entry_struck_out;
    "default damaged" cells::default_damaged;
    "limit that cannot apply" cells::limit_that_cannot_apply;
    "members out of order" cells::members_out_of_order;
    "name with punctuation" cells::name_with_punctuation;
    "type with a period" cells::type_with_a_period;
    "shape of a sample differs" samples::shape_differs;
    "status contradicts its body" samples::status_contradicts_body;
    "group in disguise" lists::group_in_disguise;
    "words of a flat row torn" rows::flat_words_torn;
    "fields of a flat table joined" rows::flat_fields_joined;
}
