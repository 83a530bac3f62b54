//! How a ticket came to stand where it stands: its steps, their times, what was written.

use super::assets::Phrases;
use super::desk::{JIRA_FIELD, Person, Topic};
use super::facts::Facts;
use super::random::{OneOf, Rng};
use super::template::Template;
use crate::domain::Instant;
use crate::domain::tickets::records::{EntryRecord, RemoteId};
use crate::domain::tickets::{Attachment, EntryKind, FieldChange, Kind, Source, Status};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Nobody leaves a ticket untaken for longer.
const UNTAKEN_AT_MOST: i64 = 36 * HOUR;
/// The helpdesk closes what has been solved for so long (Zendesk's default automation).
const CLOSED_AFTER: i64 = 4 * DAY;
/// A ticket has fewer entries than this, so that `ticket * ENTRIES + n` is an id of its own.
const ENTRIES: RemoteId = 32;

/// Something that happens on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The requester writes first.
    Ask,
    /// A colleague takes it.
    Take,
    /// A colleague notes what they found.
    Note,
    /// The desk asks back and waits.
    Query,
    /// The requester answers that.
    Reply,
    /// The requester asks how it goes.
    Chaser,
    /// The desk waits for somebody else and says so.
    Hold,
    /// The desk answers and waits for a word that it helped.
    Answer,
    /// The desk answers, and that is that.
    Solve,
    /// The desk says that it is done.
    Closing,
    /// The helpdesk closes it.
    Close,
}

/// A ticket's way from the question to where it stands.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) status: Status,
    /// In order of time; the first is [`Step::Ask`] at the time of creation.
    pub(super) steps: Vec<(Step, Instant)>,
}

impl Course {
    /// Draws the course of a ticket made at `created` that is still open, or is done.
    pub(super) fn draw(open: bool, created: Instant, now: Instant, rng: &mut Rng) -> Self {
        let age = (now - created).num_seconds();
        let mut status = if !open {
            Status::Solved
        } else if age < UNTAKEN_AT_MOST && rng.chance(45) {
            Status::New
        } else {
            match rng.below(100) {
                0..45 => Status::Open,
                45..78 => Status::Pending,
                _ => Status::OnHold,
            }
        };
        let plan = plan(status, rng);
        let lasted = match status {
            Status::New if plan.len() == 1 => 0,
            Status::New => rng.below(age + 1),
            // Most were touched lately, a few lie still.
            Status::Open | Status::Pending | Status::OnHold => age - skewed(age * 8 / 10, rng),
            Status::Solved | Status::Closed => {
                let needed = 45 * MINUTE + skewed(6 * DAY, rng);
                needed.min(age * rng.between(50, 95) / 100)
            }
        };
        let mut steps = spread(&plan, created, lasted, rng);
        if status == Status::Solved && lasted + CLOSED_AFTER <= age {
            status = Status::Closed;
            steps.push((Step::Close, after(created, lasted + CLOSED_AFTER)));
        }
        Self { status, steps }
    }

    /// When it last changed.
    pub(super) fn updated(&self, created: Instant) -> Instant {
        self.steps.last().map_or(created, |(_, at)| *at)
    }
}

/// A part of `most`, small ones much more often.
fn skewed(most: i64, rng: &mut Rng) -> i64 {
    let percent = rng.below(101);
    most / 100 * percent * percent / 100
}

fn after(start: Instant, seconds: i64) -> Instant {
    start + chrono::Duration::seconds(seconds)
}

