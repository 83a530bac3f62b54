//! What the mouse does, read from a terminal's SGR reports (xterm's mode 1006).

/// The mouse was used at a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Column, from 0.
    pub x: u16,
    /// Row, from 0.
    pub y: u16,
    /// What was done.
    pub press: Press,
}

/// What was done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// The left button went down.
    Button,
    /// One notch of the wheel, away from the person.
    WheelUp,
    /// One notch towards the person.
    WheelDown,
}

/// Bits of Shift, Alt and Ctrl in a button's number.
const MODIFIERS: u16 = 4 | 8 | 16;

/// Reads the numbers of a report of something pressed: button, column and row from 1. None for what
/// means nothing here: other buttons, motion, a press with a modifier, and what is no report at all.
pub(super) fn press(report: &[u8]) -> Option<Pointer> {
    let report = std::str::from_utf8(report).ok()?;
    let mut numbers = report.split(';').map(|digits| {
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|_| is_number)
    });
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    if numbers.next().is_some() {
        return None;
    }
    let press = match button {
        0 => Press::Button,
        _ => match button & !MODIFIERS {
            64 => Press::WheelUp,
            65 => Press::WheelDown,
            _ => return None,
        },
    };
    Some(Pointer {
        x: column.checked_sub(1)?,
        y: row.checked_sub(1)?,
        press,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn presses_and_notches_are_read() {
        let at = |press| Some(Pointer { x: 11, y: 6, press });
        assert_eq!(press(b"0;12;7"), at(Press::Button));
        assert_eq!(press(b"64;12;7"), at(Press::WheelUp));
        assert_eq!(press(b"65;12;7"), at(Press::WheelDown));
        assert_eq!(press(b"81;12;7"), at(Press::WheelDown), "with Ctrl");
        for nothing in [
            &b"1;12;7"[..], // the middle button pastes
            b"2;12;7",
            b"4;12;7", // Shift is the terminal's
            b"32;12;7",
            b"66;12;7",
            b"0;0;7",
            b"0;12;0",
            b"0;12",
            b"0;12;7;1",
            b"0;+1;7",
            b"0;65536;7",
            b"",
            b";;",
            b"\xff;1;1",
        ] {
            assert_eq!(press(nothing), None, "{nothing:?}");
        }
    }

    proptest! {
        #[test]
        fn any_report_is_read_or_dropped(report in prop::collection::vec(any::<u8>(), 0..40)) {
            let _read_or_dropped = press(&report);
        }

        #[test]
        fn a_click_comes_from_where_it_was(x in 0_u16..2_000, y in 0_u16..2_000) {
            let report = format!("0;{};{}", x + 1, y + 1);
            prop_assert_eq!(press(report.as_bytes()), Some(Pointer { x, y, press: Press::Button }));
        }
    }
}
