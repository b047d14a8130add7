//! The configuration of a simulator: hosts, users, times, quirks and faults.

mod person;
mod quirks;
mod times;

use std::time::Duration;

use serde::Deserialize;
use serde::de::Error as _;

pub use self::person::{Bot, Person};
pub use self::quirks::{Discovery, Embedding, Quirks};
pub use self::times::Times;
use crate::faults::Rule;

/// The configuration of a [`Simulator`](crate::Simulator).
///
/// ```
/// use ucwa_sim::{Config, Person};
///
/// let config = Config::new(7).with_user(Person::new("sip:ann@example.com", "Ann Example", "secret"));
/// assert_eq!(config.users.len(), 1);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The seed of ids, tokens, etags and the choices of faults.
    pub seed: u64,
    /// The origin of the host where discovery starts, such as `https://lyncdiscover.example.com`.
    pub discovery: String,
    /// The origin of the pool: the host where the users are.
    pub pool: String,
    /// The time at the start, since 1970.
    pub epoch: Duration,
    /// The users.
    pub users: Vec<Person>,
    /// How long things last.
    pub times: Times,
    /// How the server differs from others.
    pub quirks: Quirks,
    /// The faults.
    pub faults: Vec<Rule>,
}

impl Config {
    /// A server without users, at `https://lyncdiscover.example.com` and `https://pool.example.com`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            discovery: "https://lyncdiscover.example.com".to_owned(),
            pool: "https://pool.example.com".to_owned(),
            epoch: Duration::from_secs(1_735_689_600),
            users: Vec::new(),
            times: Times::default(),
            quirks: Quirks::default(),
            faults: Vec::new(),
        }
    }

    /// Sets the origins of the two hosts: that of discovery, and that of the pool.
    #[must_use]
    pub fn with_hosts(mut self, discovery: impl Into<String>, pool: impl Into<String>) -> Self {
        self.discovery = discovery.into();
        self.pool = pool.into();
        self
    }

    /// Adds a user.
    #[must_use]
    pub fn with_user(mut self, user: Person) -> Self {
        self.users.push(user);
        self
    }

    /// Adds a fault.
    #[must_use]
    pub fn with_fault(mut self, fault: Rule) -> Self {
        self.faults.push(fault);
        self
    }

    /// Sets how the server differs from others.
    #[must_use]
    pub fn with_quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Adds the users of a TOML file with tables `[[user]]`, each of them a [`Person`].
    ///
    /// # Errors
    /// If it is not such a file, or a user has no URI that begins with `sip:`, or one that another user has.
    pub fn with_users_of(mut self, text: &str) -> Result<Self, toml::de::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            user: Vec<Person>,
        }
        for user in toml::from_str::<File>(text)?.user {
            let uri = &user.uri;
            if !uri.starts_with("sip:") {
                return Err(toml::de::Error::custom(format!("`{uri}` does not begin with `sip:`")));
            }
            if self.users.iter().any(|other| other.uri.eq_ignore_ascii_case(uri)) {
                return Err(toml::de::Error::custom(format!("two users have the URI `{uri}`")));
            }
            self.users.push(user);
        }
        Ok(self)
    }

    /// Adds the faults of a TOML file with tables `[[fault]]`, each of them a [`Rule`].
    ///
    /// # Errors
    /// If it is not such a file, or no request can match a rule, since no resource has its rel or method.
    pub fn with_faults_of(mut self, text: &str) -> Result<Self, toml::de::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            fault: Vec<Rule>,
        }
        for rule in toml::from_str::<File>(text)?.fault {
            rule.check().map_err(toml::de::Error::custom)?;
            self.faults.push(rule);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::Fault;

    #[test]
    fn files_are_read() {
        let users = r#"
            [[user]]
            uri = "sip:ann@example.com"
            name = "Ann Example"
            password = "secret"
            contacts = ["sip:bo@example.com"]

            [[user]]
            uri = "sip:bo@example.com"
            name = "Bo Example"
            bot = { accepts = true, echoes = true }
        "#;
        let config = Config::new(1).with_users_of(users).unwrap();
        let ann =
            Person::new("sip:ann@example.com", "Ann Example", "secret").with_contacts(["sip:bo@example.com"]);
        let bo = Person::new("sip:bo@example.com", "Bo Example", "").with_bot(Bot::echo());
        assert_eq!(config.users, [ann, bo]);
        let user = |uri: &str| format!("[[user]]\nuri = \"{uri}\"\nname = \"\"\n");
        let twice = user("sip:a@example.com") + &user("sip:A@example.com");
        for (wrong, expected) in [
            ("[[user]]\nname = \"Ann\"", "missing field `uri`"),
            ("[[usr]]", "unknown field `usr`"),
            (&(user("sip:a@example.com") + "age = 7"), "unknown field `age`"),
            (&user("a@example.com"), "does not begin with `sip:`"),
            (&twice, "two users have the URI `sip:A@example.com`"),
        ] {
            let error = Config::new(1).with_users_of(wrong).unwrap_err().to_string();
            assert!(error.contains(expected), "{wrong}: {error}");
        }
        for (wrong, expected) in [
            ("fault = \"sulk\"", "unknown variant `sulk`"),
            ("fault = \"drop\"\nrel = \"event\"", "the rel `event`"),
            ("fault = \"drop\"\nmethod = \"FETCH\"", "`FETCH` is no method"),
            ("fault = \"drop\"\nchance = 101", "more than certain"),
        ] {
            let error =
                Config::new(1).with_faults_of(&format!("[[fault]]\n{wrong}")).unwrap_err().to_string();
            assert!(error.contains(expected), "{wrong}: {error}");
        }
    }
    #[test]
    fn the_faults_of_the_documentation_are_read() {
        let page = include_str!("../../docs/simulator.md");
        let file = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let config = Config::new(1).with_faults_of(file).unwrap();
        assert_eq!(config.faults[0], Rule::new(Fault::HalfBody).on("events").skipping(1).times(1));
        assert_eq!(config.faults[1], Rule::new(Fault::Html(502)).with_chance(5));
        // And each of the table.
        let table = page.split("| `fault` |").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
        let cells = table.lines().skip(2).filter_map(|line| line.split('|').nth(1));
        for fault in cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
            let file = format!("[[fault]]\nfault = {fault}");
            assert!(Config::new(1).with_faults_of(&file).is_ok(), "{file}");
        }
    }
}
