"""Coverage-guided fuzzing of everything that reads what strangers wrote; atheris, of the extra `gates`, drives it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from attacks import Found, Gate
from attacks.mutants import DECK, HOSTILE
from attacks.packed import HTML, chapters, collection

SECONDS = 15
SLOW = 2  # seconds an input
UNSAFE = "yaml.load"
TARGETS = (
    "the deck reader", "the date grammar", "the judge", "tables", "Markdown", "JSON", "logs of reviews", "packages",
    "web pages", "books", "texts",
)  # fmt: skip
SEEDS: dict[str, list[bytes]] = {
    "the deck reader": [DECK.encode(), *(text.encode() for text in HOSTILE)],
    UNSAFE: [DECK.encode(), *(text.encode() for text in HOSTILE)],
    "the date grammar": [
        b"1953-06-26", b"1953/1955", b"1953~", b"195X", b"-0043", b"1953-22", b"26 June '53", b"jun 53", b"26.06.1953",
        b"the 1950s", b"early 19th century", b"44 BC", b"between 1953 and 1956", b"../1953", b"Y170000002",
    ],
    "the judge": [
        b"26 june 53", b"Kruschev", "Хрущёв".encode(), b"1.9 million", b"one million nine hundred",
        b"not rehabilitated", b"N. S. Khrushchev", b"February 1965", b"first secretary", b"IV", b"twenty-first",
    ],
    "tables": [
        b"prompt,answer,tags\nWho?,Stalin,a;b\n", b"Front\tBack\n\"a\nb\"\tc\n", b"sep=;\nq;a\n", b"a|b|c\n'=1|2|3\n",
        b"\xff\xfeq\0,\0a\0", "вопрос;ответ\nкто;Хрущёв".encode("cp1251"),
    ],
    "Markdown": [
        b"---\ntitle: x\n---\nQ: Who?\nA: Stalin\n\nC: He died in [1953].\n",
        b"# a\n\nQ: a\nb\nA: c\n\n---\n\nC: [[x]\n",
    ],
    "JSON": [
        b'{"facts": [{"id": "a", "statement": "x", "date": "1953", "people": ["b"], "answer": "c"}]}',
        b'[{"prompt": "q", "answer": "a", "tags": ["t"]}]', b"[" * 900, b'{"id": "d", "title": "t", "facts": []}',
    ],
    "logs of reviews": [
        b"card_id,review_time,review_rating,review_state,review_duration,utc_offset,form,due,cram\n"
        b"d/f/q,1700000000000,3,0,4000,60,typed,2027-01-15,0\nd/f/q,2027-01-15T20:00:00+01:00,1,1,2,-60,choice,,1\n",
    ],
    "packages": [collection(latest=False), collection(latest=True)],
    "web pages": [HTML.encode(), HTML.encode("utf-16-le"), b"<?xml version='1.0'?><p/><q/><td>x<td>y<br><br>z"],
    "books": list(chapters().values()),
    "texts": [
        DECK.encode(), b"In 1953 Stalin died. Beria, who was Minister of State Security, was arrested on 26 June 1953.",
        "# Гракхи\n\nTiberius Sempronius Gracchus (c. 163–133 BC) was tribune. “He died,” said Plutarch.".encode(),
    ],
}  # fmt: skip


def run(share: float, control: str) -> Found:
    """Every target for its seconds, two at a time."""
    seconds = max(2, round(SECONDS * share))
    targets = (UNSAFE,) if control else TARGETS
    found = Found({"targets": len(targets), "inputs": 0}, {"inputs": 100 * seconds})
    with ThreadPoolExecutor(2) as pool:
        for inputs, faults in pool.map(lambda target: _fuzzed(target, seconds), targets):
            found.tried["inputs"] += inputs
            found.faults += faults
    return found


def _fuzzed(target: str, seconds: int) -> tuple[int, list[str]]:
    """How many inputs a target was given, and what was found: an exception, or one that took too long or too much."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        for number, seed in enumerate(SEEDS[target]):
            (seeds / str(number)).write_bytes(seed)
        options = (f"-max_total_time={seconds}", f"-timeout={SLOW}", "-rss_limit_mb=512", "-max_len=4000", "-seed=1")
        fuzzer = [sys.executable, str(Path(__file__).with_name("fuzzed.py")), target, str(seeds), *options]
        both: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        both["env"] = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
        done = subprocess.run(fuzzer, **both, text=True, errors="replace", cwd=folder, check=False)
    said, runs = done.stdout, re.findall(r"#(\d+)\s", done.stdout)
    if done.returncode == 0 and runs:
        return int(runs[-1]), []
    why = re.search(r"=== Uncaught Python exception: ===\n(.*)", said) or re.search(r"ERROR: (.*)", said)
    place = re.findall(r'File "(.*?)", line (\d+)', said)[-1:]
    return int(runs[-1]) if runs else 0, [f"{target}: {why[1] if why else said[-300:]} {place}"]


GATE = Gate(
    "coverage-guided fuzzing of the deck reader, the date grammar, the judge and each importer",
    f"{SECONDS} s each, 0 findings",
    run,
    (UNSAFE,),
)
