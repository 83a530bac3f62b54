//! Themes from files: those that come with paydesk, and the person's own in `themes` beside the
//! configuration. One reader for both.
//!
//! A file gives tokens a look: `faint = "#99a2b0 248"`. The tokens it leaves out are those of the theme
//! that it `inherits`, or of `dark`. Reading is strict, as that of the configuration is.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::section::Reader;
use super::{Config, read, refuse};
use crate::domain::spelling::meant;
use crate::domain::theme::{BUILT_IN, Color, Name, Paint, Pale, Theme, Token, WANTED, pale};
use crate::error::{Error, ErrorKind, Result};

/// The files of the themes that come with paydesk, in the order of [`BUILT_IN`].
const FILES: [&str; BUILT_IN.len()] = [
    include_str!("../../assets/themes/dark.toml"),
    include_str!("../../assets/themes/light.toml"),
    include_str!("../../assets/themes/contrast.toml"),
    include_str!("../../assets/themes/ansi.toml"),
    include_str!("../../assets/themes/mono.toml"),
];

/// The folder of the person's themes, beside the configuration.
const FOLDER: &str = "themes";
/// How many themes may stand behind one another by `inherits`: more is a circle or a mistake.
const MAX_ANCESTORS: usize = 8;
/// Most themes of the person's that are offered: more nobody looks through.
const MAX_THEMES: usize = 100;

/// A theme as its file describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// The theme.
    pub theme: Theme,
    /// What it is, in a few words; empty if the file does not say.
    pub about: String,
}

/// Where themes are read from.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    folder: Option<PathBuf>,
}

impl Themes {
    /// Those that come with paydesk, and those in the folder beside this configuration.
    pub fn beside(config: &Path) -> Self {
        let folder = config.parent().map(|folder| folder.join(FOLDER));
        Self { folder }
    }

    /// Reads the theme with this name. Fails with [`ErrorKind::Missing`] if there is none, and with
    /// [`ErrorKind::Usage`] if its file is wrong.
    pub fn read(&self, name: &str) -> Result<Described> {
        self.follow(name, &mut Vec::new())
    }

    /// The names of the person's own themes, sorted; one that paydesk has itself is left out.
    pub fn own(&self) -> Vec<String> {
        let entries = self
            .folder
            .as_ref()
            .and_then(|folder| std::fs::read_dir(folder).ok());
        let files = entries.into_iter().flatten().flatten();
        let stems = files.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some(name.strip_suffix(".toml")?.to_owned())
        });
        let mut names: Vec<String> = stems
            .filter(|name| Name::new(name).is_some() && !BUILT_IN.contains(&&**name))
            .take(MAX_THEMES)
            .collect();
        names.sort_unstable();
        names
    }

    /// Every theme with its name: those of paydesk first. One whose file is wrong says why.
    pub fn all(&self) -> Vec<(String, Result<Described>)> {
        let built_in = BUILT_IN.into_iter().map(str::to_owned);
        let names = built_in.chain(self.own());
        names
            .map(|name| {
                let read = self.read(&name);
                (name, read)
            })
            .collect()
    }

    /// The file of a theme of the person's own.
    fn path(&self, name: &Name) -> Option<PathBuf> {
        let file = format!("{}.toml", name.as_str());
        Some(self.folder.as_ref()?.join(file))
    }

    /// Reads a theme and those it stands on; `behind` are the names that led here.
    fn follow(&self, name: &str, behind: &mut Vec<String>) -> Result<Described> {
        let built_in = BUILT_IN
            .iter()
            .zip(FILES)
            .find(|(known, _)| **known == name);
        if let Some((known, text)) = built_in {
            return self.parse(text, known, &format!("{known}.toml"), behind);
        }
        let known = Name::new(name).and_then(|known| Some((known, self.path(&known)?)));
        let found = match known {
            Some((known, path)) => read(&path)?.map(|text| (known, path, text)),
            None => None,
        };
        let Some((known, path, text)) = found else {
            return Err(self.missing(name));
        };
        self.parse(&text, known.as_str(), &path.display().to_string(), behind)
    }

    fn missing(&self, name: &str) -> Error {
        let own = self.own();
        let all = BUILT_IN.into_iter().chain(own.iter().map(String::as_str));
        let what = format!("no theme is called `{name}`{}", meant(name, all));
        let error = Error::new(ErrorKind::Missing, what);
        match &self.folder {
            Some(folder) => {
                error.hint(format!("one of your own is a file in {}", folder.display()))
            }
            None => error,
        }
    }

    /// Reads the text of a theme over the one it inherits.
    fn parse(
        &self,
        text: &str,
        name: &str,
        file: &str,
        behind: &mut Vec<String>,
    ) -> Result<Described> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let reader = Reader { text, file };
        let known = Name::new(name)
            .ok_or_else(|| refuse(file, 1, &format!("`{name}` is no name of a theme")))?;
        let document = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = error.message().replace('\n', ", ");
            reader.error(at, message.trim_end_matches('.'))
        })?;
        let mut base = Theme::DARK;
        let mut about = String::new();
        let mut given = Vec::new();
        for (key, value) in document.get_ref() {
            let (key, at) = (key.get_ref().as_ref(), key.span().start);
            let wrong =
                |what: String| reader.error(value.span().start, &format!("`{key}`: {what}"));
            match (key, value.get_ref()) {
                ("inherits", DeValue::String(other)) => {
                    behind.push(name.to_owned());
                    if behind.iter().any(|one| one == other) || behind.len() > MAX_ANCESTORS {
                        let way = behind.join(" inherits ");
                        return Err(wrong(format!(
                            "{way} inherits {other}: a theme stands on others only"
                        )));
                    }
                    base = self
                        .follow(other, behind)
                        .map_err(|error| wrong(error.message))?
                        .theme;
                }
                ("about", DeValue::String(text)) => about = text.to_string(),
                ("inherits" | "about", _) => {
                    return Err(wrong("expected a string in quotes".to_owned()));
                }
                _ => {
                    let Some(token) = Token::from_name(key) else {
                        let tokens = Token::ALL.iter().map(|(_, name)| *name);
                        let meant = meant(key, tokens.chain(["inherits", "about"]));
                        return Err(reader.error(at, &format!("unknown token `{key}`{meant}")));
                    };
                    let paint = match value.get_ref() {
                        DeValue::String(text) => Paint::parse(text).map_err(wrong)?,
                        DeValue::Integer(number) => Paint::parse(number.as_str()).map_err(wrong)?,
                        _ => {
                            let what = "expected a colour in quotes, or a number from 0 to 255";
                            return Err(wrong(what.to_owned()));
                        }
                    };
                    given.push((token, paint));
                }
            }
        }
        let theme = lay_over(base.named(known), &given);
        Ok(Described { theme, about })
    }
}

