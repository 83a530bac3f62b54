//! The store as a file: who may read it, what is refused untouched, copies, and the second process.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::*;
use crate::domain::tickets::filter::selection::Selection;
use crate::error::ErrorKind;
use crate::store::Severity;

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/folder/desk.db");
    let store = Store::open(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    store.ask(Query::Settings).unwrap();
    store.perform(Command::Undo, &me(), at(0)).unwrap_err();
    for part in ["-wal", "-shm"] {
        let part = crate::store::place::beside(&path, part);
        assert_eq!(mode(&part), 0o600, "{}", part.display());
    }
}

#[test]
fn closing_leaves_one_file() {
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    desk.ask(tickets::Query::Any);
    let Desk { store, folder, .. } = desk;
    drop(store);
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["desk.db"]);
}

#[test]
fn reading_alone_leaves_one_file_too() {
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    let Desk {
        store,
        folder,
        path,
    } = desk;
    drop(store);
    let store = Store::open(&path).unwrap();
    store.ask(Query::Settings).unwrap();
    drop(store);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Asserts that opening refuses the file and leaves it and its folder as they are.
fn refused(path: &Path, words: &str) {
    let before = fs::read(path).unwrap();
    let error = Store::open(path).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Store, "{error}");
    assert!(error.one_line().contains(words), "{error}");
    assert_eq!(fs::read(path).unwrap(), before);
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn what_is_not_ours_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let csv = "id,subject\n1,Refund missing\n".repeat(20);
    std::io::Write::write_all(&mut fs::File::create(&path).unwrap(), csv.as_bytes()).unwrap();
    refused(&path, "is not a paydesk store");
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE music (id)")
        .unwrap();
    drop(other);
    refused(&path, "is not a paydesk store");
}

#[test]
fn a_newer_store_is_refused_untouched() {
    let Desk {
        store,
        path,
        folder,
    } = desk();
    drop(store);
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 9).unwrap();
    drop(newer);
    refused(
        &path,
        "written by a newer paydesk (schema 9, this one knows 3)",
    );
    let finding = &Store::doctor(&path, true).unwrap()[0];
    assert_eq!(finding.severity, Severity::Error);
    drop(folder);
}

#[test]
fn a_folder_or_a_link_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        Store::open(folder.path())
            .unwrap_err()
            .message
            .contains("is not a file")
    );
    #[cfg(unix)]
    {
        let target = folder.path().join("desk.db");
        drop(Store::open(&target).unwrap());
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(
            Store::open(&link)
                .unwrap_err()
                .message
                .contains("symbolic link")
        );
    }
}

#[test]
fn an_empty_file_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    fs::File::create(&path).unwrap();
    let store = Store::open(&path).unwrap();
    assert_eq!(
        store.ask(Query::Settings).unwrap(),
        Answer::Settings(Vec::new())
    );
}

#[test]
fn only_the_commits_of_others_count_as_changes_elsewhere() {
    let desk = desk();
    let other = Store::open(&desk.path).unwrap();
    desk.import(vec![whole(ticket(1))]);
    let id = desk.locate("zd:1").unwrap();
    assert!(!desk.store.changed_elsewhere().unwrap());
    desk.store.perform(note(id, "mine"), &me(), at(1)).unwrap();
    assert!(!desk.store.changed_elsewhere().unwrap());
    other.perform(note(id, "theirs"), &me(), at(2)).unwrap();
    assert!(desk.store.changed_elsewhere().unwrap());
    assert!(!desk.store.changed_elsewhere().unwrap());
    // Theirs, then mine before I look: still theirs to be seen.
    other.perform(note(id, "theirs"), &me(), at(3)).unwrap();
    desk.store.perform(note(id, "mine"), &me(), at(4)).unwrap();
    assert!(desk.store.changed_elsewhere().unwrap());
    assert!(!desk.store.changed_elsewhere().unwrap());
    // A command that changes nothing is no commit.
    other
        .perform(set_status(&[id], Status::Open), &me(), at(5))
        .unwrap_err();
    assert!(!desk.store.changed_elsewhere().unwrap());
    assert_eq!(desk.thread(id).entries.len(), 5);
}

#[test]
fn a_change_before_the_first_look_is_seen() {
    let desk = desk();
    desk.ask(tickets::Query::Any);
    Store::open(&desk.path)
        .unwrap()
        .perform(
            Command::Desk(crate::domain::desk::Command::Remember {
                setting: crate::domain::desk::Setting::Theme,
                value: "light".into(),
            }),
            &me(),
            at(0),
        )
        .unwrap();
    assert!(desk.store.changed_elsewhere().unwrap());
}

