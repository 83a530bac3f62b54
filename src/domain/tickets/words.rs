//! Words of a text, as they are looked for: folded, and found where words begin and end.
//!
//! A full-text index holds [`Tokens`]; [`says`] is the rule it stands for. Pure.

use std::borrow::Cow;
use std::collections::HashSet;

/// Longest word that is kept whole: ids are shorter. Of a longer one only the beginning counts.
pub const MAX_WORD_BYTES: usize = 64;

/// Parts of a word joined by `_` or `-` that are looked for as one: a UUID has five.
const MAX_PARTS: usize = 6;

/// Characters of a text that decide its place in a sorted list.
const SORT_CHARS: usize = 60;

/// Letters in lower case without their marks: `Zażółć` is `zazolc`, `Straße` is `strasse`.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        push_folded(&mut folded, letter);
    }
    Cow::Owned(folded)
}

fn push_folded(folded: &mut String, letter: char) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase() {
        match base(lower) {
            Some(base) => folded.push_str(base),
            // A mark of its own (U+0300 to U+036F) belongs to the letter before it.
            None if ('\u{300}'..='\u{36f}').contains(&lower) => {}
            None => folded.push(lower),
        }
    }
}

/// The plain letters for a letter of the Latin alphabets with a mark, in lower case.
fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ả' | 'ạ' | 'ấ' | 'ầ' | 'ậ' | 'ắ' | 'ằ' | 'ặ' => {
            "a"
        }
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẻ' | 'ẽ' | 'ẹ' | 'ế' | 'ề' | 'ể' | 'ệ' => {
            "e"
        }
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ỏ' | 'ọ' | 'ố' | 'ồ' | 'ộ' | 'ớ' | 'ờ' | 'ợ' => {
            "o"
        }
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ủ' | 'ụ' | 'ứ' | 'ừ' | 'ự' => {
            "u"
        }
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// Folded, white space at the ends taken off and inside made one blank: a phrase as it is kept.
pub fn phrase(text: &str) -> String {
    let folded = fold(text);
    let mut words = folded.split_whitespace();
    let mut phrase = words.next().unwrap_or_default().to_owned();
    for word in words {
        phrase.push(' ');
        phrase.push_str(word);
    }
    phrase
}

/// What a text is sorted by: its beginning, folded.
pub fn sort_key(text: &str) -> String {
    fold(text.trim()).chars().take(SORT_CHARS).collect()
}

/// True if `text` has `phrase` (as [`phrase`] makes it) with no letter or digit right before it,
/// and none right behind it unless it is open. Signs of scripts without blanks stand alone.
pub fn says(text: &str, phrase: &str, open: bool) -> bool {
    if phrase.is_empty() {
        return false;
    }
    // Most texts are ASCII, and most do not say it: those are told without folding them.
    if text.is_ascii() {
        let Some((word, _)) = phrase.split_once(' ') else {
            return says_word(text.as_bytes(), phrase.as_bytes(), open);
        };
        if !says_word(text.as_bytes(), word.as_bytes(), false) {
            return false;
        }
    }
    let folded = fold(text);
    let spaced;
    let text = if phrase.contains(' ') {
        spaced = self::phrase(&folded);
        &*spaced
    } else {
        &*folded
    };
    let (Some(first), Some(last)) = (phrase.chars().next(), phrase.chars().next_back()) else {
        return false;
    };
    let mut rest = 0;
    while let Some(found) = text.get(rest..).and_then(|text| text.find(phrase)) {
        let at = rest + found;
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text
            .get(at + phrase.len()..)
            .and_then(|text| text.chars().next());
        let starts = before.is_none_or(|before| !goes_on(before, first));
        if starts && (open || after.is_none_or(|after| !goes_on(last, after))) {
            return true;
        }
        // The next one may overlap this.
        rest = at + first.len_utf8();
    }
    false
}

/// As [`says`], of a text in ASCII and a phrase without blanks.
fn says_word(text: &[u8], phrase: &[u8], open: bool) -> bool {
    let (Some(first), Some(last)) = (phrase.first(), phrase.last()) else {
        return false;
    };
    let goes_on =
        |left: u8, right: u8| left.is_ascii_alphanumeric() && right.is_ascii_alphanumeric();
    text.windows(phrase.len()).enumerate().any(|(at, part)| {
        part.first()
            .is_some_and(|letter| letter.eq_ignore_ascii_case(first))
            && part.eq_ignore_ascii_case(phrase)
            && at
                .checked_sub(1)
                .and_then(|before| text.get(before))
                .is_none_or(|before| !goes_on(*before, *first))
            && (open
                || text
                    .get(at + phrase.len())
                    .is_none_or(|after| !goes_on(*last, *after)))
    })
}

/// True if the two signs belong to one word.
fn goes_on(left: char, right: char) -> bool {
    left.is_alphanumeric() && right.is_alphanumeric() && !stands_alone(left) && !stands_alone(right)
}

/// Signs of scripts that put no blanks between words.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && !matches!(letter, '\u{ac00}'..='\u{d7a3}')
}

/// The distinct words of texts, as the index keeps them.
#[derive(Debug, Default)]
pub struct Tokens {
    seen: HashSet<Box<str>>,
    all: String,
}

