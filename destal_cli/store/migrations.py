"""The format of the history, step by step: `historyfile` brings every older file up to the newest one."""

_V1 = """
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    card TEXT NOT NULL,
    at INTEGER NOT NULL,
    "offset" INTEGER NOT NULL,
    rating INTEGER NOT NULL,
    form TEXT NOT NULL,
    answer TEXT NOT NULL,
    took INTEGER NOT NULL,
    due TEXT NOT NULL,
    parameters INTEGER NOT NULL,
    judged INTEGER,
    confused_with TEXT NOT NULL,
    cram INTEGER NOT NULL,
    session INTEGER NOT NULL,
    voids INTEGER REFERENCES reviews (id)
);
CREATE INDEX reviews_by_card ON reviews (card);
CREATE UNIQUE INDEX reviews_voided_once ON reviews (voids) WHERE voids IS NOT NULL;
CREATE TABLE marks (
    id INTEGER PRIMARY KEY,
    card TEXT NOT NULL,
    at INTEGER NOT NULL,
    "offset" INTEGER NOT NULL,
    mark TEXT NOT NULL
);
CREATE TABLE memory (
    card TEXT PRIMARY KEY,
    stability REAL NOT NULL,
    difficulty REAL NOT NULL,
    last INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    first INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX memory_by_due ON memory (due);
CREATE INDEX memory_by_first ON memory (first);
"""
# The rung of the ladder and the exercise of each review. Before, a card was a choice first and then recalled.
_V2 = """
ALTER TABLE reviews ADD COLUMN rung INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN exercise INTEGER NOT NULL DEFAULT 0;
UPDATE reviews SET rung = 1 WHERE form IN ('typed', 'flashcard');
CREATE INDEX reviews_by_exercise ON reviews (exercise) WHERE exercise > 0;
CREATE INDEX reviews_confused ON reviews (card) WHERE confused_with <> '';
CREATE INDEX reviews_by_form ON reviews (form, id);
ALTER TABLE memory ADD COLUMN rung INTEGER NOT NULL DEFAULT 0;
"""
# How sure the learner was of each review, and FSRS's parameters. A row of `parameters` is a fit, or the going back to
# an earlier one; rows are only added, and `in_use` of the newest is the version that counts (0: the standard ones).
_V3 = """
ALTER TABLE reviews ADD COLUMN sure INTEGER NOT NULL DEFAULT 0;
CREATE INDEX reviews_sure_and_wrong ON reviews (card) WHERE sure = 3 AND rating = 1;
CREATE TABLE parameters (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    "offset" INTEGER NOT NULL,
    version INTEGER NOT NULL,
    weights TEXT NOT NULL,
    reviews INTEGER NOT NULL,
    held_out INTEGER NOT NULL,
    log_loss REAL NOT NULL,
    log_loss_before REAL NOT NULL,
    in_use INTEGER NOT NULL
);
"""
# What was answered today, and where a text was taken for another, without going through everything.
_V4 = """
CREATE INDEX memory_by_last ON memory (last);
CREATE INDEX reviews_confused_with ON reviews (confused_with) WHERE confused_with <> '';
"""
APPLICATION_ID = 0x6465_7374  # "dest": what tells a history of destal's from other SQLite files
MIGRATIONS = (_V1, _V2, _V3, _V4)
REPLAYED = 3  # the newest format in which memory is another than in the one before
