//! Texts of an issue: plain, or as a document of Atlassian's format, of which the words are kept.
//!
//! Read while it streams: what is held is the text, not the tree. Nesting is bounded by
//! `serde_json` at 128 levels. A node that is not known leaves its words, or its name if it has
//! none. Source: the ADF schema, @atlaskit/adf-schema.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::value::Loose;

/// A text: none for null.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Prose(pub(super) Option<String>);

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ProseVisitor)
    }
}

struct ProseVisitor;

impl<'de> Visitor<'de> for ProseVisitor {
    type Value = Prose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a document")
    }

    fn visit_unit<E>(self) -> Result<Prose, E> {
        Ok(Prose(None))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Prose, E> {
        Ok(Prose(Some(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Prose, A::Error> {
        let node = NodeVisitor.visit_map(map)?;
        Ok(Prose(Some(node.text.trim_end().to_owned())))
    }
}

/// A node of a document, in words.
struct Node {
    kind: Kind,
    text: String,
}

/// How a node stands beside its neighbours.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// In the line.
    Inline,
    /// On lines of its own.
    Block,
    /// A point of a list.
    Item,
    /// A cell of a table.
    Cell,
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NodeVisitor)
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Type,
    Text,
    Content,
    Attrs,
    Marks,
    #[serde(other)]
    Other,
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node of a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut kind = String::new();
        let mut own = String::new();
        let mut children = Vec::new();
        let mut attributes = Attributes::default();
        let mut link = None;
        while let Some(member) = map.next_key()? {
            match member {
                Member::Type => kind = map.next_value()?,
                Member::Text => own = map.next_value()?,
                Member::Content => children = map.next_value::<Children>()?.0,
                Member::Attrs => attributes = map.next_value()?,
                Member::Marks => link = map.next_value::<Marks>()?.0,
                Member::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(node(&kind, own, children, &attributes, link))
    }
}

/// Puts a node into words.
fn node(
    kind: &str,
    own: String,
    children: Vec<Node>,
    attributes: &Attributes<'_>,
    link: Option<String>,
) -> Node {
    let inline = |text: String| Node {
        kind: Kind::Inline,
        text,
    };
    match kind {
        "text" => {
            let text = match link {
                Some(link) if link != own => format!("{own} ({link})"),
                _ => own,
            };
            inline(text)
        }
        "hardBreak" => inline("\n".to_owned()),
        "mention" | "emoji" | "status" | "placeholder" => {
            let shown = attributes.text.text().or(attributes.short_name.text());
            inline(shown.unwrap_or_default().to_owned())
        }
        "inlineCard" | "blockCard" | "embedCard" => Node {
            kind: if kind == "inlineCard" {
                Kind::Inline
            } else {
                Kind::Block
            },
            text: attributes.url.text().unwrap_or_default().to_owned(),
        },
        "date" => inline(day(attributes.timestamp.text())),
        "media" | "mediaInline" => {
            let name = attributes.alt.text().unwrap_or("file");
            inline(format!("[{name}]"))
        }
        "rule" => Node {
            kind: Kind::Block,
            text: "---".to_owned(),
        },
        "tableCell" | "tableHeader" => Node {
            kind: Kind::Cell,
            text: joined(children, "", "\n"),
        },
        "listItem" | "taskItem" | "decisionItem" => Node {
            kind: Kind::Item,
            text: joined(children, "", "\n"),
        },
        "orderedList" => Node {
            kind: Kind::Block,
            text: joined(children, "1", "\n"),
        },
        "bulletList" | "taskList" | "decisionList" | "tableRow" | "table" => Node {
            kind: Kind::Block,
            text: joined(children, "", "\n"),
        },
        // The document, paragraphs, headings, quotes, panels, and whatever is invented next.
        _ => {
            let title = attributes.title.text().map(|text| Node {
                kind: Kind::Block,
                text: text.to_owned(),
            });
            let words = title.into_iter().chain(children).collect::<Vec<_>>();
            let empty = words.is_empty() && !matches!(kind, "doc" | "paragraph" | "");
            Node {
                kind: Kind::Block,
                text: if empty {
                    format!("[{kind}]")
                } else {
                    joined(words, "", "\n\n")
                },
            }
        }
    }
}

/// The children of a node as one text: those on lines of their own set apart by `gap`. The
/// points of a list begin with a dash, or with their number if it begins with `first`.
fn joined(children: Vec<Node>, first: &str, gap: &str) -> String {
    let mut text = String::new();
    let mut before = None;
    for (number, child) in (1..).zip(children) {
        match (before, child.kind) {
            (None, _) | (Some(Kind::Inline), Kind::Inline) => {}
            (_, Kind::Cell) => text.push_str(" | "),
            (_, Kind::Item) => text.push('\n'),
            _ => text.push_str(gap),
        }
        if child.kind == Kind::Item {
            if first.is_empty() {
                text.push_str("- ");
            } else {
                text.push_str(&number.to_string());
                text.push_str(". ");
            }
            // A list within a point stands under it.
            text.push_str(&child.text.replace('\n', "\n  "));
        } else {
            text.push_str(&child.text);
        }
        before = Some(child.kind);
    }
    text
}

/// The day of a date node: milliseconds since 1970, as text.
fn day(timestamp: Option<&str>) -> String {
    let milliseconds = timestamp.and_then(|text| text.parse().ok());
    let at = milliseconds.and_then(chrono::DateTime::from_timestamp_millis);
    at.map(|at| at.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// The nodes of a list; anything else is none.
struct Children(Vec<Node>);

impl<'de> Deserialize<'de> for Children {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ChildrenVisitor)
    }
}

struct ChildrenVisitor;

impl<'de> Visitor<'de> for ChildrenVisitor {
    type Value = Children;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of nodes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Children, A::Error> {
        let mut children: Vec<Node> = Vec::new();
        while let Some(next) = list.next_element::<Node>()? {
            // Neighbours in one line are one text, so that a long line costs what it is long.
            match children.last_mut() {
                Some(last) if last.kind == Kind::Inline && next.kind == Kind::Inline => {
                    last.text.push_str(&next.text);
                }
                _ => children.push(next),
            }
        }
        Ok(Children(children))
    }
}

/// Attributes that have words in them.
#[derive(Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Attributes<'a> {
    #[serde(borrow)]
    text: Loose<'a>,
    short_name: Loose<'a>,
    url: Loose<'a>,
    timestamp: Loose<'a>,
    alt: Loose<'a>,
    title: Loose<'a>,
}

/// The address that a text is a link to.
struct Marks(Option<String>);

impl<'de> Deserialize<'de> for Marks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(MarksVisitor)
    }
}

