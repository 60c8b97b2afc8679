//! One objective: key results, history, check-ins, alignment, source.

use crate::model::ObjectiveIx;
use crate::site::{Failure, OutputFile, Site};

/// The page of one objective.
pub fn files(site: &Site<'_>, ix: ObjectiveIx) -> Result<Vec<OutputFile>, Failure> {
    let _ = (site, ix);
    Ok(Vec::new())
}
