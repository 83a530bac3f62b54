//! Whether an action can be done now, why not, and what it would do.
//!
//! The answers stand in the palette, the help and which-key; a key whose action says no shows
//! the same reason in the status row.

use super::action::Action;
use super::layout::SIDE_FROM;
use super::tickets::reader::Reader;
use super::{App, Modal};
use crate::domain::text;
use crate::domain::tickets::{Status, marks};

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// It can; the text says what it would do now (empty if the title says it).
    Yes(String),
    /// It cannot, for this reason.
    No(String),
}

pub(super) fn always(_: &App) -> When {
    When::Yes(String::new())
}

/// On what the verbs act, in a few words; none if on nothing.
fn targets(app: &App) -> Option<String> {
    match app.targets().as_slice() {
        [] => None,
        [_] if app.queue.marks.is_empty() || app.ticket.is_some() => {
            app.current_number().map(|number| format!("#{number}"))
        }
        many => Some(format!("{} marked", many.len())),
    }
}

fn no_row() -> When {
    When::No("no ticket is under the cursor".to_owned())
}

pub(super) fn on_row(app: &App) -> When {
    match app.queue.list.selected() {
        Some(row) => When::Yes(format!("#{}", row.number())),
        None => no_row(),
    }
}

fn writable(app: &App) -> Result<(), When> {
    match &app.desk.read_only {
        Some(reason) => Err(When::No(format!("read-only: {reason}"))),
        None => Ok(()),
    }
}

pub(super) fn note(app: &App) -> When {
    if let Err(no) = writable(app) {
        return no;
    }
    if app.current_status() == Some(Status::Closed) {
        return When::No("closed is final".to_owned());
    }
    match app.current_number() {
        Some(number) => When::Yes(format!("on #{number}, stays in the team")),
        None => no_row(),
    }
}

/// What a verb would do; `one` and `many` are its verb for one ticket and for several.
fn set(app: &App, one: &str, many: &str, what: &str) -> When {
    if let Err(no) = writable(app) {
        return no;
    }
    let verb = if app.targets().len() == 1 { one } else { many };
    match targets(app) {
        Some(who) => When::Yes(format!("{who} {verb} {what}").trim_end().to_owned()),
        None => no_row(),
    }
}

fn set_status(app: &App, status: Status) -> When {
    if app.queue.marks.is_empty() || app.ticket.is_some() {
        match app.current_status() {
            Some(Status::Closed) => return When::No("closed is final".to_owned()),
            Some(now) if now == status => {
                return When::No(format!("it is {} already", status.label()));
            }
            _ => {}
        }
    }
    set(app, "becomes", "become", status.label())
}

pub(super) fn set_open(app: &App) -> When {
    set_status(app, Status::Open)
}

pub(super) fn set_pending(app: &App) -> When {
    set_status(app, Status::Pending)
}

pub(super) fn set_on_hold(app: &App) -> When {
    set_status(app, Status::OnHold)
}

pub(super) fn set_solved(app: &App) -> When {
    set_status(app, Status::Solved)
}

pub(super) fn set_priority(app: &App) -> When {
    set(app, "changes", "change", "")
}

fn neighbour(app: &App, by: isize) -> When {
    let open = app.ticket.as_ref().map(|reader| reader.id);
    match open.and_then(|id| app.queue.beside(id, by)) {
        Some(row) => When::Yes(format!("#{}", row.number())),
        None if app.queue.list.is_empty() => When::No("the list is empty".to_owned()),
        None if by > 0 => When::No("this is the last of the list".to_owned()),
        None => When::No("this is the first of the list".to_owned()),
    }
}

pub(super) fn next(app: &App) -> When {
    neighbour(app, 1)
}

pub(super) fn previous(app: &App) -> When {
    neighbour(app, -1)
}

/// What is open, as it was read.
fn reading(app: &App) -> Option<&Reader> {
    app.ticket.as_ref().filter(|reader| reader.thread.is_some())
}

fn not_read() -> When {
    When::No("the ticket is still read".to_owned())
}

pub(super) fn why(app: &App) -> When {
    match app.current_number() {
        Some(number) => When::Yes(format!("#{number}")),
        None => no_row(),
    }
}

pub(super) fn find(app: &App) -> When {
    reading(app).map_or_else(not_read, |_| When::Yes(String::new()))
}

pub(super) fn quotes(app: &App) -> When {
    match reading(app).map(Reader::quotes) {
        None => not_read(),
        Some((0, _)) => When::No("no message quotes another".to_owned()),
        Some((count, unfolded)) => {
            let verb = if unfolded { "folds" } else { "unfolds" };
            let word = if count == 1 { "quote" } else { "quotes" };
            When::Yes(format!("{verb} {count} {word}"))
        }
    }
}

pub(super) fn history(app: &App) -> When {
    match reading(app) {
        Some(reader) => When::Yes(format!("to {}", reader.events.next().said())),
        None => not_read(),
    }
}

pub(super) fn facts(app: &App) -> When {
    reading(app).map_or_else(not_read, |_| When::Yes(String::new()))
}

pub(super) fn links(app: &App) -> When {
    match reading(app).map(|reader| reader.links().len()) {
        None => not_read(),
        Some(0) => When::No("no message has a link".to_owned()),
        Some(1) => When::Yes("1 link".to_owned()),
        Some(count) => When::Yes(format!("{count} links")),
    }
}

pub(super) fn browse(app: &App) -> When {
    match app.current_address() {
        Ok(address) => When::Yes(marks::host(address).to_owned()),
        Err(why) => When::No(why.to_owned()),
    }
}

