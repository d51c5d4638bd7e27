"""A page to hand out: a deck as one file of HTML that loads nothing. `destal export html` writes it.

Its policy lets nothing run but its own script and style, which it knows by their hashes; texts of decks are escaped by
the templates, stand in no script, and reach the script only as what the document says.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from destal_cli.core.notes import Outgoing, Written
from destal_cli.core.text import plural
from destal_cli.screen.export import environment
from destal_cli.screen.page.contents import Contents

CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'"
LOST = ("wrong answers to choose from, and names that are asked for in other spellings",)


def write(leaving: Outgoing) -> Written:
    """The page of a deck. How facts are held is on it only where a history goes with them."""
    contents, made = Contents(leaving), environment()
    style, script = (made.get_template(name).render() for name in ("page.css", "page.js"))
    page: dict[str, object] = {
        "deck": contents.deck,
        "below": below(contents),
        "policy": f"{CLOSED}; style-src {_hash(style)}; script-src {_hash(script)}",
        "style": style,
        "script": script,
        "contents": contents,
        "entries": list(contents.entries.values()),
        "chapters": list(contents.chapters()),
        "cards": contents.cards(),
        "studies": contents.studies(),
        "band": contents.band(),
    }
    return Written(made.get_template("page.html").render(page), LOST)


def below(contents: Contents) -> str:
    """What stands below the title."""
    parts = [contents.years, plural(len(contents.facts), "fact"), plural(len(contents.leaving.cards), "card")]
    return " · ".join(part for part in parts if part)


def _hash(text: str) -> str:
    """A source of a Content-Security-Policy: the text of one element, by its hash."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
