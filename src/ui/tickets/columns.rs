//! The columns of the queue by width.
//!
//! Drawn places: 0 bar, 1 mark, 2 and 3 flag, then the columns in the order that was chosen: those
//! up to the subject from the left, those behind it from the right, a badge after the subject. A
//! column for which there is no room is left out whole.

use crate::app::layout::{Area, WIDE_FROM};
use crate::domain::tickets::{Column, ListRow, Sort, SortField};
use crate::ui::canvas::cells;

/// Cells before the first column: bar, mark, flag.
const FRONT: u16 = 4;
/// Cells of an id at least and at most; a longer one is cut in its middle.
const ID_CELLS: (u16, u16) = (6, 10);
/// Cells of the client, and where there is room.
const CLIENT_CELLS: (u16, u16) = (12, 16);
/// Cells of a clock, as of a date.
const CLOCK_CELLS: u16 = 6;
/// Cells of a person.
const PERSON_CELLS: u16 = 12;
/// Cells of a payment method.
const METHOD_CELLS: u16 = 10;
/// Cells of an age.
const AGE_CELLS: u16 = 4;
/// Cells of a status.
const STATUS_CELLS: u16 = 4;
/// A subject that is shorter says little: before that other columns go.
const SUBJECT_CELLS: u16 = 34;
/// The same where the column that the list is sorted by takes from it.
const SORTED_SUBJECT_CELLS: u16 = 24;
/// Cells of a subject beside which a badge has room.
const BADGED_SUBJECT_CELLS: u16 = 10;
/// Cells between columns right of the subject: words meet words there.
const GAP: u16 = 2;

/// First column and the column after the last.
pub(super) type Span = (u16, u16);

/// Where each column stands on the sheet, from the left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) placed: Vec<(Column, Span)>,
    /// Where a draft or a change on its way is marked; none where there is no room.
    pub(super) badge: Option<u16>,
}

/// What a list can be sorted by through the head of a column.
pub(super) fn sorts(column: Column) -> Option<SortField> {
    if column == Column::Client {
        // Who asks is sorted by name; the client has no order of its own.
        return Some(SortField::Requester);
    }
    SortField::ALL
        .into_iter()
        .find(|field| sorted(*field) == Some(column))
}

/// What a list is sorted by, if a column shows it.
pub(super) fn sorted(field: SortField) -> Option<Column> {
    match field {
        SortField::Updated => Some(Column::Updated),
        SortField::Created => Some(Column::Age),
        SortField::Priority => Some(Column::Priority),
        SortField::Status => Some(Column::Status),
        SortField::Id => Some(Column::Id),
        SortField::Sla => Some(Column::Clock),
        SortField::Requester => Some(Column::Requester),
        SortField::Subject => Some(Column::Subject),
        SortField::FollowUp => None,
    }
}

impl Columns {
    /// The columns of a list in `area` on a page of `page` columns, for these rows.
    pub(super) fn new(
        area: Area,
        page: u16,
        wanted: &[Column],
        sort: Sort,
        rows: &[ListRow],
    ) -> Self {
        let width = |column| width(column, page, rows);
        let left_of_all = area.x + FRONT;
        let edge = area.x + area.width.saturating_sub(1);
        let room = edge.saturating_sub(left_of_all);
        let mut shown = wanted.to_vec();
        leave_out(&mut shown, None, room.saturating_sub(SUBJECT_CELLS), page);
        if let Some(sorted) = sorted(sort.field).filter(|sorted| !shown.contains(sorted)) {
            let is_before = |column: &Column| {
                let place = |one| wanted.iter().position(|column| *column == one);
                place(sorted).map_or(*column != Column::Subject, |at| place(*column) < Some(at))
            };
            let after = shown.iter().take_while(|column| is_before(column)).count();
            let behind_subject = usize::from(!wanted.contains(&sorted));
            shown.insert((after + behind_subject).min(shown.len()), sorted);
            let room = room.saturating_sub(SORTED_SUBJECT_CELLS);
            leave_out(&mut shown, Some(sorted), room, page);
        }
        Self::place(&shown, (left_of_all, edge), width)
    }

    fn place(shown: &[Column], (left, edge): Span, width: impl Fn(Column) -> u16) -> Self {
        let subject = shown.iter().position(|column| *column == Column::Subject);
        let (before, behind) = shown.split_at(subject.unwrap_or(shown.len()));
        let mut placed = Vec::with_capacity(shown.len());
        let mut x = left;
        for column in before {
            let end = x + width(*column);
            placed.push((*column, (x, end)));
            x = end + 1;
        }
        let mut end = edge;
        let mut right = Vec::with_capacity(behind.len());
        for column in behind.iter().skip(1).rev() {
            let start = end.saturating_sub(width(*column)).max(x);
            right.push((*column, (start, end.max(x))));
            end = start.saturating_sub(GAP);
        }
        // The badge takes the place of a gap where columns follow, else the last cell.
        let badge = if right.is_empty() {
            end.saturating_sub(1)
        } else {
            end
        };
        let has_room = badge > x + BADGED_SUBJECT_CELLS;
        let end = if has_room { badge - 1 } else { end };
        placed.push((Column::Subject, (x, end.max(x))));
        placed.extend(right.into_iter().rev());
        Self {
            placed,
            badge: has_room.then_some(badge),
        }
    }
}

