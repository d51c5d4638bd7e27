"""The `destal` command: what it runs, and the one place where errors become messages and exit codes."""

import contextlib
import gc
import os
import signal
import sys
from typing import NoReturn

from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, StoreError, UsageError

BUG = 70
_CODES = {BadFileError: 1, UsageError: 2, NotFoundError: 3, StoreError: 4}


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    gc.set_threshold(50_000)  # the collector's walks over freshly imported modules are a tenth of a small command
    sys.exit(run())


def run() -> int:
    """Run the command line; returns the exit code. No error that a user can cause leaves this function."""
    _obey_signals()
    _never_fail_to_write()
    try:
        return _dispatch()
    except DestalError as error:
        return _told(error)
    except (KeyboardInterrupt, EOFError):
        return 130
    except BrokenPipeError:
        _quiet_stdout()
        return 0
    except OSError as error:
        if not error.filename:  # whoever writes a file says which
            _quiet_stdout()
        return _told(StoreError(f"{error.filename or 'the output cannot be written'}: {error.strerror or error}"))
    except Exception as error:  # a bug of ours: a report instead of a traceback
        return _report(error)


def _dispatch() -> int:
    code = None if any(name.endswith("DESTAL_COMPLETE") for name in os.environ) else _common(sys.argv[1:])
    if code is None:
        from destal_cli.cli.parser import dispatch

        code = dispatch(sys.argv[1:])
    sys.stdout.flush()
    return code


def _common(arguments: list[str]) -> int | None:
    """Run what is understood without Typer, which takes as long to load as a question; None for all else."""
    from destal_cli.cli.commands import BEFORE, BELOW, command, named
    from destal_cli.cli.declare import asks_for_help, read

    while arguments and arguments[0] in BEFORE:
        os.environ.update([BEFORE[arguments[0]]])
        arguments = arguments[1:]
    name, words = named(arguments)
    if asks_for_help(words, is_group=not name or name in BELOW):
        from destal_cli.cli.usage import explain

        return explain(name)
    run = command(name)
    said = read(run, words)
    if said is None:
        return None
    code = run(**said)
    return code if isinstance(code, int) else 0


def _never_fail_to_write() -> None:
    """Where a stream's encoding lacks a sign, write another: the parser, too, says what it has to say."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _told(error: DestalError) -> int:
    from destal_cli.cli.out import complain

    complain(error)
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))


def _obey_signals() -> None:
    """End on SIGTERM and SIGHUP as on an exception, so that the terminal is put back as it was."""

    def leave(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _quiet_stdout() -> None:
    """Let the interpreter flush into nothing when nothing can be written."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: Exception) -> int:
    import traceback

    from destal_cli import __version__
    from destal_cli.cli.out import talk
    from destal_cli.store.places import places

    lines = [f"destal {__version__}, Python {sys.version}, {sys.platform}", f"arguments: {sys.argv[1:]}", ""]
    text = "\n".join([*lines, *traceback.format_exception(error)])
    try:
        folder = places().cache
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "report.txt"
        path.write_text(text, encoding="utf-8")
        talk(f"destal: this is a bug of ours ({type(error).__name__}); please send us {path}")
    except (OSError, DestalError):
        talk(f"destal: this is a bug of ours; please send us this:\n{text}")
    return BUG
