//! Clients: the payment service providers whose merchants are served, and their contract terms.

mod fee;
mod terms;

pub use fee::Fee;
pub use terms::{BadTerm, Draft, MethodDraft, MethodTerms, Payout, Terms};
