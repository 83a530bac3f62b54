//! The real binary in a pseudo-terminal: what it sends, how it gives the terminal back, how it
//! ends. Every wait has a deadline; nothing here waits for time to pass.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test cannot do it fails at, in its helpers too"
)]

use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use tempfile::TempDir;
use vt100::{MouseProtocolEncoding, MouseProtocolMode};

/// Longest wait for anything; on an idle machine the slowest takes 50 ms.
const DEADLINE: Duration = Duration::from_secs(30);
const NOW: &str = "2026-04-27T08:47:00Z";
const COLUMNS: u16 = 100;
const ROWS: u16 = 30;

/// A folder with a sample desk in it.
fn desk() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let built = Command::new(env!("CARGO_BIN_EXE_paydesk"))
        .args(["demo", "--tickets", "200", "--no-tui", "--quiet"])
        .args(["--now", NOW, "--db"])
        .arg(dir.path().join("desk.db"))
        .env("HOME", dir.path())
        .env_remove("XDG_CONFIG_HOME")
        .output()
        .unwrap();
    assert!(built.status.success(), "{built:?}");
    dir
}

/// Kills the program if the test has not let go of it in time, so that no wait is for ever.
fn watch_over(pid: Pid) -> Sender<()> {
    let (alive, end) = channel::<()>();
    std::thread::spawn(move || {
        if end.recv_timeout(DEADLINE) == Err(RecvTimeoutError::Timeout) {
            // It may have ended just now.
            let _ended = kill_process(pid, Signal::KILL);
        }
    });
    alive
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// The program in a terminal.
struct Session {
    /// Closed by [`Session::hang_up`].
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    pid: Pid,
    reads: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    stream: Vec<u8>,
    _watchdog: Sender<()>,
}

impl Session {
    /// Opens the workbench on the desk in `dir` with these variables; waits for its first page.
    fn open(dir: &Path, variables: &[(&str, &str)]) -> Self {
        let mut session = Self::start(dir, variables);
        let mut reader = session.master().try_clone_reader().unwrap();
        let (send, reads) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 65_536];
            // Ends when the other side is closed.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if send.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        session.reads = reads;
        session.until("the queue", |session| session.shows("Queue"));
        session
    }

    fn start(dir: &Path, variables: &[(&str, &str)]) -> Self {
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_paydesk"));
        command.env_clear();
        command.arg("--db");
        command.arg(dir.join("desk.db"));
        command.args(["--now", NOW]);
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8")]
            .iter()
            .chain(variables)
        {
            command.env(name, value);
        }
        command.env("HOME", dir);
        command.env("PATH", "/usr/bin:/bin");
        command.cwd(dir);
        let child = pair.slave.spawn_command(command).unwrap();
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        let pid = Pid::from_raw(pid).unwrap();
        Self {
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            child,
            pid,
            reads: channel().1,
            screen: vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0),
            stream: Vec::new(),
            _watchdog: watch_over(pid),
        }
    }

    fn master(&self) -> &(dyn MasterPty + Send) {
        self.master.as_deref().unwrap()
    }

    fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    fn shows(&self, text: &str) -> bool {
        self.contents().contains(text)
    }

    /// Reads until `enough`; fails with the screen when the program is silent for too long.
    #[track_caller]
    fn until(&mut self, what: &str, enough: impl Fn(&Self) -> bool) {
        while !enough(self) {
            match self.reads.recv_timeout(DEADLINE) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.stream.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("no {what} in\n{}", self.contents())
                }
            }
        }
    }

    fn send(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits for the program's end; returns its exit code.
    fn wait(&mut self) -> u32 {
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), None, "killed");
        status.exit_code()
    }

    /// True if the terminal is as a shell wants it.
    fn is_given_back(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == MouseProtocolMode::None
    }

    /// True if the kernel puts lines together and echoes, as it does for a shell.
    fn is_cooked(&self) -> bool {
        let modes = self.master().get_termios().unwrap().local_flags;
        let modes = format!("{modes:?}");
        ["ICANON", "ECHO", "ISIG"]
            .iter()
            .all(|mode| modes.contains(mode))
    }
}

fn count(stream: &[u8], sequence: &[u8]) -> usize {
    stream
        .windows(sequence.len())
        .filter(|part| *part == sequence)
        .count()
}

