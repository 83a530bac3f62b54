//! Where the members of a ticket stand in a table: guessed from the names of its columns,
//! unless the person says.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::names::{Known, Names, Slot};
use crate::domain::spelling;
use crate::domain::tickets::Source;
use crate::domain::tickets::records::{FieldRecord, RemoteId, named};
use crate::formats::export::{Fault, Field, Options};
use crate::formats::kept::{MAX_NAME_CHARS, Notes, limited};
use crate::formats::labels::quoted;
use crate::formats::table::Header;

/// Columns that a message lists.
const LISTED: usize = 8;

/// The columns of a table by what they hold.
#[derive(Clone, Debug, Default)]
pub(in crate::formats) struct Places {
    slots: Vec<(Slot, usize)>,
    /// Columns of custom fields, and the field's id.
    pub(super) custom: Vec<(usize, RemoteId)>,
    titles: HashMap<Source, Arc<[FieldRecord]>>,
    /// The custom field of ids that are no numbers, and the definitions with it.
    id_field: RemoteId,
    titles_with_id: Arc<[FieldRecord]>,
    remarks: Vec<String>,
    understood: Vec<(String, String)>,
}

/// Columns while they are being found.
#[derive(Default)]
struct Found {
    /// The column that counts for a member, with its rank, and how many were taken for it.
    slots: HashMap<Slot, (usize, usize, usize)>,
    /// Custom fields: column and title.
    custom: Vec<(usize, String)>,
}

impl Found {
    fn propose(&mut self, slot: Slot, rank: usize, column: usize) {
        let best = self.slots.entry(slot).or_insert((rank, column, 0));
        best.2 += 1;
        if rank < best.0 {
            (best.0, best.1) = (rank, column);
        }
    }
}

impl Places {
    /// Finds the columns; `title` makes the title of a custom field out of its column's name,
    /// or says that the column is left aside.
    pub(in crate::formats) fn find(
        header: &Header,
        options: &Options<'_>,
        names: &Names,
        title: fn(&str) -> Option<&str>,
    ) -> Result<Self, Fault> {
        let mut found = Found::default();
        let mut mapped = HashSet::new();
        let mut said = HashMap::new();
        for (field, name) in options.map {
            let column = header
                .find(&[name.as_str()])
                .ok_or_else(|| no_column(header, name))?;
            mapped.insert(column);
            match (field, Slot::of(field)) {
                (Field::Custom(title), _) => found.custom.push((column, title.clone())),
                (_, Some(slot)) => {
                    said.insert(slot, column);
                }
                (_, None) => {}
            }
        }
        let mut nameless = 0;
        for (column, name) in header.names.iter().enumerate() {
            if mapped.contains(&column) {
                continue;
            }
            match names.known(name) {
                Some(Known::Slot(slot, rank)) => found.propose(slot, rank, column),
                Some(Known::Title(title)) => found.custom.push((column, title.to_owned())),
                Some(Known::Aside) => {}
                None if name.is_empty() => nameless += 1,
                None => {
                    let title = title(name).map(str::to_owned);
                    found.custom.extend(title.map(|title| (column, title)));
                }
            }
        }
        let mut places = Self::default();
        places.settle(header, found, said);
        if nameless > 0 {
            let what = match nameless {
                1 => "1 column has no name and is left out".to_owned(),
                many => format!("{many} columns have no name and are left out"),
            };
            places.remarks.push(what);
        }
        Ok(places)
    }

