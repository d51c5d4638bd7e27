"""What is said of a bug of ours, and the report that is left for whoever mends it. `app` calls it."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from destal_cli.core.problems import DestalError

_BEFORE = """\
destal failed, and this says where. Please send it with a sentence on what you did just before.
It has the names of options and lines of destal's own program: no answer, nothing that you typed,
nothing of a deck and no name of a folder.
"""


def report(error: BaseException) -> str:
    """Leave a report of an error, and give the one sentence to say of it."""
    from destal_cli.store.files import write_whole
    from destal_cli.store.places import places

    sentence = f"destal: this is a bug of ours ({type(error).__name__} in {_where(error)})"
    path = Path("report.txt")
    try:
        path = places().cache / path
        write_whole(path, text_of(error, sys.argv[1:]))
    except (OSError, DestalError):
        return f"{sentence}; please tell us so, as {path} cannot be written"
    return f"{sentence}; please send us {path}"


def text_of(error: BaseException, arguments: list[str]) -> str:
    """The report: what runs, the options without what was said with them, and each error's lines without its words."""
    from destal_cli import __version__

    words = arguments[: arguments.index("--")] if "--" in arguments else arguments
    options = [word.partition("=")[0] for word in words if word.startswith("-") and word.strip("-")[:1].isalpha()]
    system = f"destal {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    return "\n".join([_BEFORE, system, f"options: {' '.join(options) or 'none'}", *_lines(error)]) + "\n"


def _lines(error: BaseException | None) -> list[str]:
    """The lines that an error went through, those of the error behind it first."""
    if error is None:
        return []
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    through = [f"  {_file(at.filename)}:{at.lineno} {at.name}: {at.line}" for at in [*frames[:20], *frames[20:][-20:]]]
    return [*_lines(behind), "", f"{type(error).__module__}.{type(error).__qualname__}", *through]


def _file(name: str) -> str:
    """A file of the program by its place in its package; any other by its name alone."""
    parts = Path(name).parts
    for package in ("site-packages", "destal_cli"):
        if package in parts:
            return "/".join(parts[parts.index(package) :])
    return parts[-1] if parts else name


def _where(error: BaseException) -> str:
    """The last line of our own that an error went through: `cards.py:40`."""
    ours = [at for at in traceback.extract_tb(error.__traceback__) if "destal_cli" in Path(at.filename).parts]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "none of our lines"
