//! The rolling reserve: what is withheld from each settlement, and when it comes back.

use chrono::NaiveDate;

use super::days_after;
use crate::domain::Refusal;
use crate::domain::calendar::BusinessDays;

/// A hundred percent.
const WHOLE: i128 = 10_000;
/// Most basis points.
pub const MAX_BASIS_POINTS: u32 = 10_000;
/// Longest hold in days: ten years; reserves run for months.
pub const MAX_HOLD: u32 = 3_660;

/// How much is withheld, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserve {
    basis_points: u32,
    hold_days: u32,
}

/// One settlement with its reserve; amounts in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// What is withheld.
    pub withheld: i64,
    /// What is left: gross less fees less withheld.
    pub net: i64,
    /// The day on which what is withheld comes back.
    pub release_date: NaiveDate,
}

impl Reserve {
    /// A reserve of so many hundredths of a percent for so many calendar days.
    pub fn new(basis_points: u32, hold_days: u32) -> Result<Self, Refusal> {
        if basis_points > MAX_BASIS_POINTS {
            return Err(Refusal::new(format!(
                "{basis_points} basis points are more than all of it"
            ))
            .cure(format!("write at most {MAX_BASIS_POINTS}, which is 100 %")));
        }
        if hold_days > MAX_HOLD {
            return Err(
                Refusal::new(format!("a hold of {hold_days} days cannot be"))
                    .cure(format!("write at most {MAX_HOLD}")),
            );
        }
        Ok(Self {
            basis_points,
            hold_days,
        })
    }

    /// Hundredths of a percent.
    pub const fn basis_points(self) -> u32 {
        self.basis_points
    }

    /// Calendar days.
    pub const fn hold_days(self) -> u32 {
        self.hold_days
    }

    /// What is withheld from a gross amount: rounded to the minor unit, halves up.
    pub fn withheld(self, gross: i64) -> Result<i64, Refusal> {
        let share = i128::from(gross) * i128::from(self.basis_points);
        let rounded = (share + WHOLE / 2).div_euclid(WHOLE);
        i64::try_from(rounded).map_err(|_too_large| too_large())
    }

    /// Withholds from one settlement. The release date is `hold_days` after it, or the following
    /// business day.
    pub fn apply(
        self,
        settled: NaiveDate,
        gross: i64,
        fees: i64,
        days: &BusinessDays,
    ) -> Result<Withheld, Refusal> {
        let withheld = self.withheld(gross)?;
        let net = gross
            .checked_sub(fees)
            .and_then(|rest| rest.checked_sub(withheld))
            .ok_or_else(too_large)?;
        let release = days_after(settled, u64::from(self.hold_days))?;
        Ok(Withheld {
            withheld,
            net,
            release_date: days.on_or_after(release)?,
        })
    }
}

fn too_large() -> Refusal {
    Refusal::new("gross less fees and reserve is larger than any account holds")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settlement::fixture::{day, t2};
    use proptest::prelude::*;

    #[test]
    fn halves_are_rounded_up() {
        let five = Reserve::new(500, 0).unwrap();
        for (gross, withheld) in [
            (0, 0),
            (9, 0),
            (10, 1),
            (29, 1),
            (30, 2),
            (250_000, 12_500),
            (-10, 0),
            (-11, -1),
            (-30, -1),
        ] {
            assert_eq!(five.withheld(gross).unwrap(), withheld, "{gross}");
        }
        let all = Reserve::new(10_000, 0).unwrap();
        assert_eq!(all.withheld(i64::MAX).unwrap(), i64::MAX);
        assert_eq!(all.withheld(i64::MIN).unwrap(), i64::MIN);
    }

    #[test]
    fn it_is_released_on_a_business_day() {
        let reserve = Reserve::new(500, 178).unwrap();
        let batch = reserve
            .apply(day("2026-06-30"), 250_000, 2_500, &t2())
            .unwrap();
        assert_eq!((batch.withheld, batch.net), (12_500, 235_000));
        // 178 days after 30 June 2026 is Christmas.
        assert_eq!(batch.release_date, day("2026-12-28"));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(Reserve::new(10_001, 0).is_err());
        assert!(Reserve::new(1, MAX_HOLD + 1).is_err());
        let reserve = Reserve::new(0, 0).unwrap();
        assert!(
            reserve
                .apply(day("2026-06-30"), i64::MIN, 1, &t2())
                .is_err()
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost(gross in -1i64 << 50..1 << 50, fees in 0i64..1 << 40, points in 0u32..=10_000) {
            let reserve = Reserve::new(points, 90).unwrap();
            let batch = reserve.apply(day("2026-06-30"), gross, fees, &t2()).unwrap();
            prop_assert_eq!(batch.withheld + batch.net + fees, gross);
            let exact = i128::from(gross) * i128::from(points);
            let error = i128::from(batch.withheld) * WHOLE - exact;
            prop_assert!(-WHOLE / 2 < error && error <= WHOLE / 2);
        }
    }
}
