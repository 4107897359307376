"""An import is whole or not at all, happens once, and does not depend on the order of files."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.advisories.store import load_store
from hiyoke.advisories.store_lock import store_lock
from hiyoke.errors import BusyStoreError, DamagedStoreError, UsageError
from hiyoke.tables import ADVISORIES, AFFECTED_RANGES, ALIAS_MEMBERS, EPSS, KNOWN_EXPLOITED, SOURCES
from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, stored_rows, write_lines

if TYPE_CHECKING:
    from pathlib import Path

OLD = record("X-1", affected("introduced 1", "fixed 2"), modified="2024-01-01T00:00:00Z")
NEW = record("X-1", affected("introduced 1", "fixed 3"), modified="2024-02-01T00:00:00Z")
OTHER = record("Y-1", affected("introduced 1", "fixed 2", name="other"), aliases=["CVE-2024-1"])
EPSS_FILE = "#model_version:v1,score_date:{date}\ncve,epss,percentile\nCVE-2024-0001,{value},0.5\n"


def _kev(*cve_ids: str, released: str) -> str:
    entries = [{"cveID": cve_id, "dateAdded": "2024-01-01"} for cve_id in cve_ids]
    catalogue = {"catalogVersion": released, "dateReleased": released, "vulnerabilities": entries}
    return json.dumps(catalogue)


def _fixes(store: Path) -> dict[str, str]:
    rows = load_store(store).table(AFFECTED_RANGES).to_pylist()
    return {row["advisory_id"]: row["fixed_version"] for row in rows}


def test_imports_into_a_new_store(tmp_path: Path) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", OLD, OTHER)
    report = import_advisories([feed], tmp_path / "store")

    assert (report.generation, report.is_changed, report.changed_package_count) == (1, True, 2)
    assert report.totals.used == 2
    assert _fixes(tmp_path / "store") == {"X-1": "2", "Y-1": "2"}
    (source,) = load_store(tmp_path / "store").table(SOURCES).to_pylist()
    assert (source["name"], source["format"], source["record_count"]) == (str(feed), "osv", 2)
    assert source["newest_at"].isoformat() == "2024-01-01T00:00:00+00:00"


def test_keeps_everything_private(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "feed.jsonl", OLD)], store)

    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(entry.stat().st_mode) for entry in store.iterdir()}
    assert modes == {0o600}


def test_the_same_content_again_changes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    feed = write_lines(tmp_path / "feed.jsonl", OLD)
    copy = write_lines(tmp_path / "copy.jsonl", OLD)
    import_advisories([feed], store)
    before = {entry.name: entry.stat().st_mtime_ns for entry in store.iterdir()}
    report = import_advisories([feed, copy], store)

    assert (report.is_changed, report.skipped_count, report.generation) == (False, 2, 1)
    assert {entry.name: entry.stat().st_mtime_ns for entry in store.iterdir()} == before


@pytest.mark.parametrize("order", list(permutations(["old", "new", "other"])))
def test_the_newest_version_of_a_record_wins_in_any_order(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    feeds = {
        "old": write_lines(tmp_path / "old.jsonl", OLD),
        "new": write_lines(tmp_path / "new.jsonl", NEW),
        "other": write_lines(tmp_path / "other.jsonl", OTHER),
    }
    store, whole = tmp_path / "store", tmp_path / "whole"
    for name in order:
        import_advisories([feeds[name]], store)
    import_advisories([feeds["old"], feeds["new"], feeds["other"]], whole)

    assert _fixes(store) == {"X-1": "3", "Y-1": "2"}
    assert stored_rows(store) == stored_rows(whole)


@pytest.mark.parametrize("modified", ["2024-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_equally_new_statements_of_one_record_are_joined_in_any_order(
    tmp_path: Path, modified: str
) -> None:
    """Some publishers split one advisory over a file for each ecosystem; no claim may be lost."""
    feeds = [
        write_lines(
            tmp_path / f"{name}.jsonl",
            record("X-1", affected("introduced 1", fixed, name=name), modified=modified),
        )
        for name, fixed in (("left", "fixed 2"), ("right", "fixed 9"), ("left-again", "fixed 2"))
    ]
    for order in permutations(feeds):
        for feed in order:
            import_advisories([feed], tmp_path / order[0].stem / order[1].stem)
    import_advisories(feeds, tmp_path / "whole")

    whole = stored_rows(tmp_path / "whole")
    rows = load_store(tmp_path / "whole").table(AFFECTED_RANGES).to_pylist()
    assert [(row["package"], row["fixed_version"]) for row in rows] == [
        ("left", "2"),
        ("left-again", "2"),
        ("right", "9"),
    ]
    assert len(load_store(tmp_path / "whole").table(ADVISORIES)) == 1
    for one, two in permutations([feed.stem for feed in feeds], 2):
        assert stored_rows(tmp_path / one / two) == whole


def test_a_version_of_unknown_date_never_replaces_a_dated_one(tmp_path: Path) -> None:
    undated = record("X-1", affected("introduced 1", "fixed 9"), modified="0001-01-01T00:00:00Z")
    import_advisories([write_lines(tmp_path / "old.jsonl", OLD)], tmp_path / "store")
    import_advisories([write_lines(tmp_path / "undated.jsonl", undated)], tmp_path / "store")

    assert _fixes(tmp_path / "store") == {"X-1": "2"}


def test_a_withdrawal_takes_the_claims_with_it(tmp_path: Path) -> None:
    store = tmp_path / "store"
    gone = NEW | {"withdrawn": "2024-02-01T00:00:00Z"}
    import_advisories([write_lines(tmp_path / "old.jsonl", OLD)], store)
    report = import_advisories([write_lines(tmp_path / "gone.jsonl", gone)], store)

    assert report.totals.withdrawn == 1
    assert _fixes(store) == {}
    assert len(load_store(store).table(ADVISORIES)) == 1


def test_names_the_packages_whose_findings_may_differ(tmp_path: Path) -> None:
    store = tmp_path / "store"
    link = record("Z-1", aliases=["Y-1", "CVE-2023-9"])
    steps: list[tuple[dict[str, Any], list[str]]] = [
        (OLD, ["demo"]),
        (OTHER, ["other"]),
        (NEW, ["demo"]),
        (NEW | {"modified": "2024-03-01T00:00:00Z"}, []),
        (link, ["other"]),
        (record("X-1", modified="2024-04-01T00:00:00Z"), ["demo"]),
    ]
    for number, (one, expected) in enumerate(steps):
        generation = load_store(store).generation if number else 0
        import_advisories([write_lines(tmp_path / f"{number}.jsonl", one)], store)
        changed = load_store(store).changed_packages(generation)
        assert changed["package"].to_pylist() == expected, number
    assert sorted(load_store(store).changed_packages(0)["package"].to_pylist()) == ["demo", "other"]


def test_rows_carry_the_import_that_last_wrote_them(tmp_path: Path) -> None:
    store = tmp_path / "store"
    for number, one in enumerate((OLD, OTHER, NEW)):
        import_advisories([write_lines(tmp_path / f"{number}.jsonl", one)], store)
    rows = load_store(store).table(AFFECTED_RANGES).to_pylist()

    assert {row["advisory_id"]: row["generation"] for row in rows} == {"X-1": 3, "Y-1": 2}


def test_groups_aliases_over_all_imports(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "1.jsonl", OTHER)], store)
    later = record("X-1", aliases=["Y-1"])
    import_advisories([write_lines(tmp_path / "2.jsonl", later)], store)
    rows = load_store(store).table(ALIAS_MEMBERS).to_pylist()

    assert {row["member_id"]: row["vulnerability_id"] for row in rows} == {
        "CVE-2024-1": "CVE-2024-1",
        "X-1": "CVE-2024-1",
        "Y-1": "CVE-2024-1",
    }


def test_the_newest_catalogue_replaces_the_older_one_whole(tmp_path: Path) -> None:
    newer, older = tmp_path / "newer.json", tmp_path / "older.json"
    newer.write_text(_kev("CVE-2024-0002", released="2024-02-01T00:00:00Z"))
    older.write_text(_kev("CVE-2024-0001", released="2024-01-01T00:00:00Z"))
    for name, order in (("forth", (older, newer)), ("back", (newer, older))):
        for path in order:
            import_advisories([path], tmp_path / name)
        rows = load_store(tmp_path / name).table(KNOWN_EXPLOITED)
        assert rows["cve_id"].to_pylist() == ["CVE-2024-0002"]


def test_the_newest_estimate_of_each_cve_is_kept(tmp_path: Path) -> None:
    for date, value in (("2024-02-01", "0.2"), ("2024-01-01", "0.9")):
        path = tmp_path / f"{date}.csv"
        path.write_text(EPSS_FILE.format(date=date, value=value))
        import_advisories([path], tmp_path / "store")

    rows = load_store(tmp_path / "store").table(EPSS)
    assert rows["epss_probability"].to_pylist() == [0.2]


def test_tables_of_other_kinds_are_not_written_again(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "feed.jsonl", OLD)], store)
    (tmp_path / "epss.csv").write_text(EPSS_FILE.format(date="2024-01-01", value="0.1"))
    import_advisories([tmp_path / "epss.csv"], store)
    tables = load_store(store).manifest.tables

    assert tables["affected_ranges"].generation == 1
    assert tables["epss"].generation == 2


def test_puts_files_of_unknown_format_in_quarantine(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    write_lines(feeds / "good.jsonl", OLD)
    (feeds / "note.txt").write_text("hello")
    (feeds / "broken.gz").write_bytes(b"\x1f\x8b\x08 not gzip")
    report = import_advisories([feeds], tmp_path / "store")

    assert dict(report.totals.reasons) == {"unknown_format": 1, "unreadable_document": 1}
    assert report.totals.used == 1
    assert not report.is_empty_handed


def test_reads_a_mended_file_and_forgets_its_quarantine(tmp_path: Path) -> None:
    store, feed = tmp_path / "store", tmp_path / "feed"
    feed.write_text("hello")
    report = import_advisories([feed], store)
    assert report.is_empty_handed
    write_lines(feed, OLD)
    import_advisories([feed], store)

    assert load_store(store).manifest.tables["quarantine"].row_count == 0
    assert load_store(store).table(SOURCES)["format"].to_pylist() == ["osv"]


def test_refuses_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        import_advisories([tmp_path / "nowhere"], tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_refuses_a_folder_with_other_files(tmp_path: Path) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", OLD)

    with pytest.raises(UsageError):
        import_advisories([feed], tmp_path)


def test_waits_for_another_import_or_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "store"
    feed = write_lines(tmp_path / "feed.jsonl", OLD)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with store_lock(store, wait_seconds=0):
            held.set()
            release.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    with pytest.raises(BusyStoreError):
        import_advisories([feed], store, wait_seconds=0)
    threading.Timer(0.3, release.set).start()
    started = time.monotonic()
    report = import_advisories([feed], store, wait_seconds=10)
    other.join()

    assert report.is_changed
    assert time.monotonic() - started > 0.2


def test_clears_what_a_killed_import_left(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "1.jsonl", OLD)], store)
    (store / ".staging").mkdir()
    (store / ".staging" / "affected_ranges.000002.parquet").write_bytes(b"half")
    (store / "affected_ranges.000002.parquet").write_bytes(b"half")
    assert _fixes(store) == {"X-1": "2"}
    import_advisories([write_lines(tmp_path / "2.jsonl", NEW)], store)

    assert _fixes(store) == {"X-1": "3"}
    assert not (store / ".staging").exists()


def test_keeps_the_last_generation_for_those_who_read_it(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "1.jsonl", OLD)], store)
    reader = load_store(store)
    import_advisories([write_lines(tmp_path / "2.jsonl", NEW)], store)
    assert reader.table(AFFECTED_RANGES)["fixed_version"].to_pylist() == ["2"]
    import_advisories([write_lines(tmp_path / "3.jsonl", OTHER)], store)

    assert not (store / "affected_ranges.000001.parquet").exists()


def _damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "cut":
        path.write_bytes(content[:-10])
    else:
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :])


@pytest.mark.parametrize("how", ["missing", "cut", "flipped"])
def test_refuses_a_damaged_store_and_says_what_to_do(tmp_path: Path, how: str) -> None:
    store = tmp_path / "store"
    feed = write_lines(tmp_path / "1.jsonl", OLD)
    import_advisories([feed], store)
    _damage(store / "affected_ranges.000001.parquet", how)

    with pytest.raises(DamagedStoreError) as caught:
        import_advisories([write_lines(tmp_path / "2.jsonl", NEW)], store)
    assert caught.value.remedy.en
    if how != "flipped":
        with pytest.raises(DamagedStoreError):
            load_store(store)


@pytest.mark.parametrize("text", ["", "{", '{"schema": "hiyoke/advisory-store/9"}', "[]"])
def test_refuses_a_manifest_it_does_not_understand(tmp_path: Path, text: str) -> None:
    store = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "1.jsonl", OLD)], store)
    (store / "manifest.json").write_text(text)

    with pytest.raises(DamagedStoreError):
        load_store(store)


def test_refuses_version_keys_of_another_edition(tmp_path: Path) -> None:
    store = tmp_path / "store"
    feed = write_lines(tmp_path / "1.jsonl", OLD)
    import_advisories([feed], store)
    manifest = store / "manifest.json"
    written = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(written | {"key_edition": written["key_edition"] - 1}))

    with pytest.raises(DamagedStoreError, match="edition"):
        load_store(store)
    with pytest.raises(DamagedStoreError, match="edition"):
        import_advisories([feed], store)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_names_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", OLD)
    feed.chmod(0)
    report = import_advisories([feed], tmp_path / "store")

    assert dict(report.totals.reasons) == {"unreadable_document": 1}
    assert not import_advisories([feed], tmp_path / "store").is_changed


def test_tells_how_far_reading_has_come(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    for number in range(3):
        write_lines(feeds / f"{number}.jsonl", record(f"X-{number}", details="x" * 200_000))
    told: list[tuple[int, int, int]] = []
    import_advisories(
        [feeds], tmp_path / "store", on_progress=lambda *numbers: told.append(numbers)
    )

    size = sum(path.stat().st_size for path in feeds.iterdir())
    assert told[0] == (0, size, 0)
    assert told[-1] == (size, size, size)
    assert told == sorted(told)
