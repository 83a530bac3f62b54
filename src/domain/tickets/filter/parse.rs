//! Text to [`Filter`]: terms, groups, AND, OR and NOT.
//!
//! Pure and total: any text gives a filter or an error that points at the word at fault.
//! Nothing that looks like a field is ever taken for text, because a list that is empty by a
//! slip of the finger reads as "no such tickets". AND binds tighter than OR. What single fields
//! take is read in [`super::fields`].

use super::ast::Expr;
use super::fields::{self, Order};
use super::words::{self, Word};
use super::{Filter, Sort, SortField};

/// Groups within groups: more is no question of a person, and the stack is finite.
const MAX_DEPTH: usize = 32;
/// Terms of one query: the store's own limit on the depth of a condition is a thousand.
const MAX_TERMS: usize = 500;
/// Bytes of one query.
const MAX_BYTES: usize = 64 * 1024;

/// Why a filter cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// Byte offset of the first wrong letter.
    pub at: usize,
    /// How many bytes the wrong word has.
    pub len: usize,
    /// The nearest right spelling, if one is near.
    pub nearest: Option<String>,
}

impl FilterError {
    /// The same error with the spelling that was probably meant.
    #[must_use]
    pub(super) fn near(self, nearest: impl Into<String>) -> Self {
        Self {
            nearest: Some(nearest.into()),
            ..self
        }
    }
}

impl Filter {
    /// Reads a filter. Dates, durations and `me` stay as they are said; [`Filter::select`]
    /// resolves them.
    ///
    /// ```
    /// use paydesk::domain::tickets::Filter;
    /// let filter = Filter::parse("status<solved priority:>=high OR tag:blik").unwrap();
    /// assert_eq!(filter.to_string(), "(is:open priority:high,urgent) OR tag:blik");
    /// assert_eq!(Filter::parse("staus:open").unwrap_err().nearest.as_deref(), Some("status"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Self::default().narrow(text)
    }

    /// Reads terms that must hold as well. An order or a limit among them takes the place of the
    /// one before.
    ///
    /// ```
    /// use paydesk::domain::tickets::Filter;
    /// let view = Filter::parse("tag:a OR tag:b sort:id").unwrap();
    /// assert_eq!(view.narrow("is:open limit:3").unwrap().to_string(),
    ///     "(tag:a OR tag:b) is:open sort:id-asc limit:3");
    /// ```
    pub fn narrow(self, text: &str) -> Result<Self, FilterError> {
        if text.len() > MAX_BYTES {
            let start = text.chars().next().map_or(0, char::len_utf8);
            let whole = Word {
                raw: text.get(..start).unwrap_or_default(),
                at: 0,
            };
            return Err(whole.error(format!("A query has at most {MAX_BYTES} bytes")));
        }
        let words = words::split(text)?;
        let mut reader = Reader {
            words: &words,
            next: 0,
            terms: 0,
            order: Order::default(),
        };
        let want = reader.alternatives(0)?;
        if let Some(word) = reader.peek() {
            // Only a closing parenthesis ends the outermost alternatives.
            return Err(word.error("No group is open that this parenthesis closes"));
        }
        let order = reader.order.finish();
        let sort = match (order.field, order.direction) {
            (None, None) => self.sort,
            (field, direction) => {
                let field = field.unwrap_or(self.sort.field);
                Sort {
                    field,
                    descending: direction.unwrap_or(SortField::descends_by_default(field)),
                }
            }
        };
        Ok(Self {
            want: Expr::all([self.want].into_iter().chain(want).collect()),
            sort,
            limit: order.limit.or(self.limit),
        })
    }
}

