//! Care of a desk on the command line: usage, configuration, doctor, copies, the sample desk.

use std::fs;

use serde_json::json;

use crate::desk::{Desk, finish};

#[test]
fn wrong_usage_is_two_and_help_is_zero() {
    let desk = Desk::new();
    for args in [
        &["nonsense"][..],
        &["ticket"],
        &["ticket", "list", "--nonsense"],
        &["import", "zendesk"],
        &["completions", "tcsh"],
        &["--now", "yesterday", "ticket", "list"],
        &["demo", "--tickets", "99999999999"],
    ] {
        let run = desk.run(args).ended(2);
        assert!(
            run.out.is_empty() && !run.err.is_empty(),
            "{args:?} {run:#?}"
        );
    }
    assert!(!desk.path("desk.db").exists());
    let help = desk.run(&["ticket", "note", "--help"]).ended(0);
    assert!(
        help.out.contains("Example: paydesk ticket note"),
        "{help:#?}"
    );
    assert!(
        desk.run(&["--version"])
            .ended(0)
            .out
            .starts_with("paydesk ")
    );
}

#[test]
fn without_a_terminal_the_workbench_says_what_to_use() {
    let desk = Desk::new();
    let run = desk.run(&[]).ended(2);
    assert!(
        run.err.contains("needs a terminal") && run.err.contains("ticket list"),
        "{run:#?}"
    );
    desk.run(&["demo"]).ended(2);
    assert!(!desk.path("desk.db").exists());
}

#[test]
fn the_configuration_is_found_made_and_checked() {
    let desk = Desk::new();
    let path = desk.run(&["config", "path"]).ended(0);
    assert!(path.out.trim_end().ends_with("config.toml"), "{path:#?}");
    desk.run(&["config", "check"]).ended(0);
    desk.run(&["config", "init"]).ended(0);
    let made = fs::read_to_string(path.out.trim_end()).unwrap();
    assert!(made.contains("[desk]") && made.contains("zone = \"UTC\""));
    desk.run(&["config", "init"]).ended(1);
    desk.run(&["config", "init", "--force"]).ended(0);
    let check = desk.run(&["config", "check", "--json"]).ended(0).json();
    assert_eq!(check["exists"], json!(true));
    assert_eq!(check["error"], json!(null));
}

#[test]
fn a_wrong_configuration_is_named_by_file_line_key_and_cure() {
    let desk = Desk::new();
    let file = desk.write("my.toml", "[desk]\nzoen = \"UTC\"\n");
    let expected = format!("{file} line 2: unknown key `zoen` in [desk]; did you mean `zone`?\n");
    let check = desk.run(&["config", "check", "--config", &file]).ended(3);
    assert_eq!(check.out, expected);
    let list = desk.run(&["--config", &file, "ticket", "list"]).ended(2);
    assert_eq!(list.err, format!("paydesk: {expected}"));
    let missing = desk
        .run(&["--config", "none.toml", "ticket", "list"])
        .ended(1);
    assert!(missing.err.contains("config init"), "{missing:#?}");
    let doctor = desk
        .run(&["--config", &file, "doctor", "--json"])
        .ended(3)
        .json();
    let findings = doctor["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .any(|f| f["what"].as_str().unwrap().contains("zoen")),
        "{doctor}"
    );
}

#[test]
fn without_a_home_the_flags_are_named() {
    let desk = Desk::new();
    let mut command = desk.command(&["ticket", "list"]);
    command.env_remove("HOME").env_remove("PAYDESK_DB");
    let run = finish(command).ended(2);
    assert!(
        run.err.contains("HOME is not set") && run.err.contains("--db"),
        "{run:#?}"
    );
    let mut command = desk.command(&["config", "path"]);
    command.env_remove("HOME");
    assert!(finish(command).ended(2).err.contains("--config"));
}

#[test]
fn an_empty_variable_is_none_and_a_wrong_one_is_named() {
    let desk = Desk::new();
    let mut command = desk.command(&["config", "path"]);
    for name in ["PAYDESK_DB", "PAYDESK_CONFIG", "PAYDESK_NOW", "PAYDESK_LOG"] {
        command.env(name, "");
    }
    finish(command).ended(0);
    let mut command = desk.command(&["config", "path"]);
    command.env("PAYDESK_NOW", "noon");
    let run = finish(command).ended(2);
    assert!(run.err.contains("'noon' for '--now"), "{run:#?}");
}

#[test]
fn doctor_finds_a_fresh_desk_well() {
    let desk = Desk::imported();
    let run = desk.run(&["doctor", "--json"]).ended(0).json();
    for finding in run["findings"].as_array().unwrap() {
        assert_eq!(finding["severity"], json!("info"), "{finding}");
        for member in ["what", "where", "cure", "repaired"] {
            assert!(finding.get(member).is_some(), "{member}");
        }
    }
    assert!(
        desk.run(&["doctor"])
            .ended(0)
            .out
            .ends_with("desk.db is well\n")
    );
}

