//! What columns are called that hold the members of a ticket, in English, German, Spanish,
//! Portuguese and French.
//!
//! The first name of a member goes before the others where a table has several. Names that may
//! as well mean something else ("client", "category", "reference") are none: their columns become
//! custom fields unless `--map` says otherwise.

use std::collections::HashMap;

use crate::formats::export::Field;
use crate::formats::labels::key;

/// A member of a ticket that a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::formats) enum Slot {
    Id,
    Subject,
    Body,
    Kind,
    Status,
    Priority,
    Requester,
    RequesterId,
    Email,
    Assignee,
    Group,
    Organization,
    Tags,
    Created,
    Updated,
    Solved,
    Url,
    Source,
}

impl Slot {
    /// The slot of a field that has a name of its own; none for a custom one.
    pub(super) fn of(field: &Field) -> Option<Self> {
        Some(match field {
            Field::Id => Self::Id,
            Field::Subject => Self::Subject,
            Field::Body => Self::Body,
            Field::Kind => Self::Kind,
            Field::Status => Self::Status,
            Field::Priority => Self::Priority,
            Field::Requester => Self::Requester,
            Field::Email => Self::Email,
            Field::Assignee => Self::Assignee,
            Field::Group => Self::Group,
            Field::Organization => Self::Organization,
            Field::Tags => Self::Tags,
            Field::Created => Self::Created,
            Field::Updated => Self::Updated,
            Field::Solved => Self::Solved,
            Field::Url => Self::Url,
            Field::Custom(_) => return None,
        })
    }

    /// What a person reads of it: the name that `--map` knows, where it knows one.
    pub(in crate::formats) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Subject => "subject",
            Self::Body => "body",
            Self::Kind => "kind",
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Requester => "requester",
            Self::RequesterId => "requester id",
            Self::Email => "email",
            Self::Assignee => "assignee",
            Self::Group => "group",
            Self::Organization => "org",
            Self::Tags => "tags",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Solved => "solved",
            Self::Url => "url",
            Self::Source => "source",
        }
    }
}

/// What a column's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Known {
    /// It holds this member; of several the least rank counts.
    Slot(Slot, usize),
    /// It is a custom field of this title, under which it is known elsewhere.
    Title(&'static str),
    /// It is left aside.
    Aside,
}

/// Names of a member's column, as [`key`] writes them.
const SLOTS: &[(Slot, &str)] = &[
    (
        Slot::Id,
        "id, ticket id, ticket, ticket number, ticket no, ticket nr, number, case id, case \
         number, request id, display id, ticketnummer, vorgangsnummer, fallnummer, nummer, \
         numero de ticket, numero del ticket, numero do ticket, numero du ticket, id de \
         ticket, id del ticket, id do ticket, id du ticket, numero, external id",
    ),
    (
        Slot::Subject,
        "subject, title, summary, ticket subject, topic, betreff, titel, asunto, titulo, \
         assunto, sujet, objet, titre",
    ),
    (
        Slot::Body,
        "description, body, message, first message, text, details, content, beschreibung, \
         nachricht, inhalt, descripcion, mensaje, cuerpo, descricao, mensagem, corpo, \
         contenu, texte",
    ),
    (
        Slot::Kind,
        "kind, ticket type, type, tickettyp, typ, art, tipo de ticket, tipo, type de ticket",
    ),
    (
        Slot::Status,
        "status, ticket status, state, zustand, estado, situacao, statut, etat",
    ),
    (
        Slot::Priority,
        "priority, ticket priority, prio, urgency, prioritat, dringlichkeit, prioridad, \
         prioridade, urgencia, priorite, urgence",
    ),
    (
        Slot::Requester,
        "requester, requester name, full name, customer name, customer, contact name, \
         contact, reporter, reported by, sender, from, name, anfragender, absender, melder, \
         kontakt, solicitante, remitente, requerente, remetente, demandeur, expediteur",
    ),
    (Slot::RequesterId, "requester id"),
    (
        Slot::Email,
        "requester email, email, mail, email address, customer email, contact email, from \
         email, mailadresse, e mail adresse, correo, correo electronico, email do \
         solicitante, courriel, adresse e mail",
    ),
    (
        Slot::Assignee,
        "assignee, assignee name, assigned to, agent, agent name, owner, bearbeiter, \
         zugewiesen an, zustandig, asignado a, asignado, agente, responsable, atribuido a, \
         responsavel, assigne a",
    ),
    (
        Slot::Group,
        "group, group name, assigned group, team, queue, gruppe, grupo, equipo, equipe, \
         groupe, fila",
    ),
    (
        Slot::Organization,
        "organization, organization name, organisation, org, company name, company, firma, \
         unternehmen, empresa, organizacion, organizacao, entreprise, societe",
    ),
    (
        Slot::Tags,
        "tags, tag, labels, label, schlagworter, stichworter, etiquetas, marcadores, \
         etiquettes",
    ),
    (
        Slot::Created,
        "created at, created, created on, created time, created date, creation date, date \
         created, opened at, opened, requested, request date, submitted at, date, erstellt \
         am, erstellt, erstellungsdatum, datum, creado el, creado, fecha de creacion, fecha, \
         criado em, criado, data de criacao, cree le, date de creation",
    ),
    (
        Slot::Updated,
        "updated at, updated, updated on, updated time, last updated, last updated time, last \
         update, last update time, latest update, last modified, modified at, modified, \
         aktualisiert am, aktualisiert, geandert am, geandert, zuletzt geandert, actualizado \
         el, actualizado, fecha de actualizacion, ultima actualizacion, atualizado em, \
         atualizado, data de atualizacao, mis a jour le, modifie le, derniere mise a jour",
    ),
    (
        Slot::Solved,
        "solved at, solved, resolved at, resolved time, resolved, resolution date, closed at, \
         closed time, date closed, gelost am, geschlossen am, erledigt am, resuelto el, \
         cerrado el, resolvido em, fechado em, resolu le, ferme le, cloture le",
    ),
    (Slot::Url, "url, ticket url, link, permalink, enlace, lien"),
    (Slot::Source, "source, helpdesk"),
];

