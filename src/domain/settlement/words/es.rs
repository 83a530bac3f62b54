//! Spanish.

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
    weekdays: "lunes a viernes",
};

const DAYS: [&str; 7] = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];
const MONTHS: [&str; 12] = [
    "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
];
const WEEKDAYS: [&str; 7] = [
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
];

fn day(day: NaiveDate) -> String {
    let weekday = weekday_in(DAYS, day.weekday());
    format!("{weekday} {} {}", day.day(), month_in(MONTHS, day))
}

fn date(date: NaiveDate) -> String {
    format!("{} {}", day(date), date.year())
}

fn weekday(day: Weekday) -> &'static str {
    weekday_in(WEEKDAYS, day)
}

fn holiday(name: &str) -> Option<&'static str> {
    Some(match name {
        "New Year's Day" => "Año Nuevo",
        "Holy Thursday" | "Maundy Thursday" => "Jueves Santo",
        "Good Friday" => "Viernes Santo",
        "Easter Monday" => "Lunes de Pascua",
        "Labour Day" | "Labor Day" => "Día del Trabajo",
        "Ascension Day" => "Ascensión",
        "Corpus Christi" => "Corpus Christi",
        "All Saints' Day" => "Todos los Santos",
        "Christmas Day" => "Navidad",
        "Boxing Day" | "Christmas Holiday" | "St Stephen's Day" | "Second Day of Christmas" => {
            "San Esteban"
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
            let paid = paid.map_or_else(String::new, |paid| format!(", se paga el {paid}"));
            let credited = match credited {
                Some((from, to)) if from == to => format!(", abonado en cuenta el {from}"),
                Some((from, to)) => format!(", abonado en cuenta entre el {from} y el {to}"),
                None => String::new(),
            };
            format!("Capturado el {captured} en {place}: se liquida el {settled}{paid}{credited}.")
        }
        Sentence::Amount {
            gross,
            fee,
            withheld,
            net,
        } => {
            let fee = fee.map_or_else(String::new, |fee| format!(", menos una comisión de {fee}"));
            let withheld = withheld.map_or_else(String::new, |withheld| {
                format!(", menos una reserva de {withheld}")
            });
            format!("De {gross}{fee}{withheld}, quedan {net}.")
        }
        Sentence::LocalCapture { utc, local, place } => {
            format!("{utc} es el {local} en {place}")
        }
        Sentence::NoCutOff { place } => format!(
            "no consta hora de corte, así que el día termina a las 24:00 en {place}: la fecha de \
             operación es el día de la captura"
        ),
        Sentence::NeverCutOff => {
            "la hora de corte es las 24:00: la fecha de operación es el día de la captura"
                .to_owned()
        }
        Sentence::BeforeCutOff { time } => format!(
            "antes de la hora de corte de las {time}: la fecha de operación es el día de la \
             captura"
        ),
        Sentence::AtCutOff { time } => format!(
            "no antes de la hora de corte de las {time} (las {time} en punto ya cuentan como \
             después): la fecha de operación es el día siguiente"
        ),
        Sentence::Open { calendars } => {
            format!("es día hábil ({calendars}): se cuenta a partir de él")
        }
        Sentence::Rolled { closed, to } => {
            format!("inhábil: {closed}; primer día hábil {to}")
        }
        Sentence::NotRolled => {
            "se cuenta a partir de la fecha de operación misma, sea hábil o no".to_owned()
        }
        Sentence::BusinessLag { n, from, calendars } => {
            let days = if n == 1 {
                "día hábil"
            } else {
                "días hábiles"
            };
            format!("{n} {days} ({calendars}) después del {from}")
        }
        Sentence::NoLag { from, calendars } => {
            format!("el primer día hábil ({calendars}) desde el {from} inclusive")
        }
        Sentence::CalendarLag { n, from, landed } => {
            let days = if n == 1 {
                "día natural"
            } else {
                "días naturales"
            };
            format!("{n} {days} después del {from} es el {landed}, o el día hábil siguiente")
        }
        Sentence::WeekendsOnly => {
            "no consta calendario: solo se descuentan sábados y domingos".to_owned()
        }
        Sentence::NotCounted { closed } => format!("inhábil: {closed}"),
        Sentence::Billed { cycle, start, end } => match cycle {
            BillingCycle::Daily => {
                format!("facturación diaria: el {start} se factura al día siguiente")
            }
            BillingCycle::Weekly => format!(
                "facturación semanal, de sábado a viernes, partida a fin de mes: del {start} al \
                 {end} se factura el lunes posterior a ese viernes"
            ),
            BillingCycle::Monthly => format!(
                "facturación mensual: del {start} al {end} se factura el primer lunes del mes \
                 siguiente"
            ),
        },
        Sentence::BillingLag { n, billed } => match n {
            0 => format!("pagadero desde el primer día hábil de T2 desde el {billed} inclusive"),
            1 => format!("pagadero desde 1 día hábil de T2 después del {billed}"),
            _ => format!("pagadero desde {n} días hábiles de T2 después del {billed}"),
        },
        Sentence::NoBilling => {
            "el ciclo de facturación está en el contrato del cliente; indique el cliente o un ciclo"
                .to_owned()
        }
        Sentence::Paid {
            cadence,
            from,
            scheduled,
        } => {
            let every = match cadence {
                Cadence::Daily => "cada día hábil".to_owned(),
                Cadence::Weekly(day) => format!("cada {}", weekday(day)),
                Cadence::TwiceWeekly([one, other]) => {
                    format!("cada {} y {}", weekday(one), weekday(other))
                }
                Cadence::Monthly(day) => format!("el día {day} de cada mes"),
                Cadence::LastBusinessDay => "el último día hábil de cada mes".to_owned(),
            };
            format!("se paga {every}: el primero desde el {from} inclusive es el {scheduled}")
        }
        Sentence::Moved { adjust, closed, to } => {
            let which = match adjust {
                Adjust::Following => "el día hábil siguiente es el",
                Adjust::Preceding => "el día hábil anterior es el",
                Adjust::ModifiedFollowing => "el día hábil más próximo dentro del mes es el",
            };
            format!("inhábil: {closed}; {which} {to}")
        }
        Sentence::NoPayout => {
            "el día de pago está en el contrato del cliente; indique el cliente o un calendario de \
             pagos"
                .to_owned()
        }
        Sentence::Credited { way } => match way {
            Way::Sepa => "una transferencia SEPA llega el mismo día hábil de T2 o el siguiente",
            Way::Instant => {
                "el sistema local de pagos inmediatos abona el mismo día, también en festivos"
            }
            Way::Correspondent => {
                "a través de bancos corresponsales lo habitual son uno o dos días hábiles, sin \
                 garantía"
            }
        }
        .to_owned(),
        Sentence::Released {
            withheld,
            percent,
            days,
        } => format!(
            "se retienen {withheld} ({percent} %) durante {days} días y se liberan ese día hábil"
        ),
        Sentence::BelowMinimum { minimum } => format!(
            "por sí solo no alcanza el pago mínimo de {minimum}: se acumula hasta que el saldo lo \
             alcance"
        ),
        Sentence::Unsourced => "sin fuente".to_owned(),
        Sentence::InContract { client } => format!("contrato de {client}"),
        Sentence::OnCommandLine => "indicado en la línea de órdenes".to_owned(),
    }
}
