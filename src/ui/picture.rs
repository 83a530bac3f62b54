//! A screen as a picture: the cells of a buffer as SVG, as a page of HTML, or as plain text.
//!
//! Deterministic: the same buffer gives the same bytes. The README's picture and the pictures of a
//! review come from here, so they show what the program draws and nothing else. Lines and bars
//! are drawn as shapes, because the glyphs of most fonts leave gaps between cells.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use super::theme;

/// Width and height of a cell in pixels; 15 pixels of `DejaVu Sans Mono` advance by nine.
const CELL: (usize, usize) = (9, 19);
/// Distance of the base line from the top of a cell.
const BASE: usize = 14;
const FONT: &str = "font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"15\"";

/// A cell's look with reverse and dim resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    letters: [u8; 3],
    ground: [u8; 3],
    bold: bool,
    italic: bool,
    underlined: bool,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let (letters, ground) = theme::picture_default();
        let mut letters = theme::rgb(cell.fg).unwrap_or(letters);
        let mut ground = theme::rgb(cell.bg).unwrap_or(ground);
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut letters, &mut ground);
        }
        if cell.modifier.contains(Modifier::DIM) {
            letters = dim(letters, ground);
        }
        Self {
            letters,
            ground,
            bold: cell.modifier.contains(Modifier::BOLD),
            italic: cell.modifier.contains(Modifier::ITALIC),
            underlined: cell.modifier.contains(Modifier::UNDERLINED),
        }
    }
}

/// Three fifths of the letters and two of the ground, as most terminals dim.
fn dim(letters: [u8; 3], ground: [u8; 3]) -> [u8; 3] {
    let mut mixed = letters;
    for (at, channel) in mixed.iter_mut().enumerate() {
        let under = ground.get(at).copied().unwrap_or_default();
        let sum = (u16::from(*channel) * 3 + u16::from(under) * 2) / 5;
        *channel = u8::try_from(sum).unwrap_or(u8::MAX);
    }
    mixed
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The rows of a buffer, each cell with the columns it takes; what a wide letter hides is left out.
fn rows(buffer: &Buffer) -> impl Iterator<Item = Vec<(usize, usize, &Cell)>> {
    let width = usize::from(buffer.area.width).max(1);
    buffer.content.chunks(width).map(|cells| {
        let mut row = Vec::with_capacity(cells.len());
        let mut next = 0;
        for (x, cell) in cells.iter().enumerate() {
            if x >= next {
                let wide = cell.symbol().width().max(1);
                row.push((x, wide, cell));
                next = x + wide;
            }
        }
        row
    })
}

/// The buffer as lines of text, blanks at the ends of lines left out.
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in rows(buffer) {
        let line: String = row.iter().map(|(.., cell)| cell.symbol()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The buffer as an HTML page with this title: one block of text, runs of equal style in spans.
pub fn html(buffer: &Buffer, title: &str) -> String {
    let title = escape(title);
    let (letters, ground) = theme::picture_default();
    let (letters, ground) = (hex(letters), hex(ground));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n\
         body {{ margin: 1em; background: {ground}; }}\n\
         pre {{ margin: 0; color: {letters}; font: 15px/19px 'DejaVu Sans Mono', \
         Menlo, Consolas, monospace; }}\n\
         .w {{ display: inline-block; width: 2ch; overflow: hidden; vertical-align: top; }}\n\
         </style>\n</head>\n<body>\n<pre role=\"img\" aria-label=\"{title}\">"
    );
    for row in rows(buffer) {
        let row: Vec<_> = row
            .into_iter()
            .map(|(x, wide, cell)| (x, wide, cell, Look::of(cell)))
            .collect();
        for run in row.chunk_by(|a, b| a.3 == b.3 && a.1 == 1 && b.1 == 1) {
            if let Some(first) = run.first() {
                let text: String = run.iter().map(|cell| cell.2.symbol()).collect();
                span(&mut out, first, &escape(&text));
            }
        }
        out.push('\n');
    }
    out.push_str("</pre>\n</body>\n</html>\n");
    out
}

/// A run of equal style.
fn span(out: &mut String, (_, wide, _, look): &Placed<'_>, text: &str) {
    let mut style = format!(
        "color:{};background:{}",
        hex(look.letters),
        hex(look.ground)
    );
    for (on, attribute) in [
        (look.bold, ";font-weight:bold"),
        (look.italic, ";font-style:italic"),
        (look.underlined, ";text-decoration:underline"),
    ] {
        if on {
            style.push_str(attribute);
        }
    }
    let class = if *wide > 1 { " class=\"w\"" } else { "" };
    // Writing to a String cannot fail.
    let _infallible = write!(out, "<span{class} style=\"{style}\">{text}</span>");
}

/// The buffer as an SVG document with this title.
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let (width, height) = (
        usize::from(buffer.area.width) * CELL.0,
        usize::from(buffer.area.height) * CELL.1,
    );
    let title = escape(title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\" {FONT}>\n\
         <title>{title}</title>\n"
    );
    for (y, row) in rows(buffer).enumerate() {
        let row: Vec<_> = row
            .into_iter()
            .map(|(x, wide, cell)| (x, wide, cell, Look::of(cell)))
            .collect();
        for run in row.chunk_by(|a, b| a.3.ground == b.3.ground) {
            let (x, end) = bounds(run);
            let (x, wide) = (x * CELL.0, (end - x) * CELL.0);
            let fill = run
                .first()
                .map(|cell| hex(cell.3.ground))
                .unwrap_or_default();
            let (y, high) = (y * CELL.1, CELL.1);
            line(
                &mut out,
                format_args!(
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" fill=\"{fill}\"/>"
                ),
            );
        }
        for run in row.chunk_by(|a, b| a.3 == b.3 && kind(a.2) == kind(b.2)) {
            draw_run(&mut out, run, y);
        }
    }
    out.push_str("</svg>\n");
    out
}

type Placed<'a> = (usize, usize, &'a Cell, Look);

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _infallible = writeln!(out, "{text}");
}

