//! Outside bytes to domain records and back.
