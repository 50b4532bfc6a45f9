//! The sentences of `tests/cases/claims`: how they are read, and that they keep what their README promises.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One text with the figures beside it, and what a reviewer would say; the fields are told in the folder's README.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    pub kind: String,
    pub section: String,
    pub year: u16,
    pub agency: String,
    #[serde(default)]
    pub whole: bool,
    pub text: String,
    #[serde(default)]
    pub figures: BTreeMap<String, String>,
    #[serde(default)]
    pub prior: BTreeMap<String, String>,
    pub expect: Expect,
}

#[derive(Debug, Deserialize)]
pub enum Expect {
    Clean,
    Wrong { kind: String, quote: String },
}

/// A folder of cases with the form that their reports are of.
pub struct Corpus {
    pub folder: PathBuf,
    pub form: &'static str,
}

/// The folders at hand: the repository's, and the part kept outside it when `NIANBAO_HELD_OUT` names one.
pub fn corpora() -> Vec<Corpus> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let corpus = |folder: PathBuf, form| Corpus { folder, form };
    let ours = [
        corpus(cases.join("claims"), "2021"),
        corpus(cases.join("claims_2019"), "2019"),
    ];
    let held_out = std::env::var_os("NIANBAO_HELD_OUT").map(PathBuf::from);
    let held_out = held_out.map(|folder| corpus(folder, "2021"));
    ours.into_iter().chain(held_out).collect()
}

/// All cases of a folder, in the order of its files.
pub fn read(folder: &Path) -> Vec<Case> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "ron"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| -> Vec<Case> {
        let text = std::fs::read_to_string(path).unwrap();
        ron::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    files.iter().flat_map(read).collect()
}

#[test]
fn the_sentences_keep_what_their_readme_promises() {
    let corpora = corpora();
    let years = |form| match form {
        "2019" => 2019..=2020,
        _ => 2021..=2030,
    };
    let cases = corpora.iter().flat_map(|corpus| {
        let cases = read(&corpus.folder).into_iter();
        cases.inspect(|case| assert!(years(corpus.form).contains(&case.year), "{}", case.id))
    });
    let cases: Vec<Case> = cases.collect();
    let mut ids = BTreeSet::new();
    let mut texts = BTreeSet::new();
    let mut wrong = 0;
    for case in &cases {
        assert!(ids.insert(&case.id), "{} stands twice", case.id);
        let stands = (&case.agency, &case.section, &case.text);
        assert!(
            texts.insert(stands) || case.text.is_empty(),
            "the text of {}",
            case.id
        );
        assert!(!case.agency.is_empty());
        assert!(!case.section.is_empty(), "{}", case.id);
        if let Expect::Wrong { kind, quote } = &case.expect {
            wrong += 1;
            assert_eq!(kind, &case.kind, "{}", case.id);
            let found = case.text.matches(quote.as_str()).count();
            assert!(quote.is_empty() == case.whole_lacks() && (quote.is_empty() || found == 1));
        }
        let carried_in = balanced(&case.id, &case.figures, "carried_in");
        if !case.prior.is_empty() && !carried_in.is_empty() {
            let before = balanced(&case.id, &case.prior, "carried_out");
            assert!(before.is_empty() || before == carried_in, "{}", case.id);
        }
    }
    let clean = cases.len() - wrong;
    assert!(cases.len() > 500 && wrong <= clean && wrong * 5 > cases.len() * 2);
}

impl Case {
    /// Only a whole section can lack something as a whole.
    fn whole_lacks(&self) -> bool {
        self.whole && matches!(&self.expect, Expect::Wrong { quote, .. } if quote.is_empty())
    }
}

/// The row `wanted` of table `requests` column by column, after each column was seen to balance.
fn balanced(id: &str, figures: &BTreeMap<String, String>, wanted: &str) -> BTreeMap<String, i64> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    let mut row: BTreeMap<String, i64> = BTreeMap::new();
    for (address, figure) in figures {
        let Some(cell) = address.strip_prefix("requests.") else {
            continue;
        };
        let (name, column) = cell.split_once('.').unwrap();
        let figure: i64 = figure.parse().unwrap();
        let came_in = name == "new" || name == "carried_in";
        *sums.entry(column).or_default() += if came_in { figure } else { -figure };
        *row.entry(column.to_owned()).or_default() += if name == wanted { figure } else { 0 };
    }
    assert!(sums.values().all(|sum| *sum == 0), "{id}: {sums:?}");
    row.retain(|_, figure| *figure != 0);
    row
}
