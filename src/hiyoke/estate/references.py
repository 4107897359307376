"""References between entries: each must lead somewhere, and the near miss is named.

What is not here: which columns refer to what (`cross_checks`, `guard_checks`, `work_checks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.estate.faults import quoted
from hiyoke.estate.identifiers import INTERNET, advice
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hiyoke.estate.entries import Entry
    from hiyoke.estate.faults import FaultLog, Place

#: Unknown references for which a near identifier is looked up; further ones go without, since
#: thousands of them mean a wrong file and not thousands of typing slips.
MAX_SUGGESTIONS: Final = 200

#: What the identifiers of each sheet's list are called; links may name more than systems.
_LISTS: Final = {
    "services": Text(ja="サービス", en="services"),
    "systems": Text(ja="システム", en="systems"),
    "vendors": Text(ja="ベンダー", en="vendors"),
    "crews": Text(ja="担当チーム", en="crews"),
    "controls": Text(ja="対策", en="controls"),
    "accounts": Text(ja="特権ID", en="accounts"),
    "links": Text(ja="システムまたは接続先・執務ゾーン", en="systems or zones"),
    "subjects": Text(ja="サービスまたはシステム", en="services or systems"),
    "calendars": Text(ja="決済カレンダー", en="payment calendars"),
    "flows": Text(ja="通信経路", en="links"),
    "zones": Text(ja="接続先・執務ゾーン", en="zones of the institution"),
}
#: Sheets whose loss makes a reference impossible to judge; otherwise the list's own.
_MAY_BE_IN: Final = {
    "links": {"systems", "institution"},
    "subjects": {"services", "systems"},
    "flows": {"links"},
    "zones": {"institution"},
}


@dataclass(slots=True)
class References:
    """Notes every reference to nothing.

    Args:
        entries: Entries by sheet name.
        log: Receives the faults.
    """

    entries: Mapping[str, Sequence[Entry]]
    log: FaultLog
    suggestions_left: int = MAX_SUGGESTIONS

    def of(self, sheet: str) -> Sequence[Entry]:
        """Return the entries of a sheet."""
        return self.entries.get(sheet, ())

    def ids(self, sheet: str) -> set[str]:
        """Return the identifiers that a sheet lists."""
        return {entry.values["id"] for entry in self.of(sheet) if entry.values.get("id")}

    def zones(self) -> set[str]:
        """Return every place that is no system: ``internet``, outside zones, insider zones."""
        declared = {INTERNET}
        for entry in self.of("institution"):
            declared.update(entry.values.get("outside_zones") or ())
            declared.update(entry.values.get("insider_zones") or ())
        return declared

    def places(self) -> set[str]:
        """Return everything that an end of a link may name."""
        return self.ids("systems") | self.zones()

    def check(self, entry: Entry, column: str, sheet: str, known: Collection[str]) -> None:
        """Fault every reference of one column that leads nowhere."""
        found = entry.values.get(column)
        targets = found if isinstance(found, tuple) else (found,)
        for target in targets:
            if target is not None and target not in known:
                self.fault(entry.place(column), target, sheet, known)

    def fault(self, place: Place, target: str, sheet: str, known: Collection[str]) -> None:
        """Fault one reference, unless part of the list it refers to is lost anyway."""
        if not self.log.lost_sheets.isdisjoint(_MAY_BE_IN.get(sheet, {sheet})):
            return
        what = _LISTS[sheet]
        otherwise = Text(
            ja=f"{what.ja}の一覧に加えるか、識別子を直してください。",
            en=f"Add it to the list of {what.en}, or correct the identifier.",
        )
        self.suggestions_left -= 1
        self.log.fault(
            "unknown_reference",
            place,
            expected=Text(
                ja=f"{what.ja}の一覧にある識別子", en=f"an identifier from the list of {what.en}"
            ),
            found=quoted(target),
            remedy=advice(target, known if self.suggestions_left >= 0 else (), otherwise),
        )

    def check_unique(self, sheet: str) -> None:
        """Fault every identifier that a sheet lists twice."""
        first: dict[str, Place] = {}
        for entry in self.of(sheet):
            identifier = entry.values.get("id")
            if identifier is None:
                continue
            if identifier not in first:
                first[identifier] = entry.place("id")
                continue
            fault_repeated(entry.place("id"), identifier, first[identifier], self.log)


def fault_repeated(place: Place, identifier: str, earlier: Place, log: FaultLog) -> None:
    """Fault an identifier, or what else must be said once, that stands at `earlier` already."""
    log.fault(
        "duplicate_id",
        place,
        expected=Text(ja="ほかにない識別子", en="an identifier of its own"),
        found=Text(
            ja=f"{earlier} と同じ{quoted(identifier).ja}",
            en=f"{quoted(identifier).en}, which is also at {earlier}",
        ),
        remedy=Text(
            ja="どちらかの識別子を変えるか、重なった行を消してください。",
            en="Rename one of them or remove the repeated row.",
        ),
    )
