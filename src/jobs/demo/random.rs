//! Chance that is the same on every machine and in every version.
//!
//! `SplitMix64` (Steele, Lea, Flood 2014) in ten lines instead of a crate: benches, screenshots
//! and bug reports name a seed, and a crate may change its stream with any release.

use serde::Deserialize;

/// A stream of numbers, fixed by a seed and the number of the stream.
#[derive(Clone, Debug)]
pub(super) struct Rng(u64);

/// The step of the sequence: 2^64 over the golden ratio, odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// The given stream of a seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(mix(seed ^ mix(stream.wrapping_add(STEP))))
    }

    /// The next number, all 64 bits of it.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from 0 to below `end`; 0 if `end` is not positive. Its bias is below 2^-40 for
    /// the ranges used here.
    pub(super) fn below(&mut self, end: i64) -> i64 {
        (self.bits() >> 1).cast_signed() % end.max(1)
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: i64, last: i64) -> i64 {
        first + self.below(last - first + 1)
    }

    /// True in so many of 100 cases.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A list with at least one member, so that a choice from it always succeeds.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Vec<T>")]
pub(super) struct OneOf<T> {
    first: T,
    rest: Vec<T>,
}

impl<T> TryFrom<Vec<T>> for OneOf<T> {
    type Error = &'static str;

    fn try_from(all: Vec<T>) -> Result<Self, Self::Error> {
        let mut all = all.into_iter();
        let first = all.next().ok_or("a list needs at least one member")?;
        Ok(Self {
            first,
            rest: all.collect(),
        })
    }
}

impl<T> OneOf<T> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rest.len() + 1
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// The member at `index`, counted round and round.
    pub(super) fn at(&self, index: usize) -> &T {
        match index % self.len() {
            0 => &self.first,
            more => self.rest.get(more - 1).unwrap_or(&self.first),
        }
    }

    /// Any member, each as likely.
    pub(super) fn pick(&self, rng: &mut Rng) -> &T {
        self.pick_by(rng, |_| 1)
    }

    /// A member, each as likely as its weight says.
    pub(super) fn pick_by(&self, rng: &mut Rng, weight: impl Fn(&T) -> u32) -> &T {
        let total: i64 = self.iter().map(|one| i64::from(weight(one))).sum();
        let mut left = rng.below(total);
        for one in self.iter() {
            left -= i64::from(weight(one));
            if left < 0 {
                return one;
            }
        }
        &self.first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // First outputs of SplitMix64 for seed 1234567 (Vigna's splitmix64.c).
        let mut rng = Rng(1_234_567);
        assert_eq!(rng.bits(), 6_457_827_717_110_365_317);
        assert_eq!(rng.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn choices_follow_weights() {
        let list = OneOf::try_from(vec![0u32, 1, 3]).unwrap();
        let mut rng = Rng::new(1, 0);
        let mut counts = [0; 3];
        for _ in 0..4_000 {
            let chosen = *list.pick_by(&mut rng, |weight| *weight);
            counts[[0, 1, 9, 2][chosen as usize]] += 1;
        }
        assert_eq!(counts[0], 0);
        assert!((900..1_100).contains(&counts[1]), "{counts:?}");
    }
}
