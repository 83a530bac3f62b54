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
//! On every floor the same subject has the same name: `tickets` (with `clocks`), `clients` (terms),
//! `merchants` (`identifiers`, `methods`) and `settlement` now; `recon`, `reference`, `recurring` as
//! they move in. What they share stands in `domain` itself: `calendar`, `schedule` (business time),
//! `money`, `zone`, `text`. Whoever looks for a feature
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
//! A question is a [`domain::Query`]; the store answers with an [`domain::Answer`]. What a person
//! types ([`domain::tickets::Filter`]) is resolved to a
//! [`domain::tickets::filter::selection::Selection`] before it is asked.
//!
//! # Three doors
//!
//! The command line, the screen, and the desk in lines (`paydesk --plain`, for screen readers and
//! terminals that move no cursor) build the same commands and ask the same questions.
//!
//! # What it looks like
//!
//! A theme is data ([`domain::theme`]): a colour and a weight for each token. Files give them
//! (`assets/themes`, and the person's own beside the configuration, [`config::Themes`]); `ui` names tokens
//! and turns them into what the terminal can show. A new token stands in [`domain::theme::Token`] and in
//! every bundled file, and tests compute whether it can be read. Pictures of the screen come from its
//! own cells (`paydesk screenshot`), on a stage without a terminal.
//!
//! # The way of an export
//!
//! `jobs/import` tells by its content what a file is, reads it through `formats` twice (to check
//! it whole, then to write it) and hands [`domain::tickets::records`] to the store, which keeps of
//! every member of a ticket the newest row that speaks of it. What follows from rows (words,
//! references, clocks) is worked out once all files are in, by [`store::Store::settle`].
//!
//! # The data of the trade
//!
//! Calendars, payment methods and error codes are data: `assets/calendars`, `assets/methods`,
//! `assets/codes`, each with its source. The configuration reads them ([`config::Config::calendars`], [`config::Config::methods`])
//! and lays the person's own `[calendars]`, `[methods]`, `[clients]`, `[schedules]` and `[[policies]]`
//! over them. Rules take them as arguments: [`domain::settlement::compose`] a plan and a capture,
//! [`domain::tickets::clocks::Clocks`] a ticket's events, [`domain::merchants::identifiers::check`] a
//! value, [`domain::codes::Meanings`] a code. Batches of any of them run through [`jobs::batch`].
//!
//! # The way of an event
//!
//! 1. `runtime/input` turns what the terminal sends into an [`app::event::Event`]; of a click the
//!    drawing says what it hit ([`ui::spot`]).
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
//! | part | a member of a ticket of which a narrow row (a table's) spoke later than the whole one |
//! | mention | a reference, error code or amount that a ticket's texts name |
//! | meaning | what an error code says, who said no and what to do next, with its source |
//! | token | a word or number of a text as the index keeps it; of a theme: what a colour is for |
//! | hit | a place in the open ticket where the words looked for stand |
//! | fold | a quoted part of a message that is folded away |
//! | stale | a ticket whose clocks and words are behind its rows; settling brings them up |
//! | stub | a row known only because another row names it |
//! | tombstone | a ticket deleted in its helpdesk: kept, listed nowhere |
//! | draft | a note being written, kept every moment |
//! | outbox | what a helpdesk shall be asked to do, in order |
//! | journal | what persons did, for undo |
//! | action | what a key means; [`app::action::all`] has them all |
//! | scope | where a key is heard |
//! | calendar | which days are business days somewhere; a union closes where one closes |
//! | schedule | a week of opening hours in a zone: business time |
//! | trade date | the day a capture counts for, after the cut-off |
//! | settlement, payout | the day the scheme pays us; the day we pay the client |
//! | filter, selection | a query as it was understood; the same with its dates and people resolved |
//! | view | a query with a name |
//! | clock | one SLA metric of a ticket: target, due instant, breach |
//! | kind | of an identifier: `iban`, `mx_clabe` |
//! | slot | a thing the screen waits for; only its newest question counts |
//! | target | what lies under the pointer: a row, a hint, a line that floats |
//! | deed | something done that a step of the tour waits for |
//! | mark | a ticket chosen for the next verb; outlives filters |
//!
//! # Where do I add …
//!
//! - **a pane**: a struct in `app/<subject>`, its drawing in `ui/<subject>`, a [`app::action::Scope`]
//!   and its actions; `App::scope` says when it has the focus.
//! - **an action**: a variant of [`app::action::Action`], a row in a table of `app/action`, an arm in
//!   `app/update`. Keys, hints, help, palette and the README's table follow by themselves.
//! - **a modal** (what floats: a list, a question, a text): a variant of [`app::Modal`] in `app/modal`
//!   with its arms there (scope, picker, field), its drawing in `ui` with an arm in [`ui::draw`], what
//!   Enter takes in `app/choosing`, and the action that opens it.
//! - **a place to click**: `canvas.target(area, Target::…)` where it is drawn; what the click does
//!   stands in `app/target`.
//! - **a step of the tour**: its parts in `app/tour`; the deeds they wait for are heard in `app/act`.
//! - **a command**: a variant in `domain/<subject>/commands.rs`, its arm in `decide` with a test; if
//!   it writes something new, a field of `Changes` and its lines in `store/perform`. Then the
//!   action, and the word in `cli/<subject>`.
//! - **a question**: a variant of the subject's `Query` and `Answer`, its SQL in `store/<subject>`.
//! - **an importer**: a reader in `formats` that yields [`domain::tickets::records::Record`]s (for
//!   a table its `Columns`), and how its files are told in `jobs/import`.
//! - **a field of queries**: its row in `domain/tickets/filter/fields.rs`, the check it makes in
//!   `selection.rs`, that check in `evaluate.rs` and in `store/tickets`.
//! - **a column**: a migration, the field in `store/<subject>`, the row type in `domain`, its
//!   cells in `ui/<subject>`.
//! - **a column of the queue**: a member of [`domain::tickets::Column`], its width in
//!   `ui/tickets/columns`, its head and cells in `ui/tickets/row`, its name in `config.example.toml`.
//! - **a migration**: the next numbered file in `store/migrations`, one line in
//!   `store/migrate`; files that have landed are never changed.
//! - **a calendar**: a table in `assets/calendars` (or in one's own configuration): rules in the language
//!   of `domain/calendar/rule.rs`, or dates with the years they cover. One file.
//! - **a payment method**: a table in `assets/methods/<region>.toml`. One file.
//! - **an error code**: a table in `assets/codes/<scheme>.toml`, read by `config/codes.rs` into
//!   [`domain::codes`]. One file.
//! - **a kind of identifier**: an entry and its rule in a family of `domain/merchants/identifiers`. One file.
//! - **a language of replies**: a file in `domain/settlement/words`, its row in `domain/language`.
//! - **a section of the configuration**: its reader in `config/<subject>.rs`, one row in `config/parse.rs`.
//! - **a batch**: a reader of one line in `formats`, and [`jobs::batch::run`].
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
