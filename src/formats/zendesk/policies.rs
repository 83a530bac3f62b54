//! Zendesk's `sla_policies` → policies: a page, a bare list or one object.
//!
//! <https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/>
//! A condition or metric that is not understood is named and leaves its policy without effect;
//! what has not the form of a policy is refused.

use std::sync::Arc;

use serde_json::Value;

use super::pages::{self, Place};
use crate::domain::tickets::Priority;
use crate::domain::tickets::clocks::{
    Condition, Conditions, Goal, MAX_TARGET_SECONDS, Metric, Policy, Target, Targets,
};

/// Reads every policy of a file, in the order of the file.
pub fn read(bytes: &[u8]) -> Result<Vec<Policy>, String> {
    let mut policies = Vec::new();
    for page in pages::read(bytes)? {
        for (place, row) in pages::rows(&page, "sla_policies", "sla_policy", "policy_metrics")? {
            policies.push(policy(row, &place, policies.len())?);
        }
    }
    Ok(policies)
}

fn policy(row: &Value, place: &Place, number: usize) -> Result<Policy, String> {
    let name = pages::text(row, place, "title")?.to_owned();
    let usual = i64::try_from(number).unwrap_or(i64::MAX);
    let position = match row.get("position") {
        None | Some(Value::Null) => usual,
        Some(value) => value
            .as_i64()
            .ok_or_else(|| place.wrong("position", "is no whole number"))?,
    };
    let mut not_understood = Vec::new();
    let filter = row.get("filter");
    let part = |which: &str, not_understood: &mut Vec<String>| {
        let list = filter.and_then(|filter| filter.get(which));
        conditions(
            list,
            &place.below(&format!("filter.{which}")),
            not_understood,
        )
    };
    let conditions = Conditions {
        all: part("all", &mut not_understood)?,
        any: part("any", &mut not_understood)?,
    };
    let metrics = pages::list(row.get("policy_metrics"), place, "policy_metrics")?;
    let mut goals = Vec::with_capacity(metrics.len());
    for (at, metric) in metrics.iter().enumerate() {
        let place = place.below(&format!("policy_metrics[{at}]"));
        goals.extend(goal(metric, &place, &mut not_understood)?);
    }
    Ok(Policy {
        name,
        position,
        conditions,
        targets: Arc::new(Targets::new(goals)),
        not_understood,
    })
}

fn conditions(
    list: Option<&Value>,
    place: &Place,
    not_understood: &mut Vec<String>,
) -> Result<Vec<Condition>, String> {
    let mut conditions = Vec::new();
    for (at, row) in pages::list(list, place, "")?.iter().enumerate() {
        let place = place.at(at);
        let field = pages::text(row, &place, "field")?;
        let operator = pages::text(row, &place, "operator")?;
        let value = row.get("value").unwrap_or(&Value::Null);
        let values: Vec<String> = match value {
            Value::Array(values) => values.iter().filter_map(plain).collect(),
            value => plain(value).into_iter().collect(),
        };
        match Condition::new(field, operator, &values) {
            Ok(condition) => conditions.push(condition),
            Err(words) => not_understood.push(words),
        }
    }
    Ok(conditions)
}

/// A value as text; none for null and what is no single value.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn goal(
    row: &Value,
    place: &Place,
    not_understood: &mut Vec<String>,
) -> Result<Option<Goal>, String> {
    let name = pages::text(row, place, "metric")?;
    let Some(metric) = Metric::from_name(name) else {
        not_understood.push(format!("metric `{name}`"));
        return Ok(None);
    };
    let priority = match row.get("priority") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let name = value.as_str().unwrap_or_default();
            let priority = Priority::from_name(name).ok_or_else(|| {
                place.wrong("priority", "is none of low, normal, high and urgent")
            })?;
            Some(priority)
        }
    };
    let number = |member: &str| row.get(member).filter(|value| !value.is_null());
    let seconds = match (number("target_in_seconds"), number("target")) {
        (Some(seconds), _) => seconds.as_i64(),
        (None, Some(minutes)) => minutes.as_i64().and_then(|m| m.checked_mul(60)),
        (None, None) => return Err(place.wrong("target", "is missing")),
    };
    let seconds = seconds.filter(|seconds| (0..=MAX_TARGET_SECONDS).contains(seconds));
    Ok(Some(Goal {
        metric,
        priority,
        target: Target {
            seconds: seconds.ok_or_else(|| place.wrong("target", "is no length of time"))?,
            business: row
                .get("business_hours")
                .and_then(Value::as_bool)
                .ok_or_else(|| place.wrong("business_hours", "is neither true nor false"))?,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tickets::clocks::{Facts, first_match, put_in_order};
    use serde_json::json;

    fn page() -> Value {
        json!({"sla_policies": [
            {"id": 2, "title": "All", "position": 9, "filter": {"all": [], "any": []},
             "policy_metrics": [
                {"priority": "high", "metric": "first_reply_time", "target": 60,
                 "target_in_seconds": 3600, "business_hours": true},
                {"priority": "high", "metric": "agent_work_time", "target": 121,
                 "business_hours": false}]},
            {"id": 1, "title": "VIP", "position": 1,
             "filter": {"all": [{"field": "current_tags", "operator": "includes", "value": "vip"}],
                        "any": [{"field": "group_id", "operator": "is", "value": 44},
                                {"field": "via_id", "operator": "is", "value": "4"}]},
             "policy_metrics": [{"priority": "high", "metric": "group_ownership_time",
                "target": 60, "business_hours": true}]}
        ], "count": 2, "next_page": null})
    }

    #[test]
    fn policies_are_read_with_what_is_not_understood() {
        let mut policies = read(page().to_string().as_bytes()).unwrap();
        put_in_order(&mut policies);
        assert_eq!(policies[0].name, "VIP");
        assert_eq!(
            policies[0].not_understood,
            ["field `via_id`", "metric `group_ownership_time`"]
        );
        let facts = Facts {
            tags: vec!["vip".to_owned()],
            ..Facts::default()
        };
        let policy = first_match(&policies, &facts).unwrap();
        assert_eq!(policy.name, "All");
        let target = |metric| policy.targets.get(metric, Some(Priority::High)).unwrap();
        assert_eq!(target(Metric::FirstReply).seconds, 3_600);
        assert!(target(Metric::FirstReply).business);
        assert_eq!(target(Metric::AgentWork).seconds, 7_260);
    }

    #[test]
    fn a_bare_list_and_one_object_are_read_too() {
        let list = page()["sla_policies"].clone();
        assert_eq!(read(list.to_string().as_bytes()).unwrap().len(), 2);
        assert_eq!(read(list[0].to_string().as_bytes()).unwrap().len(), 1);
        let wrapped = json!({"sla_policy": list[1]});
        assert_eq!(read(wrapped.to_string().as_bytes()).unwrap()[0].name, "VIP");
    }

    #[test]
    fn what_is_no_policy_is_refused_by_its_member() {
        let refused = |text: &str| read(text.as_bytes()).unwrap_err();
        assert!(refused("").contains("is empty"));
        assert!(refused("{").contains("is not JSON"));
        assert!(refused("{\"tickets\":[]}").contains("no `sla_policies`"));
        let mut bad = page();
        bad["sla_policies"][0]["policy_metrics"][1]["target"] = json!(-5);
        let words = refused(&bad.to_string());
        assert!(
            words.contains("sla_policies[0].policy_metrics[1].target"),
            "{words}"
        );
        let mut bad = page();
        bad["sla_policies"][1]["title"] = json!(5);
        assert!(refused(&bad.to_string()).contains("sla_policies[1].title"));
    }
}
