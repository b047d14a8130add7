//! What changes, and who gets an event of it. Nothing here knows of requests.

mod applications;
mod calls;
mod conversations;
mod messages;
mod presence;
mod subscriptions;

pub(crate) use self::calls::Wish;
pub(crate) use self::messages::Content;
pub(crate) use self::presence::Availing;
