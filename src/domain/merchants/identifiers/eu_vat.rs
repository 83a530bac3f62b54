//! VAT numbers of the European Union: two letters, then the rule of that state.
//!
//! Source: Council Directive 2006/112/EC article 215, the European Commission's VIES. Greece is EL (GR is
//! taken), Northern Ireland is XI; EU and IM are one-stop shop numbers.

use super::fault::Fault;
use super::form::Form;
use super::text::Text;
use super::{
    Example, Kind, Proof, Rule, britain_ireland, eu_states, germanic, nordic, poland, romance,
};

pub(super) static KINDS: &[Kind] = &[Kind {
    name: "eu_vat",
    country: Some("EU"),
    title: "VAT number of a member state, with its two letters",
    example: Example::published("DE136695976", "Bundeszentralamt für Steuern"),
    form: Form::without("").completed(finish_state),
    rule: vat,
}];

/// How a state normalises and checks.
type State = (&'static [u8; 2], Form, Rule);

const BLANK_AND_DASH: Form = Form::without(" -");
const GREECE: Form = Form::without(" -./:").completed(eu_states::pad_greek);

static STATES: &[State] = &[
    (b"AT", germanic::AUSTRIA, germanic::austria),
    (b"BE", germanic::BELGIUM, germanic::belgium),
    (b"BG", Form::without(" -."), eu_states::bulgaria),
    (b"CY", BLANK_AND_DASH, eu_states::cyprus),
    (b"CZ", Form::without(" /"), eu_states::czechia),
    (b"DE", germanic::GERMANY, germanic::germany),
    (b"DK", nordic::DENMARK, nordic::denmark),
    (b"EE", Form::without(" "), eu_states::estonia),
    (b"EL", GREECE, eu_states::greece),
    (b"ES", romance::SPAIN, romance::nif),
    (b"EU", BLANK_AND_DASH, |text, _year| {
        eu_states::one_stop_shop(text, 9)
    }),
    (b"FI", nordic::FINLAND, nordic::finland),
    (b"FR", romance::FRANCE, romance::tva),
    (b"GR", GREECE, eu_states::greece),
    (b"HR", BLANK_AND_DASH, eu_states::croatia),
    (b"HU", BLANK_AND_DASH, eu_states::hungary),
    (b"IE", britain_ireland::IRELAND, britain_ireland::ireland),
    (b"IM", BLANK_AND_DASH, |text, _year| {
        eu_states::one_stop_shop(text, 10)
    }),
    (b"IT", romance::ITALY, romance::italy),
    (b"LT", BLANK_AND_DASH, eu_states::lithuania),
    (b"LU", Form::without(" -.:"), eu_states::luxembourg),
    (b"LV", BLANK_AND_DASH, eu_states::latvia),
    (b"MT", BLANK_AND_DASH, eu_states::malta),
    (b"NL", germanic::NETHERLANDS, germanic::netherlands),
    (b"PL", poland::POLAND, poland::nip),
    (b"PT", romance::PORTUGAL, romance::portugal),
    (b"RO", BLANK_AND_DASH, eu_states::romania),
    (b"SE", Form::without(" -."), eu_states::sweden),
    (b"SI", BLANK_AND_DASH, eu_states::slovenia),
    (b"SK", BLANK_AND_DASH, eu_states::slovakia),
    (b"XI", britain_ireland::BRITAIN, britain_ireland::vat),
];

fn state(text: &[u8]) -> Option<&'static State> {
    let code = text.get(..2)?;
    STATES.iter().find(|(own, ..)| own.as_slice() == code)
}

fn finish_state(text: &mut Text) {
    if let Some((_, form, _)) = state(text.tail()) {
        text.finish_behind(2, form);
    }
}

fn vat(text: &[u8], year: i32) -> Result<Proof, Fault> {
    let Some((_, _, rule)) = state(text) else {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "no member state has VAT numbers that begin with ",
            after: ", put the state's two letters in front",
        });
    };
    let national = text.get(2..).unwrap_or_default();
    if national.is_empty() {
        return Err(Fault::Said("nothing stands behind the state's two letters"));
    }
    rule(national, year).map_err(|fault| fault.shifted(2))
}
