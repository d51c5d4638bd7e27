"""Runs a session: draws a card, has it asked, judges, writes the review, says what came of it. `sessions` starts it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from destal_cli.core.cards import Card, cards_of
from destal_cli.core.check import answer_in
from destal_cli.core.clock import on_date
from destal_cli.core.drawing import Drawing, Drawn, setting_of
from destal_cli.core.exercises import cue, judged
from destal_cli.core.forms import EXERCISES, Form, rung_of, slow_after
from destal_cli.core.grading import Confidence, Outcome, Rating, Setting, Verdict
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, is_leech_now
from destal_cli.core.session import Answer, Coming, Session
from destal_cli.core.values import dataclass, field, replace
from destal_cli.screen.dialogue import ON_A_CARD, STAYING, Action, Dialogue, Reply
from destal_cli.screen.palette import FLAG
from destal_cli.screen.study import Asked, Leech, Told, coming_line, details, when_back
from destal_cli.store.deal import Deal
from destal_cli.store.library import Library
from destal_cli.store.nearby import Nearby

if TYPE_CHECKING:
    from random import Random

    from destal_cli.core.passages import Context

WAS_SURE = "you were sure of this"
NEWEST_TIMES = 200  # right answers in a form that a learner's pace is taken from


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said to one card: the verdict (None for a flashcard's own rating), and what was typed or chosen."""

    card: Card
    verdict: Verdict | None
    typed: str = ""
    rating: Rating | None = None
    picks: tuple[int, ...] = ()
    sure: Confidence = Confidence.UNASKED


@dataclass(frozen=True, slots=True)
class _Ready:
    """A question that is drawn, with what it was drawn from: the stock, and whatever may change before it is asked."""

    asked: Asked
    stock: Nearby
    state: tuple[object, ...]


