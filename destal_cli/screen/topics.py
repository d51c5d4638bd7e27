"""What `destal help` says on a topic: headings, paragraphs, rows of a word with what it means, and lines as typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from destal_cli.core.values import dataclass
from destal_cli.screen.aloud import Drawn
from destal_cli.screen.look import styled
from destal_cli.screen.paint import Hung, Words

_INDENT = 16
Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a topic: a heading, what is said, rows of a word with its meaning, and lines to type as they are."""

    heading: str
    said: str = ""
    rows: Rows = ()
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: what it is about, in a line, and its parts."""

    about: str
    parts: tuple[Part, ...]


_EXAMPLE = """
id: cold-war
title: The Cold War
entities:
  kennedy:
    name: John F. Kennedy
    kind: person
    aliases: [Kennedy, JFK]
facts:
  - id: berlin-speech
    kind: quote
    statement: John F. Kennedy told Berliners that he was one of them.
    when: 1963-06-26
    who: [kennedy]
    words: Ich bin ein Berliner
    evidence: Kennedy said in Berlin, "Ich bin ein Berliner".
    questions:
      when: On what day did Kennedy speak to the Berliners?
sources:
  - id: text
    title: The Cold War in brief
    from: a handout
    text: |
      On 26 June 1963 Kennedy said in Berlin, "Ich bin ein Berliner".
