//! What files hold: rows of JSON or a table, as they stand, in gzip, or as members of an archive.
//!
//! Decided by content alone; a name counts only where an archive has much that is no rows.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use super::columns::{self, Columns};
use super::input::Input;
use super::{ImportOptions, System};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::archive::{self, Archive, Member, Packing};
use crate::formats::export::{Fault, Parsed};
use crate::formats::rows;
use crate::formats::source::Spoiled;
use crate::formats::table::{Charset, Limits, Table};
use crate::formats::{freshdesk, jira, zendesk};

/// How much is looked at to tell what something is.
const HEAD_BYTES: u64 = 64 * 1024;

/// One thing to import: a file, or a member of an archive.
#[derive(Debug)]
pub(super) struct Part<'a> {
    input: &'a Input,
    /// Its name as given, with the member's.
    pub(super) given: String,
    /// Its name in messages.
    pub(super) name: String,
    /// Its bytes, as far as they are known before it is read: packed ones of a gzip file.
    pub(super) bytes: u64,
    packed: Packed,
    pub(super) form: Form,
    /// What to say about it before anything of its rows.
    pub(super) remarks: Vec<String>,
}

#[derive(Debug)]
enum Packed {
    Plain,
    Gzip,
    Member(Rc<RefCell<Archive>>, Member),
}

/// What a part is made of.
#[derive(Debug)]
pub(super) enum Form {
    /// Rows of JSON and their reader.
    Rows(fn(&[u8]) -> Result<Parsed, Fault>),
    /// A table that nobody has looked at.
    Unseen(System),
    /// A table, with what its columns hold and how it is encoded.
    Table(Box<Columns>, Charset),
}

impl Part<'_> {
    /// How many bytes reading it brings; none if that shows at the end only.
    pub(super) fn total(&self) -> Option<u64> {
        match self.packed {
            Packed::Gzip => None,
            Packed::Plain | Packed::Member(..) => Some(self.bytes),
        }
    }

    /// Reads it from its start.
    pub(super) fn read<T>(&self, with: impl FnOnce(&mut dyn Read) -> Result<T>) -> Result<T> {
        let spoiled = |error: io::Error| unreadable(&self.name, error);
        match &self.packed {
            Packed::Plain => with(&mut self.input.open()?),
            Packed::Gzip => with(&mut archive::unzip(self.input.open()?)),
            Packed::Member(archive, member) => {
                with(&mut archive.borrow_mut().read(member).map_err(spoiled)?)
            }
        }
    }

    /// Its first bytes.
    fn head(&self) -> Result<Vec<u8>> {
        self.read(|reader| {
            let mut head = Vec::new();
            let read = reader.take(HEAD_BYTES).read_to_end(&mut head);
            read.map_err(|error| unreadable(&self.name, error))?;
            Ok(head)
        })
    }
}

/// Finds what a file holds; an archive without anything to import is refused.
pub(super) fn find<'a>(
    input: &'a Input,
    system: System,
    options: &ImportOptions,
    parts: &mut Vec<Part<'a>>,
) -> Result<()> {
    let mut part = Part {
        input,
        given: input.given.clone(),
        name: input.name.clone(),
        bytes: input.bytes,
        packed: Packed::Plain,
        form: Form::Unseen(system),
        remarks: Vec::new(),
    };
    let mut head = part.head()?;
    match archive::packing(&head) {
        Packing::Plain => {}
        Packing::Zip => return members(input, system, options, parts),
        Packing::Gzip => {
            part.packed = Packed::Gzip;
            head = part.head()?;
            if archive::packing(&head) != Packing::Plain {
                let message = format!("{}: holds another archive", part.name);
                return Err(Error::new(ErrorKind::Input, message).hint("unpack it first"));
            }
        }
    }
    part.form = match (form(system, &head, options), system) {
        (Some(form), _) => form,
        // What is neither has always been read as rows, and is refused by its first line.
        (None, System::Zendesk) => Form::Rows(zendesk::parse),
        (None, _) => Form::Unseen(system),
    };
    if let (Form::Rows(_), System::Tickets) = (&part.form, system) {
        let message = format!("{}: is JSON, not a table with a header", part.name);
        let cure = "import it with `paydesk import zendesk`, `freshdesk` or `jira`";
        return Err(Error::new(ErrorKind::Input, message).hint(cure));
    }
    parts.push(part);
    Ok(())
}

