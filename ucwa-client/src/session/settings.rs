//! What can be set.

use std::time::Duration;

use ucwa_types::channel::{Aggregation, Backoff};
use ucwa_types::rest::{BaseUrl, HrefError, WireFormat};

/// The settings of a session, with values that suit most programs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The address of discovery, such as `https://lyncdiscover.example.com/`, with the names by which its hosts are known
    /// elsewhere ([`BaseUrl::with_aliases`]).
    pub discovery: BaseUrl,
    /// The addresses of discovery that are tried after any failure, in order.
    pub fallbacks: Vec<BaseUrl>,
    /// The hosts that discovery may lead to and that the password may be sent to, each with all hosts below it, such as
    /// `example.com`. If there are none, wherever discovery leads to is trusted.
    pub trusted_hosts: Vec<String>,
    /// The format of representations: JSON, or XML with the feature `xml`.
    pub format: WireFormat,
    /// How long to wait before trying again.
    pub backoff: Backoff,
    /// How long to wait for an answer. On the event channel, for as long as the server may hold the request, and this.
    pub patience: Duration,
    /// How long a request for events is held at most by whatever is between client and server; longer ones are taken for lost.
    pub longest_poll: Duration,
    /// How long to wait for the event of an operation whose answer was lost. While requests for events fail it waits for longer, up to
    /// `operation`.
    pub lost_operation: Duration,
    /// How long to wait for the `completed` event of an operation whose answer has come.
    pub operation: Duration,
    /// How often a request that may be sent twice is sent again.
    pub retries: u32,
    /// How many tokens in a row are got for one request if the server refuses each.
    pub renewals: u32,
    /// How often in a row the application is created again, or is tried to be, before the session ends. The back-off lies between
    /// them. An application that lives for ten minutes ends the row.
    pub recreations: u32,
    /// How many steps may wait to be taken; each has the events of one answer. With so many waiting the server is not asked for
    /// events. If an operation waits for its event it is asked all the same: the events that wait then give way to a
    /// [`Step::StateLoss`](super::Step::StateLoss).
    pub backlog: usize,
    /// How long the server may hold events back.
    pub aggregation: Aggregation,
}

impl Settings {
    /// Those for a user such as `ann@example.com`: discovery starts at `https://lyncdiscoverinternal.example.com/`, and after any
    /// failure at `https://lyncdiscover.example.com/`.
    ///
    /// # Errors
    /// If there is no domain in the name.
    pub fn of_user(user: &str) -> Result<Self, HrefError> {
        let domain = user
            .rsplit_once('@')
            .map(|(_, domain)| domain)
            .filter(|domain| !domain.is_empty())
            .ok_or(HrefError::Empty)?;
        let inside: BaseUrl = format!("https://lyncdiscoverinternal.{domain}/").parse()?;
        let outside: BaseUrl = format!("https://lyncdiscover.{domain}/").parse()?;
        Ok(Self { fallbacks: vec![outside], ..Self::new(inside) })
    }

    /// These, and values that suit most programs.
    #[must_use]
    pub fn new(discovery: BaseUrl) -> Self {
        Self {
            discovery,
            fallbacks: Vec::new(),
            trusted_hosts: Vec::new(),
            format: WireFormat::default(),
            backoff: Backoff::default(),
            patience: Duration::from_secs(30),
            longest_poll: Duration::from_secs(3600),
            lost_operation: Duration::from_secs(60),
            operation: Duration::from_secs(180),
            retries: 4,
            renewals: 3,
            recreations: 10,
            backlog: 1000,
            aggregation: Aggregation::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_follow_from_the_name() {
        let settings = Settings::of_user("ann@example.com").unwrap();
        assert_eq!(settings.discovery.to_string(), "https://lyncdiscoverinternal.example.com/");
        let others: Vec<_> = settings.fallbacks.iter().map(ToString::to_string).collect();
        assert_eq!(others, ["https://lyncdiscover.example.com/"]);
        for wrong in ["ann", "ann@", "ann@a b"] {
            assert!(Settings::of_user(wrong).is_err(), "{wrong}");
        }
    }
}
