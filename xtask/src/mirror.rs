//! A mirror of the tree: its longest functions, files and structs, printed and never enforced.

use crate::shell::root;
use crate::tidy::tracked;
use anyhow::Result;

/// Rows printed of each kind.
const ROWS: usize = 10;

pub fn print() -> Result<()> {
    let mut files = Vec::new();
    let mut functions = Vec::new();
    let mut structs = Vec::new();
    for file in tracked()?.into_iter().filter(|file| file.ends_with(".rs") && !file.contains("/tests/")) {
        let text = std::fs::read_to_string(root().join(&file))?;
        let lines: Vec<&str> = text.lines().take_while(|line| *line != "#[cfg(test)]").collect();
        files.push((lines.len(), file.clone()));
        functions.extend(blocks(&lines, "fn ").map(|(length, name)| (length, format!("{file} {name}"))));
        structs.extend(blocks(&lines, "struct ").map(|(length, name)| (length, format!("{file} {name}"))));
    }
    for (what, mut rows) in [("functions", functions), ("files", files), ("structs", structs)] {
        rows.sort_by(|a, b| b.cmp(a));
        println!("longest {what}:");
        for (length, name) in rows.iter().take(ROWS) {
            println!("  {length:>5}  {name}");
        }
    }
    Ok(())
}

/// Items introduced by `keyword`: their length in lines and their first line, by the indentation of formatted code.
fn blocks<'a>(lines: &'a [&'a str], keyword: &'a str) -> impl Iterator<Item = (usize, String)> + 'a {
    lines.iter().enumerate().filter_map(move |(start, line)| {
        let code = line.trim_start();
        let opens = code.contains(keyword) && !code.starts_with("//") && line.trim_end().ends_with('{');
        let indent = &line[..line.len() - code.len()];
        let closing = format!("{indent}}}");
        let end = lines[start..].iter().position(|line| *line == closing).filter(|_| opens)?;
        Some((end + 1, code.trim_end_matches('{').trim().chars().take(70).collect()))
    })
}
