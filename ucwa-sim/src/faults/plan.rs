//! Which fault happens to a request.

use std::time::Duration;

use fastrand::Rng;

use super::rule::{Fault, Rule};
use crate::schema::errors_of;
use crate::uri;

/// The rules, with how often each has seen a request and has happened.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    rules: Vec<Progress>,
}

#[derive(Debug)]
struct Progress {
    rule: Rule,
    seen: u32,
    happened: u32,
}

/// The properties of a request that rules match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) rel: &'a str,
    pub(crate) method: &'a str,
    pub(crate) user: Option<&'a str>,
    pub(crate) now: Duration,
    /// Whether it is a part of a batch.
    pub(crate) is_part: bool,
}

impl Plan {
    pub(crate) fn new(rules: Vec<Rule>) -> Self {
        let mut plan = Self::default();
        rules.into_iter().for_each(|rule| plan.add(rule));
        plan
    }

    pub(crate) fn add(&mut self, mut rule: Rule) {
        rule.user = rule.user.as_deref().map(uri::normal);
        self.rules.push(Progress { rule, seen: 0, happened: 0 });
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The fault of the first rule that applies. Every rule that matches counts the request.
    pub(crate) fn pick(&mut self, asked: Asked<'_>, choices: &mut Rng) -> Option<Fault> {
        let mut found = None;
        for progress in &mut self.rules {
            if !progress.counts(asked) {
                continue;
            }
            if found.is_none() && progress.is_ready(asked, choices) {
                progress.happened += 1;
                found = Some(progress.rule.fault.clone());
            }
        }
        found
    }
}

impl Progress {
    /// Whether the request matches the rule, which then counts it.
    fn counts(&mut self, asked: Asked<'_>) -> bool {
        let is = |wanted: &Option<String>, given: Option<&str>| {
            wanted
                .as_deref()
                .is_none_or(|wanted| given.is_some_and(|given| given.eq_ignore_ascii_case(wanted)))
        };
        let rule = &self.rule;
        // A request to which the fault cannot happen does not count.
        let fits = rule.fault.fits(asked.rel) && (!asked.is_part || rule.fault.fits_a_part());
        let has_errors = rule.fault != Fault::Documented || !errors_of(asked.rel, asked.method).is_empty();
        let counts = fits
            && has_errors
            && is(&rule.rel, Some(asked.rel))
            && is(&rule.method, Some(asked.method))
            && is(&rule.user, asked.user);
        self.seen += u32::from(counts);
        counts
    }

    fn is_ready(&self, asked: Asked<'_>, choices: &mut Rng) -> bool {
        let rule = &self.rule;
        self.seen > rule.skip
            && rule.count.is_none_or(|count| self.happened < count)
            && rule.is_time(asked.now)
            && rule.chance.is_none_or(|chance| choices.u8(0..100) < chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(rule: &Rule, requests: &[(&str, &str, u64)]) -> Vec<bool> {
        let (mut plan, mut choices) = (Plan::new(vec![rule.clone()]), Rng::with_seed(1));
        let mut pick = |(rel, method, now): &(&str, &str, u64)| {
            let asked = Asked {
                rel,
                method,
                user: Some("sip:ann@example.com"),
                now: Duration::from_secs(*now),
                is_part: false,
            };
            plan.pick(asked, &mut choices).is_some()
        };
        requests.iter().map(&mut pick).collect()
    }

    #[test]
    fn a_rule_is_about_the_requests_that_it_names() {
        let requests = [("me", "GET", 0), ("note", "GET", 5), ("note", "POST", 10), ("note", "POST", 15)];
        let rule = || Rule::new(Fault::Drop);
        for (rule, expected) in [
            (rule(), [true, true, true, true]),
            (rule().on("Note"), [false, true, true, true]),
            (rule().on("note").with_method("post"), [false, false, true, true]),
            (rule().on("note").skipping(1), [false, false, true, true]),
            (rule().skipping(1).times(2), [false, true, true, false]),
            (rule().by("sip:bo@example.com"), [false; 4]),
            (rule().by("sip:Ann@example.com"), [true; 4]),
            (rule().with_chance(0), [false; 4]),
            (rule().with_chance(100), [true; 4]),
            (Rule { after: Some(5), until: Some(15), ..rule() }, [false, true, true, false]),
        ] {
            assert_eq!(picked(&rule, &requests), expected, "{rule:?}");
        }
    }

    #[test]
    fn rules_happen_one_after_the_other() {
        let rules = vec![Rule::new(Fault::Drop).times(1), Rule::new(Fault::Silence).skipping(2).times(1)];
        let (mut plan, mut choices) = (Plan::new(rules), Rng::with_seed(1));
        let asked = Asked { rel: "me", method: "GET", user: None, now: Duration::ZERO, is_part: false };
        let picked: Vec<_> = (0..4).map(|_| plan.pick(asked, &mut choices)).collect();
        assert_eq!(picked, [Some(Fault::Drop), None, Some(Fault::Silence), None]);
    }

    #[test]
    fn a_fault_is_not_used_up_by_what_it_cannot_happen_to() {
        for (fault, rel, is_part, expected) in [
            (Fault::Drop, "me", false, true),
            (Fault::Drop, "me", true, false),
            (Fault::HalfBody, "me", true, false),
            (Fault::CutBody, "me", true, true),
            (Fault::Html(502), "me", true, true),
            (Fault::Documented, "me", false, true),
            (Fault::Documented, "token", false, false),
            (Fault::Quiet, "me", false, false),
            (Fault::Quiet, "events", false, true),
            (Fault::Quiet, "events", true, false),
            (Fault::Late, "events", false, false),
            (Fault::Undelivered, "sendMessage", true, true),
        ] {
            let (mut plan, mut choices) =
                (Plan::new(vec![Rule::new(fault.clone()).times(1)]), Rng::with_seed(1));
            let asked = Asked { rel, method: "GET", user: None, now: Duration::ZERO, is_part };
            assert_eq!(plan.pick(asked, &mut choices).is_some(), expected, "{fault:?} {rel} {is_part}");
        }
    }
}
