"""The `destal` command: what it runs, and the one place where errors become messages and exit codes."""

import gc
import os
import signal
import sys
from typing import NoReturn, TextIO

from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, StoreError, UsageError

BUG = 70
_CODES = {BadFileError: 1, UsageError: 2, NotFoundError: 3, StoreError: 4}


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    gc.set_threshold(50_000)  # the collector's walks over freshly imported modules are a tenth of a small command
    _open_streams()
    try:
        sys.exit(run())
    finally:
        _let_go()
        gc.freeze()  # the interpreter walks over all there is before it ends, for a tenth of a small command's time


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
        _silence(sys.stdout)
        return 0
    except OSError as error:
        if ended := _ended_by_signal(error):
            return ended
        if not error.filename:  # whoever writes a file says which
            _silence(sys.stdout)
        return _told(StoreError(f"{error.filename or 'the output cannot be written'}: {error.strerror or error}"))
    except Exception as error:  # a bug of ours: a report instead of a traceback
        from destal_cli.cli.out import talk
        from destal_cli.cli.report import report

        talk(report(error))
        return BUG


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
    """End on a signal as on an exception, so that the terminal is put back as it was, and on the first alone."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]

    def leave(number: int, _: object) -> NoReturn:
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in numbers:
        signal.signal(number, leave)


def _ended_by_signal(error: BaseException | None) -> int:
    """The exit code of the signal that was being obeyed when an error came, as when a terminal is gone; else 0."""
    while error:
        if isinstance(error, SystemExit) and isinstance(error.code, int):
            return error.code
        error = error.__context__
    return 0


def _open_streams() -> None:
    """Read and write nothing where a stream is closed; the next file that is opened would get what is said else."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _let_go() -> None:
    """Leave nothing for the interpreter to write or to close in the end; for what it cannot write it has an exit code
    of its own.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _silence(stream)
    if "destal_cli.store.opened" in sys.modules:
        from destal_cli.store.opened import close_all

        close_all()


def _silence(stream: TextIO) -> None:
    from destal_cli.cli.out import silence

    silence(stream)
