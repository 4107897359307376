"""Assumed losses for services that state none, read from a versioned profile.

Every figure is marked as an assumption and shown as one. What is not here: which service gets
which curve (`impact_curves`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import EstateFaultError, ImpactProfileError
from hiyoke.estate import ImpactPoint, LossRange, is_dearer
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Schema name that a file must carry; another one is refused, since its shape is unknown.
SCHEMA: Final = "hiyoke/impact-profile/1"
SHIPPED_IMPACT_PROFILE: Final = "impact-curve-1.0.0.json"
_REMEDY = Text(
    ja="ファイルを直してください。書き方は docs/reference/impact-curves.md にあります。",
    en="Correct the file; docs/reference/impact-curves.md describes it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactProfile:
    """A version of the assumed losses.

    Attributes:
        version: For `run.json`.
        standing: What the profile is and is not.
        currency: Three letters of ISO 4217.
        affected_share: Share of a service's users affected, in [0, 1], by outage in minutes.
        loss_per_user: Loss for each user affected, by outage in minutes.
        weight_of_priority: Factor on the losses of a priority service.
        weight_of_other: Factor on the losses of any other.
        attack_outage_minutes: How long an attack stops a service.
        notes: The assumption behind each line, by its name.
    """

    version: str
    standing: Text
    currency: str
    affected_share: tuple[tuple[int, LossRange], ...]
    loss_per_user: tuple[tuple[int, LossRange], ...]
    weight_of_priority: float
    weight_of_other: float
    attack_outage_minutes: LossRange
    notes: Mapping[str, Text]

    def points(self, users: float, *, is_priority: bool) -> tuple[ImpactPoint, ...]:
        """Return the assumed curve of a service with this many users.

        Low goes with low and high with high; the loss is users affected times loss for each.
        """
        weight = self.weight_of_priority if is_priority else self.weight_of_other
        found = []
        for (minutes, shares), (_, each) in zip(
            self.affected_share, self.loss_per_user, strict=True
        ):
            people = LossRange(*(round(users * share) for share in shares))
            losses = (users * share * one for share, one in zip(shares, each, strict=True))
            found.append(
                ImpactPoint(minutes, LossRange(*(round(weight * loss) for loss in losses)), people)
            )
        return tuple(found)


@cache
def load_impact_profile() -> ImpactProfile:
    """Load the shipped profile."""
    file = resources.files("hiyoke.risk").joinpath("profiles", SHIPPED_IMPACT_PROFILE)
    return _profile_of(json.loads(file.read_text(encoding="utf-8")), SHIPPED_IMPACT_PROFILE)


def read_impact_profile(path: Path) -> ImpactProfile:
    """Read an institution's own profile.

    Raises:
        ImpactProfileError: Not JSON of this schema, a member is missing, or a longer outage costs
            less.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _fault("JSON として読めません", "expected a JSON file", str(path)) from error
    return _profile_of(record, str(path))


def _profile_of(record: Any, origin: str) -> ImpactProfile:
    try:
        if record["schema"] != SCHEMA:
            raise _fault(f"{SCHEMA} ではありません", f"expected the schema {SCHEMA}", origin)
        lines, weights = record["loss_per_user"], record["weight_of_priority"]
        profile = ImpactProfile(
            version=record["version"],
            standing=_text_of(record["standing"]),
            currency=record["currency"],
            affected_share=_ranges_of(lines, "share_of_users"),
            loss_per_user=_ranges_of(lines, "loss_per_affected_user"),
            weight_of_priority=float(weights["priority"]),
            weight_of_other=float(weights["other"]),
            attack_outage_minutes=_range_of(record["attack_outage_minutes"]["minutes"]),
            notes={
                **{f"after_{n['after_minutes']}": _text_of(n["basis"]["note"]) for n in lines},
                "weight_of_priority": _text_of(weights["basis"]["note"]),
                "attack_outage_minutes": _text_of(record["attack_outage_minutes"]["basis"]["note"]),
            },
        )
        is_sound = _is_sound(profile)
    except (KeyError, TypeError, ValueError, EstateFaultError) as error:
        raise _fault(
            f"項目 {error} がないか、値が不正です", f"expected a sound member {error}", origin
        ) from error
    if not is_sound:
        raise _fault(
            "停止が長いほど増え、0 ≤ 下限 ≤ 見込み ≤ 上限となる値が必要です",
            "expected figures that grow with the outage and 0 <= low <= likely <= high",
            origin,
        )
    return profile


def _is_sound(profile: ImpactProfile) -> bool:
    ranges = [found for _, found in (*profile.affected_share, *profile.loss_per_user)]
    ranges.append(profile.attack_outage_minutes)
    are_ordered = all(0 <= one.low <= one.likely <= one.high for one in ranges)
    are_shares = all(one.high <= 1 for _, one in profile.affected_share)
    weights = (profile.weight_of_priority, profile.weight_of_other)
    points = profile.points(1e9, is_priority=True)
    grows = bool(points) and all(is_dearer(a, b) for a, b in pairwise(points))
    return are_ordered and are_shares and grows and min(weights) > 0


def _ranges_of(lines: list[Any], member: str) -> tuple[tuple[int, LossRange], ...]:
    return tuple((int(line["after_minutes"]), _range_of(line[member])) for line in lines)


def _range_of(figures: list[float]) -> LossRange:
    low, likely, high = figures
    return LossRange(float(low), float(likely), float(high))


def _text_of(record: Mapping[str, str]) -> Text:
    return Text(ja=record["ja"], en=record["en"])


def _fault(ja: str, en: str, origin: str) -> ImpactProfileError:
    return ImpactProfileError(Text(ja=ja, en=en), where=origin, remedy=_REMEDY)
