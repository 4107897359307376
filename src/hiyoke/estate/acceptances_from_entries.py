"""Acceptances: the checks of their references, the values made from sound entries, and their gaps.

What is not here: the rest of the estate (`assemble`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.errors import NO_TEXT
from hiyoke.estate.acceptance import RiskAcceptance
from hiyoke.estate.faults import EMPTY
from hiyoke.estate.guard_checks import check_order
from hiyoke.estate.quality_gap import QualityGap, gap
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hiyoke.estate.entries import Entry
    from hiyoke.estate.estate import Estate
    from hiyoke.estate.references import References


def check_acceptances(references: References) -> None:
    """Check everything about acceptances once: references, dates, and that they name something."""
    references.check_unique("acceptances")
    systems = references.ids("systems")
    for entry in references.of("acceptances"):
        references.check(entry, "systems", "systems", systems)
        check_order(entry, "accepted_on", "expires_on", references.log)
        values = entry.values
        if not values.get("vulnerability_ids") and not values.get("updates"):
            _fault_missing(
                references,
                entry,
                "vulnerability_ids",
                Text(
                    ja="受容する脆弱性または更新",
                    en="vulnerabilities or updates that are accepted",
                ),
            )
        if entry.both("owner") is None:
            wanted = Text(
                ja="期限まで責任を持つ部署または役職",
                en="the unit or role that answers for the risk until then",
            )
            _fault_missing(references, entry, "owner_ja", wanted)


def _fault_missing(references: References, entry: Entry, column: str, expected: Text) -> None:
    if not entry.is_sound:
        return  # What was written there is faulted already.
    references.log.fault(
        "missing_value",
        entry.place(column),
        expected=expected,
        found=EMPTY,
        remedy=Text(ja="値を書くか、この行を消してください。", en="Fill it in, or remove the row."),
    )


def acceptance_from(entry: Entry) -> RiskAcceptance:
    """Return the acceptance that a sound entry states."""
    values = entry.values
    return RiskAcceptance(
        acceptance_id=values["id"],
        vulnerability_ids=values["vulnerability_ids"] or (),
        updates=values["updates"] or (),
        systems=values["systems"] or (),
        reason=values["reason"],
        accepted_by=values["accepted_by"],
        accepted_on=values["accepted_on"],
        expires_on=values["expires_on"],
        owner=entry.both("owner") or NO_TEXT,
        extra=entry.extra,
    )


def acceptance_gaps(estate: Estate, *, as_of: date) -> Iterator[QualityGap]:
    """Yield the gaps in what was accepted; they may count nothing.

    Args:
        estate: The estate.
        as_of: Date that expiry is judged on.
    """
    total = len(estate.acceptances)
    yield gap(
        "expired_acceptances",
        Text(ja="期限の切れたリスク受容", en="Acceptances that have run out"),
        (a.acceptance_id for a in estate.acceptances if a.expires_on < as_of),
        total,
        Text(
            ja="受容していないものとして扱います。直すか、決め直してください。",
            en="Treated as never accepted; fix what they covered, or decide again.",
        ),
    )
    yield gap(
        "undated_acceptances",
        Text(ja="受容日のないリスク受容", en="Acceptances without the day of the decision"),
        (a.acceptance_id for a in estate.acceptances if a.accepted_on is None),
        total,
        Text(
            ja="いつからの受容か確かめられません。受容日を書いてください。",
            en="Nobody can tell since when they hold; write the day.",
        ),
    )
