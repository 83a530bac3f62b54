use proptest::prelude::*;

use super::*;

/// Header and rows as cells, with `?` after the last of an unfinished row, and how it ended.
fn read(bytes: &[u8]) -> (Vec<(u64, Vec<String>)>, String) {
    read_as(bytes, None)
}

fn read_as(bytes: &[u8], charset: Option<Charset>) -> (Vec<(u64, Vec<String>)>, String) {
    let mut rows = Vec::new();
    let mut table = match Table::open_as(bytes, Limits::default(), charset) {
        Ok(table) => table,
        Err(fault) => return (rows, said(&fault)),
    };
    rows.push((table.header().line, table.header().names.clone()));
    loop {
        match table.next_row() {
            Ok(None) => return (rows, String::new()),
            Ok(Some(row)) => {
                let cells = (0..row.len()).map(|column| row.get(column).to_owned());
                rows.push((row.line, cells.collect()));
            }
            Err(Fault::Row { line, what, .. }) => rows.push((line, vec![format!("!{what}")])),
            Err(fault) => return (rows, said(&fault)),
        }
    }
}

fn said(fault: &Fault) -> String {
    match fault {
        Fault::Row { line, what, .. } => format!("row {line}: {what}"),
        Fault::Cut { line } => format!("cut {line}"),
        Fault::File { line, what, .. } => format!("file {}: {what}", line.unwrap_or(0)),
        Fault::Read(error) => format!("read: {error}"),
    }
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let (rows, end) = read(bytes);
    assert_eq!(end, "");
    rows.into_iter().map(|(_, cells)| cells).collect()
}

fn lines(bytes: &[u8]) -> Vec<u64> {
    read(bytes).0.into_iter().map(|(line, _)| line).collect()
}

#[test]
fn quotes_keep_what_they_hold() {
    assert_eq!(
        cells(b"a,b\n\"x, \"\"y\"\"\nz\",2\n3,in\"side\n\"blank\" ,4\n"),
        [
            vec!["a", "b"],
            vec!["x, \"y\"\nz", "2"],
            vec!["3", "in\"side"],
            vec!["blank", "4"],
        ]
    );
}

#[test]
fn each_end_of_line_ends_a_row_and_is_counted_once() {
    for end in ["\n", "\r", "\r\n"] {
        let text = ["a,b", "1,\"x", "y\"", "", "2,z", ""].join(end);
        assert_eq!(lines(text.as_bytes()), [1, 2, 5], "{end:?}");
        assert_eq!(cells(text.as_bytes())[1][1], format!("x{end}y"));
    }
    assert_eq!(lines(b"a\r\n1\n2\r3"), [1, 2, 3, 4]);
}

#[test]
fn the_header_says_the_delimiter() {
    for text in [
        "a;b,c;d\n1;2;3",
        "a\tb\tc\n1\t2\t3",
        "a|b|c\n1|2|3",
        "a,b,c\n1,2,3",
    ] {
        let rows = cells(text.as_bytes());
        assert_eq!((rows[0].len(), rows[1].len()), (3, 3), "{text}");
    }
    // In quotes it says nothing; Excel says it on a line of its own.
    assert_eq!(cells(b"\"a,b,c\";d\n1;2")[0], ["a,b,c", "d"]);
    assert_eq!(cells(b"sep=;\r\na;b\r\n1;2")[1], ["1", "2"]);
    assert_eq!(cells(b"sep=,\r\na,b\r\n1,2")[1], ["1", "2"]);
    assert_eq!(cells(b"alone\n1\n"), [["alone"], ["1"]]);
}

#[test]
fn rows_may_be_wider_or_narrower() {
    let mut table = Table::open(&b"a,b\n1\n1,2,3\n1,2"[..], Limits::default()).unwrap();
    let row = table.next_row().unwrap().unwrap();
    assert!(row.is_narrow() && !row.is_wide());
    assert_eq!((row.get(0), row.get(1), row.get(9)), ("1", "", ""));
    let row = table.next_row().unwrap().unwrap();
    assert!(row.is_wide() && row.get(2) == "3" && !row.unfinished);
    assert!(table.next_row().unwrap().unwrap().unfinished);
}

#[test]
fn an_open_quote_is_named_where_it_begins() {
    let open = "quotation mark opens here";
    assert!(
        read(b"a,b\n1,2\n3,\"x\n4,5\n")
            .1
            .starts_with("file 3: a quot")
    );
    let long = format!("a\n1\n\"x{}\"\n", "\n".repeat(1_001));
    assert!(read(long.as_bytes()).1.contains(open));
    // The mark of the next cell closes it: text stands behind that.
    let (rows, end) = read(b"a,b,c\n1,\"x,2,\"y\",3\n4,5,6\n");
    assert!(end.is_empty() && rows[1].0 == 2 && rows[2].1 == ["4", "5", "6"]);
    assert!(rows[1].1[0].contains(open), "{rows:?}");
    let allowed = format!("a\n1\n\"x{}\"\n", "\n".repeat(1_000));
    assert_eq!(read(allowed.as_bytes()).1, "");
}

#[test]
fn what_is_too_large_is_passed_over() {
    let limits = Limits {
        row: 40,
        cell: 20,
        columns: 3,
        lines: 3,
    };
    let long = format!("a,b\n{0},{0}\n{0}{0},1\n1,2,3,4\n5,6\n", "x".repeat(15));
    let mut table = Table::open(long.as_bytes(), limits).unwrap();
    let mut found = Vec::new();
    loop {
        match table.next_row() {
            Ok(None) => break,
            Ok(Some(row)) => found.push(format!("{} {}", row.line, row.get(0).len())),
            Err(fault) => found.push(said(&fault)),
        }
    }
    assert_eq!(
        found,
        [
            "2 15",
            "row 3: has a cell of more than 1 MiB",
            "row 4: has more cells than the 20,000 a row may have",
            "5 1"
        ]
    );
}

