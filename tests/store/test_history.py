"""The history: what is written stays, what is taken back is kept too, and memory is always what the log says."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from fsrs_rs_python import DEFAULT_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.forms import Form
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, lived, replay, standing
from destal_cli.core.parameters import Parameters, gone_back, in_use
from destal_cli.core.problems import StoreError
from destal_cli.store.history import History
from destal_cli.store.migrations import APPLICATION_ID, MIGRATIONS

DAY = 86_400_000
START = 20_000
SCHEDULER = Scheduler()


def review(
    card: str = "d/f/when", day: int = 0, rating: Rating = Rating.GOOD, *, cram: bool = False, form: str = "typed"
) -> Review:
    moment = Moment((START + day) * DAY + DAY // 2, 60)
    return Review(card, moment, rating, form, "26 june", 1500, judged=Rating.HARD, cram=cram, session=7)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.db", create=True)


def test_a_review_comes_back_as_it_was_written(history: History) -> None:
    (written,) = history.record([review()], SCHEDULER, Random(1))
    assert history.reviews() == [written]
    assert written.id == 1
    assert written.due > written.at.day
    assert (written.answer, written.took, written.judged) == ("26 june", 1500, Rating.HARD)


def test_another_connection_sees_a_review_at_once(history: History) -> None:
    (written,) = history.record([review()], SCHEDULER, Random(1))
    assert History(history.path, create=False).reviews() == [written]


def test_undo_voids_by_a_new_row_and_restores_the_memory(history: History) -> None:
    history.record([review(day=0)], SCHEDULER, Random(1))
    before = history.memory()
    (second,) = history.record([review(day=5, rating=Rating.AGAIN)], SCHEDULER, Random(1))
    assert history.memory() != before
    assert history.void(second.id, second.at, SCHEDULER)
    assert history.memory() == before
    assert [row.voids for row in history.reviews()] == [None, None, 2]
    last = history.last()
    assert last is not None
    assert last.id == 1


def test_a_review_is_taken_back_only_once(history: History) -> None:
    (first,) = history.record([review()], SCHEDULER, Random(1))
    assert history.void(first.id, first.at, SCHEDULER)
    assert not history.void(first.id, first.at, SCHEDULER)
    assert history.memory() == {}
    assert history.last() is None


def test_rating_otherwise_keeps_the_answer_and_what_was_judged(history: History) -> None:
    (first,) = history.record([review(rating=Rating.AGAIN)], SCHEDULER, Random(1))
    (again,) = history.rerate({first.id: Rating.EASY}, first.at, SCHEDULER, Random(1))
    assert (again.rating, again.answer, again.judged) == (Rating.EASY, first.answer, first.judged)
    assert len(history.reviews()) == 3
    assert history.memory()["d/f/when"].reviews == 1
    assert again.due > first.due


def test_crammed_answers_are_kept_and_change_no_memory(history: History) -> None:
    history.record([review(cram=True)], SCHEDULER, Random(1))
    assert history.memory() == {}
    assert [row.cram for row in history.reviews()] == [True]


def test_cards_due_by_a_day_come_longest_overdue_first(history: History) -> None:
    for day, card in ((3, "d/c/x"), (0, "d/a/x"), (90, "d/b/x")):
        history.record([review(card, day)], SCHEDULER, Random(1))
    assert list(history.memory(due_by=review(day=30).at.day)) == ["d/a/x", "d/c/x"]


def test_a_missing_history_is_an_empty_one_that_is_not_made_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "history.db"
    assert History(path, create=False).reviews() == []
    assert not path.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_the_file_is_the_learners_alone(history: History) -> None:
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600


def test_a_foreign_a_newer_and_a_damaged_file_are_refused_and_left_as_they_are(tmp_path: Path) -> None:
    foreign, newer, damaged = (tmp_path / name for name in ("foreign.db", "newer.db", "damaged.db"))
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE theirs (x)")
    History(newer, create=True).close()
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    damaged.write_bytes(b"this is no database, it is a text that somebody put there" * 40)
    for path, said in ((foreign, "no history of destal's"), (newer, "newer destal"), (damaged, "damaged")):
        content = path.read_bytes()
        with pytest.raises(StoreError, match=said):
            History(path, create=True)
        assert path.read_bytes() == content


def test_two_windows_at_once_lose_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    History(path, create=True).close()

    def window(number: int) -> None:
        mine = History(path, create=True)
        for answer in range(25):
            mine.record([review(day=answer, rating=Rating(1 + (answer + number) % 4))], SCHEDULER, Random(number))
        mine.close()

    threads = [threading.Thread(target=window, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = History(path, create=False)
    assert len(whole.reviews()) == 100
    assert whole.memory() == replay(whole.reviews(), SCHEDULER)


OWN = (*(weight * 1.1 for weight in DEFAULT_PARAMETERS[:20]), 0.2)


def fit(version: int, in_use: int, weights: tuple[float, ...] = OWN) -> Parameters:
    return Parameters(Moment(version, 60), version, weights, 900, 200, 0.35, 0.36, in_use)


actions = st.one_of(
    st.tuples(
        st.just("answer"),
        st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True),
        st.integers(0, 60),
        st.sampled_from(list(Rating)),
        st.booleans(),
        st.sampled_from(list(Form)),
    ),
    st.tuples(st.just("undo"), st.integers(0, 10)),
    st.tuples(st.just("rerate"), st.integers(0, 10), st.sampled_from(list(Rating))),
    st.tuples(st.just("tune"), st.booleans()),
    st.tuples(st.just("back")),
)


def planned(history: History) -> Scheduler:
    """A scheduler with the parameters in use."""
    used = in_use(history.parameters())
    return Scheduler(parameters=used.weights, version=used.version)


def decided(history: History, step: tuple) -> None:
    """A fit of other parameters, taken or not, or the going back; going back from what was taken restores memory."""
    before, rows = history.memory(), history.parameters()
    if step[0] == "back":
        history.decide(lambda rows: gone_back(rows, Moment(1)))
        return
    version = 1 + max((row.version for row in rows), default=0)
    used = version if step[1] else in_use(rows).version
    history.decide(lambda _: fit(version, used, tuple(weight * (1 + version / 50) for weight in OWN)))
    assert history.memory() == before or step[1]
    if step[1] and not version % 2:
        history.decide(lambda rows: gone_back(rows, Moment(1)))
        assert history.memory() == before


@settings(max_examples=60, deadline=None)
@given(st.lists(actions, max_size=12), st.integers(0, 99))
def test_replaying_the_log_gives_the_memory_that_the_quiz_had(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple], seed: int
) -> None:
    history = History(tmp_path_factory.mktemp("history") / "history.db", create=True)
    rng, day = Random(seed), 0
    for step in steps:
        if step[0] in ("tune", "back"):
            decided(history, step)
        elif step[0] == "answer":
            day += step[2]
            answers = [review(f"d/{name}/x", day, step[3], cram=step[4], form=step[5]) for name in step[1]]
            history.record(answers, SCHEDULER, rng)
        elif (given := [r for r in history.reviews() if r.voids is None]) and step[1] < len(given):
            chosen = given[step[1]].id
            voided = {r.voids for r in history.reviews()}
            if step[0] == "undo":
                history.void(chosen, Moment((START + day) * DAY), SCHEDULER)
            elif chosen not in voided:
                history.rerate({chosen: step[2]}, Moment((START + day) * DAY), SCHEDULER, rng)
    assert history.memory() == replay(history.reviews(), planned(history)) == history.log.folded(planned(history))
    assert history.differing(history.log.folded(planned(history))) == []
    today = max((row.at.day for row in history.reviews()), default=0)
    assert (history.introduced(today), history.reviewed(today)) == counted_on(history.reviews(), today)
    log = [row for row in standing(history.reviews()) if not row.cram]
    assert history.answered(today) == Counter(row.card for row in log if row.at.day == today)
    assert history.count() == len(log)
    assert list(history.log.lived()) == [(*row[:5], 0) for row in lived(history.reviews())]
    judged = [row for row in standing(history.reviews()) if row.judged]
    assert history.log.verdicts() == Counter(row.card for row in judged)
    assert history.overridden() == [row for row in judged if row.judged is not row.rating]
    history.close()


def counted_on(log: list[Review], today: int) -> tuple[int, int]:
    """How many cards were learned on a day, and how many others reviewed, by the rows of the log that stand."""
    first: dict[str, int] = {}
    rows = [row for row in standing(log) if not row.cram]
    for row in rows:
        first.setdefault(row.card, row.at.day)
    known = {row.card for row in rows if row.at.day == today and first[row.card] < today}
    return list(first.values()).count(today), len(known)


def test_marks_keep_the_newest_word_on_a_card(history: History) -> None:
    history.mark("d/a/x", "suspend", Moment(1))
    history.mark("d/a/x", "restore", Moment(2))
    history.mark("d/b/x", "bury", Moment(3))
    assert history.marks() == {"d/a/x": ("restore", Moment(2)), "d/b/x": ("bury", Moment(3))}


def test_a_flag_is_no_word_on_whether_a_card_is_asked(history: History) -> None:
    for time, (card, mark) in enumerate(
        [
            ("a", "suspend"),
            ("a", "flag"),
            ("b", "flag"),
            ("b", "bury"),
            ("c", "flag"),
            ("c", "unflag"),
            ("b", "restore"),
        ]
    ):
        history.mark(card, mark, Moment(time))
    assert {card: mark for card, (mark, _) in history.marks().items()} == {"a": "suspend", "b": "restore"}
    assert history.flags() == {"a", "b"}


def test_the_memory_can_be_made_anew(history: History) -> None:
    history.record([review()], SCHEDULER, Random(1))
    right = history.memory()
    history.rebuild({"d/wrong/x": Memory(1.0, 5.0, 1, 2)})
    assert history.memory() != right
    assert history.differing(right) == ["d/f/when", "d/wrong/x"]
    history.rebuild(history.log.folded(SCHEDULER))
    assert history.memory() == right


def test_an_exercise_is_one_piece_undone_and_rated_otherwise_as_one(history: History) -> None:
    history.record([review("d/z/x")], SCHEDULER, Random(1))
    before = history.memory()
    three = history.record([review(f"d/{name}/x", 1, form="order") for name in "abc"], SCHEDULER, Random(1))
    assert [(row.id, row.exercise) for row in three] == [(2, 2), (3, 2), (4, 2)]
    again = history.rerate({three[2].id: Rating.EASY}, three[0].at, SCHEDULER, Random(1))
    assert [(row.card, row.rating) for row in again] == [
        ("d/a/x", Rating.GOOD),
        ("d/b/x", Rating.GOOD),
        ("d/c/x", Rating.EASY),
    ]
    taken = history.void(again[1].id, three[0].at, SCHEDULER)
    assert [row.card for row in taken] == ["d/a/x", "d/b/x", "d/c/x"]
    assert history.memory() == before


def test_an_exercise_that_cannot_be_written_whole_is_not_written_at_all(history: History) -> None:
    broken = [review("d/a/x"), Review("d/b/x", Moment(2**80), Rating.GOOD, "order")]
    with pytest.raises(OverflowError):
        history.record(broken, SCHEDULER, Random(1))
    assert history.reviews() == []
    assert history.memory() == {}


def first_format(path: Path) -> None:
    """A history as the first version of destal wrote it: a choice, then two typed answers, one of them taken back."""
    with sqlite3.connect(path) as db:
        db.executescript(MIGRATIONS[0])
        db.execute("PRAGMA user_version = 1")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        rows = [
            (1, "d/f/when", 0, 3, "choice", "2024-10-06", None),
            (2, "d/f/when", 3, 3, "typed", "2024-10-20", None),
            (3, "d/f/when", 9, 1, "typed", "2024-10-15", None),
            (4, "d/f/when", 9, 1, "undo", "", 3),
        ]
        for number, card, day, rating, form, due, voids in rows:
            db.execute(
                "INSERT INTO reviews VALUES (?, ?, ?, 0, ?, ?, '', 100, ?, 0, ?, '', 0, 1, ?)",
                (number, card, (START + day) * DAY + DAY // 2, rating, form, due, rating, voids),
            )
        db.execute("INSERT INTO memory VALUES ('d/f/when', 9.5, 2.1, 1, 2, 2, 0, 1)")


def test_a_history_of_the_first_format_keeps_every_review_and_is_read_as_before(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    first_format(path)
    history = History(path, create=True)
    rows = history.reviews()
    assert [(row.id, row.form, row.rung, row.exercise, row.voids) for row in rows] == [
        (1, "choice", 0, 0, None),
        (2, "typed", 1, 0, None),
        (3, "typed", 1, 0, None),
        (4, "undo", 0, 0, 3),
    ]
    memory = history.memory()
    assert memory == replay(rows, SCHEDULER)
    assert (memory["d/f/when"].rung, memory["d/f/when"].reviews, memory["d/f/when"].due) == (1, 2, rows[1].due)
    history.close()
    assert History(path, create=True).reviews() == rows


def second_format(path: Path) -> None:
    """A history of the second format: the first one's reviews, and an answer to an exercise."""
    first_format(path)
    with sqlite3.connect(path) as db:
        db.executescript(MIGRATIONS[1])
        db.execute("PRAGMA user_version = 2")
        at = (START + 20) * DAY + DAY // 2
        values = (5, "d/f/when", at, 3, "order", "2024-11-20", 3, 1, 5)
        db.execute("INSERT INTO reviews VALUES (?, ?, ?, 0, ?, ?, '', 100, ?, 0, ?, '', 0, 1, NULL, ?, ?)", values)


