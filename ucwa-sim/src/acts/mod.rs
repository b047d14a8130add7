//! Changes of the state, and the events that they cause. Nothing here depends on requests.

mod applications;
mod calls;
mod conversations;
mod messages;
mod presence;
mod subscriptions;

pub(crate) use self::calls::Wish;
pub(crate) use self::messages::Content;
pub(crate) use self::presence::Availing;
