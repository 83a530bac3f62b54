//! Conditions of a policy on the facts of a ticket.

use std::collections::BTreeMap;

use crate::domain::tickets::{Priority, Status};

/// What is known of a ticket when its policy is chosen. Names and ids are compared without
/// regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Status.
    pub status: Option<Status>,
    /// Priority.
    pub priority: Option<Priority>,
    /// Tags.
    pub tags: Vec<String>,
    /// Every other field by its name, as text (`group`, `organization`, `custom_fields_17`): a
    /// name or an id, or both, in any order.
    pub fields: BTreeMap<Field, Vec<String>>,
}

/// A field that conditions may ask about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Status, ordered from new to closed.
    Status,
    /// Priority, ordered from none over low to urgent.
    Priority,
    /// The tags, a set.
    Tags,
    /// What it is about.
    Kind,
    /// The team.
    Group,
    /// The requester's organization.
    Organization,
    /// Who works on it.
    Assignee,
    /// Who asked.
    Requester,
    /// The brand.
    Brand,
    /// The form it came with.
    Form,
    /// A custom field by its id.
    Custom(String),
}

/// Fields with a fixed name: ours first, then those of Zendesk.
const NAMES: [(&str, Field); 18] = [
    ("status", Field::Status),
    ("priority", Field::Priority),
    ("tags", Field::Tags),
    ("current_tags", Field::Tags),
    ("kind", Field::Kind),
    ("type", Field::Kind),
    ("group", Field::Group),
    ("group_id", Field::Group),
    ("organization", Field::Organization),
    ("organization_id", Field::Organization),
    ("assignee", Field::Assignee),
    ("assignee_id", Field::Assignee),
    ("requester", Field::Requester),
    ("requester_id", Field::Requester),
    ("brand", Field::Brand),
    ("brand_id", Field::Brand),
    ("form", Field::Form),
    ("ticket_form_id", Field::Form),
];

/// How Zendesk names a custom field, before its id.
const CUSTOM: &str = "custom_fields_";

impl Field {
    /// The field with this name, ours or Zendesk's.
    pub fn from_name(name: &str) -> Option<Self> {
        if let Some(id) = name.strip_prefix(CUSTOM) {
            return (!id.is_empty()).then(|| Self::Custom(id.to_owned()));
        }
        let found = NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, field)| field.clone())
    }

    /// Every fixed name, for "did you mean".
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        NAMES.iter().map(|(name, _)| *name)
    }
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It has this value; tags: exactly these.
    Is(Vec<String>),
    /// It has not.
    IsNot(Vec<String>),
    /// It has one of these; tags: at least one of them.
    Includes(Vec<String>),
    /// It has none of these.
    NotIncludes(Vec<String>),
    /// It comes before this status or priority.
    LessThan(i64),
    /// It comes after this status or priority.
    GreaterThan(i64),
    /// It has a value.
    Present,
    /// It has none.
    NotPresent,
}

/// Names of the tests, as Zendesk writes them.
const OPERATORS: [&str; 8] = [
    "is",
    "is_not",
    "includes",
    "not_includes",
    "less_than",
    "greater_than",
    "present",
    "not_present",
];

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is looked at.
    pub field: Field,
    /// What is asked of it.
    pub test: Test,
}

/// Why a condition cannot be read, in words; the policy it belongs to then never applies.
pub type NotUnderstood = String;