@pytest.mark.parametrize("earlier", [first_format, second_format])
def test_a_history_of_an_earlier_format_was_never_asked_how_sure_and_has_standard_parameters(
    tmp_path: Path, earlier: Callable[[Path], None]
) -> None:
    path = tmp_path / "history.db"
    earlier(path)
    history = History(path, create=True)
    rows = history.reviews()
    assert {row.sure for row in rows} == {0}
    assert [(row.rung, row.exercise) for row in rows[4:]] == [(1, 5)] * (len(rows) - 4)
    assert history.parameters() == []
    assert history.memory() == replay(rows, SCHEDULER)
    history.close()
    assert History(path, create=True).reviews() == rows


def test_how_sure_the_learner_was_counts_while_the_answer_does(history: History) -> None:
    for card, sure, cram in (("d/a/x", 3, False), ("d/b/x", 1, True), ("d/c/x", 2, False), ("d/d/x", 0, False)):
        history.record([replace(review(card, cram=cram, rating=Rating.AGAIN), sure=sure)], SCHEDULER, Random(1))
    history.void(3, Moment(1), SCHEDULER)
    assert list(history.log.sure()) == [("d/a/x", 3, False)]


def test_how_sure_the_learner_was_is_kept_and_stays_when_rated_otherwise(history: History) -> None:
    (first,) = history.record([replace(review(rating=Rating.AGAIN), sure=3)], SCHEDULER, Random(1))
    (again,) = history.rerate({first.id: Rating.GOOD}, first.at, SCHEDULER, Random(1))
    assert [row.sure for row in history.reviews()] == [3, 0, 3]
    assert again.sure == 3


