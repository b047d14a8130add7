//! Why the walk does not reach something.

/// What the name of something that is missing contains, and why it is missing.
const REASONS: &[(&str, &str)] = &[
    ("redirect GET", "a link with this rel leads to the root of another host, as on real servers"),
    ("startEmergencyCallInput", "the pages that list it do not document what it is"),
    (
        "Forbidden/NoDelegatesConfigured",
        "the pages list 403 and 409 for the same state, and the simulator answers 409",
    ),
    (
        "Forbidden/NoTeamMembersConfigured",
        "the pages list 403 and 409 for the same state, and the simulator answers 409",
    ),
    ("Gone", "only a fault takes a server down"),
    ("ServiceFailure", "only a fault breaks a server behind it"),
    ("GatewayTimeout", "only a fault breaks a server behind it"),
];

/// What is missing, by its reason.
pub(super) fn explained(missing: Vec<&String>) -> Vec<(&'static str, Vec<&str>)> {
    let mut explained: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in missing {
        let reason = REASONS.iter().find(|(part, _)| line.contains(part)).map_or("?", |(_, reason)| reason);
        match explained.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, lines)) => lines.push(line),
            None => explained.push((reason, vec![line])),
        }
    }
    explained
}
