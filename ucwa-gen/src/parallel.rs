//! Work on as many threads as the machine has, with the result that one thread would give.
//!
//! Where no thread can be had, the caller's own does all of it.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the function makes of each item, in the order of the items.
pub(crate) fn map<T: Sync, U: Send>(items: &[T], function: impl Fn(&T) -> U + Sync) -> Vec<U> {
    map_on(threads(), items, function)
}

/// Frees what nobody needs any more, beside what comes next.
pub(crate) fn free<T: Send + 'static>(value: T) {
    // Where there is no thread, the value is freed with what it would have run.
    drop(thread::Builder::new().spawn(move || drop(value)));
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

fn map_on<T: Sync, U: Send>(threads: usize, items: &[T], function: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let next = AtomicUsize::new(0);
    // Each takes the next item when it has time for it: some pages are a hundred times as long as others.
    let work = || {
        let mut made = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return made };
            made.push((index, function(item)));
        }
    };
    let mut made = thread::scope(|scope| {
        let others = 1..threads.min(items.len());
        let others: Vec<_> =
            others.filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut made = work();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::time::Duration;

    use super::{map, map_on};

    #[test]
    fn the_number_of_threads_does_not_matter() {
        for count in [0, 1, 2, 3, 100] {
            let items: Vec<u32> = (0..count).collect();
            let expected: Vec<String> = items.iter().map(u32::to_string).collect();
            let slow = |item: &u32| {
                // Those that come first are done last.
                std::thread::sleep(Duration::from_micros(u64::from(count - item) * 10));
                item.to_string()
            };
            for threads in [0, 1, 2, 7] {
                assert_eq!(map_on(threads, &items, slow), expected, "{count} items on {threads} threads");
            }
            assert_eq!(map(&items, slow), expected);
        }
    }

    #[test]
    fn a_panic_is_not_lost() {
        for panics_at in [0, 5] {
            let panics = || map_on(2, &[0, 1, 2, 3, 4, 5], |item| assert_ne!(*item, panics_at));
            assert!(catch_unwind(panics).is_err());
        }
    }
}