#[test]
fn a_copy_brings_the_desk_back() {
    let desk = Desk::imported();
    desk.run(&["backup", "copy.db"]).ended(0);
    desk.run(&["backup", "copy.db"]).ended(1);
    let backup = desk
        .run(&["backup", "copy.db", "--force", "--json"])
        .ended(0)
        .json();
    assert_eq!(backup["file"], json!("copy.db"));
    assert!(backup["bytes"].as_u64().unwrap() > 0);
    desk.run(&["ticket", "set", "zd:48213", "status=solved"])
        .ended(0);
    let restored = desk.run(&["restore", "copy.db", "--json"]).ended(0).json();
    let before = restored["before"].as_str().unwrap();
    assert!(fs::exists(before).unwrap(), "{before}");
    let shown = desk
        .run(&["ticket", "show", "zd:48213", "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["status"], json!("open"));
    desk.run(&["restore", "none.db"]).ended(1);
}

#[test]
fn completions_and_manual_pages_come_from_the_definition() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"] {
        let run = desk.run(&["completions", shell]).ended(0);
        assert!(
            run.out.contains("paydesk") && run.out.contains("export"),
            "{shell}"
        );
    }
    let man = desk.run(&["man"]).ended(0).out;
    assert!(man.contains(".TH paydesk 1"), "{man}");
    let note = desk.run(&["man", "ticket", "note"]).ended(0).out;
    assert!(note.contains("dry\\-run"), "{note}");
    desk.run(&["man", "ticket", "nonsense"]).ended(2);
}

#[test]
fn a_sample_desk_is_built_once_and_built_anew_beside_the_old() {
    let desk = Desk::new();
    let args = [
        "demo",
        "--tickets",
        "30",
        "--no-tui",
        "--json",
        "--db",
        "demo.db",
    ];
    let built = desk.run(&args).ended(0).json();
    assert_eq!(built["path"], json!("demo.db"));
    assert_eq!(built["tickets"], json!(30));
    assert_eq!(built["built"], json!(true));
    let again = desk.run(&args).ended(0);
    assert_eq!(again.json()["built"], json!(false));
    assert!(again.err.contains("opened as it is"), "{again:#?}");
    let mut forced = args.to_vec();
    forced.extend(["--force", "--tickets", "10"]);
    forced.drain(1..3);
    let anew = desk.run(&forced).ended(0);
    assert_eq!(anew.json()["tickets"], json!(10));
    assert!(anew.err.contains("before-demo"), "{anew:#?}");
}

#[test]
fn a_script_builds_its_sample_where_the_environment_says() {
    let desk = Desk::new();
    let run = desk
        .run(&["demo", "--tickets", "5", "--no-tui", "--json"])
        .ended(0)
        .json();
    assert_eq!(run["path"].as_str(), desk.path("desk.db").to_str());
    let list = desk.run(&["ticket", "list", "--json"]).ended(0).json();
    assert_eq!(list["total"], json!(5));
}

#[cfg(unix)]
#[test]
fn a_log_is_written_to_the_state_folder_when_asked_for() {
    let desk = Desk::new();
    desk.run(&["config", "path"]).ended(0);
    let log = desk.path(".local/state/paydesk/paydesk.log");
    assert!(!log.exists());
    desk.run(&["--log", "debug", "config", "path"]).ended(0);
    assert_eq!(crate::desk::mode(&log), 0o600);
    assert!(fs::read_to_string(&log).unwrap().contains("started"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_under_standard_output_is_a_failure() {
    let desk = Desk::new();
    let mut command = desk.command(&["config", "path"]);
    command.stdout(
        fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap(),
    );
    let run = finish(command).ended(1);
    assert!(
        run.err.contains("cannot write to standard output"),
        "{run:#?}"
    );
}

/// The log is begun after signals are watched, so its first line says that one can be sent.
#[cfg(unix)]
#[test]
fn a_signal_between_two_steps_ends_the_command_as_interrupted() {
    use rustix::process::{Pid, Signal, kill_process};
    for signal in [Signal::INT, Signal::TERM] {
        let desk = Desk::new();
        let mut command = desk.command(&["--log", "info", "ticket", "note", "1", "--body", "-"]);
        command.stdin(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = desk.path(".local/state/paydesk/paydesk.log");
        while !fs::read_to_string(&log).is_ok_and(|text| text.contains("started")) {
            assert_eq!(child.try_wait().unwrap(), None, "it ended by itself");
            std::thread::yield_now();
        }
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130));
    }
}
