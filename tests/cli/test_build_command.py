"""`destal build` and `destal read`: a document goes in, a deck comes out that is studied at once, and rebuilt."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, Run

from destal_cli.core.parse import InWords, Parse
from destal_cli.store import english

GRACCHI = (ROOT / "tests" / "build" / "gracchi.txt").read_text(encoding="utf-8")
MEIJI = (ROOT / "tests" / "build" / "meiji.txt").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _documents(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "is_installed", lambda: False)
    Path("gracchi.txt").write_text(GRACCHI, encoding="utf-8")
    Path("meiji.md").write_text(MEIJI, encoding="utf-8")
    assert home


def test_a_built_deck_is_quizzed_listed_and_put_in_time_without_an_edit(destal: Run, home: Path) -> None:
    done = destal("build", "gracchi.txt")
    assert (done.code, done.out) == (0, "")
    assert f"written: {home / 'decks' / 'gracchi.yaml'}" in done.err
    assert "next: destal quiz gracchi" in done.err
    assert destal("check", "gracchi").code == 0
    asked = destal("quiz", "gracchi", lines="1\n:q\n")
    assert asked.out.count("saved: ") == 1
    assert "Tiberius" in destal("facts", "--deck", "gracchi", "--person", "tiberius").out
    assert "133 BC" in destal("timeline", "--deck", "gracchi").out


def test_the_summary_says_what_was_used_kept_and_turned_away(destal: Run) -> None:
    said = destal("build", "gracchi.txt").err
    assert "sentences used" in said
    assert "turned away:" in said
    assert "others are worth more" in said


def test_the_summary_says_by_what_the_text_was_read(destal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "read without the extra nlp" in destal("build", "gracchi.txt", "--format", "json").err
    monkeypatch.setattr(english, "is_installed", lambda: True)
    monkeypatch.setattr(english, "english", lambda: english.English(_flat, "a reader of this test"))
    assert "read with a reader of this test" in destal("build", "gracchi.txt", "--format", "json").err
    assert "read with a reader of this test" in destal("build", "gracchi.txt", "--format", "json", "--nlp").err
    assert "read without the extra nlp" in destal("build", "gracchi.txt", "--format", "json", "--no-nlp").err


def _flat(sentences: Sequence[InWords]) -> Iterator[Parse]:
    """Parses in which every word is a noun that nothing depends on."""
    for words in sentences:
        count = len(words.starts)
        yield Parse(("NN",) * count, ("ROOT",) * count, tuple(range(count)))


def test_nlp_without_the_extra_tells_how_to_install_it(destal: Run) -> None:
    done = destal("build", "gracchi.txt", "--nlp")
    assert done.code == 2
    assert "not installed" in done.err
    assert "hint: python3 -m pip install 'destal[nlp]'" in done.err


def test_explain_lists_every_step(destal: Run) -> None:
    said = destal("build", "gracchi.txt", "--format", "json", "--explain").err
    for step in (
        "left out",
        "sentences",
        "dates",
        "entities",
        "facts",
        "questions, the weightiest first",
        "turned away",
    ):
        assert f"{step}: " in said
    assert "-0132 133 BC" in said
    assert "person Tiberius Sempronius Gracchus" in said


def test_json_goes_to_stdout_with_offsets_into_the_document(destal: Run, home: Path) -> None:
    done = destal("build", "gracchi.txt", "--format", "json")
    found = json.loads(done.out)
    assert list(found) == ["facts", "questions", "dates"]
    for fact in found["facts"]:
        source = fact["source"]
        assert GRACCHI[source["start"] : source["end"]] == source["quote"]
    for date in found["dates"]:
        assert GRACCHI[date["start"] : date["end"]] == date["text"]
    assert not (home / "decks").exists()


def test_the_number_of_questions_can_be_capped_or_let_go(destal: Run) -> None:
    def count(*options: str) -> int:
        return len(json.loads(destal("build", "gracchi.txt", "--format", "json", *options).out)["questions"])

    assert count("--max-questions", "4") == 4
    assert count("--all") > count() > 4


@pytest.mark.parametrize(
    ("encoding", "sign"), [("utf-8-sig", ""), ("utf-16", ""), ("utf-8", ""), ("latin-1", "")], ids=str
)
def test_the_encoding_of_a_document_is_detected(destal: Run, encoding: str, sign: str) -> None:
    Path("d.txt").write_bytes(GRACCHI.replace("Gaius Gracchus", "Gaïus Gracchus").encode(encoding))
    found = json.loads(destal("build", "d.txt", "--format", "json").out)
    assert any("Gaïus" in fact["statement"] for fact in found["facts"]), sign


def test_an_encoding_can_be_given(destal: Run) -> None:
    Path("d.txt").write_bytes(GRACCHI.encode("utf-16-le"))
    assert destal("build", "d.txt", "--encoding", "utf-16-le").code == 0
    assert destal("build", "d.txt", "--encoding", "utf-61").code == 2


def test_a_document_may_come_from_stdin(destal: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin(io.StringIO):
        buffer = io.BytesIO(GRACCHI.encode())

    monkeypatch.setattr(io, "StringIO", lambda *_: Stdin())
    assert destal("build", "-", "--id", "rome").code == 0
    assert (home / "decks" / "rome.yaml").exists()
    assert sys.stdin is not None


def test_a_folder_makes_one_deck_with_a_source_for_each_document(destal: Run) -> None:
    Path("texts").mkdir()
    for name in ("gracchi.txt", "meiji.md"):
        Path("texts", name).write_text(Path(name).read_text(encoding="utf-8"), encoding="utf-8")
    assert destal("build", "texts").code == 0
    assert destal("check", "texts").code == 0
    assert "Texts" in destal("decks").out
    said = destal("facts", "--deck", "texts", "--json").out
    assert {fact["source"]["title"] for fact in json.loads(said)["facts"]} == {"The Gracchi", "The Meiji Restoration"}
    assert "Ito Hirobumi" in said
    assert "Attalus III" in said


def test_what_is_no_document_in_a_folder_is_said_and_passed_over(destal: Run, home: Path) -> None:
    Path("texts").mkdir()
    Path("texts/gracchi.txt").write_text(GRACCHI, encoding="utf-8")
    Path("texts/noise.txt").write_bytes(bytes(range(256)) * 20)
    done = destal("build", "texts")
    assert (done.code, "passed over: noise.txt" in done.err) == (0, True)
    assert (home / "decks" / "texts.yaml").is_file()
    Path("texts/gracchi.txt").unlink()
    assert destal("build", "texts").code == 1


def test_building_again_adds_nothing_and_keeps_what_was_edited(destal: Run, home: Path) -> None:
    destal("build", "gracchi.txt")
    path = home / "decks" / "gracchi.yaml"
    text = path.read_text(encoding="utf-8")
    edited = text.replace("\nfacts:\n", "\n# my own remark\nfacts:\n", 1)
    path.write_text(edited, encoding="utf-8")
    said = destal("build", "gracchi.txt").err
    assert "built onto" in said
    assert "0 new facts" in said
    assert path.read_text(encoding="utf-8") == edited
    assert "more" in said
    more = destal("build", "gracchi.txt", "--all").err
    assert "0 new facts" not in more
    assert "# my own remark" in path.read_text(encoding="utf-8")


def test_a_fact_that_was_deleted_stays_deleted(destal: Run, home: Path) -> None:
    destal("build", "gracchi.txt")
    path = home / "decks" / "gracchi.yaml"
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("\nfacts:\n")
    first, _, others = rest.partition("\n\n  - id: ")
    gone = first.split("\n")[0].removeprefix("  - id: ")
    path.write_text(f"{head}\nfacts:\n  - id: {others}", encoding="utf-8")
    said = destal("build", "gracchi.txt").err
    assert f"stay deleted: {gone}" in said
    assert f"  - id: {gone}\n" not in path.read_text(encoding="utf-8")


def test_another_decks_id_is_never_taken_unasked(destal: Run, home: Path) -> None:
    Path("destalinization.txt").write_text(GRACCHI, encoding="utf-8")
    assert "destalinization-2.yaml" in destal("build", "destalinization.txt").err
    assert "destalinization-2.yaml" in destal("build", "destalinization.txt").err
    assert not (home / "decks" / "destalinization-3.yaml").exists()
    Path("other").mkdir()
    Path("other/gracchi.md").write_text(MEIJI, encoding="utf-8")
    destal("build", "gracchi.txt")
    assert "gracchi-2.yaml" in destal("build", "other/gracchi.md").err
    assert "destalinization.yaml" in destal("build", "destalinization.txt", "--id", "destalinization").err


def test_another_document_of_the_same_name_becomes_a_deck_of_its_own(destal: Run, home: Path) -> None:
    for folder, text in (("first", GRACCHI), ("second", MEIJI)):
        Path(folder).mkdir()
        Path(folder, "chapter.txt").write_text(text, encoding="utf-8")
        destal("build", f"{folder}/chapter.txt")
    first = (home / "decks" / "chapter.yaml").read_text(encoding="utf-8")
    assert "chapter-2.yaml" in destal("build", "second/chapter.txt").err
    assert "chapter.yaml" in destal("build", "first/chapter.txt").err
    assert (home / "decks" / "chapter.yaml").read_text(encoding="utf-8") == first


ROME = """# Rome
Caesar was murdered in Rome on 15 March 1844. Anna Weiss left Bern in 1911. Olaf Berg led the mill for nine years.
"""
FRANCE = """# France
Louis was beheaded in Paris on 21 January 1793. Anna Weiss left Bern in 1911. Maria Holm built the bridge in 1880.
"""


def test_one_sentence_that_two_documents_of_a_name_share_does_not_make_them_one(destal: Run, home: Path) -> None:
    for folder, text in (("a", ROME), ("b", FRANCE)):
        Path(folder).mkdir()
        Path(folder, "brief.txt").write_text(text, encoding="utf-8")
    destal("build", "a/brief.txt", "--all")
    first = (home / "decks" / "brief.yaml").read_text(encoding="utf-8")
    said = destal("build", "b/brief.txt", "--all").err
    assert '"brief" is the deck of another document: this one becomes "brief-2"' in said
    assert "brief-2.yaml, 0 new facts" in destal("build", "b/brief.txt", "--all").err
    assert "brief.yaml, 0 new facts" in destal("build", "a/brief.txt", "--all").err
    assert (home / "decks" / "brief.yaml").read_text(encoding="utf-8") == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Rome", "# Rome and Bern"),
        ("Olaf Berg led the mill for nine years.", "In 1920 Olaf Berg sold the mill to Anna Weiss."),
        ("Anna Weiss left Bern in 1911. ", ""),
        ("# Rome", "# Rome\nMaria Holm built the bridge in 1880. Paul Lind burned the barn in 1881."),
    ],
)
def test_an_edited_document_is_the_one_that_its_deck_was_built_from(
    destal: Run, home: Path, old: str, new: str
) -> None:
    Path("brief.txt").write_text(ROME, encoding="utf-8")
    destal("build", "brief.txt", "--all")
    Path("brief.txt").write_text(ROME.replace(old, new), encoding="utf-8")
    assert "built onto" in destal("build", "brief.txt", "--all").err
    assert not (home / "decks" / "brief-2.yaml").exists()


def test_a_deck_can_be_written_to_a_file_and_built_onto(destal: Run) -> None:
    assert destal("build", "gracchi.txt", "-o", "mine.yaml").code == 0
    assert destal("check", "mine.yaml").code == 0
    assert "built onto: mine.yaml, 0 new facts" in destal("build", "gracchi.txt", "-o", "mine.yaml").err
    Path("notes.yaml").write_text("shopping: [milk]\n", encoding="utf-8")
    before = Path("notes.yaml").read_bytes()
    assert destal("build", "gracchi.txt", "-o", "notes.yaml").code == 1
    assert Path("notes.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nowhere.txt",), 3, "nowhere.txt"),
        (("gracchi.txt", "--id", "The Gracchi"), 2, "is no id"),
        (("gracchi.txt", "--all", "--max-questions", "3"), 2, "exclude each other"),
        (("gracchi.txt", "--format", "json", "-o", "x.yaml"), 2, "goes to stdout"),
        (("gracchi.txt", "--review"), 2, "--review needs a terminal"),
        (("decks.zip",), 2, "is of no kind that destal reads"),
    ],
)
def test_what_cannot_be_built_is_said(destal: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    Path("decks.zip").write_bytes(b"PK")
    done = destal("build", *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_a_text_that_only_repeats_itself_gives_no_deck_that_is_not_sound(destal: Run) -> None:
    lines = "THE COUNCIL OF TRENT WAS HELD IN 1545. MARTIN LUTHER WAS BORN IN 1483. "
    Path("litany.txt").write_text(lines * 20, encoding="utf-8")
    done = destal("build", "litany.txt", "--no-nlp")
    assert (done.code, "the same passage in the same words around it" in done.err) == (1, True)
    assert destal("check").code == 0


def test_what_is_not_english_is_said(destal: Run) -> None:
    sentences = (
        "Der Krieg begann im September 1939 mit dem Angriff auf Polen und endete in Europa im Mai 1945.",
        "Winston Churchill wurde im Mai 1940 Premierminister und blieb es bis zur Niederlage bei den Wahlen.",
        "Charles de Gaulle rief aus London zum Widerstand auf und kehrte erst im Juni 1944 nach Frankreich heim.",
        "Die Konferenz von Jalta teilte Deutschland in Zonen, und Stalin verlangte hohe Reparationen von Berlin.",
    )
    Path("krieg.txt").write_text(" ".join(sentences), encoding="utf-8")
    assert "does not read as English" in destal("build", "krieg.txt", "--no-nlp").err
    assert "does not read as English" not in destal("build", "gracchi.txt", "--no-nlp").err


def test_a_document_without_facts_makes_no_deck(destal: Run, home: Path) -> None:
    Path("empty.txt").write_text("so it goes and so it went, nobody knows why.\n", encoding="utf-8")
    done = destal("build", "empty.txt")
    assert done.code == 1
    assert "no fact was found" in done.err
    assert not (home / "decks" / "empty.yaml").exists()


def test_reading_marks_each_sentence_by_what_is_asked_of_it(destal: Run) -> None:
    destal("build", "gracchi.txt", "--max-questions", "5")
    whole = destal("read", "gracchi").out
    assert "○" in whole
    assert "5 of " not in whole.splitlines()[0]
    left = destal("read", "gracchi", "--uncovered").out
    assert "○1" not in left
    assert len(left.splitlines()) < len(whole.splitlines())
    destal("quiz", "gracchi", "--form", "flashcard", lines="\n4\n" * 3)
    assert destal("read", "gracchi").out.count("●") >= 1
    assert destal("read", "nowhere").code == 3
