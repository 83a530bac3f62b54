//! The targets of a line.

use serde::Deserialize;

use super::Fault;
use super::loose::{Loose, none_of};
use crate::domain::tickets::clocks::{Goal, MAX_TARGET_SECONDS, Metric, Target, Targets};

#[derive(Deserialize)]
#[serde(expecting = "an object with `metrics`")]
struct RawPolicy<'a> {
    #[serde(borrow)]
    metrics: Vec<RawGoal<'a>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with metric and target_seconds for each of `metrics`")]
struct RawGoal<'a> {
    #[serde(borrow, default)]
    metric: Loose<'a>,
    #[serde(borrow, default)]
    target_seconds: Loose<'a>,
    #[serde(borrow, default)]
    business_hours: Loose<'a>,
    #[serde(borrow, default)]
    priority: Loose<'a>,
}

/// Reads `{"metrics":[{"metric","target_seconds","business_hours","priority"?}...]}`.
pub(super) fn read(text: &str) -> Result<Targets, Fault> {
    let raw: RawPolicy<'_> = serde_json::from_str(text).map_err(|e| Fault::of_json(&e))?;
    let mut goals = Vec::with_capacity(raw.metrics.len());
    for (place, raw) in raw.metrics.iter().enumerate() {
        let goal = goal(raw).map_err(|fault| fault.below(&format!("metrics[{place}]")))?;
        goals.push(goal);
    }
    Ok(Targets::new(goals))
}

fn goal(raw: &RawGoal<'_>) -> Result<Goal, Fault> {
    let name = raw
        .metric
        .text("metric", "write a metric, as \"first_reply\"")?;
    let metric = Metric::from_name(name).ok_or_else(|| {
        let names = Metric::ALL.iter().map(|metric| metric.name());
        none_of("metric", name, names, "metric")
    })?;
    let seconds = match raw.target_seconds {
        Loose::Whole(seconds) if (0..=MAX_TARGET_SECONDS).contains(&seconds) => seconds,
        ref other => {
            let cure = format!("write whole seconds from 0 to {MAX_TARGET_SECONDS}");
            return Err(other.wrong("target_seconds", &cure));
        }
    };
    Ok(Goal {
        metric,
        priority: match &raw.priority {
            Loose::Absent => None,
            given => given.priority("priority")?,
        },
        target: Target {
            seconds,
            business: raw.business_hours.flag("business_hours")?,
        },
    })
}
