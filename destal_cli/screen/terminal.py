"""The quiz in a terminal: `paint` draws; `keys`, which is imported while the learner reads, takes what is pressed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from destal_cli.core.cards import Card
from destal_cli.core.dates import Precision
from destal_cli.core.exercises import Exercise, event
from destal_cli.core.facts import AnswerType
from destal_cli.core.forms import WRITTEN, Form
from destal_cli.core.grading import Confidence, Rating, Verdict
from destal_cli.core.session import Score
from destal_cli.core.text import clean, one_line
from destal_cli.core.values import replace
from destal_cli.screen import study
from destal_cli.screen.canvas import Canvas
from destal_cli.screen.dialogue import MOST_TYPED, ON_A_CARD, Action, Reply
from destal_cli.screen.exercise import anchors, rows, task
from destal_cli.screen.exercise import verdict as exercise_verdict
from destal_cli.screen.paint import Block, Inset, Stack, Words
from destal_cli.screen.palette import SIGNS, WIDEST
from destal_cli.screen.study import Asked, Told

KEYS = {
    "u": (Action.UNDO, "take the last answer back"),
    "i": (Action.INFO, "more on this card"),
    "e": (Action.EDIT, "edit the fact in your editor"),
    "f": (Action.FLAG, "flag this card, or take its flag off"),
    "-": (Action.BURY, "put this card off until tomorrow"),
    "=": (Action.BURY_FACT, "put off all cards of its fact"),
    "@": (Action.SUSPEND, "suspend this card"),
    "q": (Action.QUIT, "stop here"),
}
_CTRL_C = ("Ctrl-C", "stop, with the score")
_MOVES = {"down": 1, "j": 1, "c-n": 1, "up": -1, "k": -1, "c-p": -1}
_LEVELS = {str(level.value): level for level in Confidence if level}
_SURE_KEYS = (
    ("1", "a guess: it may well be wrong"),
    ("2", "unsure: rather right than wrong"),
    ("3", "sure: if it is wrong, it comes first next time"),
)
_ASKED_FOR = {
    AnswerType.PERSON: "name",
    AnswerType.NAME: "name",
    AnswerType.NUMBER: "number",
    AnswerType.TERM: "term",
    AnswerType.OFFICE: "office",
}


class TerminalDialogue:
    """Draws on a canvas and reads keys from the terminal."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def ask(self, asked: Asked) -> Reply:
        """The question's panel, the answer in the way of its form, and how sure the learner is if that is asked."""
        self._canvas.print()
        self._question(asked)
        reply = self._answer(asked)
        return self._sure(asked, reply) if asked.sure and (reply.text is not None or reply.picks) else reply

    def _sure(self, asked: Asked, answer: Reply) -> Reply:
        """The answer with how sure it is, unless that is left open; or the wish to stop, which leaves it unsaid."""
        hint, clock = f"How sure are you?   {study.HOW_SURE} · Enter leave it open · ? keys", time.monotonic()
        while (key := ask_key(hint, [*_LEVELS, "enter", "escape", "q", "?"], _given(asked, answer))) == "?":
            self._keys_shown(
                [*_SURE_KEYS, ("Enter, Esc", "leave it open"), ("q", f"{KEYS['q'][1]}, without this answer"), _CTRL_C]
            )
        if key == "q":
            return Reply(action=Action.QUIT)
        sure = _LEVELS.get(key, Confidence.UNASKED)
        return replace(answer, sure=sure, pause=int((time.monotonic() - clock) * 1000))

    def _answer(self, asked: Asked) -> Reply:
        if asked.exercise:
            return self._exercise(asked, asked.exercise)
        if asked.form is Form.FLASHCARD:
            return self._flashcard(asked)
        return self._choice(asked) if asked.form is Form.CHOICE else self._typed(asked)

    def _typed(self, asked: Asked) -> Reply:
        """A line of answer; a date or number that nobody could read is asked for once more."""
        label, refused = _label(asked.card), ""
        while True:
            text = ask_text(label, asked.echo, self._canvas.width)
            if text is None:
                return Reply(action=Action.DONT_KNOW)
            readable = asked.form is Form.TYPED or text == refused or bool(asked.echo(text))
            if text and readable:
                return Reply(text=text)
            refused = text
            what = f"that is no {asked.form} I can read: type it otherwise" if text else "type an answer"
            self.say(f"{what}, or press Esc when you don't know")

    def _choice(self, asked: Asked) -> Reply:
        picked = self._pick(asked, asked.choices)
        return Reply(text=asked.choices[picked]) if isinstance(picked, int) else Reply(action=picked)

    def _exercise(self, asked: Asked, exercise: Exercise) -> Reply:
        """One pick after the other; Backspace takes the last one back."""
        picks: list[int] = []
        while len(picks) < exercise.picks:
            said, offered = _offer(asked, exercise, picks)
            if exercise.form is Form.ORDER and len(offered) == 1:
                picks.append(offered[0][0])
                break
            picked = self._pick(asked, [text for _, text in offered], said, back=bool(picks))
            match picked:
                case int():
                    picks.append(offered[picked][0])
                case Action.BACK:
                    picks.pop()
                case action:
                    return Reply(action=action)
        return Reply(picks=tuple(picks))

    def _pick(self, asked: Asked, texts: Sequence[str], said: str = "", *, back: bool = False) -> int | Action:
        """The number of one of the texts, from 0, or what else is wanted; keys are explained until there is either."""
        keys = {key: action for key, (action, _) in KEYS.items() if not asked.exercise or action is Action.QUIT}
        between = anchors(asked.exercise) if asked.form is Form.PLACE and asked.exercise else []
        while True:
            extra = {**keys, **({"backspace": Action.BACK} if back else {})}
            picked = ask_choice(texts, self._canvas.text_width, said, between, extra)
            if picked is not None:
                return picked
            self._help(asked)

    def _flashcard(self, asked: Asked) -> Reply:
        reveal: dict[str, Any] = {" ": Action.NEXT, "enter": Action.NEXT}
        hint = "Space reveals the answer"
        if asked.sure:
            reveal |= _LEVELS
            hint = f"Do you know it?   {study.HOW_SURE} · Space leave it open"
        reply = self._key(f"{hint} · Esc I don't know", {**reveal, "escape": Action.DONT_KNOW})
        sure = reply.sure
        if reply.action is not Action.NEXT and not sure:
            return reply
        self._print(Inset(Words(asked.card.answer.text, "answer"), 4, above=1, below=1))
        ratings = {str(rating.value): rating for rating in Rating}
        reply = self._key(_grades(asked), {**ratings, " ": Rating.GOOD, "enter": Rating.GOOD})
        return Reply(rating=reply.rerate, sure=sure) if reply.rerate else reply

    def again(self, asked: Asked, verdict: Verdict) -> Reply:
        """Say what is missing, and take one more answer."""
        del asked  # it is on the screen
        line = Words(f"  {SIGNS['partial']} not all of it   ", "partial")
        self._print(line.add(verdict.so_far or verdict.because))
        text = ask_text(verdict.missing.rstrip("?") or "the rest")
        return Reply(text=text) if text else Reply(action=Action.DONT_KNOW)

    def meant(self, verdict: Verdict) -> bool:
        """`Did you mean ...?` by one key."""
        return ask_key(f"Did you mean {verdict.meant}?   y yes · n no", ["y", "n", "escape"]) == "y"

    def tell(self, told: Sequence[Told]) -> None:
        """The verdict with its proof, or those of an exercise."""
        exercise = told[0].asked.exercise
        self._print(exercise_verdict(told, self._canvas.text_width) if exercise else study.verdict(told[0]))

    def after(self, told: Sequence[Told], meanwhile: Callable[[], None]) -> Reply:
        """Wait for what the learner wants; a card that the learner rated needs no second look, unless it is a leech."""
        if told[0].verdict is None and not told[0].leech:
            return Reply(action=Action.NEXT)
        forward = dict.fromkeys(("enter", " ", "escape"), Action.NEXT)
        if len(told) == 1:
            ratings: dict[str, Any] = {str(rating.value): rating for rating in Rating}
            hint = "Enter next · 1-4 rate it otherwise · u undo · i more · ? keys"
            return self._key(hint, {**ratings, **forward}, meanwhile)
        hint = "Enter next · r rate one otherwise · u undo · i passages · ? keys"
        reply = self._key(hint, {"r": Action.RERATE, **forward}, meanwhile)
        if reply.action is not Action.RERATE and reply.action not in ON_A_CARD - {Action.INFO}:
            return reply
        which = self._which(told)
        if not which:
            return Reply(action=Action.BACK)
        if reply.action is not Action.RERATE:
            return Reply(action=reply.action, which=which)
        rating = ask_key(" · ".join(f"{r.value} {r.name.capitalize()}" for r in Rating), ["1", "2", "3", "4"])
        return Reply(rerate=Rating(int(rating)), which=which)

    def _which(self, told: Sequence[Told]) -> int:
        """The number, from 1, of one of an exercise's answers; 0 for none of them."""
        shown = [(row.right, row.told) for row in rows(told) if row.told]
        picked = ask_choice([text for text, _ in shown], self._canvas.text_width, "Which one?")
        return list(told).index(shown[picked][1]) + 1 if isinstance(picked, int) else 0

    def _key(self, hint: str, keys: dict[str, Any], meanwhile: Callable[[], None] = lambda: None) -> Reply:
        """Wait for one of the keys, or one that works everywhere; `?` explains them and waits on."""
        while True:
            key = ask_key(hint, [*keys, *KEYS, "?"], meanwhile=meanwhile)
            meaning = keys.get(key, KEYS[key][0] if key in KEYS else None)
            match meaning:
                case None:
                    self._help(None, sure=Confidence.SURE in keys.values())
                case Rating():
                    return Reply(rerate=meaning)
                case Confidence():
                    return Reply(sure=meaning)
                case _:
                    return Reply(action=meaning)

    def _help(self, asked: Asked | None, *, sure: bool = False) -> None:
        """The keys that work now, and the question again, which they may have pushed off the screen."""
        one = [("1-4", "Again, Hard, Good, Easy"), ("Enter", "go on")]
        if sure:
            one = [*_SURE_KEYS, ("Enter", "leave it open"), ("Esc", "I don't know")]
        if asked:
            one = [("1, 2 ...", "choose"), ("arrows, j k", "move"), ("Enter", "choose"), ("Esc", "I don't know")]
        more = [(key, what) for key, (_, what) in KEYS.items()]
        if asked and asked.exercise:
            more = [("Backspace", "take the last pick back"), ("q", "stop here")]
        self._keys_shown([*one, *more, _CTRL_C])
        if asked:
            self._question(asked)

    def _keys_shown(self, keys: Sequence[tuple[str, str]]) -> None:
        lines = (Words(f"{key:>11}  ", "key").add(what) for key, what in keys)
        self._print(Inset(Stack(*lines), 0, 2, above=1, below=1))

    def _question(self, asked: Asked) -> None:
        roomy = self._canvas.width >= 50
        self._print(study.question(asked, task(asked), _keys(asked) if roomy else "", self._canvas.width))
        if not roomy:
            self._print(Inset(Words(_keys(asked), "quiet"), 2, 2))

    def say(self, text: str) -> None:
        """A sentence of the program's own."""
        self._print(Inset(Words(text, "quiet"), 2, 2))

    def show(self, what: Block) -> None:
        """Details that were asked for."""
        self._print(what)

    def ended(self, score: Score, coming: str, cram: bool) -> None:
        """The score, what was missed, what is next."""
        self._canvas.print()
        self._print(study.summary(score, coming, cram))

    def _print(self, what: Block) -> None:
        self._canvas.print(what, self._canvas.text_width)


