#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use ucwa_tests::edits;

fuzz_target!(|input: &str| ucwa_tests::entrances::markdown(input));

// Bytes changed at random seldom leave a table a table: half of the mutations are what a maintainer's hand does to one.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed.is_multiple_of(2)
        && let Ok(text) = std::str::from_utf8(&data[..size])
        && let Some(edited) = edits::any(text, seed.into())
        && edited.len() <= max_size
        && let Some(place) = data.get_mut(..edited.len())
    {
        place.copy_from_slice(edited.as_bytes());
        return edited.len();
    }
    fuzzer_mutate(data, size, max_size)
});
