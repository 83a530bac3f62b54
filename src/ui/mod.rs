//! Draws the model.

/// Draws.
pub fn draw(app: &crate::app::App, frame: &mut ratatui::Frame<'_>) {
    let text = format!("Queue {:?}", app.size);
    let area = frame.area();
    frame.buffer_mut().set_stringn(
        0,
        0,
        text,
        area.width.into(),
        ratatui::style::Style::default(),
    );
}
