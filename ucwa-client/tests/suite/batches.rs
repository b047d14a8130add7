//! Several operations in one request.

use ucwa_types::batch::Batch;
use ucwa_types::rest::WireFormat;

use crate::rig::{ANN, Rig, config};

#[test]
fn a_batch_is_a_call_like_any_other() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let application = rig.seats[ann].application.clone().unwrap();
    let base = rig.seats[ann].session.base().unwrap().clone();
    let mut batch = Batch::new(base, WireFormat::Json);
    let me = batch.add(&application.embedded.me.unwrap().links.self_.unwrap().get()).unwrap();
    let people = batch.add(&application.embedded.people.unwrap().links.self_.unwrap().get()).unwrap();
    let reply = rig.call(ann, &batch.call(&application.links.batch.unwrap())).unwrap().unwrap();
    let mut answers = batch.answers(reply).unwrap();
    assert_eq!(answers.take(&me).unwrap().output.unwrap().name.as_deref(), Some("Ann Example"));
    assert!(answers.take(&people).is_ok());
}