/// The tokens that are given over those of another theme.
fn lay_over(base: Theme, given: &[(Token, Paint)]) -> Theme {
    let mut theme = base;
    for (token, paint) in given {
        theme.set(*token, *paint);
    }
    let is_given = |token| given.iter().any(|(one, _)| *one == token);
    for (follower, leader) in Token::FOLLOWERS {
        let followed = base.paint(follower).color == base.paint(leader).color;
        if is_given(leader) && !is_given(follower) && followed {
            let weight = theme.paint(follower).weight;
            let color = theme.paint(leader).color;
            theme.set(follower, Paint { color, weight });
        }
    }
    // A ground that was made for another letter would lie under one that nobody looked at.
    if is_given(Token::Hit) && !is_given(Token::HitGround) {
        let color = Color::Own;
        let paint = Paint {
            color,
            ..Paint::default()
        };
        theme.set(Token::HitGround, paint);
    }
    theme
}

/// A theme of the person's own that is hard to read somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Its name.
    pub theme: String,
    /// Where, worst first.
    pub pale: Vec<Pale>,
}

impl Config {
    /// Looks at the theme that `[look]` names, so that a wrong name is refused with its line.
    pub fn check_theme(&self, themes: &Themes, file: &str) -> Result<()> {
        let own = self.look.theme.as_deref();
        let Some(name) = own.filter(|name| !BUILT_IN.contains(name)) else {
            return Ok(());
        };
        match themes.read(name) {
            Ok(_described) => Ok(()),
            // What is wrong in its file is said with the line there.
            Err(error) if error.kind != ErrorKind::Missing => Err(error),
            Err(error) => {
                let what = format!("`theme` in [look]: {}", error.message);
                let refused = refuse(file, self.look.theme_line, &what);
                Err(error.hints.into_iter().fold(refused, Error::hint))
            }
        }
    }
}