/// Custom fields that have a column of their own on the desk, by other names.
const TITLES: &[(&str, &str)] = &[
    (
        "merchant",
        "handler, haendler, comerciante, lojista, marchand",
    ),
    (
        "payment_method",
        "zahlungsart, zahlungsmethode, metodo de pago, forma de pago, metodo de pagamento, \
         forma de pagamento, moyen de paiement",
    ),
];

/// Every name that is known, to look columns up.
pub(in crate::formats) struct Names(HashMap<String, Known>);

impl Names {
    /// The names of any table.
    pub(in crate::formats) fn new() -> Self {
        let slots = SLOTS.iter().flat_map(|(slot, names)| {
            let ranked = names.split(", ").enumerate();
            ranked.map(|(rank, name)| (joined(name), Known::Slot(*slot, rank)))
        });
        let titles = TITLES.iter().flat_map(|(title, names)| {
            let names = names.split(", ");
            names.map(|name| (joined(name), Known::Title(title)))
        });
        Self(slots.chain(titles).collect())
    }

    /// The same with columns that are left aside.
    pub(in crate::formats) fn without(mut self, aside: &[&str]) -> Self {
        let aside = aside.iter().map(|name| (joined(name), Known::Aside));
        self.0.extend(aside);
        self
    }

    /// What this column's name says; none if nothing that is known.
    pub(super) fn known(&self, name: &str) -> Option<Known> {
        // "#" has neither letters nor digits.
        if name.trim() == "#" {
            return Some(Known::Slot(Slot::Id, 0));
        }
        self.0.get(&joined(name)).copied()
    }
}

/// A name without what stands between its words: "createdAt" is "created at".
fn joined(name: &str) -> String {
    key(name).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_spelling() {
        let names = Names::new();
        for (name, slot) in [
            ("Ticket ID", Slot::Id),
            ("#", Slot::Id),
            ("createdAt", Slot::Created),
            ("E-Mail", Slot::Email),
            ("requester_email", Slot::Email),
            ("Priorität", Slot::Priority),
            ("Créé le", Slot::Created),
            ("Última actualización", Slot::Updated),
            ("Situação", Slot::Status),
        ] {
            let known = names.known(name);
            assert!(
                matches!(known, Some(Known::Slot(found, _)) if found == slot),
                "{name}"
            );
        }
        assert_eq!(names.known("Händler"), Some(Known::Title("merchant")));
        for name in ["", "Client", "Category", "Reference", "PSP reference"] {
            assert_eq!(names.known(name), None, "{name}");
        }
    }

    #[test]
    fn no_name_means_two_members() {
        let lists = SLOTS.iter().map(|(_, names)| *names);
        let lists = lists.chain(TITLES.iter().map(|(_, names)| *names));
        let mut count = 0;
        for name in lists.flat_map(|names| names.split(", ")) {
            assert_eq!(key(name), name, "is written as it is looked for");
            count += 1;
        }
        assert_eq!(Names::new().0.len(), count);
    }

    #[test]
    fn every_field_of_the_map_has_a_slot_of_its_name() {
        for name in Field::names() {
            let field = Field::named(name).unwrap();
            assert_eq!(Slot::of(&field).map(Slot::name), Some(name));
        }
    }
}
