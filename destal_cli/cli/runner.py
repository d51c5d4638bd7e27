"""Runs a session: draws a card, has it asked, judges, writes the review, says what came of it. `app` starts it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from random import Random

from destal_cli.core.cards import Card
from destal_cli.core.check import answer_in
from destal_cli.core.drawing import Drawing, setting_of
from destal_cli.core.exercises import cue, judged
from destal_cli.core.forms import EXERCISES, Form, rung_of, slow_after
from destal_cli.core.grading import Outcome, Rating, Setting, Verdict
from destal_cli.core.memory import Memory, Moment, Review, Scheduler
from destal_cli.core.passages import Context, context
from destal_cli.core.session import Answer, Session
from destal_cli.core.text import plural
from destal_cli.screen.dialogue import Action, Dialogue, Reply
from destal_cli.screen.study import Asked, Told, details, on_date, when_back
from destal_cli.store.library import Library

NEWEST_TIMES = 200  # right answers in a form that a learner's pace is taken from


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said to one card: the verdict (None for a flashcard's own rating), and what was typed or chosen."""

    card: Card
    verdict: Verdict | None
    typed: str = ""
    rating: Rating | None = None
    picks: tuple[int, ...] = ()


@dataclass
class Runner:
    """One session of a learner: the cards, the library that remembers, and the dialogue that asks."""

    library: Library
    session: Session
    dialogue: Dialogue
    scheduler: Scheduler
    rng: Random
    now: Callable[[], Moment]
    form: Form | None = None
    cram: bool = False
    day_first: bool = True
    edit: Callable[[Card], None] | None = None
    memory: dict[str, Memory] = field(default_factory=dict)
    planned: Callable[[], str] | None = None
    _aside: tuple[Card, list[Card], list[tuple[int, Card]]] | None = None

    def run(self) -> bool:
        """Ask until no card is left or the learner stops; True when that was by Ctrl-C."""
        interrupted = False
        try:
            self._ask_all(self.now())
        except KeyboardInterrupt:
            interrupted = True
        except EOFError:
            interrupted = False
        self.dialogue.ended(self.session.score, self.coming(), self.cram)
        return interrupted

    @cached_property
    def _drawing(self) -> Drawing:
        drawing = Drawing({deck.id: deck for deck in self.library.decks}, self.rng, self.form)
        drawing.learn(self.library.history().confusions())
        return drawing

    def _ask_all(self, started: Moment) -> None:
        while (card := self.session.next()) is not None:
            if not self._turn(self._asked(card), started):
                return

    def _turn(self, asked: Asked, started: Moment) -> bool:
        """Ask one card or exercise and see it through; False when the learner wants to stop."""
        clock = time.monotonic()
        reply = self.dialogue.ask(asked)
        if (reply.action and reply.action is not Action.DONT_KNOW) or reply.rerate:
            return self._act(reply, asked, answered=False)
        said = self._said(asked, reply)
        took = int((time.monotonic() - clock) * 1000)
        told = self._record(asked, [self._paced(one, asked.form, took) for one in said], took, started)
        self.dialogue.tell(told)
        return self._after(told)

    def _after(self, told: Sequence[Told]) -> bool:
        """Do what the learner wants once an answer is told, until it is to go on; False when it is to stop."""
        while True:
            reply = self.dialogue.after(told)
            if reply.action is Action.NEXT:
                return True
            if not self._act(reply, told[0].asked, answered=True):
                return False
            if reply.action not in (Action.INFO, Action.EDIT):
                return True

    def _asked(self, card: Card) -> Asked:
        memory = self.memory.get(card.id)
        drawn = self._drawing.draw(card, self.session, self.memory)
        deck = self.library.deck(card.deck)
        day = self.now().day
        seen = any(answer.card.id == card.id for answer in self.session.answers)
        form = drawn.form
        if self.form in EXERCISES and form is not self.form:
            self.dialogue.say(f"too few events or pairs for {self.form.value} now: asked as {form.value}")
        return Asked(
            card=card,
            form=form,
            title="" if answer_in(deck.title, card) else deck.title,
            number=min(self.session.asked + 1, self.session.total),
            total=self.session.total,
            state=f"again, {self.session.left} left" if seen else "new" if memory is None else "",
            recall=memory.retrievability(day, self.scheduler) if memory and not seen else None,
            choices=drawn.choices,
            intervals={} if self.cram else self.scheduler.intervals(memory, day, form),
            exercise=drawn.exercise,
            cues=tuple(cue(item, drawn.exercise, deck) for item in drawn.exercise.items) if drawn.exercise else (),
            echo=partial(self._echo, card),
        )

    def _echo(self, card: Card, typed: str) -> str:
        from destal_cli.core.judge import understood

        return understood(typed, card.answer, self._setting(card))

    def _said(self, asked: Asked, reply: Reply) -> list[_Said]:
        """What was said to each card that is rated."""
        from destal_cli.core.judge import dont_know, judge_choice

        card = asked.card
        rated = asked.exercise.rated if asked.exercise else (card,)
        if reply.rating:
            return [_Said(card, None, rating=reply.rating)]
        if asked.exercise and reply.picks:
            verdicts = judged(asked.exercise, reply.picks)
            return [_Said(c, verdicts[c.id], asked.exercise.said(c, reply.picks), picks=reply.picks) for c in rated]
        if reply.text is None:
            return [_Said(c, dont_know(c.answer)) for c in rated]
        if asked.form is Form.CHOICE:
            return [_Said(card, judge_choice(reply.text, card.answer), reply.text)]
        return [self._judged(asked, reply.text)]

    def _judged(self, asked: Asked, typed: str) -> _Said:
        """What was typed, judged; the learner says what the judge cannot tell, and completes what is partial."""
        from destal_cli.core.judge import judge

        setting = self._setting(asked.card)
        verdict = judge(typed, asked.card.answer, setting)
        if verdict.outcome is Outcome.ASK:
            meant = self.dialogue.meant(verdict)
            verdict = Verdict(
                Outcome.RIGHT if meant else Outcome.WRONG, f"you wrote {typed}" + ", and meant it" * meant
            )
        if verdict.outcome is Outcome.PARTIAL:
            return self._completed(asked, verdict, typed, setting)
        return _Said(asked.card, verdict, typed)

    def _completed(self, asked: Asked, verdict: Verdict, typed: str, setting: Setting) -> _Said:
        """A partial answer gets one more try for what is missing: completed it is Hard, else Again."""
        from destal_cli.core.judge import judge_completed

        more = self.dialogue.again(asked, verdict)
        if more.action is Action.QUIT:
            raise EOFError
        if more.text is None:
            return _Said(asked.card, Verdict(Outcome.WRONG, verdict.because), typed)
        whole = judge_completed(typed, more.text, asked.card.answer, setting)
        return _Said(asked.card, whole, f"{typed} / {more.text}")

    def _setting(self, card: Card) -> Setting:
        return setting_of(card, self.library.decks, self.day_first, self._drawing.pool)

    def _paced(self, said: _Said, form: Form, took: int) -> _Said:
        """A right answer that took long for this learner is Hard, and says so."""
        if form in EXERCISES or said.verdict is None or said.verdict.outcome is not Outcome.RIGHT or self.cram:
            return said
        slow = slow_after(self.library.history().times(form, NEWEST_TIMES))
        if slow is None or took <= slow:
            return said
        because = f"right, but slow for you: {took / 1000:.0f} seconds"
        return replace(said, verdict=replace(said.verdict, because=because, slow=True))

    def _record(self, asked: Asked, said: Sequence[_Said], took: int, started: Moment) -> list[Told]:
        """Write the reviews in one piece; what is told of them is only made once they are durable."""
        at = self.now()
        reviews = [self._review(asked, one, took, at, started) for one in said]
        stored = self.library.history(create=True).record(reviews, self.scheduler, self.rng)
        cards = [one.card for one in said]
        self._aside = None
        self.session.answered([Answer(c, r.rating, r.id) for c, r in zip(cards, stored, strict=True)])
        self._remember(cards)
        return [self._telling(asked, one, review) for one, review in zip(said, stored, strict=True)]

    def _review(self, asked: Asked, said: _Said, took: int, at: Moment, started: Moment) -> Review:
        judged_as = said.verdict.rating if said.verdict else None
        return Review(
            card=said.card.id,
            at=at,
            rating=said.rating or judged_as or Rating.AGAIN,
            form=asked.form.value,
            answer=said.typed,
            took=took,
            judged=judged_as,
            confused_with=(said.verdict.confused_with or "") if said.verdict else "",
            cram=self.cram,
            session=started.ms,
            rung=rung_of(said.card, asked.form),
        )

    def _remember(self, cards: Sequence[Card]) -> None:
        """Know what the history knows of the cards by now, and of confusions."""
        history = self.library.history()
        for card in () if self.cram else cards:
            self.memory.pop(card.id, None)
            if memory := history.memory_of(card.id):
                self.memory[card.id] = memory
        self._drawing.learn(history.confusions())

    def _telling(self, asked: Asked, said: _Said, review: Review) -> Told:
        card = said.card
        source = self.library.deck(card.deck).sources[card.fact.evidence.source].title
        days = None if self.cram else max(0, review.due - review.at.day)
        return Told(
            asked,
            card,
            said.verdict,
            review.rating,
            review.answer,
            days,
            review.due,
            self._proof(card),
            source,
            said.picks,
        )

    def _proof(self, card: Card) -> Context:
        """The passage that proves a card's fact, with its answer marked."""
        evidence = card.fact.evidence
        text = self.library.deck(card.deck).sources[evidence.source].text
        return context(text, evidence.start, evidence.end, (card.answer.text, *card.answer.also))

    def _act(self, reply: Reply, asked: Asked, *, answered: bool) -> bool:
        """Do what a key or command wants; False when it is to stop."""
        if reply.rerate:
            self._rerate(reply.rerate, reply.which)
            return True
        match reply.action:
            case Action.QUIT:
                return False
            case Action.UNDO:
                self._undo()
            case Action.INFO:
                self.dialogue.show(details(self._details(asked, answered=answered)))
            case Action.EDIT if self.edit:
                self.edit(asked.card)
            case Action.BURY | Action.SUSPEND:
                self._set_aside(asked.card, reply.action)
        return True

    def _undo(self) -> None:
        if self._aside:
            return self._take_up(*self._aside)
        step = self.session.undo()
        if step is None:
            return self.dialogue.say(
                "there is nothing to take back in this session; `destal undo` takes back an earlier answer"
            )
        self.library.history().void(step.answers[0].review, self.now(), self.scheduler)
        self._remember([answer.card for answer in step.answers])
        for answer in step.answers:
            self.dialogue.say(f"taken back: {answer.card.prompt}")
        return None

    def _rerate(self, rating: Rating, which: int) -> None:
        """Rate the last answer otherwise, of an exercise over several cards the one that is named."""
        answers = self.session.steps[-1].answers if self.session.steps else ()
        if not answers:
            return self.dialogue.say("there is no answer yet to rate")
        if which > len(answers) or (len(answers) > 1 and not which):
            return self.dialogue.say(f"say which of the {len(answers)}: :o 2 {rating.value} rates the second so")
        chosen = answers[max(0, which - 1)]
        reviews = self.library.history().rerate({chosen.review: rating}, self.now(), self.scheduler, self.rng)
        cards = [answer.card for answer in answers]
        self.session.rerated([Answer(c, r.rating, r.id) for c, r in zip(cards, reviews, strict=True)])
        self._remember(cards)
        due = next(review.due - review.at.day for review in reviews if review.card == chosen.card.id)
        return self.dialogue.say(f"rated {rating.name.capitalize()}: {when_back(None if self.cram else due)}")

    def _set_aside(self, card: Card, action: Action) -> None:
        """Put a card off until tomorrow, or suspend it; the next undo takes it up again."""
        self.library.history(create=True).mark(card.id, action.value, self.now())
        self._aside = (card, list(self.session.waiting), list(self.session.returning))
        self.session.drop(card.id)
        said = "put off until tomorrow" if action is Action.BURY else "suspended"
        self.dialogue.say(f"{said}: {card.prompt}")

    def _take_up(self, card: Card, waiting: list[Card], returning: list[tuple[int, Card]]) -> None:
        self.library.history().mark(card.id, "restore", self.now())
        self.session.waiting, self.session.returning, self._aside = waiting, returning, None
        self.dialogue.say(f"asked again: {card.prompt}")

    def _details(self, asked: Asked, *, answered: bool) -> list[tuple[str, str]]:
        """More on what is asked; what would give the answer away only once it was answered."""
        lines: list[tuple[str, str]] = []
        for card in asked.exercise.rated if asked.exercise else (asked.card,):
            lines += [("card", card.id), *self._of_memory(card)]
            if answered:
                lines += [("fact", card.fact.statement), ("passage", self._proof(card).marked())]
        return lines

    def _of_memory(self, card: Card) -> list[tuple[str, str]]:
        memory = self.memory.get(card.id)
        if memory is None:
            return [("reviews", "none yet")]
        recall = memory.retrievability(self.now().day, self.scheduler)
        held = f"{memory.stability:.1f} days, difficulty {memory.difficulty:.1f} of 10, recall {recall:.2f}"
        return [
            ("reviews", f"{memory.reviews}, of them lapses {memory.lapses}"),
            ("stability", held),
            ("due", on_date(memory.due)),
        ]

    def coming(self) -> str:
        """What is next, in a sentence: by the plan for an exam, else by due days."""
        if self.planned:
            return self.planned()
        day, marks = self.now().day, self.library.history().marks()
        dues: list[int] = []
        for card, memory in self.memory.items():
            mark, at = marks.get(card, ("", None))
            if mark != "suspend":
                dues.append(max(memory.due, day + 1) if at and mark == "bury" and at.day == day else memory.due)
        dues.sort()
        waiting = sum(due <= day for due in dues)
        if waiting:
            return f"{plural(waiting, 'card')} still due today: destal quiz"
        later = [due for due in dues if due > day]
        if not later:
            return "destal quiz, whenever you like"
        when = "tomorrow" if later[0] == day + 1 else f"on {on_date(later[0])}"
        return f"{plural(later.count(later[0]), 'card')} due {when}"
