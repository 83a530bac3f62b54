//! JSON that is safe for a terminal.

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};

/// The value as one line of JSON.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::Internal, "cannot write JSON").caused_by(error))
}
