//! How texts speak of the form's numbers: words, the cells that they mean, and what is not about these cells.

use super::Template;
use super::read::Problem;
use serde::Deserialize;
use std::sync::LazyLock;
use std::thread;

/// The vocabulary of claims, as the form's RON writes it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimWords {
    /// What is written after a number of things, or after an amount of money.
    pub units: Vec<String>,
    /// The column that is meant where none is named; it takes the place of `*` in addresses.
    pub column: String,
    /// Words for single columns.
    pub columns: Vec<ColumnWords>,
    /// What numbers are told of.
    pub topics: Vec<Topic>,
    /// Shares with a name of their own (办结率).
    pub rates: Vec<Rate>,
    /// Words of things that no table counts: what is told after them is not compared.
    pub elsewhere: Vec<String>,
    /// Words of others than the agency, and of parts of it.
    pub elsewhere_scopes: Vec<String>,
    /// Words that add up what was named before (总计).
    pub together: Vec<String>,
    /// Words of the whole territory, which only a government speaks for.
    pub territories: Vec<String>,
    /// How names of governments end.
    pub governments: Vec<String>,
    /// Words of one organ of a government among those that its tables count: 市政府.
    pub organs: Vec<String>,
    /// What numbers before its word only choose: 收到申请100件以上的部门.
    pub chosen: Vec<String>,
    /// Words of the agency itself.
    pub own_scopes: Vec<String>,
    /// How names of public bodies end.
    pub bodies: Vec<String>,
    /// Words that tell only a part of the things.
    pub narrowing: Vec<String>,
    /// Words that close a list of such words so that it tells all of the things (等渠道).
    pub ways: Vec<String>,
    /// Words that may stand around a number without changing what it counts; with any other word nothing is compared.
    pub fillers: Vec<String>,
    /// What applicants do, which may stand behind the word of a column: 自然人提出.
    pub deeds: Vec<String>,
    /// Those of the narrowing words that before a measure only lead to it: 涉及国家秘密.
    pub leading: Vec<String>,
    /// Words that hold one of the others and mean nothing here.
    pub plain: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnWords {
    pub words: Vec<String>,
    /// Columns that it adds up.
    pub ids: Vec<String>,
    /// Others that it may add up: 其他类型, where only some of them were named before.
    #[serde(default)]
    pub or: Vec<Vec<String>>,
}

/// Something that the tables count: requests, reviews, permits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub id: String,
    pub words: Vec<String>,
    /// Those of the words that mean it only where nothing unknown stands before them, or one of `neutral`.
    #[serde(default)]
    pub vague: Vec<String>,
    #[serde(default)]
    pub neutral: Vec<String>,
    /// Units that it is counted in; empty: any.
    #[serde(default)]
    pub units: Vec<String>,
    /// Parts whose text speaks of it where it says nothing else: `overview.on_request`.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Words of which one has to stand before it where the part does not speak of it anyway; empty: none.
    #[serde(default)]
    pub assured_by: Vec<String>,
    /// Units that count kinds of it where nothing says what was done with them: 行政许可40项.
    #[serde(default)]
    pub kind_units: Vec<String>,
    /// Whether a government's table counts those of its offices as well, so that what one organ did is only a part.
    #[serde(default)]
    pub of_organs: bool,
    /// The measure that is meant where only the topic is named; none when that says too little.
    #[serde(default)]
    pub bare: Option<String>,
    pub measures: Vec<Measure>,
}

/// What is counted of a topic, and the sums that it may mean.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    pub id: String,
    pub words: Vec<String>,
    /// Words that mean it only in a list of outcomes: 公开16件，部分公开3件.
    #[serde(default)]
    pub short: Vec<String>,
    /// Each sum lists addresses; a number is right when it is one of the sums.
    pub sums: Vec<Vec<String>>,
    /// What it is when it is said of all (均予以公开); empty when that says nothing.
    #[serde(default)]
    pub whole: Vec<Vec<String>>,
    /// Whether it counts things as they come and go, not what became of them.
    #[serde(default)]
    pub total: bool,
    /// Whether it counts only some of the year's work, so that what is told of it alone is not told of all (新收, 上年结转).
    #[serde(default)]
    pub aside: bool,
    /// Measures behind which only the first of the sums is meant: 办结19件，结转2件, but 新收18件、结转3件.
    #[serde(default)]
    pub settled_by: Vec<String>,
    /// The measure that is meant where it is told of last year: last year's 结转 is this year's 上年结转.
    #[serde(default)]
    pub last_year: Option<String>,
    /// The measure that counts what it is denied of: 没有办结的5件 are those carried out.
    #[serde(default)]
    pub undone: Option<String>,
    /// Whether the words name only some of what the sums count, so that a smaller number may be right (撤回 within 其他结果).
    #[serde(default)]
    pub partly: bool,
    /// Whether the words are so common that alone they are no claim (答复).
    #[serde(default)]
    pub loose: bool,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub words: Vec<String>,
    /// The topic that it is a share of where several have one of the name (维持率); none: whatever is spoken of.
    #[serde(default)]
    pub topic: Option<String>,
    pub part: Vec<String>,
    /// What else its part may be: 公开率 with or without what was made public in part.
    #[serde(default)]
    pub or: Vec<Vec<String>>,
    pub wholes: Vec<Vec<String>>,
}

/// The vocabulary of all forms that bring none of their own. A faulty one is excluded by the tests.
static COMMON: LazyLock<ClaimWords> = LazyLock::new(|| ron::from_str(TEXT).unwrap_or_default());

const TEXT: &str = include_str!("../../templates/claims.ron");

