//! Which members of an enumeration samples show.

use crate::schema::Enumeration;

/// How many values a list in a sample has at most.
pub(super) const AT_MOST: usize = 2;

/// The members that one would meet first.
const USUAL: [&str; 10] = [
    "Normal",
    "Connected",
    "Connecting",
    "Online",
    "Enabled",
    "Messaging",
    "Plain",
    "SameEnterprise",
    "User",
    "Colleagues",
];

/// The members that samples show, the likeliest first; empty for an enumeration without any.
pub(super) fn of(enumeration: &Enumeration) -> Vec<&str> {
    let names = || enumeration.members.iter().map(|member| member.name.as_str());
    let mut telling: Vec<&str> = names().filter(|name| !matches!(*name, "None" | "Unknown")).collect();
    telling.sort_by_key(|name| !USUAL.contains(name));
    telling.truncate(AT_MOST);
    // Where none tells anything, it is the first, each time.
    telling.extend(names().next().into_iter().cycle().take(AT_MOST - telling.len()));
    telling
}
