//! What may be wrong with one line of a batch: said by the reader of its subject, and given its
//! file and line by the job that runs it.

use crate::domain::Refusal;

/// Longest line of a batch: some hundred times what any question takes.
pub const MAX_LINE: usize = 1024 * 1024;

/// Why a line cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, with the member it is about.
    pub what: String,
    /// What to do.
    pub cure: Option<String>,
}

impl Fault {
    /// A fault with its cure.
    pub fn new(what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cure: Some(cure.into()),
        }
    }

    /// A rule's refusal of a member.
    pub fn of(member: &str, refusal: Refusal) -> Self {
        Self {
            what: format!("member `{member}`: {}", refusal.reason),
            cure: refusal.cure,
        }
    }
}
