//! HTML of mails as the plain text that a person would have read.
//!
//! One pass over the bytes, no tree: what nests is counted, so that a hundred thousand open `div`s
//! cost as much as their letters. Takes time and room in proportion to the input, whatever stands
//! in it; nothing is fetched, run or refused. The text has no control characters but newlines.
//!
//! Paragraphs stand apart, `br` ends a line, list items begin with `- ` or their number, rows of a
//! table are lines with ` | ` between cells, what is quoted begins with `> `, `pre` stays as it is.
//! A link is its words and, where these are not the address, `<address>`; an image is its `alt`.

mod entities;
mod markup;
#[cfg(test)]
mod tests;
mod writer;

use std::borrow::Cow;

use markup::{Piece, Pieces, Tag};
use writer::Writer;

/// Elements after which a mail's text begins: plain text that begins with one of them is none.
const OPENERS: [&str; 25] = [
    "a",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "head",
    "html",
    "i",
    "img",
    "meta",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "style",
    "table",
    "ul",
];

/// Marks that a text on one line has if it is HTML that begins with a word.
const INNER: [&str; 6] = ["<br>", "<br/>", "<br />", "</p>", "</div>", "</a>"];

/// The text as a person reads it: converted if it evidently is HTML, else as it stands.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    if is_html(text) {
        Cow::Owned(plain(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// True for what evidently is HTML: it begins with one of its elements, or has line ends of HTML
/// and none of plain text. A message that merely talks of `<div>` is not.
fn is_html(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with('<') {
        let head: String = text.chars().take(16).collect::<String>().to_lowercase();
        if head.starts_with("<!doctype") || head.starts_with("<!--") {
            return true;
        }
        let name = head.trim_start_matches('<');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric());
        let name = name.split_at(end.unwrap_or(name.len())).0;
        let ends = text
            .as_bytes()
            .get(1 + name.len())
            .is_some_and(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace());
        if ends && OPENERS.contains(&name) {
            return true;
        }
    }
    !text.trim_end().contains('\n') && INNER.iter().any(|mark| text.contains(mark))
}

/// The text of a piece of HTML.
///
/// Never fails: what is no markup is text.
pub(super) fn plain(html: &str) -> String {
    let mut writer = Writer::new(html.len());
    for piece in Pieces::of(html) {
        match piece {
            Piece::Text(text) => writer.text(text),
            Piece::Open(tag) => open(&mut writer, &tag),
            Piece::Close(name) => close(&mut writer, &name),
        }
    }
    writer.finish()
}

fn open(writer: &mut Writer, tag: &Tag<'_>) {
    match &*tag.name {
        "br" => writer.line_end(),
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" => writer.apart(),
        "blockquote" => writer.quote(true),
        "pre" | "listing" => writer.keep(true),
        "ul" | "menu" => writer.list(None),
        "ol" => {
            let start = tag.value("start").and_then(|start| start.parse().ok());
            writer.list(Some(start.unwrap_or(1)));
        }
        "li" => writer.item(),
        "table" => writer.table(true),
        "tr" => writer.row(),
        "td" | "th" => writer.cell(),
        "hr" => writer.rule(),
        "a" => writer.link(tag.value("href").as_deref()),
        "img" => writer.image(tag.value("alt").as_deref()),
        name if is_block(name) => writer.start_line(),
        _ => {}
    }
}

fn close(writer: &mut Writer, name: &str) {
    match name {
        // As browsers do with a stray one.
        "br" => writer.line_end(),
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" => writer.apart(),
        "blockquote" => writer.quote(false),
        "pre" | "listing" => writer.keep(false),
        "ul" | "ol" | "menu" => writer.end_list(),
        "table" => writer.table(false),
        "a" => writer.end_link(),
        // A cell ends where the next begins, or with its row.
        "td" | "th" => {}
        name if is_block(name) => writer.start_line(),
        _ => {}
    }
}

/// True for elements that begin and end a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "option"
            | "section"
            | "summary"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
    )
}
