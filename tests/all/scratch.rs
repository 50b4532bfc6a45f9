//! Temporary.
use nianbao::claim::{Lexicon, Setting, read};
use nianbao::template::Template;
#[test]
fn scratch() {
    let t = Template::built_in("2021").unwrap();
    let lex = Lexicon::of(&t, 2024);
    for line in std::fs::read_to_string("/tmp/scratch.txt").unwrap().lines() {
        let (part, text) = line.split_once('|').unwrap();
        let chars: Vec<char> = text.chars().collect();
        let agency: Vec<char> = "甲县乙局".chars().collect();
        let topic = (part == "r").then_some(0);
        println!("== {text}");
        for c in read(
            &t,
            &lex,
            &chars,
            Setting {
                year: 2024,
                agency: &agency,
                topic,
            },
        ) {
            let w: String = chars[c.range.clone()].iter().collect();
            println!(
                "  {:?} “{w}” {}",
                c.certainty,
                format!("{:?}", c.told).replace(" ", "")
            );
        }
    }
}
