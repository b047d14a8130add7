//! Which version a change asks for.

use std::fmt;
use std::str::FromStr;

use super::change::{Effect, Effects};

/// The part of a version that has to grow, by the rules of Cargo: which versions `cargo update` takes for compatible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Bump {
    /// Users need nothing to know.
    Patch,
    /// There is more than before.
    Minor,
    /// Users have to look before they update.
    Major,
}

impl Bump {
    /// The part of the version that changes with these effects ask for. Whoever runs `cargo update` does not look: what
    /// breaks on any axis needs a version that it does not take.
    #[must_use]
    pub fn of(effects: Effects) -> Self {
        match effects.worst() {
            Effect::Breaks => Self::Major,
            Effect::Extends => Self::Minor,
            Effect::None => Self::Patch,
        }
    }

    /// The part in a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The next version after this one. Before 1.0 a breaking change raises the first number that is not 0, and
    /// an extension is a patch.
    #[must_use]
    pub fn after(self, version: Version) -> Version {
        let Version { major, minor, patch } = version;
        match (self, major, minor) {
            (Self::Major, 0, 0) | (_, 0, 0) => Version { patch: patch + 1, ..version },
            (Self::Major, 0, _) => Version { minor: minor + 1, patch: 0, ..version },
            (Self::Major, ..) => Version { major: major + 1, minor: 0, patch: 0 },
            (Self::Minor, 1.., _) => Version { minor: minor + 1, patch: 0, ..version },
            _ => Version { patch: patch + 1, ..version },
        }
    }
}

/// The three numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second.
    pub minor: u32,
    /// The third.
    pub patch: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The text is not the version of a release.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseVersionError {
    /// It is not a version.
    #[error("`{0}` is not a version of three numbers, such as `0.3.1`")]
    Form(String),
    /// It is a pre-release. Any version may follow it: it promises nothing that could be broken.
    #[error(
        "`{0}` is a pre-release, and anything may change after it: name the last release, such as `0.3.1`"
    )]
    PreRelease(String),
}

/// Reads the version of a release. Build metadata (`1.2.3+7`) is left out, as Cargo does when it compares versions.
impl FromStr for Version {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseVersionError::Form(text.to_owned());
        let (version, build) =
            text.split_once('+').map_or((text, None), |(version, build)| (version, Some(build)));
        let (version, pre) =
            version.split_once('-').map_or((version, None), |(version, pre)| (version, Some(pre)));
        let is_label = |label: &str| {
            let is_part = |part: &str| {
                !part.is_empty() && part.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
            };
            label.split('.').all(is_part)
        };
        if [build, pre].into_iter().flatten().any(|label| !is_label(label)) {
            return Err(error());
        }
        let number = |part: &str| {
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit()) && part.len() < 10;
            let is_canonical = part == "0" || !part.starts_with('0');
            (is_number && is_canonical).then(|| part.parse().ok()).flatten().ok_or_else(error)
        };
        let release = match version.split('.').collect::<Vec<_>>()[..] {
            [major, minor, patch] => {
                Self { major: number(major)?, minor: number(minor)?, patch: number(patch)? }
            }
            _ => return Err(error()),
        };
        if pre.is_some() {
            return Err(ParseVersionError::PreRelease(text.to_owned()));
        }
        Ok(release)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bump, ParseVersionError, Version};
    use crate::diff::{Effect, Effects};

    #[test]
    fn the_next_version_is_the_one_that_cargo_takes_or_does_not_take() {
        for (before, patch, minor, major) in [
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("10.0.0", "10.0.1", "10.1.0", "11.0.0"),
        ] {
            let before: Version = before.parse().unwrap();
            for (bump, after) in [(Bump::Patch, patch), (Bump::Minor, minor), (Bump::Major, major)] {
                assert_eq!(bump.after(before).to_string(), after, "{bump:?} after {before}");
            }
        }
    }

    #[test]
    fn the_worst_effect_on_any_axis_decides() {
        let effects = |source, wire, behaviour| Effects { source, wire, behaviour };
        for (effects, bump) in [
            (effects(Effect::None, Effect::None, Effect::None), Bump::Patch),
            (effects(Effect::Extends, Effect::None, Effect::None), Bump::Minor),
            (effects(Effect::None, Effect::None, Effect::Breaks), Bump::Major),
            (effects(Effect::Extends, Effect::Breaks, Effect::None), Bump::Major),
        ] {
            assert_eq!(Bump::of(effects), bump, "{effects:?}");
        }
    }

    #[test]
    fn only_a_release_is_a_version_to_start_from() {
        for (text, pre_release) in [
            ("", false),
            ("1", false),
            ("1.2", false),
            ("1.2.3.4", false),
            ("1.2.x", false),
            ("+1.2.3", false),
            ("v1.2.3", false),
            ("1..3", false),
            ("1.02.3", false),
            ("1.2.99999999999", false),
            ("1.2.3-", false),
            ("1.2.3-rc..1", false),
            ("1.2.3+", false),
            ("1.2.3+a_b", false),
            ("1.2-rc.1", false),
            ("1.2.3-alpha", true),
            ("1.0.0-rc.1", true),
            ("1.0.0-rc.1+build-7", true),
        ] {
            let error = text.parse::<Version>().unwrap_err();
            assert_eq!(matches!(error, ParseVersionError::PreRelease(_)), pre_release, "{text}: {error}");
        }
        for (text, version) in [("1.2.3+7", "1.2.3"), ("0.3.1+build.7-rc", "0.3.1"), ("10.0.0", "10.0.0")] {
            assert_eq!(text.parse::<Version>().unwrap().to_string(), version);
        }
    }
}
