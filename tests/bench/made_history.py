"""A learner's folder with a large history that could have been: decks, reviews, marks and memory.

    python3 tests/bench/made_history.py FOLDER [--reviews 100000] [--days 730] [--until 2027-01-15] [--seed 1]
    DESTAL_HOME=FOLDER DESTAL_NOW=2027-01-15T21:30 destal scores

The learner studies the shipped deck and then decks of `made_decks`, in one to three sessions a day, by destal's own
scheduler and forms. What she recalls is drawn from a memory that the scheduler does not know: each card has its own
ease, some are confused with one other answer again and again. She has days off and a month away, re-rates and takes
back now and then, crams, suspends and puts off, travels to another time zone, and once knew a deck that is gone.
`made` gives the same in memory. The same arguments give the same history.
FOLDER must have none yet.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from made_decks import deck_text

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.facts import AnswerType, Deck
from destal_cli.core.forms import GUESS, RECALL, Form, forms_of, rung_of
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler
from destal_cli.store.deckfile import read_deck, read_file
from destal_cli.store.history import History

SHIPPED = Path(__file__).parents[2] / "decks" / "destalinization.yaml"
DECK_SIZE = 1_500  # facts of a made deck
GONE = "old-notes"  # a deck whose cards have reviews and that is there no more
AWAY = (0.55, 31)  # when the month away begins, as a share of all days, and its days
NEW_SHARE = (0.02, 0.25)  # of a day's answers that are of new cards, at least and at most
SESSION = 45  # answers
SLIPS = 0.006  # answers that are taken back and given again
OFFSET, ABROAD = 60, -300  # minutes east of Greenwich
PACE = {Form.CHOICE: 5.0, Form.FLASHCARD: 7.0}  # seconds that half of the answers take; the other forms:
USUAL_PACE = 11.0


@dataclass(slots=True)
class Made:
    """What was made: the decks with their files' texts, every row of the log, the marks, and memory by card."""

    decks: list[Deck]
    texts: dict[str, str]
    reviews: list[Review] = field(default_factory=list)
    marks: list[tuple[str, str, Moment]] = field(default_factory=list)
    memory: dict[str, Memory] = field(default_factory=dict)


@dataclass(slots=True)
class _Learner:
    """The state of the simulation. `ease`: the power of a card's recall, above 1 for what is forgotten faster."""

    made: Made
    rng: Random
    scheduler: Scheduler
    ease: dict[str, float] = field(default_factory=dict)
    rival: dict[str, str] = field(default_factory=dict)
    due: dict[int, list[str]] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    fresh: list[Card] = field(default_factory=list)
    aside: set[str] = field(default_factory=set)
    session: int = 0


def made(reviews: int, days: int, until: dt.date, seed: int = 1) -> Made:
    """A history of so many answers on so many days, the last of them `until`."""
    decks = [_read(read_file(SHIPPED))]
    learner = _Learner(Made(decks, {}), Random(seed), Scheduler())
    _take_up(learner, decks[0])
    first = until.toordinal() - days + 1
    left = reviews
    for day in range(first, until.toordinal() + 1):
        share = _share(day - first, days, learner.rng)
        count = min(left, round(left / max(1, until.toordinal() - day + 1) * share))
        if day == until.toordinal():
            count = left
        left -= _study(learner, day, count, seed)
    _trim(learner, seed)
    return learner.made


def _read(text: str) -> Deck:
    reading = read_deck(text)
    assert reading.deck
    assert not reading.problems, reading.problems[:3]
    return reading.deck


def _take_up(learner: _Learner, deck: Deck) -> None:
    """Put the cards of a deck where new ones are taken from, each with the learner's ease."""
    cards = cards_of_deck(deck)
    answers: dict[AnswerType, list[str]] = {}
    for card in cards:
        answers.setdefault(card.answer.type, []).append(card.answer.text)
    for card in cards:
        learner.cards[card.id] = card
        learner.ease[card.id] = math.exp(learner.rng.gauss(-0.15, 0.45)) * (3.5 if learner.rng.random() < 0.02 else 1)
        others = [text for text in answers[card.answer.type] if text != card.answer.text]
        if others and card.answer.type in (AnswerType.PERSON, AnswerType.NAME, AnswerType.TERM, AnswerType.OFFICE):
            learner.rival[card.id] = learner.rng.choice(others)
    learner.fresh += cards