def _given(asked: Asked, reply: Reply) -> str:
    """What was chosen or picked, which is on the screen no more."""
    if asked.exercise:
        return "\n".join(_done(asked, asked.exercise, reply.picks))
    return reply.text or "" if asked.form is Form.CHOICE else ""


def _grades(asked: Asked) -> str:
    def one(rating: Rating) -> str:
        back = f" {study.span(asked.intervals[rating])}" if rating in asked.intervals else ""
        return f"{rating.value} {rating.name.capitalize()}{back}"

    return " · ".join(one(rating) for rating in Rating) + " · Enter Good"


def _label(card: Card) -> str:
    """What is to be typed: a date as fine as it is asked for."""
    date = card.answer.date
    if date is None:
        return _ASKED_FOR.get(card.answer.type, "answer")
    if date.is_range:
        return "from - to"
    return {Precision.DAY: "day, month, year", Precision.MONTH: "month, year"}.get(date.precision, "date")


def _keys(asked: Asked) -> str:
    """The keys that answer a question, for the foot of its panel."""
    if asked.form in WRITTEN:
        return "Enter answer · Esc I don't know · Ctrl-C stop"
    if asked.form is Form.FLASHCARD:
        return f"{'1, 2 or 3' if asked.sure else 'Space'} reveals · ? keys"
    return "number or arrows · Esc I don't know · ? keys"


