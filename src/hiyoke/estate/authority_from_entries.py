"""Delegations: the checks of their references, the values made from sound entries, their gaps.

What is not here: the rest of the estate (`assemble`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.estate.delegation import STOP_LEVELS, Delegation
from hiyoke.estate.quality_gap import QualityGap, gap
from hiyoke.estate.references import fault_repeated
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hiyoke.estate.entries import Entry
    from hiyoke.estate.estate import Estate
    from hiyoke.estate.faults import Place
    from hiyoke.estate.references import References


def check_authority(references: References) -> None:
    """Check that delegations name services of the estate, and that none is said twice."""
    services = references.ids("services")
    first: dict[tuple[object, ...], Place] = {}
    for entry in references.of("authority"):
        references.check(entry, "services", "services", services)
        if not entry.is_sound:
            continue
        values = entry.values
        same = tuple(values.get(n) for n in ("role", "up_to", "hours", "services", "person"))
        key = (*same, entry.name)
        if key in first:
            fault_repeated(entry.record.place, entry.name.ja, first[key], references.log)
        first.setdefault(key, entry.record.place)


def delegation_from(entry: Entry) -> Delegation:
    """Return the delegation that a sound entry states."""
    values = entry.values
    return Delegation(
        role=values["role"],
        name=entry.name,
        person=values["person"],
        contact=values["contact"],
        up_to=values["up_to"],
        hours=values["hours"] or "always",
        services=values["services"] or (),
        expires_on=values["expires_on"],
        deputy=bool(values["deputy"]),
        extra=entry.extra,
    )


def authority_gaps(estate: Estate, *, as_of: date) -> Iterator[QualityGap]:
    """Yield the gaps in who may decide; they may count nothing.

    Args:
        estate: The estate.
        as_of: Date that last days are judged on.
    """
    table = estate.authority
    yield gap(
        "expired_delegations",
        Text(ja="期限の切れた権限", en="Delegations that have run out"),
        (f"{one.name.ja} {one.up_to}" for one in table if one.expires_on < as_of),
        len(table),
        Text(
            ja="その役職は停止を決められません。更新してください。",
            en="Those posts may not decide on a stop; renew them.",
        ),
    )
    alone = STOP_LEVELS[1:] if table else ()
    yield gap(
        "levels_without_decider",
        Text(ja="夜間休日に決められる人のいない水準", en="Levels nobody may decide at night"),
        (
            level
            for level in alone
            if not any(
                one.up_to >= level
                and one.hours != "business_hours"
                and not one.services
                and one.expires_on >= as_of
                for one in table
            )
        ),
        len(alone),
        Text(
            ja="夜間や休日に攻撃を受けると、決定が緊急扱いになります。代行を定めてください。",
            en="An attack at night would have to be met under break-glass; name a deputy.",
        ),
    )
