//! Faulty forms: each fault is refused with its place, and what is not refused serves every purpose in bounded time.

use nianbao::template::Template;

const SMALL: &str = include_str!("../cases/small_form.ron");
const FAULTS: &str = include_str!("../cases/faulty_forms.txt");

#[test]
fn the_small_form_is_a_form() {
    Template::parse(SMALL, "small").unwrap();
}

#[test]
fn each_fault_is_named_with_its_place_and_reason() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for block in FAULTS.split("\n\n").filter(|block| block.contains("\n>")) {
        let line = |sign: &str| {
            let mut lines = block.lines().filter_map(|line| line.strip_prefix(sign));
            lines
                .next()
                .unwrap_or_else(|| panic!("no {sign} in {block}"))
                .trim()
        };
        let (old, new, expected) = (line("-"), line("+"), line(">"));
        assert!(SMALL.contains(old), "{old}");
        let found = match Template::parse(&SMALL.replacen(old, new, 1), "小.ron") {
            Ok(_) => "nothing is wrong".to_owned(),
            Err(error) => error.to_string(),
        };
        count += 1;
        if found != format!("模板 小.ron 不能使用：{expected}") {
            wrong.push(format!("{new}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(count > 40, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_form_that_was_cut_off_says_so() {
    let half = &SMALL[..SMALL.find("rules:").unwrap()];
    let error = Template::parse(half, "小.ron").unwrap_err().to_string();
    assert!(error.ends_with("文件在这里中断，没有写完"), "{error}");
}