def _share(number: int, days: int, rng: Random) -> float:
    """How much of an average day's answers a day has: none on days off and while away, less at weekends."""
    begin = int(days * AWAY[0])
    if days > 4 * AWAY[1] and begin <= number < begin + AWAY[1]:
        return 0.0
    if rng.random() < 0.07 and number:
        return 0.0
    return rng.uniform(0.7, 1.5) * (0.7 if number % 7 > 4 else 1.0)


def _study(learner: _Learner, day: int, count: int, seed: int) -> int:
    """Give so many answers on a day: what is due, then what is new. Returns how many were given."""
    if not count:
        return 0
    waiting = _waiting(learner, day)
    rng = learner.rng
    new = _new_cards(count, len(waiting))
    while len(learner.fresh) < new:
        number = len(learner.made.decks)
        deck = _read(deck_text(number, DECK_SIZE, seed))
        learner.made.decks.append(deck)
        _take_up(learner, deck)
    queue = [*waiting[: count - new], *(card.id for card in learner.fresh[:new])]
    rng.shuffle(queue)
    given = 0
    for part, start in _sessions(queue, day, rng):
        learner.session = start.ms
        given += _sit(learner, part, start, count - given)
        if given >= count:
            break
    learner.fresh = [card for card in learner.fresh if card.id not in learner.made.memory]
    for card in waiting:
        later = max(day + 1, learner.made.memory[card].due)
        learner.due.setdefault(later, []).append(card)
    return given


def _new_cards(count: int, waiting: int) -> int:
    """How many new cards a day has: few when a lot waits, and no more than its share while anything does."""
    least, most = (math.ceil(count * share) for share in NEW_SHARE)
    return count - waiting if count > waiting + most else max(least, count - waiting)


def _waiting(learner: _Learner, day: int) -> list[str]:
    """The cards due by a day that are not set aside, the longest overdue first; a few are suspended or put off."""
    for past in sorted(d for d in learner.due if d < day):
        learner.due.setdefault(day, []).extend(learner.due.pop(past))
    memory = learner.made.memory
    found = [c for c in dict.fromkeys(learner.due.pop(day, [])) if c not in learner.aside and memory[c].due <= day]
    for card in found:
        chance = learner.rng.random()
        if memory[card].lapses > 10 and chance < 0.02:
            learner.aside.add(card)
            learner.made.marks.append((card, "suspend", _at(day, 20, 0)))
        elif chance > 0.9995:
            learner.made.marks.append((card, "bury", _at(day, 20, 0)))
    return sorted((c for c in found if c not in learner.aside), key=lambda c: memory[c].due)


def _at(day: int, hour: int, minute: int) -> Moment:
    """A time of the learner's clock; two weeks of each half-year are spent abroad."""
    offset = ABROAD if day % 183 < 14 else OFFSET
    local = dt.datetime.combine(dt.date.fromordinal(day), dt.time(hour, minute), dt.UTC)
    return Moment((int(local.timestamp()) - offset * 60) * 1000, offset)


