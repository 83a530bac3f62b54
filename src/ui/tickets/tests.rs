//! The open ticket in pictures: mail, quotes, what was found, why, facts, links.

use crate::app::event::Event;
use crate::app::{Depth, Look};
use crate::domain::theme::Theme;
use crate::domain::tickets::{Attachment, Entry, EntryKind, Role};
use crate::ui::fixture::{Desktop, Store, entry, person};
use crate::ui::picture;
use crate::ui::snapshot::styled;

const DARK: Look = Look {
    theme: Theme::DARK,
    theme_fixed: false,
    no_color: false,
    ascii: false,
    depth: Depth::True,
};

/// A mail as it is kept after it was read from HTML, with a quote, a signature and everything that
/// is recognised.
fn mail() -> Vec<Entry> {
    let ana = || {
        Some(person(
            "Ana Nowak",
            "ops@acme.example",
            "Acme PSP",
            Role::EndUser,
        ))
    };
    let mara = || Some(person("Mara Klein", "mara@desk.example", "", Role::Agent));
    let mut first = entry(
        1,
        95,
        EntryKind::Reply,
        ana(),
        "Hello,\n\nthe refund of 1,250.00 EUR for charge_X0O78kT came back with AC04, the one before \
         it with PROVIDER_ERROR. The account is DE89 3704 0044 0532 0130 00.\n\n- see our log \
         <https://logs.acme.example/r/2026-04-27?charge=charge_X0O78kT>\n- as in #48190\n\nid | amount | \
         state\nch_1a | 12.50 EUR | FAILED\n\n-- \nAna Nowak\nAcme PSP, Operations\nSent from my iPhone",
    );
    first.attachments.push(Attachment {
        name: "refunds-2026-04-27.csv".to_owned(),
        size: Some(2_000),
    });
    let quoting = entry(
        3,
        16,
        EntryKind::Reply,
        ana(),
        "Any news? The status page says nothing: https://status.ppro.example/.\n\nOn Mon, 27 Apr 2026 at \
         09:40, Mara Klein <mara@desk.example> wrote:\n\n> Thank you, we look into it.\n>\n> The refund \
         to the closed account is with the bank,\n> and PROVIDER_ERROR is an outage of theirs.\n>\n> \
         Mara Klein",
    );
    vec![
        first,
        entry(
            2,
            67,
            EntryKind::Note,
            mara(),
            "AC04: account closed. Asked for another one at https://logs.acme.example/r/2026-04-27?charge=charge_X0O78kT",
        ),
        quoting,
    ]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    Mail,
    Unfolded,
    Find,
    FindNothing,
    Why,
    WhyMail,
    Facts,
    Links,
    Events,
}

impl Scene {
    const ALL: [Self; 9] = [
        Self::Mail,
        Self::Unfolded,
        Self::Find,
        Self::FindNothing,
        Self::Why,
        Self::WhyMail,
        Self::Facts,
        Self::Links,
        Self::Events,
    ];

    fn on(self, (width, height): (u16, u16), look: Look) -> Desktop {
        let mut desk = Desktop::with(width, height, look, Store::Full, true);
        if !matches!(self, Self::Why | Self::Events) {
            desk.entries = Some(mail());
        }
        desk.press("j j");
        match self {
            Self::Mail => _ = desk.press("Enter"),
            Self::Unfolded => _ = desk.press("Enter x"),
            Self::Find => _ = desk.press("Enter f").write("Refúnd").press("Down"),
            Self::FindNothing => _ = desk.press("Enter /").write("chargeback"),
            Self::Why => _ = desk.press("w"),
            Self::WhyMail => _ = desk.press("Enter w G"),
            Self::Facts => _ = desk.press("Enter c"),
            Self::Links => _ = desk.press("Enter g l"),
            Self::Events => _ = desk.press("Enter H"),
        }
        desk
    }
}

macro_rules! scenes {
    ($($name:ident: $scene:ident;)+) => {
        $(#[test]
        fn $name() {
            for (size, name) in [((80, 24), "80"), ((120, 40), "120")] {
                let desk = Scene::$scene.on(size, DARK);
                let text = styled(&desk.shown().0, DARK);
                insta::assert_snapshot!(format!("{}_{name}", stringify!($name)), text);
            }
        })+
    };
}

scenes! {
    mail_that_was_html: Mail;
    quotes_unfolded: Unfolded;
    found_in_the_thread: Find;
    nothing_found: FindNothing;
    why_from_the_list: Why;
    why_of_codes: WhyMail;
    facts_float: Facts;
    links_picker: Links;
    every_change: Events;
}

#[test]
fn no_account_is_shown_in_full_anywhere() {
    for scene in Scene::ALL {
        let text = picture::text(&scene.on((120, 40), DARK).shown().0);
        assert!(!text.contains("3704"), "{scene:?}");
    }
}

#[test]
fn ascii_has_no_other_sign_of_ours() {
    let look = Look {
        ascii: true,
        no_color: true,
        ..DARK
    };
    for scene in Scene::ALL.into_iter().filter(|scene| *scene != Scene::Find) {
        for size in [(80, 24), (120, 40)] {
            let text = picture::text(&scene.on(size, look).shown().0);
            // The queue behind a float shows a client of Tokyo.
            let foreign = text.chars().find(|c| "…›─│╭╮╰╯▌▎╎╌━◦".contains(*c));
            assert_eq!(foreign, None, "{scene:?} {size:?}");
        }
    }
}

#[test]
fn every_size_holds_every_state() {
    for scene in Scene::ALL {
        let mut desk = scene.on((120, 40), DARK);
        for size in [(40, 12), (20, 8), (60, 13), (1, 1), (300, 100), (80, 24)] {
            desk.feed(Event::Resize(size.0, size.1));
            desk.shown();
        }
    }
}

/// Pictures of every state, into the folder that `PICTURES` names.
#[test]
#[ignore = "for people: writes pictures"]
fn pictures() {
    let folder = std::env::var("PICTURES").expect("PICTURES names a folder");
    for scene in Scene::ALL {
        for size in [(80, 24), (120, 40)] {
            let svg = picture::svg(&scene.on(size, DARK).shown().0, "paydesk");
            let path = format!("{folder}/{scene:?}-{}.svg", size.0);
            let mut file = std::fs::File::create(path).unwrap();
            std::io::Write::write_all(&mut file, svg.as_bytes()).unwrap();
        }
    }
}
