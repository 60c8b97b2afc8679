//! What a template that is not built in may cost: bytes of a page, numbers of a range, time.
//! A template that loops without ever writing is not stopped: a theme is code, and is reviewed like code.

use std::io::{self, Write};
use std::time::Duration;

use tera::{Error, Kwargs, State, TeraResult};

use super::look::Clock;

/// Bytes of a page, at most.
const PAGE_BYTES: usize = 20 << 20;
/// Numbers of a range, at most.
const RANGE: i128 = 10_000;
/// Time for a page, at most.
const PAGE_TIME: Duration = Duration::from_secs(5);

/// Takes what a template writes, until it is too much.
pub struct Limited {
    clock: Clock,
    begin: Duration,
    out: Vec<u8>,
    beyond: Option<&'static str>,
}

impl Limited {
    /// Begins a page.
    pub fn new(clock: Clock, room: usize) -> Limited {
        Limited {
            clock,
            begin: (clock.0)(),
            out: Vec::with_capacity(room),
            beyond: None,
        }
    }

    /// The page.
    pub fn into_page(self) -> Vec<u8> {
        self.out
    }

    /// The limit at which the page was cut off.
    pub fn beyond(&self) -> Option<&'static str> {
        self.beyond
    }
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.out.len() + bytes.len() > PAGE_BYTES {
            self.beyond = Some("the page grows beyond 20 MiB, the limit");
        } else if (self.clock.0)().saturating_sub(self.begin) > PAGE_TIME {
            self.beyond = Some("the page takes more than 5 seconds, the limit");
        }
        if self.beyond.is_some() {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The function `range` of templates.
pub fn range(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<i128>> {
    let start: i128 = arguments.get("start")?.unwrap_or_default();
    let end: i128 = arguments.must_get("end")?;
    let step: i128 = arguments.get("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(Error::message("`step_by` of `range` is 0"));
    }
    let mut numbers = Vec::new();
    let mut next = Some(start);
    while let Some(number) = next.filter(|&number| if step > 0 { number < end } else { number > end }) {
        if numbers.len() as i128 == RANGE {
            return Err(Error::message(format!(
                "a range of more than {RANGE} numbers, the limit"
            )));
        }
        numbers.push(number);
        next = number.checked_add(step);
    }
    Ok(numbers)
}
