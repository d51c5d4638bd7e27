"""`destal build`: documents go in, a deck comes out. What is talk goes to stderr, `--format json` to stdout."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument, Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import PlainOption
from destal_cli.core.problems import BadFileError, UsageError

if TYPE_CHECKING:
    from destal_cli.build.deck import Made
    from destal_cli.build.pipeline import Built
    from destal_cli.core.facts import Deck
    from destal_cli.store.documents import DocumentText
    from destal_cli.store.english import English
    from destal_cli.store.library import Library

LONG, LONG_PARSED = 300_000, 50_000  # characters of text from which a build shows its progress


class Format(StrEnum):
    """What a build writes."""

    YAML = "yaml"
    JSON = "json"


def build(
    documents: Annotated[
        list[str], Argument(metavar="DOC", help="Text, Markdown, HTML, EPUB, PDF; a folder; - for stdin.")
    ],
    output: Annotated[Path | None, Option("--output", "-o", help="The deck file to write or build onto.")] = None,
    id: Annotated[str | None, Option("--id", help="The deck's id (default: from the document's name).")] = None,  # noqa: A002
    title: Annotated[str | None, Option(help="The deck's title (default: the document's).")] = None,
    review: Annotated[bool, Option("--review", help="Go through the facts one by one afterwards.")] = False,
    most: Annotated[
        int | None, Option("--max-questions", min=1, help="At most so many (default: 3.7 a hundred words).")
    ] = None,
    everything: Annotated[bool, Option("--all", help="Every question worth asking.")] = False,
    format: Annotated[Format, Option("--format", help="A deck, or JSON on stdout.")] = Format.YAML,  # noqa: A002
    encoding: Annotated[str | None, Option(help="The encoding of text and HTML (default: detected).")] = None,
    explain: Annotated[bool, Option("--explain", help="Say what each step found and turned away.")] = False,
    nlp: Annotated[
        bool | None, Option("--nlp/--no-nlp", help="Parse with the extra nlp (default: if it is installed).")
    ] = None,
    plain: PlainOption = None,
) -> None:
    """Build a deck from documents, every fact with the sentence that proves it."""
    from destal_cli.cli.out import print_json, talk

    if most is not None and everything:
        raise UsageError("--max-questions and --all exclude each other", "leave one of them out")
    if "" in documents:
        raise UsageError("a document has no name", "name a file, a folder, or - for standard input")
    if format is Format.JSON and (output or review):
        raise UsageError("--format json goes to stdout", "leave --output and --review out")
    texts = _read(documents, encoding)
    english = _english(nlp)
    made = [(text, _built(text, most, everything, english)) for text in texts]
    talk(f"read with {english.name}" if english else "read without the extra nlp")
    if explain:
        for text, built in made:
            _explain(text, built)
    if format is Format.JSON:
        return print_json(_exported(made))
    known = library()
    path = _written(known, made, output, id, title, _folder(documents), plain=plainly(plain, known))
    talk(f"next: destal quiz {path}" if output else f"next: destal quiz {path.stem}")
    if review:
        from destal_cli.cli.reviewing import review_deck

        return review_deck(path)
    return None


def _folder(documents: Sequence[str]) -> str:
    """The name of the only folder that is built from, as a title; nothing when documents were named one by one."""
    import re

    if len(documents) != 1 or not Path(documents[0]).is_dir():
        return ""
    name = re.sub(r"[\W_]+", " ", Path(documents[0]).resolve().name).strip()
    return name[:1].upper() + name[1:]


def _read(documents: Sequence[str], encoding: str | None) -> "list[DocumentText]":
    """The documents, those of folders one by one; what a reader should be told is said.

    In a folder may lie what is none: it is said and passed over, unless nothing else is there.
    """
    from destal_cli.cli.out import talk
    from destal_cli.store.documents import STDIN, documents_in, read_document

    found: list[DocumentText] = []
    for name in documents:
        if name == STDIN or not Path(name).is_dir():
            found.append(read_document(name if name == STDIN else Path(name), encoding))
            continue
        bad: list[BadFileError] = []
        for path in documents_in(Path(name)):
            try:
                found.append(read_document(path, encoding))
            except BadFileError as error:
                bad.append(error)
        if bad and not found:
            raise bad[0]
        for one in bad:
            talk(f"passed over: {one.message}")
    for document in found:
        if encoding and not document.encoding:
            talk(f"{document.origin}: has its own encoding, so --encoding has no effect on it")
        if document.note:
            talk(f"{document.origin}: {document.note}")
    return found


def _english(wanted: bool | None) -> "English | None":
    """The reader of English, if it is wanted or, unasked, there."""
    from destal_cli.store.english import english, is_installed

    return english() if wanted or (wanted is None and is_installed()) else None


def _built(document: "DocumentText", most: int | None, everything: bool, english: "English | None") -> "Built":
    """One document's facts, with a progress bar on a terminal when it is long."""
    import sys

    from destal_cli.build.pipeline import STEPS, build
    from destal_cli.cli.out import console

    read = english.read if english else None
    if len(document.text) < (LONG_PARSED if english else LONG) or not sys.stderr.isatty():
        return build(document.text, most=most, everything=everything, read_english=read)
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as progress:
        task = progress.add_task("reading", total=len(STEPS))

        def on_step(name: str) -> None:
            progress.update(task, description=name, advance=1)

        return build(document.text, most=most, everything=everything, read_english=read, on_step=on_step)


