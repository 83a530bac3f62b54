//! Builds the sample desk of `paydesk demo`: a fictional provider of local payment methods.
//!
//! The desk is a pure function of the number of tickets, the seed and the moment: generating
//! yields records one by one in constant memory, and [`build`] feeds them to the store. What
//! people write stands in `assets/demo/*.toml`; every company there is invented.

mod assets;
mod desk;
mod facts;
mod random;
mod template;
#[cfg(test)]
mod tests;
mod timeline;

use crate::domain::Instant;
use crate::domain::tickets::records::{Record, RemoteId, Said, TicketRecord};
use crate::domain::tickets::{Kind, Priority, Source, Status};
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{CancelToken, OnProgress, Progress};
use crate::store::{ImportSource, Store};
use desk::{Desk, JIRA_FIELD, Language, MERCHANT_FIELD, METHOD_FIELD, Organization, Topic};
use facts::Facts;
use random::Rng;
use timeline::{Course, Scribe};

/// The moment the sample desk is at unless `--now` says otherwise: Monday 27 April 2026, 10:47 CEST.
pub const MOMENT: &str = "2026-04-27T08:47:00Z";

/// The configuration of the colleague who sits at the sample desk.
pub const CONFIG: &str = include_str!("../../../assets/demo/config.toml");

/// The colleague who sits at the sample desk: `me` there.
pub const ME: &str = "ana@paydesk.example";

/// As many as a desk can have before times between tickets drop below a second here and there.
pub const MAX_TICKETS: u64 = 10_000_000;

/// The helpdesk's number of the oldest ticket.
const FIRST_TICKET: RemoteId = 48_000;
/// So many of the newest tickets have their whole thread; older ones have their first message,
/// so that a million tickets stay below a minute and a gigabyte.
const FULL_THREADS: i64 = 50_000;
/// Records handed to the store at a time: enough to fill its chunks, little memory.
const BATCH: usize = 2_000;

const DAY: i64 = 86_400;
/// The newest ticket came in this long ago, in seconds.
const NEWEST: i64 = 4 * 60;
/// A desk reaches back between two weeks and four years.
const REACH_DAYS: (i64, i64) = (14, 1_460);

/// Fills `store` with `tickets` tickets of a provider of local payment methods; returns how many tickets were made.
pub fn build(
    store: &Store,
    tickets: u64,
    seed: u64,
    now: Instant,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
) -> Result<u64> {
    let mut records = records(tickets, seed, now)?;
    let source = ImportSource {
        file: "demo".to_owned(),
        kind: "sample desk".to_owned(),
        bytes: 0,
    };
    let mut import = store.import(source, now)?;
    let mut done = 0;
    loop {
        let batch: Vec<Record> = records.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let made = batch.iter().filter(|r| matches!(r, Record::Ticket(_)));
        let made = u64::try_from(made.count()).unwrap_or_default();
        import.write(batch)?;
        done += made;
        progress(Progress {
            what: "building the sample desk".to_owned(),
            done,
            total: Some(tickets),
            unit: "tickets",
        });
        if cancel.is_cancelled() {
            return Err(Error::new(
                ErrorKind::Interrupted,
                format!("stopped with {done} of {tickets} tickets made; they stay"),
            )
            .hint("--force builds it anew"));
        }
    }
    import.finish()?;
    Ok(done)
}

/// The sample desk as an export would bring it: people first, then tickets, oldest first.
fn records(tickets: u64, seed: u64, now: Instant) -> Result<impl Iterator<Item = Record>> {
    let total = i64::try_from(tickets).ok();
    let total = total.filter(|_| tickets <= MAX_TICKETS).ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            format!("a sample desk has at most {MAX_TICKETS} tickets, not {tickets}"),
        )
    })?;
    let desk = Desk::load()?;
    let people = desk.records();
    let generator = Generator {
        desk,
        total,
        seed,
        now,
    };
    let tickets = (0..total).map(move |index| Record::Ticket(Box::new(generator.ticket(index))));
    Ok(people.into_iter().chain(tickets))
}

/// Makes any ticket by its place, independent of all others.
struct Generator {
    desk: Desk,
    total: i64,
    seed: u64,
    now: Instant,
}

