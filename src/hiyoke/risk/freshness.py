"""How old each kind of knowledge is, and from which age it can no longer be relied on.

Limits are profile data, not constants. What is not here: fetching newer data.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from hiyoke.calendars import date_in_japan
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

#: What each format of the store informs about; a format may inform about several kinds.
KINDS_OF_FORMAT: Mapping[str, tuple[str, ...]] = {
    "osv": ("advisories",),
    "cve5": ("advisories", "ssvc"),
    "nvd": ("advisories",),
    "csaf": ("advisories",),
    "kev": ("known_exploited",),
    "epss": ("epss",),
    "endoflife": ("end_of_life",),
}
KIND_LABELS: Mapping[str, Text] = {
    "advisories": Text(ja="脆弱性アドバイザリ", en="Vulnerability advisories"),
    "known_exploited": Text(
        ja="悪用が確認された脆弱性（KEV）", en="Known exploited vulnerabilities (KEV)"
    ),
    "epss": Text(ja="悪用の確率（EPSS）", en="Exploitation probability (EPSS)"),
    "ssvc": Text(ja="SSVC の判断", en="SSVC points"),
    "end_of_life": Text(ja="サポート終了日", en="End-of-life dates"),
}


@dataclass(frozen=True, slots=True)
class FreshnessProfile:
    """From which age each kind of data counts as stale.

    Attributes:
        version: Version of the profile, for `run.json`.
        standing: Says that the limits are assumptions.
        stale_after_days: Largest age in days that is still fresh, by kind.
        end_of_life_horizon_days: How far ahead an end of life is reported.
    """

    version: str
    standing: Text
    stale_after_days: Mapping[str, int]
    end_of_life_horizon_days: int


@dataclass(frozen=True, slots=True)
class DataAge:
    """How old one kind of data is.

    Attributes:
        kind: Kind of data, a key of `KIND_LABELS`.
        newest_on: Date in Japan of its newest record; None when there is none or it has no date.
        age_days: Days from then to `as_of`; negative when the data is newer than `as_of`.
        limit_days: Age from which it is stale.
        is_missing: Whether nothing of this kind was read.
    """

    kind: str
    newest_on: date | None
    age_days: int | None
    limit_days: int
    is_missing: bool

    @property
    def is_stale(self) -> bool:
        """Whether it is older than its limit, or of unknown age."""
        return not self.is_missing and (self.age_days is None or self.age_days > self.limit_days)


@cache
def load_freshness_profile() -> FreshnessProfile:
    """Load the shipped limits."""
    file = resources.files("hiyoke.risk").joinpath("profiles", "freshness.json")
    record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return FreshnessProfile(
        version=record["version"],
        standing=Text(**record["standing"]),
        stale_after_days={limit["kind"]: limit["stale_after_days"] for limit in record["limits"]},
        end_of_life_horizon_days=record["end_of_life_horizon_days"],
    )


def data_ages(
    sources: Iterable[Mapping[str, Any]], profile: FreshnessProfile, *, as_of: date
) -> list[DataAge]:
    """Return the age of every kind of data, in the profile's order.

    Args:
        sources: Rows of a `SOURCES` table: format, newest_at, record_count.
        profile: The limits.
        as_of: The day on which age is judged.
    """
    newest: dict[str, date | None] = {}
    for source in sources:
        if not source["record_count"]:
            continue
        instant = source["newest_at"]
        day = date_in_japan(instant) if instant is not None else None
        for kind in KINDS_OF_FORMAT.get(source["format"], ()):
            earlier = newest.get(kind)
            newest[kind] = max((d for d in (day, earlier) if d is not None), default=None)
    return [
        DataAge(
            kind=kind,
            newest_on=newest.get(kind),
            age_days=None if (day := newest.get(kind)) is None else (as_of - day).days,
            limit_days=limit,
            is_missing=kind not in newest,
        )
        for kind, limit in profile.stale_after_days.items()
    ]
