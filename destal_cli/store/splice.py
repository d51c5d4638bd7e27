"""Changes to a deck's text, looked up by id: every line that they do not concern stays as it is, byte for byte.

`deckmerge` rebuilds decks with it, and a review saves each decision by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from destal_cli.core.facts import Entity, Evidence, Fact, Source
from destal_cli.core.problems import NotFoundError
from destal_cli.core.text import clean, one_line
from destal_cli.core.values import dataclass, field
from destal_cli.store.deckspec import DECK, ENTITY, EVIDENCE, FACT, QUESTION, SOURCE
from destal_cli.store.deckwrite import entity_data, evidence_data, fact_data, source_data
from destal_cli.store.yaml_edits import YamlEdits
from destal_cli.store.yaml_spans import Leaf, Seq, Span, Table
from destal_cli.store.yaml_text import Block, Data

_MARK = "\ufeff"
_DECK, _ENTITY, _FACT, _QUESTION, _EVIDENCE, _SOURCE = (
    list(record.fields) for record in (DECK, ENTITY, FACT, QUESTION, EVIDENCE, SOURCE)
)


@dataclass(slots=True)
class Splice:
    """A deck's text under change; `text` is what has become of it. Raises BadFileError when the text is no YAML.

    Asking for a fact, entity or source that is not there raises NotFoundError.
    """

    original: str
    _yaml: YamlEdits = field(init=False)

    def __post_init__(self) -> None:
        self._yaml = YamlEdits(self.original.removeprefix(_MARK))

    @property
    def text(self) -> str:
        """The text with every change in it."""
        self._yaml.settle()
        return (_MARK if self.original.startswith(_MARK) else "") + self._yaml.text

    # What can be changed

    def fact_ids(self) -> list[str]:
        """The ids of the facts in the text, also of those that have problems."""
        self._yaml.settle()
        return [text for item in self._items("facts") for text in _texts(item.get("id"))]

    def deck_set(self, key: str, data: Data) -> None:
        """Give the deck itself a value: its title, or what it is about."""
        self._change(self._root, lambda deck: self._yaml.set(deck, _DECK, key, _tidy(data)))

    def fact_set(self, fact: str, key: str, data: Data | None) -> None:
        """Give a fact a value, or take a key out with None."""
        self._change(partial(self._fact, fact), lambda table: self._yaml.set(table, _FACT, key, _tidy(data)))

    def evidence_set(self, fact: str, evidence: Evidence) -> None:
        """Give a fact other evidence."""
        data = evidence_data(evidence, self._main_source())
        said = data if isinstance(data, Mapping) else {"exact": data}
        if isinstance(self._fact(fact).get("evidence"), Table):
            for key in _EVIDENCE:
                self._change(partial(self._fact, fact), partial(self._set_evidence, key, said.get(key)))
        else:
            self.fact_set(fact, "evidence", data)

    def facts_add(self, facts: Sequence[Fact], after: str | None = None) -> None:
        """Add facts behind another one, else at the end."""
        added = [fact_data(fact, self._main_source()) for fact in facts]
        last = partial(self._fact, after) if after else partial(self._last, "facts")
        self._change(last, partial(self._yaml.add_items, _DECK, "facts", added))

    def fact_remove(self, fact: str) -> None:
        """Take a fact out; comments around it stay."""
        self._yaml.settle()
        self._yaml.remove_item("facts", self._fact(fact))
        self._yaml.settle()

    def entity_set(self, entity: str, key: str, data: Data | None) -> None:
        """Give an entity a value, or take a key out with None."""
        self._change(partial(self._entity, entity), lambda table: self._yaml.set(table, _ENTITY, key, _tidy(data)))

    def entities_add(self, entities: Iterable[Entity]) -> None:
        """Add entities behind those that there are."""
        added = {entity.id: entity_data(entity) for entity in entities}
        self._change(self._root, lambda _: self._yaml.add_pairs(_DECK, "entities", added))

    def alias_add(self, entity: str, alias: str) -> None:
        """Add another name of an entity, unless it has it."""
        self._change(partial(self._entity, entity), partial(self._add_alias, one_line(alias)))

    def entity_merge(self, entity: str, into: str) -> None:
        """Make two entities one: its names become aliases of the other, and every fact names that one."""
        merged = self._entity(entity)
        for name in (*_texts(merged.get("name")), *_texts(merged.get("aliases"))):
            self.alias_add(into, name)
        for fact in self.fact_ids():
            self._rename(fact, entity, into)
        self._yaml.settle()
        self._yaml.remove_pair(self._entities(), entity)
        self._yaml.settle()

    def source_set(self, source: str, text: str) -> None:
        """Give a source another text; it ends with one line end."""
        whole = Block(clean(text).rstrip("\n") + "\n")
        self._change(partial(self._source, source), lambda table: self._yaml.set(table, _SOURCE, "text", whole))

    def source_add(self, source: Source) -> None:
        """Add a source behind those that there are."""
        added = [source_data(source)]
        self._change(partial(self._last, "sources"), partial(self._yaml.add_items, _DECK, "sources", added))

    def built_add(self, built: Mapping[str, str]) -> None:
        """Remember facts as built, by their ids, with the signs that `deckmerge` gives them; the last sign counts."""
        self._change(self._root, partial(self._add_built, built))

    def _change(self, where: Callable[[], Table], make: Callable[[Table], None]) -> None:
        self._yaml.change(where, make)

    # Looking up

    def _root(self) -> Table:
        return self._yaml.root

    def _last(self, key: str) -> Table:
        """The last item of a list, or where there is none, the deck."""
        return next(reversed(self._items(key)), self._yaml.root)

    def _items(self, key: str) -> list[Table]:
        known = self._yaml.root.get(key)
        return [item for item in known.items if isinstance(item, Table)] if isinstance(known, Seq) else []

    def _by_id(self, key: str, wanted: str) -> Table:
        for item in self._items(key):
            if _texts(item.get("id")) == [wanted]:
                return item
        raise NotFoundError(f'no {key.removesuffix("s")} has the id "{wanted}"')

    def _fact(self, fact: str) -> Table:
        return self._by_id("facts", fact)

    def _source(self, source: str) -> Table:
        return self._by_id("sources", source)

    def _entities(self) -> Table:
        found = self._yaml.root.get("entities")
        return found if isinstance(found, Table) else Table(0, 0, flow=False)

    def _entity(self, entity: str) -> Table:
        found = self._entities().get(entity)
        if not isinstance(found, Table):
            raise NotFoundError(f'no entity has the id "{entity}"')
        return found

    def _main_source(self) -> str:
        """The source that evidence need not name."""
        return next((text for item in self._items("sources") for text in _texts(item.get("id"))), "")

    def _add_built(self, built: Mapping[str, str], deck: Table) -> None:
        known = deck.get("built")
        there = {key.value for key, _ in known.pairs} if isinstance(known, Table) else set()
        for key in built.keys() & there:
            assert isinstance(known, Table)
            self._yaml.set(known, [key], key, built[key])
        self._yaml.add_pairs(_DECK, "built", {key: sign for key, sign in built.items() if key not in there})

    def _set_evidence(self, key: str, data: Data | None, fact: Table) -> None:
        evidence = fact.get("evidence")
        assert isinstance(evidence, Table)
        known = evidence.get(key)
        if data is None or not (isinstance(known, Leaf) and known.value.split() == str(data).split()):
            self._yaml.set(evidence, _EVIDENCE, key, data)

    def _rename(self, fact: str, entity: str, into: str) -> None:
        """Let a fact name one entity in place of another."""
        for key in ("who", "whom", "entities"):
            ids = _texts(self._fact(fact).get(key))
            if entity in ids:
                self.fact_set(fact, key, _renamed(ids, entity, into))
        questions = self._fact(fact).get("questions")
        for name, _ in questions.pairs if isinstance(questions, Table) else ():
            for key in ("entity", "avoid"):
                self._change(partial(self._fact, fact), partial(self._rename_asked, name.value, key, entity, into))

    def _rename_asked(self, name: str, key: str, entity: str, into: str, fact: Table) -> None:
        questions = fact.get("questions")
        question = questions.get(name) if isinstance(questions, Table) else None
        ids = _texts(question.get(key)) if isinstance(question, Table) else []
        if isinstance(question, Table) and entity in ids:
            self._yaml.set(question, _QUESTION, key, into if key == "entity" else _renamed(ids, entity, into))

    def _add_alias(self, alias: str, entity: Table) -> None:
        aliases = entity.get("aliases")
        known = _texts(aliases)
        if alias in (*known, *_texts(entity.get("name"))):
            return
        if isinstance(aliases, Seq) and aliases.items:
            self._yaml.insert_items(aliases, [alias], aliases.items[-1])
        else:
            self._yaml.set(entity, _ENTITY, "aliases", [*known, alias])


def _texts(span: Span | None) -> list[str]:
    """The texts of a list, or of one scalar that stands for a list."""
    if isinstance(span, Leaf):
        return [span.value] if span.value else []
    return [item.value for item in span.items if isinstance(item, Leaf)] if isinstance(span, Seq) else []


def _tidy(data: Data | None) -> Data | None:
    """What the reader would make of the value's texts."""
    if isinstance(data, str):
        return one_line(data)
    if isinstance(data, Mapping):
        return {key: _tidy(value) or "" for key, value in data.items()}
    return None if data is None else [_tidy(value) or "" for value in data]


def _renamed(ids: Iterable[str], old: str, new: str) -> list[str]:
    return list(dict.fromkeys(new if each == old else each for each in ids))