/// Begins to read the common words, which the first check of a report needs, while the forms are read.
pub(super) fn read_ahead() {
    let reading = thread::Builder::new().name("words".to_owned());
    // Without a thread they are read when they are needed.
    let _ = reading.spawn(|| LazyLock::force(&COMMON));
}

impl Template {
    /// How texts speak of the form's numbers: its own words, or the common ones for what it has.
    pub fn claims(&self) -> &ClaimWords {
        let has = |address: &str| self.by_address.contains_key(address);
        let common = || self.claims.get_or_init(|| COMMON.of_what_is_there(has));
        self.form.claims.as_ref().unwrap_or_else(common)
    }
}

impl ClaimWords {
    /// The same without addresses that a form lacks, and without what says nothing then: sums, measures and topics.
    fn of_what_is_there(&self, has: impl Fn(&str) -> bool) -> ClaimWords {
        let has = |address: &String| has(&address.replace('*', &self.column));
        let keep = |sums: &mut Vec<Vec<String>>| {
            sums.iter_mut().for_each(|sum| sum.retain(has));
            sums.retain(|sum| !sum.is_empty());
        };
        let mut claims = self.clone();
        for topic in &mut claims.topics {
            for measure in &mut topic.measures {
                keep(&mut measure.sums);
                keep(&mut measure.whole);
            }
            topic.measures.retain(|measure| !measure.sums.is_empty());
            let measures = &topic.measures;
            let is_there = |id: &String| measures.iter().any(|measure| measure.id == *id);
            topic.bare = topic.bare.take().filter(is_there);
        }
        claims.topics.retain(|topic| !topic.measures.is_empty());
        for rate in &mut claims.rates {
            rate.part.retain(has);
            keep(&mut rate.or);
            keep(&mut rate.wholes);
        }
        let is_whole = |rate: &Rate| !rate.part.is_empty() && !rate.wholes.is_empty();
        claims.rates.retain(is_whole);
        claims
    }

    /// The lists of plain words, with their names in the file.
    fn lists(&self) -> [(&'static str, &Vec<String>); 16] {
        let ClaimWords {
            units,
            column: _,
            columns: _,
            topics: _,
            rates: _,
            elsewhere,
            elsewhere_scopes,
            together,
            territories,
            governments,
            organs,
            chosen,
            own_scopes,
            bodies,
            narrowing,
            ways,
            fillers,
            deeds,
            leading,
            plain,
        } = self;
        [
            ("units", units),
            ("elsewhere", elsewhere),
            ("elsewhere_scopes", elsewhere_scopes),
            ("together", together),
            ("territories", territories),
            ("governments", governments),
            ("organs", organs),
            ("chosen", chosen),
            ("own_scopes", own_scopes),
            ("bodies", bodies),
            ("narrowing", narrowing),
            ("ways", ways),
            ("fillers", fillers),
            ("deeds", deeds),
            ("leading", leading),
            ("plain", plain),
        ]
    }

    /// Every address that it names, with `*` replaced by each column that may stand there.
    fn addresses(&self) -> impl Iterator<Item = String> {
        let measures = self.topics.iter().flat_map(|topic| &topic.measures);
        let sums = measures.flat_map(|measure| measure.sums.iter().chain(&measure.whole));
        let rates = self.rates.iter();
        let rates = rates.flat_map(|rate| {
            std::iter::once(&rate.part)
                .chain(&rate.or)
                .chain(&rate.wholes)
        });
        let columns = self.columns.iter().flat_map(|column| &column.ids);
        let columns: Vec<&String> = columns.chain([&self.column]).collect();
        sums.chain(rates).flatten().flat_map(move |address| {
            let count = if address.contains('*') {
                columns.len()
            } else {
                1
            };
            let columns = columns.iter().take(count);
            let replaced = columns.map(|id| address.replace('*', id));
            replaced.collect::<Vec<_>>()
        })
    }
}

/// Names what a form does not have, and words that are empty.
pub(super) fn lint(claims: &ClaimWords, has: impl Fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |place: String, reason: String| problems.push(Problem { place, reason });
    for address in claims.addresses().filter(|address| !has(address)) {
        problem(
            "claims".to_owned(),
            format!("没有地址为 {address} 的单元格"),
        );
    }
    for topic in &claims.topics {
        let place = format!("claims.topics.{}", topic.id);
        let is_measure = |id: &String| topic.measures.iter().any(|measure| measure.id == *id);
        if let Some(bare) = topic.bare.as_ref().filter(|bare| !is_measure(bare)) {
            problem(
                place.clone(),
                format!("没有编号为 {bare} 的说法（measures）"),
            );
        }
        let measures = topic.measures.iter();
        let words = [&topic.words, &topic.vague, &topic.neutral, &topic.units];
        let mut words = words
            .into_iter()
            .flatten()
            .chain(measures.flat_map(|measure| measure.words.iter().chain(&measure.short)));
        if words.any(|word| is_blank(word)) {
            problem(place, "词语不能是空的".to_owned());
        }
    }
    for (list, words) in claims.lists() {
        if words.iter().any(|word| is_blank(word)) {
            problem(format!("claims.{list}"), "词语不能是空的".to_owned());
        }
    }
    problems
}

fn is_blank(word: &str) -> bool {
    word.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Forms;

    #[test]
    fn the_common_words_are_whole_and_each_address_is_of_a_form() {
        let common: ClaimWords = ron::from_str(TEXT).unwrap();
        let forms = Forms::built_in();
        let has = |address: &str| {
            let mut forms = forms.iter();
            forms.any(|form| form.by_address.contains_key(address))
        };
        assert_eq!(lint(&common, has), []);
        for form in forms.iter() {
            let has = |address: &str| form.by_address.contains_key(address);
            assert_eq!(lint(form.claims(), has), []);
            assert!(form.claims().topics.len() > 5, "{}", form.form.id);
        }
    }
}
