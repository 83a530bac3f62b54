use std::collections::BTreeMap;

use crate::domain::clients::{Draft, MethodDraft, Terms};
use crate::domain::language::Language;
use crate::domain::merchants::methods::MethodRules;
use crate::domain::money::{Currency, Money};
use crate::domain::settlement::fixture::{self, calendars};
use crate::domain::settlement::plan::{Plan, WhatIf};
use crate::domain::settlement::timeline::compose;
use crate::domain::settlement::words::{answer, steps};

fn method() -> MethodRules {
    fixture::method(1, &["T2"])
}

fn terms() -> Terms {
    let text = |text: &str| Some(text.to_owned());
    let ideal = MethodDraft {
        percent: text("1.45"),
        fixed: text("0.10"),
        ..MethodDraft::default()
    };
    let draft = Draft {
        currency: text("EUR"),
        zone: text("Europe/Amsterdam"),
        cut_off: text("16:00"),
        billing: text("weekly"),
        billing_lag: Some(1),
        payout: text("weekly:fri"),
        minimum_payout: text("1500.00"),
        reserve_basis_points: Some(550),
        reserve_hold_days: Some(90),
        methods: BTreeMap::from([("ideal".to_owned(), ideal)]),
        ..Draft::default()
    };
    Terms::new("Example Pay", &draft).unwrap()
}

/// The whole text: answer, then each step.
fn told(
    method: &MethodRules,
    terms: Option<&Terms>,
    what_if: &WhatIf,
    language: Language,
) -> String {
    let plan = Plan::new(method, terms, what_if, &calendars()).unwrap();
    let timeline = compose(&plan, "2026-04-02T14:00:00Z".parse().unwrap()).unwrap();
    let mut lines = answer(&plan, &timeline, language);
    let steps = steps(&plan, &timeline, language).unwrap();
    lines.extend(steps.iter().map(|step| step.line(language)));
    lines.join("\n")
}

fn whole(language: Language) -> String {
    let amount = Money::parse("1200", Currency::named("EUR").unwrap()).unwrap();
    let what_if = WhatIf {
        amount: Some(amount),
        ..WhatIf::default()
    };
    told(&method(), Some(&terms()), &what_if, language)
}

#[test]
fn english() {
    insta::assert_snapshot!(whole(Language::En));
}

#[test]
fn spanish() {
    insta::assert_snapshot!(whole(Language::Es));
}

#[test]
fn german() {
    insta::assert_snapshot!(whole(Language::De));
}

#[test]
fn portuguese() {
    insta::assert_snapshot!(whole(Language::Pt));
}

#[test]
fn what_nobody_says_is_said_in_every_language() {
    let unknown = MethodRules {
        calendars: Vec::new(),
        ..method()
    };
    let told: Vec<_> = Language::ALL
        .into_iter()
        .map(|language| told(&unknown, None, &WhatIf::default(), language))
        .collect();
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn what_is_asked_otherwise_is_said_in_every_language() {
    let what_if = WhatIf {
        zone: crate::domain::zone::Zone::named("America/Mexico_City"),
        cut_off: Some("24:00".parse().unwrap()),
        lag: Some("3c".parse().unwrap()),
        no_roll: true,
        payout: Some(crate::domain::settlement::Cadence::Monthly(31)),
        adjust: Some(crate::domain::settlement::Adjust::ModifiedFollowing),
        payout_calendars: vec!["US".to_owned(), "T2".to_owned()],
        billing: Some(crate::domain::settlement::BillingCycle::Monthly),
        billing_lag: Some(2),
        ..WhatIf::default()
    };
    let told: Vec<_> = Language::ALL
        .into_iter()
        .map(|language| told(&method(), None, &what_if, language))
        .collect();
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn each_step_says_where_its_rule_comes_from() {
    let what_if = WhatIf {
        lag: Some("0b".parse().unwrap()),
        ..WhatIf::default()
    };
    let plan = Plan::new(&method(), Some(&terms()), &what_if, &calendars()).unwrap();
    let timeline = compose(&plan, "2026-04-02T13:59:59Z".parse().unwrap()).unwrap();
    let steps = steps(&plan, &timeline, Language::En).unwrap();
    let sources: Vec<_> = steps
        .iter()
        .map(|step| format!("{}: {}", step.rule, step.source))
        .collect();
    insta::assert_snapshot!(sources.join("\n"));
}
