//! German.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Sentence, Tongue, month_in, weekday_in};
use crate::domain::settlement::billing::BillingCycle;
use crate::domain::settlement::payout::{Adjust, Cadence};
use crate::domain::settlement::timeline::Way;

pub(super) const TONGUE: Tongue = Tongue {
    say,
    day,
    date,
    holiday,
    point: ',',
    weekdays: "Montag bis Freitag",
};

const DAYS: [&str; 7] = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const WEEKDAYS: [&str; 7] = [
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
];

fn day(day: NaiveDate) -> String {
    let weekday = weekday_in(DAYS, day.weekday());
    format!("{weekday} {}. {}", day.day(), month_in(MONTHS, day))
}

fn date(date: NaiveDate) -> String {
    format!("{} {}", day(date), date.year())
}

fn weekday(day: Weekday) -> &'static str {
    weekday_in(WEEKDAYS, day)
}

fn holiday(name: &str) -> Option<&'static str> {
    Some(match name {
        "New Year's Day" => "Neujahr",
        "Holy Thursday" | "Maundy Thursday" => "Gründonnerstag",
        "Good Friday" => "Karfreitag",
        "Easter Monday" => "Ostermontag",
        "Labour Day" | "Labor Day" => "Tag der Arbeit",
        "Ascension Day" => "Christi Himmelfahrt",
        "Corpus Christi" => "Fronleichnam",
        "All Saints' Day" => "Allerheiligen",
        "Christmas Day" => "1. Weihnachtstag",
        "Boxing Day" | "Christmas Holiday" | "St Stephen's Day" | "Second Day of Christmas" => {
            "2. Weihnachtstag"
        }
        _ => return None,
    })
}

