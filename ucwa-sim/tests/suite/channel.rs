use ucwa_sim::{Config, Fault, Rule, Times};
use ucwa_types::Link;
use ucwa_types::api::{Communication, Events, PreferredAvailability, PresenceInput};
use ucwa_types::batch::Batch;
use ucwa_types::channel::{NextStep, StateLoss};
use ucwa_types::rest::{Fetchable, WireFormat};

use crate::bench::{Bench, Client, config};

#[test]
fn becoming_available_is_told_in_one_answer() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    // None of these events is urgent.
    assert!(ann.events(&mut bench).is_empty());
    bench.advance(5);
    assert_eq!(
        ann.lines(&mut bench),
        [
            "communication: updated communication +",
            "me: updated me",
            "me: added presence",
            "me: added note",
            "me: added location",
        ]
    );
    bench.advance(179);
    assert!(ann.outcome(&mut bench).is_none());
    bench.advance(1);
    let outcome = ann.outcome(&mut bench).unwrap();
    assert_eq!((outcome.next_step, outcome.events().count()), (NextStep::Continue, 0));
    bench.is_tidy();
}

#[test]
fn who_was_away_is_told_that_everything_has_ended() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    ann.events(&mut bench);
    bench.advance(14 * 60);
    let outcome = ann.outcome(&mut bench).unwrap();
    // The events before the reset are lost as well.
    assert_eq!(outcome.state_loss, None);
    assert_eq!(ann.outcome(&mut bench).unwrap().state_loss, Some(StateLoss::Reset));
    bench.is_tidy();
}

#[test]
fn who_never_asked_for_events_is_told_too() {
    for (minutes, expected) in [(9, None), (11, Some(StateLoss::Reset))] {
        let mut bench = Bench::new(config(1));
        let mut ann = bench.ann();
        bench.advance(minutes * 60);
        assert_eq!(ann.outcome(&mut bench).unwrap().state_loss, expected, "{minutes}");
        bench.is_tidy();
    }
}

#[test]
fn who_falls_behind_is_told_to_fetch_everything_again() {
    let mut times = Times::default();
    times.backlog = 3;
    let mut config: Config = config(1);
    config.times = times;
    let mut bench = Bench::new(config);
    let mut ann = bench.ann();
    assert_eq!(ann.outcome(&mut bench).unwrap().state_loss, Some(StateLoss::Missed));
    let presence = ann.me().links.presence.unwrap();
    let busy = PresenceInput::default().with_availability(PreferredAvailability::Busy);
    ann.call(&mut bench, &presence.post(busy)).unwrap();
    bench.advance(5);
    // The later events are not lost.
    assert_eq!(ann.lines(&mut bench), ["me: added location", "me: updated presence"]);
    bench.is_tidy();
}

#[test]
fn an_address_that_was_computed_leads_nowhere() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    let events = ann.application.links.events.clone().unwrap();
    let wrong: Link<Events> = Link::new(events.href().replace("ack=", "ack=1"));
    let document = ann.call(&mut bench, &wrong.get_verbatim()).unwrap().output.unwrap();
    assert_eq!(document.links.resync.unwrap().href(), events.href());
    assert_eq!(document.links.self_.unwrap().href(), wrong.href());
    assert_eq!(bench.sim.complaints().len(), 1);
}

#[test]
fn a_second_request_for_events_replaces_the_first() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    ann.listen(&mut bench);
    let events: Link<Events> = ann.application.links.events.clone().unwrap();
    bench.sim.submit(ann.request(&events.get_verbatim()));
    let outcome = ann.outcome(&mut bench).unwrap();
    assert_eq!(outcome.next_step, NextStep::Replaced);
    assert_eq!(outcome.failure.unwrap().subcode(), Some("PGetReplaced"));
}

#[test]
fn what_is_lost_on_its_way_comes_again() {
    for fault in [Fault::DropAnswer, Fault::HalfBody, Fault::CutBody] {
        let rule = Rule::new(fault).on("events").times(1);
        let mut bench = Bench::new(config(1).with_fault(rule).unwrap());
        let mut ann = bench.ann();
        ann.listen(&mut bench);
        bench.advance(5);
        let lost = ann.outcome(&mut bench).unwrap();
        assert!(matches!(lost.next_step, NextStep::Retry { .. }), "{:?}", lost.next_step);
        assert_eq!(ann.events(&mut bench).len(), 5);
    }
}

#[test]
fn events_in_another_order_are_the_same_events() {
    let run = |fault: Option<Fault>| {
        let rules = fault.map(|fault| Rule::new(fault).on("events"));
        let mut bench = Bench::new(rules.into_iter().try_fold(config(3), Config::with_fault).unwrap());
        let mut ann = bench.ann();
        ann.listen(&mut bench);
        bench.advance(5);
        ann.lines(&mut bench)
    };
    let (mut orderly, mut shuffled) = (run(None), run(Some(Fault::OutOfOrder)));
    assert_ne!(orderly, shuffled);
    orderly.sort();
    shuffled.sort();
    assert_eq!(orderly, shuffled);
}

#[test]
fn settings_are_put_with_everything_that_was_got_and_the_present_etag() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut bench = Bench::new(config(1));
        let mut ann = bench.ann();
        ann.format = format;
        let link = ann.communication().links.self_.unwrap();
        let mut settings: Communication = ann.get(&mut bench, &link);
        settings.phone_number = Some("tel:+14255550100".to_owned());
        ann.call(&mut bench, &link.put(settings.clone())).unwrap();
        let stale = ann.call(&mut bench, &link.put(settings.clone())).unwrap_err();
        assert_eq!((stale.status().as_u16(), stale.code()), (412, Some("PreconditionFailed")));
        settings.etag = None;
        let missing = ann.call(&mut bench, &link.put(settings)).unwrap_err();
        assert_eq!((missing.status().as_u16(), missing.code()), (428, Some("PreconditionRequired")));
        let mut bare: Communication = ann.get(&mut bench, &link);
        assert_eq!(bare.phone_number.as_deref(), Some("tel:+14255550100"));
        bare.unknown = ucwa_types::Unknown::default();
        let refused = ann.call(&mut bench, &link.put(bare)).unwrap_err();
        assert_eq!(refused.status().as_u16(), 400);
        bench.is_tidy();
    }
}

fn fetched<T: Fetchable<Error = ucwa_types::api::ErrorKind>>(
    bench: &mut Bench,
    ann: &mut Client,
    links: &[Link<T>],
) -> usize {
    let mut batch = Batch::new(ann.base.clone(), WireFormat::Json);
    let entries: Vec<_> = links.iter().map(|link| batch.add(&link.get()).unwrap()).collect();
    let link = ann.application.links.batch.clone().unwrap();
    let reply = ann.call(bench, &batch.call(&link)).unwrap();
    let mut answers = batch.answers(reply).unwrap();
    entries.iter().filter(|entry| answers.take(entry).is_ok()).count()
}

#[test]
fn a_batch_is_answered_part_by_part() {
    for seed in 0..5 {
        let mut bench = Bench::new(config(seed));
        let mut ann = bench.ann();
        let own = ann.communication().links.self_.unwrap();
        let gone: Link<Communication> = Link::new(format!("{}x", own.href()));
        assert_eq!(fetched(&mut bench, &mut ann, &[own.clone(), gone, own.clone(), own]), 3);
    }
}
