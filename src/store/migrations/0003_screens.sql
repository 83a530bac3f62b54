-- Schema 3: what a row of the queue shows, in the indexes that its lists walk.

-- The payment method of the custom field of that name, lower case; empty where there is none. Worked
-- out with the clocks whenever the ticket's row changes.
ALTER TABLE ticket ADD COLUMN method TEXT NOT NULL DEFAULT '';
UPDATE ticket SET method = lower(v.value) FROM (
    SELECT v.ticket_id, v.value, min(f.external_id) FROM ticket_field v JOIN field f ON f.id = v.field_id
    WHERE lower(replace(trim(f.title), ' ', '_')) IN ('payment_method', 'method') GROUP BY v.ticket_id
) v WHERE v.ticket_id = ticket.id;

-- The open tickets by creation and by what breaches next, with all that a row shows: a cold start
-- then reads neighbours of one index instead of a page of the table for each row.
DROP INDEX ticket_open_created;
CREATE INDEX ticket_open_created ON ticket (
    created_at, id, status, priority, source, kind, external_id, updated_at,
    requester_id, assignee_id, organization_id, due_at, clocks, snoozed_until, method, subject
) WHERE presence = 1 AND status < 4;
CREATE INDEX ticket_open_due ON ticket (
    due_at, id, status, priority, source, kind, external_id, created_at, updated_at,
    requester_id, assignee_id, organization_id, clocks, snoozed_until, method, subject
) WHERE presence = 1 AND status < 4;

-- The words and mentions of the open tickets alone, as in ticket_text and mention_text: a desk is
-- searched as one types, among the open ones first, and these are few. A ticket stands here that is
-- open, and no other; one that is stale may be missing or too many.
CREATE VIRTUAL TABLE open_text USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 4 6 8',
    tokenize = "ascii tokenchars '-_='"
);
INSERT INTO open_text (open_text, rank) VALUES ('automerge', 16);
CREATE VIRTUAL TABLE open_mention USING fts5 (
    text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram'
);
INSERT INTO open_mention (open_mention, rank) VALUES ('automerge', 16);
INSERT OR IGNORE INTO stale (ticket_id, mark) SELECT id, 0 FROM ticket WHERE presence = 1 AND status < 4;