fn say(sentence: &Sentence<'_>) -> String {
    match *sentence {
        Sentence::Answer {
            captured,
            place,
            settled,
            paid,
            credited,
        } => {
            let paid = paid.map_or_else(String::new, |paid| format!(", ausgezahlt am {paid}"));
            let credited = match credited {
                Some((from, to)) if from == to => format!(", auf dem Konto am {from}"),
                Some((from, to)) => format!(", auf dem Konto zwischen {from} und {to}"),
                None => String::new(),
            };
            format!("Erfasst am {captured} in {place}: abgewickelt am {settled}{paid}{credited}.")
        }
        Sentence::Amount {
            gross,
            fee,
            withheld,
            net,
        } => {
            let fee = fee.map_or_else(String::new, |fee| {
                format!(", abzüglich einer Gebühr von {fee}")
            });
            let withheld = withheld.map_or_else(String::new, |withheld| {
                format!(", abzüglich eines Einbehalts von {withheld}")
            });
            format!("Von {gross}{fee}{withheld}, bleiben {net}.")
        }
        Sentence::LocalCapture { utc, local, place } => {
            format!("{utc} ist {local} in {place}")
        }
        Sentence::NoCutOff { place } => format!(
            "kein Annahmeschluss bekannt, der Tag endet also um 24:00 Uhr in {place}: Handelstag \
             ist der Tag der Erfassung"
        ),
        Sentence::NeverCutOff => {
            "Annahmeschluss ist 24:00 Uhr: Handelstag ist der Tag der Erfassung".to_owned()
        }
        Sentence::BeforeCutOff { time } => {
            format!("vor dem Annahmeschluss um {time} Uhr: Handelstag ist der Tag der Erfassung")
        }
        Sentence::AtCutOff { time } => format!(
            "nicht vor dem Annahmeschluss um {time} Uhr ({time} Uhr genau zählt als danach): \
             Handelstag ist der nächste Tag"
        ),
        Sentence::Open { calendars } => {
            format!("ein Geschäftstag ({calendars}): von ihm an wird gezählt")
        }
        Sentence::Rolled { closed, to } => {
            format!("geschlossen: {closed}; erster Geschäftstag {to}")
        }
        Sentence::NotRolled => {
            "gezählt wird vom Handelstag selbst an, ob Geschäftstag oder nicht".to_owned()
        }
        Sentence::BusinessLag { n, from, calendars } => {
            let days = if n == 1 {
                "Geschäftstag"
            } else {
                "Geschäftstage"
            };
            format!("{n} {days} ({calendars}) nach {from}")
        }
        Sentence::NoLag { from, calendars } => {
            format!("der erste Geschäftstag ({calendars}) ab {from}")
        }
        Sentence::CalendarLag { n, from, landed } => {
            let days = if n == 1 {
                "Kalendertag"
            } else {
                "Kalendertage"
            };
            format!("{n} {days} nach {from} ist {landed}, sonst der folgende Geschäftstag")
        }
        Sentence::WeekendsOnly => {
            "kein Kalender bekannt: nur Samstage und Sonntage bleiben ungezählt".to_owned()
        }
        Sentence::NotCounted { closed } => format!("geschlossen: {closed}"),
        Sentence::Billed { cycle, start, end } => match cycle {
            BillingCycle::Daily => {
                format!("tägliche Abrechnung: {start} wird am nächsten Tag berechnet")
            }
            BillingCycle::Weekly => format!(
                "wöchentliche Abrechnung von Samstag bis Freitag, am Monatsende geteilt: {start} \
                 bis {end} wird am Montag nach diesem Freitag berechnet"
            ),
            BillingCycle::Monthly => format!(
                "monatliche Abrechnung: {start} bis {end} wird am ersten Montag des nächsten \
                 Monats berechnet"
            ),
        },
        Sentence::BillingLag { n, billed } => match n {
            0 => format!("zahlbar ab dem ersten T2-Geschäftstag ab {billed}"),
            1 => format!("zahlbar ab 1 T2-Geschäftstag nach {billed}"),
            _ => format!("zahlbar ab {n} T2-Geschäftstagen nach {billed}"),
        },
        Sentence::NoBilling => {
            "der Abrechnungszyklus steht im Vertrag des Kunden; Kunde oder Zyklus angeben"
                .to_owned()
        }
        Sentence::Paid {
            cadence,
            from,
            scheduled,
        } => {
            let every = match cadence {
                Cadence::Daily => "an jedem Geschäftstag".to_owned(),
                Cadence::Weekly(day) => format!("jeden {}", weekday(day)),
                Cadence::TwiceWeekly([one, other]) => {
                    format!("jeden {} und {}", weekday(one), weekday(other))
                }
                Cadence::Monthly(day) => format!("am {day}. jedes Monats"),
                Cadence::LastBusinessDay => "am letzten Geschäftstag jedes Monats".to_owned(),
            };
            format!("Auszahlung {every}: die erste ab {from} ist {scheduled}")
        }
        Sentence::Moved { adjust, closed, to } => {
            let which = match adjust {
                Adjust::Following => "der folgende Geschäftstag ist",
                Adjust::Preceding => "der Geschäftstag davor ist",
                Adjust::ModifiedFollowing => "der nächste Geschäftstag im selben Monat ist",
            };
            format!("geschlossen: {closed}; {which} {to}")
        }
        Sentence::NoPayout => {
            "der Auszahlungstag steht im Vertrag des Kunden; Kunde oder Rhythmus angeben".to_owned()
        }
        Sentence::Credited { way } => match way {
            Way::Sepa => {
                "eine SEPA-Überweisung kommt am selben oder am nächsten T2-Geschäftstag an"
            }
            Way::Instant => {
                "das örtliche Sofortzahlungssystem schreibt am selben Tag gut, auch an Feiertagen"
            }
            Way::Correspondent => {
                "über Korrespondenzbanken sind ein bis zwei Geschäftstage üblich, nicht zugesagt"
            }
        }
        .to_owned(),
        Sentence::Released {
            withheld,
            percent,
            days,
        } => format!(
            "{withheld} ({percent} %) werden {days} Tage einbehalten und an diesem Geschäftstag \
             freigegeben"
        ),
        Sentence::BelowMinimum { minimum } => format!(
            "allein liegt es unter der Mindestauszahlung von {minimum}: es wird vorgetragen, bis \
             der Saldo sie erreicht"
        ),
        Sentence::Unsourced => "ohne Quelle".to_owned(),
        Sentence::InContract { client } => format!("Vertrag von {client}"),
        Sentence::OnCommandLine => "auf der Befehlszeile angegeben".to_owned(),
    }
}
