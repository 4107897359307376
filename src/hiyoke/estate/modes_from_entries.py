"""Suspension modes: the checks of their references, and the values made from sound entries.

What is not here: the rest of the estate (`assemble`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.estate.suspension_mode import SuspensionMode
from hiyoke.estate.system import UNKNOWN
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.estate.entries import Entry
    from hiyoke.estate.references import References


def check_modes(references: References) -> None:
    """Check everything that modes refer to once."""
    references.check_unique("modes")
    services, systems = references.ids("services"), references.ids("systems")
    accounts, vendors = references.ids("accounts"), references.ids("vendors")
    flows = {
        f"{link.values.get('source')} > {link.values.get('target')}"
        for link in references.of("links")
    }
    for entry in references.of("modes"):
        references.check(entry, "subject", "subjects", services | systems)
        for column in ("systems", "entry_points"):
            references.check(entry, column, "systems", systems)
        references.check(entry, "accounts", "accounts", accounts)
        references.check(entry, "vendors", "vendors", vendors)
        for service_id, _ in entry.values.get("loses") or ():
            if service_id not in services:
                references.fault(entry.place("loses"), service_id, "services", services)
        for source, target in entry.values.get("links") or ():
            if f"{source} > {target}" not in flows:
                references.fault(entry.place("links"), f"{source} > {target}", "flows", flows)
        if entry.is_sound and not _removes_something(entry):
            _remind_of_idle(references, entry)


def _removes_something(entry: Entry) -> bool:
    removing = ("systems", "links", "entry_points", "accounts", "vendors")
    return any(entry.values.get(column) for column in removing)


def _remind_of_idle(references: References, entry: Entry) -> None:
    references.log.remind(
        "idle_mode",
        entry.record.place,
        expected=Text(
            ja="止めるシステム、切る経路、閉じる公開口などの一つ以上",
            en="at least one system, link, entry point, account or vendor",
        ),
        found=Text(ja="なし", en="none"),
        remedy=Text(
            ja="何を止めるかが分からないため、このモードは攻撃の経路を断つとはみなしません。",
            en="Without one, the mode is not taken to remove any way of an attacker.",
        ),
    )


def mode_from(entry: Entry) -> SuspensionMode:
    """Return the mode that a sound entry states."""
    values = entry.values
    return SuspensionMode(
        mode_id=values["id"],
        name=entry.name,
        subject=values["subject"],
        kind=values["kind"] or "other",
        loses=values["loses"] or (),
        systems=values["systems"] or (),
        links=values["links"] or (),
        entry_points=values["entry_points"] or (),
        accounts=values["accounts"] or (),
        vendors=values["vendors"] or (),
        vulnerability_ids=values["vulnerability_ids"] or (),
        enter_minutes=values["enter_minutes"],
        leave_minutes=values["leave_minutes"],
        reversible=values["reversible"] or UNKNOWN,
        last_rehearsed_on=values["last_rehearsed_on"],
        in_flight_minutes=values["in_flight_minutes"],
        restart_point=values["restart_point"],
        backup=values["backup"],
        owner=entry.both("owner"),
        extra=entry.extra,
    )
