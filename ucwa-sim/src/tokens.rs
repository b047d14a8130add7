//! Tokens (web tickets), each for one host.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::ids::{Ids, UserId};

/// The issued tokens.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    issued: BTreeMap<String, Token>,
    /// The tokens in the order in which they expire, since all have the same lifetime.
    expiring: VecDeque<(Duration, String)>,
}

#[derive(Debug)]
struct Token {
    is_at_home: bool,
    user: UserId,
    until: Duration,
}

/// What the `Authorization` of a request amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearer {
    /// A valid token of this user.
    User(UserId),
    /// There is no token, or it is not valid.
    Nobody,
    /// A token of the other host.
    Stray,
}

impl Tokens {
    /// Issues a token for a host, and forgets those that have expired.
    pub(crate) fn issue(
        &mut self,
        is_at_home: bool,
        user: UserId,
        [now, until]: [Duration; 2],
        ids: &mut Ids,
    ) -> String {
        while self.expiring.front().is_some_and(|(until, _)| *until <= now) {
            if let Some((_, expired)) = self.expiring.pop_front() {
                self.issued.remove(&expired);
            }
        }
        let token = format!("cwt={}", ids.hex(32));
        self.expiring.push_back((until, token.clone()));
        self.issued.insert(token.clone(), Token { is_at_home, user, until });
        token
    }

    /// Who has this token on this host.
    pub(crate) fn bearer(&self, is_at_home: bool, authorization: Option<&str>, now: Duration) -> Bearer {
        match self.issued.get(authorization.and_then(token).unwrap_or_default()) {
            Some(token) if token.is_at_home != is_at_home => Bearer::Stray,
            Some(token) if now < token.until => Bearer::User(token.user),
            _ => Bearer::Nobody,
        }
    }

    /// The user of a token, expired or not.
    pub(crate) fn owner(&self, authorization: Option<&str>) -> Option<UserId> {
        self.issued.get(token(authorization?)?).map(|token| token.user)
    }

    /// Ends all tokens of a host.
    pub(crate) fn expire(&mut self, is_at_home: bool) {
        self.issued.retain(|_, token| token.is_at_home != is_at_home);
    }
}

/// The token in the value of `Authorization`. The scheme is matched in any case.
fn token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_one_host_and_for_a_while() {
        let (mut tokens, mut ids) = (Tokens::default(), Ids::new(1));
        let (ann, hour) = (UserId(0), Duration::from_secs(3600));
        let value = format!("Bearer {}", tokens.issue(true, ann, [Duration::ZERO, hour], &mut ids));
        for (is_at_home, value, now, expected) in [
            (true, Some(&*value), 0, Bearer::User(ann)),
            (true, Some(&*value), 3599, Bearer::User(ann)),
            (true, Some(&*value), 3600, Bearer::Nobody),
            (false, Some(&*value), 0, Bearer::Stray),
            (true, Some(&*value.replacen("Bearer", "bearer", 1)), 0, Bearer::User(ann)),
            (true, Some(&*value.replacen("Bearer", "BEARER ", 1)), 0, Bearer::User(ann)),
            (true, Some(&*value.replacen("Bearer", "Basic", 1)), 0, Bearer::Nobody),
            (true, Some("Bearer x"), 0, Bearer::Nobody),
            (true, Some(&value[7..]), 0, Bearer::Nobody),
            (true, None, 0, Bearer::Nobody),
        ] {
            assert_eq!(
                tokens.bearer(is_at_home, value, Duration::from_secs(now)),
                expected,
                "{value:?} {now}"
            );
        }
        // Issuing one forgets those that have expired.
        tokens.issue(true, ann, [hour, hour * 2], &mut ids);
        assert_eq!((tokens.owner(Some(&value)), tokens.issued.len(), tokens.expiring.len()), (None, 1, 1));
        let value = format!("Bearer {}", tokens.issue(true, ann, [hour, hour * 2], &mut ids));
        tokens.expire(false);
        assert_eq!(tokens.bearer(true, Some(&value), Duration::ZERO), Bearer::User(ann));
        tokens.expire(true);
        assert_eq!(tokens.bearer(true, Some(&value), Duration::ZERO), Bearer::Nobody);
    }
}
