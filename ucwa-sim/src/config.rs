//! The configuration of a simulator: hosts, users, times, quirks and faults.

mod group;
mod person;
mod quirks;
mod times;

use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

pub use self::group::DistributionGroup;
pub use self::person::{Bot, Person};
pub use self::quirks::{Discovery, Embedding, Quirks};
pub use self::times::Times;
use crate::error::{ConfigError, FileError};
use crate::faults::Rule;
use crate::uri;

/// The configuration of a [`Simulator`](crate::Simulator).
///
/// ```
/// use ucwa_sim::{Config, Person};
///
/// let config = Config::new(7).with_user(Person::new("sip:ann@example.com", "Ann Example", "secret"))?;
/// assert_eq!(config.users.len(), 1);
/// # Ok::<(), ucwa_sim::ConfigError>(())
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
    /// The distribution groups. Their URIs, and those of their members, are in lower case and have a scheme.
    pub distribution_groups: Vec<DistributionGroup>,
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
            distribution_groups: Vec::new(),
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
    ///
    /// # Errors
    /// If the URI cannot be that of a user, another user has it, the work phone is not a number, or the bot cannot do what it is to do. A URI
    /// without a scheme is a SIP URI.
    pub fn with_user(mut self, mut user: Person) -> Result<Self, ConfigError> {
        let known = uri::normal(&user.uri);
        if !uri::is_somebody(&known) {
            return Err(ConfigError::Uri(user.uri));
        }
        if let Some(bot) = &user.bot {
            bot.check()?;
        }
        if self.is_user(&known) || self.distribution_group(&known).is_some() {
            return Err(ConfigError::Twice(user.uri));
        }
        let passed_on = user.bot.iter().flat_map(|bot| bot.forwards.iter().chain(&bot.transfers));
        if passed_on.clone().any(|to| uri::normal(to) == known) {
            return Err(ConfigError::Bot("it passes calls on to itself"));
        }
        let mut others = user.contacts.iter().chain(&user.delegates).chain(&user.team).chain(passed_on);
        if let Some(other) = others.find(|other| !uri::is_somebody(&uri::normal(other))) {
            return Err(ConfigError::Uri(other.clone()));
        }
        if let Some(phone) = &user.work_phone {
            let number = uri::phone(phone).ok_or_else(|| ConfigError::Phone(phone.clone()))?;
            user.work_phone = Some(number);
        }
        if uri::short(&known).eq_ignore_ascii_case(&user.uri) {
            user.uri = known;
        }
        self.users.push(user);
        Ok(self)
    }

    /// Adds a distribution group.
    ///
    /// # Errors
    /// If the URI cannot be that of a group, or a user or another group has it.
    pub fn with_distribution_group(mut self, group: DistributionGroup) -> Result<Self, ConfigError> {
        let known = uri::normal(&group.uri);
        if !uri::is_somebody(&known) {
            return Err(ConfigError::Uri(group.uri));
        }
        if self.is_user(&known) || self.distribution_group(&known).is_some() {
            return Err(ConfigError::Twice(group.uri));
        }
        let members = group.members.iter().map(|uri| uri::normal(uri)).collect();
        self.distribution_groups.push(DistributionGroup { uri: known, members, ..group });
        Ok(self)
    }

    /// The distribution group with this URI.
    pub(crate) fn distribution_group(&self, uri: &str) -> Option<&DistributionGroup> {
        let uri = uri::normal(uri);
        self.distribution_groups.iter().find(|group| group.uri == uri)
    }

    /// Adds a fault. The users that it names have to be added before.
    ///
    /// # Errors
    /// If it can never happen: no resource has its rel or method, no user has its URI, or it cannot happen to what it matches.
    pub fn with_fault(mut self, rule: Rule) -> Result<Self, ConfigError> {
        rule.check(|wanted| self.is_user(wanted))?;
        self.faults.push(rule);
        Ok(self)
    }

    /// Sets how the server differs from others.
    #[must_use]
    pub fn with_quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Adds the users of a TOML file with tables `[[user]]`, each of them a [`Person`], and the groups of its tables
    /// `[[distributionGroup]]`, each of them a [`DistributionGroup`].
    ///
    /// # Errors
    /// If it is not such a file, [`with_user`](Self::with_user) refuses one of the users,
    /// [`with_distribution_group`](Self::with_distribution_group) one of the groups, or a contact, a delegate or a member of a
    /// team or of a group does not exist.
    pub fn with_users_of(self, text: &str) -> Result<Self, FileError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "camelCase")]
        struct File {
            user: Vec<Spanned<Person>>,
            #[serde(default)]
            distribution_group: Vec<Spanned<DistributionGroup>>,
        }
        let File { user: users, distribution_group: groups } = toml::from_str(text)?;
        let config = users.iter().try_fold(self, |config, user| {
            let added = config.with_user(user.get_ref().clone());
            added.map_err(|error| FileError::at(text, user.span().start, error))
        })?;
        let config = groups.iter().try_fold(config, |config, group| {
            let added = config.with_distribution_group(group.get_ref().clone());
            added.map_err(|error| FileError::at(text, group.span().start, error))
        })?;
        let nobody =
            |start: usize, uri: &String| FileError::at(text, start, ConfigError::Nobody(uri.clone()));
        // A contact can come later in the file than the user.
        for user in &users {
            let Person { contacts, delegates, team, bot, .. } = user.get_ref();
            let passed_on = bot.iter().flat_map(|bot| bot.forwards.iter().chain(&bot.transfers));
            let mut others = contacts.iter().chain(delegates).chain(team).chain(passed_on);
            if let Some(other) = others.find(|other| !config.is_user(other)) {
                return Err(nobody(user.span().start, other));
            }
        }
        for group in &groups {
            let is_known = |uri: &String| config.is_user(uri) || config.distribution_group(uri).is_some();
            if let Some(member) = group.get_ref().members.iter().find(|member| !is_known(member)) {
                return Err(nobody(group.span().start, member));
            }
        }
        Ok(config)
    }

    fn is_user(&self, uri: &str) -> bool {
        let uri = uri::normal(uri);
        self.users.iter().any(|user| uri::normal(&user.uri) == uri)
    }

    /// Adds the faults of a TOML file with tables `[[fault]]`, each of them a [`Rule`]. The users that they name have to be added before.
    ///
    /// # Errors
    /// If it is not such a file, or [`with_fault`](Self::with_fault) refuses one of the rules.
    pub fn with_faults_of(self, text: &str) -> Result<Self, FileError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            fault: Vec<Spanned<Rule>>,
        }
        toml::from_str::<File>(text)?.fault.into_iter().try_fold(self, |config, rule| {
            let start = rule.span().start;
            config.with_fault(rule.into_inner()).map_err(|error| {
                let start = error.member().and_then(|name| member(text, start, name)).unwrap_or(start);
                FileError::at(text, start, error)
            })
        })
    }
}

