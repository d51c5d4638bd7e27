"""How destal does with a hundred thousand facts and a million reviews: every figure, beside what it is held to.

    python3 -m venv FOLDER && FOLDER/bin/pip install '.[bench]'
    FOLDER/bin/python tests/bench/large_scale.py [--facts 100000] [--reviews 1000000] [--runs 9] [--cache FOLDER]

Every measurement is a process of its own, and each is preceded by one of bare Python (`python -I -c pass`): `of bare`
is the median of how many times as long it took, `CPU` the same of processor time. On a busy machine bare Python waits
for a processor longer than it runs, which flatters everything beside it: a ratio is met when both are. What takes
long is measured less often. The folders of `large` are made once and kept in `--cache`; what is measured are copies.
The same is measured with a tenth and a hundredth of the facts and reviews, which shows what grows. Install destal not
editable: without byte code a start takes three times as long.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.metadata import distribution
from itertools import count
from pathlib import Path
from statistics import median

from large import Large
from timing import ROWS, Run, Terminal, by_turns, drawn, finished, peak_of_all

from destal_cli.store.migrations import MIGRATIONS

HERE = Path(__file__).parent
DESTAL = str(Path(sysconfig.get_path("scripts")) / "destal")
NOW = "2027-01-15T21:30"
PATIENCE = 40.0  # seconds after which a figure is not measured once more
ANSWERS = 15
PANEL, POINTER, NEXT = "╯", "›", "Enter next"  # the end of a question, its choices, the foot of a verdict
FIRST = "1) "  # the first choice of a question in the plain dialogue
SHARES = (100, 10, 1)  # parts of the facts and reviews that growth is shown at
INDEX, DOCTOR = "index made from nothing", "memory rebuilt from the log (destal doctor)"
ANEW = "  the same, the whole log counted anew"
GROWING = (INDEX, "  its peak memory", DOCTOR, ANEW)  # what may grow with the whole
STEADY = 2.0  # times as much at the most facts as at the fewest, for everything else
Measure = Callable[[], Run]
Pairs = Sequence[tuple[Run, Run]]  # each run with the one of bare Python before it


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: its name, a value with its unit, the bare Python beside it, and what it is held to."""

    name: str
    value: float
    unit: str
    bare: float = 0.0
    of_bare: float = 0.0
    cpu: float = 0.0
    reach: float | None = None
    held: str = "value"  # what the reach is about: `value` or `of bare`

    @property
    def met(self) -> bool | None:
        """Whether it is within reach, a ratio by both of its measures; None when nothing is asked of it."""
        if self.reach is None:
            return None
        found = self.of_bare if self.held == "of bare" else self.value
        is_ratio = self.held == "of bare" or self.unit == "times"
        return max(found, self.cpu if is_ratio else 0) <= self.reach


