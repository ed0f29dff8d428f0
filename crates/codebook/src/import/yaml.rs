//! YAML → a tree with line numbers. Every scalar stays the text that is written: in a dictionary 12345 and
//! `no` are words, not a number and a truth value.

use nianlun_types::Problem;
use saphyr_parser::{Event, Parser};

/// A node and its line.
#[derive(Debug)]
pub struct Node {
    pub line: usize,
    pub value: Value,
}

#[derive(Debug)]
pub enum Value {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// The deepest nesting that is read; no dictionary needs more.
const DEEPEST: usize = 32;

/// A list or mapping whose end is not read yet.
struct Open {
    line: usize,
    /// The nodes of a list, or the keys and values of a mapping in turn.
    nodes: Vec<Node>,
    map: bool,
}

/// The first document of `text`; nothing where there is none.
pub fn parse(text: &str) -> Result<Option<Node>, Problem> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            broken("the YAML cannot be read").at_line(error.marker().line()).because(error.info().to_owned())
        })?;
        let line = span.start.line();
        let node = match event {
            Event::Scalar(text, ..) => Node { line, value: Value::Scalar(text.into_owned()) },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let map = matches!(event, Event::MappingStart(..));
                if open.len() == DEEPEST {
                    return Err(broken("the YAML is nested too deep").at_line(line));
                }
                open.push(Open { line, nodes: Vec::new(), map });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(done) => close(done)?,
                None => continue,
            },
            // Aliases are refused: a few of them, resolved, can grow beyond any memory.
            Event::Alias(_) => {
                return Err(broken("the YAML uses an alias (`*name`)").at_line(line).hint(
                    "put a word that begins with `*` into quotation marks, and write repeated lists out",
                ));
            }
            _ => continue,
        };
        // A node without an open parent is the root, which ends the document.
        match open.last_mut() {
            Some(parent) => parent.nodes.push(node),
            None => return Ok(Some(node)),
        }
    }
    Ok(None)
}

/// The node of a list or mapping that has ended.
fn close(done: Open) -> Result<Node, Problem> {
    let Open { line, nodes, map } = done;
    if !map {
        return Ok(Node { line, value: Value::List(nodes) });
    }
    let mut pairs = Vec::new();
    let mut nodes = nodes.into_iter();
    while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
        match key.value {
            Value::Scalar(name) => pairs.push((name, value)),
            Value::List(_) | Value::Map(_) => {
                return Err(broken("a key of the YAML is no word").at_line(key.line));
            }
        }
    }
    Ok(Node { line, value: Value::Map(pairs) })
}

fn broken(message: &str) -> Problem {
    Problem::new(message).hint("check the indents and quotation marks in that line")
}
