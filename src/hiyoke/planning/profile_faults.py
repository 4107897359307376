"""What is wrong with an edited profile of planning defaults, all of it at once.

What is not here: reading a sound one (`defaults`).
"""

from __future__ import annotations

from collections import Counter
from datetime import time
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.week_days import OTHER_DAYS, WEEKDAYS
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ENVIRONMENTS: Final = frozenset(
    {"production", "disaster_recovery", "staging", "test", "development"}
)
_DAYS: Final = frozenset({*WEEKDAYS, *OTHER_DAYS})
_FREEZES: Final = frozenset({"year_end", "month_end"})
_RELIEFS: Final = frozenset({"person", "window", "vendor", "freeze", "reduced_test"})
_CLASSES: Final = ("os_packages", "library", "product")
_TIMES: Final = ("crew.day_starts_at.value", "vendor.day_starts_at.value")

#: Least and most of each figure, by its path.
_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "crew.people.value": (0, 100_000),
    "crew.day_minutes.value": (1, 1440),
    "crew.day_share.value": (0, 1),
    "crew.night_people.value": (0, 100_000),
    "crew.overtime_minutes_per_month.value": (0, 44_640),
    "crew.rest_minutes.value": (0, 1440),
    "vendor.engineers.value": (0, 100_000),
    "vendor.minutes_per_change.value": (0, 10_080),
    "vendor.day_minutes.value": (1, 1440),
    **{f"options.{kind}.prepare_share": (0, 1) for kind in ("full_test", "reduced_test")},
    **{f"options.{kind}.prepare_shifts": (1, 365) for kind in ("full_test", "reduced_test")},
    **{f"options.{kind}.failure_factor": (0, 1000) for kind in ("full_test", "reduced_test")},
    "options.control_first.control_hours": (0, 10_000),
    "options.control_first.control_efficacy": (0, 1),
    "pair_failure_share.value": (0, 1),
    "soak_minutes.value": (0, 525_600),
    "blind_spot_share.value": (0, 1),
    "floor_loss_per_day.value": (0, 1e12),
    **{f"classes.{name}.downtime_minutes": (0, 10_080) for name in _CLASSES},
    **{f"classes.{name}.effort_hours.{part}": (0, 100_000) for name in _CLASSES for part in "01"},
}


def profile_faults(record: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """Yield where each fault lies, and what was expected and found.

    Args:
        record: The profile as JSON. Lines that are not there at all are faults too.
    """
    for path, (least, most) in _RANGES.items():
        found = _at(record, path)
        if not _is_between(found, least, most):
            yield (
                path,
                Text(
                    ja=f"{least:g} から {most:g} までの数を期待しましたが、{found!r} でした",
                    en=f"expected a figure from {least:g} to {most:g}, found {found!r}",
                ),
            )
    for path in _TIMES:
        if not _is_time(_at(record, path)):
            yield path, _expected("時刻（09:00 など）", "a time of day such as 09:00", record, path)
    yield from _window_faults(_rows(record, "windows"))
    for family, key, member, words in (
        ("freezes", "freeze_id", "rule", _FREEZES),
        ("reliefs", "relief_id", "relief_id", _RELIEFS),
    ):
        rows = _rows(record, family)
        yield from _repeated(family, key, rows)
        for number, row in enumerate(rows):
            yield from _not_in(f"{family}.{number}.{member}", [row.get(member)], words)
    reliefs = _rows(record, "reliefs")
    for missing in sorted(_RELIEFS - {str(row.get("relief_id")) for row in reliefs}):
        ja, en = f"{missing} の行を期待しました", f"expected a line for {missing}"
        yield "reliefs", Text(ja=ja, en=en)
    for number, row in enumerate(reliefs):
        if not _is_between(row.get("cost"), 0, 1e15):
            path = f"reliefs.{number}.cost"
            yield path, _expected("0 以上の額", "a sum of 0 or more", record, path)


def _window_faults(rows: list[Mapping[str, Any]]) -> Iterator[tuple[str, Text]]:
    yield from _repeated("windows", "rule_id", rows)
    for number, row in enumerate(rows):
        where = f"windows.{number}"
        yield from _not_in(f"{where}.days", row.get("days"), _DAYS)
        yield from _not_in(f"{where}.environments", row.get("environments"), _ENVIRONMENTS)
        if not _is_time(row.get("starts_at")):
            ja, en = "時刻（22:00 など）を期待しました", "expected a time of day such as 22:00"
            yield f"{where}.starts_at", Text(ja=ja, en=en)
        if not _is_between(row.get("minutes"), 1, 2880):
            ja, en = "1 から 2880 までの分を期待しました", "expected minutes from 1 to 2880"
            yield f"{where}.minutes", Text(ja=ja, en=en)


def _repeated(family: str, key: str, rows: list[Mapping[str, Any]]) -> Iterator[tuple[str, Text]]:
    for name, count in Counter(str(row.get(key)) for row in rows).items():
        if count > 1:
            yield (
                family,
                Text(
                    ja=f"{key} {name!r} が {count} 回あります",
                    en=f"{key} {name!r} occurs {count} times",
                ),
            )


def _not_in(where: str, found: Any, words: frozenset[str]) -> Iterator[tuple[str, Text]]:
    listed = found if isinstance(found, list) else [found]
    if not listed or any(not isinstance(word, str) or word not in words for word in listed):
        allowed = ", ".join(sorted(words))
        ja, en = f"{allowed} のどれかを期待しました", f"expected some of {allowed}"
        yield where, Text(ja=f"{ja}: {found!r}", en=f"{en}, found {found!r}")


def _expected(ja: str, en: str, record: Mapping[str, Any], path: str) -> Text:
    found = _at(record, path)
    return Text(ja=f"{ja}を期待しましたが、{found!r} でした", en=f"expected {en}, found {found!r}")


def _rows(record: Mapping[str, Any], family: str) -> list[Mapping[str, Any]]:
    found = record.get(family)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _at(record: Any, path: str) -> Any:
    """Return what stands at a path; None when nothing does."""
    for name in path.split("."):
        if isinstance(record, list) and name.isdigit() and int(name) < len(record):
            record = record[int(name)]
        elif isinstance(record, dict):
            record = record.get(name)
        else:
            return None
    return record


def _is_between(found: Any, least: float, most: float) -> bool:
    is_figure = isinstance(found, int | float) and not isinstance(found, bool)
    return is_figure and least <= found <= most


def _is_time(found: Any) -> bool:
    try:
        time.fromisoformat(found)
    except (TypeError, ValueError):
        return False
    return True