#[test]
fn it_opens_asks_nothing_and_leaves_the_terminal_as_it_was() {
    let dir = desk();
    let mut session = Session::open(dir.path(), &[]);
    assert!(session.screen.screen().alternate_screen());
    assert!(!session.is_cooked());
    session.send("jjk?");
    session.until("the help", |session| session.shows("Keys"));
    session.send("\x1b");
    session.until("the queue", |session| !session.shows("Keys"));
    session.send("q");
    assert_eq!(session.wait(), 0);
    session.until("the shell's screen", Session::is_given_back);
    assert!(session.is_cooked());
    let begun = count(&session.stream, b"\x1b[?2026h");
    assert!(begun > 0, "whole frames only");
    assert!(count(&session.stream, b"\x1b[?2026l") >= begun);
    for question in [&b"\x1b[6n"[..], b"\x1b[c", b"\x1b[?u", b"\x1b]11;?"] {
        assert_eq!(count(&session.stream, question), 0, "{question:?}");
    }
}

#[test]
fn a_signal_ends_it_with_130_and_the_draft_is_there_again() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let dir = desk();
        let mut session = Session::open(dir.path(), &[]);
        session.send("n");
        session.until("the composer", |session| session.shows("INTERNAL NOTE"));
        session.send("half a sentence");
        session.until("the text", |session| session.shows("half a sentence"));
        session.signal(signal);
        assert_eq!(session.wait(), 130, "{signal:?}");
        session.until("the shell's screen", Session::is_given_back);
        assert!(session.is_cooked());

        let mut session = Session::open(dir.path(), &[]);
        session.send("n");
        session.until("the draft", |session| session.shows("half a sentence"));
        session.signal(Signal::TERM);
        session.wait();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let dir = desk();
    let mut session = Session::start(dir.path(), &[]);
    // The first bytes; what follows stays unread, as on a line that has dropped.
    let mut reader = session.master().try_clone_reader().unwrap();
    assert!(reader.read(&mut [0; 64]).unwrap() > 0);
    drop(reader);
    session.writer = None;
    session.master = None;
    assert_eq!(session.wait(), 130);
}

