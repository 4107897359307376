"""Random small networks, and the textbook ones, for tests of the surge simulation."""

from __future__ import annotations

import numpy as np

from hiyoke.languages import Text
from hiyoke.planning.surge.network import (
    Batch,
    BatchStation,
    Network,
    QueueRule,
    Range,
    Spread,
    StaffGroup,
    StaffStation,
    Stage,
    Stream,
    Tier,
    WorkClass,
)

NAME = Text(ja="名前", en="Name")
ALWAYS = 1e9
LANES = 3


def spells_of(rng: np.random.Generator, horizon: float) -> np.ndarray:
    """Return spells of duty at whole hours, some of which touch, none past the horizon."""
    edges = np.sort(
        rng.choice(np.arange(int(horizon) + 1), 2 * int(rng.integers(1, 7)), replace=False)
    )
    return edges.astype(np.float64).reshape(-1, 2)


def random_station(
    rng: np.random.Generator, name: str, horizon: float, tiers: int
) -> StaffStation | BatchStation:
    if rng.random() < 0.4:
        closes = np.sort(rng.integers(0, int(horizon), 8)).astype(float)
        leaves = np.maximum.accumulate(closes + rng.integers(0, 5, 8))
        return BatchStation(
            station_id=name,
            title=NAME,
            batches=tuple(
                Batch(
                    float(c),
                    float(e),
                    int(rng.integers(0, 6)),
                    int(rng.integers(0, tiers)),
                    None if rng.random() < 0.5 else frozenset({int(rng.integers(0, LANES))}),
                )
                for c, e in zip(closes, leaves, strict=True)
            ),
        )
    return StaffStation(
        station_id=name,
        title=NAME,
        groups=tuple(
            StaffGroup(people=int(rng.integers(0, 4)), spells=spells_of(rng, horizon))
            for _ in range(int(rng.integers(1, 4)))
        ),
        rule=QueueRule(int(rng.integers(0, 3))),
    )


def random_network(seed: int) -> Network:
    """Return a network of up to 4 stages, with ties: whole hours and constant work occur."""
    rng = np.random.default_rng(seed)
    horizon = float(rng.integers(20, 90))
    tiers = int(rng.integers(1, 4))
    stages = []
    for number in range(int(rng.integers(1, 5))):
        stations = tuple(
            random_station(rng, f"s{number}-{k}", horizon, tiers)
            for k in range(int(rng.integers(1, 4)))
        )
        spread = (Spread.CONSTANT, Spread.EXPONENTIAL, Spread.LOGNORMAL)[int(rng.integers(0, 3))]
        again = (Range(0.0, 0.0, 0.0), Range(0.1, 0.3, 0.9))[int(rng.integers(0, 2))]
        stages.append(
            Stage(stage_id=f"s{number}", title=NAME, stations=stations, spread=spread, again=again)
        )
    classes = tuple(
        WorkClass(
            class_id=f"c{k}",
            kind="component" if k % 2 else "vendor_bundle",
            tier=int(rng.integers(0, tiers)),
            stations=tuple(
                None if rng.random() < 0.2 else int(rng.integers(0, len(stage.stations)))
                for stage in stages
            ),
            hours=tuple(float(rng.integers(0, 7)) for _ in stages),
            lanes=tuple(int(rng.integers(0, LANES)) for _ in stages),
        )
        for k in range(int(rng.integers(1, 6)))
    )
    streams = tuple(
        Stream(
            stream_id=f"stream{k}",
            instants=np.array([0.0, horizon / 3, horizon / 2, horizon]),
            expected=np.cumsum([0.0, *rng.integers(0, 20, 3)]).astype(np.float64),
            shares=tuple((np.ones(len(classes)) / len(classes)).tolist()),
            scale=Range(0.5, 1.0, 2.0),
        )
        for k in range(int(rng.integers(1, 3)))
    )
    return Network(
        horizon_hours=horizon,
        tiers=tuple(
            Tier(tier_id=f"t{k}", title=NAME, deadline_hours=5.0 * (k + 1)) for k in range(tiers)
        ),
        stages=tuple(stages),
        classes=classes,
        streams=streams,
    )


def one_desk(
    *,
    people: int,
    rate: float,
    mean: float,
    horizon: float,
    spread: Spread = Spread.EXPONENTIAL,
    shares: tuple[float, ...] = (1.0,),
    variation: float = 1.0,
    rule: QueueRule = QueueRule.LOWEST_FIRST,
) -> Network:
    """Return one desk that never closes, with arrivals of a constant rate, one tier a share."""
    always = np.array([[0.0, horizon]])
    desk = StaffStation(
        station_id="desk",
        title=NAME,
        groups=(StaffGroup(people=people, spells=always),),
        rule=rule,
    )
    return Network(
        horizon_hours=horizon,
        tiers=tuple(
            Tier(tier_id=str(k), title=NAME, deadline_hours=ALWAYS) for k in range(len(shares))
        ),
        stages=(
            Stage(
                stage_id="desk", title=NAME, stations=(desk,), spread=spread, variation=variation
            ),
        ),
        classes=tuple(
            WorkClass(class_id=str(k), kind="any", tier=k, stations=(0,), hours=(mean,))
            for k in range(len(shares))
        ),
        streams=(
            Stream(
                stream_id="all",
                instants=np.array([0.0, horizon]),
                expected=np.array([0.0, rate * horizon]),
                shares=shares,
            ),
        ),
    )
