//! Next year's report from last year's: what is carried, moved, asked and kept.

use nianbao::report::years::{LastYear, left_over, shift};

const YEARS: &str = include_str!("../cases/succession/years.txt");

#[derive(Debug, Default)]
struct YearCase {
    before: String,
    after: Option<String>,
    asked: Vec<String>,
}

fn year_cases() -> Vec<YearCase> {
    let mut cases: Vec<YearCase> = Vec::new();
    for line in YEARS.lines() {
        let (mark, rest) = line.split_at_checked(2).unwrap_or((line, ""));
        match mark {
            "- " => cases.push(YearCase {
                before: rest.to_owned(),
                ..YearCase::default()
            }),
            "+ " => cases.last_mut().unwrap().after = Some(rest.to_owned()),
            "? " => cases.last_mut().unwrap().asked.push(rest.to_owned()),
            _ => assert!(line.is_empty() || line.starts_with('#'), "{line}"),
        }
    }
    cases
}

#[test]
fn years_move_where_it_is_certain_and_the_rest_is_asked() {
    let mut wrong = Vec::new();
    for case in year_cases() {
        let shifted = shift(&case.before, 2024, 2025);
        let expected = case.after.as_ref().unwrap_or(&case.before);
        if shifted.text != *expected {
            wrong.push(format!("  {}\n→ {}", case.before, shifted.text));
        }
        let last = LastYear::of([case.before.as_str()]);
        let text: Vec<char> = shifted.text.chars().collect();
        let asked: Vec<String> = left_over(&shifted.text, 2025, &last, &[], &[])
            .into_iter()
            .map(|question| text[question.sentence].iter().collect())
            .collect();
        let fits = asked.len() == case.asked.len()
            && asked
                .iter()
                .zip(&case.asked)
                .all(|(asked, expected)| asked.starts_with(expected));
        if !fits {
            wrong.push(format!("  {}\n? {asked:?}", case.before));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_moved_year_says_where_it_stands() {
    for case in year_cases() {
        let shifted = shift(&case.before, 2024, 2025);
        let text: Vec<char> = shifted.text.chars().collect();
        let mut back = text.clone();
        for moved in shifted.moved.iter().rev() {
            let range = moved.start..moved.start + moved.after.chars().count();
            assert_eq!(text[range.clone()].iter().collect::<String>(), moved.after);
            back.splice(range, moved.before.chars());
        }
        assert_eq!(back.iter().collect::<String>(), case.before);
    }
}
