"""What a learner sees of a question: the prompt, its verdict with the passage that proves it, and the session's end.

Pure blocks for the terminal's dialogue; `plain` says the same as lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from destal_cli.core.cards import Card
from destal_cli.core.clock import when
from destal_cli.core.exercises import Exercise
from destal_cli.core.forms import WRITTEN, Form
from destal_cli.core.grading import Confidence, Rating, Verdict
from destal_cli.core.session import Coming, Score
from destal_cli.core.text import clean, plural
from destal_cli.core.values import dataclass, field
from destal_cli.screen.paint import Block, Boxed, Hung, Inset, Rule, Stack, Words, cells
from destal_cli.screen.palette import FLAG, LEECH, SIGNS

if TYPE_CHECKING:
    from destal_cli.core.passages import Context


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: its card and form, the answers to choose from, and where in the session it stands: it is
    the card of that `number`, or of an exercise those up to `last`, as far as they are asked for the first time.

    `cues` are the items of an exercise as they are shown; `echo` says how something typed would be understood; with
    `sure` the learner is asked how sure she is before the verdict.
    """

    card: Card
    form: Form
    title: str
    number: int
    last: int
    total: int
    state: str
    recall: float | None = None
    choices: tuple[str, ...] = ()
    intervals: dict[Rating, int] = field(default_factory=dict)
    exercise: Exercise | None = None
    cues: tuple[str, ...] = ()
    echo: Callable[[str], str] = field(default=lambda _: "", compare=False)
    sure: bool = False
    flagged: bool = False

    @property
    def rated(self) -> tuple[Card, ...]:
        """The cards that an answer rates."""
        return self.exercise.rated if self.exercise else (self.card,)


