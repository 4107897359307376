"""What is left after a stop: the chance that weaknesses outside this situation are used meanwhile.

The exposure engine answers, on the same worlds for every option. What is not here: the attacker of
the situation (`economics`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.exposure import (
    Change,
    Conditions,
    build_attack_graph,
    count_worlds,
    lost_worlds,
    service_order,
    simulate,
)
from hiyoke.suspension.mode_effects import StepIndex
from hiyoke.suspension.situated import all_open

if TYPE_CHECKING:
    from datetime import date

    from hiyoke.exposure import Calibration, ExposureInputs
    from hiyoke.suspension.option_sheet import OptionSheet

WORLDS: Final = 2048
SEED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChance:
    """The chance for one option.

    Attributes:
        key: The option.
        probability: That any protected service is lost until the cause is gone, in [0, 1].
    """

    key: str
    probability: float


def standing_chances(
    sheet: OptionSheet, inputs: ExposureInputs, calibration: Calibration, as_of: date
) -> tuple[StandingChance, ...]:
    """Return the chance of attack by standing weaknesses, for each option.

    Unknown ways count as existing. A stop counts from the beginning, so the figure is the least
    that a stop leaves.

    Args:
        sheet: The options.
        inputs: The estate, without what the situation adds.
        calibration: From evidence to chances.
        as_of: Day on which tests and listings are judged.

    Cost:
        One simulation of `WORLDS` worlds, and one fixpoint for each option.
    """
    ground = sheet.ground
    graph = build_attack_graph(inputs, ground.situated.graph.rules)
    days = ground.situation.fixed_after_minutes.likely / 1440
    simulation = simulate(
        graph,
        calibration,
        Conditions(as_of=as_of, horizon_days=days),
        worlds=WORLDS,
        seed=SEED,
    )
    order = service_order(graph)
    rows = [order.index(name) for name in sheet.stake.keepable if name in order]
    index = StepIndex.of(all_open(graph))
    found = []
    for option in sheet.options:
        modes = [ground.modes[mode_id].mode for mode_id in option.modes]
        cut = tuple(sorted({step for mode in modes for step in index.removed_by(mode)}))
        reached = simulation.what_if(Change(without_edges=cut)) if cut else simulation.if_present
        lost = lost_worlds(graph, reached)[rows]
        hits = count_worlds(np.bitwise_or.reduce(lost, axis=0)[None, :]) if rows else np.zeros(1)
        found.append(StandingChance(key=option.key, probability=float(hits[0]) / WORLDS))
    return tuple(found)
