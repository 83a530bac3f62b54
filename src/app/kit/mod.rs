//! Parts of the model that every subject uses; each has its twin in `ui/kit`.

pub mod editor;
pub mod input;
pub mod list;
pub mod picker;
pub mod scroll;
pub mod wrap;