def test_parameters_that_are_taken_make_all_memory_anew_and_plan_what_comes(history: History) -> None:
    history.record([review("d/a/x")], SCHEDULER, Random(1))
    (second,) = history.record([review("d/a/x", 4)], SCHEDULER, Random(1))
    before = history.memory()
    history.decide(lambda _: fit(1, in_use=1))
    own = Scheduler(parameters=OWN, version=1)
    assert history.parameters() == [fit(1, in_use=1)]
    assert history.memory() == replay(history.reviews(), own) != before
    assert history.memory()["d/a/x"].due == second.due
    (third,) = history.record([review("d/a/x", 9)], own, Random(1))
    assert [row.parameters for row in history.reviews()] == [0, 0, 1]
    assert third.due == own.due(replay(history.reviews()[:2], own)["d/a/x"], third, Random(1))


def test_parameters_that_are_not_taken_are_kept_and_change_no_memory(history: History) -> None:
    history.record([review()], SCHEDULER, Random(1))
    before = history.memory()
    history.decide(lambda _: fit(1, in_use=0))
    assert history.memory() == before
    assert in_use(history.parameters()).version == 0


def test_a_window_that_was_open_before_plans_with_the_new_parameters_too(history: History) -> None:
    history.record([review()], SCHEDULER, Random(1))
    History(history.path, create=True).decide(lambda _: fit(1, in_use=1))
    (late,) = history.record([review(day=6)], SCHEDULER, Random(1))
    assert late.parameters == 1
    history.void(late.id, late.at, SCHEDULER)
    assert history.memory() == replay(history.reviews(), Scheduler(parameters=OWN, version=1))