@dataclass
class Bench:
    """One folder of facts and reviews, and the figures measured on it."""

    home: Path
    holds: Large
    anki: Path | None
    runs: int
    is_whole: bool  # smaller ones are held to nothing
    figures: list[Figure] = field(default_factory=list)

    def _tell(self, figure: Figure) -> None:
        figure = figure if self.is_whole else replace(figure, reach=None)
        self.figures.append(figure)
        print(line(figure), flush=True)

    def __post_init__(self) -> None:
        self.elsewhere = self.home / "elsewhere"  # a working folder without decks
        self.elsewhere.mkdir(exist_ok=True)
        self.shipped = self.home / "shipped"  # the folder of a learner who has nothing but the shipped deck
        self.person = [DESTAL, "facts", "--person", self.holds.hundred]

    def all(self) -> list[Figure]:
        """Measure everything, the index from nothing first, so that the rest finds it made."""
        os.environ["DESTAL_HOME"] = str(self.home)
        self._index()
        self._first_question()
        self._facts()
        self._against_bare("destal", [DESTAL], 9)
        self._against_bare("destal due", [DESTAL, "due"], 9)
        self._against_bare("destal --help", [DESTAL, "--help"], 7)
        self._timed("destal scores", lambda: finished([DESTAL, "scores"], self.elsewhere), 1.5)
        self._timed(ANEW, self._scores_anew, None)
        years = ["--from", str(self.holds.years[0]), "--to", str(self.holds.years[1])]
        name = f"destal timeline of {self.holds.dated:,} dated facts, first screen"
        self._timed(name, lambda: self._screen([DESTAL, "timeline", *years]), 0.5)
        self._changed()
        self._timed(
            "memory rebuilt from the log (destal doctor)", lambda: finished([DESTAL, "doctor"], self.elsewhere), 3
        )
        self._answers()
        return self.figures

    def _scores_anew(self) -> Run:
        """The scores where nothing is kept of the log, as once after the index was made anew."""
        with closing(sqlite3.connect(self.home / "cache" / "index.db")) as index, index:
            index.execute("DELETE FROM kept WHERE name = 'tally'")
        return finished([DESTAL, "scores"], self.elsewhere)

    def _pairs(self, measure: Measure) -> Pairs:
        return by_turns(measure, self.elsewhere, self.runs, PATIENCE)

    def _add(self, name: str, pairs: Pairs, unit: str, reach: float | None, held: str) -> None:
        took = median(run.seconds for run, _ in pairs)
        self._tell(
            Figure(
                name,
                took * (1000 if unit == "ms" else 1),
                unit,
                median(before.seconds for _, before in pairs) * 1000,
                median(run.seconds / before.seconds for run, before in pairs),
                median(run.cpu for run, _ in pairs) / median(before.cpu for _, before in pairs),
                reach,
                held,
            )
        )

    def _timed(self, name: str, measure: Measure, reach: float | None) -> None:
        self._add(name, self._pairs(measure), "s", reach, "value")

    def _against_bare(self, name: str, command: list[str], reach: float) -> None:
        self._add(name, self._pairs(lambda: finished(command, self.elsewhere)), "ms", reach, "of bare")

    def _index(self) -> None:
        """The index made from nothing, by the first command that wants it."""

        def measure() -> Run:
            shutil.rmtree(self.home / "cache", ignore_errors=True)
            return finished(self.person, self.elsewhere)

        pairs = self._pairs(measure)
        self._add(INDEX, pairs, "s", 6, "value")
        shutil.rmtree(self.home / "cache")
        peak = peak_of_all(self.person, self.elsewhere)
        self._tell(Figure("  its peak memory", max([*(run.peak for run, _ in pairs), peak]), "MB", reach=300))

    def _first_question(self) -> None:
        """The first question of the quiz and of Anki's engine, by turns."""
        anki: list[Run] = []
        seeds = count()  # not the same card, in the same form, each time

        def measure() -> Run:
            if self.anki:
                engine = [sys.executable, str(HERE / "anki_engine.py"), "first", str(self.anki)]
                anki.append(drawn(engine, self.elsewhere, "</html>"))
            return drawn([DESTAL, "quiz", "--seed", str(next(seeds))], self.elsewhere, PANEL)

        pairs = self._pairs(measure)
        self._add("destal quiz, first question", pairs, "ms", 8, "of bare")
        if self.anki:
            engine = list(zip(anki[-len(pairs) :], (before for _, before in pairs), strict=True))
            self._add("  Anki's engine, first card", engine, "ms", None, "value")
            self._compare("  destal quiz, of Anki's engine", pairs, engine, 0.35)

    def _facts(self) -> None:
        """The facts of a person who has a hundred, and of one who has as many as the shipped deck, by turns with it."""
        self._against_bare(f"destal facts --person X ({self.holds.hundred_facts} facts)", self.person, 10)
        alone: list[Run] = []
        like_shipped = [DESTAL, "facts", "--person", self.holds.shipped]

        def measure() -> Run:
            os.environ["DESTAL_HOME"] = str(self.shipped)
            alone.append(finished([DESTAL, "facts"], self.elsewhere))
            os.environ["DESTAL_HOME"] = str(self.home)
            return finished(like_shipped, self.elsewhere)

        pairs = self._pairs(measure)
        rows = self.holds.shipped_facts
        self._add(f"destal facts --person Y ({rows} facts)", pairs, "ms", None, "value")
        shipped = list(zip(alone[-len(pairs) :], (before for _, before in pairs), strict=True))
        self._add(f"destal facts, the shipped deck alone ({rows} facts)", shipped, "ms", None, "value")
        self._compare("  Y, of the shipped deck alone", pairs, shipped, 1.2)

    def _compare(self, name: str, pairs: Pairs, others: Pairs, reach: float) -> None:
        """How many times as long one took as another that was run by turns with it."""
        ratio = median(run.seconds / other.seconds for (run, _), (other, _) in zip(pairs, others, strict=True))
        cpu = median(run.cpu for run, _ in pairs) / median(other.cpu for other, _ in others)
        self._tell(Figure(name, ratio, "times", cpu=cpu, reach=reach))

    def _screen(self, command: list[str]) -> Run:
        """Until the first screen is full; what follows, or a pager, is killed."""
        return drawn(command, self.elsewhere, "\n", ROWS - 1)

    def _changed(self) -> None:
        """One file changed, by turns with none changed: the difference."""
        file = self.home / self.holds.thousand
        unchanged: list[Run] = []

        def measure() -> Run:
            unchanged.append(finished(self.person, self.elsewhere))
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace('title: "', 'title: "New: ', 1), encoding="utf-8")
            return finished(self.person, self.elsewhere)

        pairs = self._pairs(measure)
        facts = f"{self.holds.thousand_facts:,} facts"
        self._add(f"after one file of {facts} changed", pairs, "s", None, "value")
        more = median(run.seconds for run, _ in pairs) - median(run.seconds for run in unchanged[-len(pairs) :])
        self._tell(Figure(f"  more than unchanged ({facts})", more, "s", reach=0.2))

    def _answers(self) -> None:
        """A session in which everything is answered by the first choice: what each answer waits, and the memory.

        From the key to the verdict with its line of keys, and from Enter to the next question with its choices.
        """
        quiz = [DESTAL, "quiz", "--form", "choice", "--new", "20", "--seed", "1"]
        terminal = Terminal(quiz, self.elsewhere)
        terminal.until(POINTER)
        waits = []
        for _ in range(ANSWERS):
            terminal.until_quiet(0.2)
            terminal.send("1")
            wait = terminal.until(NEXT)
            terminal.until_quiet(0.2)
            terminal.send("\r")
            waits.append(wait + terminal.until(POINTER))
        self._tell(Figure("answer to durable, and next question", median(waits) * 1000, "ms", reach=5))
        self._tell(Figure("peak memory of quiz", terminal.end(0).peak, "MB", reach=80))
        plain = Terminal([*quiz, "--plain"], self.elsewhere)
        plain.until(FIRST)
        lines = []
        for _ in range(ANSWERS):
            plain.until_quiet(0.2)
            plain.send("1\n")
            lines.append(plain.until(FIRST))
        plain.end(0)
        self._tell(Figure("  the same in the plain dialogue", median(lines) * 1000, "ms"))


