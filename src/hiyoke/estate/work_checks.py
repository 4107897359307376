"""Checks of crews, windows, freezes and change facts: what they refer to and what contradicts.

What is not here: whether work fits into the windows, which is a plan's question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.calendars import shipped_calendars
from hiyoke.estate.faults import EMPTY, quoted
from hiyoke.estate.guard_checks import check_order
from hiyoke.estate.references import fault_repeated
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import time

    from hiyoke.estate.entries import Entry
    from hiyoke.estate.faults import FaultLog, Place
    from hiyoke.estate.references import References

_DAY_MINUTES = 1440


def check_work(references: References) -> None:
    """Check everything about crews, windows, freezes, change facts and groups of systems once."""
    for sheet in ("crews", "windows", "freezes"):
        references.check_unique(sheet)
    _check_windows(references)
    _check_freezes(references)
    _check_changes(references)
    _check_systems(references)


def _check_windows(references: References) -> None:
    for entry in references.of("windows"):
        _check_scope(entry, references)
        if not entry.is_sound:
            continue
        values = entry.values
        recurs, on = values.get("days"), values.get("on")
        if bool(recurs) == (on is not None):
            _fault_choice(
                entry,
                "days",
                Text(ja="曜日か日付のどちらか一方", en="either days or one date"),
                is_empty=on is None,
                log=references.log,
            )
        ends_at, minutes = values.get("ends_at"), values.get("minutes")
        if minutes is None and ends_at is None:
            wanted = Text(ja="終了時刻か時間（分）", en="an end or a length")
            _fault_choice(entry, "ends_at", wanted, is_empty=True, log=references.log)
        elif ends_at is not None and minutes is None:
            values["minutes"] = _minutes_between(values["starts_at"], ends_at)
        elif ends_at is not None:
            _check_length(entry, references.log)


def _minutes_between(start: time, end: time) -> int:
    """Return the minutes from one time of day to the next time it is the other, 1 to 1440."""
    length = (end.hour - start.hour) * 60 + end.minute - start.minute
    return length if length > 0 else length + _DAY_MINUTES


def _check_length(entry: Entry, log: FaultLog) -> None:
    values = entry.values
    length = _minutes_between(values["starts_at"], values["ends_at"])
    if (values["minutes"] - length) % _DAY_MINUTES:
        log.fault(
            "contradiction",
            entry.place("minutes"),
            expected=Text(
                ja=f"開始と終了から {length} 分", en=f"{length} minutes, from start and end"
            ),
            found=quoted(values["minutes"]),
            remedy=Text(
                ja="終了時刻か時間（分）のどちらかを消してください。",
                en="Leave out either the end or the length.",
            ),
        )


def _fault_choice(
    entry: Entry, column: str, expected: Text, *, is_empty: bool, log: FaultLog
) -> None:
    log.fault(
        "missing_value" if is_empty else "contradiction",
        entry.place(column),
        expected=expected,
        found=EMPTY if is_empty else Text(ja="両方", en="both"),
        remedy=Text(ja="どちらか一方を書いてください。", en="Write one of the two."),
    )


def _check_freezes(references: References) -> None:
    calendars = set(shipped_calendars())
    for entry in references.of("freezes"):
        _check_scope(entry, references)
        references.check(entry, "calendar_id", "calendars", calendars)
        check_order(entry, "from_on", "to_on", references.log)
        columns = ("from_on", "to_on", "days", "calendar_id")
        if entry.is_sound and not any(entry.values.get(column) for column in columns):
            references.log.fault(
                "missing_value",
                entry.place("days"),
                expected=Text(
                    ja="期間、対象日、決済カレンダーのどれか",
                    en="a period, days or a payment calendar",
                ),
                found=EMPTY,
                remedy=Text(
                    ja="いつ凍結するかを書いてください。空のままでは永久の凍結になります。",
                    en="Say when it holds; empty would mean for ever.",
                ),
            )


def _check_scope(entry: Entry, references: References) -> None:
    references.check(entry, "systems", "systems", references.ids("systems"))
    references.check(entry, "services", "services", references.ids("services"))


def _check_changes(references: References) -> None:
    systems = references.ids("systems")
    first: dict[tuple[str, str], Place] = {}
    for entry in references.of("changes"):
        references.check(entry, "system_id", "systems", systems)
        of = (entry.values.get("bundle_class") or "").casefold(), entry.values.get("system_id")
        if of == ("", None):
            if entry.is_sound:
                _fault_choice(
                    entry,
                    "bundle_class",
                    Text(ja="変更の種類かシステムID", en="a class of change or a system"),
                    is_empty=True,
                    log=references.log,
                )
            continue
        pair = of[0], of[1] or ""
        if pair in first:
            fault_repeated(entry.record.place, " ".join(pair).strip(), first[pair], references.log)
        first.setdefault(pair, entry.record.place)


def _check_systems(references: References) -> None:
    """A test twin must be another system that is not its own twin's twin."""
    systems = references.ids("systems")
    twins = {
        entry.values.get("id"): entry.values.get("test_system_id")
        for entry in references.of("systems")
    }
    for entry in references.of("systems"):
        references.check(entry, "test_system_id", "systems", systems)
        if _leads_back(entry.values.get("id"), twins):
            references.log.fault(
                "contradiction",
                entry.place("test_system_id"),
                expected=Text(
                    ja="先に試す別のシステム（たどって自分に戻らない）",
                    en="another system to patch first, that does not lead back to this one",
                ),
                found=quoted(entry.values.get("test_system_id")),
                remedy=Text(
                    ja="試験機には試験機を書かないでください。",
                    en="A test system has no test system of its own.",
                ),
            )


def _leads_back(system_id: str | None, twins: dict[str | None, str | None]) -> bool:
    seen: set[str] = set()
    follower = twins.get(system_id) if system_id else None
    while follower is not None and follower not in seen:
        if follower == system_id:
            return True
        seen.add(follower)
        follower = twins.get(follower)
    return False
