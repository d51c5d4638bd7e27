"""`destal help`: what there is to read in the terminal, by topic and by command."""

from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument
from destal_cli.cli.known import plainly
from destal_cli.cli.options import PlainOption
from destal_cli.core.problems import NotFoundError, did_you_mean

if TYPE_CHECKING:
    from destal_cli.screen.topics import Topic
    from destal_cli.store.deckspec import Field


def complete_topic(incomplete: str) -> list[tuple[str, str]]:
    """Topics and commands that begin so, with what they are about."""
    from destal_cli.cli.commands import COMMANDS
    from destal_cli.screen.topics import TOPICS

    known = {name: topic.about for name, topic in TOPICS.items()} | {name: line for name, (_, line) in COMMANDS.items()}
    return [(name, about) for name, about in known.items() if name.startswith(incomplete)]


def explain(
    topic: Annotated[
        str | None, Argument(help="A topic or a command (default: all there are).", autocompletion=complete_topic)
    ] = None,
    plain: PlainOption = None,
) -> int:
    """Explain a topic: the deck format, judging, dates, forms, scripts; or a command."""
    from destal_cli.cli.commands import COMMANDS
    from destal_cli.cli.out import aloud, page
    from destal_cli.cli.usage import explain as explain_command
    from destal_cli.screen.topics import TOPICS, topic_view, topics_view

    if topic in COMMANDS:
        return explain_command(topic, plain)
    if topic is not None and topic not in TOPICS:
        known = [*TOPICS, *COMMANDS]
        raise NotFoundError(f'there is no help on "{topic}"', did_you_mean(topic, known) or "see: destal help")
    if topic is None:
        view = topics_view({name: line for name, (_, line) in COMMANDS.items()})
    else:
        view = topic_view(_deck_topic() if topic == "deck" else TOPICS[topic])
    (aloud if plainly(plain) else page)([view])
    return 0


def _deck_topic() -> "Topic":
    from destal_cli.screen.topics import deck_topic
    from destal_cli.store.deckspec import DECK, ENTITY, EVIDENCE, FACT, QUESTION, SOURCE

    records = (DECK, ENTITY, FACT, QUESTION, EVIDENCE, SOURCE)
    return deck_topic({record.name: [_key(name, field) for name, field in record.fields.items()] for record in records})


def _key(name: str, field: "Field") -> tuple[str, str]:
    """A key of the deck format with what it is for, and what it may be."""
    from destal_cli.store.deckspec import OneOf

    choices = f": {', '.join(field.spec.options)}" if isinstance(field.spec, OneOf) else ""
    return name, f"{field.doc}{choices}{'' if field.required else ' (optional)'}"
