"""The quiz as a linear dialogue of lines: no boxes, no colour, no cursor. For scripts, pipes and screen readers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from destal_cli.core.clock import on_date
from destal_cli.core.exercises import Exercise
from destal_cli.core.forms import WRITTEN, Form
from destal_cli.core.grading import Confidence, Rating, Verdict
from destal_cli.core.session import Score
from destal_cli.core.text import clean, join_words, one_line
from destal_cli.core.values import replace
from destal_cli.screen.dialogue import MOST_TYPED, ON_A_CARD, Action, Reply
from destal_cli.screen.exercise import anchors, rows, task
from destal_cli.screen.paint import Block
from destal_cli.screen.palette import FLAG, legible, sent
from destal_cli.screen.study import (
    HOW_SURE,
    SURE_AND_WRONG,
    Asked,
    Told,
    because,
    head,
    returns,
    score_line,
    span,
)

HELP = """\
an answer on a line of its own, or for a choice its number; an empty line is "I don't know"
in a flashcard an empty line reveals, then 1 Again, 2 Hard, 3 Good, 4 Easy; an empty line is Good
with --sure a line more before the verdict says how sure you are: 1 a guess, 2 unsure, 3 sure
:o 3 rates the last answer otherwise (1-4), :o 2 3 the second of an exercise   :u takes the last answer back
:i more on this card   :e edits its fact   :f flags it, or takes its flag off   :@ suspends it
:- puts it off until tomorrow   := puts off all cards of its fact   :q ends   :? this help
these are about the card that is asked; :@ last, :f last ... are about the one answered last, :@ last 2 the second of an
exercise"""

_COMMANDS = {
    "q": Action.QUIT, "quit": Action.QUIT, "u": Action.UNDO, "undo": Action.UNDO, "i": Action.INFO, "info": Action.INFO,
    "e": Action.EDIT, "edit": Action.EDIT, "-": Action.BURY, "bury": Action.BURY, "@": Action.SUSPEND,
    "suspend": Action.SUSPEND, "=": Action.BURY_FACT, "f": Action.FLAG, "flag": Action.FLAG,
}  # fmt: skip
_LETTERS = "abcdef"
_REVEALS = "an empty line reveals the answer"
_HOW_SURE = HOW_SURE.replace(" ·", ",")
_LEVELS = {said: level for level in Confidence if level for said in (str(level.value), level.name.lower())}


class PlainDialogue:
    """Reads a line, writes lines; the end of input ends the session."""

    def __init__(self, lines: TextIO, out: TextIO) -> None:
        self._lines = lines
        self._out = out

    def ask(self, asked: Asked) -> Reply:
        """The task, what there is to choose from, one line of answer, and one on how sure it is if that is asked."""
        self.say("")
        self.say(head(asked))
        self.say(task(asked))
        if asked.exercise:
            reply = self._exercise(asked, asked.exercise)
        else:
            self._numbered(asked.choices)
            reply = self._flashcard(asked) if asked.form is Form.FLASHCARD else self._answer(asked)
        return self._sure(reply) if asked.sure and (reply.text is not None or reply.picks) else reply

    def _sure(self, answer: Reply) -> Reply:
        """The answer with how sure it is, by a line of its own; where the input ends before that, it does not say."""
        self.say(f"how sure are you? {_HOW_SURE}")
        clock = time.monotonic()
        try:
            said = self._confidence()
        except EOFError:
            return answer
        if said.action or said.rerate:
            return said
        return replace(answer, sure=said.sure, pause=int((time.monotonic() - clock) * 1000))

    def _confidence(self) -> Reply:
        while True:
            reply = self._line()
            if not reply.text:
                return reply
            if reply.text in _LEVELS:
                return Reply(sure=_LEVELS[reply.text])
            self.say("1, 2 or 3; an empty line leaves it open")

    def _numbered(self, texts: Iterable[str]) -> None:
        for number, text in enumerate(texts, 1):
            self.say(f"{number}) {text}")

    def _answer(self, asked: Asked) -> Reply:
        while True:
            reply = self._said()
            if reply.text is None:
                return reply
            if not asked.choices:
                return reply
            chosen = _chosen(reply.text, asked.choices)
            if chosen is not None:
                return Reply(text=chosen)
            self.say(f"answer with a number from 1 to {len(asked.choices)}")

    def _said(self) -> Reply:
        """The next line; an empty one is "I don't know"."""
        reply = self._line()
        return Reply(action=Action.DONT_KNOW) if reply.text == "" else reply

    def _exercise(self, asked: Asked, exercise: Exercise) -> Reply:
        """The items, and one line with a number for each pick."""
        most, how = self._laid_out(asked, exercise)
        self.say(how)
        while True:
            reply = self._said()
            if reply.text is None:
                return reply
            numbers = re.findall("[0-9]", reply.text)  # there are never ten
            picks = tuple(int(number) - 1 for number in numbers)
            if _are_picks(picks, exercise, most):
                return Reply(picks=picks)
            self.say(how)

    def _laid_out(self, asked: Asked, exercise: Exercise) -> tuple[int, str]:
        """Say what the picks are made from; returns the highest number, and how to answer."""
        count = len(exercise.items)
        if exercise.form is Form.ORDER:
            self._numbered(asked.cues)
            example = " ".join(str(number) for number in (2, 1, *range(3, count + 1)))
            return count, f"answer with the {count} numbers, the earliest first, such as {example}"
        if exercise.form is Form.PLACE:
            for number, anchor in enumerate(anchors(exercise), 1):
                self.say(f"{number}) here\n{anchor.replace('  ', ': ', 1)}")
            self.say(f"{count + 1}) here")
            return count + 1, f"answer with a number from 1 to {count + 1}"
        for letter, text in zip(_LETTERS, asked.cues, strict=False):
            self.say(f"{letter}. {text}")
        self._numbered(exercise.options)
        most = len(exercise.options)
        if count == 1:
            return most, f"answer with a number from 1 to {most}"
        return most, f"answer with {count} numbers from 1 to {most}, for {join_words(_LETTERS[:count])} in turn"

    def _flashcard(self, asked: Asked) -> Reply:
        self.say(f"say how sure you are, and the answer is shown: {_HOW_SURE}" if asked.sure else _REVEALS)
        reply = self._confidence() if asked.sure else self._line()
        sure = reply.sure
        if reply.action or reply.rerate:
            return reply
        self.say(f"answer: {asked.card.answer.text}")
        offers = ", ".join(f"{r.value} {r.name.capitalize()} {span(d)}" for r, d in asked.intervals.items())
        self.say(offers or "1 Again, 2 Hard, 3 Good, 4 Easy")
        while True:
            reply = self._line(rating=True)
            if reply.text is None:
                return replace(reply, sure=sure)
            self.say("rate it from 1 to 4")

    def _line(self, *, rating: bool = False) -> Reply:
        """The next line as a reply; commands that only talk are served here. Raises EOFError at the end of input."""
        while True:
            text = one_line(self._read())
            if rating and text in ("", "1", "2", "3", "4"):
                return Reply(rating=Rating(int(text or 3)))
            if not text.startswith(":"):
                return Reply(text=text)
            reply = self._command(text[1:].strip())
            if reply:
                return reply

    def _read(self) -> str:
        """The next line; what is beyond the longest answer is read and dropped."""
        line = rest = self._lines.readline(MOST_TYPED)
        if not line:
            raise EOFError
        while rest and not rest.endswith("\n"):
            rest = self._lines.readline(MOST_TYPED)
        return line

    def _command(self, command: str) -> Reply | None:
        if command in _COMMANDS:
            return Reply(action=_COMMANDS[command])
        if (found := re.fullmatch(r"(\S+)\s+last(?:\s+([1-9]))?", command)) and _COMMANDS.get(found[1]) in ON_A_CARD:
            return Reply(action=_COMMANDS[found[1]], last=True, which=int(found[2] or 0))
        if found := re.fullmatch(r"o\s*(?:([1-9])\s+)?([1-4])", command):
            return Reply(rerate=Rating(int(found[2])), which=int(found[1] or 0))
        self.say(HELP if command in ("?", "h", "help") else f'there is no command ":{command}"; :? lists them')
        return None

    def again(self, asked: Asked, verdict: Verdict) -> Reply:
        """Say what is missing, then one more line of answer."""
        self.say(
            f"partly right: {verdict.so_far or verdict.because}" + (f" - {verdict.missing}" if verdict.missing else "")
        )
        return self._answer(asked)

    def meant(self, verdict: Verdict) -> bool:
        """One line: y or n."""
        self.say(f"did you mean {verdict.meant}? y or n")
        reply = self._line()
        while reply.text is None:
            if reply.action is Action.QUIT:
                raise EOFError
            self.say("y or n")
            reply = self._line()
        return (reply.text or "").casefold() in ("y", "yes", "д", "да")

    def tell(self, told: Sequence[Told]) -> None:
        """First that it is saved, then the verdict, the answer and the passage."""
        self.say(f"saved: {', '.join(dict.fromkeys(_returns(one) for one in told))}")
        if told[0].asked.exercise:
            return self._tell_rows(told)
        typed = told[0].typed
        understood = told[0].asked.echo(typed) if told[0].asked.form in WRITTEN else ""
        if understood and understood.casefold() != typed.casefold():
            self.say(f"read as: {understood}")
        return self._tell_one(told[0], told[0].card.answer.text)

    def _tell_rows(self, told: Sequence[Told]) -> None:
        for row in rows(told):
            if row.told:
                which = f" {list(told).index(row.told) + 1}" if len(told) > 1 else ""
                self._tell_one(row.told, f"{row.left}: {row.right}", which)
                self.say(f"returns: {_returns(row.told)}")
            else:
                self.say(f"{row.sign or 'known'}, not counted: {row.left}: {row.right}")

    def _tell_one(self, told: Told, answer: str, which: str = "") -> None:
        """The verdict on one card; `which` is its number in a command, among several."""
        word = told.verdict.outcome.value if told.verdict else told.rating.name.lower()
        self.say(f"{word}: {answer}")
        if why := because(told):
            self.say(f"why: {why}")
        self.say(f"passage: {told.proof.text}")
        self.say(f"source: {told.source}, {told.proof.place.replace('¶', 'paragraph')}".rstrip(", "))
        if told.card.fact.note:
            self.say(f"note: {told.card.fact.note}")
        if told.sure_and_wrong:
            self.say(SURE_AND_WRONG)
        if told.leech:
            self.say(f"leech: {told.leech.said(f':e last{which}', f':@ last{which}', ':u')}")

    def after(self, told: Sequence[Told], meanwhile: Callable[[], None]) -> Reply:
        """A plain dialogue does not wait: what the learner wants comes in place of the next answer."""
        del told, meanwhile
        return Reply(action=Action.NEXT)

    def say(self, text: str) -> None:
        """One or more lines, with a word where a sign would stand."""
        safe = clean(text).replace(f"{FLAG} ", "")
        self._out.write(sent(legible(safe, self._out), self._out) + "\n")
        self._out.flush()

    def show(self, what: Block) -> None:
        """Details, a name and a value a line."""
        from destal_cli.screen.aloud import spoken

        for line in spoken(what):
            self.say(line)

    def ended(self, score: Score, coming: str, cram: bool) -> None:
        """The score, what was missed, what is next."""
        self.say("")
        self.say(f"score: {score_line(score)}")
        for card in score.missed:
            self.say(f"missed: {card.prompt} {card.answer.text}")
        if cram:
            self.say("practice only: nothing was scheduled")
        self.say(f"next: {coming}")


def _returns(told: Told) -> str:
    """`again in 2 days, on 6 January 2027`."""
    if told.days is None:
        return "practice only, not scheduled"
    return returns(told) + (f", on {on_date(told.due)}" if told.due else "")


def _are_picks(picks: tuple[int, ...], exercise: Exercise, most: int) -> bool:
    """Whether numbers answer an exercise: as many as it wants, none too high, and in an order each once."""
    if len(picks) != exercise.picks or not all(0 <= pick < most for pick in picks):
        return False
    return exercise.form is not Form.ORDER or len(set(picks)) == len(picks)


def _chosen(text: str, choices: tuple[str, ...]) -> str | None:
    if text.isdecimal() and 1 <= int(text) <= len(choices):
        return choices[int(text) - 1]
    return next((choice for choice in choices if choice.casefold() == text.casefold()), None)
