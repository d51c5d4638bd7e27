"""Cards: one question each, made from a fact by a prompt written in the deck or by the pattern of its kind.

Whatever asks, lists or checks cards makes them anew from their facts. The index has a row of each, to find it by and to
draw from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from destal_cli.core.dates import human
from destal_cli.core.facts import Answer, AnswerType, Deck, Entity, EntityKind, Fact, Kind, Mark, Question
from destal_cli.core.text import GAP, join_words
from destal_cli.core.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its answer. `mark` is where its prompt, or else its fact, stands in the deck's file."""

    id: str
    deck: str
    fact: Fact
    question: str
    prompt: str
    answer: Answer
    choices: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    mark: Mark = field(default=Mark(), compare=False)

    @property
    def fact_id(self) -> str:
        """`deck/fact`: what siblings have in common."""
        return f"{self.deck}/{self.fact.id}"


def cards_of(deck: Deck, fact: Fact) -> list[Card]:
    """The cards of a fact: the prompts written in the deck, and without any, those of its kind's pattern."""
    if fact.questions:
        return [_written(deck, fact, question) for question in fact.questions]
    made = ((part, ask(fact, deck.entities)) for part, ask in PATTERNS[fact.kind].items())
    return [_card(deck, fact, Question(part, prompt), part_answer(deck, fact, part)) for part, prompt in made if prompt]


def cards_of_deck(deck: Deck) -> list[Card]:
    """Every card of a deck, in the order of the file."""
    return [card for fact in deck.facts for card in cards_of(deck, fact)]


def _card(deck: Deck, fact: Fact, question: Question, answer: Answer) -> Card:
    name = f"{deck.id}/{fact.id}/{question.id}"
    mark = question.mark if question.mark.line else fact.mark
    return Card(name, deck.id, fact, question.id, question.ask, answer, question.choices, question.avoid, mark)


def _written(deck: Deck, fact: Fact, question: Question) -> Card:
    return _card(deck, fact, question, _with(answer_of(deck, fact, question), question.also))


def _with(answer: Answer, also: tuple[str, ...]) -> Answer:
    if not also:
        return answer
    others = tuple(dict.fromkeys((*answer.also, *also)))
    return Answer(answer.type, answer.text, others, answer.date, answer.number, answer.tolerance, answer.entity)


def answer_of(deck: Deck, fact: Fact, question: Question) -> Answer:
    """The answer that a written question has: its own, else the part of the fact that it asks for."""
    if question.entity:
        return entity_answer(deck.entities[question.entity])
    if question.date:
        return Answer(AnswerType.DATE, human(question.date), date=question.date)
    if question.number is not None:
        return number_answer(question.number, fact.tolerance)
    if question.answer:
        return Answer(AnswerType.TEXT, question.answer)
    return part_answer(deck, fact, question.part or question.id)


def part_answer(deck: Deck, fact: Fact, part: str) -> Answer:
    """The answer that a part of a fact is: `when`, `who`, `whom`, `number`, or one of its texts."""
    if part == "when" and fact.when:
        return Answer(AnswerType.DATE, human(fact.when), date=fact.when)
    if part == "number" and fact.number is not None:
        return number_answer(fact.number, fact.tolerance)
    if part in ("who", "whom"):
        return entity_answer(deck.entities[getattr(fact, part)[0]])
    also = fact.also if part in ("term", "office") else ()
    return Answer(AnswerType(part), getattr(fact, part), also)


def entity_answer(entity: Entity) -> Answer:
    """An entity as an answer, with every name it has."""
    kind = AnswerType.PERSON if entity.kind is EntityKind.PERSON else AnswerType.NAME
    return Answer(kind, entity.name, entity.aliases, entity=entity.id)


def number_answer(number: float, tolerance: float | None) -> Answer:
    """A number as an answer, shown with its thousands apart."""
    return Answer(AnswerType.NUMBER, show_number(number), number=number, tolerance=tolerance)


def show_number(number: float) -> str:
    """`1,920,635`, `2.5`; a bare year or other number of four digits stays together when it is below 10,000."""
    if number != int(number):
        return f"{number:,}"
    return f"{int(number):,}" if abs(number) >= 10_000 else str(int(number))


Ask = Callable[[Fact, Mapping[str, Entity]], str]


def _names(ids: Iterable[str], entities: Mapping[str, Entity]) -> str:
    return join_words(entities[i].name for i in ids)


def _at(fact: Fact) -> str:
    return f" ({human(fact.when)})" if fact.when else ""


def _when(fact: Fact, _: Mapping[str, Entity]) -> str:
    return f"When was this? {fact.statement}" if fact.when else ""


def _who(verb: str) -> Ask:
    def ask(fact: Fact, entities: Mapping[str, Entity]) -> str:
        what = fact.office or fact.words
        if len(fact.who) != 1 or not what:
            return ""
        person = entities[fact.who[0]].kind is EntityKind.PERSON
        return f"{'Who' if person else 'What'} {verb} {what if fact.office else f'“{what}”'}{_at(fact)}?"

    return ask


def _office(fact: Fact, entities: Mapping[str, Entity]) -> str:
    return f"Which office did {_names(fact.who, entities)} hold{_at(fact)}?" if fact.who else ""


def _number(fact: Fact, _: Mapping[str, Entity]) -> str:
    return f"How many {fact.counts}{_at(fact)}?"


def _term(fact: Fact, _: Mapping[str, Entity]) -> str:
    return f"What is the term? {fact.meaning[:1].upper()}{fact.meaning[1:]}"


def _meaning(fact: Fact, _: Mapping[str, Entity]) -> str:
    return f"What does “{fact.term}” mean?"


def _gap(part: str) -> Ask:
    """A statement with the one person of a part left out."""

    def ask(fact: Fact, entities: Mapping[str, Entity]) -> str:
        ids = getattr(fact, part)
        if len(ids) != 1:
            return ""
        for name in sorted(entities[ids[0]].names, key=len, reverse=True):
            if fact.statement.count(name) == 1:
                wanted = "Who" if entities[ids[0]].kind is EntityKind.PERSON else "What"
                return f"{wanted} is missing? {fact.statement.replace(name, GAP)}"
        return ""

    return ask


PATTERNS: dict[Kind, dict[str, Ask]] = {
    Kind.EVENT: {"when": _when},
    Kind.ROLE: {"who": _who("was"), "office": _office},
    Kind.FIGURE: {"number": _number},
    Kind.TERM: {"term": _term, "meaning": _meaning},
    Kind.QUOTE: {"who": _who("said")},
    Kind.RELATION: {"who": _gap("who"), "whom": _gap("whom")},
    Kind.CLAIM: {"who": _gap("who")},
}
