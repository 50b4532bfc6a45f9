//! The claims of a text beside each other: numbers whose words are not all known are proven by those told with them.

use super::claims::{Tables, Verdict};
use super::memory::Told as Placed;
use crate::claim::{Certainty, Told};
use rust_decimal::Decimal;
use std::ops::Range;

/// A claim with the bytes of its text.
type Claimed<'t> = (Range<usize>, &'t Placed);

impl Tables<'_> {
    /// What became of the claims of a text, in their order.
    pub fn judged<'t>(&self, claims: Vec<Claimed<'t>>) -> Vec<(Claimed<'t>, Verdict)> {
        let mut judged = Vec::with_capacity(claims.len());
        for sentence in
            claims.chunk_by(|(one, told), (other, next)| told.sentence(one) == next.sentence(other))
        {
            let odd = self.odd_one(sentence);
            for (at, (span, told)) in sentence.iter().enumerate() {
                let verdict = match (odd, &told.claim.told) {
                    (Some(odd), Told::Count { amount, sums }) if odd == at => {
                        self.count(&told.claim, amount, sums, |value| amount.fits(value))
                    }
                    _ => self.judge(&told.claim),
                };
                judged.push(((span.clone(), *told), verdict));
            }
        }
        judged
    }

    /// The one count of a sentence that is not the table's, though not every word around it is known, where the others
    /// beside it are: numbers of others would not agree.
    fn odd_one(&self, sentence: &[Claimed]) -> Option<usize> {
        let is_beside = |told: &Placed| told.claim.certainty != Certainty::Certain;
        if sentence.len() < 3 || !sentence.iter().any(|(_, told)| is_beside(told)) {
            return None;
        }
        let (mut odd, mut agreeing) = (Vec::new(), Vec::new());
        for (at, (_, told)) in sentence.iter().enumerate() {
            let claim = &told.claim;
            let Told::Count { amount, sums } = &claim.told else {
                continue;
            };
            let values = self.values(sums, claim.is_last_year)?;
            match values.iter().any(|value| amount.fits(*value)) {
                true => agreeing.push((at, amount.value)),
                false => odd.push(at),
            }
        }
        let [odd] = odd.as_slice() else {
            return None;
        };
        let (_, told) = sentence.get(*odd).filter(|(_, told)| is_beside(told))?;
        let table = |told: &Placed| match &told.claim.told {
            Told::Count { sums, .. } => {
                let cell = sums.first()?.first()?;
                Some(self.template.cells.get(*cell)?.table)
            }
            _ => None,
        };
        let own = table(told);
        agreeing.retain(|(at, value)| {
            let other = sentence.get(*at).and_then(|(_, other)| table(other));
            *value > Decimal::ONE && other == own
        });
        (agreeing.len() >= 2).then_some(*odd)
    }
}