@dataclass
class Runner:
    """One session of a learner: the cards, the library that remembers, and the dialogue that asks."""

    library: Library
    session: Session
    dialogue: Dialogue
    scheduler: Scheduler
    rng: Random
    now: Callable[[], Moment]
    deal: Deal
    form: Form | None = None
    cram: bool = False
    day_first: bool = True
    edit: Callable[[Card], None] | None = None
    sure: bool = False
    overconfident: Collection[str] = ()
    planned: Callable[[], Coming] | None = None
    command: str = "destal quiz"  # asks these cards
    _ready: _Ready | None = None
    _proofs: dict[str, Context] = field(default_factory=dict)

    def run(self) -> bool:
        """Ask until no card is left or the learner stops; True when that was by Ctrl-C."""
        interrupted = False
        try:
            self._ask_all(self.now())
        except KeyboardInterrupt:
            interrupted = True
        except EOFError:
            interrupted = False
        self.dialogue.ended(self.session.score, coming_line(self.coming(), self.command), self.cram)
        self._offer_tuning()
        return interrupted

    def _offer_tuning(self) -> None:
        """Say once in a while that there are enough reviews for parameters of the learner's own."""
        history, answers = self.library.history(), self.session.given
        if self.cram or not answers:
            return
        from destal_cli.core.tuning import offered

        count = history.count()
        if offered(count - answers, count, history.parameters()):
            self.dialogue.say(f"{count:,} reviews by now: destal tune sees whether they foretell your memory better")

    @property
    def memory(self) -> Mapping[str, Memory]:
        """The memory of cards as it is now."""
        return self.library.history().remembered()

    def _flagged(self, cards: Iterable[Card]) -> set[str]:
        """The ids of those of some cards that are flagged by now, here or in another window."""
        return self.library.history().flags([card.id for card in cards])

    def _ask_all(self, started: Moment) -> None:
        while (card := self.session.next()) is not None:
            if not self._turn(self._drawn(card).asked, started):
                return

    def _drawn(self, card: Card) -> _Ready:
        """A card's question: the one that was drawn ahead, unless anything that it was drawn from has changed."""
        steps, changes = len(self.session.steps), self.library.history().changes()
        state = (card.id, steps, self.now().day, changes)
        if self._ready is None or self._ready.state != state:
            self._ready = self._draw(card, state)
        return self._ready

    def _draw_ahead(self) -> None:
        """Have the next question ready; nothing is said of it, and what changes until it is asked makes it anew."""
        card = self.session.next()
        if card is not None:
            self._drawn(card)
            self._proof(card)

    def _turn(self, asked: Asked, started: Moment) -> bool:
        """Ask one card or exercise and see it through; False when the learner wants to stop."""
        if self.form in EXERCISES and asked.form is not self.form:
            self.dialogue.say(f"too few events or pairs for {self.form.value} now: asked as {asked.form.value}")
        clock, reply = time.monotonic(), self.dialogue.ask(asked)
        while reply.action in STAYING:
            self._act(reply, asked)
            asked = replace(asked, flagged=self._is_flagged(asked))
            clock, reply = time.monotonic(), self.dialogue.ask(asked)
        if (reply.action and reply.action is not Action.DONT_KNOW) or reply.rerate:
            return self._act(reply, asked)
        said = [replace(one, sure=reply.sure) for one in self._said(asked, reply)]
        took = int((time.monotonic() - clock) * 1000) - reply.pause
        told = self._record(asked, [self._paced(one, asked.form, took) for one in said], took, started)
        self.dialogue.tell(told)
        return self._after(told)

    def _after(self, told: Sequence[Told]) -> bool:
        """Do what the learner wants while what is told stands, until it is to go on; False when it is to stop."""
        step = self.session.last_step
        while self.session.last_step is step:
            reply = self.dialogue.after(told, self._draw_ahead)
            if reply.action is Action.NEXT:
                return True
            if not self._act(replace(reply, last=True), told[0].asked):
                return False
        return True

    def _draw(self, card: Card, state: tuple[object, ...]) -> _Ready:
        stock = self.library.stock
        drawn = Drawing(stock, self.rng, self.form).draw(card, self.session, self.memory)
        return _Ready(self._asked(card, drawn, stock), stock, state)

    def _asked(self, card: Card, drawn: Drawn, stock: Nearby) -> Asked:
        memory = self.memory.get(card.id)
        items, rated = (drawn.exercise.items, drawn.exercise.rated) if drawn.exercise else ((card,), (card,))
        decks = {item.deck for item in items}
        title = self.library.deck(card.deck).title if len(decks) == 1 else ""  # of several it would be untrue
        day = self.now().day
        first = sum(one.id not in self.session.tallies for one in rated)  # of these the number counts on
        was_sure = card.id in self.overconfident and card.id not in self.session.tallies
        form = drawn.form
        asked = Asked(
            card=card,
            form=form,
            title="" if answer_in(title, card) else title,
            number=min(self.session.asked + 1, self.session.total),
            last=min(self.session.asked + max(first, 1), self.session.total),
            total=self.session.total,
            state=f"again, {self.session.left} left" if not first else "new" if memory is None else WAS_SURE * was_sure,
            recall=memory.retrievability(day, self.scheduler) if memory and first and not was_sure else None,
            choices=drawn.choices,
            intervals={} if self.cram else self.scheduler.intervals(memory, day, form),
            exercise=drawn.exercise,
            cues=tuple(cue(item, drawn.exercise, stock.decks) for item in drawn.exercise.items)
            if drawn.exercise
            else (),
            echo=partial(self._echo, card, stock),
            sure=self.sure,
        )
        return replace(asked, flagged=self._is_flagged(asked))

    def _is_flagged(self, asked: Asked) -> bool:
        return bool(self._flagged(asked.rated))

    def _echo(self, card: Card, stock: Nearby, typed: str) -> str:
        from destal_cli.core.judge import understood

        return understood(typed, card.answer, setting_of(card, stock, self.day_first, typed))

    def _said(self, asked: Asked, reply: Reply) -> list[_Said]:
        """What was said to each card that is rated."""
        from destal_cli.core.judge import dont_know, judge_choice

        card = asked.card
        rated = asked.rated
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

        stock = self._ready.stock if self._ready else self.library.stock
        setting = setting_of(asked.card, stock, self.day_first, typed)
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
        while more.rerate or more.action not in (None, Action.DONT_KNOW, Action.QUIT):
            if more.action in STAYING:
                self._act(more, asked)
            else:
                self.dialogue.say("first complete this answer; without one it is wrong")
            more = self.dialogue.again(asked, verdict)
        if more.action is Action.QUIT:
            raise EOFError
        if more.text is None:
            return _Said(asked.card, Verdict(Outcome.WRONG, verdict.because), typed)
        whole = judge_completed(typed, more.text, asked.card.answer, setting)
        return _Said(asked.card, whole, f"{typed} / {more.text}")

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
        self.session.answered([Answer(c, r.rating, r.id) for c, r in zip(cards, stored, strict=True)])
        self._suspend_leeches()
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
            sure=said.sure,
        )

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
            sure=said.sure,
            leech=self._leech(card),
        )

    def _leech(self, card: Card) -> Leech | None:
        """What is to be said of a card whose last answer made it one that keeps lapsing."""
        memory, step, tally = self.memory.get(card.id), self.session.last_step, self.session.tallies.get(card.id)
        first = tally is not None and tally.missed == 1
        now = step is not None and any(a.card.id == card.id and a.rating is Rating.AGAIN for a in step.answers)
        if self.cram or not (first and now) or memory is None or not is_leech_now(memory.lapses):
            return None
        mixed_up = next((text for text, _ in self.library.stock.confusions(card.answer.text).of(card.answer.text)), "")
        return Leech(memory.lapses, mixed_up, self.library.settings.leech == "suspend")

    def _suspend_leeches(self) -> None:
        """Put aside, at once with the last answer, what became a leech by it, if the learner's settings want that."""
        step = self.session.last_step
        found = [a.card for a in step.answers if (leech := self._leech(a.card)) and leech.suspended] if step else []
        for card in found:
            self.library.history().mark(card.id, Action.SUSPEND.value, self.now())
        if found:
            self.session.set_aside(found, with_answer=True)

    def _proof(self, card: Card) -> Context:
        """The passage that proves a card's fact, with its answer marked."""
        if card.id not in self._proofs:
            from destal_cli.core.passages import context

            evidence = card.fact.evidence
            text = self.library.deck(card.deck).sources[evidence.source].text
            self._proofs[card.id] = context(text, evidence.start, evidence.end, (card.answer.text, *card.answer.also))
        return self._proofs[card.id]

    def _act(self, reply: Reply, asked: Asked) -> bool:
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
                self.dialogue.show(details(self._details(self._meant(reply, asked), answered=reply.last)))
            case action if action in ON_A_CARD:
                self._act_on(self._meant(reply, asked), action, reply, asked)
        return True

    def _meant(self, reply: Reply, asked: Asked) -> Sequence[Card]:
        """The cards that a key or command is about: what is asked, or what was answered last or one card of that."""
        if not reply.last:
            return asked.rated if reply.action is Action.INFO else (asked.card,)
        step = self.session.last_step
        cards = [answer.card for answer in step.answers] if step else []
        return cards[reply.which - 1 : reply.which] if reply.which else cards

    def _act_on(self, cards: Sequence[Card], action: Action, reply: Reply, asked: Asked) -> None:
        """Edit, flag or put aside one card."""
        if len(cards) != 1:
            which = f"say which of the {len(cards)}: :f last 2 flags the second" if cards else "there is no answer yet"
            return self.dialogue.say(which if not reply.which else "there is no such answer")
        match action:
            case Action.EDIT if self.edit:
                self.edit(cards[0])
                self._ready = None
            case Action.FLAG:
                self._flag(cards[0], named=cards[0] is not asked.card or asked.exercise is not None)
            case Action.BURY | Action.BURY_FACT | Action.SUSPEND:
                self._set_aside(cards[0], action)
        return None

    def _flag(self, card: Card, *, named: bool) -> None:
        flagged = not self._flagged([card])
        self.library.history(create=True).mark(card.id, "flag" if flagged else "unflag", self.now())
        self.dialogue.say((f"{FLAG} flagged" if flagged else "flag taken off") + f": {card.prompt}" * named)

    def _undo(self) -> None:
        step = self.session.undo()
        if step is None:
            return self.dialogue.say(
                "there is nothing to take back in this session; `destal undo` takes back an earlier answer"
            )
        self._take_up(step.aside)
        if step.answers:
            self.library.history().void(step.answers[0].review, self.now(), self.scheduler)
        for answer in step.answers:
            self.dialogue.say(f"taken back: {answer.card.prompt}")
        if not step.answers:
            self.dialogue.say(f"asked again{_with_siblings(step.aside)}: {step.aside[0].prompt}")
        return None

    def _rerate(self, rating: Rating, which: int) -> None:
        """Rate the last answer otherwise, of an exercise over several cards the one that is named."""
        step = self.session.last_step
        if step is None:
            return self.dialogue.say("there is no answer yet to rate")
        answers = step.answers
        if which > len(answers) or (len(answers) > 1 and not which):
            return self.dialogue.say(f"say which of the {len(answers)}: :o 2 {rating.value} rates the second so")
        chosen = answers[max(0, which - 1)]
        reviews = self.library.history().rerate({chosen.review: rating}, self.now(), self.scheduler, self.rng)
        cards = [answer.card for answer in answers]
        self._take_up(step.aside)
        self.session.rerated([Answer(c, r.rating, r.id) for c, r in zip(cards, reviews, strict=True)])
        self._suspend_leeches()
        due = next(review.due - review.at.day for review in reviews if review.card == chosen.card.id)
        leech = self._leech(chosen.card)
        also = f"; a leech, forgotten {leech.lapses} times{', now suspended' * leech.suspended}" if leech else ""
        return self.dialogue.say(f"rated {rating.name.capitalize()}: {when_back(None if self.cram else due)}{also}")

    def _set_aside(self, card: Card, action: Action) -> None:
        """Put a card or all of its fact off until tomorrow, or suspend it; undo takes up again what was put aside."""
        gone, aside = self.library.set_aside(self.now()), [card]
        if card.id in gone:
            return self.dialogue.say("it is put aside already; undo takes it up again")
        if action is Action.BURY_FACT:  # a suspended sibling stays suspended
            siblings = cards_of(self.library.deck(card.deck), card.fact)
            aside += [other for other in siblings if other.id not in gone | {card.id}]
        mark = Action.SUSPEND if action is Action.SUSPEND else Action.BURY
        for one in aside:
            self.library.history(create=True).mark(one.id, mark.value, self.now())
        self.session.set_aside(aside)
        said = "suspended" if action is Action.SUSPEND else "put off until tomorrow"
        return self.dialogue.say(f"{said}{_with_siblings(aside)}: {card.prompt}")

    def _take_up(self, cards: Sequence[Card]) -> None:
        for card in cards:
            self.library.history().mark(card.id, "restore", self.now())

    def _details(self, cards: Sequence[Card], *, answered: bool) -> list[tuple[str, str]]:
        """More on cards; what would give the answer away only once it was answered."""
        lines: list[tuple[str, str]] = []
        for card in cards:
            lines += [("card", card.id), *self._of_memory(card)]
            lines += [("marked", f"{FLAG} flagged")] if self._flagged([card]) else []
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

    def coming(self) -> Coming:
        """What comes after the session, of the cards that were asked for: by due days, or by the plan for an exam."""
        if self.planned:
            return self.planned()
        now = self.now()
        return self.library.renewed(self.deal).coming(now, self.library.allowance(now))


def _with_siblings(cards: Sequence[Card]) -> str:
    """`, with 2 other cards of its fact`, for more than one."""
    others = len(cards) - 1
    return f", with {others} other card{'s' * (others > 1)} of its fact" if others else ""
