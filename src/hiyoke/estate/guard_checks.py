"""Checks of controls, privileged IDs and overrides: what they refer to, and what says nothing.

What is not here: whether a test is recent enough, which depends on the day (`quality`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.estate.faults import EMPTY, quoted
from hiyoke.estate.identifiers import INTERNET, normalise_id
from hiyoke.estate.references import fault_repeated
from hiyoke.estate.sheets import MisreadError, flaw_id
from hiyoke.estate.system import NO
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.estate.entries import Entry
    from hiyoke.estate.faults import FaultLog, Place
    from hiyoke.estate.references import References

#: Where each subject of an override is listed; flaws are listed nowhere.
_SUBJECT_LISTS = {
    "control": "controls",
    "vendor": "vendors",
    "zone": "zones",
    "person": "systems",
}


def check_guards(references: References) -> None:
    """Check everything about controls, privileged IDs, overrides and insider zones once."""
    references.check_unique("controls")
    references.check_unique("accounts")
    _check_zones(references)
    _check_accounts(references)
    _check_controls(references)
    _check_overrides(references)


def _check_zones(references: References) -> None:
    """A place is inside or outside, not both; ``internet`` is never inside."""
    for entry in references.of("institution"):
        outside = {INTERNET, *(entry.values.get("outside_zones") or ())}
        for zone in entry.values.get("insider_zones") or ():
            if zone in outside:
                references.log.fault(
                    "reserved_id",
                    entry.place("insider_zones"),
                    expected=Text(
                        ja="外部接続先でない執務ゾーンの名前",
                        en="an insider zone that is no outside zone",
                    ),
                    found=quoted(zone),
                    remedy=Text(
                        ja="執務ゾーンと外部接続先のどちらか一方に書いてください。",
                        en="List it either as insider zone or as outside zone.",
                    ),
                )


def _check_accounts(references: References) -> None:
    systems, places = references.ids("systems"), references.places()
    for entry in references.of("accounts"):
        references.check(entry, "systems", "systems", systems)
        references.check(entry, "used_from", "links", places)


def _check_controls(references: References) -> None:
    systems, accounts = references.ids("systems"), references.ids("accounts")
    flows = {
        f"{link.values.get('source')} > {link.values.get('target')}"
        for link in references.of("links")
    }
    flows |= {  # Facing the internet is a way in without a row of its own.
        f"{INTERNET} > {system.values.get('id')}"
        for system in references.of("systems")
        if system.values.get("internet_facing") != NO
    }
    for entry in references.of("controls"):
        references.check(entry, "systems", "systems", systems)
        references.check(entry, "accounts", "accounts", accounts)
        for source, target in entry.values.get("links") or ():
            if f"{source} > {target}" not in flows:
                references.fault(entry.place("links"), f"{source} > {target}", "flows", flows)
        if entry.is_sound:
            _remind_of_idle(entry, references.log)


def _remind_of_idle(entry: Entry, log: FaultLog) -> None:
    values = entry.values
    if not any(values.get(column) for column in ("systems", "links", "accounts")):
        log.remind(
            "idle_control",
            entry.record.place,
            expected=Text(
                ja="対象システム、対象経路、対象特権IDのどれか",
                en="systems, links or accounts that it guards",
            ),
            found=EMPTY,
            remedy=Text(
                ja="何を守る対策かを書いてください。このままでは何も守りません。",
                en="Say what it guards; as it stands it guards nothing.",
            ),
        )
    elif values.get("kind") == "virtual_patch" and not values.get("vulnerability_ids"):
        log.remind(
            "idle_control",
            entry.place("vulnerability_ids"),
            expected=Text(
                ja="仮想パッチが効く脆弱性", en="the vulnerabilities that a virtual patch knows"
            ),
            found=EMPTY,
            remedy=Text(
                ja="脆弱性の識別子を書いてください。このままでは何も守りません。",
                en="Name them; as it stands it guards nothing.",
            ),
        )


def _check_overrides(references: References) -> None:
    lists = {
        "controls": references.ids("controls"),
        "vendors": references.ids("vendors"),
        "systems": references.ids("systems"),
        "zones": references.zones() - {INTERNET},
    }
    first: dict[tuple[str, str], Place] = {}
    for entry in references.of("overrides"):
        _check_days(entry, references.log)
        subject, subject_id = entry.values.get("subject"), entry.values.get("subject_id")
        if subject is None or subject_id is None:
            continue
        subject_id = _read_subject(entry, references)
        sheet = _SUBJECT_LISTS.get(subject)
        if sheet is not None and subject_id not in lists[sheet]:
            references.fault(entry.place("subject_id"), subject_id, sheet, lists[sheet])
        if (subject, subject_id) in first:
            earlier = first[subject, subject_id]
            fault_repeated(entry.place("subject_id"), subject_id, earlier, references.log)
        first.setdefault((subject, subject_id), entry.place("subject_id"))


def _read_subject(entry: Entry, references: References) -> str:
    """Return the subject's identifier as other sheets write it, and keep it so."""
    values = entry.values
    if values["subject"] != "vulnerability":
        values["subject_id"] = normalise_id(values["subject_id"])
        return str(values["subject_id"])
    try:
        values["subject_id"] = flaw_id(values["subject_id"])
    except MisreadError as misread:
        references.log.fault(
            misread.kind,
            entry.place("subject_id"),
            expected=misread.expected,
            found=quoted(values["subject_id"]),
            remedy=misread.remedy,
        )
    return str(values["subject_id"])


def _check_days(entry: Entry, log: FaultLog) -> None:
    check_order(entry, "decided_on", "expires_on", log)


def check_order(entry: Entry, earlier: str, later: str, log: FaultLog) -> None:
    """Fault two dates of one entry that stand in the wrong order."""
    start, end = entry.values.get(earlier), entry.values.get(later)
    if start is not None and end is not None and end < start:
        log.fault(
            "reversed_dates",
            entry.place(later),
            expected=Text(ja=f"{start} 以降の日付", en=f"a date on or after {start}"),
            found=quoted(end),
            remedy=Text(
                ja="二つの日付を確かめてください。",
                en="Check both dates; they contradict each other.",
            ),
        )
