"""The JSON Schema of each document that `--json` prints. `destal schema COMMAND` prints it; tests hold documents to it.

A schema is written here in short: `record(key=shape ...)` has exactly these keys, `each(shape)` is a list of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from destal_cli.core.facts import EntityKind, Importance, Kind

Shape = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Shape = {"type": "string"}
TRUTH: Shape = {"type": "boolean"}
COUNT: Shape = {"type": "integer", "minimum": 0}
WHOLE: Shape = {"type": "integer"}
AMOUNT: Shape = {"type": "number", "minimum": 0}
FIGURE: Shape = {"type": "number"}
SHARE: Shape = {"type": "number", "minimum": 0, "maximum": 1}
DAY: Shape = {"type": "string", "pattern": r"^-?\d{4,}-\d\d-\d\d$", "description": "an ISO day"}
EDTF: Shape = {"type": "string", "description": "a date in EDTF: 1953, 1953-06, 1953-06-26, 1953/1955, 1953~, 195X"}


def said(shape: Shape, description: str) -> Shape:
    """The shape with what it means."""
    return {**shape, "description": description}


def maybe(shape: Shape) -> Shape:
    """The shape, or null for what is not there."""
    what = {key: value for key, value in shape.items() if key != "description"}
    about = {"description": shape["description"]} if "description" in shape else {}
    return {"anyOf": [what, {"type": "null"}], **about}


def each(item: Shape, description: str = "") -> Shape:
    """A list of such items."""
    return {"type": "array", "items": item, **({"description": description} if description else {})}


def one_of(*values: str) -> Shape:
    """One of some words."""
    return {"enum": list(values)}


def record(optional: tuple[str, ...] = (), /, **fields: Shape) -> Shape:
    """An object with exactly these keys, of which some may be left out."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


RECALL = maybe(said(SHARE, "the chance, now, of recalling it; null where nothing of it was seen"))
RATING = one_of("again", "hard", "good", "easy")
OFFSET = said(COUNT, "characters of the decoded text of the source")
NAMES = each(TEXT, "names of persons")


def _waiting() -> Shape:
    following = record(date=DAY, cards=COUNT)
    return record(
        date=said(DAY, "today, which begins at four in the morning"),
        due=said(COUNT, "cards that are due now, as far as today's limit allows"),
        new=said(COUNT, "cards never seen that today may still bring"),
        beyond=said(COUNT, "cards that are due and wait for another day, because of the limit"),
        next=said(maybe(following), "the first day after today on which cards are due; null without one"),
    )


def _standing() -> Shape:
    deck = record(
        id=TEXT, title=TEXT, facts=COUNT, cards=COUNT, seen=COUNT, due=COUNT, new=said(COUNT, "never seen, in all"),
        fading=said(COUNT, "whose recall is below 0.8"),
        recall=said(RECALL, "the mean of the cards that were seen; null without one"),
    )  # fmt: skip
    exam = record(date=DAY, now=SHARE, plan=said(SHARE, "recall on the day by the plan"))
    more = record(
        minutes=said(COUNT, "what is due and new takes, about"),
        command=said(TEXT, "what to type next"),
        exam=said(maybe(exam), "that of the settings; null without one to come"),
        decks=each(deck),
    )
    return record(**_waiting()["properties"], **more["properties"])


def _facts() -> Shape:
    source = record(title=TEXT, place=said(TEXT, "the heading and paragraph"), start=OFFSET, end=OFFSET, quote=TEXT)
    marks = each(one_of("flagged", "suspended", "buried"))
    question = record(id=said(TEXT, "of the card, behind the fact's"), prompt=TEXT, answer=TEXT, marks=marks)
    fact = record(
        id=said(TEXT, "deck/fact"),
        deck=TEXT,
        kind=one_of(*Kind),
        statement=TEXT,
        date=maybe(EDTF),
        people=NAMES,
        entities=each(TEXT, "names of everything that it names"),
        answer=said(TEXT, "that of its first question"),
        importance=one_of(*Importance),
        tags=each(TEXT),
        note=maybe(TEXT),
        source=said(source, "the passage that proves it"),
        questions=each(question),
    )
    return record(facts=each(fact))


def _timeline() -> Shape:
    earliest, latest = said(DAY, "its first day; null at an open end"), said(DAY, "its last day; null at an open end")
    event = record(
        id=said(TEXT, "deck/fact"),
        date=EDTF,
        earliest=maybe(earliest),
        latest=maybe(latest),
        statement=TEXT,
        people=NAMES,
        recall=said(RECALL, "the chance, now, of recalling its weakest card; null when it is new"),
    )
    return record(events=each(event, "in order of time"))


