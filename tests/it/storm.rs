//! A window that is dragged about: ten thousand sizes, and nothing is lost.

use paydesk::app::event::Event;

use super::driver::{Driver, SUBJECTS, fill_with};

/// Sizes of the storm.
const SIZES: usize = 10_000;
/// Sizes that come before a frame goes out, at most: a terminal reports faster than it shows.
const BURST: u64 = 40;
/// The largest window.
const LARGEST: (u64, u64) = (300, 100);

/// A small generator (`SplitMix64`): the same storm every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 1 to `most`.
    fn to(&mut self, most: u64) -> u16 {
        u16::try_from(1 + self.next() % most).unwrap()
    }
}

#[test]
fn ten_thousand_sizes_lose_neither_the_row_nor_the_words() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let subjects: Vec<&str> = SUBJECTS.iter().copied().cycle().take(60).collect();
    fill_with(&path, &subjects);
    let mut desk = Driver::open(&path);
    desk.keys("j j j");
    let ticket = |desk: &Driver| desk.app().queue.list.selected().map(|row| row.id);
    let chosen = ticket(&desk);
    let mut dice = Dice(20_260_427);
    let mut storm = |desk: &mut Driver, sizes: usize| {
        let mut todo = sizes;
        while todo > 0 {
            let burst = usize::from(dice.to(BURST)).min(todo);
            for _ in 0..burst {
                let (width, height) = (dice.to(LARGEST.0), dice.to(LARGEST.1));
                desk.queue_event(Event::Resize(width, height));
            }
            desk.settle();
            let (width, height) = desk.app().size;
            let area = desk.stage().buffer().area;
            assert_eq!((area.width, area.height), (width, height));
            todo -= burst;
        }
    };
    // In each of the states in which most is at stake.
    storm(&mut desk, SIZES / 4);
    assert_eq!(ticket(&desk), chosen);
    desk.resize(120, 40);
    desk.keys("n");
    desk.type_text("a note in a storm");
    storm(&mut desk, SIZES / 4);
    desk.resize(120, 40);
    desk.sees("a note in a storm");
    desk.keys("Esc Esc");
    assert_eq!(ticket(&desk), chosen);
    desk.keys("Ctrl-P");
    storm(&mut desk, SIZES / 4);
    desk.resize(120, 40);
    desk.sees("Palette");
    desk.keys("Esc Enter");
    storm(&mut desk, SIZES / 4);
    desk.resize(120, 40);
    desk.keys("Esc");
    assert_eq!(ticket(&desk), chosen);
}
