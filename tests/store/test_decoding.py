"""Encodings: each of those that teachers' files are in is found from a sentence, said, and can be overridden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.problems import BadFileError, UsageError
from destal_cli.core.text import clean
from destal_cli.store.documents.decoding import decode, made_safe

RUSSIAN = "В марте 1953 года в Кремле собрались министры, и никто не знал, кто будет править страной."
ENGLISH = "The “thaw” – as writers called it – cost £3 million, or €4."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r"])
@pytest.mark.parametrize(
    "text",
    [
        RUSSIAN,
        "The word for thaw is оттепель, and writers used it for the whole decade.",
        "ПОСТАНОВЛЕНИЕ О ВЫБОРАХ",
        "Thaw (оттепель).\r\nIts end came soon.\r\n",
    ],
)
def test_cyrillic_is_read_in_every_encoding_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x.txt")[:2] == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("L’armée s’était retirée à l’été, où la forêt brûlait; le maréchal reçut sa grâce.", "cp1252"),
        ("The French called it détente, the Élysée said.", "latin-1"),
        ("Die Führung überließ den Ministern die Größe der Entscheidung; die Straße war gesperrt.", "latin-1"),
        ("Mr Müller's speech", "latin-1"),
        ("El año siguiente, el señor Muñoz habló con los niños de la región.", "latin-1"),
        ("På våren åkte männen över sjön.", "latin-1"),
        ("A revolução começou na manhã de três de março; não houve confusão.", "latin-1"),
        (ENGLISH, "cp1252"),
        ("A fee of £3 at 20°C, in ½ an hour", "latin-1"),
        ("Pułkownik Władysław wrócił do Łodzi, gdzie już ktoś czekał; książę był ciężko ranny.", "cp1250"),
        ("The general Wałęsa met in Gdańsk and then in Łódź.", "cp1250"),
        ("Vláda čekala příliš dlouho, než přišel nový ministr a řekl, že žádná změna není.", "cp1250"),
    ],
)
def test_latin_letters_are_read_in_their_encoding_and_the_guess_is_said(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding), "x.txt")
    assert found[:2] == (text, encoding)
    assert "seems to be" in found.note
    assert "--encoding" in found.note


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16-LE"), ("utf-32", "UTF-32-LE")]
)
def test_a_byte_order_mark_decides_is_left_out_and_is_said(encoding: str, said: str) -> None:
    found = decode(RUSSIAN.encode(encoding), "x.txt")
    assert found.text == RUSSIAN
    assert found.note == f"x.txt is {said}; its byte order mark is left out"


def test_plain_utf_8_is_worth_no_word() -> None:
    assert decode(b"Plain.", "x.txt").note == ""


def test_the_learner_s_word_wins_over_the_guess() -> None:
    assert decode("Ķēniņš".encode("cp1257"), "x.txt", "cp1257").text == "Ķēniņš"
    assert decode(b"\xef\xbb\xbfA", "x.txt", "utf8").text == "A"


@pytest.mark.parametrize(
    ("name", "hint"), [("koi8_x", 'did you mean "koi8_r"?'), ("rot13", ""), ("hex", ""), ("a\0b", ""), ("", "")]
)
def test_an_encoding_that_there_is_not_is_refused(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        decode(b"x", "x.txt", name)
    assert hint in error.value.hint


def test_bytes_that_the_named_encoding_lacks_are_refused_with_their_place() -> None:
    with pytest.raises(BadFileError, match=r"x\.txt is not UTF-8: byte 3 cannot be read"):
        decode(b"abc\xff", "x.txt", "utf-8")


@pytest.mark.parametrize("content", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF89a\0\xff" * 5])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(BadFileError, match="no text file"):
        decode(content, "x.txt")


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        found = decode(content, "x.txt")
    except BadFileError:
        return
    assert found.text.encode(found.encoding) in (content, content[2:], content[3:], content[4:])


@given(st.text())
def test_a_text_made_safe_is_as_long_and_holds_nothing_that_is_cleaned_away(text: str) -> None:
    safe = made_safe(text)
    assert len(safe) == len(text)
    assert clean(safe.replace("\r", "\n")) == safe.replace("\r", "\n")
    assert all(a == b or b in " \n" for a, b in zip(text, safe, strict=True))