def _exported(made: "Iterable[tuple[DocumentText, Built]]") -> dict[str, list[dict[str, object]]]:
    """What was built as one JSON document; of several documents each value names its own."""
    from destal_cli.build.pipeline import export

    several = list(made)
    whole: dict[str, list[dict[str, object]]] = {"facts": [], "questions": [], "dates": []}
    for text, built in several:
        for key, values in export(built).items():
            more = {"document": text.origin} if len(several) > 1 else {}
            whole[key] += [{**value, **more} for value in values]
    return whole


def _written(
    known: "Library",
    made: "Sequence[tuple[DocumentText, Built]]",
    output: Path | None,
    wanted: str | None,
    title: str | None,
    folder: str,
    *,
    plain: bool,
) -> Path:
    """Write the deck, or take the build into the deck that is there, and say what came of it."""
    from destal_cli.build.deck import deck_of, joined, slug
    from destal_cli.cli.out import talk
    from destal_cli.core.text import deck_slug, plural
    from destal_cli.core.values import replace
    from destal_cli.store.deckmerge import mark_built
    from destal_cli.store.deckspec import checked_id
    from destal_cli.store.deckwrite import render_deck
    from destal_cli.store.files import write_whole

    first = made[0][0]
    name = checked_id(wanted) if wanted else deck_slug(output.stem if output else folder or Path(first.origin).stem)
    path, name = (output, name) if output else _place(known, name, first, asked=bool(wanted))
    titles = [_headed(built) or text.title for text, built in made]
    parts = [deck_of(b, name, of, t.origin, slug(Path(t.origin).stem)) for of, (t, b) in zip(titles, made, strict=True)]
    deck = replace(joined([part.deck for part in parts]), title=title or folder or titles[0])
    _summary(made, parts, plain=plain)
    if not deck.facts:
        raise BadFileError("no fact was found that could be asked for", "--explain says what was turned away, and why")
    if path.exists():
        return _merged(path, mark_built(deck), bool(wanted or title))
    write_whole(path, render_deck(mark_built(deck)))
    talk(f"written: {path}, {plural(len(deck.facts), 'fact')}")
    return path


def _headed(built: "Built") -> str:
    """What a document is headed by, if it begins with a heading."""
    from destal_cli.core.text import one_line

    document = built.found.document
    first = document.sentences[0].start if document.sentences else 0
    headings = (document.text[start:end] for start, end in document.headings if start < first)
    return next((one_line(text.strip("#= \t\n")) for text in headings), "")


def _place(known: "Library", name: str, document: "DocumentText", *, asked: bool) -> tuple[Path, str]:
    """Where a deck goes in the learner's folder, and its id: another deck's is never taken unasked."""
    from destal_cli.cli.out import talk
    from destal_cli.store.library import writable_folder

    folder = writable_folder(known.places)
    decks = {deck.id: deck for deck in known.decks}
    number, free = 2, name
    while not asked and free in decks and not _is_build_of(decks[free], folder, document):
        free, number = f"{name}-{number}", number + 1
    if free != name and free not in decks:
        talk(f'"{name}" is the deck of another document: this one becomes "{free}"')
    return folder / f"{free}.yaml", free


