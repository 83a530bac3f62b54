//! `--batch FILE`: JSON Lines in, one JSON document out, in the order given.
//!
//! Lines are read in blocks and answered on a few threads, each with a state of its own (caches).
//! The first line that cannot be answered refuses the whole file, and nothing is printed: answers
//! are kept until the last line was read, in memory and beyond 24 MiB in a nameless file.
//! Memory stays below some 100 MB, whatever the file is.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::Path;
use std::thread;

use tempfile::SpooledTempFile;

use super::CancelToken;
use crate::domain::text;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::batch::{Fault, MAX_LINE};
use crate::formats::source;

/// Bytes a thread is given at once: much more than what starting it costs.
const BLOCK: usize = 1024 * 1024;
/// Threads at most; more did not help, and each has a block and its answers.
const MAX_THREADS: usize = 4;
/// Answers of a block kept in memory.
const MOST_OF_A_PART: usize = 8 * 1024 * 1024;
/// Answers kept in memory.
const IN_MEMORY: usize = 24 * 1024 * 1024;

/// The error for a line of a file.
fn at(fault: Fault, name: &str, line: u64) -> Error {
    let what = text::line(&fault.what);
    let error = Error::new(ErrorKind::Input, format!("{name} line {line}: {what}"));
    match fault.cure {
        Some(cure) => error.hint(cure),
        None => error,
    }
}

/// How answers stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One JSON document: `{"results": [...]}`, an answer a line.
    Json,
    /// Lines of text.
    Lines,
}

impl Form {
    /// What stands before all answers, between two, and behind all.
    const fn frame(self) -> [&'static [u8]; 3] {
        match self {
            Self::Json => [b"{\"results\": [\n", b",\n", b"\n]}\n"],
            Self::Lines => [b"", b"\n", b"\n"],
        }
    }
}

/// Every answer of a batch, ready to be printed.
#[derive(Debug)]
pub struct Answers {
    /// How many lines were answered.
    pub count: u64,
    /// How many of the answers are "no".
    pub refusals: u64,
    form: Form,
    kept: SpooledTempFile,
}

impl Answers {
    /// Writes all of them in their form.
    pub fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        let [head, _, tail] = self.form.frame();
        self.kept.rewind()?;
        out.write_all(head)?;
        let mut piece = vec![0; BLOCK];
        loop {
            match self.kept.read(&mut piece)? {
                0 => return out.write_all(tail),
                read => out.write_all(piece.get(..read).unwrap_or_default())?,
            }
        }
    }
}

/// A block of whole lines.
struct Block {
    bytes: Vec<u8>,
    /// The number of its first line, from 1.
    first: u64,
}

/// What became of a block: answers in a nameless file, and those behind them.
struct Part {
    spilled: Option<File>,
    bytes: Vec<u8>,
    count: u64,
    refusals: u64,
}

/// Answers each line of `file` (`-` is standard input).
///
/// `answer` gets a line without blanks around it, appends its answer (no end of line), and says
/// whether it is a "yes". `state` makes what a thread keeps between lines. A file without any line
/// is refused.
pub fn run<S>(
    file: &Path,
    form: Form,
    state: impl Fn() -> S,
    answer: impl Fn(&mut S, &[u8], &mut Vec<u8>) -> Result<bool, Fault> + Sync,
    cancel: &CancelToken,
) -> Result<Answers>
where
    S: Send,
{
    let name = if file == Path::new("-") {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    };
    let mut blocks = Blocks::open(file, &name)?;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut states: Vec<S> = (0..threads.min(MAX_THREADS)).map(|_| state()).collect();
    let mut kept = Kept::new(form);
    let most = states.len();
    let mut round = blocks.round(most)?;
    let mut done: Vec<Part> = Vec::new();
    while !round.is_empty() {
        if cancel.is_cancelled() {
            return Err(stopped(&name));
        }
        let (answer, name) = (&answer, name.as_str());
        let before = std::mem::take(&mut done);
        // While the threads work, this one keeps what they did before and reads what comes next.
        let (parts, next) = thread::scope(|scope| {
            let work = round.iter().zip(&mut states);
            let threads: Vec<_> = work
                .map(|(block, state)| {
                    scope.spawn(move || answer_block(block, name, form, state, answer, cancel))
                })
                .collect();
            let next = kept.take(before).and_then(|()| blocks.round(most));
            let parts: Vec<Result<Part>> = threads
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|_panic| Err(broken(name))))
                .collect();
            (parts, next)
        });
        done = parts.into_iter().collect::<Result<_>>()?;
        round = next?;
    }
    kept.take(done)?;
    kept.finish(&name)
}

