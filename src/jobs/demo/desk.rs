//! Who and what the sample desk consists of: the embedded texts, resolved and checked once.

use super::assets::{self, DeskFile, Method, Names, OrganizationLine, Phrases, Team, broken};
use super::random::OneOf;
use super::template::{Slot, Template};
use crate::domain::tickets::records::{
    FieldRecord, OrganizationRecord, PersonRecord, Record, RemoteId, TeamRecord,
};
use crate::domain::tickets::{Kind, Role, Source};
use crate::error::Result;

/// Ids of the custom fields.
pub(super) const METHOD_FIELD: RemoteId = 360_001;
pub(super) const MERCHANT_FIELD: RemoteId = 360_002;
pub(super) const JIRA_FIELD: RemoteId = 360_006;

/// Where ids of people and organizations begin.
const FIRST_AGENT: RemoteId = 7_000;
const FIRST_PERSON: RemoteId = 7_100;
const FIRST_ORGANIZATION: RemoteId = 3_000;

/// Merchant references: `M-10400`, `M-10407`, … with gaps, as a provider would number them.
const FIRST_MERCHANT: i64 = 10_400;
const MERCHANT_STEP: i64 = 7;

/// The whole desk.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) languages: OneOf<Language>,
    /// Acquirers and schemes: they write about topics of partners only.
    pub(super) partners: OneOf<Organization>,
    teams: Vec<Team>,
    agents: Vec<Person>,
}

/// A language with those who write it.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) share: u32,
    pub(super) decimal_point: bool,
    pub(super) phrases: Phrases,
    pub(super) topics: OneOf<Topic>,
    pub(super) clients: OneOf<Organization>,
    pub(super) merchants: OneOf<Organization>,
}

/// What a ticket can be about, with its texts in one language.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) kind: Kind,
    pub(super) team: RemoteId,
    pub(super) agents: OneOf<Person>,
    pub(super) methods: Vec<Method>,
    pub(super) codes: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) files: Vec<String>,
    pub(super) partner: bool,
    pub(super) weight: u32,
    pub(super) notes: OneOf<Template>,
    pub(super) subjects: OneOf<Template>,
    pub(super) questions: OneOf<Template>,
    pub(super) answers: OneOf<Template>,
}

/// A company with its people.
#[derive(Clone, Debug)]
pub(super) struct Organization {
    pub(super) id: RemoteId,
    pub(super) name: String,
    pub(super) people: OneOf<Person>,
}

/// A person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: RemoteId,
    pub(super) name: String,
    email: String,
}

impl Organization {
    /// Its reference, if it is a merchant.
    pub(super) fn merchant_id(&self) -> String {
        let number = FIRST_MERCHANT + (self.id - FIRST_ORGANIZATION) * MERCHANT_STEP;
        format!("M-{number}")
    }
}

impl Person {
    /// The name they are addressed by.
    pub(super) fn first_name(&self) -> &str {
        self.name.split(' ').next().unwrap_or_default()
    }
}

impl Desk {
    /// Reads the embedded texts. Errors are defects of the texts; a test loads them.
    pub(super) fn load() -> Result<Self> {
        let file = assets::desk()?;
        let topics = assets::topics()?;
        let agents = agents(&file);
        let mut numbers = Numbers::default();
        let mut companies = |lines: &[OrganizationLine], language: &str, people: usize| {
            let names = file
                .names
                .get(language)
                .ok_or_else(|| broken(format!("no names in {language}")))?;
            let of_language = lines.iter().filter(|line| line.language == language);
            let all: Result<Vec<_>> = of_language
                .map(|line| numbers.company(&line.name, names, people))
                .collect();
            OneOf::try_from(all?).map_err(broken)
        };
        let partners = companies(&file.partner, "en", 2)?;
        let mut languages = Vec::new();
        for (code, texts) in assets::languages()? {
            let clients = companies(&file.client, code, 3)?;
            let merchants = companies(&file.merchant, code, 2)?;
            let texts_by_topic: Result<Vec<Topic>> = texts
                .topic
                .into_iter()
                .map(|line| {
                    let topic = topics.iter().find(|topic| topic.id == line.id);
                    let topic = topic.ok_or_else(|| broken(format!("no topic {}", line.id)))?;
                    resolve(topic, line, &file.method, &agents)
                })
                .collect();
            languages.push(Language {
                share: texts.share,
                decimal_point: texts.decimal_point,
                phrases: texts.phrases,
                topics: OneOf::try_from(texts_by_topic?).map_err(broken)?,
                clients,
                merchants,
            });
        }
        Ok(Self {
            languages: OneOf::try_from(languages).map_err(broken)?,
            partners,
            teams: file.team.clone(),
            agents: agents.into_iter().map(|(person, _)| person).collect(),
        })
    }
    /// Everything but tickets: teams, fields, companies, people.
    pub(super) fn records(&self) -> Vec<Record> {
        let teams = self.teams.iter().map(|team| {
            Record::Team(TeamRecord {
                source: Source::Zendesk,
                id: team.id,
                name: team.name.clone(),
                updated_at: None,
            })
        });
        let fields = [
            (METHOD_FIELD, "payment_method"),
            (MERCHANT_FIELD, "merchant_id"),
            (JIRA_FIELD, "jira_key"),
        ];
        let fields = fields.map(|(id, title)| {
            Record::Field(FieldRecord {
                source: Source::Zendesk,
                id,
                title: title.to_owned(),
            })
        });
        let agents = self
            .agents
            .iter()
            .map(|agent| person(agent, Role::Agent, None));
        let mut records: Vec<Record> = teams.chain(fields).chain(agents).collect();
        for organization in self.partners.iter() {
            organization.record(true, &mut records);
        }
        for language in self.languages.iter() {
            for organization in language.clients.iter().chain(language.merchants.iter()) {
                organization.record(false, &mut records);
            }
        }
        records
    }
}

