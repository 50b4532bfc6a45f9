//! Import of text.
use crate::template::shared;
use nianbao::import::import_text;

const FILES: [&str; 5] = [
    "reports/000_81271ff029d086a6.txt",
    "reports/001_50c806ca5e70a2c2.txt",
    "reports/002_a411e0a1c57d9535.txt",
    "reports/003_60914c73e690bbf7.txt",
    "reports/004_088613f544204e1b.txt",
];

#[test]
fn dump() {
    for file in FILES {
        let Some(text) = shared(file) else { return };
        let imported = import_text(&text, file, None).unwrap();
        println!("=== {file}");
        let r = &imported.report;
        println!("{} {} {} {}", r.agency, r.year, r.title_wording, r.preface);
        println!("{} | {}", r.signature, r.date);
        println!(
            "entries {} stated {:?}",
            r.entries.len(),
            r.stated.keys().collect::<Vec<_>>()
        );
        println!(
            "nonzero {:?}",
            r.entries
                .iter()
                .filter(|(_, e)| e.to_string() != "0")
                .collect::<Vec<_>>()
        );
        for (id, p) in &r.prose {
            println!("# {id}\nLEAD {}", p.lead);
            for part in &p.parts {
                println!("PART [{}] {} :: {}", part.id, part.heading, part.text);
            }
        }
        for note in &imported.notes {
            println!("{note}");
        }
    }
}
