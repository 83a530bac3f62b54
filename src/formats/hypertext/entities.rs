//! What `&euro;` and `&#8364;` stand for.

use std::borrow::Cow;

/// Longest name between `&` and `;`.
const MAX_NAME: usize = 10;

/// The names that mails use, sorted; a name without an entry stays as it stands.
#[rustfmt::skip]
const NAMED: [(&str, char); 171] = [
    ("AElig", 'Æ'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Agrave", 'À'), ("Aring", 'Å'), ("Atilde", 'Ã'),
    ("Auml", 'Ä'), ("Ccedil", 'Ç'), ("ETH", 'Ð'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Egrave", 'È'),
    ("Euml", 'Ë'), ("Iacute", 'Í'), ("Icirc", 'Î'), ("Igrave", 'Ì'), ("Iuml", 'Ï'), ("Ntilde", 'Ñ'),
    ("OElig", 'Œ'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Ograve", 'Ò'), ("Oslash", 'Ø'), ("Otilde", 'Õ'),
    ("Ouml", 'Ö'), ("Scaron", 'Š'), ("THORN", 'Þ'), ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Ugrave", 'Ù'),
    ("Uuml", 'Ü'), ("Yacute", 'Ý'), ("Yuml", 'Ÿ'), ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'),
    ("aelig", 'æ'), ("agrave", 'à'), ("amp", '&'), ("apos", '\''), ("aring", 'å'), ("asymp", '≈'),
    ("atilde", 'ã'), ("auml", 'ä'), ("bdquo", '„'), ("brvbar", '¦'), ("bull", '•'), ("ccedil", 'ç'),
    ("cedil", '¸'), ("cent", '¢'), ("circ", 'ˆ'), ("colon", ':'), ("comma", ','), ("commat", '@'),
    ("copy", '©'), ("curren", '¤'), ("dagger", '†'), ("darr", '↓'), ("deg", '°'), ("divide", '÷'),
    ("dollar", '$'), ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'), ("emsp", ' '), ("ensp", ' '),
    ("equals", '='), ("eth", 'ð'), ("euml", 'ë'), ("euro", '€'), ("excl", '!'), ("frac12", '½'),
    ("frac14", '¼'), ("frac34", '¾'), ("ge", '≥'), ("gt", '>'), ("harr", '↔'), ("hearts", '♥'),
    ("hellip", '…'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'), ("igrave", 'ì'), ("infin", '∞'),
    ("iquest", '¿'), ("iuml", 'ï'), ("laquo", '«'), ("larr", '←'), ("lbrace", '{'), ("lbrack", '['),
    ("ldquo", '“'), ("le", '≤'), ("lowbar", '_'), ("lpar", '('), ("lrm", '\u{200e}'), ("lsaquo", '‹'),
    ("lsqb", '['), ("lsquo", '‘'), ("lt", '<'), ("macr", '¯'), ("mdash", '—'), ("micro", 'µ'),
    ("middot", '·'), ("minus", '−'), ("nbsp", ' '), ("ndash", '–'), ("ne", '≠'),
    ("not", '¬'), ("ntilde", 'ñ'), ("num", '#'), ("oacute", 'ó'), ("ocirc", 'ô'), ("oelig", 'œ'),
    ("ograve", 'ò'), ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'), ("otilde", 'õ'), ("ouml", 'ö'),
    ("para", '¶'), ("percnt", '%'), ("period", '.'), ("permil", '‰'), ("plus", '+'), ("plusmn", '±'),
    ("pound", '£'), ("prime", '′'), ("quest", '?'), ("quot", '"'), ("raquo", '»'), ("rarr", '→'),
    ("rbrace", '}'), ("rbrack", ']'), ("rdquo", '”'), ("reg", '®'), ("rlm", '\u{200f}'), ("rpar", ')'),
    ("rsaquo", '›'), ("rsqb", ']'), ("rsquo", '’'), ("sbquo", '‚'), ("scaron", 'š'), ("sect", '§'),
    ("semi", ';'), ("shy", '\u{ad}'), ("sol", '/'), ("sum", '∑'), ("sup1", '¹'), ("sup2", '²'),
    ("sup3", '³'), ("szlig", 'ß'), ("tab", ' '), ("thinsp", ' '), ("thorn", 'þ'), ("tilde", '˜'),
    ("times", '×'), ("trade", '™'), ("uacute", 'ú'), ("uarr", '↑'), ("ucirc", 'û'), ("ugrave", 'ù'),
    ("uml", '¨'), ("uuml", 'ü'), ("vert", '|'), ("yacute", 'ý'), ("yen", '¥'), ("yuml", 'ÿ'),
    ("zcaron", 'ž'), ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'), ("zwsp", '\u{200b}'),
];

/// What numbers 128 to 159 stand for: mails mean the signs of Windows, not control characters.
const WINDOWS: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// The text with its entities as the letters they stand for.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        match entity(after) {
            Some((letter, length)) => {
                decoded.push(letter);
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The letter that `after` (what follows `&`) begins with, and how many bytes it takes there.
fn entity(after: &str) -> Option<(char, usize)> {
    let window = after.as_bytes().iter().take(MAX_NAME + 1);
    let end = window.clone().position(|byte| *byte == b';')?;
    let name = after.get(..end)?;
    let letter = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((letter, end + 1))
}

fn named(name: &str) -> Option<char> {
    let at = NAMED.binary_search_by(|(known, _)| known.cmp(&name)).ok();
    at.and_then(|at| NAMED.get(at)).map(|(_, letter)| *letter)
}

fn numbered(number: &str) -> Option<char> {
    let hex = number.strip_prefix(['x', 'X']);
    let code = match hex {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        128..=159 => WINDOWS.get(usize::try_from(code - 128).ok()?).copied(),
        _ => Some(char::from_u32(code).unwrap_or('\u{FFFD}')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_numbers_read_as_mails_mean_them() {
        assert!(NAMED.is_sorted_by_key(|(name, _)| *name));
        assert!(NAMED.iter().all(|(name, _)| name.len() <= MAX_NAME));
        assert_eq!(
            decode("&lt;5&nbsp;&euro; &#228;&#xE4; &#128; &unknown; AT&T &amp;amp; &#0; &"),
            "<5 € ää € &unknown; AT&T &amp; \0 &"
        );
    }
}