"""

_JUDGING = Topic(
    "how answers are judged, and what to do when the judge is wrong",
    (
        Part(
            "Judging",
            "An answer is judged by what it is. Right is Good (Hard when it took you three times as long as you mostly "
            "need), wrong is Again; a partly right answer gets one more try for what is missing, and is Hard then.",
            (
                ("a date", "by its precision: a year alone is partly right for a day; a wrong year is wrong"),
                ("a name", "by who it could be: any spelling, script or initials; somebody else's name is wrong"),
                (
                    "a number",
                    "by its size, in digits or words: up to 100 exactly, above within 1 % or as the deck allows",
                ),
                ("a term", "with a typo or without its article; a `not` too much is wrong"),
                ("a text", "you see the answer, and rate yourself"),
            ),
        ),
        Part(
            "When it cannot tell or is wrong",
            "It asks “Did you mean ...?” when only you can know. One key rates an answer otherwise; the history keeps "
            "what was judged and what you said.",
            (
                ("1 2 3 4", "after a verdict: Again, Hard, Good, Easy"),
                ("u", "takes the answer back"),
            ),
            'destal judge destalinization/beria-arrested/when "26 june 53"\ndestal scores --judging',
        ),
    ),
)
_DATES = Topic(
    "how dates are written, in decks and in answers",
    (
        Part(
            "Dates in a deck",
            "Decks, --from, --to and JSON have dates in EDTF (ISO 8601-2).",
            (
                ("1953", "a year"),
                ("1953-03", "a month"),
                ("1953-06-26", "a day"),
                ("1953/1955", "from one to the other"),
                ("1953/..", "from then on"),
                ("1953~", "about then"),
                ("1953?", "doubted"),
                ("195X", "some year of the 1950s"),
                ("19XX", "some year of the century"),
                ("1953-22", "summer; 21 is spring, 23 autumn, 24 winter"),
                ("-0043", "44 BC: the year 0 is 1 BC"),
            ),
        ),
        Part(
            "Dates in an answer",
            "As you like: 26 June 1953, June 26th '53, 26.06.1953, jun 53, the 1950s, 44 BC. What is read stands "
            "beside what you type. 03/04/1953 is read as your locale has it, or as the setting `dates` says.",
        ),
    ),
)
_FORMS = Topic(
    "how cards are asked, and how they climb from help to recall",
    (
        Part(
            "Forms",
            "A card begins with help. A success takes it a step up once its memory holds for a day, and then for four; "
            "a lapse takes it a step down.",
            (
                ("choice", "one of four, all of the answer's type"),
                ("order", "four to six events, the earliest first"),
                ("place", "one event among events that you have learned"),
                ("match", "persons to offices, terms to meanings"),
                ("contrast", "two that you took for each other: which is which?"),
                ("date", "a date, typed"),
                ("number", "a number, typed"),
                ("typed", "a name, term or office, typed"),
                ("flashcard", "reveal the answer and rate yourself"),
            ),
            "destal quiz --form place",
        ),
    ),
)
_SCRIPTS = Topic(
    "JSON, exit codes, the environment, and the quiz without a terminal",
    (
        Part(
            "For scripts",
            "Data goes to stdout, talk to stderr. `--json` prints one document, whose schema `destal schema COMMAND` "
            "prints. Without a terminal nothing is asked, except by the quiz in its plain dialogue of lines.",
            (),
            "destal facts --person beria --json\ndestal schema facts",
        ),
        Part(
            "Exit codes",
            "",
            (
                ("0", "done"),
                ("1", "something is wrong with a file of yours, or a check found problems"),
                ("2", "wrong usage"),
                ("3", "not found"),
                ("4", "the history or a folder cannot be used, or the output cannot be written"),
                ("70", "a bug of ours, with the place of a report"),
                ("130, 143", "ended by Ctrl-C, by SIGTERM"),
            ),
        ),
        Part(
            "Environment",
            "",
            (
                ("DESTAL_HOME", "one folder for data, settings and cache"),
                ("DESTAL_NOW", "the time that holds, as in 2027-01-15T20:00"),
                ("DESTAL_NEW ...", "a setting, over the file: see `destal config`"),
                ("NO_COLOR", "no colour; TERM=dumb: no escape at all"),
                ("FORCE_COLOR", "colours into a pipe, too; so does CLICOLOR_FORCE"),
                ("COLUMNS, LINES", "the size of the screen"),
                ("VISUAL", "your editor; without it EDITOR"),
                ("DESTAL_PAGER", "your pager; without it PAGER. Empty, there is none"),
            ),
        ),
        Part(
            "The plain dialogue",
            "`destal quiz --plain` reads a line an answer. The first line after it begins with `saved` once the answer "
            "is on the disk. Lines that begin with a colon are commands; `:?` lists them.",
        ),
    ),
)
_HISTORY = Topic(
    "your answers: copies of them, two computers, and what to do when something is wrong",
    (
        Part(
            "Copies",
            "Every answer is in history.db of your data folder before you see its verdict. The first session of a day "
            "copies it; `destal doctor` looks everything over and says what to do.",
            (),
            "destal doctor\ndestal restore --list\ndestal restore 2027-01-15",
        ),
        Part(
            "Two computers",
            "Do not let a service keep history.db of two computers in step: the copy that comes later takes the place "
            "of the other. Carry your reviews instead, both ways: those that are there already are left out.",
            (),
            "destal export reviews -o mine.csv\ndestal import mine.csv",
        ),
        Part(
            "When another computer's has taken the place of yours",
            "The first two lines get its answers out, the third puts your own newest copy back, and the last takes the "
            "answers in. Nothing is deleted: restore keeps what was there beside it.",
            (),
            "destal doctor --accept\ndestal export reviews -o theirs.csv\ndestal restore DAY\ndestal import theirs.csv",
        ),
        Part(
            "When something is wrong",
            "",
            (
                ("gone", "put the file back, or `destal restore` the newest copy"),
                ("damaged", "keep the file; `destal restore` the newest copy"),
                ("newer", "bring destal up to date; nothing was changed"),
                ("disk full", "make room and go on: what was saved is safe"),
                ("wrong clock", "set it; `destal doctor --fix` takes back what it dated"),
            ),
        ),
    ),
)
TOPICS: Mapping[str, Topic] = {
    "deck": Topic("the deck format, with every key", ()),
    "dates": _DATES,
    "judging": _JUDGING,
    "forms": _FORMS,
    "scripts": _SCRIPTS,
    "history": _HISTORY,
}


def deck_topic(keys: Mapping[str, Rows]) -> Topic:
    """The deck format, from the keys of each of its records with what they are for."""
    head = Part(
        "The deck format",
        "A deck is one YAML file. Every value is read as the text that you typed. A fact with a problem is left out "
        "until it is mended; everything else is asked. Ids have lower-case letters, digits and hyphens and are never "
        "changed: what you have learned hangs on them.",
        (),
        _EXAMPLE,
    )
    parts = (Part(f"Keys of {'an' if name[0] in 'aeiou' else 'a'} {name}", "", rows) for name, rows in keys.items())
    last = Part("Commands", "", (), "destal decks new cold-war\ndestal decks edit cold-war\ndestal check cold-war")
    return Topic(TOPICS["deck"].about, (head, *parts, last))


def topics_view(commands: Mapping[str, str]) -> RenderableType:
    """What there is help on."""
    topics = Part("Topics", "", tuple((name, topic.about) for name, topic in TOPICS.items()))
    listed = Part("Commands", "", tuple(commands.items()), "destal help deck\ndestal help quiz")
    return topic_view(Topic("", (topics, listed)))


def topic_view(topic: Topic) -> RenderableType:
    """A topic on the screen."""
    return Padding(Group(*(piece for part in topic.parts for piece in _part(part))), (1, 2, 0, 2))


def _part(part: Part) -> Iterator[RenderableType]:
    yield styled(part.heading, "heading")
    if part.said:
        yield Padding(styled(part.said), (0, 0, 1 if part.rows or part.lines else 0, 0))
    for word, meaning in part.rows:
        yield _row(word, meaning)
    if part.lines:
        typed = styled(part.lines.strip("\n"), "accent")
        yield Padding(Drawn(typed, tuple(typed.plain.split("\n")), as_typed=True), (0 if part.said else 1, 0, 0, 2))
    yield Text()


def _row(word: str, meaning: str) -> RenderableType:
    return Hung(Words(word.ljust(_INDENT - 2), "key"), Words(meaning), _INDENT)
