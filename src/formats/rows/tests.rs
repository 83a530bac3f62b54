use super::*;
use proptest::prelude::*;

/// Gives its bytes in pieces of `piece`, as a pipe may.
struct Drip<'a> {
    bytes: &'a [u8],
    piece: usize,
}

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let piece = self.piece.min(out.len()).min(self.bytes.len());
        let (head, rest) = self.bytes.split_at(piece);
        out[..piece].copy_from_slice(head);
        self.bytes = rest;
        Ok(piece)
    }
}

/// Every row as "line:text", with `?` for an unfinished one, and how it ended.
fn read(bytes: &[u8], piece: usize) -> (Vec<String>, String) {
    let mut rows = Rows::new(Drip { bytes, piece });
    let mut found = Vec::new();
    let end = loop {
        match rows.next_row() {
            Ok(None) => break String::new(),
            Ok(Some(row)) => {
                let text = String::from_utf8_lossy(row.bytes).into_owned();
                let mark = if row.unfinished { "?" } else { "" };
                found.push(format!("{}:{text}{mark}", row.line));
            }
            Err(Fault::Row { line, what, .. }) => found.push(format!("{line}!{what}")),
            Err(Fault::Cut { line }) => break format!("cut {line}"),
            Err(Fault::File { line, what, .. }) => break format!("{line:?} {what}"),
            Err(Fault::Read(error)) => break error.to_string(),
        }
    };
    if end.is_empty() {
        assert_eq!(rows.bytes_done(), bytes.len() as u64);
    }
    (found, end)
}

fn assert_rows(text: &str, rows: &[&str], end: &str) {
    for piece in [1, 3, usize::MAX] {
        let (found, ended) = read(text.as_bytes(), piece);
        assert_eq!(found, rows, "{text:?}");
        assert_eq!(ended, end, "{text:?}");
    }
}

#[test]
fn lines_are_rows() {
    assert_rows("{\"a\":1}\n{}\n", &["1:{\"a\":1}", "2:{}"], "");
    assert_rows(
        "\u{feff}{}\r\n\r\n \t{} \r\n{}",
        &["1:{}", "3:{}", "4:{}?"],
        "",
    );
    assert_rows("{}\n\u{feff}{}\nnull\n", &["1:{}", "2:{}", "3:null"], "");
    assert_rows("{}\n{\"a\"", &["1:{}", "2:{\"a\"?"], "");
}

#[test]
fn elements_of_a_list_are_rows() {
    assert_rows(
        "[{\"a\":\"]}\\\"\"},\n {}\n, [1]]\n",
        &["1:{\"a\":\"]}\\\"\"}", "2:{}", "3:[1]"],
        "",
    );
    assert_rows("[]", &[], "");
    assert_rows("[{},{\"a\":[", &["1:{}"], "cut 1");
    assert_rows("[{},\n{}", &["1:{}", "2:{}"], "cut 2");
    assert_rows("[{} {}]", &["1:{}"], "Some(1) a comma is missing");
    assert_rows("[{},]", &["1:{}"], "Some(1) a list has a comma too many");
    assert_rows(
        "[{}] x",
        &["1:{}"],
        "Some(1) something follows the end of the list",
    );
}

#[test]
fn lists_of_a_page_are_rows() {
    let page =
        "{\"count\":2,\"x\":[{}],\n\"tickets\":[{\"a\":1},\n{}],\"users\":[],\"next\":null}\n";
    assert_rows(page, &["2:{\"a\":1}", "3:{}"], "");
    let two = "{\"tickets\":[{}]}\n{\"users\":[{}]}";
    assert_rows(two, &["1:{}", "2:{}"], "");
    assert_rows("{\"tickets\":[{}", &["1:{}"], "cut 1");
    assert_rows("{\"tickets\":[{}],", &["1:{}"], "cut 1");
}

#[test]
fn an_object_may_span_lines() {
    assert_rows(
        "{\n \"ticket\": {\n}\n}\n{}",
        &["1:{\n \"ticket\": {\n}\n}", "5:{}"],
        "",
    );
}

#[test]
fn foreign_files_are_named() {
    for (bytes, what) in [
        (&b""[..], "is empty"),
        (b" \n\n", "is blank"),
        (b"\x1f\x8b\x08", "is packed with gzip"),
        (b"PK\x03\x04", "is a zip archive"),
        (b"\xff\xfe{\0", "is UTF-16 text"),
        (b"\xfe\xff\0{", "is UTF-16 text"),
        (b"{\0\"\0", "is UTF-16 text"),
    ] {
        assert_eq!(read(bytes, 1), (vec![], format!("None {what}")));
    }
}

#[test]
fn a_row_over_the_limit_is_passed_over_and_named() {
    // One chunk more than the limit, so that it is passed over in more than one step.
    let limit = 1000;
    let long = "x".repeat(limit + 2 * CHUNK_BYTES);
    for (text, line) in [
        (format!("{{}}\n\"{long}\"\n{{}}\n"), 2),
        (format!("[{{}},\n\"{long}\"\n,{{}}]"), 2),
        (format!("{{}}\n{}\n{{}}", "x".repeat(limit + 1)), 2),
    ] {
        let mut rows = Rows::new(text.as_bytes());
        rows.limit = limit;
        assert!(matches!(rows.next_row(), Ok(Some(Row { line: 1, .. }))));
        assert!(matches!(rows.next_row(), Err(Fault::Row { line: at, .. }) if at == line));
        assert!(matches!(
            rows.next_row(),
            Ok(Some(Row { bytes: b"{}", .. }))
        ));
        assert!(matches!(rows.next_row(), Ok(None)));
    }
    let text = format!("{{}}\n{}\n", "x".repeat(limit));
    let mut rows = Rows::new(text.as_bytes());
    rows.limit = limit;
    rows.next_row().unwrap();
    assert_eq!(rows.next_row().unwrap().unwrap().bytes.len(), limit);
}

#[test]
fn an_endless_line_takes_little_memory() {
    let mut rows = Rows::new(io::repeat(b'x').take(8 << 20));
    rows.limit = 1 << 20;
    assert!(matches!(rows.next_row(), Err(Fault::Row { line: 1, .. })));
    assert!(matches!(rows.next_row(), Ok(None)));
    assert!(rows.buffer.capacity() <= 3 << 20);
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400), piece in 1usize..50) {
        read(&bytes, piece);
    }

    #[test]
    fn anything_like_json_is_survived(text in "[\\[\\]{}\",:a\\\\ \n]{0,80}", piece in 1usize..9) {
        for start in ["", "[", "{\"tickets\":[", "{\"users\":", "{\n"] {
            let text = format!("{start}{text}");
            prop_assert_eq!(read(text.as_bytes(), piece), read(text.as_bytes(), usize::MAX));
        }
    }
}

#[test]
fn a_row_behind_a_list_is_a_row_and_a_page_without_rows_is_none() {
    let rows = |text: &str| -> Result<Vec<String>, Fault> {
        let mut rows = Rows::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some(row) = rows.next_row()? {
            found.push(String::from_utf8_lossy(row.bytes).into_owned());
        }
        Ok(found)
    };
    assert_eq!(
        rows("[{\"id\":1}]\n{\"id\":2}\n").unwrap(),
        ["{\"id\":1}", "{\"id\":2}"]
    );
    assert!(rows("{\"count\":2,\"links\":{}}\n{\"id\":2}\n").is_err());
}
