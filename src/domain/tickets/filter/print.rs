//! [`Filter`] to its normal spelling, so that `parse(print(f)) == f`.

use std::fmt;

use super::Filter;

impl fmt::Display for Filter {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
