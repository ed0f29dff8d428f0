//! Marks of Chinese typing in TOML, which knows only those of ASCII: quotation marks “”, commas ，, equals
//! signs ＝; and backslashes of Windows in a path. A message that names the mark and shows the line as it should
//! be is worth more to a scholar than what a parser expected.

use crate::Problem;

/// Marks outside strings, and what TOML wants for them.
const MARKS: [(char, char); 16] = [
    ('“', '"'),
    ('”', '"'),
    ('＂', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('＇', '\''),
    ('，', ','),
    ('、', ','),
    ('＝', '='),
    ('：', '='),
    ('［', '['),
    ('］', ']'),
    ('【', '['),
    ('】', ']'),
    ('｛', '{'),
    ('｝', '}'),
];
/// White space that TOML does not take for any.
const SPACES: [char; 2] = ['　', '\u{a0}'];

/// A mark that TOML cannot read, in its line.
struct Misplaced {
    /// Counted from 1.
    line: usize,
    /// Counted from 1, in characters.
    column: usize,
    mark: char,
    /// The line as it should be.
    right: String,
}

impl Problem {
    /// A file of TOML that a parser refused at byte `offset`, for the reason `cause`. Where a mark of Chinese
    /// typing or a backslash stands in the way, the problem is that mark.
    pub fn of_toml(message: &str, source: &str, offset: usize, cause: &str, hint: &str) -> Problem {
        let refused = Problem::new(message).at_offset(source, offset);
        let at = refused.line.unwrap_or(1);
        match misplaced(source).filter(|found| found.line <= at) {
            Some(found) => found.into_problem(message),
            None => refused.because(cause).hint(hint),
        }
    }

    /// The path of Windows in a file of TOML that was read, whose backslashes mean something else there:
    /// `"D:\texts"` holds a tab.
    pub fn of_backslash(message: &str, source: &str) -> Option<Problem> {
        misplaced(source).filter(|found| found.mark == '\\').map(|found| found.into_problem(message))
    }
}

impl Misplaced {
    fn into_problem(self, message: &str) -> Problem {
        let Misplaced { line, column, mark, right } = self;
        let why = match mark {
            '\\' => "in \"…\" a backslash begins an escape, so that a path needs '…', \\\\ or /".to_owned(),
            '　' | '\u{a0}' => "is a blank that TOML does not know".to_owned(),
            _ => "is no mark of TOML, which has only those of English typing".to_owned(),
        };
        Problem::new(message)
            .at_line(line)
            .because(format!("`{mark}` in line {line}, column {column}: {why}"))
            .hint(format!("write the line so: {}", crate::shortened(right.trim())))
    }
}

/// The first line with a mark that TOML cannot read outside a string or comment, or with a path of Windows.
fn misplaced(source: &str) -> Option<Misplaced> {
    let mut within = None; // the mark of a string of several lines
    source.split('\n').enumerate().find_map(|(at, line)| {
        if let Some(mark) = within {
            if line.contains(mark) {
                within = None;
            }
            return None;
        }
        let (right, first) = right_line(line.trim_end_matches('\r'));
        within = ["\"\"\"", "'''"].into_iter().find(|mark| line.matches(mark).count() == 1);
        let (column, mark) = first?;
        Some(Misplaced { line: at + 1, column, mark, right })
    })
}

/// The line as TOML wants it, with the column and character of the first mark that it replaces.
fn right_line(line: &str) -> (String, Option<(usize, char)>) {
    let (mut right, mut first) = (String::with_capacity(line.len()), None);
    let chars: Vec<char> = line.chars().collect();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let asked = MARKS.iter().find(|(mark, _)| *mark == c).map(|(_, asked)| *asked);
        if c == '#' {
            right.extend(&chars[at..]);
            break;
        }
        if let Some(asked) = asked.or(SPACES.contains(&c).then_some(' ')) {
            first = first.or(Some((at + 1, c)));
            if !matches!(asked, '"' | '\'') {
                right.push(asked);
                at += 1;
                continue;
            }
        }
        let opening = asked.unwrap_or(c);
        if matches!(opening, '"' | '\'') {
            at = string(&chars, at, opening, &mut right, &mut first);
        } else {
            right.push(c);
            at += 1;
        }
    }
    (right, first)
}

