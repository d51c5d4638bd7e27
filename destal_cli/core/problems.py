"""What can be wrong with a user's files, as values (`Problem`) and, where nothing can go on, as errors.

Readers and checks return problems; the screen prints them. `cli` alone turns the errors into messages and exit codes.
"""

from collections.abc import Sequence

from destal_cli.core.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong at a place in a file; `line` and `column` count from 1, and are 0 for the file as a whole."""

    path: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}" + (f"\nhint: {self.hint}" if self.hint else "")


class DestalError(Exception):
    """What a user can cause and mend: a sentence, and a hint that says how."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadFileError(DestalError):
    """A file of the user's cannot be used as it is; `problems` say where."""

    def __init__(self, message: str, hint: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)


class UsageError(DestalError):
    """The command line asks for what cannot be."""


class NotFoundError(DestalError):
    """No deck, person, fact or card goes by that name."""


class StoreError(DestalError):
    """The history or the data folder cannot be read or written."""


def did_you_mean(wanted: str, known: Sequence[str]) -> str:
    """`did you mean "when"?`, or nothing when no known word is near."""
    from difflib import get_close_matches

    near = get_close_matches(wanted.casefold(), {k.casefold(): k for k in known}, n=1, cutoff=0.6)
    original = {k.casefold(): k for k in known}
    return f'did you mean "{original[near[0]]}"?' if near else ""
