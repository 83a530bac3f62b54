//! The README and the page of keys keep step with the program: keys come from the table of actions.
//!
//! `UPDATE_README=1 cargo test --test it readme` writes them anew; `pictures` keeps the pictures.

use std::fmt::Write as _;
use std::path::PathBuf;

use paydesk::app::action;
use paydesk::app::keymap::Keymap;

use crate::desk::Desk;

const BEGIN: &str = "<!-- keys: begin (written by tests/it/readme.rs) -->\n";
const END: &str = "<!-- keys: end -->";

/// A file of the project; rewritten when asked, else compared.
pub(crate) fn keep_in_step(path: &str, wanted: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_README").is_some() {
        let folder = path.parent().expect("a folder");
        let mut file = tempfile::NamedTempFile::new_in(folder).expect("a file");
        std::io::Write::write_all(&mut file, wanted.as_bytes()).expect("room");
        file.persist(&path).expect("a writable project");
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{} is out of step: run UPDATE_README=1 cargo test --test it",
        path.display()
    );
}

/// The keys of the hint rows: those that one learns first.
fn key_table() -> String {
    let keymap = Keymap::default();
    let mut table = String::from("\n| keys | does | name |\n|---|---|---|\n");
    for spec in action::all().filter(|spec| spec.hint.0 > 0 || FIRST.contains(&spec.name)) {
        let keys = keymap.keys(spec.action);
        let keys: Vec<String> = keys.iter().map(|keys| format!("`{keys}`")).collect();
        let keys = keys.join(" ");
        let _infallible = writeln!(table, "| {keys} | {} | `{}` |", spec.title, spec.name);
    }
    table.push('\n');
    table
}

/// What the hint rows have no room for and one looks for first.
const FIRST: [&str; 7] = [
    "move.down",
    "move.up",
    "status.pending",
    "find",
    "find.again",
    "help",
    "tour",
];

#[test]
fn the_key_table_of_the_readme_is_that_of_the_program() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(path).expect("a README");
    let (head, rest) = readme.split_once(BEGIN).expect("the begin mark");
    let (_, tail) = rest.split_once(END).expect("the end mark");
    keep_in_step(
        "README.md",
        &format!("{head}{BEGIN}{}{END}{tail}", key_table()),
    );
}

#[test]
fn the_page_of_keys_is_what_the_program_prints() {
    let page = Desk::new().run(&["keys", "--format", "md"]).ended(0).out;
    keep_in_step("assets/docs/keys.md", &page);
}
