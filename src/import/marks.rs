//! A line as it was written → its words, without the marks of Markdown or without white space.

/// A line without Markdown marks for headings and bold type, and without space around it.
pub(super) fn unmarked(line: &str) -> String {
    let trimmed = line.trim().trim_start_matches('>').trim_start();
    let after = trimmed.trim_start_matches('#');
    let marks = trimmed.len() - after.len();
    let body = match marks {
        0 => trimmed,
        // "#" is a heading mark up to level six; agencies do not start a text with it otherwise.
        1..=6 => after.trim_end_matches('#').trim(),
        _ => trimmed,
    };
    body.replace("**", "").replace("__", "").trim().to_owned()
}

/// A text without any white space.
pub(super) fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}
