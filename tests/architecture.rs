//! The house keeps its walls: who may import whom, how long a file may be, who may write.
//!
//! Each failure is a sentence that says where the code belongs. The rules are those of the map
//! in `src/lib.rs`.
#![expect(clippy::expect_used, reason = "what a test cannot read it fails at")]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file is asked to split at 500 lines and refused at 800.
const MAX_LINES: usize = 800;
/// A family of identifiers is read at one go.
const MAX_FAMILY_LINES: usize = 300;
/// Folders below `src`: deeper than this nobody finds anything.
const MAX_DEPTH: usize = 3;

/// Rooms that a room may import. A leaf is a room without entries of its own here.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "runtime", "app", "jobs", "store", "net", "formats", "domain", "config", "error",
            "paths", "logging",
        ],
    ),
    (
        "runtime",
        &[
            "app", "ui", "jobs", "store", "net", "domain", "config", "error", "paths", "logging",
        ],
    ),
    ("jobs", &["store", "net", "formats", "domain", "error"]),
    ("ui", &["app", "domain"]),
    ("net", &["formats", "domain", "error"]),
    ("app", &["domain", "error"]),
    ("store", &["domain", "error"]),
    ("formats", &["domain", "error"]),
    ("domain", &[]),
    ("config", &["domain", "error"]),
    ("error", &["domain"]),
    ("paths", &["error"]),
    ("logging", &["domain", "error", "paths"]),
];

/// What each room is for, to say where a stray import belongs.
const PURPOSE: &[(&str, &str)] = &[
    ("main", "parsing arguments and ending with an exit code"),
    ("cli", "the command line: parsing, printing, exit codes"),
    ("runtime", "the event loop, the terminal and the executor"),
    ("jobs", "long, cancellable work over store and formats"),
    ("ui", "drawing the model, reading it only"),
    ("net", "HTTP to other systems"),
    ("app", "the screen's model: state, actions, effects"),
    ("store", "SQLite, and nothing else may know SQL"),
    ("formats", "outside bytes to domain records and back"),
    ("domain", "pure rules and types"),
    ("config", "the configuration file"),
    ("error", "the one error"),
    ("paths", "where files live"),
    ("logging", "the log file"),
];

/// Third parties that are at home in some rooms only (a place is a room or a file).
const AT_HOME: &[(&str, &[&str])] = &[
    ("ratatui", &["ui", "runtime"]),
    ("ratatui_textarea", &["app/kit/editor.rs"]),
    ("crossterm", &["runtime"]),
    ("rusqlite", &["store"]),
    ("jiff", &["domain/zone.rs"]),
    ("fuzzy_matcher", &["app/kit"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("directories", &["paths.rs"]),
    ("toml", &["config", "jobs/demo"]),
    ("serde_json", &["formats", "store", "cli"]),
    ("encoding_rs", &["formats"]),
    ("chardetng", &["formats"]),
    ("flate2", &["formats"]),
    ("zip", &["formats"]),
    ("regex_lite", &["domain/tickets/filter/regex.rs"]),
    ("tempfile", &["cli", "jobs", "store", "runtime"]),
    ("signal_hook", &["runtime", "cli"]),
    ("rustix", &["runtime", "store", "cli"]),
    (
        "log",
        &["logging.rs", "cli", "jobs", "net", "runtime", "store"],
    ),
];

/// What pure rooms must not touch: it would make them slow, stateful or untestable.
const IMPURE: &[&str] = &[
    "Instant::now",
    "SystemTime",
    "Utc::now",
    "Local::now",
    "std::fs",
    "std::env",
    "std::net",
    "std::thread",
    "std::process",
];
const PURE_ROOMS: &[&str] = &["domain", "app", "ui"];

/// The only public functions of the store that change it, and those that do not.
const STORE_WRITES: &[&str] = &[
    "perform",
    "perform_then",
    "import",
    "write",
    "finish",
    "settle",
    "recompute_clocks",
];
const STORE_CARE: &[&str] = &["open", "keep_clocks", "doctor", "backup", "restore"];
/// Files of the store in which SQL may write: the two ways in, what follows from them, and the care
/// of the file itself.
const WRITING_FILES: &[&str] = &[
    "perform",
    "journal",
    "pulse",
    "ingest",
    "settle",
    "text",
    "derived",
    "migrate",
    "doctor",
    "backup",
    "connection",
];

struct Source {
    /// Path below `src`, with slashes.
    path: String,
    /// The text without comments and without its test module.
    code: String,
    /// The whole text.
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| fs::read_to_string(file).expect("source files are UTF-8"))
        .collect();
    let modules = test_modules(&texts);
    files.retain(|file| !is_test_only(file, &modules));
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("source files are UTF-8");
        let relative = file.strip_prefix(&src).expect("a file of src");
        let path = relative.to_string_lossy().replace('\\', "/");
        // Test modules stand last and may reach further than the room's own code.
        let own = text.split("#[cfg(test)]\nmod tests {").next();
        let lines = own.unwrap_or_default().lines();
        let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
        Source {
            path,
            code: lines.collect::<Vec<_>>().join("\n"),
            text,
        }
    };
    files.into_iter().map(read).collect()
}