impl Organization {
    fn record(&self, partner: bool, records: &mut Vec<Record>) {
        records.push(Record::Organization(OrganizationRecord {
            source: Source::Zendesk,
            id: self.id,
            name: self.name.clone(),
            partner,
            updated_at: None,
        }));
        let role = if partner {
            Role::Partner
        } else {
            Role::EndUser
        };
        let people = self.people.iter();
        records.extend(people.map(|one| person(one, role, Some(self.id))));
    }
}

fn person(person: &Person, role: Role, organization: Option<RemoteId>) -> Record {
    Record::Person(PersonRecord {
        source: Source::Zendesk,
        id: person.id,
        name: person.name.clone(),
        email: Some(person.email.clone()),
        role: Some(role),
        organization,
        updated_at: None,
    })
}

/// The colleagues with the teams they work in.
fn agents(file: &DeskFile) -> Vec<(Person, &[RemoteId])> {
    let ids = FIRST_AGENT..;
    let lines = ids.zip(&file.agent);
    let agents = lines.map(|(id, line)| {
        let first = line.name.split(' ').next().unwrap_or_default();
        let person = Person {
            id,
            name: line.name.clone(),
            email: format!("{}@paydesk.example", plain(first, "")),
        };
        (person, line.teams.as_slice())
    });
    agents.collect()
}

/// Gives out ids and names to companies and their people.
#[derive(Default)]
struct Numbers {
    companies: usize,
    people: usize,
}

/// Steps through the lists of names that share no factor with their lengths, so that first and
/// last names meet in ever new pairs.
const FIRST_STEP: usize = 3;
const LAST_STEP: usize = 5;

impl Numbers {
    fn company(&mut self, name: &str, names: &Names, people: usize) -> Result<Organization> {
        let number = self.companies;
        self.companies += 1;
        // "(acquirer)" says what a partner is; it is no part of its domain.
        let domain = plain(name.split('(').next().unwrap_or(name).trim(), "-");
        let people: Result<Vec<Person>> = (0..people)
            .map(|n| {
                let first = names.first.at(number * FIRST_STEP + n);
                let last = names.last.at(number * LAST_STEP + n);
                let id = id_after(FIRST_PERSON, self.people)?;
                self.people += 1;
                Ok(Person {
                    id,
                    name: format!("{first} {last}"),
                    email: format!("{}.{}@{domain}.example", plain(first, ""), plain(last, "")),
                })
            })
            .collect();
        Ok(Organization {
            id: id_after(FIRST_ORGANIZATION, number)?,
            name: name.to_owned(),
            people: OneOf::try_from(people?).map_err(broken)?,
        })
    }
}

fn id_after(first: RemoteId, number: usize) -> Result<RemoteId> {
    Ok(first + RemoteId::try_from(number).map_err(broken)?)
}

/// A name in the letters of an address; `gap` stands for spaces.
fn plain(name: &str, gap: &str) -> String {
    let mut out = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            '\u{e1}' | '\u{e2}' | '\u{e3}' => out.push('a'),
            '\u{e4}' => out.push_str("ae"),
            '\u{e7}' => out.push('c'),
            '\u{e9}' | '\u{ea}' => out.push('e'),
            '\u{ed}' | '\u{131}' => out.push('i'),
            '\u{142}' => out.push('l'),
            '\u{f1}' => out.push('n'),
            '\u{f3}' | '\u{f4}' | '\u{f5}' => out.push('o'),
            '\u{f6}' => out.push_str("oe"),
            '\u{fa}' => out.push('u'),
            '\u{fc}' => out.push_str("ue"),
            '\u{df}' => out.push_str("ss"),
            ' ' => out.push_str(gap),
            _ => {}
        }
    }
    out
}

/// A topic with its texts, methods and colleagues.
fn resolve(
    topic: &assets::TopicLine,
    texts: assets::TextsLine,
    methods: &[Method],
    agents: &[(Person, &[RemoteId])],
) -> Result<Topic> {
    let fault = |what: &str| broken(format!("topic {}: {what}", topic.id));
    let team = agents
        .iter()
        .filter(|(_, teams)| teams.contains(&topic.team));
    let team: Vec<Person> = team.map(|(person, _)| person.clone()).collect();
    let methods: Vec<Method> = topic
        .methods
        .iter()
        .map(|code| methods.iter().find(|method| method.code == *code).cloned())
        .collect::<Option<_>>()
        .ok_or_else(|| fault("unknown method"))?;
    let all = topic.notes.iter().chain(texts.subjects.iter());
    let all = all
        .chain(texts.questions.iter())
        .chain(texts.answers.iter());
    for slot in all.flat_map(Template::slots) {
        let empty = match slot {
            Slot::Method => methods.is_empty(),
            Slot::Code => topic.codes.is_empty(),
            _ => false,
        };
        if empty {
            return Err(fault("names a method or code it does not have"));
        }
    }
    Ok(Topic {
        kind: Kind::from_name(&topic.kind).ok_or_else(|| fault("unknown kind"))?,
        team: topic.team,
        agents: OneOf::try_from(team).map_err(fault)?,
        methods,
        codes: topic.codes.clone(),
        tags: topic.tags.clone(),
        files: topic.files.clone(),
        partner: topic.partner,
        weight: topic.weight,
        notes: topic.notes.clone(),
        subjects: texts.subjects,
        questions: texts.questions,
        answers: texts.answers,
    })
}
