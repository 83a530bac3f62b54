//! Keys to actions, through scopes and pending keys.

use super::action::{self, Action, ActionSpec, Scope, by_name};
use super::key::{Chord, Key};

/// Keys the user gives an action in place of its defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOverride {
    /// The action's name.
    pub action: String,
    /// Its keys; empty takes them all away.
    pub keys: Vec<String>,
}

/// Why a key cannot be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeymapProblem {
    /// The action's name as written.
    pub action: String,
    /// What is wrong, as a sentence without full stop.
    pub message: String,
}

/// One key sequence with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Binding {
    scope: Scope,
    chord: Chord,
    action: Action,
}

/// What pressed keys mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// They begin a longer sequence.
    Pending,
    /// They are an action.
    Action(Action),
    /// They are text for the field that has the focus.
    Text,
    /// They mean nothing here.
    None,
}

/// Every binding: the defaults, with the user's in place of theirs.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = action::all().flat_map(|spec| bind(spec, spec.keys.iter().copied()));
        Self {
            bindings: bindings.collect(),
        }
    }
}

fn bind<'a>(
    spec: &'static ActionSpec,
    keys: impl Iterator<Item = &'a str> + Clone,
) -> Vec<Binding> {
    let chords = keys.filter_map(Chord::parse);
    let all = chords.flat_map(|chord| {
        spec.scopes.iter().map(move |scope| Binding {
            scope: *scope,
            chord: chord.clone(),
            action: spec.action,
        })
    });
    all.collect()
}

/// True if the keys of an action that is heard in a text begin with what types something there.
fn is_typed(action: Action, keys: &str) -> bool {
    let in_text = action
        .spec()
        .is_some_and(|spec| spec.scopes.iter().any(|scope| scope.is_text()));
    let first = Chord::parse(keys).and_then(|chord| chord.0.first().copied());
    in_text && first.is_some_and(|key| key.text().is_some())
}

impl Keymap {
    /// The defaults with the user's keys; every problem is named, with both actions of a conflict.
    pub fn new(overrides: &[KeyOverride]) -> Result<Self, Vec<KeymapProblem>> {
        let mut keymap = Self::default();
        let mut problems = Vec::new();
        for given in overrides {
            let problem = |message| KeymapProblem {
                action: given.action.clone(),
                message,
            };
            let action = match by_name(&given.action) {
                Ok(action) => action,
                Err(nearest) => {
                    let hint = nearest.map(|name| format!("; did you mean `{name}`?"));
                    let hint = hint.unwrap_or_default();
                    let message = format!("there is no action `{}`{hint}", given.action);
                    problems.push(problem(message));
                    continue;
                }
            };
            if let Some(wrong) = given.keys.iter().find(|keys| Chord::parse(keys).is_none()) {
                let message = format!("`{wrong}` is no key; write for example `Ctrl-P` or `g q`");
                problems.push(problem(message));
                continue;
            }
            if let Some(wrong) = given.keys.iter().find(|keys| is_typed(action, keys)) {
                let message = format!(
                    "`{wrong}` is a letter where text is written; take a key with Ctrl or Alt"
                );
                problems.push(problem(message));
                continue;
            }
            if action == Action::Cancel && given.keys.is_empty() {
                let message = "`cancel` needs a key: it leaves when nothing else does".to_owned();
                problems.push(problem(message));
                continue;
            }
            keymap.bindings.retain(|binding| binding.action != action);
            if let Some(spec) = action.spec() {
                keymap
                    .bindings
                    .extend(bind(spec, given.keys.iter().map(String::as_str)));
            }
        }
        // The defaults have none, which a test says: to look costs a start its tenth.
        if !overrides.is_empty() {
            problems.extend(keymap.conflicts());
        }
        if problems.is_empty() {
            Ok(keymap)
        } else {
            Err(problems)
        }
    }

    /// Pairs of actions that one key would mean in one place, or of which one hides the other.
    fn conflicts(&self) -> Vec<KeymapProblem> {
        let mut problems = Vec::new();
        for (i, one) in self.bindings.iter().enumerate() {
            for other in self.bindings.iter().skip(i + 1) {
                let meet = one.scope == other.scope
                    || (one.scope == Scope::Global && !other.scope.is_text())
                    || (other.scope == Scope::Global && !one.scope.is_text());
                let hides = one.chord.0.starts_with(&other.chord.0)
                    || other.chord.0.starts_with(&one.chord.0);
                if meet && hides && one.action != other.action {
                    let name = |action: Action| action.spec().map_or("", |spec| spec.name);
                    problems.push(KeymapProblem {
                        action: name(other.action).to_owned(),
                        message: format!(
                            "`{}` of `{}` collides with `{}` of `{}` in {}",
                            other.chord,
                            name(other.action),
                            one.chord,
                            name(one.action),
                            if one.scope == Scope::Global {
                                other.scope
                            } else {
                                one.scope
                            }
                            .title(),
                        ),
                    });
                }
            }
        }
        problems
    }

    /// What `keys` mean where `scope` has the focus, innermost first.
    pub fn resolve(&self, scope: Scope, keys: &[Key]) -> Resolved {
        let mut pending = false;
        for place in [scope, Scope::Global] {
            // In a text field, global keys that type something are text.
            let typed = keys.first().is_some_and(|key| key.text().is_some());
            if place == Scope::Global && scope.is_text() && typed {
                break;
            }
            for binding in self
                .bindings
                .iter()
                .filter(|binding| binding.scope == place)
            {
                if binding.chord.0 == keys {
                    return Resolved::Action(binding.action);
                }
                pending |= binding.chord.0.starts_with(keys);
            }
        }
        match (pending, scope.is_text()) {
            (true, _) => Resolved::Pending,
            (false, true) => Resolved::Text,
            (false, false) => Resolved::None,
        }
    }