struct MarksVisitor;

impl<'de> Visitor<'de> for MarksVisitor {
    type Value = Marks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of marks")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Marks, A::Error> {
        let mut link = None;
        while let Some(mark) = list.next_element::<Mark>()? {
            link = link.or(mark.attrs.href);
        }
        Ok(Marks(link))
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Mark {
    attrs: Link,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Link {
    href: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(json: &str) -> String {
        let prose: Prose = serde_json::from_str(json).unwrap();
        prose.0.unwrap_or_default()
    }

    #[test]
    fn a_document_is_its_words() {
        let document = r#"{"version":1,"type":"doc","content":[
            {"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Refund"}]},
            {"type":"paragraph","content":[
                {"type":"text","text":"Seen in "},
                {"type":"text","text":"ticket 1001","marks":[{"type":"strong"},{"type":"link",
                    "attrs":{"href":"https://acme.zendesk.com/agent/tickets/1001"}}]},
                {"type":"hardBreak"},
                {"type":"mention","attrs":{"id":"5b10","text":"@Mia"}},
                {"type":"text","text":" "},
                {"type":"emoji","attrs":{"shortName":":smile:"}},
                {"type":"text","text":" by "},
                {"type":"date","attrs":{"timestamp":"1790000000000"}}
            ]},
            {"type":"paragraph"},
            {"content":[
                {"type":"listItem","content":[
                    {"type":"paragraph","content":[{"type":"text","text":"one"}]},
                    {"type":"orderedList","content":[{"type":"listItem","content":[
                        {"type":"paragraph","content":[{"type":"text","text":"deep"}]}]}]}]},
                {"type":"listItem","content":[
                    {"type":"paragraph","content":[{"type":"text","text":"two"}]}]}
            ],"type":"bulletList"},
            {"type":"table","content":[{"type":"tableRow","content":[
                {"type":"tableHeader","content":[{"type":"paragraph","content":[{"type":"text","text":"a"}]}]},
                {"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"b"}]}]}]}]},
            {"type":"mediaSingle","content":[{"type":"media","attrs":{"type":"file","id":"x","alt":"log.txt"}}]},
            {"type":"expand","attrs":{"title":"More"},"content":[
                {"type":"codeBlock","content":[{"type":"text","text":"x = 1\ny = 2"}]}]},
            {"type":"blockCard","attrs":{"url":"https://acme.test/x"}},
            {"type":"hologram","attrs":{"x":{"y":[1]}}}
        ]}"#;
        assert_eq!(
            words(document),
            "Refund\n\nSeen in ticket 1001 (https://acme.zendesk.com/agent/tickets/1001)\n@Mia \
             :smile: by 2026-09-21\n\n\n\n- one\n  1. deep\n- two\n\na | b\n\n[log.txt]\n\nMore\n\n\
             x = 1\ny = 2\n\nhttps://acme.test/x\n\n[hologram]"
        );
    }

    #[test]
    fn a_text_stays_a_text_and_null_is_none() {
        assert_eq!(words(r#""{code}x{code}""#), "{code}x{code}");
        let none: Prose = serde_json::from_str("null").unwrap();
        assert_eq!(none, Prose(None));
        assert!(serde_json::from_str::<Prose>("5").is_err());
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = r#"{"type":"panel","content":["#.repeat(20_000);
        let error = serde_json::from_str::<Prose>(&deep).unwrap_err();
        assert!(error.to_string().contains("recursion limit"), "{error}");
    }

    proptest! {
        #[test]
        fn every_text_node_is_kept(texts in proptest::collection::vec("[a-z ]{1,9}", 1..20)) {
            let nodes: Vec<_> = texts
                .iter()
                .map(|text| serde_json::json!({"type": "text", "text": text}))
                .collect();
            let document = serde_json::json!({
                "type": "doc",
                "content": [{"type": "paragraph", "content": nodes}],
            });
            let all = texts.concat();
            prop_assert_eq!(words(&document.to_string()), all.trim_end());
        }
    }
}
