//! A case as it is written: Markdown → blocks.

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Codebook,
    Pipeline,
    Text,
    Manifest,
    File,
    Edit,
    Expect,
    Table,
    Stages,
    Search,
    Nianlun,
    Bytes,
}

impl Kind {
    const ALL: [(Kind, &'static str); 12] = [
        (Kind::Codebook, "codebook"),
        (Kind::Pipeline, "pipeline"),
        (Kind::Text, "text"),
        (Kind::Manifest, "manifest"),
        (Kind::File, "file"),
        (Kind::Edit, "edit"),
        (Kind::Expect, "expect"),
        (Kind::Table, "table"),
        (Kind::Stages, "stages"),
        (Kind::Search, "search"),
        (Kind::Nianlun, "nianlun"),
        (Kind::Bytes, "bytes"),
    ];

    fn from_name(name: &str) -> Result<Self, String> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind).ok_or_else(|| {
            format!("unknown block `{name}`; the blocks are {}", Self::ALL.map(|(_, known)| known).join(", "))
        })
    }

    /// Whether the block can fail: it says what must come out.
    pub fn expects(self) -> bool {
        match self {
            Kind::Codebook | Kind::Pipeline | Kind::Text | Kind::Manifest | Kind::File | Kind::Edit => false,
            Kind::Expect | Kind::Table | Kind::Stages | Kind::Search | Kind::Nianlun | Kind::Bytes => true,
        }
    }
}

/// A fenced block.
#[derive(Debug)]
pub struct Block {
    /// The line of its fence.
    pub line: usize,
    pub kind: Kind,
    /// The words behind the name of the block.
    pub words: Vec<String>,
    /// The lines within, each with its line end.
    pub body: String,
}

/// A case.
#[derive(Debug)]
pub struct Story {
    /// The fault that must be mended before the case can pass.
    pub pending: Option<String>,
    pub blocks: Vec<Block>,
}

impl Story {
    /// Reads a case. Every mistake is an error: a misspelt block would else check nothing.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with("# ") {
            return Err("a case begins with `# ` and its title".to_owned());
        }
        let mut story = Story { pending: None, blocks: Vec::new() };
        let mut open = false;
        for (at, line) in text.lines().enumerate() {
            let at_line = |error| format!("line {}: {error}", at + 1);
            match line.strip_prefix("```") {
                Some("") if open => open = false,
                Some(fence) if !open => {
                    story.blocks.push(block(at + 1, fence).map_err(at_line)?);
                    open = true;
                }
                Some(_) => return Err(at_line("the block above is not closed by ```".to_owned())),
                None if open => {
                    if let Some(block) = story.blocks.last_mut() {
                        block.body.push_str(line);
                        block.body.push('\n');
                    }
                }
                None => {
                    if let Some(fault) = line.strip_prefix("pending: ") {
                        story.pending = Some(fault.to_owned());
                    }
                }
            }
        }
        if open {
            return Err("the last block is not closed by ```".to_owned());
        }
        match story.blocks.iter().find(|block| block.kind.expects() && block.body.trim().is_empty()) {
            Some(empty) => Err(format!("line {}: the block expects nothing", empty.line)),
            None if !story.blocks.iter().any(|block| block.kind.expects()) => {
                Err("the case expects nothing: it cannot fail".to_owned())
            }
            None => Ok(story),
        }
    }
}

fn block(line: usize, fence: &str) -> Result<Block, String> {
    let mut words = words(fence)?.into_iter();
    let kind = Kind::from_name(&words.next().unwrap_or_default())?;
    Ok(Block { line, kind, words: words.collect(), body: String::new() })
}

/// Splits as a shell does, with single quotation marks alone: double ones belong to queries.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quoted, mut inside) = (false, false);
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                if quoted && !inside {
                    words.push(String::new());
                    inside = true;
                }
            }
            ' ' if !quoted => inside = false,
            _ => {
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    if quoted { Err("a quotation mark ' is not closed".to_owned()) } else { Ok(words) }
}