def _people() -> Shape:
    mixed = each(record(name=TEXT, times=COUNT), "whom it was mixed up with; there when one is asked for by name")
    entity = record(
        ("confused_with",),
        id=said(TEXT, "deck/entity"),
        deck=TEXT,
        kind=one_of(*EntityKind),
        name=TEXT,
        aliases=each(TEXT),
        about=maybe(TEXT),
        facts=said(COUNT, "how many facts name it"),
        confused_with=mixed,
    )
    return record(people=each(entity))


def _read() -> Shape:
    sentence = record(
        text=TEXT,
        facts=each(TEXT, "ids of the facts that it proves"),
        cards=each(TEXT, "ids of the cards that ask for them"),
        recall=said(RECALL, "that of its weakest card that was seen"),
    )
    passage = record(heading=TRUTH, sentences=each(sentence))
    return record(sources=each(record(deck=TEXT, title=TEXT, passages=each(passage))))


def _held() -> Shape:
    return record(name=TEXT, recall=RECALL, seen=COUNT, cards=COUNT)


def _scores() -> Shape:
    day = record(date=DAY, reviews=COUNT, practice=COUNT, asked=COUNT, recalled=COUNT, recall=RECALL, minutes=AMOUNT)
    leech = record(card=TEXT, prompt=TEXT, lapses=COUNT, why=TEXT, advice=TEXT, command=TEXT)
    start = said({"type": "string"}, "an ISO time with its offset")
    session = record(date=DAY, start=start, cards=COUNT, right=COUNT, minutes=AMOUNT, practice=TRUTH)
    states = record(total=COUNT, new=COUNT, young=COUNT, mature=COUNT, suspended=COUNT, buried=COUNT)
    totals = record(
        reviews=COUNT, practice=COUNT, days=COUNT, sessions=COUNT, minutes=AMOUNT,
        kept=said(COUNT, "reviews of cards that are in no deck"),
    )  # fmt: skip
    return record(
        date=DAY,
        aim=said(SHARE, "the recall that due dates aim at"),
        recall=record(recall=RECALL, seen=COUNT, cards=COUNT),
        cards=states,
        due=record(now=COUNT, overdue=COUNT, days=each(record(date=DAY, cards=COUNT), "from today on")),
        days=each(day, "a year; the last is today"),
        weeks=each(day, "the same by weeks; the date is a Monday"),
        streak=record(days=COUNT, longest=COUNT, today=TRUTH),
        topics=each(_held(), "the weakest first"),
        people=each(_held(), "the weakest first"),
        kinds=each(_held(), "the weakest first"),
        periods=each(_held(), "in order of time"),
        lapsing=said(COUNT, "how many leeches there are"),
        leeches=each(leech, "the worst of them"),
        sessions=each(session, "the newest first; `right` counts cards at the first try"),
        totals=totals,
    )


def _judging() -> Shape:
    override = record(card=TEXT, prompt=TEXT, expected=TEXT, answer=TEXT, judged=maybe(RATING), rating=RATING)
    kind = record(kind=TEXT, judged=COUNT, made_right=COUNT, made_wrong=COUNT, finer=COUNT, overrides=each(override))
    return record(judging=each(kind))


def _calibration() -> Shape:
    level = record(said=one_of("guess", "unsure", "sure"), answers=COUNT, right=COUNT, share=maybe(SHARE))
    counted = {"reviews": COUNT, "predicted": maybe(SHARE), "recalled": maybe(SHARE)}
    constant = said(maybe(AMOUNT), "what always saying the same would have")
    predictions = record(
        **counted,
        log_loss=maybe(AMOUNT),
        log_loss_constant=constant,
        rmse=maybe(AMOUNT),
        auc=maybe(SHARE),
        bins=each(record(**{"from": SHARE, "to": SHARE, **counted})),
        believed=TEXT,
    )
    return record(
        confidence=each(level),
        brier=maybe(AMOUNT),
        brier_constant=constant,
        version=said(COUNT, "of the parameters in use; 0: the standard ones"),
        predictions=maybe(predictions),
    )


def _plan() -> Shape:
    way = record(answers=AMOUNT, minutes=AMOUNT, new=COUNT, unseen=COUNT)
    recall = record(now=SHARE, nothing=SHARE, habit=SHARE, plan=SHARE)
    return record(
        date=DAY,
        exam=DAY,
        days=said(COUNT, "until the exam"),
        goal=SHARE,
        reached=TRUTH,
        minutes=said(maybe(AMOUNT), "at most, a day; null without a limit"),
        new=said(COUNT, "new cards at most, a day"),
        cards=COUNT,
        seen=COUNT,
        recall=said(recall, "now, and on the day with nothing more, by the habit of late, and by the plan"),
        habit=said(way, "answers and minutes a day in the mean"),
        plan=way,
        needed=said(maybe(AMOUNT), "minutes a day that reach the goal; null where none do"),
        offers=each(record(minutes=AMOUNT, recall=SHARE)),
        schedule=each(record(date=DAY, new=COUNT, answers=AMOUNT, minutes=AMOUNT)),
        weakest=each(record(card=TEXT, recall=SHARE), "on the day, if nothing more is done"),
    )