    /// The action that one key would be in another pane, if it is one there.
    pub fn elsewhere(&self, key: Key) -> Option<Action> {
        let mut others = self
            .bindings
            .iter()
            .filter(|binding| !binding.scope.is_text());
        others
            .find(|binding| binding.chord.0 == [key])
            .map(|binding| binding.action)
    }

    /// What may follow `keys`: the next key, and the action it completes (none if it opens a menu).
    pub fn continuations(&self, scope: Scope, keys: &[Key]) -> Vec<(Key, Option<Action>)> {
        let mut next: Vec<(Key, Option<Action>)> = Vec::new();
        for binding in &self.bindings {
            let here = binding.scope == scope || binding.scope == Scope::Global;
            let Some(rest) = binding.chord.0.strip_prefix(keys) else {
                continue;
            };
            if let (true, Some(key)) = (here, rest.first()) {
                let action = (rest.len() == 1).then_some(binding.action);
                if !next.iter().any(|(known, _)| known == key) {
                    next.push((*key, action));
                }
            }
        }
        next
    }

    /// Every action below the begun `keys`, with the keys that are still to come.
    pub fn below(&self, scope: Scope, keys: &[Key]) -> Vec<(Chord, Action)> {
        let mut below: Vec<(Chord, Action)> = Vec::new();
        for binding in &self.bindings {
            let here = binding.scope == scope || binding.scope == Scope::Global;
            let rest = binding.chord.0.strip_prefix(keys);
            if let (true, Some(rest)) = (here, rest.filter(|rest| !rest.is_empty()))
                && !below.iter().any(|(_, known)| *known == binding.action)
            {
                below.push((Chord(rest.to_vec()), binding.action));
            }
        }
        below
    }

    /// The keys of an action, best first, each sequence once.
    pub fn keys(&self, action: Action) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for binding in self
            .bindings
            .iter()
            .filter(|binding| binding.action == action)
        {
            let chord = binding.chord.to_string();
            if !keys.contains(&chord) {
                keys.push(chord);
            }
        }
        keys
    }

    /// The first key of an action that means it in a scope: in text a letter is text, and an inner
    /// scope may have taken the key for itself.
    pub fn heard(&self, action: Action, scope: Scope) -> Option<String> {
        let mut own = self
            .bindings
            .iter()
            .filter(|binding| binding.action == action)
            .map(|binding| &binding.chord);
        own.find(|chord| self.resolve(scope, &chord.0) == Resolved::Action(action))
            .map(Chord::to_string)
    }

    /// The first key of an action, for hints.
    pub fn key(&self, action: Action) -> Option<String> {
        self.bindings
            .iter()
            .find(|binding| binding.action == action)
            .map(|binding| binding.chord.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        Chord::parse(text).unwrap().0
    }

    #[test]
    fn a_letter_is_no_key_where_text_is_written() {
        let give = |action: &str, key: &str| {
            Keymap::new(&[KeyOverride {
                action: action.to_owned(),
                keys: vec![key.to_owned()],
            }])
        };
        assert!(give("note.send", "b").is_err());
        assert!(give("choose.accept", "a").is_err());
        assert!(give("note.send", "Ctrl-G").is_ok());
    }

    #[test]
    fn the_defaults_have_no_conflicts() {
        assert_eq!(Keymap::default().conflicts(), []);
    }

    #[test]
    fn no_two_defaults_share_a_key_in_one_place() {
        assert_eq!(Keymap::new(&[]).err(), None);
    }

    #[test]
    fn sequences_wait_and_scopes_go_inside_out() {
        let keymap = Keymap::default();
        assert_eq!(keymap.resolve(Scope::Queue, &keys("g")), Resolved::Pending);
        assert_eq!(
            keymap.resolve(Scope::Queue, &keys("g g")),
            Resolved::Action(Action::First)
        );
        assert_eq!(keymap.resolve(Scope::Queue, &keys("g z")), Resolved::None);
        assert_eq!(
            keymap.resolve(Scope::Ticket, &keys("Esc")),
            Resolved::Action(Action::Back)
        );
        assert_eq!(keymap.resolve(Scope::Composer, &keys("q")), Resolved::Text);
        let cancel = Resolved::Action(Action::Cancel);
        for scope in Scope::ALL {
            assert_eq!(
                keymap.resolve(scope, &keys("Ctrl-C")),
                cancel,
                "never swallowed"
            );
        }
        let next = keymap.continuations(Scope::Queue, &keys("s"));
        assert!(next.contains(&(Key::char('p'), Some(Action::SetStatus(Status::Pending)))));
    }

    use crate::domain::tickets::Status;

    #[test]
    fn the_users_keys_replace_and_collisions_name_both() {
        let give = |action: &str, keys: &[&str]| KeyOverride {
            action: action.into(),
            keys: keys.iter().map(|&k| k.into()).collect(),
        };
        let keymap = Keymap::new(&[give("ticket.note", &["o"])]).unwrap();
        assert_eq!(keymap.keys(Action::Note), ["o"]);
        assert_eq!(keymap.resolve(Scope::Queue, &keys("n")), Resolved::None);
        let problems = Keymap::new(&[give("ticket.note", &["v"])]).unwrap_err();
        let text = &problems[0].message;
        assert!(
            text.contains("ticket.note") && text.contains("queue.mark"),
            "{text}"
        );
        let problems = Keymap::new(&[give("ticket.nota", &["x"]), give("undo", &["Hyper-u"])]);
        let text: Vec<_> = problems
            .unwrap_err()
            .into_iter()
            .map(|p| p.message)
            .collect();
        assert!(text[0].contains("did you mean `ticket.note`"));
        assert!(text[1].contains("is no key"));
    }
}
