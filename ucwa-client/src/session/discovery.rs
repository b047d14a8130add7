//! From the address of discovery to where applications are created.

use std::collections::VecDeque;

use http::{Request, Response};
use ucwa_types::Link;
use ucwa_types::api::{Redirect, Root, RootQuery, User};
use ucwa_types::operation::ErrorSet;
use ucwa_types::rest::{BaseUrl, LegacyDiscovery, RequestError, WireFormat};

use crate::error::{Asked, Error, ProtocolError};
use crate::session::judge::failure;
use crate::session::origin::{Hosts, Origin};

/// How many hosts discovery may lead to before it is taken for a circle.
const HOPS: u32 = 5;

/// Discovery on its way.
#[derive(Debug)]
pub(super) struct Discovery {
    base: BaseUrl,
    /// The addresses that are tried after any failure.
    others: VecDeque<BaseUrl>,
    person: Person,
    hops: u32,
    stage: Stage,
}

/// Who is looked for, which is the same for all requests of discovery.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The name by which discovery finds the server.
    pub(super) user: String,
    pub(super) hosts: Hosts,
    pub(super) format: WireFormat,
}

#[derive(Debug)]
enum Stage {
    /// A root is asked for.
    Root(Link<Root>),
    /// The user of a root is asked for. The root may lead elsewhere too.
    User(Link<User>, Option<Link<Redirect>>),
}

impl Stage {
    fn at(base: &BaseUrl) -> Self {
        Self::Root(Link::new(base.uri().to_string()))
    }
}

/// Where applications are created.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) base: BaseUrl,
    pub(super) applications: String,
}

impl Discovery {
    pub(super) fn new(base: BaseUrl, others: impl IntoIterator<Item = BaseUrl>, person: Person) -> Self {
        let stage = Stage::at(&base);
        Self { base, others: others.into_iter().collect(), person, hops: 0, stage }
    }

    /// Whether a failure is the end: there is no other address to try.
    pub(super) fn is_last(&self) -> bool {
        self.others.is_empty()
    }

    /// Begins again with the next address. Returns whether there is one.
    pub(super) fn try_next(&mut self) -> bool {
        let Some(base) = self.others.pop_front() else { return false };
        self.stage = Stage::at(&base);
        (self.base, self.hops) = (base, 0);
        true
    }

    /// The server that is asked next. Discovery has led to it.
    pub(super) const fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// What is asked for now.
    pub(super) const fn asked(&self) -> Asked {
        match self.stage {
            Stage::Root(_) => Asked::new("GET", "root"),
            Stage::User(..) => Asked::new("GET", "user"),
        }
    }

    /// What to ask next.
    pub(super) fn request(&self) -> Result<Request<Vec<u8>>, RequestError> {
        match &self.stage {
            Stage::Root(root) => {
                let query = RootQuery::default().with_sipuri(self.person.user.as_str());
                root.get_with(query).request(&self.base, self.person.format)
            }
            Stage::User(user, _) => user.get().request(&self.base, self.person.format),
        }
    }

    /// Takes the answer. Returns where applications are created once that is known; until then there is more to ask.
    pub(super) fn answer<K: ErrorSet>(
        &mut self,
        response: Response<Vec<u8>>,
    ) -> Result<Option<Place>, Error<K>> {
        let asked = self.asked();
        let redirect = match &self.stage {
            Stage::Root(root) => match root.get().read(response) {
                Ok(reply) => {
                    let links = reply.output.ok_or(Error::Protocol(asked, ProtocolError::NoBody))?.links;
                    if let Some(user) = links.user {
                        // It is mostly on this server, and then the token is for this server too.
                        self.base = self.follow(user.href())?;
                        self.stage = Stage::User(user, links.redirect);
                        return Ok(None);
                    }
                    links.redirect
                }
                Err(error) => {
                    // An older service has no user to ask for.
                    if let Some(applications) =
                        error.legacy_discovery().and_then(LegacyDiscovery::applications::<()>)
                    {
                        return self.place(applications.href()).map(Some);
                    }
                    return Err(refused(asked, error.into_response()));
                }
            },
            Stage::User(user, redirect) => match user.get().read(response) {
                Ok(reply) => {
                    let links = reply.output.ok_or(Error::Protocol(asked, ProtocolError::NoBody))?.links;
                    if let Some(applications) = links.applications {
                        return self.place(applications.href()).map(Some);
                    }
                    links.redirect.or_else(|| redirect.clone())
                }
                Err(error) => return Err(refused(asked, error.into_response())),
            },
        };
        let redirect = redirect.ok_or(Error::Protocol(asked, ProtocolError::DeadEnd))?;
        self.hops += 1;
        if self.hops >= HOPS {
            return Err(Error::Protocol(asked, ProtocolError::TooManyRedirects));
        }
        self.base = self.follow(redirect.href())?;
        // What a redirect leads to is a root in all but name.
        self.stage = Stage::Root(redirect.cast());
        Ok(None)
    }

    fn place<K: ErrorSet>(&self, applications: &str) -> Result<Place, Error<K>> {
        Ok(Place { base: self.follow(applications)?, applications: applications.to_owned() })
    }

    fn follow<K: ErrorSet>(&self, href: &str) -> Result<BaseUrl, Error<K>> {
        let next = self.base.follow(href).map_err(RequestError::Href)?;
        let is_open = |base: &BaseUrl| Origin::of(base.uri()).is_open();
        if !self.person.hosts.allow(next.uri()) || is_open(&next) && !is_open(&self.base) {
            return Err(Error::Protocol(self.asked(), ProtocolError::Untrusted));
        }
        Ok(next)
    }
}

/// The failure with the errors of the program's own tree.
fn refused<K: ErrorSet>(asked: Asked, response: Response<Vec<u8>>) -> Error<K> {
    failure(response)
        .map_or(Error::Protocol(asked, ProtocolError::Undecodable), |failure| Error::Service(asked, failure))
}
