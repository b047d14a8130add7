//! The files of a zip archive, one after the other.
//!
//! Each file has a header of its own before its content. The directory at the end of the archive is not read: it would have to be kept, so
//! that memory would grow with the number of files, and an archive that is cut off has none.

use std::io::{self, BufRead, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::limits::too_large;

/// The files of an archive, in its order.
pub(super) struct Entries<R> {
    input: R,
    /// The largest size of a file without compression.
    limit: usize,
    /// The signature of the next header, if it has been read.
    ahead: Option<u32>,
    is_over: bool,
}

/// A file of an archive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    /// What is in it, or why it cannot be read.
    pub(super) content: Result<Vec<u8>, String>,
}

/// The header of a file.
struct Header {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    /// The size with compression.
    packed: u64,
}

const FILE: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
/// What can follow the last file: the entries of the directory, or its end.
const BEHIND: [u32; 5] = [0x0201_4b50, 0x0605_4b50, 0x0606_4b50, 0x0706_4b50, 0x0805_4b50];

const IS_ENCRYPTED: u16 = 1;
/// The sizes and the checksum are in a descriptor behind the content.
const HAS_DESCRIPTOR: u16 = 1 << 3;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The field of a header with sizes of 64 bits, and what stands in the place of such a size.
const SIZES: u16 = 1;
const ELSEWHERE: u32 = u32::MAX;

impl<R: BufRead> Entries<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self { input, limit, ahead: None, is_over: false }
    }

    fn entry(&mut self) -> Result<Option<Entry>, Wrong> {
        let signature = match self.ahead.take() {
            Some(signature) => signature,
            None => four(&mut self.input)?,
        };
        if BEHIND.contains(&signature) {
            return Ok(None);
        }
        if signature != FILE {
            return Err(Wrong::Damaged("no file of the archive begins where one has to".to_owned()));
        }
        let header = Header::read(&mut self.input)?;
        let content = if header.flags & HAS_DESCRIPTOR != 0 && header.packed == 0 {
            self.content_of_any_size(&header)?
        } else {
            self.content(&header)?
        };
        Ok(Some(Entry { name: header.name, content }))
    }

    /// The content of a file whose size is known. Whatever is wrong with it, the next file can be read.
    fn content(&mut self, header: &Header) -> Result<Result<Vec<u8>, String>, Wrong> {
        let mut packed = self.input.by_ref().take(header.packed);
        let content = match header.method {
            _ if header.flags & IS_ENCRYPTED != 0 => Err("it is encrypted".to_owned()),
            STORED => limited(&mut packed, self.limit),
            DEFLATED => limited(&mut DeflateDecoder::new(&mut packed), self.limit),
            method => Err(format!("the compression method {method} is not known")),
        };
        io::copy(&mut packed, &mut io::sink())?;
        if packed.limit() > 0 {
            return Err(Wrong::Cut);
        }
        let mut crc = header.crc;
        if header.flags & HAS_DESCRIPTOR != 0 {
            crc = self.descriptor()?;
        }
        Ok(content.and_then(|content| checked(content, crc)))
    }

    /// The content of a file that was written before its size was known: it ends where its compression does.
    fn content_of_any_size(&mut self, header: &Header) -> Result<Result<Vec<u8>, String>, Wrong> {
        if header.flags & IS_ENCRYPTED != 0 || header.method != DEFLATED {
            let message = format!("where `{}` ends in the archive is not known", header.name);
            return Err(Wrong::Damaged(message));
        }
        let mut content = DeflateDecoder::new(&mut self.input);
        let read = limited(&mut content, self.limit);
        let rest = io::copy(&mut content, &mut io::sink());
        if self.input.fill_buf()?.is_empty() {
            return Err(Wrong::Cut);
        }
        rest.map_err(|error| Wrong::Damaged(format!("`{}` cannot be read: {error}", header.name)))?;
        let crc = self.descriptor()?;
        Ok(read.and_then(|content| checked(content, crc)))
    }

    /// Reads the descriptor of a file, and returns the checksum.
    fn descriptor(&mut self) -> io::Result<u32> {
        let mut crc = four(&mut self.input)?;
        if crc == DESCRIPTOR {
            crc = four(&mut self.input)?;
        }
        // Two sizes, which have 32 bits if a header follows, and else 64 bits.
        four(&mut self.input)?;
        four(&mut self.input)?;
        let is_header = |signature: &u32| *signature == FILE || BEHIND.contains(signature);
        let ahead = four(&mut self.input).and_then(|ahead| match ahead {
            ahead if is_header(&ahead) => Ok(ahead),
            _ => four(&mut self.input).and_then(|_| four(&mut self.input)),
        });
        // Where the archive is cut off here, the file is whole.
        self.ahead = ahead.ok();
        Ok(crc)
    }
}

