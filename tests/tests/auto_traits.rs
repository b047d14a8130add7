//! Each public type of `ucwa-types` can be sent to another thread, shared between threads, and kept: `tests/build.rs` lists
//! those in `ucwa-types/public-api.txt`, which is compared with the crate.

use std::rc::Rc;

include!(concat!(env!("OUT_DIR"), "/public.rs"));

fn assert<T: Send + Sync + 'static>() {}

#[test]
fn each_public_type_is_send_and_sync() {
    assert_all();
    // Whatever it leads to.
    assert::<ucwa_types::Link<Rc<()>>>();
}
