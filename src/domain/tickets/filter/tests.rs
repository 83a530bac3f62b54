//! The filter language as a whole: spellings, errors, and what must hold for any text.

use proptest::prelude::*;

use super::Filter;

fn me() -> Vec<String> {
    vec!["ana@desk.example".to_owned()]
}

fn normal(text: &str) -> String {
    match Filter::parse(text, &me()) {
        Ok(filter) => filter.to_string(),
        Err(error) => panic!("{text}: {error:?}"),
    }
}

#[test]
fn every_spelling_has_one_normal_form() {
    for (typed, printed) in [
        ("", ""),
        ("   ", ""),
        (
            "status:open,pending priority:high,urgent -tag:spam assignee:me,none sort:created-asc limit:20",
            "status:open,pending priority:high,urgent -tag:spam assignee:me,none sort:created-asc limit:20",
        ),
        // Orders, listed out.
        ("status:<solved", "is:open"),
        ("status<solved", "is:open"),
        ("status<=open", "status:new,open"),
        ("status>pending", "status:hold,solved,closed"),
        ("status:!=closed", "status:new,open,pending,hold,solved"),
        ("status!=closed,solved", "is:open"),
        ("priority>=high", "priority:high,urgent"),
        ("priority:>=high", "priority:high,urgent"),
        ("priority<normal", "priority:low"),
        ("priority:!=urgent", "priority:low,normal,high"),
        // Aliases of words, values and systems.
        ("STATUS:On_Hold", "status:hold"),
        ("status:on-hold", "status:hold"),
        ("status:\"on hold\"", "status:hold"),
        ("status:5,4,3,2", "status:open,pending,solved,closed"),
        ("priority:4", "priority:urgent"),
        (
            "type:question,task,partner-request",
            "kind:inquiry,partner_request",
        ),
        ("source:zd,FD,local", "source:zendesk,freshdesk,local"),
        ("tags:a,b,a label:c", "tag:a,b tag:c"),
        ("organization:\"Acme PSP\"", "org:\"Acme PSP\""),
        (
            "external_id:48213 id:#17,18 external:7",
            "external:48213 id:17,18 external:7",
        ),
        (
            "assignee:@me requester:ana@acme.example",
            "assignee:me requester:ana@acme.example",
        ),
        ("assignee:\"me\"", "assignee:\"me\""),
        ("tag:\"none\"", "tag:\"none\""),
        // Flags.
        ("is:open is:unsolved", "is:open is:open"),
        (
            "is:new is:hold is:closed",
            "status:new status:hold status:closed",
        ),
        ("is:unassigned no:assignee", "assignee:none assignee:none"),
        ("has:assignee is:mine", "-assignee:none assignee:me"),
        (
            "has:priority no:priority -no:priority",
            "has:priority no:priority has:priority",
        ),
        ("is:dirty -is:dirty", "is:dirty -is:dirty"),
        ("has:draft no:draft", "has:draft no:draft"),
        // Negation and joining.
        ("NOT tag:spam", "-tag:spam"),
        ("not tag:spam and refund", "-tag:spam refund"),
        ("NOT refund AND NOT payout", "-refund -payout"),
        ("payment not received", "payment \"not\" received"),
        ("-\"not here\"", "-\"not here\""),
        // Text.
        ("refund Missing", "refund Missing"),
        ("#48213", "48213"),
        ("\"#48213\"", "\"#48213\""),
        ("D-9931 10:00 a,b", "D-9931 10:00 a,b"),
        ("https://x.example/a?b=c:d", "https://x.example/a?b=c:d"),
        ("\"status:open\"", "\"status:open\""),
        ("\"OR\" \"a (b)\"", "\"OR\" \"a (b)\""),
        (r#""say \"x\" \\""#, r#""say \"x\" \\""#),
        ("subject:\"10,5 EUR\",x:y", "subject:\"10,5 EUR\",x:y"),
        ("subject:\">5\"", "subject:\">5\""),
        ("****1234", "****1234"),
        // Order and limit stand anywhere, and the last one counts.
        ("limit:5 sort:updated refund limit:7", "refund limit:7"),
        ("sort:priority", "sort:priority-desc"),
        ("sort:status", "sort:status-asc"),
        ("sort:created-asc sort:id-desc", "sort:id-desc"),
        ("order_by:created sort:asc", "sort:created-asc"),
        ("sort:desc order_by:status", "sort:status-desc"),
        (
            "order_by:created sort:asc sort:priority",
            "sort:priority-desc",
        ),
        ("sort:asc", "sort:updated-asc"),
    ] {
        assert_eq!(normal(typed), printed, "{typed}");
    }
}

#[test]
fn a_slip_is_an_error_that_points_at_it() {
    // text, the letters pointed at, the nearest spelling, a part of the sentence
    for (text, at, nearest, says) in [
        (
            "refund staus:open",
            "staus",
            Some("status"),
            "no field staus",
        ),
        ("asignee:me", "asignee", Some("assignee"), "no field"),
        (
            "organisation:x",
            "organisation",
            Some("organization"),
            "no field",
        ),
        ("merchant:acme", "merchant", None, "in quotes"),
        ("Re: payout", "Re", None, "no field"),
        ("updated>2026-04-01", "updated", None, "no field"),
        (
            "status:opne",
            "opne",
            Some("open"),
            "status is one of new, open, pending, hold, solved, closed",
        ),
        ("status:open,foo", "foo", None, "status is one of"),
        (
            "priority:hihg",
            "hihg",
            Some("high"),
            "low, normal, high, urgent",
        ),
        (
            "priority:none",
            "none",
            Some("no:priority"),
            "whether there is one",
        ),
        ("status:6", "6", None, "one of"),
        (
            "kind:incidnet",
            "incidnet",
            Some("incident"),
            "kind is one of",
        ),
        (
            "source:zendsk",
            "zendsk",
            Some("zendesk"),
            "source is one of",
        ),
        ("is:opn", "opn", Some("open"), "is: is one of"),
        ("is:breached", "breached", None, "is: is one of"),
        (
            "has:asignee",
            "asignee",
            Some("assignee"),
            "priority, assignee or draft",
        ),
        (
            "sort:crated",
            "crated",
            Some("created"),
            "updated, created, priority",
        ),
        (
            "sort:created-up",
            "created-up",
            Some("created"),
            "-asc or -desc",
        ),
        (
            "sort:created-",
            "created-",
            Some("created"),
            "-asc or -desc",
        ),
        ("limit:0", "0", None, "from 1"),
        ("limit:-3", "-3", None, "from 1"),
        ("limit:4294967296", "4294967296", None, "from 1"),
        ("id:seven", "seven", None, "number"),
        (
            "id:99999999999999999999",
            "99999999999999999999",
            None,
            "number",
        ),
        ("status:<new", "new", None, "No value is left"),
        ("status:<open,solved", "open,solved", None, "one value"),
        ("tag:>blik", "tag:>blik", None, "Only status and priority"),
        (
            "tag:!=blik",
            "tag:!=blik",
            Some("-tag:blik"),
            "Only status and priority",
        ),
        ("status=open", "status=open", Some("status:open"), "colon"),
        ("assignee:@team", "@team", Some("none"), "me, none"),
        ("group:none", "none", None, "in quotes"),
        ("tag:blik*", "blik*", Some("blik"), "star"),
        ("refund*", "refund*", Some("refund"), "star"),
        ("tag:", "tag:", None, "Nothing follows tag"),
        ("tag:\"\"", "tag:\"\"", None, "Nothing follows tag"),
        ("tag:a,,b", "a,,b", None, "missing"),
        ("tag:a,", "a,", None, "missing"),
        ("\"\"", "\"\"", None, "between the quotes"),
        ("a OR b", "OR", None, "comma"),
        ("a or b", "or", None, "comma"),
        ("(a b)", "(", None, "Parentheses"),
        ("a b)", ")", None, "Parentheses"),
        ("a \"b c", "\"b c", None, "not closed"),
        ("AND a", "AND", None, "between"),
        ("a AND", "AND", None, "between"),
        ("a AND AND b", "AND", None, "between"),
        ("a NOT", "NOT", None, "Nothing follows"),
        ("NOT NOT a", "NOT", None, "right before"),
        ("NOT -a", "-a", None, "right before"),
        ("NOT AND a", "AND", None, "right before"),
        ("a -", "-", None, "Nothing follows"),
        ("--a", "--a", None, "One minus"),
        ("-sort:id", "sort:id", None, "turned around"),
        ("NOT limit:2", "limit:2", None, "turned around"),
    ] {
        let Err(error) = Filter::parse(text, &me()) else {
            panic!("{text} was read");
        };
        assert_eq!(text.get(error.at..error.at + error.len), Some(at), "{text}");
        assert_eq!(error.nearest.as_deref(), nearest, "{text}");
        assert!(error.message.contains(says), "{text}: {}", error.message);
        assert!(!error.message.ends_with('.'), "{text}: {}", error.message);
    }
}

#[test]
fn who_i_am_is_taken_from_the_configuration() {
    let mine = Filter::parse("is:mine", &me()).unwrap();
    assert_eq!(mine, Filter::parse("assignee:me", &me()).unwrap());
    assert_ne!(mine, Filter::parse("assignee:me", &[]).unwrap());
}

/// Pieces that together reach every branch of the parser.
const PIECES: &[&str] = &[
    "status",
    "priority",
    "kind",
    "source",
    "tag",
    "assignee",
    "requester",
    "org",
    "group",
    "subject",
    "id",
    "external",
    "is",
    "has",
    "no",
    "sort",
    "order_by",
    "limit",
    ":",
    ":>=",
    ":<",
    ":!=",
    "<",
    ">=",
    "!=",
    "=",
    ",",
    " ",
    " ",
    " ",
    "-",
    "NOT ",
    "not ",
    " AND ",
    " OR ",
    "\"",
    "\"",
    "\\",
    "(",
    ")",
    "*",
    "#",
    "open",
    "hold",
    "high",
    "none",
    "me",
    "@me",
    "any",
    "draft",
    "mine",
    "dirty",
    "unassigned",
    "created",
    "-asc",
    "-desc",
    "desc",
    "7",
    "48213",
    "refund",
    "https://a.example/x",
    "10:00",
    "\u{e9}\u{1f600}",
    "\t",
    "a b",
];

fn typing() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|pieces| pieces.concat())
}

