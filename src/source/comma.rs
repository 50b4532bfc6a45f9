//! Tables whose cells are parted by commas, as spreadsheets save them → the same with tabs.

/// Lines of one table at least: fewer with as many commas are sentences.
const LEAST_LINES: usize = 3;
/// Cells of a line at least.
const LEAST_CELLS: usize = 3;

/// The text with tabs between the cells of lines that are parted by ASCII commas, where several lines have as many
/// cells. Sentences have Chinese commas, and thousands are told by their groups.
pub(super) fn with_tabs(text: String) -> String {
    if !text.contains(',') {
        return text;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let cells: Vec<Option<Vec<String>>> = lines.iter().map(|line| cells_of(line)).collect();
    let count = |at: usize| cells.get(at).and_then(Option::as_ref).map(Vec::len);
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let (mut at, mut has_table) = (0, false);
    while at < lines.len() {
        let own = count(at);
        let end = (at..lines.len())
            .find(|next| count(*next) != own)
            .unwrap_or(lines.len());
        let is_table = own.is_some() && end - at >= LEAST_LINES;
        has_table |= is_table;
        for (line, cells) in lines.iter().zip(&cells).take(end).skip(at) {
            out.push(match cells {
                Some(cells) if is_table => row_of(cells),
                _ => (*line).to_owned(),
            });
        }
        at = end;
    }
    if has_table {
        // Beside tables a paragraph is a line whose first cell alone is filled.
        out.iter_mut().for_each(drop_blank_cells);
    }
    out.join("\n")
}

/// The cells of a line with tabs between them; one that is alone on its line is a text.
fn row_of(cells: &[String]) -> String {
    match cells {
        [only, rest @ ..] if rest.iter().all(String::is_empty) => only.clone(),
        cells => cells.join("\t"),
    }
}

fn drop_blank_cells(line: &mut String) {
    if line.ends_with(",,") {
        let text = line.trim_end_matches(',');
        let inner = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        *line = inner.unwrap_or(text).replace("\"\"", "\"");
    }
}

/// The cells of a line; `None` when it is none of a table.
fn cells_of(line: &str) -> Option<Vec<String>> {
    if line.contains(['\t', '|', '。']) || line.len() > 4_000 {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut characters = line.trim_end().chars().peekable();
    while let Some(c) = characters.next() {
        let cell = cells.last_mut()?;
        match c {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    // Thousands are parted by commas as well: a line of nothing but groups may be one number.
    let is_group = |cell: &String| cell.len() == 3 && cell.chars().all(|c| c.is_ascii_digit());
    let is_number = cells.iter().skip(1).all(is_group);
    (!is_quoted && cells.len() >= LEAST_CELLS && !is_number).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::with_tabs;

    #[test]
    fn only_tables_are_parted() {
        let table = "信息内容,本年制发件数,本年废止件数\n规章,\"1,024\",\n行政许可,3,4";
        let parted = "信息内容\t本年制发件数\t本年废止件数\n规章\t1,024\t\n行政许可\t3\t4";
        assert_eq!(with_tabs(table.to_owned()), parted);
        for text in [
            "第一,第二,第三。\n第一,第二,第三。\n第一,第二,第三。",
            "1,234,567\n1,234,567\n1,234,567",
            "a,b,c\n甲",
        ] {
            assert_eq!(with_tabs(text.to_owned()), text);
        }
    }
}
