//! Civil dates: of files, of today, as typed, and as people read them.

use crate::render::Moment;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::time::{SystemTime, UNIX_EPOCH};

/// The civil date of a moment in universal time; moments that no calendar of a file can write become the nearest.
pub fn date_of(moment: SystemTime) -> Moment {
    let earliest = if moment < UNIX_EPOCH {
        Timestamp::UNIX_EPOCH
    } else {
        Timestamp::MAX
    };
    let stamp = Timestamp::try_from(moment).unwrap_or(earliest);
    date(
        stamp
            .max(Timestamp::UNIX_EPOCH)
            .to_zoned(TimeZone::UTC)
            .datetime(),
    )
}

/// The civil date so many seconds after 1970.
pub fn date_of_seconds(seconds: i64) -> Moment {
    let stamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    date(
        stamp
            .max(Timestamp::UNIX_EPOCH)
            .to_zoned(TimeZone::UTC)
            .datetime(),
    )
}

/// Now, in universal time.
pub fn now() -> Moment {
    date_of(SystemTime::now())
}

/// The year on the user's calendar.
pub fn this_year() -> u16 {
    u16::try_from(Zoned::now().year()).unwrap_or_default()
}

/// Reads `2025-01-20` or `2025-01-20T09:30:00`; `None` when it is no date.
pub fn parse_date(text: &str) -> Option<Moment> {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    let parsed: DateTime = text.parse().ok()?;
    (1..=9999).contains(&parsed.year()).then(|| date(parsed))
}

/// A moment as people here read it: `2026年1月20日 09:30`, with their own clock.
pub fn in_words(moment: SystemTime) -> String {
    let stamp = Timestamp::try_from(moment).unwrap_or(Timestamp::UNIX_EPOCH);
    let at = stamp.to_zoned(TimeZone::system());
    format!(
        "{}年{}月{}日 {:02}:{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute()
    )
}

/// The same with its seconds, where several moments lie close together.
pub fn in_words_to_the_second(moment: SystemTime) -> String {
    let stamp = Timestamp::try_from(moment).unwrap_or(Timestamp::UNIX_EPOCH);
    let second = stamp.to_zoned(TimeZone::system()).second();
    format!("{}:{second:02}", in_words(moment))
}

fn date(at: DateTime) -> Moment {
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    Moment {
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        ..Moment::day(
            u16::try_from(at.year()).unwrap_or_default(),
            small(at.month()),
            small(at.day()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{date_of, date_of_seconds, parse_date};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn moments_become_dates() {
        let at = |seconds: i64| date_of_seconds(seconds).to_string();
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(1_709_164_800), "2024-02-29T00:00:00Z");
        assert_eq!(at(i64::MAX), "9999-12-30T22:00:00Z");
        assert_eq!(at(-5), "1970-01-01T00:00:00Z");
        let file = UNIX_EPOCH + Duration::from_secs(1_767_225_599);
        assert_eq!(date_of(file).to_string(), "2025-12-31T23:59:59Z");
        let before = UNIX_EPOCH - Duration::from_secs(9);
        assert_eq!(date_of(before).to_string(), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn typed_dates_are_read_or_refused() {
        let read = |text: &str| parse_date(text).map(|date| date.to_string());
        for text in [
            "2025-01-20",
            " 2025-01-20T00:00:00 ",
            "2025-01-20T00:00:00Z",
        ] {
            assert_eq!(
                read(text).as_deref(),
                Some("2025-01-20T00:00:00Z"),
                "{text}"
            );
        }
        for text in [
            "",
            "2025-02-29",
            "2025-13-01",
            "二〇二五",
            "0000-01-01",
            "2025-01-20T25:00:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