/// Answers kept until the last line was read.
struct Kept {
    file: SpooledTempFile,
    form: Form,
    count: u64,
    refusals: u64,
}

impl Kept {
    fn new(form: Form) -> Self {
        Self {
            file: SpooledTempFile::new(IN_MEMORY),
            form,
            count: 0,
            refusals: 0,
        }
    }

    fn take(&mut self, parts: Vec<Part>) -> Result<()> {
        let [_, joint, _] = self.form.frame();
        for part in parts {
            if part.count > 0 && self.count > 0 {
                self.file.write_all(joint).map_err(not_kept)?;
            }
            if let Some(mut spilled) = part.spilled {
                spilled.rewind().map_err(not_kept)?;
                io::copy(&mut spilled, &mut self.file).map_err(not_kept)?;
            }
            self.file.write_all(&part.bytes).map_err(not_kept)?;
            self.count += part.count;
            self.refusals += part.refusals;
        }
        Ok(())
    }

    fn finish(self, name: &str) -> Result<Answers> {
        if self.count == 0 {
            return Err(Error::new(ErrorKind::Input, format!("{name}: has no line"))
                .hint("write one JSON object a line"));
        }
        Ok(Answers {
            count: self.count,
            refusals: self.refusals,
            form: self.form,
            kept: self.file,
        })
    }
}

fn answer_block<S>(
    block: &Block,
    name: &str,
    form: Form,
    state: &mut S,
    answer: impl Fn(&mut S, &[u8], &mut Vec<u8>) -> Result<bool, Fault>,
    cancel: &CancelToken,
) -> Result<Part> {
    let [_, joint, _] = form.frame();
    let mut part = Part {
        spilled: None,
        bytes: Vec::with_capacity(4 * block.bytes.len()),
        count: 0,
        refusals: 0,
    };
    for (number, line) in (block.first..).zip(block.bytes.split(|byte| *byte == b'\n')) {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        if cancel.is_cancelled() {
            return Err(stopped(name));
        }
        if line.len() > MAX_LINE {
            let fault = Fault::new("is longer than 1 MiB", "write one JSON object a line");
            return Err(at(fault, name, number));
        }
        if part.count > 0 {
            part.bytes.extend_from_slice(joint);
        }
        part.count += 1;
        let is_yes =
            answer(state, line, &mut part.bytes).map_err(|fault| at(fault, name, number))?;
        part.refusals += u64::from(!is_yes);
        // A short line may have a long answer.
        if part.bytes.len() > MOST_OF_A_PART {
            part.spill().map_err(not_kept)?;
        }
    }
    Ok(part)
}

impl Part {
    fn spill(&mut self) -> io::Result<()> {
        let mut file = match self.spilled.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        file.write_all(&self.bytes)?;
        self.bytes.clear();
        self.spilled = Some(file);
        Ok(())
    }
}

/// The lines of a file in blocks.
struct Blocks<'a> {
    name: &'a str,
    input: Box<dyn Read>,
    /// What was read behind the last whole line.
    rest: Vec<u8>,
    /// The number of the next line, from 1.
    line: u64,
    is_first: bool,
    has_ended: bool,
}

impl<'a> Blocks<'a> {
    fn open(file: &Path, name: &'a str) -> Result<Self> {
        let input: Box<dyn Read> = if file == Path::new("-") {
            Box::new(io::stdin())
        } else {
            let (file, _bytes): (File, u64) = source::open(file)?;
            Box::new(BufReader::with_capacity(BLOCK, file))
        };
        Ok(Self {
            name,
            input,
            rest: Vec::new(),
            line: 1,
            is_first: true,
            has_ended: false,
        })
    }

    /// A block for each thread, fewer at the end.
    fn round(&mut self, threads: usize) -> Result<Vec<Block>> {
        let mut round = Vec::with_capacity(threads);
        while round.len() < threads
            && let Some(block) = self.next()?
        {
            round.push(block);
        }
        Ok(round)
    }

