use std::io::Write;
use std::path::Path;

use super::*;
use crate::domain::tickets::{self, filter::selection::Selection};
use crate::domain::{Answer, Query};
use crate::jobs::Progress;

struct Desk {
    folder: tempfile::TempDir,
    store: Store,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("desk.db")).unwrap();
        Self { folder, store }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(content.as_ref()).unwrap();
        path
    }

    fn import(&self, files: &[PathBuf], options: &ImportOptions) -> Result<Vec<FileReport>> {
        run(
            &self.store,
            System::Zendesk,
            files,
            options,
            now(),
            &CancelToken::default(),
            &mut |_| {},
        )
    }

    fn plainly(&self, file: PathBuf) -> Result<FileReport> {
        self.import(&[file], &ImportOptions::default())
            .map(|mut reports| reports.remove(0))
    }

    fn tickets(&self) -> u64 {
        let query = Query::Tickets(tickets::Query::Count(Selection::default()));
        match self.store.ask(query).unwrap() {
            Answer::Tickets(tickets::Answer::Count(count)) => count,
            other => panic!("{other:?}"),
        }
    }
}

fn now() -> Instant {
    Instant::from_timestamp(1_790_000_000, 0).unwrap()
}

fn corpus(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus/zendesk")
        .join(file)
}

fn ticket(id: u64) -> String {
    format!(
        "{{\"id\":{id},\"status\":\"open\",\"subject\":\"s{id}\",\"created_at\":\"2026-09-21T10:00:00Z\"}}\n"
    )
}

fn skip_bad() -> ImportOptions {
    ImportOptions {
        skip_bad: true,
        ..ImportOptions::default()
    }
}

#[test]
fn an_export_goes_in_once() {
    let desk = Desk::new();
    let first = desk.plainly(corpus("desk.ndjson")).unwrap();
    assert_eq!((first.kind.as_str(), first.skipped), ("mixed", 0));
    // Rows named before they came update the stubs made for them; all nine are accounted for.
    assert_eq!(first.new + first.updated + first.unchanged, 9);
    assert!(first.warnings.is_empty(), "{first:?}");
    assert_eq!(desk.tickets(), 1, "the deleted one is not listed");
    for again in ["desk.ndjson", "desk.json", "page.json"] {
        let report = desk.plainly(corpus(again)).unwrap();
        assert_eq!((report.new, report.updated), (0, 0), "{again}");
        assert!(report.unchanged >= 4);
    }
}

#[test]
fn a_bad_row_in_any_file_keeps_every_file_out() {
    let desk = Desk::new();
    let good = desk.file("good.ndjson", ticket(1));
    let bad = desk.file(
        "bad.ndjson",
        format!(
            "{}{{\"id\":-1,\"status\":\"open\"}}\n\nnull\n{}",
            ticket(2),
            ticket(3)
        ),
    );
    let error = desk
        .import(&[good.clone(), bad.clone()], &ImportOptions::default())
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Input);
    assert_eq!(
        error.one_line(),
        format!(
            "{} line 2: id is negative; bad as well: line 4; correct it, or leave bad rows out \
             with --skip-bad; nothing was written",
            bad.display()
        )
    );
    assert_eq!(desk.tickets(), 0);
    let reports = desk.import(&[good, bad], &skip_bad()).unwrap();
    assert_eq!((reports[1].new, reports[1].skipped), (2, 2));
    assert_eq!(
        reports[1].warnings[0],
        Warning {
            line: Some(2),
            message: "id is negative; left out".to_owned()
        }
    );
    assert_eq!(desk.tickets(), 3);
}

#[test]
fn bad_rows_are_named_up_to_a_limit() {
    let desk = Desk::new();
    let bad = desk.file("bad.ndjson", "{}\n".repeat(30));
    let error = desk.plainly(bad.clone()).unwrap_err().one_line();
    assert!(error.contains("line 2, 3, 4"), "{error}");
    assert!(error.contains("20, 21 and 9 more;"), "{error}");
    let report = desk.import(&[bad], &skip_bad()).unwrap().remove(0);
    assert_eq!(
        (report.skipped, report.new, report.warnings.len()),
        (30, 0, 21)
    );
    assert_eq!(
        report.warnings[20],
        Warning::whole_file("and 10 more like these")
    );
}

#[test]
fn a_cut_last_line_is_left_out_and_named() {
    let desk = Desk::new();
    let report = desk.plainly(corpus("cut.ndjson")).unwrap();
    assert_eq!(
        (report.kind.as_str(), report.new, report.skipped),
        ("users", 2, 1)
    );
    assert_eq!(report.warnings[0].line, Some(3));
    let list = desk.file("list.json", format!("[{},{}", ticket(1), ticket(2)));
    let report = desk.plainly(list).unwrap();
    assert_eq!((report.new, report.skipped), (2, 1));
    // With an end of line it is no cut line, and a file with nothing else holds nothing.
    for content in [format!("{}{{\"id\":\n", ticket(3)), "{\"id\":".to_owned()] {
        let file = desk.file("broken.ndjson", content);
        assert!(desk.plainly(file).is_err());
    }
    assert_eq!(desk.tickets(), 2);
}

