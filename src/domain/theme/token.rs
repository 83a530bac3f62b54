//! What a colour can be for.

/// What lies under letters, or what letters say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// The page.
    Ground,
    /// The rows at the top and the bottom.
    Surface,
    /// What floats, and which-key.
    Raised,
    /// The row under the cursor, the focused field.
    Selection,
    /// The row of a pane that has not the focus.
    SelIdle,
    /// An internal note.
    Note,
    /// The bar of what leaves the house, and today.
    Fill,
    /// Under letters that matched, where another ink alone is not enough.
    HitGround,
    /// Content.
    Text,
    /// Who, where, what kind.
    Muted,
    /// Heads, units, resting rows, system events.
    Faint,
    /// Hairlines; never text.
    Rule,
    /// You: keys, marks, links.
    Accent,
    /// The word and the edge of what leaves the house.
    Public,
    /// The heavy rule, frames and the bar of the cursor.
    Focus,
    /// Letters on [`Token::Fill`].
    OnAccent,
    /// Too late, wrong, final.
    Breach,
    /// Soon, refused.
    Warn,
    /// Proved, live, saved.
    Ok,
    /// The word and the dashes of a note.
    Internal,
    /// Amounts.
    MoneyPlus,
    /// Amounts that take away.
    MoneyMinus,
    /// Letters that matched.
    Hit,
}

impl Token {
    /// How many tokens there are.
    pub const COUNT: usize = 23;

    /// Every token with its name in files, in the order of [`Token::index`].
    pub const ALL: [(Self, &'static str); Self::COUNT] = [
        (Self::Ground, "ground"),
        (Self::Surface, "surface"),
        (Self::Raised, "raised"),
        (Self::Selection, "selection"),
        (Self::SelIdle, "sel-idle"),
        (Self::Note, "note"),
        (Self::Fill, "fill"),
        (Self::HitGround, "hit-ground"),
        (Self::Text, "text"),
        (Self::Muted, "muted"),
        (Self::Faint, "faint"),
        (Self::Rule, "rule"),
        (Self::Accent, "accent"),
        (Self::Public, "public"),
        (Self::Focus, "focus"),
        (Self::OnAccent, "on-accent"),
        (Self::Breach, "breach"),
        (Self::Warn, "warn"),
        (Self::Ok, "ok"),
        (Self::Internal, "internal"),
        (Self::MoneyPlus, "money+"),
        (Self::MoneyMinus, "money-"),
        (Self::Hit, "hit"),
    ];

    /// The grounds on which any ink may stand.
    pub const GROUNDS: [Self; 6] = [
        Self::Ground,
        Self::Surface,
        Self::Raised,
        Self::Selection,
        Self::SelIdle,
        Self::Note,
    ];

    /// The inks that are read as text on any of [`Token::GROUNDS`].
    pub const INKS: [Self; 12] = [
        Self::Text,
        Self::Muted,
        Self::Faint,
        Self::Accent,
        Self::Public,
        Self::Focus,
        Self::Breach,
        Self::Warn,
        Self::Ok,
        Self::Internal,
        Self::MoneyPlus,
        Self::MoneyMinus,
    ];

    /// Tokens that follow another where they looked like it: who changes `accent` alone changes
    /// the rule of the focus too.
    pub const FOLLOWERS: [(Self, Self); 4] = [
        (Self::Public, Self::Accent),
        (Self::Focus, Self::Accent),
        (Self::Fill, Self::Accent),
        (Self::MoneyPlus, Self::Text),
    ];

    /// Its place among all tokens.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::ALL.get(self.index()).map_or("", |(_, name)| name)
    }

    /// The token with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == name);
        found.map(|(token, _)| *token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_stands_at_its_place() {
        for (at, (token, name)) in Token::ALL.into_iter().enumerate() {
            assert_eq!((token.index(), token.name()), (at, name));
            assert_eq!(Token::from_name(name), Some(token));
        }
        assert_eq!(Token::from_name("grounds"), None);
    }
}
