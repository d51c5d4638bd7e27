"""Reading protocol buffers without a description: the fields of one message by number. `collection` asks."""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_LONGEST = 10  # bytes of a number


def message(raw: bytes) -> dict[int, int | bytes]:
    """The last value of each field: a number, or bytes for texts, messages and floats. A cut message ends early."""
    return dict(_fields(raw))


def text(value: int | bytes | None) -> str:
    """A field as the text it is."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def number(value: int | bytes | None) -> int:
    """A field as the number it is."""
    return value if isinstance(value, int) else 0


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    place = 0
    while place < len(raw):
        key, place = _number(raw, place)
        kind = key & 7
        if kind == _VARINT:
            value, place = _number(raw, place)
            yield key >> 3, value
            continue
        length = {_EIGHT: 8, _FOUR: 4}.get(kind, -1)
        if kind == _BYTES:
            length, place = _number(raw, place)
        if not 0 <= length <= len(raw) - place:
            return
        yield key >> 3, raw[place : place + length]
        place += length


def _number(raw: bytes, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    found = 0
    for shift, byte in enumerate(raw[place : place + _LONGEST]):
        found |= (byte & 127) << 7 * shift
        if byte < 128:
            return found, place + shift + 1
    return found, len(raw)