impl Tokens {
    /// Adds every word of `text`, and words joined by single `_` or `-` as one.
    pub fn add(&mut self, text: &str) {
        let folded = fold(text);
        each_token(&folded, &mut |token| self.put(token));
    }

    /// Adds one word as it is: for what is looked for whole.
    pub fn put(&mut self, token: &str) {
        let token = shortened(token);
        if !token.is_empty() && !self.seen.contains(token) {
            self.seen.insert(token.into());
            if !self.all.is_empty() {
                self.all.push(' ');
            }
            self.all.push_str(token);
        }
    }

    /// Every word once, with a blank between them.
    pub fn into_text(self) -> String {
        self.all
    }
}

/// The tokens that a text must have to say this phrase, and the last of them apart if it is open.
pub fn tokens_of(phrase: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    each_token(phrase, &mut |token| {
        tokens.push(shortened(token).to_owned());
    });
    tokens
}

/// A custom field's title as queries name it: folded, `_` for every run of other signs.
pub fn title_name(title: &str) -> String {
    let folded = fold(title);
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// A word, cut where the index cuts it.
pub fn shortened(token: &str) -> &str {
    let mut end = token.len().min(MAX_WORD_BYTES);
    while !token.is_char_boundary(end) {
        end -= 1;
    }
    token.get(..end).unwrap_or_default()
}

/// Hands out each word of a folded text, and each run of up to [`MAX_PARTS`] words that single
/// signs `_` or `-` join.
fn each_token(text: &str, take: &mut impl FnMut(&str)) {
    // Where the words of the run at hand begin.
    let mut starts = [0; MAX_PARTS];
    let mut parts = 0;
    let mut start = None;
    let mut joined = false;
    let mut last = None;
    let bytes = text.len();
    let ends = text.char_indices().chain([(bytes, ' ')]);
    for (at, letter) in ends {
        let is_word = letter.is_alphanumeric();
        let breaks = match (start, last) {
            (Some(_), Some(last)) => !goes_on(last, letter),
            _ => false,
        };
        if let Some(from) = start
            && breaks
        {
            if !joined {
                parts = 0;
            }
            if parts == MAX_PARTS {
                starts.rotate_left(1);
                parts -= 1;
            }
            if let Some(slot) = starts.get_mut(parts) {
                *slot = from;
            }
            parts += 1;
            for from in starts.iter().take(parts) {
                take(text.get(*from..at).unwrap_or_default());
            }
            joined = matches!(letter, '_' | '-');
            start = None;
        } else if start.is_none() && !is_word {
            // A second sign in a row joins nothing.
            joined = false;
        }
        if is_word && start.is_none() {
            start = Some(at);
        }
        last = Some(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.add(text);
        let mut all: Vec<_> = tokens.into_text().split(' ').map(str::to_owned).collect();
        all.sort();
        all
    }

    #[test]
    fn letters_lose_case_and_marks() {
        assert_eq!(
            fold("Zażółć GĘŚLĄ Straße Ærø İı"),
            "zazolc gesla strasse aero ii"
        );
        assert_eq!(fold("e\u{301}te\u{301}"), "ete");
        assert!(matches!(fold("plain_1"), Cow::Borrowed("plain_1")));
    }

    #[test]
    fn a_phrase_is_found_where_words_begin_and_end() {
        assert!(says("The BLIK code", "blik", false));
        assert!(!says("Bliks", "blik", false));
        assert!(says("Bliks", "blik", true));
        assert!(!says("Oblik", "blik", true));
        assert!(says("charge_X0O78kT failed", "charge_x0o78kt", false));
        assert!(says("Where is\n my  payout?", "is my payout", false));
        assert!(says("xa-a-a", "a-a", false));
        assert!(says("Éa-a-A", "a-a", false));
        assert!(!says("A  b c", "a c", false));
        assert!(says("退款未到账", "未到", false));
        assert!(!says("anything", "", false));
    }

    #[test]
    fn words_and_what_they_are_joined_to_are_tokens() {
        assert_eq!(
            tokens("Charge D-9931, not d"),
            ["9931", "charge", "d", "d-9931", "not"]
        );
        assert_eq!(tokens("a_b-c"), ["a", "a_b", "a_b-c", "b", "b-c", "c"]);
        assert_eq!(tokens("a--b a - b"), ["a", "b"]);
        assert_eq!(tokens("退款 ok"), ["ok", "款", "退"]);
    }

    proptest::proptest! {
        /// The index never leaves out what the rule finds: a text that says a phrase has its tokens.
        #[test]
        fn what_is_said_has_its_tokens(
            text in "[a-cA-CéłÉ_ 退款-]{0,14}", from in 0usize..14, length in 1usize..6,
        ) {
            let part: String = text.chars().skip(from).take(length).collect();
            let part = phrase(&part);
            if says(&text, &part, false) {
                let all = tokens(&text);
                for token in tokens_of(&part) {
                    proptest::prop_assert!(all.contains(&token), "{text:?} says {part:?}, {token:?} is not in {all:?}");
                }
            }
        }
    }
}