/// What happens on a ticket that comes to stand at `status`.
fn plan(status: Status, rng: &mut Rng) -> Vec<Step> {
    let mut steps = vec![Step::Ask];
    if status == Status::New {
        steps.extend(rng.chance(20).then_some(Step::Chaser));
        return steps;
    }
    steps.push(Step::Take);
    steps.extend(rng.chance(55).then_some(Step::Note));
    let rest: &[Step] = match (status, rng.below(4)) {
        (Status::Open, 0) => &[],
        (Status::Open, 1) => &[Step::Chaser],
        (Status::Open, 2) => &[Step::Query, Step::Reply],
        (Status::Open, _) => &[Step::Query, Step::Reply, Step::Chaser],
        (Status::Pending, 0) => &[Step::Chaser, Step::Query],
        (Status::Pending, 1) => &[Step::Answer],
        (Status::Pending, _) => &[Step::Query],
        (Status::OnHold, 0) => &[Step::Query, Step::Reply, Step::Hold],
        (Status::OnHold, 1) => &[Step::Chaser, Step::Note, Step::Hold],
        (Status::OnHold, _) => &[Step::Hold],
        (_, 0) => &[Step::Query, Step::Reply, Step::Solve],
        (_, 1) => &[Step::Hold, Step::Chaser, Step::Solve],
        (_, 2) => &[Step::Answer, Step::Closing],
        (_, _) => &[Step::Solve],
    };
    steps.extend_from_slice(rest);
    steps
}

/// Lays the steps over the time it lasted, the first at its start and the last at its end.
fn spread(plan: &[Step], created: Instant, lasted: i64, rng: &mut Rng) -> Vec<(Step, Instant)> {
    let waits: Vec<i64> = plan.iter().skip(1).map(|_| rng.between(1, 4)).collect();
    let total = waits.iter().sum::<i64>().max(1);
    let mut waited = 0;
    let mut waits = waits.into_iter();
    let steps = plan.iter().enumerate().map(|(index, step)| {
        if index > 0 {
            waited += waits.next().unwrap_or_default();
        }
        (*step, after(created, lasted * waited / total))
    });
    steps.collect()
}

/// Writes a ticket's entries, step by step.
#[derive(Debug)]
pub(super) struct Scribe<'a> {
    pub(super) ticket: RemoteId,
    pub(super) facts: &'a Facts<'a>,
    pub(super) phrases: &'a Phrases,
    pub(super) topic: &'a Topic,
    pub(super) requester: &'a Person,
    pub(super) agent: &'a Person,
    pub(super) rng: Rng,
}

