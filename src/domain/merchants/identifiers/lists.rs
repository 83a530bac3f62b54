//! Registry lists that rules look values up in. Data, and the sets that hold them.
//!
//! A list lags behind its registry: each says its source, and a rule names the list when it is
//! the reason of a "no".

use std::cmp::Ordering;

/// A set of two-letter codes, a bit each.
#[derive(Debug)]
pub(super) struct Pairs([u32; 26]);

impl Pairs {
    /// The set of codes separated by blanks.
    const fn new(codes: &str) -> Self {
        let bytes = codes.as_bytes();
        let (mut rows, mut at) = ([0; 26], 0);
        while at + 1 < bytes.len() {
            rows[(bytes[at] - b'A') as usize] |= 1 << (bytes[at + 1] - b'A');
            at += 3;
        }
        Self(rows)
    }

    /// True if these two bytes are one of the codes.
    pub(super) fn has(&self, first: u8, second: u8) -> bool {
        let row = first.checked_sub(b'A');
        let row = row.and_then(|row| self.0.get(usize::from(row)));
        row.is_some_and(|row| second.is_ascii_uppercase() && row >> (second - b'A') & 1 == 1)
    }
}

/// A set of numbers below 128, a bit each.
#[derive(Debug)]
pub(super) struct Numbers(u128);

impl Numbers {
    /// The set of these ranges, both ends included.
    const fn new(ranges: &[(u8, u8)]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < ranges.len() {
            let (mut number, last) = ranges[at];
            while number <= last {
                set |= 1 << number;
                number += 1;
            }
            at += 1;
        }
        Self(set)
    }

    /// True if it is one of them.
    pub(super) fn has(&self, number: u32) -> bool {
        number < 128 && self.0 >> number & 1 == 1
    }
}

/// A set of four-letter words, in order, separated by blanks.
#[derive(Debug)]
pub(super) struct Words(&'static str);

impl Words {
    /// True if it is one of the words.
    pub(super) fn has(&self, word: &[u8]) -> bool {
        find(self.0, 5, |row| {
            row.get(..4).map_or(Ordering::Less, |own| own.cmp(word))
        })
    }
}

/// A set of ranges `AAA-BBB` of three digits, in order, separated by blanks.
#[derive(Debug)]
pub(super) struct Ranges(&'static str);

impl Ranges {
    /// True if these three digits lie in one of the ranges.
    pub(super) fn has(&self, code: &[u8]) -> bool {
        find(self.0, 8, |row| match (row.get(..3), row.get(4..7)) {
            (Some(first), _) if code < first => Ordering::Greater,
            (_, Some(last)) if code > last => Ordering::Less,
            _ => Ordering::Equal,
        })
    }
}

/// Looks for a row of `width` bytes, the blank behind it included.
fn find(table: &str, width: usize, order: impl Fn(&[u8]) -> Ordering) -> bool {
    let table = table.as_bytes();
    let (mut low, mut high) = (0, table.len().div_ceil(width));
    while low < high {
        let middle = low.midpoint(high);
        match order(table.get(middle * width..).unwrap_or_default()) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return true,
        }
    }
    false
}

/// Countries of ISO 3166-1 alpha-2, and XK, which SWIFT uses for Kosovo.
pub(super) const COUNTRIES: Pairs = Pairs::new(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO \
     BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ \
     DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP \
     GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG \
     KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
     MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE \
     PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL \
     SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM \
     US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW",
);

/// Federal entities of a CURP (RENAPO); NE is born abroad.
pub(super) const CURP_STATES: Pairs = Pairs::new(
    "AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL \
     TS VZ YN ZS",
);

/// Prefixes of company numbers (Companies House, Uniform Resource Identifiers customer guide, and the
/// register itself). `R` with seven digits is apart.
pub(super) const COMPANY_PREFIXES: Pairs = Pairs::new(
    "AC CE CS EN ES FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC RC RS SA \
     SC SE SF SG SI SL SO SP SR SZ ZC",
);

/// Entity types of a UEN that begins with R, S or T (ACRA).
pub(super) const UEN_TYPES: Pairs = Pairs::new(
    "CC CD CH CL CM CP CS CX DP FB FC FM FN GA GB GS HS LL LP MB MC MD MH MM MQ NB NR PA PB \
     PF RF RP SM SS TC TU VH XL",
);

/// Prefixes of an EIN (IRS, How EINs are assigned and valid EIN prefixes).
pub(super) const EIN_PREFIXES: Numbers = Numbers::new(&[
    (1, 6),
    (10, 16),
    (20, 27),
    (30, 48),
    (50, 68),
    (71, 77),
    (80, 88),
    (90, 95),
    (98, 99),
]);

/// Area codes (DDD) in use (ANATEL).
pub(super) const AREA_CODES: Numbers = Numbers::new(&[
    (11, 19),
    (21, 22),
    (24, 24),
    (27, 28),
    (31, 35),
    (37, 38),
    (41, 49),
    (51, 51),
    (53, 55),
    (61, 69),
    (71, 71),
    (73, 75),
    (77, 77),
    (79, 79),
    (81, 89),
    (91, 99),
]);

/// State codes of a GSTIN (GST Council).
pub(super) const GSTIN_STATES: Numbers = Numbers::new(&[(1, 37)]);

/// Counties of a Romanian CNP.
pub(super) const CNP_COUNTIES: Numbers = Numbers::new(&[(1, 48), (51, 52), (70, 70), (80, 83)]);

/// Bank codes that are assigned (National Bank of Belgium, list of 1 January 2026), as ranges.
pub(super) const BELGIAN_BANKS: Ranges = Ranges(
    "000-111 113-116 119-127 129-134 137-137 140-150 171-171 175-176 185-185 189-214 \
     220-499 501-501 504-504 507-510 512-515 521-525 538-538 541-541 546-546 548-560 \
     562-579 581-581 583-583 585-588 590-601 603-605 607-607 610-613 624-625 630-631 \
     634-636 638-638 640-640 642-654 657-658 663-664 666-680 682-689 693-696 699-709 \
     719-719 722-722 725-765 772-806 817-817 823-826 828-828 830-840 845-845 850-853 \
     859-860 862-863 865-866 868-868 871-871 873-873 876-881 883-884 887-888 890-899 \
     903-908 910-911 913-917 920-920 922-924 926-926 929-931 934-934 936-936 939-943 \
     945-945 948-961 963-964 967-969 971-971 973-984 989-999",
);

/// Words no RFC begins with (SAT, palabras inconvenientes).
pub(super) const RFC_BANNED: Words = Words(
    "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO \
     KACA KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA \
     PEDO PENE PUTA PUTO QULO RATA RUIN",
);

/// Words no CURP begins with (RENAPO).
pub(super) const CURP_BANNED: Words = Words(
    "BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA \
     CULO FALO FETO GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA \
     KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION \
     MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA \
     ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY",
);

/// Member states of consumption of the one-stop shop (ISO 3166-1 numeric; 900 is Northern Ireland).
pub(super) const OSS_STATES: &[u32] = &[
    40, 56, 100, 191, 196, 203, 208, 233, 246, 250, 276, 300, 348, 372, 380, 428, 440, 442, 470,
    528, 616, 620, 642, 703, 705, 724, 752, 900,
];
