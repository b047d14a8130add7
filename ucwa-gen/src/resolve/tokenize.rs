//! Names as words, so that `lobbyBypassForPhoneUsersSettings` and `LobbyBypassForPhoneUsers` can be compared.

use heck::ToSnakeCase;

/// The words of a name, in lower case, plurals as singulars.
pub(super) fn tokenize(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').filter(|word| !word.is_empty()).map(singular).collect()
}

fn singular(word: &str) -> String {
    match word {
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", &word[..word.len() - 3]),
        _ if word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && word.len() > 3 => {
            word[..word.len() - 1].to_owned()
        }
        _ => word.to_owned(),
    }
}