def _sessions(queue: Sequence[str], day: int, rng: Random) -> Iterator[tuple[Sequence[str], Moment]]:
    """The cards of a day in parts with the start of each, from morning to late evening."""
    parts = [queue[start : start + SESSION] for start in range(0, len(queue), SESSION)]
    hours = sorted(rng.sample(range(7, 20), min(13, len(parts)))) if len(parts) > 1 else [rng.choice([8, 13, 18, 19])]
    for number, part in enumerate(parts):
        yield part, _at(day, hours[number % len(hours)], min(59, 20 * (number // len(hours)) + rng.randrange(15)))


def _sit(learner: _Learner, part: Sequence[str], start: Moment, most: int) -> int:
    """Answer the cards of a session, each missed one again before its end, at most so many times in all."""
    rng = learner.rng
    cram = rng.random() < 0.02
    queue, clock, given = list(part), start.ms, 0
    while queue and given < most:
        card = queue.pop(0)
        review = _answer(learner, card, Moment(clock, start.offset), cram)
        clock += review.took + rng.randrange(1_500, 6_000)
        given += 1
        if review.rating is Rating.AGAIN and rng.random() < 0.95:
            queue.insert(min(len(queue), 5), card)
    return given


def _answer(learner: _Learner, card_id: str, at: Moment, cram: bool) -> Review:
    """Answer one card, keep the review and what it leaves in memory; now and then the answer is taken back first."""
    review = _given(learner, card_id, at, cram)
    rows, memory = learner.made.reviews, learner.made.memory
    if learner.rng.random() < SLIPS:
        slip = replace(review, id=len(rows) + 1, rating=Rating.AGAIN, due=0 if cram else at.day + 1)
        rows.append(slip)
        rows.append(replace(slip, id=len(rows) + 1, form="undo", answer="", took=0, due=0, judged=None, voids=slip.id))
    if learner.rng.random() < 0.004 and len(rows) < 20_000:
        review = replace(review, card=f"{GONE}/{card_id.rpartition('/')[0].rpartition('/')[2]}/when")
    if not cram:
        known = memory.get(review.card)
        review = replace(review, due=learner.scheduler.due(known, review, learner.rng))
        memory[review.card] = learner.scheduler.after(known, review)
        if review.card == card_id:
            learner.due.setdefault(review.due, []).append(card_id)
    rows.append(replace(review, id=len(rows) + 1))
    return review


def _given(learner: _Learner, card_id: str, at: Moment, cram: bool) -> Review:
    """What the learner says: recalled by her own memory, or guessed, slow when it was hard."""
    rng, card, known = learner.rng, learner.cards[card_id], learner.made.memory.get(card_id)
    form = forms_of(card, known.rung if known else 0, known.reviews if known else 0)[0]
    recall = 0.35 if known is None else known.retrievability(at.day, learner.scheduler) ** learner.ease[card_id]
    if known and known.last == at.day:
        recall = 0.85 ** learner.ease[card_id]
    recalled = rng.random() < recall
    right = recalled or rng.random() < GUESS.get(form, 0.0)
    took = round(1000 * rng.lognormvariate(math.log(PACE.get(form, USUAL_PACE)), 0.5) * (1 if recalled else 1.6))
    rating = _rating(right, took, form, rng)
    wrong, mixed_up = ("", "") if right else _wrong(learner, card_id)
    judged = None if form is Form.FLASHCARD else rating
    if judged and not right and rng.random() < 0.02:
        rating = Rating.GOOD
    answer = card.answer.text if right and form in (*RECALL, Form.CHOICE) else wrong
    return Review(card_id, at, rating, form.value, answer, took * (1 if rng.random() < 0.995 else 60), judged=judged,
                  confused_with=mixed_up, cram=cram, session=learner.session, rung=rung_of(card, form))  # fmt: skip


def _rating(right: bool, took: int, form: Form, rng: Random) -> Rating:
    if not right:
        return Rating.AGAIN
    if form is Form.FLASHCARD:
        return rng.choices([Rating.HARD, Rating.GOOD, Rating.EASY], [15, 75, 10])[0]
    return Rating.HARD if took > 30_000 else Rating.GOOD


def _wrong(learner: _Learner, card_id: str) -> tuple[str, str]:
    """A wrong answer, and what it was taken for: often the card's rival, often nothing at all."""
    rival = learner.rival.get(card_id)
    chance = learner.rng.random()
    if rival and chance < (0.6 if learner.ease[card_id] > 2.5 else 0.25):
        return rival, rival
    return ("" if chance < 0.7 else "something else"), ""


def _trim(learner: _Learner, seed: int) -> None:
    """Leave of the last made deck what was learned and a few facts more, and keep the texts of all made decks."""
    decks, seen = learner.made.decks, {card.rpartition("/")[0] for card in learner.made.memory}
    for number, deck in enumerate(decks[1:], 1):
        facts = len(deck.facts)
        if number == len(decks) - 1:
            last = max((n for n, fact in enumerate(deck.facts) if f"{deck.id}/{fact.id}" in seen), default=0)
            facts = min(facts, last + 60)
        learner.made.texts[deck.id] = deck_text(number, facts, seed)
        decks[number] = _read(learner.made.texts[deck.id])


def write(found: Made, folder: Path) -> None:
    """Write decks and history into a learner's folder; raises FileExistsError when it has a history."""
    path = folder / "history.db"
    if path.exists():
        raise FileExistsError(path)
    (folder / "decks").mkdir(parents=True, exist_ok=True)
    for name, text in found.texts.items():
        (folder / "decks" / f"{name}.yaml").write_text(text, encoding="utf-8")
    history = History(path, create=True)
    with history._transaction():  # one for all: a transaction each would take an hour
        for review in found.reviews:
            history._insert(review)
    for card, mark, at in found.marks:
        history.mark(card, mark, at)
    history.rebuild(found.memory)
    history.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--until", type=dt.date.fromisoformat, default=dt.date(2027, 1, 15))
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    found = made(chosen.reviews, chosen.days, chosen.until, chosen.seed)
    write(found, chosen.folder)
    cards = sum(len(cards_of_deck(deck)) for deck in found.decks)
    print(
        f"{len(found.reviews):,} rows, {cards:,} cards in {len(found.decks)} decks, {len(found.memory):,} with memory"
    )


if __name__ == "__main__":
    main()