/// Goes along the words.
struct Reader<'a> {
    words: &'a [Word<'a>],
    next: usize,
    terms: usize,
    order: Order,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Word<'a>> {
        self.words.get(self.next).copied()
    }

    fn peek_is(&self, raw: &str) -> bool {
        self.peek().is_some_and(|word| word.is(raw))
    }

    /// True if a term stands next.
    fn at_term(&self) -> bool {
        self.peek()
            .is_some_and(|word| !word.is("and") && !word.is("or") && word.raw != ")")
    }

    /// Terms joined by OR; none if nothing but order and limit stands there.
    fn alternatives(&mut self, depth: usize) -> Result<Option<Expr>, FilterError> {
        let mut sides = Vec::new();
        let mut side = self.terms(depth)?;
        while let Some(or) = self.peek().filter(|word| word.is("or")) {
            let wrong =
                || or.error("OR stands between two terms; put it in quotes to look for the word");
            sides.push(side.ok_or_else(wrong)?);
            self.next += 1;
            side = Some(self.terms(depth)?.ok_or_else(wrong)?);
        }
        sides.extend(side);
        Ok((!sides.is_empty()).then(|| Expr::any(sides)))
    }

    /// Terms that must all hold, with or without AND between them.
    fn terms(&mut self, depth: usize) -> Result<Option<Expr>, FilterError> {
        let mut terms = Vec::new();
        let mut any = false;
        loop {
            if let Some(and) = self.peek().filter(|word| word.is("and")) {
                self.next += 1;
                if !any || !self.at_term() {
                    return Err(and.error(
                        "AND stands between two terms; put it in quotes to look for the word",
                    ));
                }
            }
            if !self.at_term() {
                return Ok((!terms.is_empty()).then(|| Expr::all(terms)));
            }
            terms.extend(self.term(depth)?);
            any = true;
        }
    }

    /// One term or group; none if it says the order or the limit.
    fn term(&mut self, depth: usize) -> Result<Option<Expr>, FilterError> {
        let Some(word) = self.peek() else {
            return Ok(None);
        };
        self.next += 1;
        self.terms += word.parts().len();
        if self.terms > MAX_TERMS {
            return Err(word.error(format!("A query has at most {MAX_TERMS} terms and values")));
        }
        if self.is_negation(word) {
            let Some(term) = self.peek() else {
                return Err(word.error("Nothing follows NOT"));
            };
            if words::is_keyword(term.raw) || term.raw == ")" || term.raw.starts_with('-') {
                return Err(term.error("NOT stands right before the term it turns around"));
            }
            self.next += 1;
            return self.plain(term, true, depth);
        }
        match word.raw.strip_prefix('-') {
            None => self.plain(word, false, depth),
            Some("") => {
                match self.peek() {
                    Some(group) if group.raw == "(" && group.at == word.at + 1 => {
                        self.next += 1;
                        self.plain(group, true, depth)
                    }
                    _ => Err(word
                        .error("Nothing follows the minus; put it in quotes to look for the sign")),
                }
            }
            Some(rest) if rest.starts_with('-') => {
                Err(word
                    .error("One minus turns a term around; put the word in quotes to look for it"))
            }
            Some(_) => self.plain(word.skip(1), true, depth),
        }
    }

    /// `NOT` turns any term around. In small letters it does so before a field or a group only:
    /// "payment not received" is three words.
    fn is_negation(&self, word: Word<'_>) -> bool {
        word.raw == "NOT"
            || (word.is("not")
                && self
                    .peek()
                    .is_some_and(|w| w.raw == "(" || words::field_name(w).is_some()))
    }

    /// A term without its sign of negation.
    fn plain(
        &mut self,
        word: Word<'a>,
        negated: bool,
        depth: usize,
    ) -> Result<Option<Expr>, FilterError> {
        let term = if word.raw == "(" {
            if depth == MAX_DEPTH {
                return Err(word.error("Groups stand too deep in one another"));
            }
            let inner = self.alternatives(depth + 1)?;
            if !self.peek_is(")") {
                return Err(word.error("This group is not closed"));
            }
            self.next += 1;
            let Some(inner) = inner else {
                return Err(word.error("Nothing to look for stands in this group"));
            };
            Some(inner)
        } else {
            fields::term(word, &mut self.order, negated)?
        };
        Ok(term.map(|term| if negated { Expr::not(term) } else { term }))
    }
}