/// First column of a run and the column after its last.
fn bounds(run: &[Placed<'_>]) -> (usize, usize) {
    let first = run.first().map_or(0, |cell| cell.0);
    (first, run.last().map_or(first, |cell| cell.0 + cell.1))
}

/// Cells of one kind are drawn together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Letters,
    /// A letter of two cells, which no font can be trusted with in a run.
    Wide(usize),
    /// A sign that is drawn as a shape.
    Shape(char),
}

fn kind(cell: &Cell) -> Kind {
    let symbol = cell.symbol();
    match symbol.chars().next() {
        Some(sign) if shape(sign, 0, 0, 1).is_some() => Kind::Shape(sign),
        _ if symbol.trim().is_empty() && !cell.modifier.contains(Modifier::UNDERLINED) => {
            Kind::Blank
        }
        _ if symbol.width() > 1 => Kind::Wide(symbol.as_ptr().addr()),
        _ => Kind::Letters,
    }
}

fn draw_run(out: &mut String, run: &[Placed<'_>], y: usize) {
    let (Some(first), (x, end)) = (run.first(), bounds(run)) else {
        return;
    };
    let look = first.3;
    let color = hex(look.letters);
    match kind(first.2) {
        Kind::Blank => {}
        Kind::Shape(sign) => {
            if let Some(shape) = shape(sign, x * CELL.0, y * CELL.1, end - x) {
                line(out, format_args!("{}", shape.replace("COLOR", &color)));
            }
        }
        Kind::Letters | Kind::Wide(_) => {
            if look.underlined {
                // Drawn, because not every viewer of SVG underlines a placed text.
                let (y, from, to) = (y * CELL.1 + BASE + 2, x * CELL.0, end * CELL.0);
                line(
                    out,
                    format_args!("<path d=\"M{from} {y}.5H{to}\" stroke=\"{color}\"/>"),
                );
            }
            let text: String = run.iter().map(|cell| cell.2.symbol()).collect();
            let mut style = String::new();
            for (on, attribute) in [
                (look.bold, " font-weight=\"bold\""),
                (look.italic, " font-style=\"italic\""),
            ] {
                if on {
                    style.push_str(attribute);
                }
            }
            line(
                out,
                format_args!(
                    "<text xml:space=\"preserve\" x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{color}\"{style}>{}</text>",
                    x * CELL.0,
                    y * CELL.1 + BASE,
                    (end - x) * CELL.0,
                    escape(&text),
                ),
            );
        }
    }
}

/// A line or bar as a shape over `count` cells from the pixel (x, y); none for letters.
fn shape(sign: char, x: usize, y: usize, count: usize) -> Option<String> {
    let (wide, high) = CELL;
    // Pixel columns and rows through the middle of a cell; half a pixel makes a crisp line.
    let (mx, my) = (format!("{}.5", x + wide / 2), format!("{}.5", y + high / 2));
    let (right, bottom) = (x + wide * count, y + high);
    let stroke = |path: &str, weight: u8, dash: &str| {
        format!(
            "<path d=\"{path}\" stroke=\"COLOR\" stroke-width=\"{weight}\" fill=\"none\"{dash}/>"
        )
    };
    let block = |cells: usize| {
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"{cells}\" height=\"{high}\" fill=\"COLOR\"/>")
    };
    // Signs that are not merged over a run are drawn once a cell.
    let each = |draw: &dyn Fn(usize) -> String| {
        (0..count).map(|at| draw(x + at * wide)).collect::<String>()
    };
    let corner = |path: String| stroke(&path, 1, "");
    Some(match sign {
        '─' => stroke(&format!("M{x} {my}H{right}"), 1, ""),
        '━' => stroke(&format!("M{x} {my}H{right}"), 3, ""),
        '╌' => stroke(
            &format!("M{x} {my}H{right}"),
            1,
            " stroke-dasharray=\"3.5 1\"",
        ),
        '│' => each(&|x| stroke(&format!("M{}.5 {y}V{bottom}", x + wide / 2), 1, "")),
        '╎' => each(&|x| {
            let dash = " stroke-dasharray=\"7 2.5\"";
            stroke(&format!("M{}.5 {y}V{bottom}", x + wide / 2), 1, dash)
        }),
        '┬' => corner(format!("M{x} {my}H{right}M{mx} {my}V{bottom}")),
        '├' => corner(format!("M{mx} {y}V{bottom}M{mx} {my}H{right}")),
        '┑' => {
            let heavy = stroke(&format!("M{x} {my}H{mx}"), 3, "");
            heavy + &stroke(&format!("M{mx} {my}V{bottom}"), 1, "")
        }
        '╭' => corner(format!("M{mx} {bottom}v-5q0-4 4-4.5H{right}")),
        '╮' => corner(format!("M{x} {my}h0q4.5 0 4.5 4.5V{bottom}")),
        '╰' => corner(format!("M{mx} {y}v5q0 4 4 4.5H{right}")),
        '╯' => corner(format!("M{x} {my}h0q4.5 0 4.5-4.5V{y}")),
        '▌' => block(wide / 2),
        '▎' => block(wide / 4),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    fn sample() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        buffer.set_string(0, 0, "a <b> & 宽", Style::new().fg(Color::Rgb(1, 2, 3)));
        buffer.set_string(0, 1, "━━┑", Style::new().add_modifier(Modifier::REVERSED));
        buffer
    }

    #[test]
    fn runs_are_placed_by_cells_and_escaped() {
        let svg = svg(&sample(), "a \"desk\"");
        assert!(svg.starts_with("<svg xmlns") && svg.ends_with("</svg>\n"));
        assert!(svg.contains("<title>a &quot;desk&quot;</title>"));
        // Words are placed one by one, and a wide letter on its own.
        assert!(svg.contains("x=\"18\" y=\"14\" textLength=\"27\""), "{svg}");
        assert!(svg.contains("&lt;b&gt;") && svg.contains("&amp;"));
        assert!(svg.contains("x=\"72\" y=\"14\" textLength=\"18\""), "{svg}");
        assert!(svg.contains("fill=\"#010203\""));
        // The two heavy cells are one path; reverse is resolved.
        assert_eq!(svg.matches("stroke-width=\"3\"").count(), 2);
        assert!(svg.contains("stroke=\"#14171c\""));
    }

    #[test]
    fn a_page_holds_every_letter_and_needs_nothing_else() {
        let html = html(&sample(), "a \"desk\"");
        assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
        assert!(html.contains("<title>a &quot;desk&quot;</title>"));
        assert!(
            html.contains(">a &lt;b&gt; &amp; </span><span class=\"w\""),
            "{html}"
        );
        assert!(html.contains("color:#010203"));
        for outside in ["http", "src=", "@import", "<script"] {
            assert!(!html.contains(outside), "{outside}");
        }
    }

    #[test]
    fn the_same_buffer_gives_the_same_picture() {
        assert_eq!(svg(&sample(), "x"), svg(&sample(), "x"));
        assert_eq!(text(&sample()), "a <b> & 宽\n━━┑\n");
    }
}