#[test]
fn utf_16_is_read_with_its_mark_or_without() {
    let text = "a,b\r\nZo\u{eb},\u{1f600}\r\n";
    let wide = |mark: bool, big: bool| -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        let units = [mark, text].concat();
        units
            .encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
        assert_eq!(cells(&wide(mark, big))[1], ["Zo\u{eb}", "\u{1f600}"]);
    }
    let mut half = wide(true, false);
    half.truncate(half.len() - 7);
    assert!(
        read(&half).1.contains("half a character"),
        "{:?}",
        read(&half)
    );
}

#[test]
fn what_is_no_utf_8_is_one_byte_a_character() {
    let rows = cells(b"a\nZo\xEB\nM\xFCller \x80\n");
    assert_eq!(rows[1..], [["Zo\u{eb}"], ["M\u{fc}ller \u{20ac}"]]);
    let utf8 = Charset::named("utf-8");
    assert_eq!(
        read_as(b"a\nZo\xEB\n1\n", utf8).0[1].1,
        ["!is no UTF-8 text"]
    );
    let polish = Charset::named("cp1250");
    assert_eq!(
        read_as(b"a\n\xB3\xF3d\x9F\n", polish).0[1].1,
        ["\u{142}\u{f3}d\u{17a}"]
    );
    // No character is made of two cells.
    assert_eq!(cells(b"a,b\n\xC3,\xA9\n")[1], ["\u{c3}", "\u{a9}"]);
    assert_eq!(Charset::named("shift_jis"), None);
    assert_eq!(Charset::named("klingon"), None);
}

#[test]
fn two_encodings_in_one_file_are_refused_by_line() {
    assert!(
        read(b"a\nZo\xC3\xAB\nM\xFCller\n")
            .1
            .starts_with("file 3: is encoded")
    );
    assert!(
        read(b"a\nM\xFCller\n1\nZo\xC3\xAB\n")
            .1
            .starts_with("file 4: is encoded")
    );
    let said = Charset::named("cp1252");
    assert_eq!(read_as(b"a\nZo\xC3\xAB\nM\xFCller\n", said).1, "");
}

#[test]
fn a_western_file_is_known_as_such() {
    let mut table = Table::open(
        &b"a,b\n5000,Zo\xEB\n5001,Gr\xFC\xDFe, \x93x\x94\n"[..],
        Limits::default(),
    )
    .unwrap();
    while table.next_row().unwrap().is_some() {}
    assert_eq!(table.charset().name(), "windows-1252");
}

#[test]
fn nothing_is_not_a_table() {
    for text in ["", "\n\n \r\n"] {
        let (rows, end) = read(text.as_bytes());
        assert!(rows.is_empty() || rows[0].1 == [""], "{rows:?} {end}");
    }
    assert_eq!(read(b"").1, "file 0: is blank");
}

#[test]
fn a_table_of_single_bytes_may_end_in_any_letter() {
    assert_eq!(cells(b"a,b\n1,\xe4"), [["a", "b"], ["1", "\u{e4}"]]);
    // What has shown that it is UTF-8 was cut.
    assert_eq!(read(b"a,b\n\xc3\xa4,\xc3").1, "cut 2");
    assert_eq!(read(b"a,b\n1,\xe2\x82").1, "cut 2");
}

/// A cell as any writer of tables writes it.
fn written(cell: &str, delimiter: char, quote: bool) -> String {
    let special = |letter: char| letter == delimiter || "\"\r\n".contains(letter);
    if quote || cell.contains(special) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

proptest! {
    #[test]
    fn a_table_survives_any_way_to_write_it(
        table in proptest::collection::vec(
            proptest::collection::vec("[a-z\u{e4}\u{eb}\u{df}, ;|\t\"\r\n]{0,12}", 3..4), 1..8),
        delimiter in proptest::sample::select(vec![',', ';', '\t', '|']),
        end in proptest::sample::select(vec!["\n", "\r", "\r\n"]),
        encoding in 0..5,
        quote in any::<bool>(),
        last in any::<bool>(),
    ) {
        let mut rows = vec![vec!["first".to_owned(), "second".to_owned(), "third".to_owned()]];
        rows.extend(table);
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let cells: Vec<_> = row.iter().map(|cell| written(cell, delimiter, quote)).collect();
                cells.join(&delimiter.to_string())
            })
            .collect();
        let mut text = lines.join(end);
        if last {
            text.push_str(end);
        }
        let units = |text: &str, big: bool| -> Vec<u8> {
            format!("\u{feff}{text}")
                .encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let bytes = match encoding {
            0 => text.clone().into_bytes(),
            1 => format!("\u{feff}{text}").into_bytes(),
            2 => units(&text, false),
            3 => units(&text, true),
            _ => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        };
        prop_assert_eq!(cells(&bytes), rows);
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
        read_as(&bytes, Charset::named("cp1252"));
        read_as(&bytes, Charset::named("utf-16le"));
    }

    #[test]
    fn any_text_is_survived(text in "[a\u{e4}\",;\r\n ]{0,60}") {
        read(text.as_bytes());
    }
}