def made(cache: Path, facts: int, reviews: int, seed: int) -> tuple[Path, Large]:
    """The folder of `large` in the cache, made by a process of its own when it is not there."""
    home = cache / f"{facts}-{reviews}-{seed}-format-{len(MIGRATIONS)}"
    sizes = ["--facts", str(facts), "--reviews", str(reviews), "--seed", str(seed)]
    command = [sys.executable, str(HERE / "large.py"), "--home", str(home), *sizes]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return home, Large(**json.loads(told))


def collection(home: Path) -> Path:
    """Anki's collection of a folder in the cache, made when it is not there."""
    path = home.with_name(f"{home.name}-anki") / "collection.anki2"
    if not path.exists():
        part = home.with_name(f"{home.name}-anki-part")
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run(
            [sys.executable, str(HERE / "anki_engine.py"), "make", str(home), str(part / path.name)], check=True
        )
        part.rename(path.parent)
    return path


def measured(cache: Path, work: Path, facts: int, reviews: int, chosen: argparse.Namespace) -> list[Figure]:
    """The figures of so many facts and reviews, measured on a copy."""
    home, holds = made(cache, facts, reviews, chosen.seed)
    shutil.copytree(home, work / home.name)
    anki = None
    if importlib.util.find_spec("anki"):
        original = collection(home)
        anki = Path(shutil.copytree(original.parent, work / original.parent.name)) / original.name
    print(f"\n{holds.facts:,} facts, {holds.cards:,} cards, {holds.reviews:,} reviews, {holds.decks} decks", flush=True)
    print(f"{'':54}{'measured':>14}{'bare':>10}{'of bare':>9}{'CPU':>7}  reach", flush=True)
    figures = Bench(work / home.name, holds, anki, chosen.runs, facts == chosen.facts).all()
    shutil.rmtree(work / home.name)
    return figures