_IN_USE = {
    "version": said(COUNT, "of the parameters in use; 0: the standard ones"),
    "parameters": each(FIGURE, "empty for the standard ones"),
}


def _tune() -> Shape:
    figures = {key: maybe(COUNT) for key in ("fitted", "held_out")}
    losses = {key: maybe(FIGURE) for key in ("log_loss", "log_loss_before", "error")}
    return record(taken=TRUTH, reviews=COUNT, needed=COUNT, **figures, **losses, **_IN_USE)


def _build() -> Shape:
    document = said(TEXT, "the document it is from; there when there are several")
    source = record(start=OFFSET, end=OFFSET, quote=TEXT)
    fact = record(
        ("document",), id=TEXT, kind=one_of(*Kind), statement=TEXT, date=maybe(EDTF), people=NAMES, answer=TEXT,
        source=source, document=document,
    )  # fmt: skip
    question = record(
        ("document",), fact=TEXT, prompt=TEXT, answer=TEXT, distractors=each(TEXT), weight=FIGURE, document=document
    )
    date = record(("document",), start=OFFSET, end=OFFSET, text=TEXT, edtf=EDTF, document=document)
    return record(facts=each(fact), questions=each(question), dates=each(date))


def _decks() -> Shape:
    deck = record(
        id=TEXT,
        title=TEXT,
        about=maybe(TEXT),
        path=TEXT,
        origin=one_of("here", "yours", "package", "path"),
        shadowed_by=said(maybe(TEXT), "the file that is used in its place"),
        facts=COUNT,
        left_out=COUNT,
        problems=COUNT,
    )
    return record(decks=each(deck))


def _check() -> Shape:
    problem = record(path=TEXT, line=COUNT, column=COUNT, message=TEXT, hint=maybe(TEXT))
    return record(decks=each(record(id=TEXT, path=TEXT, facts=COUNT, cards=COUNT, problems=each(problem))))


def _judge() -> Shape:
    return record(
        verdict=one_of("right", "partial", "wrong", "ask"),
        rating=said(maybe(RATING), "null while the learner must be asked"),
        because=TEXT,
        confused_with=said(maybe(TEXT), "a name"),
    )


def _config() -> Shape:
    value: Shape = {"type": ["string", "number", "boolean", "array", "null"]}
    origin = one_of("default", "file", "environment")
    return record(path=TEXT, settings=each(record(key=TEXT, value=value, origin=origin, variable=TEXT)))


def _doctor() -> Shape:
    finding = record(
        about=one_of("history", "file", "memory", "clock", "decks", "rights", "room", "copies"),
        state=one_of("sound", "note", "wrong", "mended"),
        said=TEXT,
        hint=maybe(TEXT),
        cards=each(TEXT, "ids of the cards that it is about"),
    )
    return record(
        verdict=said(one_of("sound", "mended", "wrong"), "the worst of the findings; with `wrong` the exit code is 1"),
        path=TEXT,
        findings=each(finding),
    )


def _restore() -> Shape:
    last = said({"type": "string"}, "an ISO time in UTC, of the newest row")
    return record(copies=each(record(path=TEXT, rows=COUNT, last=maybe(last)), "the newest first"))


SHAPES: dict[str, Callable[[], Shape]] = {
    "standing": _standing,
    "due": _waiting,
    "facts": _facts,
    "timeline": _timeline,
    "people": _people,
    "read": _read,
    "scores": _scores,
    "scores judging": _judging,
    "scores calibration": _calibration,
    "plan": _plan,
    "tune": _tune,
    "tune back": lambda: record(**_IN_USE),
    "judge": _judge,
    "build": _build,
    "decks": _decks,
    "check": _check,
    "config": _config,
    "doctor": _doctor,
    "restore list": _restore,
}


def document_schema(name: str) -> Shape:
    """The JSON Schema (draft 2020-12) of the document that a command prints; KeyError for one that prints none."""
    command = "destal" if name == "standing" else "destal " + name.replace(" ", " --")
    switch = "--format json" if name == "build" else "--json"
    return {"$schema": DRAFT, "title": f"What {command} {switch} prints", **SHAPES[name]()}
