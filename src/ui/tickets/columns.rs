//! The columns of the queue by width.
//!
//! Drawn places: 0 bar, 1 mark, 4 to 9 age, 11 priority, 13 id, then client and subject, and from
//! the right status and badge. A column that does not fit is left out whole.

use crate::app::layout::{Area, WIDE_FROM};
use crate::domain::tickets::{ListRow, Sort, SortField};
use crate::ui::canvas::cells;

/// Below this width only age, id and subject are left.
const NARROW_BELOW: u16 = 60;
/// Cells of an id at least and at most; a longer one is cut in its middle.
const ID_CELLS: (u16, u16) = (6, 10);
/// Cells of the client, and where there is room.
const CLIENT_CELLS: (u16, u16) = (12, 16);
/// Cells of who works on it.
const WHO_CELLS: u16 = 12;
/// Cells of a second age.
const AGE_CELLS: u16 = 4;
/// Cells of a status.
const STATUS_CELLS: u16 = 4;

/// Which of the two times of a row an age counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// Since it was made.
    Created,
    /// Since it changed last.
    Updated,
}

impl Age {
    /// The column's head.
    pub(super) const fn head(self) -> &'static str {
        match self {
            Self::Created => "AGE",
            Self::Updated => "LAST",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Created => Self::Updated,
            Self::Updated => Self::Created,
        }
    }

    /// The age of a row.
    pub(super) fn since(self, row: &ListRow) -> crate::domain::Instant {
        match self {
            Self::Created => row.created_at,
            Self::Updated => row.updated_at,
        }
    }
}

/// First column and the column after the last.
pub(super) type Span = (u16, u16);

/// Where each column stands, counted from the sheet's left edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) age: (Age, Span),
    pub(super) priority: Option<u16>,
    pub(super) id: Span,
    pub(super) client: Option<Span>,
    pub(super) subject: Span,
    pub(super) badge: Option<u16>,
    pub(super) who: Option<Span>,
    pub(super) second_age: Option<(Age, Span)>,
    pub(super) status: Option<Span>,
}

impl Columns {
    /// The columns of a list in `area` on a page of `page` columns, for these rows.
    pub(super) fn new(area: Area, page: u16, sort: Sort, rows: &[ListRow]) -> Self {
        let x = area.x;
        let age = match sort.field {
            SortField::Created => Age::Created,
            _ => Age::Updated,
        };
        let longest = rows.iter().map(number_cells).max().unwrap_or_default();
        let id_cells = longest.clamp(ID_CELLS.0, ID_CELLS.1);
        let edge = x + area.width.saturating_sub(1);
        if page < NARROW_BELOW {
            let id = (x + 11, x + 11 + id_cells);
            return Self {
                age: (age, (x + 4, x + 10)),
                priority: None,
                id,
                client: None,
                subject: (id.1 + 1, edge.max(id.1 + 1)),
                badge: None,
                who: None,
                second_age: None,
                status: None,
            };
        }
        let wide = page >= WIDE_FROM;
        let id = (x + 13, x + 13 + id_cells);
        let client_cells = if wide { CLIENT_CELLS.1 } else { CLIENT_CELLS.0 };
        let client = (id.1 + 1, id.1 + 1 + client_cells);
        let status = (edge - STATUS_CELLS, edge);
        let second_age = wide.then(|| (age.other(), (status.0 - 2 - AGE_CELLS, status.0 - 2)));
        let who = second_age.map(|(_, (left, _))| (left - 2 - WHO_CELLS, left - 2));
        let badge = who.map_or(status.0, |who| who.0) - 2;
        Self {
            age: (age, (x + 4, x + 10)),
            priority: Some(x + 11),
            id,
            client: Some(client),
            subject: (client.1 + 1, badge - 1),
            badge: Some(badge),
            who,
            second_age,
            status: Some(status),
        }
    }
}

/// Cells of a row's number.
fn number_cells(row: &ListRow) -> u16 {
    match &row.external_id {
        Some(id) => cells(id),
        None => u16::try_from(row.id.0.max(1).ilog10() + 1).unwrap_or(u16::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(width: u16, page: u16, field: SortField) -> Columns {
        let area = Area {
            width,
            height: 10,
            ..Area::default()
        };
        let sort = Sort {
            field,
            descending: true,
        };
        Columns::new(area, page, sort, &[])
    }

    #[test]
    fn columns_stand_as_drawn() {
        let small = columns(80, 80, SortField::Created);
        assert_eq!(small.age, (Age::Created, (4, 10)));
        assert_eq!((small.id, small.client), ((13, 19), Some((20, 32))));
        assert_eq!((small.subject, small.badge), ((33, 72), Some(73)));
        assert_eq!(small.status, Some((75, 79)));
        assert_eq!(columns(76, 120, SortField::Updated).subject, (33, 68));
        let wide = columns(133, 200, SortField::Created);
        assert_eq!(wide.client, Some((20, 36)));
        assert_eq!(wide.second_age, Some((Age::Updated, (122, 126))));
        assert_eq!(wide.who, Some((108, 120)));
    }

    #[test]
    fn columns_never_overlap() {
        for width in 40..=220 {
            let main = if width >= 100 {
                width - width / 3 - 1
            } else {
                width
            };
            for main in [main, width] {
                let c = columns(main, width, SortField::Status);
                assert!(c.age.1.1 < c.id.0 && c.id.1 < c.subject.0, "{width}");
                assert!(c.subject.0 <= c.subject.1 && c.subject.1 < main, "{width}");
                assert!(c.badge.is_none_or(|badge| badge > c.subject.1), "{width}");
                assert!(c.status.is_none_or(|status| status.1 < main), "{width}");
            }
        }
    }
}
