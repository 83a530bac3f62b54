//! Wrapping by grapheme and cell, for text nobody here wrote.
//!
//! Ours, because `Paragraph::wrap` panics on some harmless text (ratatui 2679).

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Wraps one paragraph (no newlines) to lines of at most `cells` cells, at blanks where it can.
/// Leading blanks stay, trailing ones go; a word longer than a line is broken.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let lines = ranges(text, cells).into_iter();
    lines
        .map(|line| text.get(line).unwrap_or_default().to_owned())
        .collect()
}

/// As [`wrap`]: the bytes of each line. What lies between two is the blank at the break.
pub fn ranges(text: &str, cells: usize) -> Vec<Range<usize>> {
    let cells = cells.max(2);
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut used = 0;
    for (at, word) in text.split_word_bound_indices() {
        let wide = word.width();
        if used + wide <= cells {
            used += wide;
        } else if word.trim().is_empty() {
            // The blank at the break is the break.
            lines.push(start..at);
            start = at + word.len();
            used = 0;
        } else if wide <= cells {
            // Punctuation sticks to what is before it: take its word along if that helps.
            let line = text.get(start..at).unwrap_or_default();
            let cut = start + carried(line, wide, cells);
            lines.push(start..cut);
            start = cut;
            used = text.get(cut..at + word.len()).unwrap_or_default().width();
        } else {
            let mut end = at;
            for grapheme in word.graphemes(true) {
                let wide = grapheme.width();
                if used + wide > cells {
                    lines.push(start..end);
                    start = end;
                    used = 0;
                }
                end += grapheme.len();
                used += wide;
            }
        }
    }
    lines.push(start..text.len());
    for line in &mut lines {
        let kept = text.get(line.clone()).unwrap_or_default().trim_end();
        line.end = line.start + kept.len();
    }
    lines
}

/// Where the last run without blanks of `line` begins, if it and a word of `wide` cells belong
/// together and fit a line; else its end.
fn carried(line: &str, wide: usize, cells: usize) -> usize {
    let start = line.rfind(' ').map_or(0, |at| at + 1);
    let tail = line.get(start..).unwrap_or_default();
    if start == 0 || tail.is_empty() || tail.width() + wide > cells {
        return line.len();
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(
            wrap("Since 10:00 all payments fail", 12),
            ["Since 10:00", "all payments", "fail"]
        );
        assert_eq!(
            wrap("see charge_X0O78kT, please", 14),
            ["see", "charge_X0O78kT", ", please"]
        );
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("a🌞b", 2), ["a", "🌞", "b"]);
        assert_eq!(wrap("the end.", 6), ["the", "end."]);
    }

    proptest! {
        #[test]
        fn lines_fit_and_no_word_is_lost(text in "[a-zA-Zé🌞宽\u{301} ,.:_-]{0,80}", cells in 2_usize..40) {
            let lines = wrap(&text, cells);
            for line in &lines {
                prop_assert!(line.width() <= cells, "{line:?} in {cells}");
            }
            let squeeze = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
        }
    }
}