/// Finds the members of an archive that hold rows.
fn members<'a>(
    input: &'a Input,
    system: System,
    options: &ImportOptions,
    parts: &mut Vec<Part<'a>>,
) -> Result<()> {
    let spoiled = |error: io::Error| unreadable(&input.name, error);
    let opened = Archive::open(input.open()?).map_err(spoiled)?;
    let (members, mut others) = opened
        .members(|name| wanted(system, name))
        .map_err(spoiled)?;
    let opened = Rc::new(RefCell::new(opened));
    let first = parts.len();
    for member in members {
        let label = format!(": {}", member.name);
        let mut part = Part {
            input,
            given: input.given.clone() + &label,
            name: input.name.clone() + &label,
            bytes: member.bytes,
            packed: Packed::Member(Rc::clone(&opened), member),
            form: Form::Unseen(system),
            remarks: Vec::new(),
        };
        match form(system, &part.head()?, options) {
            Some(form) if system != System::Tickets || !matches!(form, Form::Rows(_)) => {
                part.form = form;
                parts.push(part);
            }
            _ => others += 1,
        }
    }
    let Some(part) = parts.get_mut(first) else {
        let message = format!(
            "{}: holds nothing to import; looked for {}",
            input.name,
            looked_for(system)
        );
        return Err(
            Error::new(ErrorKind::Input, message).hint("export it again, or name its files")
        );
    };
    if others > 0 {
        let files = if others == 1 { "file" } else { "files" };
        part.remarks
            .push(format!("{others} other {files} in the archive left aside"));
    }
    Ok(())
}

/// True for a member of an archive that may hold rows.
fn wanted(system: System, name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_table = [".csv", ".tsv"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    match system {
        System::Zendesk | System::Jira => true,
        System::Freshdesk => is_table || freshdesk::is_member(name),
        System::Tickets => is_table,
    }
}

fn looked_for(system: System) -> &'static str {
    match system {
        System::Zendesk => "files of tickets, users, organizations in JSON, or a table of tickets",
        System::Freshdesk => freshdesk::LOOKED_FOR,
        System::Jira => "a table of issues, or issues in JSON",
        System::Tickets => "a table that ends in .csv or .tsv",
    }
}

/// What something that begins so is made of; none if it is neither rows nor a known table.
fn form(system: System, head: &[u8], options: &ImportOptions) -> Option<Form> {
    let begins = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    // UTF-16 has its mark before, and NUL between letters.
    let letter = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, 0 | 0xFE | 0xFF);
    match (system, begins.iter().find(letter)) {
        (System::Freshdesk, Some(b'{' | b'[')) => Some(Form::Rows(freshdesk::parse)),
        (System::Jira, Some(b'{' | b'[')) => Some(Form::Rows(jira::search::parse)),
        (_, Some(b'{' | b'[')) => Some(Form::Rows(zendesk::parse)),
        (System::Tickets, _) => Some(Form::Unseen(system)),
        _ => {
            let table = Table::open_as(head, Limits::default(), options.charset).ok()?;
            let header = table.header();
            let known = columns::whose(header).is_some()
                || Columns::of(system, header, &options.table(options.dates)).is_ok();
            known.then_some(Form::Unseen(system))
        }
    }
}

/// Why a part cannot be read: what its packing says, or what the system does.
pub(super) fn unreadable(name: &str, error: io::Error) -> Error {
    match Spoiled::of(&error) {
        Some(spoiled) => {
            let message = format!("{name}: {}", spoiled.what);
            Error::new(ErrorKind::Input, message).hint(spoiled.cure)
        }
        None => {
            let message = format!("{name}: cannot be read");
            Error::new(ErrorKind::Io, message).caused_by(error)
        }
    }
}

/// Why nothing more can be read of a part.
pub(super) fn broken(name: &str, fault: rows::Fault) -> Error {
    let (line, what, cure) = match fault {
        rows::Fault::Read(error) => return unreadable(name, error),
        rows::Fault::File { line, what, cure } => (line, what, cure),
        rows::Fault::Row { line, what, cure } => (Some(line), what, cure),
        rows::Fault::Cut { line } => (Some(line), "the file ends here", "export it again"),
    };
    let place = line.map_or_else(|| ":".to_owned(), |line| format!(" line {line}:"));
    Error::new(ErrorKind::Input, format!("{name}{place} {what}")).hint(cure)
}
