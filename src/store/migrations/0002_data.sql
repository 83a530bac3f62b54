-- Schema 2: parts of rows, clocks, text search, issues, views.
--
-- 253402300799 (the end of 9999) stands for "none" in instants that lists are sorted by.

-- Of a row that speaks of some members alone: the version of each such member that is newer than
-- the ticket's own. `part` is the bit of records::Said, or 1000 + the local id of a custom field.
CREATE TABLE ticket_part (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    part      INTEGER NOT NULL,
    updated   INTEGER NOT NULL,
    generated INTEGER NOT NULL,
    digest    INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, part)
) STRICT, WITHOUT ROWID;

-- Tickets whose clocks, texts and mentions are behind their rows; `mark` tells one writing from
-- the next, so that what was worked out before it is not taken for what comes after.
CREATE TABLE stale (
    ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id),
    mark      INTEGER NOT NULL
) STRICT;
-- Rows that were changed since tickets referred to them: those tickets are stale too.
CREATE TABLE renamed (
    what   INTEGER NOT NULL,                      -- 0 person, 1 organization, 2 team, 3 custom field
    row_id INTEGER NOT NULL,
    mark   INTEGER NOT NULL,                      -- as in stale
    PRIMARY KEY (what, row_id)
) STRICT, WITHOUT ROWID;

-- What is worked out from a ticket's row and timeline.
ALTER TABLE ticket ADD COLUMN due_at INTEGER NOT NULL DEFAULT 253402300799;       -- when the next running clock is due
ALTER TABLE ticket ADD COLUMN clocks INTEGER NOT NULL DEFAULT 0;                  -- bits: 1 one runs, 2 one is paused, 4 a paused one is past its target, 8 a client's message started none
ALTER TABLE ticket ADD COLUMN replied_at INTEGER;                                 -- our last public message
ALTER TABLE ticket ADD COLUMN waiting_since INTEGER;                              -- the client's last message, while it is unanswered
ALTER TABLE ticket ADD COLUMN message_at INTEGER NOT NULL DEFAULT 0;              -- the last message of anyone
ALTER TABLE ticket ADD COLUMN attached INTEGER NOT NULL DEFAULT 0;                -- 1 if a file is attached
ALTER TABLE ticket ADD COLUMN follow_up_at INTEGER NOT NULL DEFAULT 253402300799; -- when it comes back by itself
ALTER TABLE ticket ADD COLUMN snoozed_until INTEGER;
ALTER TABLE ticket ADD COLUMN promised_at INTEGER;                                -- the next promise that is open
ALTER TABLE ticket ADD COLUMN subject_key TEXT NOT NULL DEFAULT '';               -- as it is sorted
ALTER TABLE ticket ADD COLUMN requester_key TEXT NOT NULL DEFAULT '';
UPDATE ticket SET message_at = updated_at, subject_key = lower(substr(subject, 1, 60)),
    requester_key = coalesce((SELECT lower(substr(coalesce(nullif(p.name, ''), p.email, ''), 1, 60))
                              FROM person p WHERE p.id = requester_id), '');

-- The default sort and the counts look at the kind, too: a look at the row costs ten times as much.
DROP INDEX ticket_updated;
DROP INDEX ticket_status;
CREATE INDEX ticket_updated   ON ticket (updated_at, id, status, priority, kind, source) WHERE presence = 1;
CREATE INDEX ticket_status    ON ticket (status, id, priority, kind, source)             WHERE presence = 1;
CREATE INDEX ticket_due       ON ticket (due_at, id, status, priority)        WHERE presence = 1;
CREATE INDEX ticket_follow_up ON ticket (follow_up_at, id, status, priority)  WHERE presence = 1;
CREATE INDEX ticket_subject   ON ticket (subject_key, id, status, priority)   WHERE presence = 1;
CREATE INDEX ticket_by_name   ON ticket (requester_key, id, status, priority) WHERE presence = 1;
-- Whose tickets, and of these the open ones: fetched and sorted where they are few.
CREATE INDEX ticket_requester    ON ticket (requester_id, status, id);
CREATE INDEX ticket_assignee     ON ticket (assignee_id, status, id);
CREATE INDEX ticket_organization ON ticket (organization_id, status, id);
CREATE INDEX ticket_team         ON ticket (team_id, status, id);
-- Instants that few tickets have, and clocks: for what is asked of them alone.
CREATE INDEX ticket_solved   ON ticket (solved_at)      WHERE presence = 1 AND solved_at IS NOT NULL;
CREATE INDEX ticket_waiting  ON ticket (waiting_since)  WHERE presence = 1 AND waiting_since IS NOT NULL;
CREATE INDEX ticket_promised ON ticket (promised_at)    WHERE presence = 1 AND promised_at IS NOT NULL;
CREATE INDEX ticket_snoozed  ON ticket (snoozed_until)  WHERE presence = 1 AND snoozed_until IS NOT NULL;
CREATE INDEX ticket_clocks   ON ticket (clocks)         WHERE presence = 1 AND clocks > 0;
CREATE INDEX ticket_attached ON ticket (attached)       WHERE presence = 1 AND attached = 1;
-- Stubs and tombstones: taken off where an index counts tickets without looking at them.
CREATE INDEX ticket_gone     ON ticket (presence)       WHERE presence <> 1;

