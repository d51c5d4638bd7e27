"""`destal config`: the learner's settings, shown, set and edited."""

from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import JsonOption, PlainOption
from destal_cli.core.problems import BadFileError

if TYPE_CHECKING:
    from destal_cli.screen.settings import Shown


def complete_setting(incomplete: str) -> list[tuple[str, str]]:
    """Settings that begin so, with what they are for."""
    from destal_cli.store.settings import RULES

    return [(key, rule.about) for key, rule in RULES.items() if key.startswith(incomplete)]


KeyArgument = Annotated[str, Argument(help="A setting.", autocompletion=complete_setting)]


def show_settings(json: JsonOption = False, plain: PlainOption = None) -> None:
    """Show the settings, set one, edit them.

    Alone, `destal config` shows each setting, its value, and where that is from: an option of a command overrules the
    environment, the environment the file, and the file the default.
    """
    from destal_cli.cli.out import aloud, print_json, show
    from destal_cli.screen.settings import settings_aloud, settings_json, settings_view

    path, rows = library().places.settings, _shown()
    if json:
        return print_json(settings_json(str(path), rows))
    where = str(path) if path.exists() else f"{path} (not there yet)"
    return aloud(settings_aloud(where, rows)) if plainly(plain) else show(settings_view(where, rows))


def _shown() -> "list[Shown]":
    from destal_cli.screen.settings import Shown
    from destal_cli.store.settings import RULES, origins, variable

    known = library()
    settings, whence = known.settings, origins(known.places.settings)
    return [Shown(key, getattr(settings, key), whence[key], variable(key), rule.about) for key, rule in RULES.items()]


def get(key: KeyArgument) -> None:
    """Print the value of a setting, and nothing where it has none."""
    from destal_cli.cli.out import say
    from destal_cli.screen.settings import written
    from destal_cli.store.settings import rule

    rule(key)
    say(written(getattr(library().settings, key)))


def put(
    key: KeyArgument,
    value: Annotated[str, Argument(help="What it becomes, as in: retention .85, exam 2027-01-15, steps 3,6,12.")],
) -> None:
    """Write a setting into the file; comments and all else stay as they are."""
    from destal_cli.screen.settings import written
    from destal_cli.store.settings import change_setting, value_of

    path, new = library().places.settings, value_of(key, value)
    change_setting(path, key, new)
    _say(f"{key} = {written(new)}, in {path}", key)


def unset(key: KeyArgument) -> None:
    """Take a setting out of the file, so that its default holds."""
    from destal_cli.store.settings import change_setting, rule

    rule(key)
    path = library().places.settings
    change_setting(path, key, None)
    _say(f"{key} is not set in {path}", key)


def _say(said: str, key: str) -> None:
    """What was done, and whether it changes anything."""
    import os

    from destal_cli.cli.out import talk
    from destal_cli.store.settings import variable

    talk(said)
    if os.environ.get(variable(key)):
        talk(f"hint: {variable(key)} in the environment overrules it: {os.environ[variable(key)]}")


def edit() -> None:
    """Open the settings in $EDITOR, every one with what it is for, and check them on return."""
    from destal_cli.cli.deckwork import run_editor
    from destal_cli.cli.out import talk
    from destal_cli.screen.settings import starter
    from destal_cli.store.files import write_whole
    from destal_cli.store.settings import RULES, read_settings

    path = library().places.settings
    if not path.exists():
        write_whole(path, starter({key: rule.about for key, rule in RULES.items()}))
    run_editor(path, 1)
    try:
        read_settings(path, {})
    except BadFileError as error:
        raise BadFileError(error.message, "edit again: destal config edit", error.problems) from None
    talk(f"sound: {path}")
