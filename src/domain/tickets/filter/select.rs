//! A filter as a selection: what the store is asked.

use super::selection::{self, Check, Feature, Named, Party, Phrase, Place, Selection, Want};
use super::{Filter, Term, Test, Who};
use crate::domain::tickets::words;

impl Filter {
    /// Resolves every word.
    pub fn select(&self) -> Selection {
        let wants = self.terms.iter().map(|Term { negated, test }| {
            let want = want(test);
            if *negated {
                Want::Not(Box::new(want))
            } else {
                want
            }
        });
        Selection {
            want: Want::All(wants.collect()),
            sort: self.sort,
            limit: self.limit,
        }
    }
}

fn want(test: &Test) -> Want {
    Want::Is(match test {
        Test::Status(set) => Check::Status(set.clone()),
        Test::Priority(set) => Check::Priority(set.clone()),
        Test::Kind(set) => Check::Kind(set.clone()),
        Test::Source(set) => Check::Source(set.clone()),
        Test::Tag(tags) => Check::Value(
            selection::Valued::Tag,
            tags.iter()
                .map(|tag| selection::Pattern {
                    text: tag.clone(),
                    open: false,
                })
                .collect(),
        ),
        Test::Assignee(people) => Check::Person(Party::Assignee, people.iter().map(who).collect()),
        Test::Requester(people) => {
            Check::Person(Party::Requester, people.iter().map(who).collect())
        }
        Test::Organization(names) => Check::Name(Named::Organization, folded(names)),
        Test::Group(names) => Check::Name(Named::Group, folded(names)),
        Test::Subject(texts) => Check::Says(Place::Subject, texts.iter().map(phrase).collect()),
        Test::Id(ids) => Check::Id(ids.iter().map(range).collect()),
        Test::External(ids) => Check::External(ids.iter().map(range).collect()),
        Test::HasPriority => Check::Has(Feature::Priority),
        Test::Dirty => Check::Has(Feature::Dirty),
        Test::Draft => Check::Has(Feature::Draft),
        Test::Text(text) => Check::Says(Place::Anywhere, vec![phrase(text)]),
    })
}

fn who(who: &Who) -> selection::Who {
    match who {
        Who::Me(addresses) => {
            selection::Who::Address(addresses.iter().map(|a| a.to_lowercase()).collect())
        }
        Who::Nobody => selection::Who::Nobody,
        Who::Named(text) => selection::Who::Named(words::fold(text).into_owned()),
    }
}

fn folded(names: &[String]) -> Vec<String> {
    names
        .iter()
        .map(|name| words::fold(name).into_owned())
        .collect()
}

fn range(id: &i64) -> selection::Range {
    selection::Range { from: *id, to: *id }
}

fn phrase(text: &String) -> Phrase {
    Phrase {
        text: words::phrase(text),
        open: true,
    }
}
