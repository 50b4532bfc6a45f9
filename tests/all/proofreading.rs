//! How much of the corpus in `tests/cases/claims` the checks find, and what they doubt that is right.

use super::claim_cases::{Case, Expect, corpora, read};
use nianbao::check::{self, Finding, Severity};
use nianbao::place::{Address, Place};
use nianbao::report::{Entry, Part, Report};
use nianbao::template::Template;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Figures as the corpus gives them: a cell that is not named is 0 where another of its table is.
fn enter(template: &Template, report: &mut Report, figures: &BTreeMap<String, String>) {
    let tables: BTreeSet<&str> = figures
        .keys()
        .filter_map(|address| address.split('.').next())
        .collect();
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        if !tables.contains(cell.address.table()) {
            continue;
        }
        let figure = figures
            .get(cell.address.as_str())
            .map_or("0", String::as_str);
        let entry = Entry::parse(figure).unwrap();
        report.entries.insert(cell.address.clone(), entry);
    }
    assert!(
        figures
            .keys()
            .all(|a| Address::parse(a).is_some_and(|a| template.cell(&a).is_some())),
        "{figures:?}"
    );
}

/// The report of a case, the place of its text and where the text begins in what stands there.
fn report(template: &Template, case: &Case) -> Report {
    let mut report = Report::new(template, &case.agency, case.year);
    enter(template, &mut report, &case.figures);
    if !case.prior.is_empty() {
        let mut last = Report::new(template, &case.agency, case.year - 1);
        enter(template, &mut last, &case.prior);
        report.history.push(last.as_past_year(template));
    }
    let mut steps = case.section.split('.');
    let (section, part) = (steps.next().unwrap(), steps.next());
    match (section, part) {
        ("title" | "preface", _) => report.preface = case.text.clone(),
        ("signature", _) => report.signature = case.text.clone(),
        (section, Some(id)) => {
            let prose = report.prose.get_mut(section).unwrap();
            let part = prose.parts.iter_mut().find(|part| part.id == id).unwrap();
            part.text = case.text.clone();
        }
        (section, None) => {
            let prose = report.prose.get_mut(section).unwrap();
            if case.whole {
                prose.parts.clear();
            }
            prose.lead = case.text.clone();
            if case.whole && section == "overview" {
                split(template, section, &case.text, prose);
            }
        }
    }
    report
}

/// A whole section as import reads it: lines with （一） begin parts.
fn split(template: &Template, section: &str, text: &str, prose: &mut nianbao::report::Prose) {
    let nianbao::template::SectionContent::Prose { parts, .. } =
        &template.section(section).unwrap().content
    else {
        panic!("{section} is a table");
    };
    prose.lead.clear();
    for line in text.lines() {
        let numbered = line
            .strip_prefix('（')
            .and_then(|rest| rest.split_once('）'));
        let Some((_, rest)) = numbered else {
            let last = prose.parts.last_mut();
            let to = last.map_or(&mut prose.lead, |part| &mut part.text);
            to.push_str(line);
            continue;
        };
        let (heading, text) = rest.split_once('。').unwrap_or((rest, ""));
        let standard = parts
            .iter()
            .find(|p| p.heading == heading || p.aliases.iter().any(|a| a == heading));
        prose.parts.push(Part {
            id: standard.map_or(String::new(), |p| p.id.clone()),
            heading: heading.to_owned(),
            text: text.to_owned(),
        });
    }
}

/// Where a finding's words stand in the case's text; `None` when it is about no words of it.
fn spans(report: &Report, case: &Case, finding: &Finding) -> Option<Vec<Range<usize>>> {
    let place = finding.left_cells.first()?;
    let own = report.text(place)?;
    let at = case.text.find(own.trim())?;
    let lead = own.len() - own.trim_start().len();
    let shift = |span: &Range<usize>| span.start + at - lead..span.end + at - lead;
    Some(finding.spans.iter().map(shift).collect())
}

/// Whether a finding speaks of the case's text and not of what the case leaves out.
fn is_about(template: &Template, case: &Case, finding: &Finding) -> bool {
    let section = case.section.split('.').next().unwrap();
    let in_section = finding.left_cells.iter().any(|place| match place {
        Place::Preface => matches!(section, "title" | "preface"),
        Place::Signature => section == "signature",
        Place::Figure(_) => false,
        place => template.section_of(place).is_some_and(|id| *id == *section),
    });
    in_section && (finding.severity != Severity::Unfilled || case.whole)
}

