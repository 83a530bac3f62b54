//! Tests of the clocks as a whole.