impl Condition {
    /// The condition of these words: a field, an operator, and values, of which several mean any
    /// of them.
    pub fn new(field: &str, operator: &str, values: &[String]) -> Result<Self, NotUnderstood> {
        let Some(known) = Field::from_name(field) else {
            return Err(format!("field `{field}`"));
        };
        let own = |values: &[String]| -> Vec<String> {
            if known == Field::Tags {
                // Zendesk writes several tags into one text.
                let words = values.iter().flat_map(|value| value.split_whitespace());
                words.map(str::to_lowercase).collect()
            } else {
                values.iter().map(|v| v.trim().to_lowercase()).collect()
            }
        };
        let values = own(values);
        let is_ordered = matches!(known, Field::Status | Field::Priority);
        if is_ordered {
            let strange = values.iter().find(|value| code(&known, value).is_none());
            if let Some(strange) = strange {
                return Err(format!("{field} `{strange}`"));
            }
        }
        let bound = || match values.as_slice() {
            [one] if is_ordered => code(&known, one).ok_or_else(|| format!("{field} `{one}`")),
            _ => Err(format!("operator `{operator}` on `{field}`")),
        };
        let test = match operator {
            "present" => Test::Present,
            "not_present" => Test::NotPresent,
            "less_than" => Test::LessThan(bound()?),
            "greater_than" => Test::GreaterThan(bound()?),
            "is" | "is_not" | "includes" | "not_includes" if values.is_empty() => {
                return Err(format!("`{field}` {operator} nothing"));
            }
            "is" => Test::Is(values),
            "is_not" => Test::IsNot(values),
            "includes" => Test::Includes(values),
            "not_includes" => Test::NotIncludes(values),
            _ => return Err(format!("operator `{operator}` on `{field}`")),
        };
        Ok(Self { field: known, test })
    }

    /// The names of operators, for "did you mean".
    pub fn operators() -> impl Iterator<Item = &'static str> + Clone {
        OPERATORS.into_iter()
    }

    fn holds(&self, facts: &Facts) -> bool {
        match &self.test {
            Test::Is(values) if self.field == Field::Tags => same(values, &facts.tags),
            Test::IsNot(values) if self.field == Field::Tags => !same(values, &facts.tags),
            Test::Is(values) | Test::Includes(values) => self.has_one_of(facts, values),
            Test::IsNot(values) | Test::NotIncludes(values) => !self.has_one_of(facts, values),
            Test::LessThan(bound) => self.place(facts) < *bound,
            Test::GreaterThan(bound) => self.place(facts) > *bound,
            Test::Present => self.is_present(facts),
            Test::NotPresent => !self.is_present(facts),
        }
    }

    fn has_one_of(&self, facts: &Facts, values: &[String]) -> bool {
        let has = |one: &str| values.contains(&one.to_lowercase());
        match &self.field {
            Field::Status | Field::Priority => {
                let place = self.place(facts);
                let mut places = values.iter().filter_map(|value| code(&self.field, value));
                places.any(|wanted| wanted == place)
            }
            Field::Tags => facts.tags.iter().any(|tag| has(tag)),
            field => facts
                .fields
                .get(field)
                .is_some_and(|own| own.iter().any(|one| has(one))),
        }
    }

    /// Where the ticket's status or priority stands in its order; a ticket without comes first.
    fn place(&self, facts: &Facts) -> i64 {
        match self.field {
            Field::Status => facts.status.map_or(UNSAID, Status::code),
            Field::Priority => facts.priority.map_or(NO_PRIORITY, Priority::code),
            _ => UNSAID,
        }
    }

    fn is_present(&self, facts: &Facts) -> bool {
        match &self.field {
            Field::Status => facts.status.is_some(),
            Field::Priority => facts.priority.is_some(),
            Field::Tags => !facts.tags.is_empty(),
            field => facts.fields.get(field).is_some_and(|own| !own.is_empty()),
        }
    }
}

/// Before every status; equal to none.
const UNSAID: i64 = -1;
/// Before every priority.
const NO_PRIORITY: i64 = 0;

/// Where a status or priority of this name stands in its order. Zendesk writes a status `hold`.
fn code(field: &Field, name: &str) -> Option<i64> {
    match (field, name) {
        (Field::Status, "hold") => Some(Status::OnHold.code()),
        (Field::Status, _) => Status::from_name(name).map(Status::code),
        (Field::Priority, "" | "none") => Some(NO_PRIORITY),
        (Field::Priority, _) => Priority::from_name(name).map(Priority::code),
        _ => None,
    }
}