    fn next(&mut self) -> Result<Option<Block>> {
        if self.has_ended {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        let end = loop {
            let before = bytes.len();
            let want = u64::try_from(BLOCK).unwrap_or(u64::MAX);
            let mut piece = (&mut self.input).take(want);
            piece.read_to_end(&mut bytes).map_err(|error| {
                let message = format!("{}: cannot be read", self.name);
                Error::new(ErrorKind::Io, message).caused_by(error)
            })?;
            self.refuse_foreign(&mut bytes)?;
            if bytes.len() == before {
                self.has_ended = true;
                break bytes.len();
            }
            if let Some(at) = bytes.iter().rposition(|byte| *byte == b'\n') {
                break at + 1;
            }
            if bytes.len() > 2 * MAX_LINE {
                let fault = Fault::new("is longer than 1 MiB", "write one JSON object a line");
                return Err(at(fault, self.name, self.line));
            }
        };
        self.rest = bytes.split_off(end);
        let first = self.line;
        let ends = bytes.iter().map(|byte| u64::from(*byte == b'\n'));
        self.line += ends.sum::<u64>();
        Ok((!bytes.is_empty()).then_some(Block { bytes, first }))
    }

    /// Drops a byte order mark, and refuses what is packed or in another encoding.
    fn refuse_foreign(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        if !std::mem::take(&mut self.is_first) {
            return Ok(());
        }
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        match source::foreign(bytes) {
            Some((what, cure)) => {
                let message = format!("{}: {what}", self.name);
                Err(
                    Error::new(ErrorKind::Input, message).hint(match bytes.as_slice() {
                        [] => "write one JSON object a line",
                        _ => cure,
                    }),
                )
            }
            None => Ok(()),
        }
    }
}

fn stopped(name: &str) -> Error {
    let message = format!("stopped while reading {name}; nothing was printed");
    Error::new(ErrorKind::Interrupted, message)
}

fn not_kept(error: io::Error) -> Error {
    Error::new(ErrorKind::Io, "cannot keep the answers in a temporary file")
        .caused_by(error)
        .hint("see whether its folder is there and its disk has room, or name another with TMPDIR")
}

fn broken(name: &str) -> Error {
    Error::new(
        ErrorKind::Internal,
        format!("{name}: a line broke the rule that read it"),
    )
    .hint("tell the makers of paydesk, with the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(text: &[u8]) -> Result<(u64, u64, String)> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text).unwrap();
        let echo = |seen: &mut u64, line: &[u8], out: &mut Vec<u8>| {
            *seen += 1;
            if line == b"bad" {
                return Err(Fault::new("is bad", "make it good"));
            }
            out.extend_from_slice(line);
            Ok(line != b"no")
        };
        let answers = run(file.path(), Form::Json, || 0, echo, &CancelToken::default())?;
        let (count, refusals) = (answers.count, answers.refusals);
        let mut out = Vec::new();
        answers.write(&mut out).unwrap();
        let document = String::from_utf8(out).unwrap();
        let answers = document.strip_prefix("{\"results\": [\n").unwrap();
        let answers = answers.strip_suffix("\n]}\n").unwrap();
        Ok((count, refusals, format!("<{answers}>")))
    }

    #[test]
    fn answers_come_in_the_order_of_the_lines() {
        let found = answered(b"\xEF\xBB\xBFa\r\n\n  no \nc").unwrap();
        assert_eq!(found, (3, 1, "<a,\nno,\nc>".to_owned()));
    }

    #[test]
    fn many_blocks_are_one_document() {
        let lines: Vec<String> = (0..400_000).map(|n| n.to_string()).collect();
        let (count, _, document) = answered(lines.join("\n").as_bytes()).unwrap();
        assert_eq!(count, 400_000);
        assert_eq!(document, format!("<{}>", lines.join(",\n")));
    }

    #[test]
    fn the_first_bad_line_refuses_the_file_by_its_number() {
        let mut text = "a\n".repeat(700_000);
        text.push_str("bad\nbad\n");
        let error = answered(text.as_bytes()).unwrap_err().one_line();
        assert!(
            error.ends_with("line 700001: is bad; make it good"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_list_of_lines_is_refused() {
        for (text, expected) in [
            (&b""[..], "is empty; write one JSON object a line"),
            (b" \n\n", "has no line; write one JSON object a line"),
            (b"\x1F\x8B\x08", "is packed with gzip; unpack it first"),
        ] {
            let error = answered(text).unwrap_err().one_line();
            assert!(error.ends_with(expected), "{error}");
        }
        let endless = vec![b'x'; 3 * MAX_LINE];
        let error = answered(&endless).unwrap_err().one_line();
        assert!(error.contains("line 1: is longer than 1 MiB"), "{error}");
    }
}