#[test]
fn a_backup_is_whole_private_and_replaces_nothing() {
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    let to = desk.folder.path().join("copy.db");
    let bytes = desk.store.backup(&to, false).unwrap();
    assert_eq!(bytes, fs::metadata(&to).unwrap().len());
    #[cfg(unix)]
    assert_eq!(mode(&to), 0o600);
    let again = desk.store.backup(&to, false).unwrap_err();
    assert_eq!(again.kind, ErrorKind::Refused);
    desk.store.backup(&to, true).unwrap();
    assert!(desk.store.backup(&desk.path, true).is_err());
    let copy = Store::open(&to).unwrap();
    assert_eq!(
        copy.ask(Query::Tickets(tickets::Query::Any)).unwrap(),
        Answer::Tickets(tickets::Answer::Any(true))
    );
}

#[test]
fn a_restore_keeps_what_was() {
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    let copy = desk.folder.path().join("copy.db");
    desk.store.backup(&copy, false).unwrap();
    desk.import(vec![whole(ticket(2))]);
    let Desk {
        store,
        path,
        folder,
    } = desk;
    let busy = Store::restore(&path, &copy, at(0)).unwrap_err();
    assert_eq!(busy.kind, ErrorKind::Busy);
    drop(store);
    let kept = Store::restore(&path, &copy, at(0)).unwrap().unwrap();
    assert!(
        kept.to_string_lossy()
            .ends_with(".before-restore-20250615T150640Z")
    );
    let count = |path: &Path| {
        let store = Store::open(path).unwrap();
        store
            .ask(Query::Tickets(tickets::Query::Count(Selection::default())))
            .unwrap()
    };
    assert_eq!(count(&path), Answer::Tickets(tickets::Answer::Count(1)));
    assert_eq!(count(&kept), Answer::Tickets(tickets::Answer::Count(2)));
    #[cfg(unix)]
    assert_eq!(mode(&path), 0o600);
    // Into an empty place, and only from a store of ours.
    let elsewhere = folder.path().join("new/desk.db");
    assert_eq!(Store::restore(&elsewhere, &copy, at(0)).unwrap(), None);
    assert_eq!(
        count(&elsewhere),
        Answer::Tickets(tickets::Answer::Count(1))
    );
    let text = folder.path().join("notes.txt");
    fs::copy(file!(), &text).unwrap();
    assert!(Store::restore(&path, &text, at(0)).is_err());
    assert!(Store::restore(&path, &folder.path().join("none"), at(0)).is_err());
}

#[test]
fn doctor_finds_nothing_wrong_with_a_sound_store() {
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    let Desk {
        store,
        path,
        folder,
    } = desk;
    drop(store);
    assert_eq!(Store::doctor(&path, false).unwrap(), []);
    let missing = Store::doctor(&folder.path().join("none.db"), false).unwrap();
    assert_eq!(missing[0].severity, Severity::Info);
}

#[cfg(unix)]
#[test]
fn doctor_finds_and_narrows_a_wide_mode() {
    use std::os::unix::fs::PermissionsExt;
    let Desk {
        store,
        path,
        folder,
    } = desk();
    drop(store);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let finding = &Store::doctor(&path, false).unwrap()[0];
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.what.contains("0644") && !finding.repaired);
    assert!(Store::doctor(&path, true).unwrap()[0].repaired);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(Store::doctor(&path, false).unwrap(), []);
    drop(folder);
}

#[test]
fn doctor_finds_damage_and_nothing_more_is_written() {
    use std::io::{Seek, SeekFrom, Write};
    let desk = desk();
    desk.import((1..200).map(|id| whole(ticket(id))).collect());
    let Desk {
        store,
        path,
        folder,
    } = desk;
    drop(store);
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    let pages = file.metadata().unwrap().len() / 4096;
    for page in 2..pages {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xA5; 512]).unwrap();
    }
    drop(file);
    let findings = Store::doctor(&path, false).unwrap();
    assert!(
        findings.iter().any(|f| f.severity == Severity::Error),
        "{findings:?}"
    );
    let store = Store::open(&path).unwrap();
    let error = store.ask(Query::Tickets(tickets::Query::Any)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Store, "{error}");
    for _ in 0..2 {
        let error = store
            .perform(note(TicketId(1), "x"), &me(), at(1))
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Store, "{error}");
    }
    drop(folder);
}

/// Who is root writes everywhere: then there is nothing to see here.
#[cfg(unix)]
#[test]
fn a_read_only_store_is_read_and_says_why_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    let id = desk.locate("zd:1").unwrap();
    let Desk {
        store,
        path,
        folder,
    } = desk;
    drop(store);
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    set(&path, 0o400);
    set(folder.path(), 0o500);
    if fs::OpenOptions::new().write(true).open(&path).is_err() {
        let store = Store::open(&path).unwrap();
        let any = store.ask(Query::Tickets(tickets::Query::Any)).unwrap();
        assert_eq!(any, Answer::Tickets(tickets::Answer::Any(true)));
        assert!(!store.changed_elsewhere().unwrap());
        let error = store.perform(note(id, "x"), &me(), at(1)).unwrap_err();
        assert!(
            error
                .message
                .ends_with("is read-only; nothing can be changed"),
            "{error}"
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    set(folder.path(), 0o700);
}

#[test]
fn the_compiled_sqlite_is_a_safe_one() {
    assert!(rusqlite::version_number() >= 3_052_000);
}