    /// Of several columns for one member or one field the first counts, which is said.
    fn settle(&mut self, header: &Header, found: Found, said: HashMap<Slot, usize>) {
        let mut guessed: Vec<_> = found.slots.into_iter().collect();
        guessed.sort_by_key(|(_, (_, column, _))| *column);
        for (slot, (_, column, count)) in guessed {
            let counting = said.get(&slot).copied();
            let rivals = if counting.is_some() { count } else { count - 1 };
            if rivals > 0 {
                let counting = counting.unwrap_or(column);
                self.remarks.push(format!(
                    "{} columns read as {}: column {} {} counts",
                    rivals + 1,
                    slot.name(),
                    counting + 1,
                    quoted(header.name(counting))
                ));
            }
            if !said.contains_key(&slot) {
                self.slots.push((slot, column));
            }
        }
        self.slots.extend(said);
        self.slots
            .sort_by_key(|(slot, column)| (*column, slot.name()));
        for (slot, column) in &self.slots {
            let name = header.name(*column).to_owned();
            self.understood.push((slot.name().to_owned(), name));
        }
        let mut ids = HashSet::new();
        let mut titles = Vec::new();
        let mut doubled = 0;
        for (column, title) in found.custom {
            let title = short(&title);
            let id = named(&title);
            if !ids.insert(id) {
                doubled += 1;
                continue;
            }
            let name = header.name(column).to_owned();
            self.understood.push((format!("cf.{title}"), name));
            self.custom.push((column, id));
            titles.push((id, title));
        }
        if doubled > 0 {
            let what = "columns have the name of another and are left out; the first counts";
            self.remarks.push(format!("{doubled} {what}"));
        }
        let records = |source: Source, titles: &[(RemoteId, String)]| {
            let records = titles.iter().map(|(id, title)| FieldRecord {
                source,
                id: *id,
                title: title.clone(),
            });
            records.collect()
        };
        for source in Source::ALL {
            self.titles.insert(*source, records(*source, &titles));
        }
        let id_title = self.column(Slot::Id).map(|column| header.name(column));
        let id_title = short(id_title.unwrap_or_default());
        self.id_field = named(&id_title);
        if ids.insert(self.id_field) {
            titles.push((self.id_field, id_title));
        }
        self.titles_with_id = records(Source::Local, &titles);
    }

    /// The column of this member, if there is one.
    pub(in crate::formats) fn column(&self, slot: Slot) -> Option<usize> {
        let place = self.slots.iter().find(|(one, _)| *one == slot);
        place.map(|(_, column)| *column)
    }

    /// The definitions of the custom fields; `with_id` if the id is kept as one.
    pub(super) fn titles(&self, source: Source, with_id: bool) -> Arc<[FieldRecord]> {
        if with_id {
            return Arc::clone(&self.titles_with_id);
        }
        self.titles.get(&source).cloned().unwrap_or_default()
    }

    /// The custom field that keeps an id which is no number.
    pub(super) const fn id_field(&self) -> RemoteId {
        self.id_field
    }

    /// What is said about the whole table.
    pub(in crate::formats) fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Says something about the whole table.
    pub(super) fn remark(&mut self, what: &str) {
        self.remarks.push(what.to_owned());
    }

    /// What each column was taken for: our word, and its name as written.
    pub(in crate::formats) fn understood(&self) -> Vec<(String, String)> {
        self.understood.clone()
    }
}

/// A title as it is kept. What was cut off shows in the title itself.
fn short(title: &str) -> String {
    limited(title, MAX_NAME_CHARS, "title", &mut Notes::default())
}

fn no_column(header: &Header, name: &str) -> Fault {
    let names = header.names.iter().map(String::as_str);
    let near =
        spelling::nearest(name, names).map(|near| format!(": did you mean {}", quoted(near)));
    let what = format!(
        "the header has no column {}{}",
        quoted(name),
        near.unwrap_or_default()
    );
    Fault::new(what).cure("say --map FIELD=COLUMN with a column of the header")
}

/// The first columns of a header, for a message.
pub(super) fn listed(header: &Header) -> String {
    let names = header.names.iter().take(LISTED).map(|name| quoted(name));
    let names = names.collect::<Vec<_>>().join(", ");
    match header.names.len().checked_sub(LISTED) {
        None | Some(0) => names,
        Some(more) => format!("{names} and {more} more"),
    }
}
