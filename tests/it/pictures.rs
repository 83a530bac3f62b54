//! Pictures: those of the README and the documentation keep step with the program, and what
//! `paydesk screenshot` promises.
//!
//! `UPDATE_README=1 cargo test --test it pictures` writes them anew.

use super::desk::{Desk, assert_says};
use super::readme::keep_in_step;

/// The pictures of `assets/pictures`, each with what is behind `paydesk screenshot`.
const PICTURES: [(&str, &str); 8] = [
    ("queue", "queue --size 120x32"),
    ("ticket", "ticket --size 120x32"),
    ("palette", "palette --size 120x32"),
    ("theme-dark", "queue --size 80x24 --theme dark"),
    ("theme-light", "queue --size 80x24 --theme light"),
    ("theme-contrast", "queue --size 80x24 --theme contrast"),
    ("theme-ansi", "queue --size 80x24 --theme ansi"),
    ("theme-mono", "queue --size 80x24 --theme mono"),
];

fn shot(desk: &Desk, line: &str) -> String {
    let args: Vec<_> = std::iter::once("screenshot")
        .chain(line.split(' '))
        .collect();
    let run = desk.run(&args).ended(0);
    assert_eq!(run.err, "");
    run.out
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    let desk = Desk::new();
    for (name, line) in PICTURES {
        keep_in_step(&format!("assets/pictures/{name}.svg"), &shot(&desk, line));
    }
}

#[test]
fn the_same_command_gives_the_same_picture_whatever_the_environment_says() {
    let desk = Desk::new();
    let line = ["screenshot", "ticket", "--size", "80x24"];
    let plain = desk.run(&line).ended(0).out;
    let config = desk.write("config.toml", "[look]\ntheme = \"light\"\nascii = true\n");
    let mut command = desk.command(&line);
    command.env_remove("PAYDESK_NOW");
    command.envs([("NO_COLOR", "1"), ("LANG", "C"), ("TERM", "dumb")]);
    command.env("PAYDESK_CONFIG", config);
    assert_eq!(super::desk::finish(command).ended(0).out, plain);
    assert!(!desk.path("desk.db").exists(), "no desk was touched");
}

#[test]
fn each_format_is_whole() {
    let desk = Desk::new();
    let svg = shot(&desk, "queue --size 80x24");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    let html = shot(&desk, "queue --size 80x24 --format html");
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
    assert_eq!(html.split("<pre").nth(1).unwrap().lines().count(), 24 + 3);
    let text = shot(&desk, "queue --size 80x24 --format txt");
    assert_eq!(text.lines().count(), 24);
    assert!(text.contains("Queue") && text.is_char_boundary(text.len()));
    let ascii = shot(&desk, "help --size 80x24 --format txt --ascii");
    assert!(ascii.contains("[2 Queue]") && !ascii.contains('─'));
    let file = desk.path("shot.html");
    let name = file.to_str().unwrap();
    desk.run(&["screenshot", "queue", "-o", name]).ended(0);
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .starts_with("<!DOCTYPE"),
        "by its name"
    );
    assert_says(
        &desk.run(&["screenshot", "queue", "-o", name]).ended(1),
        "--force",
    );
}

#[test]
fn every_pane_of_the_list_is_drawn() {
    let desk = Desk::new();
    let list = desk
        .run(&["screenshot", "--list", "--json"])
        .ended(0)
        .json();
    let panes = list["panes"].as_array().unwrap();
    assert!(panes.len() > 20);
    let mut drawn: Vec<(&str, String)> = Vec::new();
    for pane in panes {
        let name = pane["name"].as_str().unwrap();
        let line = format!("{name} --size 60x20 --format txt");
        let picture = shot(&desk, &line);
        assert_eq!(picture.lines().count(), 20, "{line}");
        let same = drawn.iter().find(|(_, other)| *other == picture);
        assert!(same.is_none(), "{name} is drawn as {same:?} is");
        drawn.push((name, picture));
    }
}

#[test]
fn wrong_usage_says_what_is_right() {
    let desk = Desk::new();
    let says = |args: &[&str], what: &str| {
        let args = [&["screenshot"], args].concat();
        let run = desk.run(&args).ended(2);
        assert!(run.err.contains(what), "{what}: {run:#?}");
    };
    says(&["quue"], "did you mean `queue`?");
    says(&["queue", "--size", "80"], "write it as 120x40");
    says(&["queue", "--keys", "Hyper-x"], "`Hyper-x` is no key");
    says(&["queue", "--theme", "drak"], "did you mean `dark`?");
    says(&[], "PANE");
}

#[test]
fn a_desk_that_is_named_is_only_looked_at() {
    let desk = Desk::imported();
    let db = desk.path("desk.db");
    let line = [
        "--db",
        db.to_str().unwrap(),
        "screenshot",
        "queue",
        "--format",
        "txt",
    ];
    let run = desk.run(&[&line[..], &["--keys", "e"]].concat()).ended(0);
    assert!(
        run.out.contains("Refund missing") && run.out.contains("read-only"),
        "{}",
        run.out
    );
    let tickets = desk
        .run(&["ticket", "list", "is:solved", "--json"])
        .ended(0)
        .json();
    assert_eq!(tickets["total"], 0);
}
