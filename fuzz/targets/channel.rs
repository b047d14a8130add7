#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| ucwa_tests::entrances::channel(input));
