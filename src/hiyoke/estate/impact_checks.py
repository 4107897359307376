"""Checks of what outages cost: references, one currency, and losses that never fall.

What is not here: single figures (`sheets.written_ranges`), and curves for services that state
nothing (`hiyoke.risk`).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from hiyoke.calendars import shipped_calendars
from hiyoke.estate.faults import EMPTY, quoted
from hiyoke.estate.identifiers import advice
from hiyoke.estate.impact import is_dearer
from hiyoke.estate.impacts_from_entries import point_from
from hiyoke.estate.references import fault_repeated
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.estate.entries import Entry
    from hiyoke.estate.faults import Place
    from hiyoke.estate.references import References


def check_impacts(references: References) -> None:
    """Check everything that prices an outage."""
    services = references.ids("services")
    for sheet in ("impact_points", "deadlines"):
        for entry in references.of(sheet):
            references.check(entry, "service_id", "services", services)
    _check_points(references)
    _check_deadlines(references)
    _check_currencies(references)


def _check_points(references: References) -> None:
    curves: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in references.of("impact_points"):
        if entry.is_sound and entry.values.get("service_id"):
            curves[entry.values["service_id"]].append(entry)
    for service_id, entries in curves.items():
        entries.sort(key=lambda entry: entry.values["after_minutes"])
        for earlier, later in pairwise(entries):
            _check_pair(references, service_id, earlier, later)


def _check_pair(references: References, service_id: str, earlier: Entry, later: Entry) -> None:
    before, after = point_from(earlier.values), point_from(later.values)
    if before.after_minutes == after.after_minutes:
        name = f"{service_id} {after.after_minutes}"
        fault_repeated(
            later.place("after_minutes"), name, earlier.place("after_minutes"), references.log
        )
    elif not is_dearer(before, after):
        references.log.fault(
            "falling_loss",
            later.place("loss"),
            expected=Text(
                ja=f"{before.after_minutes} 分の値（{earlier.place('loss')}）以上の累計",
                en=f"no less than after {before.after_minutes} minutes ({earlier.place('loss')})",
            ),
            found=quoted(later.record.cells["loss"].raw),
            remedy=Text(
                ja="その時点までの累計を書いてください。停止が長いほど損失と人数は減りません。",
                en="Write the total by then: a longer outage costs and affects no less.",
            ),
        )


def _check_deadlines(references: References) -> None:
    first: dict[tuple[str | None, str], Place] = {}
    calendars = shipped_calendars()
    for entry in references.of("deadlines"):
        values = entry.values
        calendar_id, identifier = values.get("calendar_id"), values.get("id")
        if identifier is not None:
            key = (values.get("service_id"), identifier)
            if key in first:
                fault_repeated(entry.place("id"), identifier, first[key], references.log)
            first.setdefault(key, entry.place("id"))
        if calendar_id is not None and calendar_id not in calendars:
            references.log.fault(
                "unknown_reference",
                entry.place("calendar_id"),
                expected=Text(
                    ja=f"決済カレンダー（{'、'.join(calendars)}）",
                    en=f"a payment calendar ({', '.join(calendars)})",
                ),
                found=quoted(calendar_id),
                remedy=advice(
                    calendar_id,
                    calendars,
                    Text(
                        ja="このうちの一つを書くか、空欄にして日と時刻を書いてください。",
                        en="Name one of these, or leave it empty and state days and time.",
                    ),
                ),
            )
        if entry.is_sound and calendar_id is None and values.get("at") is None:
            _fault_timeless(references, entry)


def _fault_timeless(references: References, entry: Entry) -> None:
    references.log.fault(
        "missing_value",
        entry.place("at"),
        expected=Text(ja="締切の時刻", en="the time of the deadline"),
        found=EMPTY,
        remedy=Text(
            ja="時刻を書くか、時刻を定める決済カレンダーを書いてください。",
            en="State a time, or a payment calendar that gives one.",
        ),
    )


def _check_currencies(references: References) -> None:
    first: Entry | None = None
    for entry in references.of("services"):
        currency = entry.values.get("currency")
        if currency is None:
            continue
        if first is None:
            first = entry
        if currency == first.values["currency"]:
            continue
        references.log.fault(
            "mixed_currencies",
            entry.place("currency"),
            expected=Text(
                ja=f"{first.place('currency')} と同じ通貨 {first.values['currency']}",
                en=f"{first.values['currency']}, the currency at {first.place('currency')}",
            ),
            found=quoted(currency),
            remedy=Text(
                ja="損失を合計できるように、一つの通貨に換算してください。",
                en="Convert all losses to one currency, so that they can be added.",
            ),
        )