/// After an error there is no more: it says why not.
impl<R: BufRead> Iterator for Entries<R> {
    type Item = Result<Entry, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let found = self.entry();
        self.is_over = !matches!(found, Ok(Some(_)));
        found.map_err(Wrong::message).transpose()
    }
}

/// Why the rest of an archive cannot be read.
enum Wrong {
    Cut,
    Damaged(String),
}

impl Wrong {
    fn message(self) -> String {
        let why = match self {
            Self::Cut => "the archive is cut off".to_owned(),
            Self::Damaged(why) => why,
        };
        format!("{why}; the files before that were read")
    }
}

impl From<io::Error> for Wrong {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::Cut
        } else {
            Self::Damaged(error.to_string())
        }
    }
}

impl Header {
    fn read(input: &mut impl Read) -> io::Result<Self> {
        let mut version = [0; 2];
        input.read_exact(&mut version)?;
        let (flags, method) = (two(input)?, two(input)?);
        let _time = four(input)?;
        let (crc, packed, size) = (four(input)?, four(input)?, four(input)?);
        let (name, more) = (two(input)?, two(input)?);
        let name = String::from_utf8_lossy(&bytes(input, name)?).into_owned();
        let more = bytes(input, more)?;
        let packed = match packed {
            ELSEWHERE => large(&more, usize::from(size == ELSEWHERE)).unwrap_or(packed.into()),
            packed => packed.into(),
        };
        Ok(Self { name, flags, method, crc, packed })
    }
}

/// The size of 64 bits at this position, of those that the fields of a header have.
fn large(mut fields: &[u8], at: usize) -> Option<u64> {
    loop {
        let (id, length) = (two(&mut fields).ok()?, two(&mut fields).ok()?);
        let (field, rest) = fields.split_at_checked(length.into())?;
        if id == SIZES {
            return Some(u64::from_le_bytes(*field.get(at * 8..)?.first_chunk()?));
        }
        fields = rest;
    }
}

fn two(input: &mut impl Read) -> io::Result<u16> {
    let mut bytes = [0; 2];
    input.read_exact(&mut bytes)?;
    Ok(u16::from_le_bytes(bytes))
}

fn four(input: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn bytes(input: &mut impl Read, length: u16) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length.into()];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// All of a file that is no larger than the limit.
fn limited(content: &mut impl Read, limit: usize) -> Result<Vec<u8>, String> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    content.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

