//! The one table of signs, in UTF-8 and in ASCII.
//!
//! Every sign takes one cell. The whole set is switched, never a single sign.

use crate::app::Look;

/// The signs by what they are for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Signs {
    /// The cursor's row and the active tab.
    pub(crate) bar: char,
    /// A marked row.
    pub(crate) mark: char,
    /// Edge of a message that the requester sees.
    pub(crate) public: char,
    /// Edge of an internal note.
    pub(crate) internal: char,
    /// The rule of a note.
    pub(crate) dashes: char,
    /// A rule.
    pub(crate) rule: char,
    /// The rule of the focused pane.
    pub(crate) heavy: char,
    /// Between columns.
    pub(crate) hairline: char,
    /// Where a hairline hangs from a rule.
    pub(crate) tee_down: char,
    /// Where a rule leaves a hairline to the right.
    pub(crate) tee_right: char,
    /// Where a hairline hangs from a rule that is heavy on its left.
    pub(crate) heavy_corner: char,
    /// Corners of a frame: upper left, upper right, lower left, lower right.
    pub(crate) corners: [char; 4],
    /// A note is being written.
    pub(crate) draft: char,
    /// A change waits in the outbox.
    pub(crate) outbox: char,
    /// Something that happened to a ticket.
    pub(crate) system: char,
    /// Something that should be there and is not.
    pub(crate) missing: char,
    /// Greatest first.
    pub(crate) descending: char,
    /// Smallest first; also the caret under a wrong letter.
    pub(crate) ascending: char,
    /// In place of what was cut off.
    pub(crate) cut: char,
    /// Before typed text, and after what opens a menu.
    pub(crate) prompt: char,
    /// There is more below.
    pub(crate) more: char,
    /// Something was done.
    pub(crate) done: char,
}

const UTF8: Signs = Signs {
    bar: '▌',
    mark: '✱',
    public: '▎',
    internal: '╎',
    dashes: '╌',
    rule: '─',
    heavy: '━',
    hairline: '│',
    tee_down: '┬',
    tee_right: '├',
    heavy_corner: '┑',
    corners: ['╭', '╮', '╰', '╯'],
    draft: '✎',
    outbox: '⇡',
    system: '◦',
    missing: '◦',
    descending: '▾',
    ascending: '▴',
    cut: '…',
    prompt: '›',
    more: '⋯',
    done: '✓',
};

const ASCII: Signs = Signs {
    bar: '>',
    mark: '*',
    public: '|',
    internal: ':',
    dashes: '.',
    rule: '-',
    heavy: '=',
    hairline: '|',
    tee_down: '+',
    tee_right: '+',
    heavy_corner: '+',
    corners: ['+'; 4],
    draft: 'd',
    outbox: '^',
    system: '.',
    missing: '.',
    descending: 'v',
    ascending: '^',
    cut: '~',
    prompt: '>',
    more: '~',
    done: '+',
};

impl Signs {
    /// The signs of a look.
    pub(crate) fn of(look: &Look) -> &'static Self {
        if look.ascii { &ASCII } else { &UTF8 }
    }

    /// True for signs that lines and frames are made of.
    pub(crate) fn is_line(&self, sign: char) -> bool {
        let lines = [
            self.rule,
            self.hairline,
            self.tee_down,
            self.tee_right,
            self.dashes,
        ];
        lines.contains(&sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthChar;

    fn all(signs: &Signs) -> Vec<char> {
        // Destructured, so that a new sign cannot be forgotten here.
        let Signs {
            bar,
            mark,
            public,
            internal,
            dashes,
            rule,
            heavy,
            hairline,
            tee_down,
            tee_right,
            heavy_corner,
            corners,
            draft,
            outbox,
            system,
            missing,
            descending,
            ascending,
            cut,
            prompt,
            more,
            done,
        } = signs;
        let mut all = vec![
            bar,
            mark,
            public,
            internal,
            dashes,
            rule,
            heavy,
            hairline,
            tee_down,
            tee_right,
            heavy_corner,
            draft,
            outbox,
            system,
            missing,
            descending,
            ascending,
            cut,
            prompt,
            more,
            done,
        ];
        all.extend(corners);
        all.into_iter().copied().collect()
    }

    #[test]
    fn every_sign_takes_one_cell_and_ascii_is_ascii() {
        for sign in all(&UTF8) {
            assert_eq!(sign.width(), Some(1), "{sign}");
            assert!(!sign.is_ascii(), "{sign}");
        }
        for sign in all(&ASCII) {
            assert!(sign.is_ascii_graphic(), "{sign}");
        }
    }

    #[test]
    fn public_and_internal_differ_in_both_sets() {
        for signs in [&UTF8, &ASCII] {
            assert_ne!(signs.public, signs.internal);
            assert_ne!(signs.rule, signs.dashes);
            assert_ne!(signs.rule, signs.heavy);
        }
    }
}