/// Leaves out columns until the others take at most `room` cells, least needed first; never the
/// subject, the id or this one.
fn leave_out(shown: &mut Vec<Column>, kept: Option<Column>, room: u16, page: u16) {
    let may_go = |column: &&Column| {
        !matches!(column, Column::Subject | Column::Id) && Some(**column) != kept
    };
    let mut last = Column::ALL.iter().rev().filter(may_go);
    while taken(shown, page) > room
        && let Some(column) = last.next()
    {
        shown.retain(|one| one != column);
    }
}

/// Cells that columns take beside the subject.
///
/// Ids count as short ones, so that no column comes or goes while rows pass by.
fn taken(shown: &[Column], page: u16) -> u16 {
    let mut behind = false;
    let cells = shown.iter().map(|column| match column {
        Column::Subject => {
            behind = true;
            // A blank before the badge; the badge itself where no column follows.
            1 + u16::from(shown.last() == Some(column))
        }
        column => width(*column, page, &[]) + if behind { GAP } else { 1 },
    });
    cells.sum()
}

fn width(column: Column, page: u16, rows: &[ListRow]) -> u16 {
    match column {
        Column::Clock => CLOCK_CELLS,
        Column::Priority => 1,
        Column::Id => {
            let longest = rows.iter().map(number_cells).max().unwrap_or_default();
            longest.clamp(ID_CELLS.0, ID_CELLS.1)
        }
        Column::Client if page >= WIDE_FROM => CLIENT_CELLS.1,
        Column::Client => CLIENT_CELLS.0,
        Column::Subject => SUBJECT_CELLS,
        Column::Method => METHOD_CELLS,
        Column::Assignee | Column::Requester => PERSON_CELLS,
        Column::Age | Column::Updated => AGE_CELLS,
        Column::Status => STATUS_CELLS,
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

    fn columns(width: u16, page: u16, wanted: &[Column], field: SortField) -> Columns {
        let area = Area {
            width,
            height: 10,
            ..Area::default()
        };
        let sort = Sort {
            field,
            descending: true,
        };
        Columns::new(area, page, wanted, sort, &[])
    }

    fn span(columns: &Columns, wanted: Column) -> Option<Span> {
        let mut placed = columns.placed.iter();
        placed
            .find(|(column, _)| *column == wanted)
            .map(|(_, span)| *span)
    }

    #[test]
    fn columns_stand_as_drawn() {
        let small = columns(80, 80, &Column::CLOCKED, SortField::Sla);
        let at = |column| span(&small, column);
        assert_eq!(at(Column::Clock), Some((4, 10)));
        assert_eq!(at(Column::Priority), Some((11, 12)));
        assert_eq!(at(Column::Id), Some((13, 19)));
        assert_eq!(at(Column::Client), Some((20, 32)));
        assert_eq!(at(Column::Subject), Some((33, 72)));
        assert_eq!(small.badge, Some(73));
        assert_eq!(at(Column::Status), Some((75, 79)));
        assert_eq!((at(Column::Assignee), at(Column::Updated)), (None, None));
        let wide = columns(107, 200, &Column::CLOCKED, SortField::Sla);
        assert_eq!(span(&wide, Column::Client), Some((20, 36)));
        assert_eq!(span(&wide, Column::Assignee), Some((82, 94)));
        assert_eq!(span(&wide, Column::Updated), Some((96, 100)));
        assert_eq!(span(&wide, Column::Status), Some((102, 106)));
    }

    #[test]
    fn what_the_list_is_sorted_by_is_always_there() {
        for width in 40..=200 {
            for field in SortField::ALL {
                let columns = columns(width, width, &Column::CLOCKED, field);
                let Some(sorted) = sorted(field) else {
                    continue;
                };
                assert!(span(&columns, sorted).is_some(), "{width} {sorted:?}");
            }
        }
    }

    #[test]
    fn a_narrow_list_leaves_out_whole_columns_least_needed_first() {
        let names = |width| {
            let columns = columns(width, width, &Column::CLOCKED, SortField::Sla);
            let names = columns.placed.iter().map(|(column, _)| column.name());
            names.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(40), "clock id subject");
        assert_eq!(names(60), "clock priority id subject");
        assert_eq!(names(72), "clock priority id client subject");
        assert_eq!(names(76), "clock priority id client subject status");
        assert_eq!(names(80), "clock priority id client subject status");
        assert_eq!(
            names(94),
            "clock priority id client subject assignee status"
        );
        let updated = columns(80, 80, &Column::CLOCKED, SortField::Updated);
        assert!(span(&updated, Column::Status).is_some());
        let own = [Column::Method, Column::Subject, Column::Id];
        let own = columns(60, 60, &own, SortField::FollowUp);
        assert_eq!(span(&own, Column::Method), Some((4, 14)));
        assert_eq!(span(&own, Column::Id), Some((53, 59)));
    }

    #[test]
    fn columns_never_overlap() {
        let all = Column::ALL;
        let reversed: Vec<Column> = all.iter().rev().copied().collect();
        for width in 40..=220 {
            for wanted in [&Column::CLOCKED[..], &Column::UNCLOCKED, &all, &reversed] {
                let columns = columns(width, width, wanted, SortField::Status);
                let mut before = 0;
                for (column, (start, end)) in &columns.placed {
                    assert!(*start >= before && end >= start, "{width} {column:?}");
                    assert!(*end < width, "{width} {column:?}");
                    before = *end;
                }
                let spans = columns.placed.iter().map(|(_, span)| span);
                let badge = columns.badge.unwrap_or(width);
                assert!(
                    spans
                        .into_iter()
                        .all(|(start, end)| badge < *start || badge >= *end)
                );
            }
        }
    }
}
