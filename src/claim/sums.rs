//! Words of measures and columns → the sums of cells that they mean.

use super::Sum;
use super::read::sums;
use super::sentence::Reader;
use crate::template::Measure;

/// More readings than the numbers of one sentence have together.
const MOST_READINGS: usize = 16;

impl<'a> Reader<'a> {
    /// The topic and measure that a word names here; the topic changes where the word belongs to another alone.
    pub(super) fn reading(&self, word: usize) -> Option<(usize, &'a Measure)> {
        let readings = self.lexicon.readings(word);
        let of_topic = readings
            .iter()
            .find(|(topic, _)| Some(*topic) == self.topic);
        let alone = match readings {
            [only] => Some(only).filter(|(topic, measure)| {
                let is_known = self.named.contains(topic) && !self.has_topic;
                let measure = self.measure(*topic, *measure);
                is_known && measure.is_some_and(|measure| !measure.loose)
            }),
            _ => None,
        };
        let (topic, measure) = of_topic.or(alone)?;
        Some((*topic, self.measure(*topic, *measure)?))
    }

    pub(super) fn column_ids(&self, columns: &[usize]) -> Vec<&'a str> {
        let all = &self.template.claims().columns;
        let ids = columns.iter().filter_map(|column| all.get(*column));
        ids.flat_map(|column| column.ids.iter().map(String::as_str))
            .collect()
    }

    /// The sums that measures in columns may mean: several together, or each alone.
    pub(super) fn sums_of(
        &self,
        measures: &[usize],
        columns: &[usize],
    ) -> Option<(usize, usize, Vec<Sum>)> {
        let columns = self.column_ids(columns);
        let readable = measures
            .iter()
            .filter_map(|word| Some((*word, self.reading(*word)?)));
        let mut readable: Vec<(usize, (usize, &Measure))> = readable.collect();
        // 收到行政复议申请: of what may be told so, the certain words count.
        if readable.iter().any(|(_, (_, measure))| !measure.loose) {
            readable.retain(|(_, (_, measure))| !measure.loose);
        }
        let mut seen: Vec<(usize, &str)> = Vec::new();
        readable.retain(|(_, (topic, measure))| {
            let is_new = !seen.contains(&(*topic, measure.id.as_str()));
            seen.push((*topic, measure.id.as_str()));
            is_new
        });
        let (word, (topic, _)) = *readable.last()?;
        if let [(_, (_, measure))] = readable.as_slice() {
            let found = self.cells(topic, measure, &columns);
            return (!found.is_empty()).then_some((topic, word, found));
        }
        let has_total = readable.iter().any(|(_, (_, measure))| measure.total);
        let mut together = Sum::new();
        let mut found = Vec::new();
        for (_, (topic, measure)) in &readable {
            let own = self.cells(*topic, measure, &columns);
            together.extend(own.first()?);
            found.extend(own);
        }
        if has_total && !self.is_together {
            return None;
        }
        found.insert(0, together);
        Some((topic, word, found))
    }

    /// The sums of one measure; of all topics that are told together.
    pub(super) fn cells(&self, topic: usize, measure: &Measure, columns: &[&str]) -> Vec<Sum> {
        let own = sums(self.template, &measure.sums, columns);
        if self.joint.len() < 2 || !self.joint.contains(&topic) {
            return own;
        }
        let topics = &self.template.claims().topics;
        let same = self.joint.iter().filter_map(|topic| {
            let others = &topics.get(*topic)?.measures;
            let other = others.iter().find(|other| other.id == measure.id)?;
            sums(self.template, &other.sums, columns).into_iter().next()
        });
        vec![same.flatten().collect()]
    }

    /// The sums of what is named without a number: measures, or a column of the row told last.
    pub(super) fn named_sums(&self, measures: &[usize], columns: &[usize]) -> Option<Vec<Sum>> {
        if !measures.is_empty() {
            return self.sums_of(measures, columns).map(|(_, _, sums)| sums);
        }
        self.bare_sums(self.topic?, columns)
    }

    /// What the numbers of the sentence make together, in every reading in which nothing is told twice.
    pub(super) fn sums_of_counted(&self) -> Vec<Sum> {
        let mut sums: Vec<Sum> = vec![Sum::new()];
        for readings in &self.counted {
            let apart = |sum: &Sum| {
                let fitting = readings
                    .iter()
                    .filter(|own| !own.iter().any(|c| sum.contains(c)));
                fitting
                    .map(|own| sum.iter().chain(own).copied().collect())
                    .collect::<Vec<Sum>>()
            };
            sums = sums.iter().flat_map(apart).take(MOST_READINGS).collect();
        }
        sums
    }

    /// The measure that stands for a topic named alone.
    pub(super) fn bare_sums(&self, topic: usize, columns: &[usize]) -> Option<Vec<Sum>> {
        let topic = self.template.claims().topics.get(topic)?;
        let bare = topic.bare.as_ref()?;
        let measure = topic.measures.iter().find(|measure| measure.id == *bare)?;
        Some(sums(
            self.template,
            &measure.sums,
            &self.column_ids(columns),
        ))
    }

    /// Whether a measure's word is common in every topic that it may belong to.
    pub(super) fn is_loose(&self, word: usize) -> bool {
        let mut readings = self.lexicon.readings(word).iter();
        readings.all(|(topic, measure)| {
            let measure = self.measure(*topic, *measure);
            measure.is_some_and(|measure| measure.loose)
        })
    }

    pub(super) fn measure(&self, topic: usize, measure: usize) -> Option<&'a Measure> {
        let topics = &self.template.claims().topics;
        topics.get(topic)?.measures.get(measure)
    }
}
