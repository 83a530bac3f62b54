//! Finding words in the open ticket, as they are typed.
//!
//! Made once for a timeline that is laid out: its text, folded, in one piece. A keystroke searches
//! that; where the hits stand in the lines is worked out for the lines on show alone.

use std::ops::Range;

use super::thread::{Joint, Line, Sheet};
use crate::app::kit::input::Input;
use crate::domain::tickets::words;

/// What is looked for, and where it stands.
#[derive(Clone, Debug)]
pub struct Find {
    /// What was typed.
    pub input: Input,
    /// The line from which one looks.
    from: usize,
    /// The text of all lines, folded: lines of a paragraph go on, others begin anew.
    text: String,
    /// Where each line begins in it.
    starts: Vec<usize>,
    /// Where the hits are in it.
    hits: Vec<Range<usize>>,
    current: usize,
}

/// A part of a line that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which bytes of the line.
    pub range: Range<usize>,
    /// True for the hit at which one is.
    pub current: bool,
}

impl Find {
    /// Looks for nothing yet, from this line on.
    pub fn new(sheet: &Sheet, from: usize) -> Self {
        let mut find = Self {
            input: Input::default(),
            from,
            text: String::new(),
            starts: Vec::new(),
            hits: Vec::new(),
            current: 0,
        };
        find.index(sheet);
        find
    }

    /// Takes another layout of the ticket.
    pub fn index(&mut self, sheet: &Sheet) {
        self.text.clear();
        self.starts.clear();
        for line in &sheet.lines {
            match line {
                Line::Body {
                    joint: Joint::Word, ..
                } => {}
                Line::Body {
                    joint: Joint::Blank,
                    ..
                } => self.text.push(' '),
                _ => self.text.push('\n'),
            }
            self.starts.push(self.text.len());
            self.text.push_str(&words::fold(letters(line)));
        }
        self.search();
    }

    /// Looks anew after what is looked for has changed.
    pub fn search(&mut self) {
        let wanted = words::phrase(self.input.text());
        self.hits = if wanted.is_empty() {
            Vec::new()
        } else {
            let found = self.text.match_indices(&wanted);
            found.map(|(at, hit)| at..at + hit.len()).collect()
        };
        let here = self.starts.get(self.from).copied().unwrap_or_default();
        let next = self.hits.iter().position(|hit| hit.start >= here);
        self.current = next.unwrap_or(0);
    }

    /// Goes to the next hit or the one before, round the ends.
    pub fn step(&mut self, by: isize) {
        let count = isize::try_from(self.hits.len()).unwrap_or(isize::MAX);
        let current = isize::try_from(self.current).unwrap_or(0);
        if count > 0 {
            let at = (current + by).rem_euclid(count);
            self.current = usize::try_from(at).unwrap_or(0);
        }
        if let Some(line) = self.line() {
            self.from = line;
        }
    }

    /// At which hit one is, from 1 on, and how many there are.
    pub fn count(&self) -> (usize, usize) {
        let here = (self.current + 1).min(self.hits.len());
        (here, self.hits.len())
    }

    /// The line in which the hit begins at which one is.
    pub fn line(&self) -> Option<usize> {
        let hit = self.hits.get(self.current)?;
        Some(self.line_at(hit.start))
    }

    fn line_at(&self, at: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    }

    /// True if a hit touches one of these lines.
    pub fn touches(&self, lines: &Range<usize>) -> bool {
        let (Some(from), Some(last)) = (
            self.starts.get(lines.start),
            lines
                .end
                .checked_sub(1)
                .and_then(|last| self.starts.get(last)),
        ) else {
            return false;
        };
        let end = self
            .starts
            .get(lines.end)
            .copied()
            .unwrap_or(self.text.len());
        let first = self.hits.partition_point(|hit| hit.end <= *from);
        let hit = self.hits.get(first);
        hit.is_some_and(|hit| hit.start < end.max(*last))
    }