-- The words of a ticket (subject, messages, fields), folded and each once; see domain::tickets::words.
CREATE VIRTUAL TABLE ticket_text USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '-_='"
);
INSERT INTO ticket_text (ticket_text, rank) VALUES ('automerge', 16);
CREATE VIRTUAL TABLE ticket_word USING fts5vocab (ticket_text, row);

-- References, error codes and amounts that a ticket names. id = ticket id * 64 + place.
CREATE TABLE mention (
    id   INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,                        -- 0 reference, 1 error code
    text TEXT    NOT NULL COLLATE NOCASE
) STRICT;
CREATE VIRTUAL TABLE mention_text USING fts5 (
    text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram'
);
INSERT INTO mention_text (mention_text, rank) VALUES ('automerge', 16);
CREATE TABLE amount (
    id       INTEGER PRIMARY KEY,
    currency TEXT    NOT NULL,
    value    INTEGER NOT NULL                     -- ten-thousandths of the currency's unit
) STRICT;
CREATE INDEX amount_value ON amount (value, currency);

-- Issues of the engineers' tracker.
CREATE TABLE issue (
    id          INTEGER PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    known       INTEGER NOT NULL DEFAULT 0,
    url         TEXT,
    summary     TEXT    NOT NULL DEFAULT '',
    description TEXT,
    status      TEXT    NOT NULL DEFAULT '' COLLATE NOCASE,
    stage       INTEGER,                          -- 0 to do, 1 in progress, 2 done
    kind        TEXT    NOT NULL DEFAULT '',
    priority    TEXT,
    assignee    TEXT,
    reporter    TEXT,
    labels      TEXT    NOT NULL DEFAULT '[]',    -- JSON
    comments    TEXT    NOT NULL DEFAULT '[]',    -- JSON
    created_at  INTEGER NOT NULL DEFAULT 0,
    updated_at  INTEGER NOT NULL DEFAULT 0,
    resolved_at INTEGER,
    digest      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE ticket_issue (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    issue_id  INTEGER NOT NULL REFERENCES issue (id),
    origin    INTEGER NOT NULL,                   -- 0 the issue names the ticket, 1 a field of the ticket names the issue
    PRIMARY KEY (ticket_id, issue_id, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_issue_issue ON ticket_issue (issue_id, ticket_id);

-- Of two texts of one message the one of the newer row counts.
ALTER TABLE entry ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- Named queries, in the order of their place.
CREATE TABLE view (
    id    INTEGER PRIMARY KEY,
    name  TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    place INTEGER NOT NULL,
    query TEXT    NOT NULL
) STRICT;
INSERT INTO view (place, name, query) VALUES
    (1, 'breach first', 'is:unsolved sort:sla'),
    (2, 'mine', 'assignee:me is:unsolved sort:sla'),
    (3, 'unassigned', 'is:unassigned is:unsolved sort:sla'),
    (4, 'partners', 'kind:partner_request is:unsolved sort:sla'),
    (5, 'waiting on us', 'status:new,open has:wait sort:sla'),
    (6, 'pending > 3 d', 'is:pending idle:3d sort:updated-asc'),
    (7, 'solved today', 'solved:today sort:updated');

INSERT INTO stale (ticket_id, mark) SELECT id, 0 FROM ticket;
