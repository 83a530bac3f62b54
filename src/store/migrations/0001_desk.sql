-- Schema 1: people, tickets and their timelines, drafts, outbox, journal.
--
-- Instants are whole seconds since 1970, UTC. Codes are those of the enums in domain. A row that was
-- only referred to is a stub (known = 0, or presence = 0 for a ticket) until its own row comes.
-- Append-only: a change of schema is a new numbered file.

CREATE TABLE organization (
    id          INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL,
    external_id INTEGER NOT NULL,
    known       INTEGER NOT NULL DEFAULT 0,
    name        TEXT    NOT NULL DEFAULT '',
    partner     INTEGER NOT NULL DEFAULT 0,
    updated_at  INTEGER NOT NULL DEFAULT 0,   -- 0: the row did not say
    UNIQUE (source, external_id)
) STRICT;

CREATE TABLE team (
    id          INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL,
    external_id INTEGER NOT NULL,
    known       INTEGER NOT NULL DEFAULT 0,
    name        TEXT    NOT NULL DEFAULT '',
    updated_at  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, external_id)
) STRICT;

CREATE TABLE field (
    id          INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL,
    external_id INTEGER NOT NULL,
    known       INTEGER NOT NULL DEFAULT 0,
    title       TEXT    NOT NULL DEFAULT '',
    UNIQUE (source, external_id)
) STRICT;

CREATE TABLE person (
    id              INTEGER PRIMARY KEY,
    source          INTEGER NOT NULL,
    external_id     INTEGER NOT NULL,
    known           INTEGER NOT NULL DEFAULT 0,   -- 0 stub, 1 named inside another row, 2 a row of their own
    name            TEXT    NOT NULL DEFAULT '',
    email           TEXT,
    role            INTEGER NOT NULL DEFAULT 0,
    organization_id INTEGER REFERENCES organization (id),
    updated_at      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, external_id)
) STRICT;
CREATE INDEX person_email ON person (email) WHERE email IS NOT NULL;

CREATE TABLE ticket (
    id              INTEGER PRIMARY KEY,
    source          INTEGER NOT NULL,
    external_id     INTEGER,                      -- none for a local ticket
    presence        INTEGER NOT NULL,             -- 0 stub, 1 live, 2 deleted there (tombstone)
    status          INTEGER NOT NULL DEFAULT 0,
    priority        INTEGER NOT NULL DEFAULT 0,   -- 0: none, so that it sorts
    kind            INTEGER NOT NULL DEFAULT 0,
    requester_id    INTEGER REFERENCES person (id),
    assignee_id     INTEGER REFERENCES person (id),
    organization_id INTEGER REFERENCES organization (id),
    team_id         INTEGER REFERENCES team (id),
    created_at      INTEGER NOT NULL DEFAULT 0,
    updated_at      INTEGER NOT NULL DEFAULT 0,
    solved_at       INTEGER,
    -- The version last imported. Of two, the greater triple wins, so files may come in any order.
    remote_updated_at INTEGER NOT NULL DEFAULT 0,
    generated       INTEGER NOT NULL DEFAULT 0,
    digest          INTEGER NOT NULL DEFAULT 0,
    url             TEXT,
    subject         TEXT    NOT NULL DEFAULT '',
    description     TEXT,
    UNIQUE (source, external_id)
) STRICT;

-- One index for each sort that is offered. They end in id, so that windows are keyset-paged, and
-- carry the codes most often filtered by, so that a row left out costs no look into the table.
CREATE INDEX ticket_updated  ON ticket (updated_at, id, status, priority) WHERE presence = 1;
CREATE INDEX ticket_created  ON ticket (created_at, id, status, priority) WHERE presence = 1;
CREATE INDEX ticket_priority ON ticket (priority, id, status)             WHERE presence = 1;
CREATE INDEX ticket_status   ON ticket (status, id, priority)             WHERE presence = 1;
-- The same for the open ones alone: on a grown desk they are one in twenty. The first serves the
-- workbench's opening view and covers its rows whole, which halves the cold start.
CREATE INDEX ticket_open_created ON ticket (
    created_at, id, status, priority, source, kind, external_id, updated_at,
    requester_id, assignee_id, organization_id, subject
) WHERE presence = 1 AND status < 4;
CREATE INDEX ticket_open_updated  ON ticket (updated_at, id, status, priority) WHERE presence = 1 AND status < 4;
CREATE INDEX ticket_open_priority ON ticket (priority, id, status)             WHERE presence = 1 AND status < 4;
CREATE INDEX ticket_open_id       ON ticket (id, status, priority)             WHERE presence = 1 AND status < 4;