    /// The parts of a line that were found.
    pub fn found(&self, at: usize, line: &Line) -> Vec<Found> {
        let Some(&from) = self.starts.get(at) else {
            return Vec::new();
        };
        let letters = letters(line);
        let end = from + words::fold(letters).len();
        let first = self.hits.partition_point(|hit| hit.end <= from);
        let mut found: Vec<Found> = Vec::new();
        // Where the letter at hand stands, folded and as it is.
        let mut folded = from;
        let mut places = letters.char_indices().map(|(place, letter)| {
            let begin = folded;
            let mut piece = [0; 4];
            folded += words::fold(letter.encode_utf8(&mut piece)).len();
            (begin..folded, place..place + letter.len_utf8())
        });
        for (number, hit) in self.hits.iter().enumerate().skip(first) {
            if hit.start >= end {
                break;
            }
            let mut range: Option<Range<usize>> = None;
            for (place, bytes) in places.by_ref() {
                if place.start < hit.end && place.end > hit.start {
                    range.get_or_insert(bytes.clone()).end = bytes.end;
                }
                if place.end >= hit.end {
                    break;
                }
            }
            if let Some(range) = range {
                found.push(Found {
                    range,
                    current: number == self.current,
                });
            }
        }
        found
    }
}

/// The letters of a line in which one looks.
fn letters(line: &Line) -> &str {
    match line {
        Line::Head { name, .. } => name,
        Line::Body { text, .. } | Line::System { text, .. } => text,
        Line::Fold { .. } | Line::Blank => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn body(text: &str, joint: Joint) -> Line {
        Line::Body {
            text: text.to_owned(),
            spans: Vec::new(),
            joint,
            internal: false,
            quoted: false,
        }
    }

    fn sheet(lines: Vec<Line>) -> Sheet {
        Sheet {
            lines,
            ..Sheet::default()
        }
    }

    fn look(sheet: &Sheet, text: &str) -> Find {
        let mut find = Find::new(sheet, 0);
        find.input = Input::new(text);
        find.search();
        find
    }

    #[test]
    fn words_are_found_over_line_ends_and_without_their_marks() {
        let sheet = sheet(vec![
            body("Płatność przez", Joint::Begins),
            body("Straße 1", Joint::Blank),
            body("charge_X0", Joint::Begins),
            body("O78kT", Joint::Word),
        ]);
        let find = look(&sheet, "przez strasse");
        assert_eq!(find.count(), (1, 1));
        let at = |find: &Find, line: usize| {
            let found = find.found(line, &sheet.lines[line]);
            found
                .iter()
                .filter_map(|found| letters(&sheet.lines[line]).get(found.range.clone()))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (at(&find, 0), at(&find, 1)),
            (vec!["przez".into()], vec!["Straße".into()])
        );
        let find = look(&sheet, "x0o78");
        assert_eq!(
            (at(&find, 2), at(&find, 3)),
            (vec!["X0".into()], vec!["O78".into()])
        );
        assert!(find.touches(&(2..3)) && find.touches(&(3..4)) && !find.touches(&(0..2)));
        assert_eq!(
            look(&sheet, "1 charge").count(),
            (0, 0),
            "paragraphs are apart"
        );
        let mut find = look(&sheet, "p");
        assert_eq!(find.count(), (1, 2));
        find.step(-1);
        assert_eq!((find.count(), find.line()), ((2, 2), Some(0)));
    }

    proptest! {
        #[test]
        fn every_hit_is_whole_letters_of_its_line(
            lines in prop::collection::vec("[aAäÄßéxX宽 \u{301}]{0,12}", 1..6), wanted in "[aäsx]{1,2}",
        ) {
            let sheet = sheet(lines.iter().map(|line| body(line, Joint::Blank)).collect());
            let find = look(&sheet, &wanted);
            for (at, line) in sheet.lines.iter().enumerate() {
                let mut end = 0;
                for found in find.found(at, line) {
                    prop_assert!(found.range.start >= end);
                    prop_assert!(letters(line).get(found.range.clone()).is_some());
                    end = found.range.end;
                }
            }
        }
    }
}