impl Generator {
    fn ticket(&self, index: i64) -> TicketRecord {
        let mut rng = Rng::new(self.seed, index.cast_unsigned());
        let rank = self.total - 1 - index;
        let created = self.created(rank, &mut rng);
        let open = rng.chance(self.open_percent(rank));
        let language = self.desk.languages.pick_by(&mut rng, |one| one.share);
        let topic = language.topics.pick_by(&mut rng, |one| one.weight);
        let merchant = language.merchants.pick(&mut rng);
        let organization = self.asking(language, topic, merchant, &mut rng);
        let requester = organization.people.pick(&mut rng);
        let agent = topic.agents.pick(&mut rng);
        let method = pick(&topic.methods, &mut rng);
        let facts = Facts {
            seed: rng.bits(),
            created,
            date_format: &language.phrases.date,
            decimal_point: language.decimal_point,
            merchant: &merchant.name,
            merchant_id: merchant.merchant_id(),
            requester: requester.first_name(),
            method,
            code: pick(&topic.codes, &mut rng).map_or("", String::as_str),
        };
        let subject = facts.fill(topic.subjects.pick(&mut rng));
        let priority = priority(topic.kind, &mut rng);
        let course = Course::draw(open, created, self.now, &mut rng);
        let id = FIRST_TICKET + index;
        let mut scribe = Scribe {
            ticket: id,
            facts: &facts,
            phrases: &language.phrases,
            topic,
            requester,
            agent,
            rng,
        };
        let (description, entries) = if rank < FULL_THREADS {
            (None, scribe.write(&course))
        } else {
            (Some(scribe.question()), Vec::new())
        };
        let jira = facts.jira_key();
        let escalated = entries.iter().any(|entry| entry.text.contains(&jira));

        let mut fields = vec![(MERCHANT_FIELD, facts.merchant_id.clone())];
        fields.extend(method.map(|method| (METHOD_FIELD, method.code.clone())));
        fields.extend(escalated.then_some((JIRA_FIELD, jira)));
        let mut tags = topic.tags.clone();
        tags.extend(method.map(|method| method.code.clone()));
        tags.sort();
        tags.dedup();
        TicketRecord {
            source: Source::Zendesk,
            id,
            said: Said::WHOLE,
            deleted: false,
            url: Some(format!("https://desk.paydesk.example/agent/tickets/{id}")),
            subject,
            description,
            kind: topic.kind,
            status: course.status,
            priority,
            requester: Some(requester.id),
            assignee: (course.status != Status::New).then_some(agent.id),
            organization: Some(organization.id),
            team: Some(topic.team),
            tags,
            fields,
            created_at: created,
            updated_at: course.updated(created),
            generated: 0,
            people: Vec::new(),
            solved_at: None,
            organization_named: None,
            team_named: None,
            titles: std::sync::Arc::default(),
            entries,
        }
    }

    /// When the ticket at `rank` from the newest came in. The newest lie minutes apart, the
    /// oldest much farther, and no two change places.
    fn created(&self, rank: i64, rng: &mut Rng) -> Instant {
        let age = self.age(rank);
        let apart = self.age(rank + 1) - age;
        self.now - chrono::Duration::seconds(age + rng.below(apart))
    }

    /// Seconds: one part in twenty grows with the rank, the rest with its square.
    fn age(&self, rank: i64) -> i64 {
        let (least, most) = REACH_DAYS;
        let reach = (self.total * 15).isqrt().clamp(least, most) * DAY;
        let even = reach * rank / self.total;
        NEWEST + even / 20 + even * rank / self.total * 19 / 20
    }

    /// How likely the ticket at `rank` is still open: half of a small desk is, and one in twenty
    /// of a large one, most of them the newest.
    fn open_percent(&self, rank: i64) -> i64 {
        let open = (self.total / 2).min(120).max(self.total / 20).max(1);
        match rank / open {
            0 => 85,
            1 => 15,
            _ => 0,
        }
    }

    /// Who asks: a partner about a partner's topic, else mostly the merchant's provider.
    fn asking<'a>(
        &'a self,
        language: &'a Language,
        topic: &Topic,
        merchant: &'a Organization,
        rng: &mut Rng,
    ) -> &'a Organization {
        if topic.partner {
            self.desk.partners.pick(rng)
        } else if rng.chance(70) {
            language.clients.pick(rng)
        } else {
            merchant
        }
    }
}

/// Any member of a list, none of an empty one.
fn pick<'a, T>(list: &'a [T], rng: &mut Rng) -> Option<&'a T> {
    let count = i64::try_from(list.len()).unwrap_or_default();
    let chosen = usize::try_from(rng.below(count)).ok()?;
    list.get(chosen)
}

/// Incidents and problems press more; some tickets have no priority at all.
fn priority(kind: Kind, rng: &mut Rng) -> Option<Priority> {
    // Shares in per cent, adding up: none, low, normal, high; the rest is urgent.
    let (none, low, normal, high) = match kind {
        Kind::Incident | Kind::Problem => (3, 8, 53, 86),
        _ => (9, 26, 86, 98),
    };
    match rng.below(100) {
        drawn if drawn < none => None,
        drawn if drawn < low => Some(Priority::Low),
        drawn if drawn < normal => Some(Priority::Normal),
        drawn if drawn < high => Some(Priority::High),
        _ => Some(Priority::Urgent),
    }
}
