"""The themes, measured: how each colour reads on its ground, and how far apart the signs are to colour-blind eyes."""

from __future__ import annotations

import io
import re
from itertools import combinations
from math import dist

import pytest
from rich.console import Console
from rich.text import Text
from rich.theme import Theme

from destal_cli.core.themes import AUTO, DARK, HIGH_CONTRAST, LIGHT
from destal_cli.screen.canvas import codes
from destal_cli.screen.look import make_console
from destal_cli.screen.paint import Words
from destal_cli.screen.palette import (
    EITHER,
    FEW,
    MANY,
    MONO,
    NONE,
    TRUE,
    styles,
    theme_on,
)

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
Colour = tuple[int, int, int]
# Linear RGB as somebody without a kind of cone sees it.
EYES = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
OKABE_AND_ITO = 18  # how far apart green, orange and vermilion are in their own palette at the worst


def rgb(word: str) -> Colour:
    """A colour as a style has it; of 256 the cube that all terminals share (numbers from 16 on)."""
    if word.startswith("#"):
        return int(word[1:3], 16), int(word[3:5], 16), int(word[5:7], 16)
    number = int(word.removeprefix("color(").rstrip(")")) - 16
    levels = (0, 95, 135, 175, 215, 255)
    return levels[number // 36], levels[number // 6 % 6], levels[number % 6]


def linear(colour: Colour) -> list[float]:
    """The light of each channel, 0 to 1 (IEC 61966-2-1)."""
    shares = [channel / 255 for channel in colour]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.1, 1 to 21: (L1 + 0.05) / (L2 + 0.05) of the relative luminances."""
    low, high = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, other)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: Colour, eyes: str) -> tuple[float, float, float]:
    """A colour in CIELAB (D65) as eyes see it: matrices of Machado, Oliveira and Fernandes (2009), severity 1."""
    light = linear(colour)
    r, g, b = (min(1, max(0, sum(m * c for m, c in zip(row, light, strict=True)))) for row in EYES[eyes])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def pair(style: str) -> tuple[Colour | None, Colour | None]:
    """The colours of a style's letters and of its ground, where it has them."""
    letters, _, ground = style.partition(" on ")
    colour = [rgb(word) for word in letters.split() if word[0] == "#" or word.startswith("color(")]
    return (colour[0] if colour else None), (rgb(ground) if ground else None)


@pytest.mark.parametrize("colours", [TRUE, MANY])
@pytest.mark.parametrize(
    ("theme", "ground", "least"), [(DARK, BLACK, 4.5), (LIGHT, WHITE, 4.5), (EITHER, BLACK, 3), (EITHER, WHITE, 3)]
)
def test_every_colour_reads_well_on_its_ground(theme: str, ground: Colour, least: float, colours: str) -> None:
    found = {
        name: contrast(letters, ground) for name, style in styles(theme, colours).items() if (letters := pair(style)[0])
    }
    assert len(found) > 10
    assert {name: round(ratio, 2) for name, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("colours", [TRUE, MANY])
def test_in_high_contrast_every_colour_brings_its_ground_and_nothing_is_dim(colours: str) -> None:
    for name, style in styles(HIGH_CONTRAST, colours).items():
        letters, ground = pair(style)
        assert (letters is None) == (ground is None), name
        assert letters is None or ground is None or contrast(letters, ground) >= 7, name
        assert "dim" not in style


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("colours", [TRUE, MANY])
@pytest.mark.parametrize("theme", [DARK, LIGHT, EITHER, HIGH_CONTRAST])
def test_right_partial_and_wrong_are_far_apart_to_every_eye(theme: str, colours: str, eyes: str) -> None:
    known = styles(theme, colours)
    pairs = [pair(known[name]) for name in ("right", "partial", "wrong")]
    signs = [ground or letters or BLACK for letters, ground in pairs]
    assert min(dist(seen(one, eyes), seen(other, eyes)) for one, other in combinations(signs, 2)) >= OKABE_AND_ITO


@pytest.mark.parametrize(
    ("ground", "theme"),
    [
        ("15;0", DARK),
        ("0;15", LIGHT),
        ("0;default;15", LIGHT),
        ("0;7", LIGHT),
        ("7;8", DARK),
        ("default;default", EITHER),
    ],
)
def test_a_terminal_that_says_its_ground_is_believed(ground: str, theme: str) -> None:
    assert theme_on(AUTO, ground) == theme
    assert theme_on(LIGHT, ground) == LIGHT


def test_a_terminal_that_says_nothing_gets_what_reads_on_black_and_on_white() -> None:
    assert theme_on(AUTO, "") == EITHER


@pytest.mark.parametrize("theme", [DARK, LIGHT, EITHER, HIGH_CONTRAST])
def test_every_theme_has_every_style(theme: str) -> None:
    assert styles(theme, TRUE).keys() == styles(DARK, TRUE).keys()


@pytest.mark.parametrize("colours", [TRUE, MANY, FEW, MONO])
@pytest.mark.parametrize("theme", [DARK, LIGHT, EITHER, HIGH_CONTRAST])
def test_both_painters_send_the_same_for_a_style(theme: str, colours: str) -> None:
    system = {TRUE: "truecolor", MANY: "256"}.get(colours, "standard")
    known = styles(theme, colours)
    for name, style in known.items():
        file = io.StringIO()
        Console(file=file, theme=Theme(known), color_system=system, force_terminal=True).print(Text("x", name), end="")  # type: ignore[arg-type]
        sent = re.fullmatch(r"(?:\x1b\[([0-9;]*)m)?x(?:\x1b\[0m)?", file.getvalue())
        assert sent
        assert (sent[1] or "") == codes(style), (name, style)


@pytest.mark.parametrize("theme", [DARK, LIGHT, EITHER, HIGH_CONTRAST])
def test_without_colours_no_style_has_any(theme: str) -> None:
    for colours in (MONO, NONE):
        assert not re.search(r"#|color|\bon\b", " ".join(styles(theme, colours).values()))


def test_rich_and_the_canvas_agree_on_what_a_stream_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORTERM", "CLICOLOR_FORCE", "FORCE_COLOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def printed() -> str:
        file = io.StringIO()
        make_console(file, 20, lambda: DARK).print(Words("yes", "right"))
        return file.getvalue()

    assert printed() == "yes\n"
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.setenv(name, "1")
        assert printed() == "\x1b[1;38;5;36myes\x1b[0m\n"
        monkeypatch.delenv(name)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "")
    assert printed() == "\x1b[1;38;5;36myes\x1b[0m\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert printed() == "\x1b[1myes\x1b[0m\n"
    monkeypatch.setenv("TERM", "dumb")
    assert printed() == "yes\n"