#[test]
fn more_keys_than_one_read_holds_do_not_swallow_the_last() {
    let dir = desk();
    let mut session = Session::open(dir.path(), &[]);
    session.send(&"j".repeat(3_000));
    session.send("q");
    assert_eq!(session.wait(), 0);
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_until_it_is_continued() {
    let dir = desk();
    let mut session = Session::open(dir.path(), &[]);
    for stop in ["key", "signal"] {
        match stop {
            "key" => session.send("\x1a"),
            _ => session.signal(Signal::TSTP),
        }
        let stopped = waitpid(Some(session.pid), WaitOptions::UNTRACED).unwrap();
        assert!(
            stopped.is_some_and(|(_, status)| status.stopped()),
            "{stop}"
        );
        session.until("the shell's screen", Session::is_given_back);
        assert!(session.is_cooked());
        session.signal(Signal::CONT);
        session.until("the queue again", |session| {
            session.screen.screen().alternate_screen() && session.shows("Queue")
        });
        assert!(!session.is_cooked());
    }
    // Stopped by somebody else, whose shell then had the terminal.
    session.signal(Signal::STOP);
    waitpid(Some(session.pid), WaitOptions::UNTRACED).unwrap();
    session.screen.process(b"\x1b[2J$ fg");
    session.signal(Signal::CONT);
    session.until("the queue again", |session| {
        session.shows("Queue") && !session.shows("$ fg")
    });
    session.send("q");
    assert_eq!(session.wait(), 0);
}

#[test]
fn the_mouse_is_heard_without_its_motion_and_left_alone_where_it_is_not_wanted() {
    let dir = desk();
    let mut session = Session::open(dir.path(), &[]);
    let screen = session.screen.screen();
    assert_eq!(
        screen.mouse_protocol_mode(),
        MouseProtocolMode::PressRelease
    );
    assert_eq!(screen.mouse_protocol_encoding(), MouseProtocolEncoding::Sgr);
    // The hint of the help stands at the lower right.
    session.send(&format!("\x1b[<0;{};{ROWS}M\x1b[<0;1;1m", COLUMNS - 3));
    session.until("the help", |session| session.shows("Keys in"));
    session.send("\x1b[<64;50;10M\x1b[<0;1;10M");
    session.until("the queue", |session| !session.shows("Keys in"));
    session.send("q");
    assert_eq!(session.wait(), 0);
    session.until("the shell's screen", Session::is_given_back);

    let folder = dir.path().join("config");
    std::fs::create_dir(&folder).unwrap();
    let config = folder.join("config.toml");
    let mut file = std::fs::File::create(&config).unwrap();
    writeln!(file, "[look]\nmouse = false").unwrap();
    let config = config.display().to_string();
    let mut session = Session::open(dir.path(), &[("PAYDESK_CONFIG", &config)]);
    let screen = session.screen.screen();
    assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
    session.send("q");
    assert_eq!(session.wait(), 0);
}

#[test]
fn a_new_size_is_drawn_whole() {
    let dir = desk();
    let mut session = Session::open(dir.path(), &[]);
    for (rows, cols, shown) in [
        (40, 120, "q leave"),
        (10, 30, "small"),
        (30, 100, "q leave"),
    ] {
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        session
            .screen
            .screen_mut()
            .set_size(cells(rows), cells(cols));
        session.screen.process(b"\x1b[2J");
        session.master().resize(size).unwrap();
        session.until("the page at its size", |session| session.shows(shown));
    }
    session.send("q");
    assert_eq!(session.wait(), 0);
}

#[test]
fn without_colour_no_colour_is_sent() {
    let dir = desk();
    let mut session = Session::open(dir.path(), &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    session.send("j:");
    look_and_leave(&mut session);
    let colours = |code: &u8| matches!(code, 30..=38 | 40..=48 | 58 | 90..=107);
    assert_eq!(
        graphics(&session.stream)
            .iter()
            .find(|codes| codes.iter().any(colours)),
        None
    );
}

/// Sees the palette, goes back to the queue and leaves.
fn look_and_leave(session: &mut Session) {
    session.until("the palette", |session| {
        session.shows("Write an internal note")
    });
    session.send("\x1b");
    session.until("the queue", |session| {
        !session.shows("Write an internal note")
    });
    session.send("q");
    assert_eq!(session.wait(), 0);
    session.until("the shell's screen", Session::is_given_back);
}

/// The numbers of each sequence that selects how letters look (SGR).
fn graphics(stream: &[u8]) -> Vec<Vec<u8>> {
    let stream = String::from_utf8_lossy(stream);
    let parts = stream.split("\x1b[").skip(1);
    let selects = parts.filter_map(|part| {
        let end = part.find(|c: char| c.is_ascii_alphabetic())?;
        let (numbers, rest) = part.split_at(end);
        let numbers = numbers.split(';').filter_map(|n| n.parse().ok());
        rest.starts_with('m').then(|| numbers.collect())
    });
    selects.collect()
}

#[test]
fn a_terminal_of_sixteen_colours_gets_four_of_them_and_no_ground() {
    let dir = desk();
    let mut session = Session::open(dir.path(), &[("TERM", "linux"), ("COLORFGBG", "0;15")]);
    session.send("jv:");
    look_and_leave(&mut session);
    let graphics = graphics(&session.stream);
    assert!(
        graphics.iter().any(|codes| codes.contains(&7)),
        "a reversed row"
    );
    let mut inks = 0;
    for codes in graphics {
        let mut rest = codes.as_slice();
        while let [code, behind @ ..] = rest {
            rest = match (code, behind) {
                // 38;5;6: the terminal's own sixth colour, in the one form that crossterm writes.
                (38, [5, 1 | 2 | 3 | 6, behind @ ..]) => {
                    inks += 1;
                    behind
                }
                (0..=27 | 39 | 49 | 59, behind) => behind,
                _ => panic!("{codes:?}"),
            }
        }
    }
    assert!(inks > 0);
}

#[test]
fn the_persons_editor_gets_the_terminal_and_gives_the_text_back() {
    let dir = desk();
    let script = dir.path().join("editor");
    let mut file = std::fs::File::create(&script).unwrap();
    // Waits for a line of its own, so that the terminal must really be its.
    writeln!(
        file,
        "#!/bin/sh\nprintf 'EDITOR UP'\nread line\nprintf ' %s' \"$line\" >> \"$2\""
    )
    .unwrap();
    drop(file);
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let editor = format!("{} --wait", script.display());
    let mut session = Session::open(dir.path(), &[("EDITOR", &editor)]);
    session.send("n");
    session.until("the composer", |session| session.shows("INTERNAL NOTE"));
    session.send("written here,\x1be");
    session.until("the editor", |session| session.shows("EDITOR UP"));
    assert!(session.is_cooked());
    session.send("and there\n");
    session.until("both texts", |session| {
        session.shows("written here, and there")
    });
    session.send("\x13");
    session.until("the note", |session| !session.shows("INTERNAL NOTE"));
    session.send("qq");
    assert_eq!(session.wait(), 0);
}
