//! Portuguese.

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
    weekdays: "segunda a sexta-feira",
};

const DAYS: [&str; 7] = ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"];
const MONTHS: [&str; 12] = [
    "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez",
];
const WEEKDAYS: [&str; 7] = [
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
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
        "New Year's Day" => "Confraternização Universal",
        "Holy Thursday" | "Maundy Thursday" => "Quinta-feira Santa",
        "Good Friday" => "Sexta-feira Santa",
        "Easter Monday" => "Segunda-feira de Páscoa",
        "Labour Day" | "Labor Day" => "Dia do Trabalho",
        "Ascension Day" => "Ascensão",
        "Corpus Christi" => "Corpus Christi",
        "All Saints' Day" => "Todos os Santos",
        "Christmas Day" => "Natal",
        "Boxing Day" | "Christmas Holiday" | "St Stephen's Day" | "Second Day of Christmas" => {
            "Santo Estêvão"
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
            let paid = paid.map_or_else(String::new, |paid| format!(", pago em {paid}"));
            let credited = match credited {
                Some((from, to)) if from == to => format!(", creditado em conta em {from}"),
                Some((from, to)) => format!(", creditado em conta entre {from} e {to}"),
                None => String::new(),
            };
            format!("Capturado em {captured} em {place}: liquida em {settled}{paid}{credited}.")
        }
        Sentence::Amount {
            gross,
            fee,
            withheld,
            net,
        } => {
            let fee = fee.map_or_else(String::new, |fee| format!(", menos uma tarifa de {fee}"));
            let withheld = withheld.map_or_else(String::new, |withheld| {
                format!(", menos uma reserva de {withheld}")
            });
            format!("De {gross}{fee}{withheld}, restam {net}.")
        }
        Sentence::LocalCapture { utc, local, place } => {
            format!("{utc} é {local} em {place}")
        }
        Sentence::NoCutOff { place } => format!(
            "não consta horário de corte, então o dia termina às 24:00 em {place}: a data da \
             operação é o dia da captura"
        ),
        Sentence::NeverCutOff => {
            "o horário de corte é 24:00: a data da operação é o dia da captura".to_owned()
        }
        Sentence::BeforeCutOff { time } => format!(
            "antes do horário de corte das {time}: a data da operação é o dia da captura"
        ),
        Sentence::AtCutOff { time } => format!(
            "não antes do horário de corte das {time} ({time} em ponto já conta como depois): a \
             data da operação é o dia seguinte"
        ),
        Sentence::Open { calendars } => {
            format!("é dia útil ({calendars}): a contagem começa nele")
        }
        Sentence::Rolled { closed, to } => {
            format!("sem expediente: {closed}; primeiro dia útil {to}")
        }
        Sentence::NotRolled => {
            "a contagem começa na própria data da operação, seja dia útil ou não".to_owned()
        }
        Sentence::BusinessLag { n, from, calendars } => {
            let days = if n == 1 { "dia útil" } else { "dias úteis" };
            format!("{n} {days} ({calendars}) depois de {from}")
        }
        Sentence::NoLag { from, calendars } => {
            format!("o primeiro dia útil ({calendars}) a partir de {from}, inclusive")
        }
        Sentence::CalendarLag { n, from, landed } => {
            let days = if n == 1 { "dia corrido" } else { "dias corridos" };
            format!("{n} {days} depois de {from} é {landed}, ou o dia útil seguinte")
        }
        Sentence::WeekendsOnly => {
            "não consta calendário: só sábados e domingos ficam fora da contagem".to_owned()
        }
        Sentence::NotCounted { closed } => format!("sem expediente: {closed}"),
        Sentence::Billed { cycle, start, end } => match cycle {
            BillingCycle::Daily => {
                format!("faturamento diário: {start} é faturado no dia seguinte")
            }
            BillingCycle::Weekly => format!(
                "faturamento semanal, de sábado a sexta-feira, dividido no fim do mês: de {start} \
                 a {end} é faturado na segunda-feira depois dessa sexta-feira"
            ),
            BillingCycle::Monthly => format!(
                "faturamento mensal: de {start} a {end} é faturado na primeira segunda-feira do \
                 mês seguinte"
            ),
        },
        Sentence::BillingLag { n, billed } => match n {
            0 => format!("a pagar a partir do primeiro dia útil do T2 a partir de {billed}, inclusive"),
            1 => format!("a pagar a partir de 1 dia útil do T2 depois de {billed}"),
            _ => format!("a pagar a partir de {n} dias úteis do T2 depois de {billed}"),
        },
        Sentence::NoBilling => {
            "o ciclo de faturamento está no contrato do cliente; informe o cliente ou um ciclo"
                .to_owned()
        }
        Sentence::Paid {
            cadence,
            from,
            scheduled,
        } => {
            let every = match cadence {
                Cadence::Daily => "em cada dia útil".to_owned(),
                Cadence::Weekly(day) => format!("toda semana ({})", weekday(day)),
                Cadence::TwiceWeekly([one, other]) => {
                    format!("duas vezes por semana ({} e {})", weekday(one), weekday(other))
                }
                Cadence::Monthly(day) => format!("no dia {day} de cada mês"),
                Cadence::LastBusinessDay => "no último dia útil de cada mês".to_owned(),
            };
            format!("pagamento {every}: o primeiro a partir de {from}, inclusive, é {scheduled}")
        }
        Sentence::Moved { adjust, closed, to } => {
            let which = match adjust {
                Adjust::Following => "o dia útil seguinte é",
                Adjust::Preceding => "o dia útil anterior é",
                Adjust::ModifiedFollowing => "o dia útil mais próximo dentro do mês é",
            };
            format!("sem expediente: {closed}; {which} {to}")
        }
        Sentence::NoPayout => {
            "o dia do pagamento está no contrato do cliente; informe o cliente ou uma agenda de \
             pagamentos"
                .to_owned()
        }
        Sentence::Credited { way } => match way {
            Way::Sepa => "uma transferência SEPA chega no mesmo dia útil do T2 ou no seguinte",
            Way::Instant => {
                "o sistema local de pagamentos instantâneos credita no mesmo dia, também em feriados"
            }
            Way::Correspondent => {
                "por bancos correspondentes são comuns um ou dois dias úteis, sem garantia"
            }
        }
        .to_owned(),
        Sentence::Released {
            withheld,
            percent,
            days,
        } => format!(
            "{withheld} ({percent} %) ficam retidos por {days} dias e são liberados nesse dia útil"
        ),
        Sentence::BelowMinimum { minimum } => format!(
            "sozinho fica abaixo do pagamento mínimo de {minimum}: acumula até o saldo alcançá-lo"
        ),
        Sentence::Unsourced => "sem fonte".to_owned(),
        Sentence::InContract { client } => format!("contrato de {client}"),
        Sentence::OnCommandLine => "informado na linha de comando".to_owned(),
    }
}
