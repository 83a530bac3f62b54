//! paydesk: the workbench a payment-support specialist keeps open all day.
//!
//! One keyboard-driven terminal program over one local SQLite file. This page is the map of
//! the code: read it once and any feature is ten seconds away.
//!
//! # Floors
//!
//! ```text
//!         main
//!          │
//!         cli ───────────────┐            two doors: command line …
//!          │                 │
//!       runtime  loop · terminal · executor
//!       ╱     ╲              │            … and screen
//!     ui       app           │            draw ← model
//!       ╲     ╱              │
//!        ╲   ╱   jobs  import · demo
//!         ╲ ╱   ╱  │
//!          │  store formats               SQLite · outside bytes
//!          │   │    ╱
//!         domain                          rules, types, commands, queries, changes
//! ```
//!
//! A room imports only what lies below it; `tests/architecture.rs` says so in words when one
//! does not. [`config`], [`error`], [`paths`] and [`logging`] are leaves that may use `domain`
//! (safe text, zones). `domain` imports nothing of ours, so that every rule can be read, tested
//! and trusted alone.
//!
//! On every floor the same subject has the same name: `tickets` now; `clients`, `merchants`,
//! `settlement`, `recon`, `reference`, `recurring` as they move in. Whoever looks for a feature
//! opens the floor for the kind of work, then the subject.
//!
//! # The way of a wish
//!
//! A person's wish is a [`domain::Command`]. [`store::Store::perform`] loads the state it
//! touches, calls the pure rule ([`domain::tickets::decide`]), and writes the
//! [`domain::tickets::Changes`] it returns in one transaction: columns, timeline entry, outbox
//! row, draft, journal. Changes are data, so the dry run, the undo and the words of the status
//! row are read off the same value. If the rule says no, its [`domain::Refusal`] is the error of
//! the command line and the "why not" of the screen. Rows of a file go through
//! [`store::Store::import`]; there is no third way to write.
//!
//! A question is a [`domain::Query`]; the store answers with an [`domain::Answer`].
//!
//! # The way of an event
//!
//! 1. `runtime/input` turns what the terminal sends into an [`app::event::Event`].
//! 2. [`app::keymap`] resolves keys through scopes, innermost first, to an action or to text.
//! 3. `app/update` lets the action change the model and collects [`app::event::Effect`]s; no
//!    I/O, no clock.
//! 4. `runtime/executor` hands each effect to the writer, a reader slot, or the terminal.
//! 5. The answer returns as an event on the same queue, with its generation; an old one is
//!    dropped (`app/answers`).
//! 6. When the queue is empty and something changed, [`ui::draw`] draws the model.
//!
//! # Glossary
//!
//! | word | is |
//! |---|---|
//! | ticket | a request, wherever it lives (Zendesk, Freshdesk, here) |
//! | handle | what names one ticket: `17`, `zd:35436`, `#48213`, a URL |
//! | entry | one line of a ticket's timeline: reply, note, status … |
//! | stub | a row known only because another row names it |
//! | tombstone | a ticket deleted in its helpdesk: kept, listed nowhere |
//! | draft | a note being written, kept every moment |
//! | outbox | what a helpdesk shall be asked to do, in order |
//! | journal | what persons did, for undo |
//! | action | what a key means; [`app::action::ACTIONS`] is the one table |
//! | scope | where a key is heard |
//! | slot | a thing the screen waits for; only its newest question counts |
//! | mark | a ticket chosen for the next verb; outlives filters |
//!
//! # Where do I add …
//!
//! - **a pane**: a struct in `app/<subject>`, its drawing in `ui/<subject>`, a [`app::action::Scope`]
//!   and its actions; `App::scope` says when it has the focus.
//! - **an action**: a variant of [`app::action::Action`], a row in [`app::action::ACTIONS`], an arm in
//!   `app/update`. Keys, hints, help, palette and the README's table follow by themselves.
//! - **a command**: a variant in `domain/<subject>/commands.rs`, its arm in `decide` with a test; if
//!   it writes something new, a field of `Changes` and its lines in `store/perform`. Then the
//!   action, and the word in `cli/<subject>`.
//! - **a question**: a variant of the subject's `Query` and `Answer`, its SQL in `store/<subject>`.
//! - **an importer**: a reader in `formats` that yields [`domain::tickets::records::Record`]s, a
//!   function in `jobs/import`, a word in `cli/import`.
//! - **a column**: a migration, the field in `store/<subject>`, the row type in `domain`, its
//!   cells in `ui/<subject>`.
//! - **a migration**: the next numbered file in `store/migrations`, one line in
//!   `store/migrate`; files that have landed are never changed.
//! - **an option**: `config.example.toml` with its comment, its field in `config`.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod formats;
pub mod jobs;
pub mod logging;
pub mod paths;
pub mod runtime;
pub mod store;
pub mod ui;
