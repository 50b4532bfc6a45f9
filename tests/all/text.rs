//! The knowledge of texts: no string makes it panic, no offset stands inside a character, endless texts cost little.

use nianbao::check::{self, Correction, Remedy};
use nianbao::claim::{Lexicon, Setting, read};
use nianbao::report::Report;
use nianbao::template::Template;
use nianbao::text::private::private_numbers;
use nianbao::text::years::{AROUND, left_over, overdue, shift};
use nianbao::text::{
    LastYear, YearText, counted, dates, document_number, doubled, mark, mentions, numeral, order,
    reckoning, sentence, sentence_key, sentences, usage,
};
use proptest::prelude::*;

/// Strings made of what such texts are made of, and of what breaks readers.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "2025",
        "２０２４",
        "二〇二五",
        "二OO四",
        "24",
        "年",
        "年度",
        "月",
        "日",
        "1",
        "12",
        "31",
        "９",
        "0",
        ".",
        "．",
        ",",
        "，",
        "。",
        "；",
        "：",
        "！",
        "、",
        "\n",
        " ",
        "\u{3000}",
        "\u{a0}",
        "至",
        "—",
        "-",
        "～",
        "〔",
        "〕",
        "（",
        "）",
        "(",
        ")",
        "“",
        "”",
        "\"",
        "《",
        "》",
        "第",
        "号",
        "件",
        "条",
        "十",
        "百",
        "千",
        "万",
        "两",
        "零",
        "三",
        "余",
        "收到申请",
        "自",
        "以来",
        "截至",
        "成立",
        "修订",
        "预算",
        "工作要点",
        "将",
        "下一步",
        "比",
        "同期",
        "XX",
        "xx",
        "__",
        "a",
        "é",
        "𠮷",
        "😀",
        "e\u{301}",
        "\u{200b}",
        "⼀",
        "ﬁ",
        "\u{feff}",
    ]);
    let made = prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => made, 1 => any::<String>()]
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

proptest! {
    #[test]
    fn no_string_is_too_strange(text in texts(), last in any::<u16>(), this in any::<u16>()) {
        let characters: Vec<char> = text.chars().collect();
        let found = sentences(&characters);
        prop_assert!(found.iter().all(|range| range.start < range.end && range.end <= characters.len()));
        prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
        prop_assert_eq!(sentence::clauses(&text).concat().is_empty(), text.chars().all(|c| "，,：".contains(c)));
        for mention in mentions(&characters) {
            prop_assert!(mention.range.end <= characters.len());
        }
        if let Some(number) = numeral::numeral(&characters) {
            prop_assert!((1..=characters.len()).contains(&number.length));
        }
        numeral::in_words(&characters);
        numeral::list_number(&text);
        sentence_key(&characters);
        let known = LastYear::of([text.as_str()]);
        for question in left_over(&YearText::of(&text), this, &known, &[], &words(&["以来"])) {
            prop_assert!(question.range.end <= characters.len());
            prop_assert!(question.sentence.end <= characters.len());
        }
        let shifted = shift(&text, last, this);
        let after: Vec<char> = shifted.text.chars().collect();
        prop_assert_eq!(after.len(), characters.len());
        for moved in &shifted.moved {
            let width = moved.after.chars().count();
            let standing: String = after[moved.start..moved.start + width].iter().collect();
            prop_assert_eq!(&standing, &moved.after);
        }
    }

    #[test]
    fn marks_stand_at_characters(text in texts()) {
        let is_boundary = |at: usize| text.is_char_boundary(at);
        if let Some((at, word)) = mark::placeholder(&text, &words(&["XX", "xx", "__", "某某"])) {
            prop_assert!(text[at..].starts_with(word));
        }
        if let Some(range) = mark::doubled(&text) {
            prop_assert!(is_boundary(range.start) && is_boundary(range.end));
        }
        if let Some((at, mark)) = mark::unpaired(&text) {
            prop_assert!(text[at..].starts_with(mark));
        }
        mark::lacks_end(&text);
    }
}

proptest! {
    #[test]
    fn no_string_is_too_strange_for_a_proofreader(text in texts(), year in any::<u16>()) {
        let characters: Vec<char> = text.chars().collect();
        let counted = [("信息".to_owned(), words(&["条", "件"])), ("收取".to_owned(), words(&["元"]))];
        let faults = [
            document_number::document_numbers(&characters), usage::half_width_marks(&characters), usage::look_alikes(&characters),
            doubled::doubled_words(&characters), usage::stray_spaces(&characters), counted::over_hundred(&characters),
            counted::missing_numbers(&characters, &counted), order::misnumbered(&characters), reckoning::contradictions(&characters),
        ];
        for fault in faults.iter().flatten() {
            prop_assert!(fault.range.start < fault.range.end && fault.range.end <= characters.len(), "{:?}", fault);
        }
        for (range, _) in private_numbers(&characters) {
            prop_assert!(range.end <= characters.len());
        }
        for date in dates::dates(&characters) {
            date.exists();
            prop_assert!(date.range.end <= characters.len());
        }
        dates::periods(&characters);
        overdue(&YearText::of(&text), year, &words(&["下一步"]));
        let template = Template::built_in("2021").unwrap();
        let lexicon = Lexicon::of(&template, 2025);
        for topic in [None, Some(0)] {
            let agency: Vec<char> = "甲县乙局".chars().collect();
            for claim in read(&template, &lexicon, &characters, Setting { year, agency: &agency, topic }) {
                prop_assert!(claim.range.start <= claim.range.end && claim.range.end <= characters.len());
            }
        }
    }

    #[test]
    fn a_report_with_any_text_is_checked(text in texts(), signature in texts()) {
        let template = Template::built_in("2021").unwrap();
        let mut report = Report::new(&template, "甲县乙局", 2025);
        report.preface.clone_from(&text);
        report.signature = signature;
        for prose in report.prose.values_mut() {
            prose.lead.clone_from(&text);
        }
        for finding in check::check(&template, &report, None) {
            let Some(own) = finding.left_cells.first().and_then(|place| report.text(place)) else {
                continue;
            };
            for span in &finding.spans {
                prop_assert!(own.get(span.clone()).is_some(), "{:?} in {:?}", finding, own);
            }
            if let Some(Remedy::Correct(_, corrections)) = &finding.remedy {
                prop_assert!(Correction::apply(own, corrections).is_some(), "{:?}", finding);
            }
        }
    }
}

#[test]
fn chinese_numbers_are_read_whole() {
    let read = |text: &str| {
        let text: Vec<char> = text.chars().collect();
        numeral::in_words(&text).map(|number| number.to_string())
    };
    let cases = [
        ("三百二十", "320"),
        ("一百零五", "105"),
        ("两千零八", "2008"),
        ("十二", "12"),
        ("一万两千", "12000"),
        ("零", "0"),
    ];
    for (text, number) in cases {
        assert_eq!(read(text).as_deref(), Some(number), "{text}");
    }
    for text in ["", "两三", "一百二", "件"] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(numeral::list_number("二十三"), Some(23));
    assert_eq!(numeral::list_number("一般"), None);
}

/// What is told with each year is cut, so that a text of nothing but years does not grow by its square.
#[test]
fn an_endless_sentence_of_years_is_told_in_parts() {
    let endless = "2025年".repeat(11_500);
    let shifted = shift(&endless, 2025, 2026);
    assert!(shifted.moved.is_empty() || shifted.moved.len() == 11_500);
    let told = shifted
        .kept
        .iter()
        .map(|kept| kept.sentence.chars().count());
    assert!(told.max().unwrap_or(0) <= 2 * AROUND + 4);
}