-- Live tickets by status, kept by the triggers below in the transaction of each change: what the
-- screen counts most often is then read, not counted.
CREATE TABLE tally (
    status  INTEGER PRIMARY KEY,
    tickets INTEGER NOT NULL
) STRICT;
INSERT INTO tally (status, tickets) VALUES (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0);
CREATE TRIGGER tally_insert AFTER INSERT ON ticket WHEN new.presence = 1 BEGIN
    UPDATE tally SET tickets = tickets + 1 WHERE status = new.status;
END;
CREATE TRIGGER tally_delete AFTER DELETE ON ticket WHEN old.presence = 1 BEGIN
    UPDATE tally SET tickets = tickets - 1 WHERE status = old.status;
END;
CREATE TRIGGER tally_update AFTER UPDATE OF status, presence ON ticket
WHEN old.status <> new.status OR old.presence <> new.presence BEGIN
    UPDATE tally SET tickets = tickets - 1 WHERE old.presence = 1 AND status = old.status;
    UPDATE tally SET tickets = tickets + 1 WHERE new.presence = 1 AND status = new.status;
END;

CREATE TABLE ticket_tag (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    tag       TEXT    NOT NULL COLLATE NOCASE,
    PRIMARY KEY (ticket_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_tag_tag ON ticket_tag (tag, ticket_id);

CREATE TABLE ticket_field (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    field_id  INTEGER NOT NULL REFERENCES field (id),
    value     TEXT    NOT NULL,
    PRIMARY KEY (ticket_id, field_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    id          INTEGER PRIMARY KEY,
    ticket_id   INTEGER NOT NULL REFERENCES ticket (id),
    source      INTEGER NOT NULL,
    external_id INTEGER,                          -- none for what was written here
    at          INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    public      INTEGER NOT NULL,
    author_id   INTEGER REFERENCES person (id),
    author_name TEXT,                             -- who wrote it here
    text        TEXT    NOT NULL,
    changes     TEXT,                             -- JSON; none where nothing changed
    attachments TEXT,                             -- JSON; none where nothing is attached
    UNIQUE (source, external_id)
) STRICT;
CREATE INDEX entry_ticket ON entry (ticket_id, at, id);

-- Versions of the note being written. The newest that is not removed is the draft.
CREATE TABLE draft (
    id         INTEGER PRIMARY KEY,
    ticket_id  INTEGER NOT NULL REFERENCES ticket (id),
    at         INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    removed_by INTEGER                            -- the journal's id, 0 if emptied by hand
) STRICT;
CREATE INDEX draft_ticket ON draft (ticket_id, id);

CREATE TABLE journal (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,    -- never given twice
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    changes TEXT    NOT NULL,                     -- JSON of domain::tickets::Changes
    undone  INTEGER                               -- rank among what was undone; none while it stands
) STRICT;
CREATE INDEX journal_actor ON journal (actor, id);

CREATE TABLE outbox (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    since     INTEGER NOT NULL,
    action    TEXT    NOT NULL,                   -- JSON of domain::tickets::OutboxAction
    state     INTEGER NOT NULL DEFAULT 0          -- 0 waiting
) STRICT;
CREATE INDEX outbox_ticket ON outbox (ticket_id);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
    id          INTEGER PRIMARY KEY,
    file        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    bytes       INTEGER NOT NULL,
    started_at  INTEGER NOT NULL,
    rows        INTEGER NOT NULL DEFAULT 0,       -- read so far
    finished_at INTEGER                           -- none while it runs, or was cut short
) STRICT;

-- One row. Every writing transaction counts it up: who finds another number than their own last
-- one knows that somebody else has written.
CREATE TABLE pulse (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    serial INTEGER NOT NULL
) STRICT;
INSERT INTO pulse (id, serial) VALUES (1, 0);
