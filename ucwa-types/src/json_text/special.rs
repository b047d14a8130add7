//! Looking for the characters that JSON treats in a way of their own: a quote, a backslash, a control character.
//!
//! Both functions look at many bytes at once. Neither has a loop over single bytes that a text of usual length gets to:
//! such a loop ends somewhere else each time, which no processor can foresee.

/// Where, from here on, a text ends or is not as it stands.
#[inline]
pub(crate) fn special(bytes: &[u8], start: usize) -> usize {
    let mut rest = bytes.get(start..).unwrap_or_default();
    while let Some((eight, after)) = rest.split_first_chunk() {
        let marks = marks(u64::from_le_bytes(*eight));
        if marks != 0 {
            return bytes.len() - rest.len() + (marks.trailing_zeros() / 8) as usize;
        }
        rest = after;
        // Most names end in the first eight bytes; what does not is longer.
        while let Some((block, after)) = rest.split_first_chunk::<16>()
            && !has_special(block)
        {
            rest = after;
        }
    }
    let end = rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len());
    bytes.len() - rest.len() + end
}

/// Whether a text has none of them.
#[inline]
pub(crate) fn is_plain(text: &[u8]) -> bool {
    if let (Some((first, rest)), Some(last)) = (text.split_first_chunk::<16>(), text.last_chunk::<16>()) {
        // The end of a long text is looked at twice.
        let (blocks, _) = rest.as_chunks::<16>();
        !has_special(first) && !has_special(last) && !blocks.iter().any(has_special)
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        marks(u64::from_le_bytes(*first)) | marks(u64::from_le_bytes(*last)) == 0
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        // Joined in a register: through memory it takes as long as all the rest.
        marks(u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32) == 0
    } else {
        !text.iter().any(|byte| is_special(*byte))
    }
}

fn is_special(byte: u8) -> bool {
    // Without branches, so that the compiler can look at as many of them as the processor can.
    (byte == b'"') | (byte == b'\\') | (byte < 0x20)
}

#[inline]
fn has_special(block: &[u8; 16]) -> bool {
    block.iter().fold(false, |found, byte| found | is_special(*byte))
}

/// The highest bit of each byte of a word that is special. The lowest mark is right; those above it may be borrowed from it.
fn marks(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit));
    let quotes = below(word ^ (ONES * u64::from(b'"')), 1);
    let backslashes = below(word ^ (ONES * u64::from(b'\\')), 1);
    // None of them has the highest bit.
    (quotes | backslashes | below(word, 0x20)) & !word & (ONES * 0x80)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_special_is_found_wherever_it_stands(
            bytes in proptest::collection::vec(prop_oneof![9 => 0x20..=0xff_u8, 1 => any::<u8>()], 0..80),
            start in 0..90_usize,
        ) {
            let expected = (start..bytes.len()).find(|at| matches!(bytes[*at], b'"' | b'\\' | 0..0x20));
            prop_assert_eq!(special(&bytes, start.min(bytes.len())), expected.unwrap_or(bytes.len()));
            let expected = bytes.iter().all(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20));
            prop_assert_eq!(is_plain(&bytes), expected);
        }
    }
}
