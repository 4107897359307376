"""What a run of exposure assumes, besides the estate: chosen by the user, told in every result.

What is not here: the run (`expose`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.exposure import (
    AttackRules,
    Calibration,
    Conditions,
    draw_worlds,
    load_attack_rules,
    load_calibration,
    read_attack_rules,
    read_calibration,
)
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

WORLDS: Final = 4_096
SEED: Final = 1
HORIZON_DAYS: Final = 30.0

#: A hundred years: beyond, a period means nothing and runs past the last day of the calendar.
LONGEST_HORIZON_DAYS: Final = 36_500.0

_HORIZON: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([dwmy日週月年]?)", re.IGNORECASE)
_DAYS: Final = {"": 1, "d": 1, "日": 1, "w": 7, "週": 7, "m": 30, "月": 30, "y": 365, "年": 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureSettings:
    """What a run assumes.

    Attributes:
        horizon_days: Days looked ahead, above 0.
        worlds: Worlds to draw, 1 to 1,048,576.
        seed: 0 to 2**64 - 1; equal seeds give equal worlds.
        stress: Factor on the attackers' pace, 0 or more; 1 is as observed.
        calibration: Edited calibration file; None for the one that comes with Hiyoke.
        rules: Edited rules file; None for the one that comes with Hiyoke.
        has_latent: Whether to compute the scenario of flaws not yet known as well.
    """

    horizon_days: float = HORIZON_DAYS
    worlds: int = WORLDS
    seed: int = SEED
    stress: float = 1.0
    calibration: Path | None = None
    rules: Path | None = None
    has_latent: bool = False

    def conditions(self, as_of: date) -> Conditions:
        """Return what the engine assumes; everything is checked before anything is read.

        Raises:
            UsageError: The horizon, stress, number of worlds or seed is out of range.
        """
        draw_worlds([], np.zeros(0), worlds=self.worlds, seed=self.seed)
        return Conditions(as_of=as_of, horizon_days=self.horizon_days, stress=self.stress)

    def load_calibration(self) -> Calibration:
        """Return the calibration to use.

        Raises:
            DecisionTableError: The file is no calibration.
        """
        if self.calibration is None:
            return load_calibration()
        return read_calibration(self.calibration)

    def load_rules(self) -> AttackRules:
        """Return the attack rules to use.

        Raises:
            DecisionTableError: The file holds no rules.
        """
        return load_attack_rules() if self.rules is None else read_attack_rules(self.rules)


def read_horizon(text: str) -> float:
    """Return a horizon in days from words such as ``30d``, ``2w``, ``6m`` or ``30``.

    A month is 30 days and a year 365.

    Raises:
        UsageError: It is no length of time above 0 and up to 100 years.

    Example:
        >>> read_horizon("2w")
        14.0
    """
    found = _HORIZON.fullmatch(text.strip())
    days = float(found[1]) * _DAYS[found[2].lower()] if found else 0.0
    if 0.0 < days <= LONGEST_HORIZON_DAYS:
        return days
    raise UsageError(
        Text(
            ja=f"0 より長く 100 年以下の期間（例: 30d）を期待しましたが、{text!r} でした",
            en=f"expected a period above 0 and up to 100 years such as 30d, found {text!r}",
        ),
        where="--horizon",
        remedy=Text(
            ja="日数に d、週に w、月に m、年に y を付けて書いてください。",
            en="Write days with d, weeks with w, months with m, years with y.",
        ),
    )