impl Themes {
    /// The person's own themes that are hard to read somewhere. One whose file is wrong is refused.
    pub fn warnings(&self) -> Result<Vec<Warning>> {
        let mut warnings = Vec::new();
        for name in self.own() {
            let pale = pale(&self.read(&name)?.theme, WANTED);
            if !pale.is_empty() {
                warnings.push(Warning { theme: name, pale });
            }
        }
        Ok(warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn beside(files: &[(&str, &str)]) -> (tempfile::TempDir, Themes) {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(FOLDER)).unwrap();
        for (name, text) in files {
            let path = dir.path().join(FOLDER).join(format!("{name}.toml"));
            let mut file = fs::File::create(path).unwrap();
            std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        }
        let themes = Themes::beside(&dir.path().join("config.toml"));
        (dir, themes)
    }

    fn refused(text: &str) -> String {
        let (_dir, themes) = beside(&[("sand", text)]);
        let message = themes.read("sand").unwrap_err().message;
        let (_, what) = message.split_once("sand.toml ").expect(&message);
        what.to_owned()
    }

    #[test]
    fn the_constants_are_what_the_files_say() {
        let themes = Themes::default();
        assert_eq!(themes.read("dark").unwrap().theme, Theme::DARK);
        assert_eq!(themes.read("mono").unwrap().theme, Theme::MONO);
        for name in BUILT_IN {
            let described = themes.read(name).unwrap();
            assert_eq!(described.theme.name.as_str(), name);
            assert!(!described.about.is_empty());
        }
    }

    #[test]
    fn a_bundled_file_says_every_token() {
        for text in FILES {
            for (_, name) in Token::ALL {
                let plain = format!("\n{name} = ");
                let quoted = format!("\n\"{name}\" = ");
                assert!(text.contains(&plain) || text.contains(&quoted), "{name}");
            }
        }
    }

    #[test]
    fn a_file_needs_only_what_differs() {
        let sand = "inherits = \"light\"\nground = \"#f6efe0\"\naccent = \"#603\"\nwarn = 94\n";
        let (_dir, themes) = beside(&[("sand", sand), ("dune", "inherits = \"sand\"\n")]);
        let light = themes.read("light").unwrap().theme;
        let theme = themes.read("sand").unwrap().theme;
        let color = |token| theme.paint(token).color;
        assert_eq!(color(Token::Ground).rgb(), Some([0xf6, 0xef, 0xe0]));
        assert_eq!(color(Token::Text), light.paint(Token::Text).color);
        assert_eq!(color(Token::Warn), Color::Palette(94));
        for token in [Token::Accent, Token::Public, Token::Focus, Token::Fill] {
            assert_eq!(color(token).rgb(), Some([0x66, 0, 0x33]), "{token:?}");
        }
        let dune = themes.read("dune").unwrap().theme;
        assert_eq!(dune.named(theme.name), theme);
        assert_eq!(themes.own(), ["dune", "sand"]);
        assert_eq!(themes.all().len(), BUILT_IN.len() + 2);
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_line() {
        assert_eq!(
            refused("# sand\nfiant = \"#fff\"\n"),
            "line 2: unknown token `fiant`; did you mean `faint`?"
        );
        assert!(
            refused("faint = \"sand\"\n")
                .starts_with("line 1: `faint`: `sand` is no colour; write")
        );
        assert!(refused("faint = [1]\n").contains("expected a colour in quotes"));
        assert!(refused("faint = 256\n").contains("`256` is no colour"));
        assert!(
            refused("\ninherits = \"sand\"\n")
                .starts_with("line 2: `inherits`: sand inherits sand")
        );
        assert!(
            refused("inherits = \"drak\"\n")
                .contains("no theme is called `drak`; did you mean `dark`?")
        );
        assert!(refused("faint = \n").starts_with("line 1: "));
    }

    #[test]
    fn a_theme_that_is_not_there_is_named_with_those_that_are() {
        let (_dir, themes) = beside(&[("sand", "")]);
        let error = themes.read("snad").unwrap_err();
        assert_eq!(
            error.message,
            "no theme is called `snad`; did you mean `sand`?"
        );
        assert!(themes.read("../config").is_err());
        assert!(Themes::default().read("sand").is_err());
    }

    #[test]
    fn pale_letters_are_warned_of() {
        let (_dir, themes) = beside(&[("sand", "faint = \"#707884\"\n"), ("good", "")]);
        let warnings = themes.warnings().unwrap();
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].theme, "sand");
        assert!(warnings[0].pale.len() > 3);
    }

    #[test]
    fn the_configurations_choice_is_refused_with_its_line() {
        let (_dir, themes) = beside(&[("sand", "")]);
        let check = |text: &str| {
            let config = Config::parse(text, "config.toml").unwrap();
            config.check_theme(&themes, "config.toml")
        };
        assert!(check("[look]\ntheme = \"sand\"\n").is_ok());
        let error = check("[look]\n\ntheme = \"drak\"\n").unwrap_err();
        assert!(
            error.message.starts_with(
                "config.toml line 3: `theme` in [look]: no theme is called `drak`; did you mean `dark`?"
            ),
            "{error}"
        );
    }
}
