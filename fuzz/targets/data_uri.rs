#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| ucwa_tests::entrances::data_uri(input));
