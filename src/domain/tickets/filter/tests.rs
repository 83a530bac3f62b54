//! The filter language as a whole: spellings, errors, and what must hold for any text.

use proptest::prelude::*;

use super::evaluate::{holds, order};
use super::{Filter, random};

fn normal(text: &str) -> String {
    match Filter::parse(text) {
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
        ("is:open is:unsolved", "is:open"),
        ("is:open refund is:open", "is:open refund"),
        ("blik OR pix OR blik", "blik OR pix"),
        (
            "is:new is:hold is:closed",
            "status:new status:hold status:closed",
        ),
        ("is:unassigned no:assignee", "assignee:none"),
        ("has:assignee is:mine", "assignee:any assignee:me"),
        (
            "has:priority no:priority -no:priority",
            "has:priority no:priority",
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
        ("#48213", "#48213"),
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
fn every_field_has_a_normal_form() {
    for (typed, printed) in [
        // Groups: AND binds tighter, and the parentheses that were understood are printed.
        ("a b OR c", "(a b) OR c"),
        ("a (b or c)", "a (b OR c)"),
        ("a OR (b OR (c))", "a OR b OR c"),
        ("((a b) c)", "a b c"),
        ("-(a b) NOT (c OR d)", "-(a b) -(c OR d)"),
        ("-(-a)", "a"),
        ("NOT(tag:a)AND(tag:b)", "-tag:a tag:b"),
        ("(a sort:id limit:3) OR b", "a OR b sort:id-asc limit:3"),
        ("status:open AND sort:id", "status:open sort:id-asc"),
        // Ranges and comparisons.
        ("id:1..5,9 external>=48213", "id:1..5,9 external:>=48213"),
        ("id:5..* id:*..7", "id:>=5 id:<=7"),
        ("id:!=5", "-id:5"),
        ("priority:normal..high", "priority:normal,high"),
        (
            "status:open..hold,closed",
            "status:open,pending,hold,closed",
        ),
        (
            "kind:!=incident,problem",
            "kind:inquiry,billing,onboarding,partner_request",
        ),
        // Other than a value is another value.
        ("tag:!=blik", "has:tag -tag:blik"),
        ("assignee!=me", "assignee:any -assignee:me"),
        ("solved:!=today", "has:solved -solved:today"),
        ("created:!=today", "-created:today"),
        ("jira:!=none", "has:jira"),
        // Whether there is a value.
        (
            "tag:none group:any merchant:*",
            "no:tag has:group has:merchant",
        ),
        ("tag:none,blik", "no:tag OR tag:blik"),
        ("a priority:none,low", "a (no:priority OR priority:low)"),
        ("assignee:any assignee:@team", "assignee:any"),
        (
            "-assignee:none -has:requester",
            "assignee:any requester:none",
        ),
        ("-no:tag -has:follow_up", "has:tag no:follow_up"),
        ("has:labels", "has:tag"),
        ("has:sla no:breach has:due", "has:due no:due"),
        (
            "has:jira.status no:cf.Risk-Level",
            "has:jira.status no:cf.risk_level",
        ),
        (
            "has:attachments has:body no:subject",
            "has:attachment has:body no:subject",
        ),
        ("has:status no:created", "has:id no:id"),
        ("has:agent_id no:group_id", "assignee:any no:group"),
        // Days and times.
        (
            "created>2026-04-01 updated_at<=today",
            "created:>2026-04-01 updated:<=today",
        ),
        (
            "solved:2026-04-01..today,mon",
            "solved:2026-04-01..today,monday",
        ),
        (
            "since:10:00 since:2026-04-01T9:30",
            "created:>=10:00 created:>=2026-04-01T09:30",
        ),
        ("since:3d", "older:<=3d"),
        (
            "updated:>=2026-04-01T10:00+02:00",
            "updated:>=2026-04-01T08:00:00Z",
        ),
        (
            "due:<tomorrow breach:<1h due_by:today",
            "due:<tomorrow sla:<1h due:today",
        ),
        (
            "follow_up:friday promise:<today",
            "follow_up:friday promise:<today",
        ),
        // Durations: alone they mean what the field is about.
        ("older:2d older:>2d older:<=2d", "older:2d older:<=2d"),
        ("idle>3D wait:4bh wait:>4bh", "idle:3d wait:>4bh"),
        ("reply:>2d reply:yesterday", "reply:>2d reply:yesterday"),
        (
            "sla:1h sla:<0 sla:0..1h sla:<2bd",
            "sla:<=1h sla:<0 sla:0..1h sla:<2bd",
        ),
        ("follow_up:2h promise:>1w", "follow_up:<=2h promise:>1w"),
        ("older:1..3d", "older:1d..3d"),
        // Money.
        (
            "amount:>=100EUR amount:99.95,5..7",
            "amount:>=100EUR amount:99.95,5..7",
        ),
        (
            "amount:10..20eur amount:99.5 amount:\"5 pln\"",
            "amount:10EUR..20EUR amount:99.50 amount:5PLN",
        ),
        // Values and their beginnings.
        ("charge:charge_X0O78*", "ref:charge_X0O78*"),
        ("failure:PROVIDER_ERROR", "code:PROVIDER_ERROR"),
        (
            "jira:PAY-* jira.status:\"In Progress\"",
            "jira:PAY-* jira.status:\"In Progress\"",
        ),
        (
            "cf.Risk_Level:high cf.größe:L",
            "cf.risk_level:high cf.grosse:L",
        ),
        (
            "tag:blik* \"not rec\"* refund*",
            "tag:blik* \"not rec\"* refund*",
        ),
        ("org:acme* merchant:\"Acme\"", "org:acme merchant:Acme"),
        (
            "body:\"not received\",missing",
            "body:\"not received\",missing",
        ),
        ("subject:\"none\" tag:\"*\"", "subject:\"none\" tag:\"*\""),
        // Flags.
        (
            "is:breached is:paused is:snoozed is:unclocked is:marked -is:on-hold",
            "is:breached is:paused is:snoozed is:unclocked is:marked -status:hold",
        ),
        // Text, numbers, expressions.
        ("-/refund(s|ed)? x/ /a\\/b/", "-/refund(s|ed)? x/ /a\\/b/"),
        ("/v1/refunds don't 'tis", "/v1/refunds don't \"'tis\""),
        (
            "zd:35436 -fd:5001",
            "source:zendesk external:35436 -(source:freshdesk external:5001)",
        ),
        (
            "charge_X0O78kTq PAY-123 DE89370400440532013000 D-9931",
            "charge_X0O78kTq PAY-123 DE89370400440532013000 D-9931",
        ),
        // Zendesk.
        ("type:ticket status<solved tags:blik", "is:open tag:blik"),
        (
            "updated>2026-04-01 order_by:created_at sort:desc",
            "updated:>2026-04-01 sort:created-desc",
        ),
        ("assignee:none", "assignee:none"),
        // Freshdesk.
        (
            "priority:4 AND (status:2 OR status:3)",
            "priority:urgent (status:open OR status:pending)",
        ),
        ("agent_id:5001 AND group_id:null", "agent_id:5001 no:group"),
        (
            "agent_id:null tag:'two words' created_at:>'2026-04-01'",
            "assignee:none tag:\"two words\" created:>2026-04-01",
        ),
        // GitHub.
        (
            "is:open label:blik no:assignee sort:updated-desc",
            "is:open tag:blik assignee:none",
        ),
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
        ("mrchant:acme", "mrchant", Some("merchant"), "no field"),
        ("Re: payout", "Re", None, "in quotes"),
        ("cf.:x", "cf.", None, "custom field"),
        // Fields of other parts.
        ("signature:@this", "signature", None, "paydesk recurring"),
        ("blocker:client", "blocker", None, "paydesk merchant"),
        ("blocked:>3bd", "blocked", None, "paydesk merchant"),
        ("diff:!=0", "diff", None, "paydesk recon"),
        (
            "date:2026-04-20..2026-04-24",
            "date",
            Some("created"),
            "paydesk recon",
        ),
        // Fixed words.
        (
            "status:opne",
            "opne",
            Some("open"),
            "status is one of new, open, pending, hold, solved",
        ),
        ("status:open,foo", "foo", None, "status is one of"),
        (
            "priority:hihg",
            "hihg",
            Some("high"),
            "low, normal, high, urgent",
        ),
        ("status:6", "6", None, "one of"),
        (
            "kind:incidnet",
            "incidnet",
            Some("incident"),
            "kind is one of",
        ),
        ("-type:ticket", "ticket", None, "kind is one of"),
        (
            "source:zendsk",
            "zendsk",
            Some("zendesk"),
            "source is one of",
        ),
        ("is:opn", "opn", Some("open"), "is: is one of"),
        ("is:breachd", "breachd", Some("breached"), "is: is one of"),
        (
            "has:asignee",
            "asignee",
            Some("assignee"),
            "take a field, attachment or draft",
        ),
        ("no:drft", "drft", Some("draft"), "take a field"),
        ("has:since", "since", None, "take a field"),
        ("sort:crated", "crated", Some("created"), "sla, requester"),
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
        // Numbers and amounts.
        ("id:seven", "seven", None, "number"),
        ("id:5..1", "5..1", None, "backwards"),
        ("id:1..", "1..", None, "two ends"),
        ("id:>1..5", "1..5", None, "comparison itself"),
        (
            "id:99999999999999999999",
            "99999999999999999999",
            None,
            "number",
        ),
        (
            "#99999999999999999999",
            "#99999999999999999999",
            None,
            "so long",
        ),
        ("amount:much", "much", None, "digits and a currency"),
        ("amount:5EUT", "5EUT", None, "ISO 4217"),
        ("amount:1.23456", "1.23456", None, "digits"),
        ("amount:5EUR..6PLN", "6PLN", None, "one currency"),
        ("amount:6..5EUR", "6..5EUR", None, "backwards"),
        // Comparisons.
        ("status:<new", "new", None, "No value is left"),
        ("status:<open,solved", "open,solved", None, "one value"),
        (
            "priority:>none",
            "none",
            Some("no:priority"),
            "whether there is one",
        ),
        ("tag:>blik", "tag:>blik", Some("tag:blik"), "no order"),
        ("subject<x", "subject<x", Some("subject:x"), "no order"),
        (
            "kind>incident",
            "kind>incident",
            Some("kind:incident"),
            "no order",
        ),
        ("is>open", "is>open", None, "a colon and a word"),
        ("sort<id", "sort<id", None, "a colon and a word"),
        ("status=open", "status=open", Some("status:open"), "colon"),
        // Days, times, durations.
        (
            "created:2026-02-30",
            "2026-02-30",
            None,
            "no day 2026-02-30",
        ),
        ("created:>tody", "tody", Some("today"), "2026-04-01"),
        ("created:2d", "2d", Some("older:2d"), "older:2d"),
        ("updated:>3h", "3h", None, "idle:2d"),
        (
            "solved:2026-04-05..2026-04-01",
            "2026-04-05..2026-04-01",
            None,
            "backwards",
        ),
        (
            "created:2026-04-01T25:00",
            "2026-04-01T25:00",
            None,
            "10:00",
        ),
        ("older:2", "2", None, "bh or bd"),
        ("older:today", "today", None, "bh or bd"),
        ("sla:<1x", "1x", None, "30m"),
        ("sla:5h..1h", "5h..1h", None, "backwards"),
        ("sla:!=1h", "1h", None, "compared"),
        ("idle:1d,2d", "1d,2d", None, "alone"),
        ("older:500y", "500y", None, "bh or bd"),
        ("older:9999w", "9999w", None, "hundred years"),
        ("since:", "since:", None, "Nothing follows since"),
        ("since:>today", "since:>today", None, "a colon"),
        // People, stars, expressions.
        ("assignee:@mee", "@mee", Some("@me"), "me, none, any"),
        ("tag:b*k", "b*k", None, "star"),
        ("re*nd", "re*nd", None, "star"),
        ("subject:/x/", "/x/", None, "stands on its own"),
        ("/a(b/", "/a(b/", None, "regular expression"),
        ("//", "//", None, "between the slashes"),
        // Nothing where something should stand.
        ("tag:", "tag:", None, "Nothing follows tag"),
        ("tag:\"\"", "tag:\"\"", None, "Nothing follows tag"),
        ("tag:a,,b", "a,,b", None, "missing"),
        ("tag:a,", "a,", None, "missing"),
        ("\"\"", "\"\"", None, "between the quotes"),
        ("a \u{301}", "\u{301}", None, "nothing to look for"),
        // Joining.
        ("OR a", "OR", None, "between"),
        ("a or", "or", None, "between"),
        ("a OR OR b", "OR", None, "between"),
        ("a OR sort:id", "OR", None, "between"),
        ("AND a", "AND", None, "between"),
        ("a AND", "AND", None, "between"),
        ("a AND AND b", "AND", None, "between"),
        ("a OR AND b", "AND", None, "between"),
        ("a NOT", "NOT", None, "Nothing follows"),
        ("NOT NOT a", "NOT", None, "right before"),
        ("NOT -a", "-a", None, "right before"),
        ("NOT AND a", "AND", None, "right before"),
        ("(NOT) a", ")", None, "right before"),
        ("a -", "-", None, "Nothing follows"),
        ("- (a)", "-", None, "Nothing follows"),
        ("--a", "--a", None, "One minus"),
        ("-sort:id", "sort:id", None, "turned around"),
        ("NOT limit:2", "limit:2", None, "turned around"),
        // Signs that are open.
        ("(a b", "(", None, "not closed"),
        ("a b)", ")", None, "No group is open"),
        ("a ()", "(", None, "Nothing to look for"),
        ("(sort:id)", "(", None, "Nothing to look for"),
        ("payout(s)", "(", None, "in quotes"),
        ("tag:(a b)", "(", None, "comma"),
        ("a \"b c", "\"b c", None, "not closed"),
        ("tag:'b c", "'b c", None, "not closed"),
    ] {
        let Err(error) = Filter::parse(text) else {
            panic!("{text} was read");
        };
        assert_eq!(text.get(error.at..error.at + error.len), Some(at), "{text}");
        assert_eq!(error.nearest.as_deref(), nearest, "{text}");
        assert!(error.message.contains(says), "{text}: {}", error.message);
        assert!(!error.message.ends_with('.'), "{text}: {}", error.message);
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match Filter::parse(text) {
        Ok(filter) => {
            let printed = filter.to_string();
            prop_assert_eq!(Filter::parse(&printed), Ok(filter.clone()), "{}", printed);
        }
        Err(error) => {
            let pointed = text.get(error.at..error.at + error.len);
            prop_assert!(pointed.is_some_and(|word| !word.is_empty()), "{:?}", error);
        }
    }
    Ok(())
}

/// Terms that are right in themselves.
fn quoted() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[a-zA-Z0-9#@<>=!*:,.'/_\\\\()-]{1,8}",
        "\\PC{1,8}",
        Just("none".to_owned())
    ];
    let text = text.prop_filter("no words", |text| {
        !crate::domain::tickets::words::phrase(text).is_empty()
    });
    let star = prop::sample::select(&["", "", "*"][..]);
    let quoted = (text, star).prop_map(|(text, star)| {
        let text = text.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{text}\"{star}")
    });
    let field = prop::sample::select(
        &[
            "",
            "tag:",
            "assignee:",
            "org:",
            "subject:",
            "-",
            "-group:",
            "cf.x:",
            "ref:",
        ][..],
    );
    let term = (field, quoted).prop_map(|(field, value)| format!("{field}{value}"));
    prop::collection::vec(term, 0..6).prop_map(|terms| terms.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_place(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn what_was_read_prints_as_itself(text in random::typing()) {
        check(&text)?;
    }

    #[test]
    fn quoted_terms_always_parse_and_print_as_themselves(text in quoted()) {
        prop_assert!(Filter::parse(&text).is_ok(), "{}", text);
        check(&text)?;
    }

    #[test]
    fn what_is_understood_prints_as_itself(filter in random::filter()) {
        let printed = filter.to_string();
        prop_assert_eq!(Filter::parse(&printed), Ok(filter), "{}", printed);
    }

    #[test]
    fn an_order_is_total(selection in random::selection(), rows in (random::row(), random::row())) {
        let (left, right) = rows;
        let order = order(&left, &right, selection.sort);
        prop_assert_eq!(order, super::evaluate::order(&right, &left, selection.sort).reverse());
        prop_assert!(order.is_ne() || left.id == right.id);
    }

    #[test]
    fn a_term_and_its_opposite_part_the_rows(expr in random::expr(), row in random::row()) {
        let filter = |want| Filter { want, ..Filter::default() };
        let context = random::context();
        let here = holds(&row, &filter(expr.clone()).select(&context).want);
        let there = holds(&row, &filter(super::Expr::not(expr)).select(&context).want);
        prop_assert_ne!(here, there);
    }
}
