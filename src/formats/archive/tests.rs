use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn ungz(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let read = unzip(file(bytes)).read_to_end(&mut out);
    read.map(|_| out).map_err(|error| error.to_string())
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn opened(bytes: &[u8]) -> Result<Archive, String> {
    Archive::open(file(bytes)).map_err(|error| error.to_string())
}

fn held(archive: &mut Archive, member: &Member) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut reader = archive.read(member).map_err(|error| error.to_string())?;
    let read = reader.read_to_end(&mut out);
    read.map(|_| out).map_err(|error| error.to_string())
}

/// The same bytes with the first `from` in them replaced, `skip` occurrences passed over.
fn patched(bytes: &[u8], from: &[u8], to: &[u8], skip: usize) -> Vec<u8> {
    let mut places = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from));
    let at = places.nth(skip).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn what_a_file_is_shows_in_its_first_bytes() {
    assert_eq!(packing(&gz(b"x")), Packing::Gzip);
    assert_eq!(packing(&zipped(&[("a", b"x")])), Packing::Zip);
    assert_eq!(packing(&zipped(&[])), Packing::Zip);
    assert_eq!(packing(b"PK,1"), Packing::Plain);
    assert_eq!(packing(b""), Packing::Plain);
}

#[test]
fn gzip_is_read_to_its_last_member() {
    let both = [gz(b"one "), gz(b"two")].concat();
    assert_eq!(ungz(&both).unwrap(), b"one two");
}

#[test]
fn gzip_that_is_cut_or_followed_by_something_is_refused() {
    let whole = gz(&b"row of a table\n".repeat(5000));
    for length in [whole.len() - 1, whole.len() - 8, whole.len() / 2, 12] {
        assert_eq!(ungz(&whole[..length]).unwrap_err(), "is cut short");
    }
    let tail = ungz(&[whole.clone(), b"tail".to_vec()].concat()).unwrap_err();
    assert!(tail.contains("is"), "{tail}");
    let mut wrong = whole;
    let last = wrong.len() - 6;
    wrong[last] ^= 1;
    assert!(ungz(&wrong).unwrap_err().starts_with("is damaged"));
}

#[test]
fn bombs_stop_by_what_comes_out() {
    let zeros = vec![0; 3 * 1024 * 1024];
    let error = ungz(&gz(&zeros)).unwrap_err();
    assert_eq!(error, "unpacks to more than 200 times its size");
    let bytes = zipped(&[("Tickets0.json", &zeros)]);
    let mut archive = opened(&bytes).unwrap();
    let (members, _) = archive.members(|_| true).unwrap();
    assert_eq!(
        held(&mut archive, &members[0]).unwrap_err(),
        "unpacks to more than 200 times its size"
    );
    // A short text of one letter is none.
    assert!(ungz(&gz(&zeros[..1024 * 1024])).is_ok());
}

#[test]
fn members_are_labels_at_the_top_that_somebody_wants() {
    let bytes = zipped(&[
        ("Tickets0.json", b"[]"),
        ("../../tmp/Tickets1.json", b"[]"),
        ("/tmp/Tickets2.json", b"[]"),
        ("..\\Tickets3.json", b"[]"),
        ("C:Tickets4.json", b"[]"),
        ("__MACOSX/._Tickets0.json", b"x"),
        ("._Tickets0.json", b"x"),
        ("readme.txt", b"x"),
    ]);
    let mut archive = opened(&bytes).unwrap();
    let (members, others) = archive.members(|name| name.contains("json")).unwrap();
    assert_eq!((members.len(), others), (1, 7));
    assert_eq!((&*members[0].name, members[0].bytes), ("Tickets0.json", 2));
    for _pass in 0..2 {
        assert_eq!(held(&mut archive, &members[0]).unwrap(), b"[]");
    }
}

#[test]
fn an_archive_that_lies_is_refused() {
    let text = b"0123456789".repeat(40);
    let bytes = zipped(&[("Tickets0.json", &text), ("Tickets1.json", b"[]")]);
    // 400 bytes, said to be 40, in the directory alone (local header first).
    let size = 400u32.to_le_bytes();
    for (claim, said) in [(40u32, "larger"), (4000, "shorter")] {
        let lying = patched(&bytes, &size, &claim.to_le_bytes(), 1);
        let mut archive = opened(&lying).unwrap();
        let (members, _) = archive.members(|_| true).unwrap();
        let error = held(&mut archive, &members[0]).unwrap_err();
        assert!(error.contains(said), "{error}");
    }
    let twice = patched(&bytes, b"Tickets1", b"Tickets0", 1);
    let error = opened(&twice).unwrap_err();
    assert_eq!(error, "has two entries of one name");
}

#[test]
fn an_archive_without_its_end_is_refused() {
    let bytes = zipped(&[("Tickets0.json", b"[]")]);
    for length in [4, 40, bytes.len() - 20, bytes.len() - 60] {
        let error = opened(&bytes[..length]).unwrap_err();
        assert!(error.contains("no whole zip archive"), "{error}");
    }
}

#[test]
fn symbolic_links_and_secrets_are_refused() {
    let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer
        .add_symlink("Tickets0.json", "/etc/passwd", options)
        .unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(opened(&bytes).unwrap_err(), "holds a symbolic link");
    // The flag of an encrypted entry, in the directory.
    let plain = zipped(&[("Tickets0.json", b"[]")]);
    let at = (0..plain.len())
        .find(|at| plain[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    let mut locked = plain;
    locked[at + 8] |= 1;
    assert_eq!(opened(&locked).unwrap_err(), "is encrypted");
}

#[test]
fn entries_over_one_body_are_refused() {
    let bytes = zipped(&[("Tickets0.json", b"[1234]"), ("Tickets1.json", b"[1234]")]);
    let second = (1..bytes.len())
        .find(|at| bytes[*at..].starts_with(b"PK\x03\x04"))
        .unwrap();
    let offset = u32::try_from(second).unwrap().to_le_bytes();
    let places = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(&offset))
        .count();
    let overlapping = patched(&bytes, &offset, &0u32.to_le_bytes(), places - 1);
    assert_eq!(
        opened(&overlapping).unwrap_err(),
        "has entries that overlap"
    );
}

#[test]
fn entries_are_counted() {
    let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
    for index in 0..=MAX_ENTRIES {
        writer
            .start_file(format!("{index}"), SimpleFileOptions::default())
            .unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(opened(&bytes).unwrap_err(), "has more than 10000 entries");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_survived(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in 0usize..200,
        value in any::<u8>(),
    ) {
        drop(ungz(&[&[0x1F, 0x8B, 8][..], &bytes].concat()));
        drop(opened(&bytes));
        let mut damaged = zipped(&[("a", &bytes), ("b", b"xyz")]);
        let place = at % damaged.len();
        damaged[place] = value;
        if let Ok(mut archive) = opened(&damaged) {
            for member in archive.members(|_| true).map(|found| found.0).unwrap_or_default() {
                drop(held(&mut archive, &member));
            }
        }
    }
}
