"""The lines of a PDF, with their places and sizes, as JSON: run as a program of its own, with the PDF on stdin.

`pdf` starts it in a process of its own, so that a hostile file can take neither the memory nor the time of the study
tool, and a crash of the native library is only a message. It imports nothing of destal.
"""

from __future__ import annotations

import ctypes
import json
import sys
from contextlib import suppress
from math import ceil
from typing import Any

MAX_PAGES = 3_000
MOST_CHARACTERS = 200_000  # of a page; what is printed has some thousand
MEMORY, MEMORY_A_BYTE = 192 << 20, 3
SECONDS, SECONDS_A_MB, MOST_SECONDS = 1.5, 12.0, 90.0  # of the processor
HYPHEN = 2  # how the library writes a hyphen at the end of a line


def main() -> None:
    """Read the PDF on stdin and write `{"title", "pages": [[[text, left, right, base, size], ...]]}` or `{"error"}`."""
    content = sys.stdin.buffer.read()
    _limit(len(content))
    try:
        print(json.dumps(_read(content)))
    except MemoryError:
        print(json.dumps({"error": "memory"}))


def _limit(size: int) -> None:
    """Take no more memory and time than a PDF of so many bytes needs."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of whoever started this is all there is
        return
    seconds = ceil(min(MOST_SECONDS, SECONDS + SECONDS_A_MB * size / (1 << 20)))
    for kind, value in ((resource.RLIMIT_AS, MEMORY + MEMORY_A_BYTE * size), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with suppress(ValueError, OSError):  # macOS refuses to limit memory
            resource.setrlimit(kind, (wanted, hard))


def _read(content: bytes) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "damaged"}
    if len(document) > MAX_PAGES:
        return {"error": "pages"}
    pages = [_lines(document, number) for number in range(len(document))]
    return {"title": document.get_metadata_dict().get("Title", ""), "pages": pages}


def _lines(document: Any, number: int) -> list[tuple[str, float, float, float, float]]:
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    chars = [raw.FPDFText_GetUnicode(text, index) for index in range(min(text.count_chars(), MOST_CHARACTERS))]
    found, start = [], 0
    for index, char in enumerate([*chars, 10]):
        if char in (10, 13, HYPHEN):
            found.append(_line(raw, text, chars, start, index))
            start = index + 1
    text.close()
    page.close()
    return [line for line in found if line]


def _line(raw: Any, page: Any, chars: list[int], start: int, end: int) -> Any:
    """Text, left, right, base line and letter size of the characters [start, end); None when they are blank."""
    inked = [index for index in range(start, end) if chars[index] > 32]
    if not inked:
        return None
    left, base, box_left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    raw.FPDFText_GetCharOrigin(page, inked[0], left, base)
    raw.FPDFText_GetCharBox(page, inked[-1], box_left, right, bottom, top)
    size = raw.FPDFText_GetFontSize(page, inked[len(inked) // 2])
    said = "".join(map(chr, chars[start:end])).strip()
    if chars[end : end + 1] == [HYPHEN]:
        said += "-"
    return said, round(left.value, 1), round(right.value, 1), round(base.value, 1), round(size, 1)


if __name__ == "__main__":
    main()