def _is_build_of(deck: "Deck", folder: Path, document: "DocumentText") -> bool:
    """Whether a deck is the learner's own, built from a document of this name of which this one is an edition."""
    from destal_cli.store.deckmerge import EARLIER, is_edited

    mine = Path(deck.path).resolve().parent == folder.resolve()
    sources = [s for s in deck.sources.values() if s.origin == document.origin and s.id != EARLIER]
    return mine and bool(deck.built) and any(is_edited(source.text, document.text) for source in sources)


def _merged(path: Path, built: "Deck", renamed: bool) -> Path:
    """Take a build into the deck in a file; nothing that a person did to it is lost."""
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural
    from destal_cli.store.deckfile import read_deck, read_file
    from destal_cli.store.deckmerge import merge
    from destal_cli.store.files import rewrite

    text = read_file(path)
    reading = read_deck(text, str(path))
    if reading.deck is None:
        raise BadFileError(f"{path} holds no usable deck", "mend it, or write to another file", reading.problems)
    if renamed and built.id != reading.deck.id:
        raise UsageError(f'{path} is the deck "{reading.deck.id}"', "leave --id out, or write to another file")
    merge_of = merge(text, reading.deck, built)
    rewrite(path, text, merge_of.text)
    talk(f"built onto: {path}, {plural(len(merge_of.added), 'new fact')}")
    told = {"moved": merge_of.moved, "lost their passage": merge_of.lost, "stay deleted": merge_of.kept_out}
    for what, ids in told.items():
        if ids:
            talk(f"{what}: {', '.join(ids)}")
    return path


def _summary(made: "Sequence[tuple[DocumentText, Built]]", parts: "Sequence[Made]", *, plain: bool) -> None:
    """Pages read, sentences used, facts kept, and how much was turned away for what reason."""
    from collections import Counter

    from destal_cli.build.pipeline import reads_as_english
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    for (text, built), part in zip(made, parts, strict=True):
        if not reads_as_english(built.found):
            talk(f"{text.origin}: does not read as English, which is all that destal builds from: look the deck over")
        pages = [plural(text.pages, "page")] if text.pages else []
        used = {fact.reading.sentence.start for fact in built.facts}
        questions = sum(len(fact.questions) for fact in part.deck.facts)
        sentences = f"{len(used):,} of {plural(len(built.found.document.sentences), 'sentence')} used"
        facts = plural(len(part.deck.facts), "fact")
        talk(f"{text.origin}: {', '.join([*pages, sentences, facts, plural(questions, 'question')])}")
        reasons = Counter(turned.reason for turned in (*built.turned, *part.turned))
        dropped = Counter(piece.reason for piece in built.found.document.dropped)
        for what, counts in (("left out of the text", dropped), ("turned away", reasons)):
            for reason, count in counts.most_common():
                talk(f"{what}: {count:,}, {reason}" if plain else f"  {what}: {count:>5,}  {reason}")


def _explain(text: "DocumentText", built: "Built") -> None:
    """What each step found, on stderr."""
    from destal_cli.cli.out import talk
    from destal_cli.core.text import one_line

    def listed(step: str, lines: Iterable[str]) -> None:
        rows = list(lines)
        talk(f"\n{step}: {len(rows):,}")
        for row in rows:
            talk(f"  {one_line(row)}")

    found, whole = built.found, built.found.document.text
    listed(f"{text.origin} - left out", (f"{d.reason}: {whole[d.start : d.end][:80]}" for d in found.document.dropped))
    listed("sentences", (f"{s.heading} ¶ {s.paragraph}.{s.place}: {s.text[:100]}" for s in found.document.sentences))
    listed("dates", (f"{d.date}  {d.text}{'' if d.explicit else '  (from the narrative)'}" for d in found.dates))
    listed("entities", (f"{e.kind.value}  {', '.join(e.names)}" for e in found.named.entities.values()))
    listed("facts", (f"{f.id}  {f.kind.value}  {f.statement}" for f in built.facts))
    asked = sorted((a for f in built.facts for a in f.asked), key=lambda a: -a.weight)
    listed("questions, the weightiest first", (f"{a.weight:6.2f}  {a.prompt} = {a.answer}" for a in asked))
    listed("turned away", (f"{t.reason}: {t.text}" for t in built.turned))