def _offer(asked: Asked, exercise: Exercise, picks: Sequence[int]) -> tuple[str, list[tuple[int, str]]]:
    """What was picked so far with what is asked now, and each pick that can be made with its text."""
    done = _done(asked, exercise, picks)
    if exercise.form is Form.PLACE:
        return "", [(gap, "here") for gap in range(len(exercise.items) + 1)]
    if exercise.form is Form.ORDER:
        now = "Which was next?" if picks else "Which was the earliest?"
        return "\n".join([*done, now]), [(n, text) for n, text in enumerate(asked.cues) if n not in picks]
    return "\n".join([*done, asked.cues[len(picks)]]), list(enumerate(exercise.options))


def _done(asked: Asked, exercise: Exercise, picks: Sequence[int]) -> list[str]:
    """What was picked so far, a line each; of a place on a timeline the event that it was put after."""
    if exercise.form is Form.PLACE:
        return [f"after: {event(exercise.items[pick - 1])}" if pick else "before all of them" for pick in picks]
    if exercise.form is Form.ORDER:
        return [f"{place}  {asked.cues[pick]}" for place, pick in enumerate(picks, 1)]
    return [f"{text}  –  {exercise.options[pick]}" for text, pick in zip(asked.cues, picks, strict=False)]


def ask_text(label: str, echo: Callable[[str], str] = lambda _: "", width: int = 80) -> str | None:
    """A line of text, with `echo` of it behind it; None for Esc. Raises KeyboardInterrupt and EOFError."""
    from destal_cli.screen.keys import keyboard

    def understood(text: str) -> str:
        typed = text[:MOST_TYPED]
        said = echo(one_line(typed))
        fits = len(label) + len(typed) + len(said) + 12 < width
        return f"   = {said}" if said and fits else ""

    text = keyboard().line(f"  {label} › ", understood)
    return None if text is None else one_line(text[:MOST_TYPED])


