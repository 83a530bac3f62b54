//! HTML as mail programs write it, and as nobody should.

use proptest::prelude::*;

use super::{is_html, plain, readable};

#[test]
fn a_mail_reads_as_it_was_meant() {
    let html = "<html><head><title>x</title><style>p{color:red}</style></head><body>\
        <!-- hidden --><p>Hello&nbsp;<b>Ana</b>,</p><p>the refund of 12,50&nbsp;&euro;<br>is missing.</p>\
        <script>alert('x')</script><div>Regards</div><div>Tom &amp; Söhne</div></body></html>";
    assert_eq!(
        plain(html),
        "Hello Ana,\n\nthe refund of 12,50 €\nis missing.\n\nRegards\nTom & Söhne"
    );
}

#[test]
fn lists_tables_and_quotes_keep_their_shape() {
    assert_eq!(
        plain(
            "Steps:<ol start=3><li>open</li><li><p>pay</p></li></ol><ul><li>a<ul><li>b</li></ul></li><li>c</ul>end"
        ),
        "Steps:\n\n3. open\n4. pay\n\n- a\n  - b\n- c\n\nend"
    );
    assert_eq!(
        plain(
            "<table><tr><th>id</th><th>amount</th></tr><tr><td><p>ch_1</p></td><td></td><td>5 EUR</td></tr></table>x"
        ),
        "id | amount\nch_1 | 5 EUR\nx"
    );
    assert_eq!(
        plain("Yes.<blockquote>Did it<br>arrive?<blockquote>older</blockquote></blockquote>Thanks"),
        "Yes.\n\n> Did it\n> arrive?\n>\n> > older\n\nThanks"
    );
    assert_eq!(
        plain("<p>Log:</p><pre>\n{\n\t\"a\":  1\n\n}</pre>done"),
        "Log:\n\n{\n    \"a\":  1\n\n}\n\ndone"
    );
}

#[test]
fn links_say_where_they_lead_and_images_what_they_show() {
    assert_eq!(
        plain(
            "<a href=\"https://a.example/x?a=1&amp;b=2\">the form</a>, <a href='https://www.a.example/'>a.example</a>"
        ),
        "the form <https://a.example/x?a=1&b=2>, a.example"
    );
    assert_eq!(
        plain(
            "<a href=\"javascript:alert(1)\">go</a> <a href='mailto:ops@a.example?subject=x'>Ana</a> <a href=mailto:b@a.example>b@a.example</a>"
        ),
        "go Ana <ops@a.example> b@a.example"
    );
    assert_eq!(
        plain(
            "<a href=\"https://a.example\"><img src=x></a><img alt='Acme logo'><img alt='🙂'><img src=pixel>"
        ),
        "<https://a.example>[Acme logo]🙂"
    );
}

#[test]
fn what_is_broken_loses_no_text() {
    assert_eq!(plain("a < b and 3 <4 <- x"), "a < b and 3 <4 <- x");
    assert_eq!(plain("<p class=\"x>one</p><p>two</p>"), "one\n\ntwo");
    assert_eq!(plain("<!-- never closed <p>one</p>"), "one");
    assert_eq!(plain("<head><p>one</p>"), "one");
    assert_eq!(plain("text <a href="), "text <a href=");
    assert_eq!(plain("<P>Ä<BR/>ö</P >"), "Ä\nö");
    assert_eq!(plain("&#27;[31m&#x9b;x\u{7}"), "[31m›x");
}

#[test]
fn html_is_told_from_text_that_talks_of_it() {
    for html in [
        "<div>x</div>",
        " <P dir=ltr>x",
        "<!DOCTYPE html><x>",
        "Hi<br>there",
        "<br/>x",
    ] {
        assert!(is_html(html), "{html}");
    }
    for text in [
        "x",
        "",
        "a < b",
        "<ops@acme.example> wrote",
        "see\n<div>x</div>",
        "<link> is missing",
        "<b",
        "<https://x.example>",
    ] {
        assert!(!is_html(text), "{text}");
    }
    assert_eq!(readable("<p>a</p><p>b</p>"), "a\n\nb");
    assert_eq!(readable("a &amp; b"), "a &amp; b");
}

#[test]
fn a_hundred_thousand_open_elements_cost_their_letters() {
    for open in [
        "<div>",
        "<blockquote>",
        "<ul><li>",
        "<table><tr><td>",
        "<a href='https://x.example'>",
        "<!--",
        "<a b=\"",
        "<a b='\"",
        "<head>",
        "<pre>\n",
        "<p",
        "&",
        "&#",
        "<svg",
        "</",
    ] {
        let html = format!("{}end", open.repeat(100_000));
        let text = plain(&html);
        assert!(text.len() <= html.len() * 16, "{open}: {}", text.len());
    }
    assert_eq!(plain(&format!("{}end", "<div>".repeat(100_000))), "end");
}

/// HTML rich in what matters.
fn soup() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<br>",
        "<div>",
        "</div>",
        "<blockquote>",
        "</blockquote>",
        "<ul>",
        "</ul>",
        "<ol start=9>",
        "<li>",
        "</li>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<pre>",
        "</pre>",
        "<a href='https://a.example/'>",
        "</a>",
        "<img alt='x'>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<head>",
        "</head>",
        "<hr>",
        "&amp;",
        "&#27;",
        "&#155;",
        "&#0;",
        "&bogus;",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "\t",
        "\n",
        "\u{1b}",
        "\u{9b}",
        "word",
        "é",
        "宽",
        " ",
    ]);
    let part = part.prop_map(str::to_owned);
    let any = any::<char>().prop_map(String::from);
    prop::collection::vec(prop_oneof![6 => part, 1 => any], 0..80).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_html_becomes_a_text_without_control_characters(html in soup()) {
        let text = plain(&html);
        prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        prop_assert!(text.len() <= html.len() * 16 + 16, "{} of {}", text.len(), html.len());
        prop_assert_eq!(text.trim_end(), &*text);
    }

    #[test]
    fn words_outside_markup_all_arrive(words in prop::collection::vec("[a-z]{1,8}", 1..20)) {
        let html = format!("<p><b>{}</b></p>", words.join("</b></p><p><b>"));
        prop_assert_eq!(plain(&html), words.join("\n\n"));
    }
}