def test_the_times_of_a_form_are_those_of_its_newest_right_answers(history: History) -> None:
    for day, (form, rating, took) in enumerate(
        [("typed", 3, 10), ("typed", 1, 20), ("date", 3, 30), ("typed", 4, 40), ("typed", 2, 50)]
    ):
        history.record([replace(review(day=day, rating=Rating(rating), form=form), took=took)], SCHEDULER, Random(1))
    assert history.times("typed", 2) == [50, 40]
    assert history.times("typed", 9) == [50, 40, 10]


def test_a_second_look_at_the_history_takes_no_lock_from_the_first(tmp_path: Path) -> None:
    """To close a file takes away all of a process's locks on it; then another process throws the log beside it away."""
    path = tmp_path / "history.db"
    first = History(path, create=True)
    first.record([Review("d/f/a", Moment(DAY), Rating.GOOD, "typed")], Scheduler(), Random(1))
    second = History(path, create=False)
    look = f"import sqlite3; db = sqlite3.connect({str(path)!r}); print(*db.execute('SELECT count(*) FROM reviews'))"
    for count in (1, 2, 3):
        seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
        assert seen == f"({count},)\n"
        assert len(second.reviews()) == count
        first.record([Review("d/f/b", Moment(DAY * (count + 1)), Rating.GOOD, "typed")], Scheduler(), Random(1))