def ask_choice(
    texts: Sequence[str],
    width: int,
    said: str = "",
    between: Sequence[str] = (),
    keys: Mapping[str, Action] | None = None,
) -> int | Action | None:
    """The number, from 0, of a text picked by number, arrows and Enter, or an action; None to have the keys explained.

    `said` stands above the texts, `between` has what stands between each two of them, and `keys` what else can be done.
    """
    from destal_cli.screen.keys import keyboard

    numbers = {str(number): number - 1 for number in range(1, len(texts) + 1)}
    others: dict[str, Action | None] = {**(keys or {}), "escape": Action.DONT_KNOW, "?": None}
    board, at = keyboard(), 0
    with board.taken():
        while True:
            lines, bold = _choices(texts, between, at, width)
            board.paint(*_on_screen(f" {_indented(said, width)}".split("\n"), lines, bold, board.rows))
            key = board.key()
            if key in numbers or key == "enter":
                return numbers.get(key, at)
            if key in others:
                return others[key]
            at = (at + _MOVES.get(key, 0)) % len(texts)


def _choices(texts: Sequence[str], between: Sequence[str], at: int, width: int) -> tuple[list[str], range]:
    """The lines of choices, and which of them are those of the one that is pointed at."""
    lines: list[str] = []
    bold = range(0)
    for number, text in enumerate(texts, 1):
        first = len(lines)
        lines += f"{'  ›' if number - 1 == at else '   '} {_hanging(f'{number}  {text}', width - 6, 7)}".split("\n")
        if number - 1 == at:
            bold = range(first, len(lines))
        if number <= len(between):
            lines += f"    {_hanging('  ' + between[number - 1], width - 6, 6)}".split("\n")
    return lines, bold


def _on_screen(above: list[str], lines: list[str], bold: range, rows: int) -> tuple[list[str], range]:
    """As much of the lines as a terminal of so many rows has room for, with the bold ones among them."""
    every, place = [*above, *lines], len(above)
    first = max(0, min(len(every), place + bold.stop) - rows)
    return every[first : first + rows], range(place + bold.start - first, place + bold.stop - first)


def _indented(said: str, width: int) -> str:
    """Lines that stand above the choices, wrapped and clear of the edge."""
    import textwrap

    lines = [line for text in said.splitlines() for line in textwrap.wrap(text, max(10, width - 4))]
    return " " + "\n  ".join(lines)


def _hanging(text: str, width: int, indent: int) -> str:
    """Text wrapped so that what follows its first line begins in a column."""
    import textwrap

    return ("\n" + " " * indent).join(textwrap.wrap(text, max(10, width))) or text


def _parts_in_lines(hint: str, width: int) -> list[str]:
    """A hint of parts between dots, as many of them on each line as fit."""
    lines: list[str] = []
    for part in hint.split(" · "):
        if lines and len(lines[-1]) + len(part) + 3 <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(f"  {part}")
    return lines


def ask_key(hint: str, keys: list[str], said: str = "", meanwhile: Callable[[], None] = lambda: None) -> str:
    """Wait for one of the keys (a character, `enter` or `escape`) under what is said and a line that explains them.

    Both go then. `meanwhile` is done once they are on the screen.
    """
    import shutil

    from destal_cli.screen.keys import keyboard

    board, width = keyboard(), shutil.get_terminal_size().columns
    above = [*f" {_indented(clean(said), min(width, WIDEST))}".split("\n"), ""] if said else []
    with board.taken():
        board.paint(["", *above, *_parts_in_lines(hint, width - 2)])
        meanwhile()
        while (key := board.key()) not in keys:
            pass
    return key
