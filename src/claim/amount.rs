//! Numbers as officials write them, exact or rounded: 12件, 240余个, 近300件, 约5.92亿元.

use crate::text::numeral::Numeral;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A number that a text tells, with how exactly it tells it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    pub value: Decimal,
    /// What one in its last place is worth.
    pub unit: Decimal,
    pub bound: Bound,
    /// Whether it is an amount of money, then in 万元.
    pub is_money: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Exact,
    /// 约, 左右.
    About,
    /// 240余, 超过240, 240以上.
    AtLeast,
    /// 近300, 不足300.
    AtMost,
}

impl Amount {
    /// The number as things; `None` when it is none that can be compared.
    pub(super) fn of_things(numeral: &Numeral, bound: Bound) -> Option<Amount> {
        Some(Amount {
            value: numeral.value?,
            unit: numeral.unit,
            bound,
            is_money: false,
        })
    }

    /// The number as money, `yuan` in one of its unit.
    pub(super) fn of_money(numeral: &Numeral, bound: Bound, yuan: i64) -> Option<Amount> {
        let ten_thousands = |number: Decimal| {
            let yuan = number.checked_mul(Decimal::from(yuan))?;
            yuan.checked_div(Decimal::from(10_000))
        };
        Some(Amount {
            value: ten_thousands(numeral.value?)?,
            unit: ten_thousands(numeral.unit)?,
            bound,
            is_money: true,
        })
    }

    /// Whether a figure of the table may be told so.
    pub fn fits(&self, figure: Decimal) -> bool {
        let Some(gap) = figure.checked_sub(self.value) else {
            return false;
        };
        let part = |per_cent: i64| {
            let share = self.value.abs().checked_div(Decimal::from(100));
            share
                .and_then(|one| one.checked_mul(Decimal::from(per_cent)))
                .unwrap_or_default()
        };
        match self.bound {
            // What is told with 万 or with decimals of money is rounded; a count is not.
            Bound::Exact if self.is_money || self.unit > Decimal::ONE => gap
                .abs()
                .checked_mul(Decimal::TWO)
                .is_some_and(|twice| twice <= self.unit),
            Bound::Exact => gap.is_zero(),
            // 约1.16万 is rounded to its last place.
            Bound::About if self.is_told_closely() => gap.abs() <= self.unit,
            Bound::About => gap.abs() <= part(5).max(self.unit),
            Bound::AtLeast => !gap.is_sign_negative() && gap < self.room().max(part(10)),
            Bound::AtMost => gap <= Decimal::ZERO && gap.abs() <= part(15).max(self.unit),
        }
    }

    /// Whether a figure of the table may have been mistyped so: the next number, two digits exchanged, one
    /// of several wrong, lost or doubled.
    pub fn may_be_typed_for(&self, figure: Decimal) -> bool {
        let digits = |number: Decimal| number.normalize().to_u64().map(|n| n.to_string());
        let (Some(told), Some(meant)) = (digits(self.value), digits(figure)) else {
            return false;
        };
        // 15 for 16: the next number, or with three digits the one after that.
        let far = if told.len() > 2 {
            Decimal::TWO
        } else {
            Decimal::ONE
        };
        if self
            .value
            .checked_sub(figure)
            .is_some_and(|gap| gap.abs() <= far)
        {
            return true;
        }
        let (told, meant) = (told.as_bytes(), meant.as_bytes());
        if told.len() != meant.len() {
            let (longer, shorter) = match told.len() > meant.len() {
                true => (told, meant),
                false => (meant, told),
            };
            return shorter.len() > 2 && is_but_one(longer, shorter);
        }
        let differ: Vec<usize> = (0..told.len())
            .filter(|at| told.get(*at) != meant.get(*at))
            .collect();
        match differ.as_slice() {
            [_] => told.len() > 2,
            [at, next] => {
                *next == at + 1
                    && told.get(*at) == meant.get(*next)
                    && told.get(*next) == meant.get(*at)
            }
            _ => false,
        }
    }

    /// Whether a share of this many per cent may be told so; the last place may be rounded or cut off.
    pub fn fits_share(&self, per_cent: Decimal) -> bool {
        let Some(gap) = per_cent.checked_sub(self.value) else {
            return false;
        };
        let wide = self.unit.max(Decimal::TEN);
        match self.bound {
            // 七成 is rounded to tens.
            Bound::Exact if self.unit > Decimal::ONE => gap
                .abs()
                .checked_mul(Decimal::TWO)
                .is_some_and(|twice| twice <= self.unit),
            Bound::Exact => gap.abs() < self.unit || gap.is_zero(),
            Bound::About => gap.abs() <= self.unit.max(Decimal::from(5)),
            Bound::AtLeast => !gap.is_sign_negative() && gap < wide,
            Bound::AtMost => gap <= Decimal::ZERO && gap.abs() < wide,
        }
    }

    /// Whether a number told in 万 has three places or more.
    fn is_told_closely(&self) -> bool {
        let places = self.value.checked_div(self.unit);
        let is_rounded = !self.is_money && self.unit > Decimal::ONE;
        is_rounded && places.is_some_and(|places| places >= Decimal::ONE_HUNDRED)
    }

    /// Up to where 240余 goes: to the next number with as many zeros at its end.
    fn room(&self) -> Decimal {
        let mut room = self.unit;
        let mut whole = self.value.checked_div(self.unit).and_then(|n| n.to_u64());
        while let Some(number) = whole.filter(|number| *number >= 10 && number % 10 == 0) {
            whole = Some(number / 10);
            room = room.checked_mul(Decimal::TEN).unwrap_or(room);
        }
        room
    }
}

/// Whether the longer of two numbers is the shorter with one digit more.
fn is_but_one(longer: &[u8], shorter: &[u8]) -> bool {
    let same = |at: &usize| longer.get(*at) == shorter.get(*at);
    let lead = (0..shorter.len()).take_while(same).count();
    longer.len() == shorter.len() + 1 && longer.get(lead + 1..) == shorter.get(lead..)
}