def line(row: Figure) -> str:
    """A figure with bare Python beside it."""
    beside = f"{row.bare:7.1f} ms{row.of_bare:9.1f}" if row.bare else f"{'':19}"
    beside += f"{row.cpu:7.{1 if row.bare else 2}f}" if row.cpu else f"{'':7}"
    return f"{row.name:54}{_shown(row):>14}{beside}  {_reach(row)}".rstrip()


def _shown(row: Figure) -> str:
    digits = {"s": 2, "times": 2, "ms": 0 if row.value >= 20 else 1, "MB": 0}[row.unit]
    return f"{row.value:,.{digits}f} {row.unit}"


def _reach(row: Figure) -> str:
    if row.reach is None:
        return ""
    unit = "of bare" if row.held == "of bare" else row.unit
    return f"{'met   ' if row.met else 'MISSED'} {row.reach:g} {unit}"


def growth(found: Sequence[tuple[int, list[Figure]]]) -> Iterator[str]:
    """The same figures side by side at each number of facts, and by how much the last is more than the first."""
    yield f"{'growth':54}" + "".join(f"{facts:>12,}" for facts, _ in found) + "   grows"
    for rows in zip(*(figures for _, figures in found), strict=True):
        values = "".join(f"{_shown(row):>12}" for row in rows)
        times = _grown(rows[0], rows[-1])
        held = "" if times is None else f"{times:8.1f}"
        if times is not None and rows[-1].name not in GROWING and rows[0].name == rows[-1].name:
            held += "  met" if times <= STEADY else "  MISSED"
        yield f"{rows[-1].name:54}{values}{held}"


def _grown(first: Figure, last: Figure) -> float | None:
    """How many times as much it takes, in processor time where that is known; None for what is a ratio already."""
    if last.unit == "times" or first.value <= 0:
        return None
    return last.cpu / first.cpu if last.cpu and first.cpu else last.value / first.value


def _is_editable() -> bool:
    said = distribution("destal").read_text("direct_url.json")
    return bool(said and json.loads(said).get("dir_info", {}).get("editable"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "destal-large-scale")
    parser.add_argument("--one-size", action="store_true", help="leave out the smaller sizes that show growth")
    chosen = parser.parse_args()
    if _is_editable():
        raise SystemExit("install destal not editable, in an environment of the bench's own")
    if not importlib.util.find_spec("anki"):
        print("Anki's engine is not measured: pip install '.[bench]'")
    found = []
    os.environ.update(DESTAL_NOW=NOW, TERM="xterm-256color", PROMPT_TOOLKIT_NO_CPR="1")
    os.environ.pop("PYTHONPATH", None)
    with tempfile.TemporaryDirectory() as work:
        for share in SHARES[-1:] if chosen.one_size else SHARES:
            facts, reviews = chosen.facts // share, chosen.reviews // share
            found.append((facts, measured(chosen.cache, Path(work), facts, reviews, chosen)))
    if len(found) > 1:
        print()
        print(*growth(found), sep="\n")


if __name__ == "__main__":
    main()
