//! Names that may have been meant.

use std::fmt;

/// How many names are suggested at most.
const AT_MOST: usize = 3;

/// The candidates most like the name, the likest first. Case does not count.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let name = name.to_lowercase();
    let limit = (name.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = candidates
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(AT_MOST).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// Appends the question whether one of these was meant; nothing if there are none.
pub(crate) fn ask(f: &mut fmt::Formatter<'_>, near: &[String]) -> fmt::Result {
    let [others @ .., last] = near else {
        return Ok(());
    };
    f.write_str("; did you mean ")?;
    for other in others {
        write!(f, "`{other}` or ")?;
    }
    write!(f, "`{last}`?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_come_first() {
        let names = ["contact", "contacts", "contactNote", "me"];
        assert_eq!(nearest("Contcat", names.into_iter()), ["contact", "contacts"]);
        assert_eq!(nearest("contacts", names.into_iter()), ["contacts", "contact"]);
        assert!(nearest("zzz", names.into_iter()).is_empty());
    }
}