#[derive(Default)]
struct Score {
    wrong: usize,
    found: usize,
    clean: usize,
    alarms: usize,
}

fn judge(template: &Template, case: &Case, score: &mut Score) -> Option<String> {
    let report = report(template, case);
    let findings = check::check(template, &report, None);
    let about: Vec<&Finding> = findings
        .iter()
        .filter(|f| is_about(template, case, f))
        .collect();
    let told = || {
        about
            .iter()
            .map(|f| format!("\n    {} {}", f.rule, f.message))
            .collect::<String>()
    };
    match &case.expect {
        Expect::Clean => {
            score.clean += 1;
            let is_quiet = about.is_empty();
            score.alarms += usize::from(!is_quiet);
            (!is_quiet).then(|| format!("FALSE {}: {}{}", case.id, case.text, told()))
        }
        Expect::Wrong { quote, .. } => {
            score.wrong += 1;
            let start = case.text.find(quote.as_str()).unwrap_or(0);
            let quoted = start..start + quote.len();
            let covers = |finding: &&Finding| {
                let spans = spans(&report, case, finding).unwrap_or_default();
                // What a whole section lacks is told of all of it.
                let is_of_all = case.whole && finding.spans.is_empty();
                quote.is_empty()
                    || is_of_all
                    || finding.severity == Severity::Unfilled
                    || spans.iter().any(|span| {
                        span.start < quoted.end && quoted.start < span.end.max(span.start + 1)
                    })
            };
            let is_found = about.iter().any(covers);
            score.found += usize::from(is_found);
            (!is_found).then(|| format!("MISSED {} “{quote}”: {}{}", case.id, case.text, told()))
        }
    }
}

#[test]
fn mistakes_are_found_and_right_sentences_are_left_alone() {
    let mut failures = Vec::new();
    for corpus in corpora() {
        let template = Template::built_in(corpus.form).unwrap();
        let mut scores: BTreeMap<String, Score> = BTreeMap::new();
        let mut told = Vec::new();
        for case in read(&corpus.folder) {
            let score = scores.entry(case.kind.clone()).or_default();
            told.extend(judge(&template, &case, score));
        }
        if std::env::var_os("NIANBAO_TELL").is_some() {
            println!("{}", told.join("\n"));
        }
        let sum = |of: fn(&Score) -> usize| scores.values().map(of).sum::<usize>();
        let (found, wrong) = (sum(|s| s.found), sum(|s| s.wrong));
        let (alarms, clean) = (sum(|s| s.alarms), sum(|s| s.clean));
        println!("kind                 found    false alarms");
        for (kind, score) in &scores {
            println!(
                "{kind:20} {:>3} of {:<3} {:>3} of {}",
                score.found, score.wrong, score.alarms, score.clean
            );
        }
        println!("all                  {found:>3} of {wrong:<3} {alarms:>3} of {clean}");
        if found * 100 < wrong * 90 || alarms * 100 > clean {
            failures.push(format!(
                "{found} of {wrong} found, {alarms} false alarms in {clean}"
            ));
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
}

/// Texts that say the same again and again are read in a time that grows with their length, not with its square.
#[test]
fn long_lists_are_read_in_linear_time() {
    let template = Template::built_in("2021").unwrap();
    let time = |piece: &str, times: usize| {
        let mut report = Report::new(&template, "甲县乙局", 2025);
        report.prose.get_mut("overview").unwrap().lead = piece.repeat(times);
        let start = std::time::Instant::now();
        check::check(&template, &report, None);
        start.elapsed()
    };
    for piece in [
        "其中自然人1件、商业企业2件、",
        "收到申请12件，其中",
        "率1件占比2%",
        "行政复议3件、",
        "有12件申请",
        "分别为3件、",
        "共3件（其中1件（",
        "在3件中，",
        "公开3条，分别为3条、",
        "999999",
    ] {
        let (short, long) = (time(piece, 500), time(piece, 5_000));
        // Ten times as long; a square would be a hundred times.
        assert!(
            long < short * 40 + std::time::Duration::from_millis(200),
            "{piece}: {short:?}, {long:?}"
        );
    }
}
