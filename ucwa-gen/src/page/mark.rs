//! The mark behind a name: where the entry comes from, if no table of the original lists it.

use crate::schema::Provenance;

/// The name in a cell, and what the mark behind it says: `rdpSupport (seen in 195 of 879)`.
///
/// # Errors
/// What is wrong with the mark.
pub(super) fn split(cell: &str) -> Result<(&str, Provenance), String> {
    let marked =
        cell.split_once('(').and_then(|(name, mark)| Some((name.trim_end(), mark.strip_suffix(')')?)));
    let Some((name, mark)) = marked else { return Ok((cell, Provenance::Page)) };
    match Provenance::from_mark(mark) {
        Ok(provenance) => Ok((name, provenance)),
        Err(expected) => Err(format!("`({mark})` is no mark behind a name: {expected}")),
    }
}

/// The mark at the end of a text that may have parentheses of its own, as a default may: the text before it, and what it says.
pub(super) fn behind(text: &str) -> (&str, Provenance) {
    let Some(inner) = text.strip_suffix(')') else { return (text, Provenance::Page) };
    let marked = inner.match_indices('(').find_map(|(at, _)| {
        let provenance = Provenance::from_mark(&inner[at + 1..]).ok()?;
        Some((inner[..at].trim_end(), provenance))
    });
    marked.unwrap_or((text, Provenance::Page))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_mark_stands_behind_the_name() {
        for (cell, name, mark) in [
            ("lamp", "lamp", ""),
            ("lamp (observed)", "lamp", "observed"),
            ("lamp(observed)", "lamp", "observed"),
            ("200 (source: a (b) c)", "200", "source: a (b) c"),
            ("lamp (seen in 3 of 40)", "lamp", "seen in 3 of 40"),
            ("(observed)", "", "observed"),
            ("lamp (observed", "lamp (observed", ""),
        ] {
            let found = split(cell).map(|(name, provenance)| (name, provenance.mark().unwrap_or_default()));
            assert_eq!(found, Ok((name, mark.to_owned())), "{cell}");
        }
        for cell in
            ["lamp (obsrved)", "lamp (seen in 41 of 40)", "lamp ()", "lamp (seen in 3 of 40) (observed)"]
        {
            assert!(split(cell).is_err(), "{cell}");
        }
    }
}