/// The modules that some file declares with `#[cfg(test)] mod NAME;`.
fn test_modules(texts: &[String]) -> HashSet<&str> {
    let declared = |text| str::split(text, "#[cfg(test)]\nmod ").skip(1);
    let names = texts.iter().flat_map(|text| declared(text.as_str()));
    names
        .filter_map(|rest| rest.split_once(';'))
        .map(|(name, _)| name)
        .collect()
}

/// True for a file that is such a module, and for what lies in the folder of one.
fn is_test_only(file: &Path, modules: &HashSet<&str>) -> bool {
    let folder = file.parent().and_then(Path::file_name);
    [file.file_stem(), folder]
        .into_iter()
        .flatten()
        .any(|name| modules.contains(&*name.to_string_lossy()))
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The room of a path below `src`.
fn room(path: &str) -> &str {
    path.split('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(".rs")
}

fn purpose(room: &str) -> &'static str {
    PURPOSE
        .iter()
        .find(|(name, _)| *name == room)
        .map_or("not a room", |(_, purpose)| purpose)
}

/// The first name after each `prefix` in `code` (`crate::store::…` gives `store`).
fn names_after<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    let starts = code.match_indices(prefix).filter(|(at, _)| {
        let before = code.get(..*at).and_then(|head| head.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    });
    let rest = starts.map(|(at, _)| code.get(at + prefix.len()..).unwrap_or_default());
    rest.map(|rest| {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    })
    .collect()
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn rooms_import_only_what_lies_below_them() {
    let mut problems = Vec::new();
    for source in sources() {
        let here = room(&source.path);
        if here == "lib" {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == here) else {
            problems.push(format!("src/{} stands in no room of the map", source.path));
            continue;
        };
        let mut named = names_after(&source.code, "crate::");
        named.extend(names_after(&source.code, "paydesk::"));
        for name in named {
            if name.is_empty() {
                problems.push(format!(
                    "src/{}: write one `use crate::room::…` a room",
                    source.path
                ));
            } else if name != here && !allowed.contains(&name) {
                problems.push(format!(
                    "src/{} is in `{here}` ({}) and may not use `{name}` ({}): what needs both \
                     belongs in a room above them, or the part that is a rule in `domain`",
                    source.path,
                    purpose(here),
                    purpose(name)
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn third_parties_stay_in_their_rooms() {
    let mut problems = Vec::new();
    for source in sources() {
        for (library, homes) in AT_HOME {
            let at_home = homes.iter().any(|home| {
                source.path.starts_with(&format!("{home}/"))
                    || source.path == *home
                    || source.path == format!("{home}.rs")
            });
            let used = !names_after(&source.code, &format!("{library}::")).is_empty();
            if used && !at_home {
                problems.push(format!(
                    "src/{} uses {library}, which is at home in {}: move the call there and pass \
                     plain data",
                    source.path,
                    homes.join(", ")
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn pure_rooms_touch_neither_disk_nor_clock() {
    let mut problems = Vec::new();
    for source in sources()
        .iter()
        .filter(|s| PURE_ROOMS.contains(&room(&s.path)))
    {
        for impure in IMPURE.iter().filter(|impure| source.code.contains(*impure)) {
            problems.push(format!(
                "src/{} uses {impure}: `{}` is pure; do it in `runtime`, `jobs` or `store` and \
                 pass the result",
                source.path,
                room(&source.path)
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn colours_are_named_in_the_theme_only() {
    let mut problems = Vec::new();
    for source in sources().iter().filter(|s| s.path.starts_with("ui/")) {
        let literal = [
            "Color::Rgb",
            "Color::Indexed",
            "Color::from",
            "Color::Black",
            "Color::Red",
            "Color::Green",
            "Color::Yellow",
            "Color::Blue",
            "Color::Magenta",
            "Color::Cyan",
            "Color::Gray",
            "Color::DarkGray",
            "Color::Light",
            "Color::White",
        ];
        let theme = source.path.starts_with("ui/theme") || source.path.starts_with("ui/picture");
        if !theme && literal.iter().any(|colour| source.code.contains(colour)) {
            problems.push(format!(
                "src/{} names a colour: code names tokens of ui/theme, never colours",
                source.path
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn the_store_is_written_through_perform_and_import_only() {
    let mut problems = Vec::new();
    for source in sources().iter().filter(|s| s.path.starts_with("store/")) {
        let file = source.path.trim_start_matches("store/");
        let may_write = WRITING_FILES.iter().any(|name| file.starts_with(name));
        let upper = source.code.to_uppercase();
        let writes = [
            "INSERT INTO",
            "INSERT OR",
            "UPDATE ",
            "DELETE FROM",
            "REPLACE INTO",
        ];
        let sql = |word: &&&str| {
            upper.contains(&format!("\"{word}")) || upper.contains(&format!(" {word}"))
        };
        if !may_write && let Some(word) = writes.iter().find(sql) {
            problems.push(format!(
                "src/{} writes ({word}): a wish goes through `perform`, a file's rows through \
                 `ingest`; nothing else writes",
                source.path
            ));
        }
        let blocks = source.code.split("\nimpl Store {").skip(1);
        let blocks = blocks.map(|block| block.split("\nimpl ").next().unwrap_or_default());
        let handle = blocks.collect::<Vec<_>>().join("\n");
        for name in names_after(&handle, "pub fn ") {
            let reads = [
                "path",
                "read_only",
                "plan",
                "ask",
                "ask_then",
                "changed_elsewhere",
            ];
            let known = [STORE_WRITES, STORE_CARE, &reads].concat();
            if !known.contains(&name) {
                problems.push(format!(
                    "Store::{name} is a new public function: wishes go through `perform` (add a \
                     `Command`), questions through `ask` (add a `Query`), rows through `import`"
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn files_stay_small_and_say_what_they_are() {
    let mut problems = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > MAX_LINES {
            problems.push(format!(
                "src/{} has {lines} lines, at most {MAX_LINES}: split it by what changes together",
                source.path
            ));
        }
        let is_family = source.path.starts_with("domain/merchants/identifiers/");
        if is_family && lines > MAX_FAMILY_LINES {
            problems.push(format!(
                "src/{} has {lines} lines, a family of identifiers at most {MAX_FAMILY_LINES}: \
                 make two families of it",
                source.path
            ));
        }
        if !source.text.starts_with("//!") {
            problems.push(format!(
                "src/{} does not begin with what it is (`//! …`)",
                source.path
            ));
        }
        let depth = source.path.matches('/').count();
        if depth > MAX_DEPTH {
            problems.push(format!(
                "src/{} lies {depth} folders deep, at most {MAX_DEPTH}",
                source.path
            ));
        }
        let vague = ["manager", "helper", "util", "common", "misc"];
        if let Some(word) = vague.iter().find(|word| source.path.contains(*word)) {
            problems.push(format!(
                "src/{}: \"{word}\" names nothing; name the thing",
                source.path
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn the_top_level_holds_what_the_house_says() {
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "config.example.toml",
        "src",
        "assets",
        "tests",
        "benches",
        "target",
    ];
    let mut problems = Vec::new();
    for entry in fs::read_dir(root()).expect("the project can be read") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        if !(known.contains(&&*name) || name.starts_with('.') || name.starts_with("LICENSE")) {
            problems.push(format!("{name} stands at the top level: nothing new does"));
        }
    }
    assert_none(&problems);
}