/// Terms that are right in themselves, so that most lines parse.
fn terms() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[a-zA-Z0-9#@<>=!*:,._\\\\-]{1,8}",
        "\\PC{1,8}",
        Just("none".to_owned())
    ];
    let quoted =
        text.prop_map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    let field =
        prop::sample::select(&["", "tag:", "assignee:", "org:", "subject:", "-", "-group:"][..]);
    let term = (field, quoted).prop_map(|(field, value)| format!("{field}{value}"));
    prop::collection::vec(term, 0..6).prop_map(|terms| terms.join(" "))
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match Filter::parse(text, &me()) {
        Ok(filter) => {
            let printed = filter.to_string();
            prop_assert_eq!(
                Filter::parse(&printed, &me()),
                Ok(filter.clone()),
                "{}",
                printed
            );
        }
        Err(error) => {
            let pointed = text.get(error.at..error.at + error.len);
            prop_assert!(pointed.is_some_and(|word| !word.is_empty()), "{:?}", error);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_place(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn what_was_read_prints_as_itself(text in typing()) {
        check(&text)?;
    }

    #[test]
    fn quoted_terms_always_parse_and_print_as_themselves(text in terms()) {
        prop_assert!(Filter::parse(&text, &me()).is_ok(), "{}", text);
        check(&text)?;
    }
}
