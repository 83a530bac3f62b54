//! A desk in a temporary folder, and runs of the binary on it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What one run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The run, if it ended with this code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Its one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:#?}"))
    }
}

/// A folder with a desk, a configuration if one is written, and input files.
pub(crate) struct Desk {
    dir: TempDir,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new() -> Self {
        Self {
            dir: TempDir::new().unwrap(),
        }
    }

    /// A desk with the three tickets of [`tickets`] and their people imported.
    pub(crate) fn imported() -> Self {
        let desk = Self::new();
        let (tickets, users) = desk.exports();
        desk.run(&["import", "zendesk", &tickets, &users]).ended(0);
        desk
    }

    /// Writes the exports of [`tickets`] and [`users`]; returns their paths.
    pub(crate) fn exports(&self) -> (String, String) {
        let lines = |rows: Vec<Value>| {
            let lines: Vec<_> = rows.iter().map(|row| format!("{row}\n")).collect();
            lines.concat()
        };
        (
            self.write("tickets.ndjson", &lines(tickets())),
            self.write("users.ndjson", &lines(users())),
        )
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file and returns its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::File::create(&path)
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The binary on this desk, with nothing of the environment but what a test sets.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paydesk"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.dir.path())
            .env("TMPDIR", self.dir.path())
            .env("PAYDESK_DB", self.path("desk.db"))
            .env("PAYDESK_NOW", "2026-04-27T08:47:00Z")
            .current_dir(self.dir.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        finish(self.command(args))
    }

    /// Runs with this text on standard input.
    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        let path = self.path("standard-input");
        fs::File::create(&path).unwrap().write_all(input).unwrap();
        let mut command = self.command(args);
        command.stdin(fs::File::open(&path).unwrap());
        finish(command)
    }
}

/// One line on standard error that contains this, and no result.
#[track_caller]
pub(crate) fn assert_says(run: &Run, what: &str) {
    assert!(run.err.contains(what), "{what}: {run:#?}");
    assert_eq!(run.err.lines().count(), 1, "{run:#?}");
    assert!(run.out.is_empty(), "{run:#?}");
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Permission bits of a file.
#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Three tickets: one plain, one pending, one whose words try to act on a terminal.
pub(crate) fn tickets() -> Vec<Value> {
    let ticket = |id: u64, subject: &str, status: &str, priority: Value, updated: &str| {
        json!({
            "id": id, "url": format!("https://acme.zendesk.com/api/v2/tickets/{id}.json"),
            "type": "question", "subject": subject, "description": "It has not arrived.",
            "priority": priority, "status": status, "requester_id": 7001, "assignee_id": null,
            "organization_id": null, "group_id": null, "tags": ["blik", "refund"],
            "custom_fields": [], "created_at": "2026-04-20T08:00:00Z", "updated_at": updated,
        })
    };
    vec![
        ticket(
            48213,
            "Refund missing",
            "open",
            json!("high"),
            "2026-04-27T07:47:00Z",
        ),
        ticket(
            48214,
            "Payout late",
            "pending",
            json!(null),
            "2026-04-26T08:47:00Z",
        ),
        ticket(48215, HOSTILE, "open", json!("low"), "2026-04-25T08:47:00Z"),
    ]
}

/// Colour, title, bidi and a C1 control, as a stranger's subject may have them.
pub(crate) const HOSTILE: &str =
    "\u{1b}[31mred\u{1b}]0;title\u{7} \u{202e}drow\u{9b}2J <script>alert(1)</script>";

pub(crate) fn users() -> Vec<Value> {
    vec![json!({
        "id": 7001, "name": "Ana Ruiz", "email": "ana.ruiz@acme.example", "role": "end-user",
        "organization_id": null, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
    })]
}
