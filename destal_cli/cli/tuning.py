"""`destal tune`: parameters from the learner's own reviews, taken only where they foretell more; and the way back."""

from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import JsonOption, PlainOption
from destal_cli.core.problems import NotFoundError

if TYPE_CHECKING:
    from destal_cli.core.tuning import Trial
    from destal_cli.store.library import Library


def tune(
    back: Annotated[bool, Option("--back", help="Return to the parameters that were in use before.")] = False,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """Fit the memory model to your own reviews, and take it if it foretells the later ones better."""
    known = library()
    return (_back if back else _tune)(known, json, plainly(plain, known))


def _tune(known: "Library", json: bool, plain: bool) -> None:
    from destal_cli.cli.out import aloud, console, print_json
    from destal_cli.core.parameters import in_use
    from destal_cli.core.tuning import LEAST, trial
    from destal_cli.screen.tuning import few_view, trial_aloud, trial_view, tune_as_json, untold_view

    history = known.history()
    before = history.parameters()
    count = history.count()
    found = trial(history.log.lived, count, known.scheduler())
    taken = found is not None and _noted(known, found)
    if json:
        return print_json(tune_as_json(count, found, in_use(history.parameters()), taken))
    few = few_view(count) if count < LEAST else untold_view(count)
    if plain:
        return aloud(trial_aloud(found, in_use(before), taken) if found else [few])
    screen = console()
    if found is None:
        return screen.print(few)
    return screen.print(trial_view(found, in_use(before), taken, screen.width))


def _noted(known: "Library", found: "Trial") -> bool:
    """Keep what a trial found; True where its parameters are in use from now on."""
    from destal_cli.cli.clock import now

    at = now()
    row = known.history().decide(lambda rows: found.row(rows, at))
    return row is not None and row.in_use == row.version


def _back(known: "Library", json: bool, plain: bool) -> None:
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import aloud, console, print_json
    from destal_cli.core.parameters import gone_back
    from destal_cli.screen.tuning import back_as_json, back_view

    at = now()
    row = known.history().decide(lambda rows: gone_back(rows, at))
    if row is None:
        raise NotFoundError("the standard parameters are in use: there is nothing to go back to", "see: destal tune")
    fitted = next(fit for fit in known.history().parameters() if fit.version == row.version)
    if json:
        return print_json(back_as_json(row))
    return aloud([back_view(fitted)]) if plain else console().print(back_view(fitted))
