"""Every measure of `destal build` beside its floor and its reach, by one command.

    python3 tests/bench/building.py DATA [--measure FOLDER] [--document FILE] [--words 1000000]

DATA holds the human data (`wikiwars/`, `squad11dev/`), FOLDER the measures that read it (dates.py, questions.py,
integrity.py; default: `measure` beside DATA), FILE a document to look at besides. Documents are built in this process;
the measures run as they are. The last rows count words a second of the whole core pipeline on one core, with the
memory it took, on texts of growing length made of the histories themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from destal_cli.build.pipeline import build, export
from destal_cli.core.parse import ReadEnglish
from destal_cli.store.english import INSTALL, english, is_installed

HERE = Path(__file__).parent
PER_100 = "3.7"


class Measures:
    """The measures in a folder, run on the data of another."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "DESTAL_GOLD": str(data)}

    def run(self, name: str, *arguments: str) -> str:
        """What a measure prints."""
        command = [sys.executable, str(self.folder / name), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            raise SystemExit(f"{name}: {done.stderr}")
        return done.stdout


def built(folder: Path, *, everything: bool, read_english: ReadEnglish | None = None) -> list[Path]:
    """Build every text of a folder; returns the texts, each with its JSON beside it."""
    texts = sorted(folder.glob("*.txt"))
    for path in texts:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        made = export(build(text, everything=everything, read_english=read_english))
        path.with_suffix(".json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return texts


def dates(measures: Measures, folder: Path) -> str:
    """The value F1 of dates."""
    measures.run("dates.py", str(folder), "--dump-texts")
    built(folder, everything=True)
    printed = measures.run("dates.py", str(folder))
    found = re.search(r'"value":\s*\{[^}]*?"F1":\s*([\d.]+)', printed)
    return found[1] if found else printed.strip().splitlines()[-1]


def covered(measures: Measures, folder: Path, *options: str) -> str:
    """The share of human questions covered, and how many were asked for each of them."""
    total = next(line for line in measures.run("questions.py", str(folder), *options).splitlines() if "TOTAL" in line)
    found = re.search(r"\(([\d.]+)/human.* covered ([\d.]+)", total)
    return f"{found[2]} at {found[1]} for each human one" if found else total


def faults(measures: Measures, texts: list[Path]) -> str:
    """How many faults of integrity there are in all decks."""
    printed = (measures.run("integrity.py", str(path), str(path.with_suffix(".json"))) for path in texts)
    return str(
        sum(int(line.split()[0]) for text in printed for line in text.splitlines() if line[:4].strip().isdigit())
    )


def listed(document: Path | None) -> str:
    """The share of what a careful reader lists that is found."""
    command = [sys.executable, str(HERE / "careful_reader.py"), *([str(document)] if document else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


def with_extra(measures: Measures, articles: Path, *others: Path) -> list[tuple[str, str, str, str]]:
    """The rows of the extra nlp, or one that says why there are none."""
    if not is_installed():
        return [("with the extra nlp", f"skipped: {INSTALL}", "-", "-")]
    read = english().read
    texts = [path for folder in (articles, *others) for path in built(folder, everything=True, read_english=read)]
    everything, wrong = covered(measures, articles), faults(measures, texts)
    capped = built(articles, everything=False, read_english=read)
    best = covered(measures, articles, "--per100", PER_100)
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in texts)
    started = time.process_time()
    build(text, read_english=read)
    rate = len(text.split()) / (time.process_time() - started)
    return [
        ("with the extra: covered, everything", everything, "-", ".76 at 4 at most"),
        (f"with the extra: covered at {PER_100} a hundred", best, "-", ".46"),
        ("with the extra: faults of integrity", f"{wrong} + {faults(measures, capped)}", "-", "0"),
        ("with the extra: words a second", f"{rate:,.0f}", "-", "4,000"),
    ]


def retold(text: str, number: int) -> str:
    """A text with other long words and names, so that no sentence of it is a repetition of the original's."""
    code = chr(ord("a") + number // 26) + chr(ord("a") + number % 26)
    text = re.sub(r"(?<![\w-])[a-z]{7,}", lambda found: code + found[0], text)
    return re.sub(r"(?<=[a-z,] )[A-Z][a-z]{3,}", lambda found: code.capitalize() + found[0].lower(), text)


def speed(text: str, words: int) -> tuple[float, float]:
    """Words a second of the pipeline on a text of so many words, and the peak of its memory in MB."""
    tellings = [retold(text, number) for number in range(max(1, round(words / len(text.split()))))]
    long = "\n\n".join(tellings)
    started = time.process_time()
    built = build(long)
    taken = time.process_time() - started
    used = sum(sentence.text.count(" ") + 1 for sentence in built.found.document.sentences)
    del built
    tracemalloc.start()
    build(long[: len(long) // 4])
    peak = tracemalloc.get_traced_memory()[1] * 4 / 1e6
    tracemalloc.stop()
    return used / taken, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--measure", type=Path)
    parser.add_argument("--document", type=Path)
    parser.add_argument("--words", type=int, default=1_000_000)
    asked = parser.parse_args()
    measures = Measures(asked.data, asked.measure or asked.data.parent / "measure")
    with tempfile.TemporaryDirectory() as name:
        histories, articles, others = (Path(name) / part for part in ("histories", "articles", "others"))
        for folder in (histories, articles, others):
            folder.mkdir()
        rows = [("value F1 of dates, histories", dates(measures, histories), ".91", ".93")]
        measures.run("questions.py", "--dump-texts", str(articles))
        texts = built(articles, everything=True)
        rows.append(("human questions covered, everything", covered(measures, articles), ".60", ".70 at 4 at most"))
        wrong = faults(measures, [*texts, *sorted(histories.glob("*.txt"))])
        capped = built(articles, everything=False)
        rows.append(
            (f"covered at {PER_100} a hundred words", covered(measures, articles, "--per100", PER_100), ".35", ".42")
        )
        rows.append(("of a careful reader's facts, found", listed(asked.document), "0", ".55"))
        if asked.document:
            (others / "document.txt").write_bytes(asked.document.read_bytes())
        own = built(others, everything=True)
        rows.append(("faults of integrity, all documents", f"{wrong} + {faults(measures, [*capped, *own])}", "41", "0"))
        rows += with_extra(measures, articles, histories, others)
        text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(histories.glob("*.txt")))
        for share in (16, 4, 1):
            rate, peak = speed(text, asked.words // share)
            rows.append(
                (f"words a second, {asked.words // share:,} words", f"{rate:,.0f}, {peak:,.0f} MB", "-", "20,000")
            )
    print(f"{'measure':44} {'here':>30} {'floor':>7} {'reach':>18}")
    for measure, here, floor, reach in rows:
        print(f"{measure:44} {here:>30} {floor:>7} {reach:>18}")


if __name__ == "__main__":
    main()