pub(super) fn copy_link(app: &App) -> When {
    match app.modals.last() {
        Some(Modal::Links(picker)) if picker.chosen().is_some() => When::Yes(String::new()),
        _ => When::No("no link is chosen".to_owned()),
    }
}

pub(super) fn send(app: &App) -> When {
    match app.composer() {
        Some(composer) if composer.sending => When::No("it is being written".to_owned()),
        Some(composer) if composer.editor.is_blank() => When::No("the note is empty".to_owned()),
        Some(_) => When::Yes(String::new()),
        None => When::No("no note is being written".to_owned()),
    }
}

pub(super) fn keep(app: &App) -> When {
    match app.composer() {
        Some(composer) if composer.sending => When::No("it is being written".to_owned()),
        _ => When::Yes(String::new()),
    }
}

pub(super) fn undo(app: &App) -> When {
    if let Err(no) = writable(app) {
        return no;
    }
    match &app.status.undo {
        Some(summary) => When::Yes(summary.clone()),
        // The writer takes one after the other: what is under way is there by then.
        None if app.requests.is_changing() => When::Yes("what was just done".to_owned()),
        None => When::No("nothing to undo".to_owned()),
    }
}

pub(super) fn marked(app: &App) -> When {
    if app.queue.shows_marked() {
        return When::Yes("what was shown before".to_owned());
    }
    match app.queue.marks.len() {
        0 => When::No("nothing is marked".to_owned()),
        count => When::Yes(format!("{count} marked")),
    }
}

pub(super) fn drop_term(app: &App) -> When {
    match app.queue.hidden.as_ref().and_then(|hidden| hidden.best()) {
        Some(way) => When::Yes(way.term.clone()),
        None if app.queue.list.is_empty() => {
            When::No("no single term hides all tickets".to_owned())
        }
        None => When::No("the list is not empty".to_owned()),
    }
}

pub(super) fn preview_place(app: &App) -> When {
    let preview = &app.queue.preview;
    match (app.size.0 >= SIDE_FROM, preview.below) {
        (false, _) => When::No(format!(
            "beside the list needs {SIDE_FROM} columns, this page has {}",
            app.size.0
        )),
        (true, true) => When::Yes("beside the list".to_owned()),
        (true, false) => When::Yes("below the list".to_owned()),
    }
}

pub(super) fn view<const NUMBER: usize>(app: &App) -> When {
    let entry = app.views.all().get(NUMBER.saturating_sub(1));
    match entry.map(|entry| (entry, &entry.filter)) {
        Some((entry, Ok(_))) => When::Yes(text::line(&entry.view.name).into_owned()),
        Some((_, Err(why))) => When::No(format!("its query cannot be read: {why}")),
        None if app.views.is_known() => When::No("there is no such view".to_owned()),
        None => When::No("the views are still being read".to_owned()),
    }
}

pub(super) fn save_view(app: &App) -> When {
    match writable(app) {
        Err(no) => no,
        Ok(()) => When::Yes(app.queue.filter.to_string()),
    }
}

pub(super) fn delete_view(app: &App) -> When {
    if let Err(no) = writable(app) {
        return no;
    }
    match app.views.of(&app.queue.filter) {
        Some((_, entry)) => When::Yes(text::line(&entry.view.name).into_owned()),
        None => When::No("the filter that is on is no view".to_owned()),
    }
}

/// Where copies go, behind what is copied.
fn copied(app: &App, what: String) -> When {
    When::Yes(match &*app.desk.clipboard {
        "" => what,
        file => format!("{what}, also into {file}"),
    })
}

pub(super) fn copy(app: &App) -> When {
    match app.current_number() {
        Some(number) => copied(app, format!("#{number}")),
        None => no_row(),
    }
}

pub(super) fn copy_rows(app: &App) -> When {
    match targets(app) {
        Some(who) => copied(app, who),
        None => no_row(),
    }
}

pub(super) fn repeat(app: &App) -> When {
    let Some(spec) = app.repeated.and_then(Action::spec) else {
        return When::No("no status or priority was set yet".to_owned());
    };
    match (spec.when)(app) {
        When::Yes(does) if does.is_empty() => When::Yes(spec.title.to_lowercase()),
        When::Yes(does) if app.repeated.is_some_and(is_plain) => {
            When::Yes(format!("{}: {does}", spec.title.to_lowercase()))
        }
        other => other,
    }
}

/// True for verbs whose "what it would do now" does not say to what.
fn is_plain(action: Action) -> bool {
    matches!(action, Action::SetPriority(_))
}

pub(super) fn redo(app: &App) -> When {
    if let Err(no) = writable(app) {
        return no;
    }
    match &app.status.redo {
        Some(summary) => When::Yes(summary.clone()),
        None => When::No("nothing was taken back".to_owned()),
    }
}

pub(super) fn reopen(app: &App) -> When {
    match app.last_list() {
        Some(modal) => When::Yes(modal.title(app)),
        None => When::No("no list was open yet".to_owned()),
    }
}

pub(super) fn tour(app: &App) -> When {
    match &app.tour {
        Some(_) => When::Yes("leaves the tour".to_owned()),
        None if app.queue.list.is_empty() => {
            When::No("it walks a list, and this one is empty".to_owned())
        }
        None if app.toured => When::Yes("once more".to_owned()),
        None => When::Yes("goes on as you do it".to_owned()),
    }
}

pub(super) fn theme(app: &App) -> When {
    if app.look.no_color {
        When::No("colour is switched off (NO_COLOR); --theme NAME brings it back".to_owned())
    } else {
        When::Yes(format!("now {}", app.look.theme.name.as_str()))
    }
}