impl Scribe<'_> {
    /// The question alone, for a ticket whose thread is not written.
    pub(super) fn question(&mut self) -> String {
        let question = self.topic.questions.pick(&mut self.rng);
        self.facts.fill(question)
    }

    /// All entries of a course.
    pub(super) fn write(mut self, course: &Course) -> Vec<EntryRecord> {
        let mut page = Page {
            ticket: self.ticket,
            status: Status::New,
            entries: Vec::new(),
        };
        for (step, at) in &course.steps {
            self.step(*step, *at, &mut page);
        }
        page.entries
    }

    fn step(&mut self, step: Step, at: Instant, page: &mut Page) {
        let phrases = self.phrases;
        let topic = self.topic;
        match step {
            Step::Ask => {
                let files = self.files();
                let text = self.letter(&phrases.hello, &topic.questions, self.requester);
                page.say(at, self.requester, true, text, files);
            }
            Step::Take => {
                let assignee = FieldChange {
                    field: "assignee".to_owned(),
                    from: None,
                    to: Some(self.agent.id.to_string()),
                };
                page.turn(at, Some(self.agent), Status::Open, vec![assignee]);
            }
            Step::Note => self.note(at, page),
            Step::Query => self.answer(&phrases.queries, at, Status::Pending, page),
            Step::Answer => self.answer(&topic.answers, at, Status::Pending, page),
            Step::Solve => self.answer(&topic.answers, at, Status::Solved, page),
            Step::Closing => self.answer(&phrases.closings, at, Status::Solved, page),
            Step::Reply | Step::Chaser => {
                let texts = match step {
                    Step::Reply => &phrases.replies,
                    _ => &phrases.chasers,
                };
                let text = texts.pick(&mut self.rng);
                page.say(at, self.requester, true, self.facts.fill(text), Vec::new());
                if page.status != Status::New {
                    page.turn(at, Some(self.requester), Status::Open, Vec::new());
                }
            }
            Step::Hold => {
                let engineering = matches!(topic.kind, Kind::Incident | Kind::Problem);
                let (text, changes) = if engineering {
                    let jira = FieldChange {
                        field: format!("cf.{JIRA_FIELD}"),
                        from: None,
                        to: Some(self.facts.jira_key()),
                    };
                    (&phrases.hold_engineering, vec![jira])
                } else {
                    (&phrases.hold_provider, Vec::new())
                };
                // What is promised here counts from now, not from the ticket's beginning.
                let promise = Facts {
                    created: at,
                    ..self.facts.clone()
                };
                let text = promise.fill(text);
                let text = self.enclose(&phrases.greeting, &text, self.agent);
                page.say(at, self.agent, true, text, Vec::new());
                page.turn(at, Some(self.agent), Status::OnHold, changes);
            }
            Step::Close => page.turn(at, None, Status::Closed, Vec::new()),
        }
    }

    /// A public answer of the desk, and where it leaves the ticket.
    fn answer(&mut self, texts: &OneOf<Template>, at: Instant, then: Status, page: &mut Page) {
        let text = self.letter(&self.phrases.greeting, texts, self.agent);
        page.say(at, self.agent, true, text, Vec::new());
        page.turn(at, Some(self.agent), then, Vec::new());
    }

    /// A note of the assignee or of somebody else on the team; never the same text twice.
    fn note(&mut self, at: Instant, page: &mut Page) {
        let author = if self.rng.chance(60) {
            self.agent
        } else {
            self.topic.agents.pick(&mut self.rng)
        };
        let text = self.facts.fill(self.topic.notes.pick(&mut self.rng));
        if page.entries.iter().all(|entry| entry.text != text) {
            page.say(at, author, false, text, Vec::new());
        }
    }

    /// One of the texts as a letter from `author`.
    fn letter(
        &mut self,
        opening: &OneOf<Template>,
        texts: &OneOf<Template>,
        author: &Person,
    ) -> String {
        let text = self.facts.fill(texts.pick(&mut self.rng));
        self.enclose(opening, &text, author)
    }

    fn enclose(&mut self, opening: &OneOf<Template>, text: &str, author: &Person) -> String {
        let opening = self.facts.fill(opening.pick(&mut self.rng));
        let sign = self.phrases.sign.pick(&mut self.rng);
        format!("{opening}\n\n{text}\n\n{sign}\n{}", author.first_name())
    }

    /// What came with the first message, in six of ten cases where the topic has papers.
    fn files(&mut self) -> Vec<Attachment> {
        let sent = self.rng.chance(60);
        let names = self.topic.files.iter().filter(|_| sent);
        let files = names.map(|name| Attachment {
            name: name.clone(),
            size: u64::try_from(self.rng.between(9_000, 900_000)).ok(),
        });
        files.collect()
    }
}

/// The entries so far and where the ticket stands after them.
struct Page {
    ticket: RemoteId,
    status: Status,
    entries: Vec<EntryRecord>,
}

impl Page {
    fn say(
        &mut self,
        at: Instant,
        author: &Person,
        public: bool,
        text: String,
        attachments: Vec<Attachment>,
    ) {
        let kind = if public {
            EntryKind::Reply
        } else {
            EntryKind::Note
        };
        self.push(EntryRecord {
            public,
            text,
            attachments,
            ..self.entry(at, kind, Some(author))
        });
    }

    /// An audit: the status becomes `to`, together with other changes.
    fn turn(&mut self, at: Instant, author: Option<&Person>, to: Status, also: Vec<FieldChange>) {
        let mut changes = Vec::new();
        if self.status != to {
            changes.push(FieldChange {
                field: "status".to_owned(),
                from: Some(self.status.name().to_owned()),
                to: Some(to.name().to_owned()),
            });
            self.status = to;
        }
        changes.extend(also);
        if !changes.is_empty() {
            self.push(EntryRecord {
                changes,
                ..self.entry(at, EntryKind::Status, author)
            });
        }
    }

    fn entry(&self, at: Instant, kind: EntryKind, author: Option<&Person>) -> EntryRecord {
        let number = RemoteId::try_from(self.entries.len()).unwrap_or_default();
        EntryRecord {
            source: Source::Zendesk,
            id: self.ticket * ENTRIES + number,
            ticket: self.ticket,
            at,
            kind,
            author: author.map(|person| person.id),
            public: false,
            text: String::new(),
            changes: Vec::new(),
            attachments: Vec::new(),
            version: 0,
        }
    }

    fn push(&mut self, entry: EntryRecord) {
        self.entries.push(entry);
    }
}