@dataclass(frozen=True, slots=True)
class Leech:
    """A card that keeps lapsing: how often it did, what its answer is mixed up with, and whether it was suspended."""

    lapses: int
    mixed_up: str = ""
    suspended: bool = False

    def said(self, reword: str, suspend: str, undo: str) -> str:
        """`forgotten 8 times, mixed up with Georgi Malenkov: e reword it · @ suspend it`, given the keys."""
        mixed = f", mixed up with {self.mixed_up}" if self.mixed_up else ""
        if self.suspended:
            return f"forgotten {self.lapses} times{mixed}, now suspended: {reword} reword it · {undo} take that back"
        return f"forgotten {self.lapses} times{mixed}: {reword} reword it · {suspend} suspend it"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a card after an answer: the verdict (None when the learner rated it), the proof, the return.

    `picks` are those of the exercise that it was asked in, `sure` is how sure the learner was; `leech` is set when it
    is time to say so.
    """

    asked: Asked
    card: Card
    verdict: Verdict | None
    rating: Rating
    typed: str
    days: int | None
    due: int
    proof: Context
    source: str
    picks: tuple[int, ...] = ()
    sure: Confidence = Confidence.UNASKED
    leech: Leech | None = None

    @property
    def sure_and_wrong(self) -> bool:
        """Whether the learner was sure of what was wrong."""
        return self.sure is Confidence.SURE and self.rating is Rating.AGAIN


HOW_SURE = "1 a guess · 2 unsure · 3 sure"
SURE_AND_WRONG = "you were sure: it comes first next time"


def head(asked: Asked, width: int = 80) -> str:
    """`De-Stalinization · 7 of 18 · new · ⚑ flagged`, for an exercise `7-10 of 18`.

    Where it is too narrow the recall goes first, then the state; what is left of the title stays, with `…` behind it.
    """
    number = f"{asked.number}-{asked.last}" if asked.last > asked.number else str(asked.number)
    recall = "" if asked.recall is None else f"recall {asked.recall:.2f}"
    parts = [clean(asked.title), f"{number} of {asked.total}", asked.state, recall, f"{FLAG} flagged" * asked.flagged]
    for dispensable in (3, 2):
        if _spare(parts, width) < 0:
            parts[dispensable] = ""
    if parts[0] and _spare(parts, width) < 0:
        parts[0] = _cut(parts[0], cells(parts[0]) + _spare(parts, width))
    return clean(_PART.join(filter(None, parts)))


_PART = " · "


def _spare(parts: Sequence[str], width: int) -> int:
    """The columns that the parts leave free in the edge of a box; less than none where there are too few."""
    return width - 6 - cells(_PART.join(filter(None, parts)))


def _cut(text: str, most: int) -> str:
    """A text with `…` for what does not fit in some columns."""
    while text and cells(text) >= most:
        text = text[:-1]
    return f"{text.rstrip()}…"


def question(asked: Asked, prompt: str, keys: str, width: int = 80) -> Block:
    """The prompt or task in its panel, with the keys that work below it."""
    return Boxed(Words(prompt, "heading"), Words(head(asked, width), "edge"), Words(keys, "quiet"))


def when_back(days: int | None) -> str:
    """When a card returns, in words: `again tomorrow`, `again in 3 days`, `again in 4 months`."""
    if days is None:
        return "not scheduled"
    if days <= 1:
        return "again tomorrow"
    return f"again in {span(days)}"


def returns(told: Told) -> str:
    """When the card of an answer returns: what was missed comes back before the session ends, too."""
    later = when_back(told.days)
    if told.days is None or told.rating is not Rating.AGAIN:
        return later
    return f"again in this session, then {later.removeprefix('again ')}"


def span(days: int) -> str:
    """A number of days in the unit one would say it in."""
    if days < 60:
        return plural(days, "day")
    if days < 730:
        return plural(round(days / 30.44), "month")
    return f"{days / 365.25:.1f} years"


_RATED = {Rating.AGAIN: "wrong", Rating.HARD: "partial", Rating.GOOD: "right", Rating.EASY: "right"}


def outcome_line(told: Told) -> Words:
    """`✓ right   26 June 1953`."""
    word = told.verdict.outcome.value if told.verdict else _RATED[told.rating]
    shown = word if told.verdict else told.rating.name.lower()
    return Words(f"{SIGNS[word]} {shown}", word).add("   ").add(told.card.answer.text, "answer")


def verdict(told: Told) -> Block:
    """The verdict: what was right, why, the passage with the answer marked in it, the note, and when it returns."""
    parts: list[Block] = [Inset(outcome_line(told), 2, above=1)]
    if told.verdict and (why := because(told)):
        parts.append(Inset(Words(why), 4))
    parts.append(Inset(marked(told.proof), 4, 4, above=1))
    parts.append(Inset(Words(f"{told.source}, {told.proof.place}".rstrip(", "), "quiet"), 4, 4))
    if told.card.fact.note:
        parts.append(Inset(Words(f"‡ {told.card.fact.note}", "note"), 4, 4, above=1))
    back = Words(returns(told), "accent")
    if told.sure_and_wrong:
        back = back.add(f"   {SURE_AND_WRONG}", "wrong")
    parts.append(Inset(back, 4, 4, above=1))
    if told.leech:
        parts.append(Inset(leech_line(told.leech), 2, 4, above=1))
    return Stack(*parts)


def leech_line(leech: Leech) -> Block:
    """`↺ leech` with what can be done about it."""
    return Hung(Words(f"{LEECH} leech", "partial"), Words(leech.said("e", "@", "u")), 9)


def because(told: Told) -> str:
    """Why the verdict is what it is; where that only says the answer again, what was typed if it looked different."""
    answer = told.card.answer.text
    if told.verdict is None:
        return ""
    if told.verdict.because not in (answer, f"it is {answer}", f"it was {answer}"):
        return told.verdict.because
    differs = told.typed.casefold() != answer.casefold() and told.asked.form in WRITTEN
    return f"you wrote {told.typed}" if told.typed and differs else ""


def marked(proof: Context) -> Words:
    """The passage, with what is marked in it between signs and in colour."""
    if proof.start >= proof.end:
        return Words(proof.text)
    before, answer, after = proof.text[: proof.start], proof.text[proof.start : proof.end], proof.text[proof.end :]
    return Words(f"{before}▸").add(answer, "answer").add(f"◂{after}")


def details(lines: Sequence[tuple[str, str]]) -> Block:
    """More on the card that was asked, a name and a value a line."""
    return Inset(Stack(*(Words(f"{name}  ", "quiet").add(value) for name, value in lines)), 4, 4, above=1, below=1)


def summary(score: Score, coming: str, cram: bool) -> Block:
    """The end of a session: its score, what was missed, and what is next."""
    parts: list[Block] = [Rule(), Inset(Words(score_line(score), "heading"), 2, 2)]
    if score.missed:
        parts.append(Inset(Words("missed at the first try", "quiet"), 2, 2, above=1))
    for card in score.missed:
        line = Words(card.prompt).add("  ").add(card.answer.text, "answer")
        parts.append(Inset(Hung(Words("✗", "wrong"), line, 4), 0, 2))
    if cram:
        parts.append(Inset(Words("practice only: nothing was scheduled", "quiet"), 2, 2, above=1))
    parts.append(Inset(Words(coming, "accent"), 2, 2, above=1, below=1))
    return Stack(*parts)


def coming_line(coming: Coming, command: str) -> str:
    """What is next, in a sentence: `3 cards still due today: destal quiz`, `12 cards due tomorrow`; by the command that
    asks these cards.
    """
    if coming.exam is not None:
        named = f" --exam {dt.date.fromordinal(coming.exam)}" if coming.named else ""
        return _coming_exam(coming.due, coming.exam - coming.day, f"{command}{named}")
    still = f"{plural(coming.due, 'card')} still due today: {command}"
    more = f"{coming.beyond:,} more due beyond today's limit: {command} --reviews {coming.beyond}"
    if coming.due or coming.beyond:
        return "; ".join([still] * (coming.due > 0) + [more] * (coming.beyond > 0))
    if coming.next is None:
        return f"{command}, whenever you like"
    day, cards = coming.next
    return f"{plural(cards, 'card')} due {when(day, coming.day)}"


def _coming_exam(due: int, days: int, command: str) -> str:
    left = f"{plural(due, 'card')} of today's part of the plan: {command}; " if due else ""
    later = "the plan goes on tomorrow; " if not due and days > 1 else ""
    return f"{left}{later}{until_exam(days)}"


def until_exam(days: int) -> str:
    """`exam in 23 days`."""
    return "exam today" if days == 0 else "exam tomorrow" if days == 1 else f"exam in {days:,} days"


def nothing_to_ask(coming: Coming) -> str:
    """Why a session has no card to begin with."""
    if coming.exam is not None and not coming.due:
        return "today's part of the plan is done"
    if coming.beyond and not coming.due:
        return "today's limit is reached"
    return "these options leave nothing to ask" if coming.due else "nothing is due"


def score_line(score: Score) -> str:
    """`14 of 18 right at the first try (78 %)`."""
    if not score.cards:
        return "nothing was answered"
    return f"{score.right} of {plural(score.cards, 'card')} right at the first try ({score.right / score.cards:.0%})"
