//! No key needs `AltGr`: tables of the German and the French keyboard, and what follows from them.
//!
//! Layouts as Windows and X11 (`xkeyboard-config`, symbols `de` and `fr`) have them. A dead key
//! types nothing before the next letter, so it counts as out of reach.

use super::all;
use crate::app::key::{Chord, Key, KeyCode};

/// A keyboard: what its keys type alone, and what with Shift.
struct Keyboard {
    name: &'static str,
    plain: &'static str,
    shifted: &'static str,
}

const QWERTZ: Keyboard = Keyboard {
    name: "QWERTZ",
    plain: "1234567890ßqwertzuiopü+asdfghjklöä#<yxcvbnm,.- ",
    shifted: "°!\"§$%&/()=?QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
};

const AZERTY: Keyboard = Keyboard {
    name: "AZERTY",
    plain: "²&é\"'(-è_çà)=azertyuiop$qsdfghjklmù*<wxcvbn,;:! ",
    shifted: "1234567890°+AZERTYUIOP£QSDFGHJKLM%µ>WXCVBN?./§",
};

impl Keyboard {
    /// True if the key is pressed without `AltGr`; with Ctrl or Alt its letter stands on a key alone.
    fn reaches(&self, key: Key) -> bool {
        match key.code {
            KeyCode::Char(c) if key.ctrl || key.alt => self.plain.contains(c),
            KeyCode::Char(c) => self.plain.contains(c) || self.shifted.contains(c),
            _ => true,
        }
    }
}

#[test]
fn every_action_has_a_key_without_altgr_on_qwertz_and_azerty() {
    for keyboard in [QWERTZ, AZERTY] {
        for spec in all() {
            let reached = |keys: &&str| {
                let chord = Chord::parse(keys).expect(keys);
                chord.0.iter().all(|key| keyboard.reaches(*key))
            };
            assert!(
                spec.keys.iter().any(reached),
                "{} needs AltGr on {}: give it another key beside {:?}",
                spec.name,
                keyboard.name,
                spec.keys
            );
        }
    }
    let all_keys = all().flat_map(|spec| spec.keys);
    for chord in all_keys.filter_map(|keys| Chord::parse(keys)) {
        assert!(chord.0.iter().all(|key| QWERTZ.reaches(*key)), "{chord}");
    }
}

#[test]
fn the_tables_know_what_these_keyboards_lack() {
    let key = |text: &str| Key::parse(text).unwrap();
    for lacked in ["@", "[", "{", "\\", "|", "~", "^", "`"] {
        assert!(!QWERTZ.reaches(key(lacked)), "{lacked}");
        assert!(!AZERTY.reaches(key(lacked)), "{lacked}");
    }
    assert!(QWERTZ.reaches(key("#")) && !AZERTY.reaches(key("#")));
    for there in [
        "'", "*", "<", ">", "?", "/", ".", ":", "!", "1", "G", "Ctrl-P",
    ] {
        assert!(QWERTZ.reaches(key(there)), "{there}");
        assert!(AZERTY.reaches(key(there)), "{there}");
    }
}