/// Writes the string that begins at `start` as it should be; returns where it ends. It ends at its own mark, or
/// at a Chinese one that no Chinese one opened within it.
fn string(
    chars: &[char],
    start: usize,
    mark: char,
    right: &mut String,
    first: &mut Option<(usize, char)>,
) -> usize {
    let ascii = chars[start] == mark;
    let (mut end, mut open) = (start + 1, 0);
    while let Some(&c) = chars.get(end) {
        match c {
            '\\' if ascii && mark == '"' => end += 1,
            '“' | '‘' if ascii => open += 1,
            '”' | '’' if open > 0 => open -= 1,
            '”' | '’' | '“' | '＂' | '＇' => break,
            c if c == mark => break,
            _ => {}
        }
        end += 1;
    }
    let end = end.min(chars.len());
    let inside = &chars[start + 1..end];
    if let Some(closing) = chars.get(end).filter(|c| **c != mark) {
        *first = first.or(Some((end + 1, *closing)));
    }
    let is_path = mark == '"'
        && matches!(inside, [drive, ':', '\\', next, ..] if drive.is_ascii_alphabetic() && *next != '\\');
    if is_path {
        *first = first.or(Some((start + 4, '\\')));
    }
    let mark = if is_path { '\'' } else { mark };
    right.push(mark);
    right.extend(inside);
    if end < chars.len() {
        right.push(mark);
    }
    end + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, place: Option<(usize, usize, char)>, right: &str) {
        let found = misplaced(source);
        assert_eq!(found.as_ref().map(|f| (f.line, f.column, f.mark)), place, "{source}");
        assert_eq!(found.map_or(String::new(), |f| f.right), right, "{source}");
    }

    #[test]
    fn chinese_marks_are_named_and_the_right_line_is_shown() {
        check(
            "a = 1\nterms = [ “信息港”，\"数据库\" ]",
            Some((2, 11, '“')),
            "terms = [ \"信息港\",\"数据库\" ]",
        );
        check("name ＝ \"甲\"", Some((1, 6, '＝')), "name = \"甲\"");
        check("name： \"甲\"", Some((1, 5, '：')), "name= \"甲\"");
        check("terms = [\"信息港”, \"数据库\"]", Some((1, 14, '”')), "terms = [\"信息港\", \"数据库\"]");
        check("terms = [‘甲’、‘乙’] # “注”", Some((1, 10, '‘')), "terms = ['甲','乙'] # “注”");
        check("【corpus】\r", Some((1, 1, '【')), "[corpus]");
        check("{　term = ＂甲＂｝", Some((1, 2, '　')), "{ term = \"甲\"}");
        check("folder = \"D:\\texts\"", Some((1, 13, '\\')), "folder = 'D:\\texts'");
    }

    #[test]
    fn what_toml_reads_is_left_alone() {
        for source in [
            "definition = \"变更“技术系统”：引入，或 \\\"应用\\\"\" # “注”，",
            "a = '“”，'\nb = \"D:\\\\texts\"\nc = 'D:\\texts'",
            "a = \"\"\"\n“甲”，乙\n\"\"\"",
            "a = \"＝\"",
        ] {
            check(source, None, "");
        }
    }

    #[test]
    fn a_parser_that_stopped_before_the_mark_is_right() {
        let source = "a = \n“b” = 1\n";
        let problem = Problem::of_toml("the file cannot be read", source, 4, "no value", "write one");
        assert_eq!((problem.line, problem.cause.as_deref()), (Some(1), Some("no value")));
        let problem = Problem::of_toml("the file cannot be read", source, 5, "no key", "write one");
        assert!(problem.to_string().contains("`“` in line 2, column 1"), "{problem}");
        assert!(problem.to_string().contains("write the line so: \"b\" = 1"), "{problem}");
    }
}