/// Where this member of the table is that begins at this byte.
fn member(text: &str, table: usize, name: &str) -> Option<usize> {
    let mut at = table;
    for line in text.get(table..)?.split_inclusive('\n') {
        let inner = line.trim_start();
        if at > table && inner.starts_with('[') {
            return None;
        }
        if inner.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return Some(at + line.len() - inner.len());
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::Fault;

    /// Asserts that the message has these words, and that they are not those of a source, which a program prints behind it.
    fn is_told_once(error: &FileError, words: &str) {
        assert!(error.to_string().contains(words), "{error}");
        assert!(std::error::Error::source(error).is_none(), "{error}");
    }

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

            [[distributionGroup]]
            uri = "Staff@example.com"
            name = "Staff"
            members = ["ann@example.com", "sip:bo@example.com"]
        "#;
        let config = Config::new(1).with_users_of(users).unwrap();
        let ann =
            Person::new("sip:ann@example.com", "Ann Example", "secret").with_contacts(["sip:bo@example.com"]);
        let bo = Person::new("sip:bo@example.com", "Bo Example", "").with_bot(Bot::echo());
        assert_eq!(config.users, [ann, bo]);
        let user = |uri: &str| format!("[[user]]\nuri = \"{uri}\"\nname = \"\"\n");
        let staff = DistributionGroup::new("sip:staff@example.com", "Staff")
            .with_members(["sip:ann@example.com", "sip:bo@example.com"]);
        assert_eq!(config.distribution_groups, [staff]);
        let twice = user("sip:a@example.com") + &user("sip:A@example.com");
        for (wrong, expected) in [
            ("[[user]]\nname = \"Ann\"", "missing field `uri`"),
            ("[[usr]]", "unknown field `usr`"),
            (&(user("sip:a@example.com") + "age = 7"), "unknown field `age`"),
            (&user(""), "line 1, column 1: `` cannot be the URI"),
            (&user("ab"), "line 1, column 1: `ab` cannot be the URI"),
            (
                &(user("a@example.com") + "bot = { accepts = true, declines = true }"),
                "line 1, column 1: the bot is impossible: it accepts and declines",
            ),
            (
                &(user("a@example.com") + "bot = { greets = \"\" }"),
                "line 1, column 1: the bot is impossible: `greets` is empty",
            ),
            (
                &(user("a@example.com") + "bot = { forwards = \"SIP:A@example.com\" }"),
                "line 1, column 1: the bot is impossible: it passes calls on to itself",
            ),
            (
                &(user("a@example.com") + "bot = { accepts = true, transfers = \"a@example.com\" }"),
                "line 1, column 1: the bot is impossible: it passes calls on to itself",
            ),
            (
                &(user("a@example.com") + "workPhone = \"abc\""),
                "line 1, column 1: `abc` is not a phone number",
            ),
            (&(user("a@example.com") + "workPhone = \"\""), "line 1, column 1: `` is not a phone number"),
            (&twice, "line 4, column 1: more than one user or group has the URI `sip:A@example.com`"),
            (&(user("sip:a@example.com") + "contacts = [\"\"]"), "line 1, column 1: `` cannot be the URI"),
            (
                &(user("sip:b@example.com")
                    + &user("sip:a@example.com")
                    + "contacts = [\"b@example.com\", \"c@example.com\"]"),
                "line 4, column 1: there is no user `c@example.com`",
            ),
            (
                &(user("sip:a@example.com") + "delegates = [\"c@example.com\"]"),
                "line 1, column 1: there is no user `c@example.com`",
            ),
            (
                &(user("sip:a@example.com")
                    + "[[distributionGroup]]\nuri = \"A@example.com\"\nname = \"\"\n"),
                "line 4, column 1: more than one user or group has the URI `A@example.com`",
            ),
            (
                &(user("sip:a@example.com")
                    + "[[distributionGroup]]\nuri = \"b@example.com\"\nname = \"\"\nmembers = [\"c@example.com\"]"),
                "line 4, column 1: there is no user `c@example.com`",
            ),
        ] {
            is_told_once(&Config::new(1).with_users_of(wrong).unwrap_err(), expected);
        }
        for (wrong, expected) in [
            ("fault = \"sulk\"", "unknown variant `sulk`"),
            (
                "fault = \"drop\"\nrel = \"event\"",
                "line 4, column 1: the simulator has no resource with the rel `event`",
            ),
            ("fault = \"quiet\"\n  rel = \"me\"", "line 4, column 3: `quiet` cannot happen to `me`"),
            ("fault = { html = 502, empty = 503 }", "a table `[[fault]]` has one fault"),
            ("fault = \"drop\"\nmethod = \"FETCH\"", "no resource has the method `FETCH`"),
            (
                "fault = \"documented\"\nrel = \"token\"",
                "line 4, column 1: no page documents an error of `token`",
            ),
            ("fault = \"drop\"\nchance = 101", "line 4, column 1: the chance 101 is more than 100 percent"),
            ("fault = \"drop\"\nuser = \"sip:eve@example.com\"", "there is no user `sip:eve@example.com`"),
        ] {
            let file = format!("# A fault.\n[[fault]]\n{wrong}");
            is_told_once(&Config::new(1).with_faults_of(&file).unwrap_err(), expected);
        }
    }

    #[test]
    fn the_guide_has_the_example_as_it_is() {
        let guide = include_str!("../../docs/guide/clients.md");
        let program = include_str!("../examples/bot.rs");
        assert!(guide.contains(&format!("```rust,ignore\n{program}```\n")));
    }

    #[test]
    fn a_user_needs_no_scheme() {
        let person = |uri: &str| Person::new(uri, "", "");
        let config = Config::new(1).with_user(person("ann@example.com")).unwrap();
        assert_eq!(config.users[0].uri, "sip:ann@example.com");
        let twice = config.clone().with_user(person("SIP:Ann@example.com")).unwrap_err();
        assert_eq!(twice, ConfigError::Twice("SIP:Ann@example.com".to_owned()));
        for user in ["ann@example.com", "sip:Ann@Example.com"] {
            assert!(config.clone().with_fault(Rule::new(Fault::Drop).by(user)).is_ok(), "{user}");
        }
    }

    #[test]
    fn a_work_phone_is_normalized() {
        let mut ann = Person::new("ann@example.com", "", "");
        ann.work_phone = Some("+1 (425) 555-0101".to_owned());
        let config = Config::new(1).with_user(ann).unwrap();
        assert_eq!(config.users[0].work_phone.as_deref(), Some("tel:+14255550101"));
    }

    #[test]
    fn the_faults_of_the_documentation_are_read() {
        let page = include_str!("../../docs/simulator.md");
        let file = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let bo = Person::new("sip:bo@example.com", "Bo Example", "secret");
        let config = Config::new(1).with_user(bo).unwrap().with_faults_of(file).unwrap();
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
