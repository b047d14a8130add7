//! What a simulator is made of: hosts, users, times, quirks and faults.

use std::time::Duration;

use serde::Deserialize;

use crate::faults::Rule;

/// What a [`Simulator`](crate::Simulator) is made of.
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
    /// What ids, tokens, etags, and the choices of faults are made from.
    pub seed: u64,
    /// The origin of the host where discovery starts, such as `https://lyncdiscover.example.com`.
    pub discovery: String,
    /// The origin of the host where users are at home.
    pub pool: String,
    /// The time at the start, since 1970.
    pub epoch: Duration,
    /// Who there is.
    pub users: Vec<Person>,
    /// How long things last.
    pub times: Times,
    /// How the server is.
    pub quirks: Quirks,
    /// What goes wrong.
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

    /// Adds what goes wrong.
    #[must_use]
    pub fn with_fault(mut self, fault: Rule) -> Self {
        self.faults.push(fault);
        self
    }

    /// Sets how the server is.
    #[must_use]
    pub fn with_quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Adds the users of a TOML file with tables `[[user]]`, each of them a [`Person`].
    ///
    /// # Errors
    /// If it is not such a file.
    pub fn with_users_of(mut self, text: &str) -> Result<Self, toml::de::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            user: Vec<Person>,
        }
        self.users.extend(toml::from_str::<File>(text)?.user);
        Ok(self)
    }

    /// Adds the faults of a TOML file with tables `[[fault]]`, each of them a [`Rule`].
    ///
    /// # Errors
    /// If it is not such a file.
    pub fn with_faults_of(mut self, text: &str) -> Result<Self, toml::de::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            fault: Vec<Rule>,
        }
        self.faults.extend(toml::from_str::<File>(text)?.fault);
        Ok(self)
    }
}

/// A user of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Person {
    /// The SIP URI, such as `sip:ann@example.com`.
    pub uri: String,
    /// The name that others see.
    pub name: String,
    /// What the user signs in with, together with the URI without its scheme.
    #[serde(default)]
    pub password: String,
    /// The job title.
    pub title: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// The office.
    pub office: Option<String>,
    /// The phone number at work, such as `tel:+14255550101`.
    pub work_phone: Option<String>,
    /// The URIs of the contacts in the user's list.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// What the simulator does in the user's name; nothing if nobody but clients acts for the user.
    pub bot: Option<Bot>,
}

impl Person {
    /// A user with this URI, name and password.
    #[must_use]
    pub fn new(uri: impl Into<String>, name: impl Into<String>, password: impl Into<String>) -> Self {
        Self { uri: uri.into(), name: name.into(), password: password.into(), ..Self::default() }
    }

    /// Sets the URIs of the contacts.
    #[must_use]
    pub fn with_contacts(mut self, uris: impl IntoIterator<Item: Into<String>>) -> Self {
        self.contacts = uris.into_iter().map(Into::into).collect();
        self
    }

    /// Lets the simulator act in the user's name.
    #[must_use]
    pub fn with_bot(mut self, bot: Bot) -> Self {
        self.bot = Some(bot);
        self
    }
}

/// What the simulator does in the name of a user, who is available from the start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Bot {
    /// Writes this to every user who becomes available.
    pub greets: Option<String>,
    /// Accepts invitations. Otherwise they ring until they end.
    pub accepts: bool,
    /// Declines invitations.
    pub declines: bool,
    /// Sends back each message.
    pub echoes: bool,
}

impl Bot {
    /// A bot that writes this to every user who becomes available.
    #[must_use]
    pub fn greeting(text: impl Into<String>) -> Self {
        Self { greets: Some(text.into()), ..Self::default() }
    }

    /// A bot that accepts invitations and sends back each message.
    #[must_use]
    pub fn echo() -> Self {
        Self { accepts: true, echoes: true, ..Self::default() }
    }
}

/// How long things last. The values of [`Times::default`] are those of the documentation, where it has any
/// (`docs/simulator.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Times {
    /// How long a token is good for.
    pub token: Duration,
    /// How long an application lives without a request for events.
    pub idle: Duration,
    /// After how long without a request for events conversations and subscriptions are ended.
    pub reset: Duration,
    /// How long an invitation rings.
    pub ringing: Duration,
    /// How long a message can be fetched that its event did not bring along.
    pub message: Duration,
    /// How long somebody types.
    pub typing: Duration,
    /// After how long without activity a user is shown as inactive, and after as long again as away.
    pub inactive: Duration,
    /// How long before its end a subscription is said to end.
    pub warning: Duration,
    /// How many events wait for a client, before it is told that it has fallen behind.
    pub backlog: usize,
}

impl Times {
    /// The same, none longer than this.
    pub(crate) fn within(self, longest: Duration) -> Self {
        let within = |time: Duration| time.min(longest);
        Self {
            token: within(self.token),
            idle: within(self.idle),
            reset: within(self.reset),
            ringing: within(self.ringing),
            message: within(self.message),
            typing: within(self.typing),
            inactive: within(self.inactive),
            warning: within(self.warning),
            backlog: self.backlog,
        }
    }
}

impl Default for Times {
    fn default() -> Self {
        Self {
            token: Duration::from_secs(8 * 3600),
            idle: Duration::from_secs(15 * 60),
            reset: Duration::from_secs(10 * 60),
            ringing: Duration::from_secs(30),
            message: Duration::from_secs(30),
            typing: Duration::from_secs(10),
            inactive: Duration::from_secs(5 * 60),
            warning: Duration::from_secs(60),
            backlog: 1000,
        }
    }
}

/// Where discovery leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Discovery {
    /// The root of the first host leads to the root of the pool.
    #[default]
    AtOnce,
    /// The first host redirects those whom it knows: its `user` leads on.
    Late,
    /// The hosts redirect to each other.
    InCircles,
}

/// Which events bring along the resource that they are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Embedding {
    /// Those that do so on servers.
    #[default]
    AsObserved,
    /// None.
    Never,
}

/// How the server is, within what servers are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quirks {
    /// Where discovery leads to.
    pub discovery: Discovery,
    /// Which events bring along the resource that they are about.
    pub embedding: Embedding,
    /// Whether everything that can be unknown to a client is there too, in JSON.
    pub is_odd: bool,
    /// Whether the server has the first revision of everything, though its links say otherwise.
    pub is_old: bool,
    /// Whether users are available from the start, and `me` is not shown.
    pub is_without_me: bool,
    /// The host that hrefs name, such as `https://pool.internal:4443`, which no client can reach.
    pub internal: Option<String>,
    /// Whether answers in a batch lack `Content-ID`, and have hrefs in another case and escaping.
    pub is_respelt: bool,
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
        for wrong in ["[[user]]\nname = \"Ann\"", "[[usr]]", "[[user]]\nuri = \"\"\nname = \"\"\nage = 7"] {
            assert!(Config::new(1).with_users_of(wrong).is_err(), "{wrong}");
        }
        assert!(Config::new(1).with_faults_of("[[fault]]\nfault = \"Sulk\"").is_err());
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