/// True if both sets of tags are the same.
fn same(values: &[String], tags: &[String]) -> bool {
    let tags: Vec<_> = tags.iter().map(|tag| tag.to_lowercase()).collect();
    values.iter().all(|value| tags.contains(value)) && tags.iter().all(|tag| values.contains(tag))
}

/// When a policy applies: under all of the first, and one of the second if there are any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// All of these.
    pub all: Vec<Condition>,
    /// One of these.
    pub any: Vec<Condition>,
}

impl Conditions {
    /// True for a ticket with these facts.
    pub fn hold(&self, facts: &Facts) -> bool {
        self.all.iter().all(|condition| condition.holds(facts))
            && (self.any.is_empty() || self.any.iter().any(|condition| condition.holds(facts)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            status: Some(Status::OnHold),
            priority: Some(Priority::High),
            tags: vec!["blik".to_owned(), "vip".to_owned()],
            fields: BTreeMap::from([
                (Field::Kind, vec!["incident".to_owned()]),
                (Field::Group, vec!["Payments".to_owned(), "44".to_owned()]),
                (Field::Custom("17".to_owned()), vec!["acq_1".to_owned()]),
            ]),
        }
    }

    #[track_caller]
    fn holds(field: &str, operator: &str, values: &[&str]) -> bool {
        let values: Vec<_> = values.iter().map(ToString::to_string).collect();
        let condition = Condition::new(field, operator, &values).unwrap();
        condition.holds(&facts())
    }

    #[test]
    fn each_operator_asks_what_it_says() {
        assert!(holds("status", "is", &["hold"]) && !holds("status", "is", &["open"]));
        assert!(holds("status", "less_than", &["solved"]));
        assert!(!holds("status", "greater_than", &["on_hold"]));
        assert!(holds("priority", "greater_than", &["normal"]));
        assert!(holds("priority", "is_not", &["none"]));
        assert!(holds("current_tags", "includes", &["vip other"]));
        assert!(holds("tags", "not_includes", &["ideal", "sepa"]));
        assert!(!holds("tags", "not_includes", &["ideal", "blik"]));
        assert!(holds("tags", "is", &["vip", "blik"]) && !holds("tags", "is", &["vip"]));
        assert!(holds("tags", "is_not", &["vip"]));
        assert!(holds("type", "is", &["Incident"]));
        assert!(holds("group", "is", &["payments"]) && holds("group_id", "is", &["44"]));
        assert!(holds("custom_fields_17", "includes", &["acq_1", "acq_2"]));
        assert!(holds("brand_id", "not_present", &[]) && holds("kind", "present", &[]));
        assert!(!holds("organization_id", "is", &["9"]));
        assert!(holds("organization_id", "is_not", &["9"]));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (field, operator, values, words) in [
            ("via_id", "is", &["4"][..], "field `via_id`"),
            ("custom_fields_", "is", &["4"], "field `custom_fields_`"),
            ("status", "was", &["open"], "operator `was` on `status`"),
            ("status", "is", &["hot"], "status `hot`"),
            (
                "group",
                "less_than",
                &["4"],
                "operator `less_than` on `group`",
            ),
            ("tags", "includes", &[" "], "`tags` includes nothing"),
        ] {
            let values: Vec<_> = values.iter().map(ToString::to_string).collect();
            assert_eq!(
                Condition::new(field, operator, &values),
                Err(words.to_owned())
            );
        }
    }

    #[test]
    fn all_and_any_are_joined_as_the_vendor_says() {
        let condition = |tag: &str| Condition::new("tags", "includes", &[tag.to_owned()]).unwrap();
        let hold = |all: &[&str], any: &[&str]| {
            let read = |tags: &[&str]| tags.iter().map(|tag| condition(tag)).collect();
            let conditions = Conditions {
                all: read(all),
                any: read(any),
            };
            conditions.hold(&facts())
        };
        assert!(hold(&[], &[]));
        assert!(hold(&["vip", "blik"], &[]) && !hold(&["vip", "x"], &[]));
        assert!(hold(&["vip"], &["x", "blik"]) && !hold(&["vip"], &["x"]));
        assert!(!hold(&["x"], &["blik"]));
    }
}
