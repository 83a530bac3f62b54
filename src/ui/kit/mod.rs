//! Parts that every pane is drawn with; each has its twin in `app/kit`.

pub(crate) mod field;
pub(crate) mod float;
pub(crate) mod picker;
pub(crate) mod question;
pub(crate) mod rule;