fn checked(content: Vec<u8>, expected: u32) -> Result<Vec<u8>, String> {
    let mut crc = Crc::new();
    crc.update(&content);
    if crc.sum() == expected { Ok(content) } else { Err("its checksum is another one".to_owned()) }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::{SimpleFileOptions, StreamWriter};
    use zip::{CompressionMethod, ZipWriter};

    use super::Entries;

    /// How an archive is written.
    #[derive(Clone, Copy, Debug)]
    enum How {
        Stored,
        Deflated,
        /// Into a stream, so that sizes come behind the content.
        Streamed,
        StreamedLarge,
        /// With sizes of 64 bits.
        Large,
    }

    const ALL: [How; 5] = [How::Stored, How::Deflated, How::Streamed, How::StreamedLarge, How::Large];

    const FILES: [(&str, &str); 4] =
        [("a.txt", "one, one, one, one, one"), ("b/c.txt", ""), ("d.txt", "PK\u{3}\u{4}"), ("e.txt", "last")];

    fn written<W: Write + std::io::Seek>(mut zip: ZipWriter<W>, options: SimpleFileOptions) -> W {
        for (name, text) in FILES {
            zip.start_file(name, options).expect("an entry");
            zip.write_all(text.as_bytes()).expect("an entry");
        }
        zip.finish().expect("an archive")
    }

    fn archive(how: How) -> Vec<u8> {
        let plain = SimpleFileOptions::default();
        let whole = |options| written(ZipWriter::new(Cursor::new(Vec::new())), options).into_inner();
        let streamed = |options| -> Vec<u8> {
            let stream: StreamWriter<Vec<u8>> = written(ZipWriter::new_stream(Vec::new()), options);
            stream.into_inner()
        };
        match how {
            How::Stored => whole(plain.compression_method(CompressionMethod::Stored)),
            How::Deflated => whole(plain),
            How::Streamed => streamed(plain),
            How::StreamedLarge => streamed(plain.large_file(true)),
            How::Large => whole(plain.large_file(true)),
        }
    }

    /// The files that are read, and what is wrong in the end.
    fn read(bytes: &[u8], limit: usize) -> (Vec<(String, String)>, Option<String>) {
        let (mut files, mut wrong) = (Vec::new(), None);
        for entry in Entries::new(bytes, limit) {
            match entry {
                Ok(entry) => {
                    let content = entry.content.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                    files.push((entry.name, content.unwrap_or_else(|why| format!("? {why}"))));
                }
                Err(error) => wrong = Some(error),
            }
        }
        (files, wrong)
    }

    #[test]
    fn files_are_read_however_the_archive_is_written() {
        let expected = FILES.map(|(name, text)| (name.to_owned(), text.to_owned()));
        for how in ALL {
            assert_eq!(read(&archive(how), 100), (expected.to_vec(), None), "{how:?}");
        }
    }

    #[test]
    fn what_is_whole_is_read_wherever_an_archive_is_cut() {
        let expected = FILES.map(|(name, text)| (name.to_owned(), text.to_owned()));
        for how in ALL {
            let whole = archive(how);
            let mut most = 0;
            for cut in 4..whole.len() {
                let (files, wrong) = read(&whole[..cut], 100);
                assert_eq!(files, expected[..files.len()], "{how:?} {cut}");
                assert!(files.len() >= most, "{how:?} {cut}");
                most = files.len();
                match wrong.as_deref() {
                    Some(wrong) => {
                        assert_eq!(wrong, "the archive is cut off; the files before that were read");
                    }
                    // Within the directory nothing is lost.
                    None => assert_eq!(most, expected.len(), "{how:?} {cut}"),
                }
            }
        }
    }

    #[test]
    fn a_damaged_file_leaves_the_others() {
        let mut stored = archive(How::Stored);
        let at = stored.windows(4).position(|it| it == b"one,").expect("the first file");
        stored[at] = b'O';
        let (files, wrong) = read(&stored, 100);
        assert_eq!(files[0].1, "? its checksum is another one");
        assert_eq!((files.len(), wrong), (FILES.len(), None));
        for how in ALL {
            let (files, wrong) = read(&archive(how), 20);
            assert_eq!(files[0].1, "? it is larger than 20 bytes", "{how:?}");
            assert_eq!((files.len(), wrong), (FILES.len(), None), "{how:?}");
        }
    }

    #[test]
    fn any_change_of_a_byte_is_survived() {
        for how in ALL {
            let whole = archive(how);
            for at in 4..whole.len() {
                for bits in [1, 0x80, 0xff] {
                    let mut changed = whole.clone();
                    changed[at] ^= bits;
                    let _ = read(&changed, 100);
                }
            }
        }
    }
}
