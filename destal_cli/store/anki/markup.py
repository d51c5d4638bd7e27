"""HTML of a field into text, and text into HTML. `template`, `incoming` and `outgoing` use it.

Fields are written by people and pasted from everywhere, so nothing is expected of them: a tag that is not closed, or no
tag at all, costs its own characters. Everything is linear in the length of the field.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from destal_cli.core.text import clean, one_line, vocabulary

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_SOURCE = re.compile(r"""\b(?:src|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:([^\[\]\n]*)\]")
_ANKI_SPEECH = re.compile(r"\[anki:(?:tts|play)[^\[\]]*\]|\[/anki:tts\]")
_COMMAND = re.compile(r"\[(?=sound:|anki:|latex\]|\$)")  # what Anki plays or draws
_BREAK = re.compile(r"<br ?/?>|</div><div>|<div>")  # Anki's editor makes the latter
_PLAIN_TAG = re.compile(r"</?[a-z]+[^<>]*>")
_CELL = "\v"  # where a cell of a table ends
_LINES = vocabulary("address blockquote br center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul")
_SILENT = vocabulary("script style head title template noscript rp svg math")
_MEDIA = {"img": "image", "audio": "sound", "video": "video", "object": "object", "embed": "object", "source": "sound"}
_LOW = str.maketrans("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
_HIGH = str.maketrans("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ")
_ALPHABETS = {"sub": (_LOW, "_"), "sup": (_HIGH, "^")}
_MEDIA_SAID = re.compile(r"\[(?:image|sound|video|object)(?:: [^\[\]]*)?\]")


def to_text(field: str) -> str:
    """A field as one line of text: what stood on lines of its own follows after a semicolon."""
    if "<" not in field and "&" not in field and "[" not in field and "\n" not in field:
        return one_line(field)
    pieces = "".join(_pieces(_ANKI_SPEECH.sub("", _SOUND.sub(_sound, field))))
    lines = (_row(line) for line in html.unescape(pieces).split("\n"))
    return _joined([line for line in lines if line])


def media_in(text: str) -> list[str]:
    """The media that a text made by `to_text` names."""
    return _MEDIA_SAID.findall(text)


def without_media(text: str) -> str:
    """A text made by `to_text` without the media that it names."""
    return one_line(_MEDIA_SAID.sub(" ", text))


def to_html(text: str) -> str:
    """Text as a field shows it: escaped, on its own lines, nothing in it that Anki would play or draw."""
    shown = html.escape(clean(text), quote=False).replace("\t", " ").replace("\n", "<br>")
    return _COMMAND.sub("&#91;", shown)


def from_html(field: str) -> str:
    """The text that `to_html` was given."""
    return clean(html.unescape(_PLAIN_TAG.sub("", _BREAK.sub("\n", field))))


def _sound(found: re.Match[str]) -> str:
    return f"[sound: {found[1]}]"


def _row(line: str) -> str:
    """A line with its cells apart, if it is a row of a table."""
    return " | ".join(shown for cell in line.split(_CELL) if (shown := one_line(cell)))


def _joined(lines: list[str]) -> str:
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append(" " if parts[-1][-1] in ".,;:!?…-–—|/" else "; ")
        parts.append(line)
    return "".join(parts)


def _pieces(field: str) -> Iterator[str]:
    """The text of a field with its entities, tags turned into what they show."""
    place = 0
    raised: list[tuple[str, list[str]]] = []  # parts above or below the line that are open
    while place < len(field):
        start = field.find("<", place)
        if start < 0:
            start = len(field)
        yield from _kept(raised, field[place:start].replace("\r", "").replace("\n", " "))
        if start == len(field):
            break
        if field.startswith("<!--", start):
            end = field.find("-->", start)
            place = end + 3 if end >= 0 else len(field)
            continue
        found = _TAG.match(field, start)
        if not found:
            yield from _kept(raised, "&lt;")
            place = start + 1
            continue
        place = found.end()
        name = found[2].lower()
        if name in _SILENT and not found[1]:
            end = _closing(field, name, place)
            place = end if end >= 0 else len(field) if name in ("script", "style") else place
        elif name in _ALPHABETS:
            yield from _shifted(raised, name, bool(found[1]))
        else:
            yield from _kept(raised, _shown(name, bool(found[1]), found[3]))
    while raised:
        yield from _shifted(raised, raised[-1][0], closing=True)


def _closing(field: str, name: str, place: int) -> int:
    """Where an element of which nothing is shown ends; -1 where it never does."""
    found = re.compile(rf"</{name}[^<>]*>", re.IGNORECASE).search(field, place)
    return found.end() if found else -1


def _shown(name: str, closing: bool, attributes: str) -> str:
    if name in _LINES:
        return "\n"
    if name in ("td", "th"):
        return _CELL if closing else ""
    if name == "rt":
        return ")" if closing else " ("
    if name in _MEDIA and not closing:
        found = _SOURCE.search(attributes)
        source = html.unescape(next((group for group in found.groups() if group), "")) if found else ""
        if not source and name != "img":
            return ""
        return f"[{_MEDIA[name]}: {html.escape(_file_name(source))}]"
    return ""


def _file_name(source: str) -> str:
    """What a source is called; one that holds the picture itself has no name."""
    if source.startswith("data:"):
        return "without a name"
    return PurePosixPath(source.replace("\\", "/")).name.replace("[", "(").replace("]", ")")[:100] or "without a name"


def _kept(raised: list[tuple[str, list[str]]], text: str) -> Iterator[str]:
    if raised:
        raised[-1][1].append(text)
    else:
        yield text


def _shifted(raised: list[tuple[str, list[str]]], name: str, closing: bool) -> Iterator[str]:
    """Open a part above or below the line, or close it: in the letters that Unicode has for it, else in brackets."""
    if not closing:
        raised.append((name, []))
        return
    if not raised or raised[-1][0] != name:
        return
    text = "".join(raised.pop()[1])
    alphabet, sign = _ALPHABETS[name]
    moved = text.strip().translate(alphabet)
    if text.strip() and all(ord(char) in alphabet for char in text.strip()):
        yield from _kept(raised, moved)
    elif text.strip():
        yield from _kept(raised, f"{sign}{text.strip()}" if len(text.strip()) == 1 else f"{sign}({text.strip()})")
