"""Runs a session: draws a card, has it asked, judges, writes the review, says what came of it. `app` starts it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from destal_cli.core.cards import Card
from destal_cli.core.check import answer_in
from destal_cli.core.choices import Candidate, candidates, wrong_answers
from destal_cli.core.facts import AnswerType
from destal_cli.core.forms import Form, form_of
from destal_cli.core.grading import Outcome, Rating, Setting, Verdict
from destal_cli.core.memory import Memory, Moment, Review, Scheduler
from destal_cli.core.passages import context
from destal_cli.core.session import Session
from destal_cli.core.text import plural
from destal_cli.screen.dialogue import Action, Dialogue, Reply
from destal_cli.screen.study import Asked, Told, details, on_date, when_back
from destal_cli.store.library import Library

CHOICES = 3  # wrong answers beside the right one


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
    edit: Callable[[Card], None] | None = None
    memory: dict[str, Memory] = field(default_factory=dict)
    _pool: list[Candidate] = field(default_factory=list)

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

    def _ask_all(self, started: Moment) -> None:
        while (card := self.session.next()) is not None:
            if not self._turn(self._asked(card), started):
                return

    def _turn(self, asked: Asked, started: Moment) -> bool:
        """Ask one card and see it through; False when the learner wants to stop."""
        clock = time.monotonic()
        reply = self.dialogue.ask(asked)
        if (reply.action and reply.action is not Action.DONT_KNOW) or reply.rerate:
            return self._act(reply, asked)
        verdict, typed = self._judged(asked, reply)
        took = int((time.monotonic() - clock) * 1000)
        told = self._record(asked, verdict, reply.rating, typed, took, started)
        self.dialogue.tell(told)
        return self._after(told)

    def _after(self, told: Told) -> bool:
        """Do what the learner wants once an answer is told, until it is to go on; False when it is to stop."""
        while True:
            reply = self.dialogue.after(told)
            if reply.action is Action.NEXT:
                return True
            if not self._act(reply, told.asked):
                return False
            if reply.action not in (Action.INFO, Action.EDIT):
                return True

    def _asked(self, card: Card) -> Asked:
        memory = self.memory.get(card.id)
        deck = self.library.deck(card.deck)
        self._pool = self._pool or candidates(self.library.decks)
        wrong = wrong_answers(card, deck, self._pool, self.rng, CHOICES)
        form = form_of(card, memory, wrong, self.form)
        choices: list[str] = []
        if form is Form.CHOICE:
            choices = [card.answer.text, *wrong]
            self.rng.shuffle(choices)
        day = self.now().day
        seen = any(step.card.id == card.id for step in self.session.steps)
        return Asked(
            card,
            form,
            "" if answer_in(deck.title, card) else deck.title,
            min(self.session.asked + 1, self.session.total),
            self.session.total,
            "again" if seen else "new" if memory is None else "",
            memory.retrievability(day, self.scheduler) if memory and not seen else None,
            tuple(choices),
            {} if self.cram else self.scheduler.intervals(memory, day),
        )

    def _judged(self, asked: Asked, reply: Reply) -> tuple[Verdict | None, str]:
        """The verdict on a reply (None for a flashcard's own rating), and what was typed or chosen."""
        from destal_cli.core.judge import dont_know, judge, judge_choice

        answer = asked.card.answer
        if reply.rating:
            return None, ""
        if reply.text is None:
            return dont_know(answer), ""
        if asked.form is Form.CHOICE:
            return judge_choice(reply.text, answer), reply.text
        setting = self._setting(asked.card)
        verdict = self._sure(judge(reply.text, answer, setting), reply.text)
        if verdict.outcome is not Outcome.PARTIAL:
            return verdict, reply.text
        return self._completed(asked, verdict, reply.text, setting)

    def _sure(self, verdict: Verdict, typed: str) -> Verdict:
        """What the judge cannot tell is put to the learner."""
        if verdict.outcome is not Outcome.ASK:
            return verdict
        if self.dialogue.meant(verdict):
            return Verdict(Outcome.RIGHT, f"you wrote {typed}, and meant it")
        return Verdict(Outcome.WRONG, f"you wrote {typed}")

    def _completed(self, asked: Asked, verdict: Verdict, typed: str, setting: Setting) -> tuple[Verdict, str]:
        """A partial answer gets one more try for what is missing: completed it is Hard, else Again."""
        from destal_cli.core.judge import judge_completed

        more = self.dialogue.again(asked, verdict)
        if more.action is Action.QUIT:
            raise EOFError
        if more.text is None:
            return Verdict(Outcome.WRONG, verdict.because), typed
        return judge_completed(typed, more.text, asked.card.answer, setting), f"{typed} / {more.text}"

    def _setting(self, card: Card) -> Setting:
        deck = self.library.deck(card.deck)
        years = [y for f in deck.facts if f.when for y in (f.when.first_year, f.when.last_year) if y is not None]
        texts = [c.text for c in self._pool if c.type is card.answer.type and c.text != card.answer.text]
        named = card.answer.type in (AnswerType.PERSON, AnswerType.NAME)
        return Setting(
            names=self.library.names_of_entities() if named else {},
            texts=tuple(texts),
            span=(min(years), max(years)) if years else None,
        )

    def _record(
        self, asked: Asked, verdict: Verdict | None, rating: Rating | None, typed: str, took: int, started: Moment
    ) -> Told:
        """Write the review; what is told of it is only made once it is durable."""
        judged = verdict.rating if verdict else None
        review = Review(
            card=asked.card.id,
            at=self.now(),
            rating=rating or judged or Rating.AGAIN,
            form=asked.form.value,
            answer=typed,
            took=took,
            judged=judged,
            confused_with=(verdict.confused_with or "") if verdict else "",
            cram=self.cram,
            session=started.ms,
        )
        stored = self.library.history(create=True).record(review, self.scheduler, self.rng)
        self.session.answered(stored.rating, stored.id)
        self._remember(asked.card)
        return self._telling(asked, verdict, stored)

    def _remember(self, card: Card) -> None:
        if not self.cram:
            memory = self.library.history().memory_of(card.id)
            self.memory.pop(card.id, None)
            if memory:
                self.memory[card.id] = memory

    def _telling(self, asked: Asked, verdict: Verdict | None, review: Review) -> Told:
        card = asked.card
        deck = self.library.deck(card.deck)
        evidence = card.fact.evidence
        source = deck.sources[evidence.source]
        proof = context(source.text, evidence.start, evidence.end, (card.answer.text, *card.answer.also))
        days = None if self.cram else max(0, review.due - review.at.day)
        return Told(asked, verdict, review.rating, review.answer, days, review.due, proof, source.title)

    def _act(self, reply: Reply, asked: Asked) -> bool:
        """Do what a key or command wants; False when it is to stop."""
        if reply.rerate:
            self._rerate(reply.rerate)
            return True
        match reply.action:
            case Action.QUIT:
                return False
            case Action.UNDO:
                self._undo()
            case Action.INFO:
                self.dialogue.show(details(self._details(asked.card)))
            case Action.EDIT if self.edit:
                self.edit(asked.card)
            case Action.BURY | Action.SUSPEND:
                self._set_aside(asked.card, reply.action)
        return True

    def _undo(self) -> None:
        step = self.session.undo()
        if step is None:
            self.dialogue.say(
                "there is nothing to take back in this session; `destal undo` takes back an earlier answer"
            )
            return
        self.library.history().void(step.review, self.now(), self.scheduler)
        self._remember(step.card)
        self.dialogue.say(f"taken back: {step.card.prompt}")

    def _rerate(self, rating: Rating) -> None:
        if not self.session.steps:
            self.dialogue.say("there is no answer yet to rate")
            return
        step = self.session.steps[-1]
        review = self.library.history().rerate(step.review, rating, self.now(), self.scheduler, self.rng)
        self.session.rerated(rating, review.id)
        self._remember(step.card)
        days = None if self.cram else review.due - review.at.day
        self.dialogue.say(f"rated {rating.name.capitalize()}: {when_back(days)}")

    def _set_aside(self, card: Card, action: Action) -> None:
        self.library.history(create=True).mark(card.id, action.value, self.now())
        self.session.drop(card.id)
        said = "put off until tomorrow" if action is Action.BURY else "suspended"
        self.dialogue.say(f"{said}: {card.prompt}")

    def _details(self, card: Card) -> list[tuple[str, str]]:
        memory = self.memory.get(card.id)
        lines = [("card", card.id), ("fact", card.fact.statement), ("asked", card.prompt)]
        if memory:
            recall = memory.retrievability(self.now().day, self.scheduler)
            lines += [
                ("reviews", f"{memory.reviews}, of them lapses {memory.lapses}"),
                (
                    "stability",
                    f"{memory.stability:.1f} days, difficulty {memory.difficulty:.1f} of 10, recall {recall:.2f}",
                ),
                ("due", on_date(memory.due)),
            ]
        return lines

    def coming(self) -> str:
        """What is next, in a sentence."""
        day = self.now().day
        dues = sorted(memory.due for memory in self.memory.values())
        waiting = sum(due <= day for due in dues)
        if waiting:
            return f"{plural(waiting, 'card')} still due today: destal quiz"
        later = [due for due in dues if due > day]
        if not later:
            return "destal quiz, whenever you like"
        when = "tomorrow" if later[0] == day + 1 else f"on {on_date(later[0])}"
        return f"{plural(later.count(later[0]), 'card')} due {when}"
