//! What two states of one report show differently, in a few lines of a question.

use crate::report::Report;
use crate::report::account::place_in_words;
use crate::report::difference::Difference;
use crate::template::Template;

/// More differences are only counted.
const LISTED: usize = 8;

/// The first differences of a file that someone changed, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    pub told: Vec<String>,
    pub count: usize,
}

impl Differing {
    /// `here` is what the report of this window is called beside the file: 副本, 窗口.
    pub(super) fn of(
        template: &Template,
        report: &Report,
        found: &[Difference],
        here: &str,
    ) -> Differing {
        let told = |difference: &Difference| {
            let place = place_in_words(template, report, &difference.place);
            let (ours, theirs) = difference.quoted();
            format!("{place}：{here}里是{ours}，文件里是{theirs}")
        };
        Differing {
            told: found.iter().take(LISTED).map(told).collect(),
            count: found.len(),
        }
    }

    pub fn in_words(&self) -> String {
        let more = match self.count > self.told.len() {
            true => "\n……",
            false => "",
        };
        match self.count {
            0 => "两者看得见的内容相同。".to_owned(),
            count => format!("两者有 {count} 处不同：\n{}{more}", self.told.join("\n")),
        }
    }
}