#[test]
fn masked_cards_are_counted() {
    let desk = Desk::new();
    let report = desk.plainly(corpus("cards.ndjson")).unwrap();
    assert_eq!(
        report.warnings,
        [Warning::whole_file("5 card numbers masked in 1 ticket")]
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    let options = ImportOptions {
        dry_run: true,
        ..ImportOptions::default()
    };
    let reports = desk.import(&[corpus("desk.ndjson")], &options).unwrap();
    assert_eq!((reports[0].new, desk.tickets()), (9, 0));
}

#[test]
fn files_that_are_none_are_refused_by_name() {
    let desk = Desk::new();
    let folder = desk.folder.path().to_owned();
    for (file, what) in [
        (desk.file("empty", ""), "is empty; export it again"),
        (
            desk.file("packed.gz", b"\x1f\x8b\x08\0"),
            "is cut short; download the export again",
        ),
        (
            desk.file("wide", b"\xff\xfe{\0"),
            "is UTF-16 text; save it as UTF-8",
        ),
        (folder.clone(), "is a folder"),
        (folder.join("none"), "no such file"),
    ] {
        let error = desk.plainly(file.clone()).unwrap_err().one_line();
        let expected = format!("{}: {what}", file.display());
        assert!(error.starts_with(&expected), "{error}");
    }
    let twice = [PathBuf::from("-"), PathBuf::from("-")];
    let error = desk.import(&twice, &ImportOptions::default()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Usage);
    let none = desk.plainly(desk.file("none.json", "[]")).unwrap();
    assert_eq!(
        none.warnings,
        [Warning::whole_file("the file holds no rows")]
    );
}

#[test]
fn a_stopped_import_says_what_it_kept_and_goes_on() {
    let desk = Desk::new();
    let rows: String = (1..=5000).map(ticket).collect();
    let file = desk.file("tickets.ndjson", rows);
    // Stopped when `doing` is reported past `bytes`; what it said.
    let stopped = |doing: &str, bytes: u64| {
        let cancel = CancelToken::default();
        let mut stop = |at: Progress| {
            assert_eq!(at.unit, "bytes");
            if at.what.starts_with(doing) && at.done >= bytes {
                cancel.cancel();
            }
        };
        let files = [file.clone()];
        let options = ImportOptions::default();
        let zendesk = System::Zendesk;
        let error = run(
            &desk.store,
            zendesk,
            &files,
            &options,
            now(),
            &cancel,
            &mut stop,
        )
        .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Interrupted);
        error.one_line()
    };
    assert!(stopped("checking", 100_000).ends_with("nothing was written"));
    assert_eq!(desk.tickets(), 0);
    let said = stopped("importing", 100_000);
    let kept = desk.tickets();
    assert!(kept > 0 && kept < 5000, "{kept}");
    assert!(
        said.ends_with(&format!("{kept} rows are kept; run it again to go on")),
        "{said}"
    );
    let report = desk.plainly(file.clone()).unwrap();
    assert_eq!((report.unchanged, report.new), (kept, 5000 - kept));
}

#[test]
fn standard_input_is_kept_until_it_was_read_twice() {
    let mut stream = std::io::Cursor::new(ticket(1));
    let cancel = CancelToken::default();
    let input = input::spool(&mut stream, &cancel, &mut |_| {}).unwrap();
    let mut parts = Vec::new();
    let options = ImportOptions::default();
    parts::find(&input, System::Zendesk, &options, &mut parts).unwrap();
    for _ in 0..2 {
        let mut lines = Vec::new();
        let ended = walk(&parts[0], "checking", &cancel, &mut |_| {}, &mut |event| {
            if let Event::Row { line, .. } = event {
                lines.push(line);
            }
            Ok(())
        });
        assert_eq!((ended.unwrap(), lines), (Ended::Whole, vec![1]));
    }
}

#[test]
fn what_was_written_before_a_failure_is_counted() {
    let desk = Desk::new();
    let source = ImportSource {
        file: "tickets.ndjson".into(),
        kind: "zendesk tickets".into(),
        bytes: 0,
    };
    let record = |id: u64| {
        crate::formats::zendesk::parse(ticket(id).as_bytes())
            .unwrap()
            .record
    };
    let cancel = CancelToken::default();
    let import = desk.store.import(source, now()).unwrap();
    let (ended, tally, _) = writing::beside(import, &cancel, |writing| {
        for id in 1..=1000 {
            writing.take(record(id), 90)?;
        }
        Err(Error::new(ErrorKind::Io, "the disk is gone"))
    });
    assert_eq!(ended.unwrap_err().message, "the disk is gone");
    // Whole batches went to the other thread, the last rows did not.
    assert_eq!((tally.new, desk.tickets()), (900, 900));
}

#[test]
fn a_table_is_checked_like_any_file() {
    let desk = Desk::new();
    let file = desk.file(
        "t.csv",
        "Ticket ID,Created time\n1,2026-09-21T10:00:00Z\nx,y\n2,\n",
    );
    let freshdesk = |options: &ImportOptions| {
        let cancel = CancelToken::default();
        let files = [file.clone()];
        run(
            &desk.store,
            System::Freshdesk,
            &files,
            options,
            now(),
            &cancel,
            &mut |_| {},
        )
    };
    let error = freshdesk(&ImportOptions::default()).unwrap_err().one_line();
    assert!(
        error.contains("line 3: Ticket ID is no ticket's number: \"x\"; bad as well: line 4"),
        "{error}"
    );
    assert_eq!(desk.tickets(), 0);
    let report = freshdesk(&skip_bad()).unwrap().remove(0);
    assert_eq!(
        (report.new, report.skipped, report.warnings.len()),
        (1, 2, 2)
    );
    assert_eq!(report.columns[0], ("id".to_owned(), "Ticket ID".to_owned()));
}
