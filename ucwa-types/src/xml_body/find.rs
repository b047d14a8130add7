//! Looking for the characters that XML treats in a way of their own.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where, from here on, the first of these bytes stands; the end if there is none.
pub(super) fn first<const N: usize>(bytes: &[u8], start: usize, wanted: [u8; N]) -> usize {
    let marks = |word: u64| wanted.iter().fold(0, |marks, byte| marks | equal(word, *byte));
    find(bytes, start, marks, |byte| wanted.contains(&byte))
}

/// Where, from here on, the value of an attribute ends or is not as it stands: at its quote, a reference or a control
/// character.
pub(super) fn special(bytes: &[u8], start: usize, quote: u8) -> usize {
    let marks = |word: u64| equal(word, quote) | equal(word, b'&') | controls(word);
    find(bytes, start, marks, |byte| byte == quote || byte == b'&' || byte < 0x20)
}

/// Where, from here on, the first byte stands that may have to be written as something else, or cannot be written.
pub(super) fn odd(bytes: &[u8], start: usize) -> usize {
    let marks = |word: u64| {
        let markup = equal(word, b'<') | equal(word, b'>') | equal(word, b'&') | equal(word, b'"');
        // U+FFFE and U+FFFF begin with it.
        markup | equal(word, 0xef) | controls(word)
    };
    find(bytes, start, marks, |byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | 0xef | 0..0x20))
}

/// Marks the bytes that are this one. The lowest mark is right; those above it may be borrowed from it.
fn equal(word: u64, byte: u8) -> u64 {
    let zeros = word ^ (ONES * u64::from(byte));
    zeros.wrapping_sub(ONES) & !zeros & HIGHS
}

/// Marks the bytes that are control characters, in the same way.
fn controls(word: u64) -> u64 {
    word.wrapping_sub(ONES * 0x20) & !word & HIGHS
}

/// Looks at eight bytes at a time, and at the last few one by one.
#[inline]
fn find(bytes: &[u8], start: usize, marks: impl Fn(u64) -> u64, is_it: impl Fn(u8) -> bool) -> usize {
    let mut at = start;
    while let Some(eight) = bytes.get(at..at + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
        let marks = marks(u64::from_le_bytes(eight));
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| is_it(*byte)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_looking_at_each_byte_finds() {
        for length in 0..20 {
            for at in 0..=length {
                for byte in [
                    b'<', b'>', b'&', b'"', 0xef, b'\'', b'\n', 0x1f, b' ', b'%', b'=', 0x7f, 0x80, 0xa6,
                    0xbc, 0xff,
                ] {
                    let mut bytes = vec![b'x'; length];
                    bytes.extend([b'<', b'&']);
                    bytes[at] = byte;
                    for start in 0..=bytes.len() {
                        let expected = |is_it: &dyn Fn(u8) -> bool| {
                            start
                                + bytes[start..]
                                    .iter()
                                    .position(|byte| is_it(*byte))
                                    .unwrap_or(bytes.len() - start)
                        };
                        let found = first(&bytes, start, [b'<', b'\'']);
                        assert_eq!(
                            found,
                            expected(&|byte| matches!(byte, b'<' | b'\'')),
                            "{bytes:?} from {start}"
                        );
                        let is_odd = |byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | 0..0x20 | 0xef);
                        assert_eq!(odd(&bytes, start), expected(&is_odd), "{bytes:?} from {start}");
                        let found = special(&bytes, start, b'\'');
                        assert_eq!(
                            found,
                            expected(&|byte| matches!(byte, b'\'' | b'&' | 0..0x20)),
                            "{bytes:?} from {start}"
                        );
                    }
                }
            }
        }
    }
}
