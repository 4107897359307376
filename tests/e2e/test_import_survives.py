"""A kill at any moment of an import leaves the last store readable, and the next import works."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from hiyoke.advisories.store import load_store
from hiyoke.advisories.store_lock import store_lock
from hiyoke.tables import ADVISORIES
from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, stored_rows, write_lines

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = 1500
PROGRAM = "from hiyoke.cli import main; main()"


def _feed(path: Path, generation: int) -> Path:
    """Write a feed in which every record is newer than in the one before."""
    modified = f"2024-01-{generation:02d}T00:00:00Z"
    return write_lines(
        path,
        *(
            record(
                f"X-{number}",
                affected("introduced 1", f"fixed {generation + 1}", name=f"p{number % 500}"),
                modified=modified,
                aliases=[f"CVE-2024-{number:04d}"],
            )
            for number in range(RECORDS)
        ),
    )


def _start(feed: Path, store: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, "advisories", "import", str(feed)]
    return subprocess.Popen(
        [*command, "--into", str(store), "--format", "json", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "HIYOKE_LANG": "en"},
    )


def _kill_at_moments(tmp_path: Path, moments: int, seed: int) -> None:
    store = tmp_path / "store"
    import_advisories([_feed(tmp_path / "first", 1)], store)
    expected = {1: stored_rows(store)}
    started = time.monotonic()
    timing = _start(tmp_path / "first", tmp_path / "timing")
    _, stderr = timing.communicate(timeout=120)
    assert timing.returncode == 0, stderr
    duration = time.monotonic() - started
    chance = random.Random(seed)  # noqa: S311 - the moments must be repeatable, not secret.
    for _ in range(moments):
        generation = load_store(store).generation
        feed = _feed(tmp_path / "next", generation + 1)
        process = _start(feed, store)
        time.sleep(chance.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        after = load_store(store, is_deep=True)
        assert after.generation in (generation, generation + 1)
        if after.generation == generation:
            assert stored_rows(store) == expected[generation]
        else:
            expected[after.generation] = stored_rows(store)
        assert after.row_count(ADVISORIES) == RECORDS
    report = import_advisories([_feed(tmp_path / "last", 28)], store)
    assert report.is_changed
    assert not (store / ".staging").exists()


def test_a_kill_leaves_the_last_store_readable(tmp_path: Path) -> None:
    _kill_at_moments(tmp_path, moments=2, seed=1)


@pytest.mark.slow
def test_a_kill_at_any_of_fifty_moments_leaves_the_last_store_readable(tmp_path: Path) -> None:
    _kill_at_moments(tmp_path, moments=50, seed=2)


def test_two_imports_at_once_both_end_well_or_one_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "store"
    one = _start(_feed(tmp_path / "one", 1), store, "--wait", "60")
    two = _start(_feed(tmp_path / "two", 2), store, "--wait", "60")
    answers = [process.communicate(timeout=120) for process in (one, two)]

    assert [one.returncode, two.returncode] == [0, 0], answers
    generations = sorted(json.loads(stdout)["generation"] for stdout, _ in answers)
    assert generations in ([1, 2], [1, 1])
    assert load_store(store, is_deep=True).row_count(ADVISORIES) == RECORDS


def test_a_second_import_that_may_not_wait_is_refused_clearly(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with store_lock(store, wait_seconds=0):
        process = _start(_feed(tmp_path / "one", 1), store, "--wait", "0")
        _, stderr = process.communicate(timeout=60)

    assert process.returncode == 2
    assert b"HYK205" in stderr
    assert b"--wait" in stderr
