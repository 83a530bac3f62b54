//! Which term of a query hides everything: found by counting what the others hold.

use crate::domain::tickets::Filter;

/// Terms that are tried; a longer query is no slip of one term.
const MAX_TERMS: usize = 6;

/// A term of the query, and what the list would be without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The term, as it is printed.
    pub term: String,
    /// The query without it.
    pub filter: Filter,
    /// How many tickets that holds; none until it is counted.
    pub count: Option<u64>,
}

/// The terms of a query that holds nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hidden {
    ways: Vec<Way>,
}

impl Hidden {
    /// The terms of a query that was found to hold nothing; none are counted yet.
    pub fn of(filter: &Filter) -> Self {
        let ways = filter.relaxed().into_iter().take(MAX_TERMS);
        let ways = ways.map(|(term, filter)| Way {
            term,
            filter,
            count: None,
        });
        Self {
            ways: ways.collect(),
        }
    }

    /// The next term to be tried, with its place.
    pub fn next(&self) -> Option<(usize, &Filter)> {
        let open = self.ways.iter().enumerate();
        let mut open = open.filter(|(_, way)| way.count.is_none());
        open.next().map(|(place, way)| (place, &way.filter))
    }

    /// Takes a count; one that failed is nothing.
    pub fn counted(&mut self, place: usize, count: u64) {
        if let Some(way) = self.ways.get_mut(place) {
            way.count = Some(count);
        }
    }

    /// True if every term was tried, or there is none.
    pub fn is_known(&self) -> bool {
        self.ways.iter().all(|way| way.count.is_some())
    }

    /// The term without which the fewest appear: the nearest to what was asked. None before all
    /// are counted, so that its key never means another term than the one that was read.
    pub fn best(&self) -> Option<&Way> {
        let found = self.ways.iter().filter(|way| way.count > Some(0));
        found
            .min_by_key(|way| way.count)
            .filter(|_| self.is_known())
    }

    /// The other terms that hide something, fewest first.
    pub fn others(&self) -> impl Iterator<Item = &Way> {
        let best = self.best().map(|way| &way.term);
        self.ways
            .iter()
            .filter(move |way| way.count > Some(0) && Some(&way.term) != best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_that_hides_least_is_named_once_all_are_counted() {
        let filter = Filter::parse("is:open tag:blik -tag:spam refund").unwrap();
        let mut hidden = Hidden::of(&filter);
        assert_eq!(hidden.next().map(|(place, _)| place), Some(0));
        hidden.counted(0, 7);
        hidden.counted(1, 112);
        assert_eq!(hidden.best(), None);
        hidden.counted(2, 0);
        let best = hidden.best().unwrap();
        assert_eq!(best.term, "is:open");
        assert_eq!(best.filter.to_string(), "tag:blik -tag:spam refund");
        let others: Vec<_> = hidden.others().map(|way| &*way.term).collect();
        assert_eq!(others, ["tag:blik"]);
        assert_eq!(hidden.next(), None);
    }
}
