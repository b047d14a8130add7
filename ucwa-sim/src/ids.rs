//! Names and choices that look random, all from one seed.

use std::fmt;
use std::str::FromStr;

use fastrand::Rng;

/// Where names and choices come from. Names and the choices of faults have a generator each, so that a fault which is
/// added renames nothing.
#[derive(Debug)]
pub(crate) struct Ids {
    names: Rng,
    choices: Rng,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        let mut names = Rng::with_seed(seed);
        let choices = names.fork();
        Self { names, choices }
    }

    /// A new id. The chance that two are the same is one in 2⁴⁸.
    pub(crate) fn id<T: From<u64>>(&mut self) -> T {
        T::from(self.names.u64(1..1 << 48))
    }

    /// A number within 1 and this one.
    pub(crate) fn up_to(&mut self, largest: u32) -> u32 {
        self.names.u32(1..=largest.max(1))
    }

    /// Any number of 32 bits.
    pub(crate) fn number(&mut self) -> u32 {
        self.names.u32(..)
    }

    /// Text of this many hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from_digit(self.names.u32(0..16), 16).unwrap_or('0')).collect()
    }

    /// The name of a property that has to be sent back: a GUID.
    pub(crate) fn guid(&mut self) -> String {
        [8, 4, 4, 4, 12].map(|digits| self.hex(digits)).join("-")
    }

    /// The choices of faults.
    pub(crate) fn choices(&mut self) -> &mut Rng {
        &mut self.choices
    }
}

macro_rules! ids {
    ($($(#[$docs:meta])* $name:ident;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(u64);

        impl From<u64> for $name {
            fn from(number: u64) -> Self {
                Self(number)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:012x}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                u64::from_str_radix(text, 16).map(Self)
            }
        }
    )*};
}

ids! {
    /// An application.
    AppId;
    /// A conversation, as one application sees it.
    ConversationId;
    /// A conversation as a whole: all applications' views of it have one room.
    RoomId;
    /// An invitation, as one application sees it.
    InvitationId;
    /// What the invitations of several applications belong to.
    CallId;
    /// A change of the media of a session, as one application sees it.
    RenegotiationId;
    /// A message, as one application sees it.
    MessageId;
    /// A subscription to presence.
    SubscriptionId;
    /// A group of a user's own.
    GroupId;
    /// A conversation log.
    LogId;
    /// An online meeting.
    MeetingId;
}

/// A user: the place in the list of users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct UserId(pub(crate) usize);

/// A request, in the order in which requests came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(crate) u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides() {
        let names = |seed| {
            let mut ids = Ids::new(seed);
            (ids.id::<AppId>(), ids.hex(8), ids.up_to(9), ids.number(), ids.choices().u64(..))
        };
        assert_eq!(names(7), names(7));
        assert_ne!(names(7), names(8));
    }

    #[test]
    fn a_choice_renames_nothing() {
        let mut ids = Ids::new(7);
        ids.choices().u64(..);
        assert_eq!(ids.id::<AppId>(), Ids::new(7).id());
    }

    #[test]
    fn an_id_is_read_back() {
        let id: MessageId = Ids::new(1).id();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().len(), 12);
        assert!("x".parse::<MessageId>().is_err());
    }
}
