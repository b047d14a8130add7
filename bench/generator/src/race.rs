//! Timing, in turns.

use std::time::{Duration, Instant};

/// How long one measurement takes at least, so that the clock is exact enough. Longer ones are more often interrupted.
const LONG_ENOUGH: Duration = Duration::from_millis(1);
const ROUNDS: usize = 400;

/// Runs the contenders in turns, and gives for each the time that one run took in the best round.
pub fn race<const N: usize>(contenders: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let times = contenders.map(|contender| (times(contender), contender));
    rounds(times, ROUNDS)
}

/// The same for contenders that take long: each runs once in a round.
pub fn long_race<const N: usize>(contenders: [&mut dyn FnMut(); N], rounds: usize) -> [Duration; N] {
    self::rounds(contenders.map(|contender| (1, contender)), rounds)
}

fn rounds<const N: usize>(mut contenders: [(u32, &mut dyn FnMut()); N], rounds: usize) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..rounds {
        for ((times, contender), best) in contenders.iter_mut().zip(&mut best) {
            let start = Instant::now();
            (0..*times).for_each(|_| contender());
            *best = (*best).min(start.elapsed() / *times);
        }
    }
    best
}

/// How often a contender must run to take long enough.
fn times(contender: &mut dyn FnMut()) -> u32 {
    let mut times = 1;
    loop {
        let start = Instant::now();
        (0..times).for_each(|_| contender());
        let elapsed = start.elapsed();
        if elapsed >= LONG_ENOUGH {
            return times;
        }
        times *= 2;
    }
}

/// How many times as long `a` takes as `b`.
pub fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}
