//! The course of one key result: what each of its readings changed, and what held on any day since.

use jiff::civil::Date;

use crate::history::{Kept, Point, is_dropped};
use crate::model::{KeyResult, Measure, Period, Reading, Status, Value};
use crate::number::Number;
use crate::score::{self, pace};

/// The course of one key result, of the readings that count by now.
pub struct Course<'a> {
    key_result: &'a KeyResult,
    end: Option<Date>,
    /// One a day, ascending.
    moments: Vec<Moment>,
}

/// What holds on a day.
#[derive(Clone, Copy)]
pub struct Now<'a> {
    course: &'a Course<'a>,
    place: usize,
    day: Date,
}

/// What holds from a day on, until the next moment.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The first day on which it holds: that of the reading, at the earliest the period's first.
    pub day: Date,
    /// The value and the day it was written for.
    pub value: Option<(f64, Date)>,
    /// The score by the value alone, where no other day has a say in it.
    of_value: Option<f64>,
    /// The typed score and the day it was written for.
    pub typed: Option<(f64, Date)>,
    /// Last written, percent.
    pub confidence: Option<f64>,
    /// Last written.
    pub status: Option<Status>,
    /// Whether the score may have changed on this day, by a value, a typed score or a `void`.
    decides: bool,
    /// Maintained: the days before this one.
    kept: Kept,
}

impl<'a> Course<'a> {
    /// A course without a reading; there is room for so many.
    pub fn new(key_result: &'a KeyResult, period: &Period, readings: usize) -> Course<'a> {
        Course {
            key_result,
            end: period.end,
            moments: Vec::with_capacity(readings),
        }
    }

    /// The next reading, of `date`, in the order of dates and then of the file; it holds from `day` on. Readings of a
    /// key result that was dropped by then are history only.
    pub fn read(&mut self, reading: &Reading, date: Date, day: Date) {
        if is_dropped(self.key_result.dropped.as_deref(), date) {
            return;
        }
        let mut next = match self.moments.last() {
            Some(last) => Moment {
                kept: self.kept_before(last, day),
                decides: last.decides && last.day == day,
                day,
                ..*last
            },
            None => Moment {
                day,
                value: None,
                of_value: None,
                typed: None,
                confidence: None,
                status: None,
                decides: false,
                kept: Kept::default(),
            },
        };
        match reading.value {
            Value::Number(value) => {
                next.value = Some((value, date));
                next.of_value = score::of_value(&self.key_result.measure, value);
                next.typed = reading.typed_score.map(|score| (score.into(), date));
                next.decides = true;
            }
            Value::NotAvailable => {
                if let Some(score) = reading.typed_score {
                    next.typed = Some((f64::from(score), date));
                    next.decides = true;
                }
            }
            Value::Void => {
                next.value = None;
                next.of_value = None;
                next.typed = None;
                next.confidence = None;
                next.decides = true;
            }
        }
        next.status = reading.status.or(next.status);
        if reading.value != Value::Void {
            next.confidence = reading.confidence.map(f64::from).or(next.confidence);
        }
        match self.moments.last_mut() {
            Some(last) if last.day >= day => *last = next,
            _ => self.moments.push(next),
        }
    }

    /// What holds on a day; `None` before the first reading.
    pub fn at(&self, day: Date) -> Option<Now<'_>> {
        let after = self.moments.partition_point(|moment| moment.day <= day);
        let place = after.checked_sub(1)?;
        Some(Now {
            course: self,
            place,
            day,
        })
    }

    /// The score on each day with a reading that could change it.
    pub fn series(&self) -> Vec<Point> {
        let decides = |place: &usize| self.moments[*place].decides;
        let point = |place| {
            let now = Now {
                course: self,
                place,
                day: self.moments[place].day,
            };
            Point {
                date: now.day,
                score: now.score().map(Number::from),
                status: now.moment().status,
            }
        };
        let mut series = Vec::with_capacity(self.moments.len());
        series.extend((0..self.moments.len()).filter(decides).map(point));
        series
    }

    /// The days before `day`, when `moment` is what holds until then.
    fn kept_before(&self, moment: &Moment, day: Date) -> Kept {
        let Some(inside) = self.is_inside(moment) else {
            return moment.kept;
        };
        let days = pace::days(moment.day, day).max(0);
        Kept {
            inside: moment.kept.inside + if inside { days } else { 0 },
            days: moment.kept.days + days,
        }
    }

    fn is_inside(&self, moment: &Moment) -> Option<bool> {
        match self.key_result.measure {
            Measure::Maintain { min, max } => moment.value.map(|(value, _)| score::inside(min, max, value)),
            _ => None,
        }
    }
}

impl Now<'_> {
    /// The moment that holds.
    pub fn moment(&self) -> &Moment {
        &self.course.moments[self.place]
    }

    /// Whether there is a reading: a value or a typed score that no `void` has taken back.
    pub fn is_read(&self) -> bool {
        self.moment().value.is_some() || self.moment().typed.is_some()
    }

    /// The typed score if there is one, else the computed one.
    pub fn score(&self) -> Option<f64> {
        self.moment()
            .typed
            .map(|(score, _)| score::within(score))
            .or_else(|| self.computed())
    }

    /// The score by the value alone, also beside a typed one.
    pub fn computed(&self) -> Option<f64> {
        match &self.course.key_result.measure {
            Measure::Maintain { .. } => {
                let kept = self.kept()?;
                Some(kept.inside as f64 / kept.days as f64)
            }
            _ => self.moment().of_value,
        }
    }

    /// Maintained ones with a value: the days behind the score. A key result whose first reading was given in the
    /// closing days has that one day.
    pub fn kept(&self) -> Option<Kept> {
        let inside = self.inside()?;
        let after = match self.course.end {
            Some(end) if end < self.day => end.tomorrow().unwrap_or(end),
            _ => self.day.tomorrow().unwrap_or(self.day),
        };
        // Readings of the closing days change no day of the period.
        let last = self.course.moments[..=self.place]
            .iter()
            .rfind(|moment| moment.day < after);
        let kept = last
            .map(|moment| self.course.kept_before(moment, after))
            .unwrap_or_default();
        let alone = Kept {
            inside: i64::from(inside),
            days: 1,
        };
        Some(if kept.days > 0 { kept } else { alone })
    }

    /// Maintained ones: whether the value lies inside.
    pub fn inside(&self) -> Option<bool> {
        self.course.is_inside(self.moment())
    }
}
