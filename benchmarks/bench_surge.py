"""A thousand runs of a wave of 100,000 patches through five stages, and SimPy on the same items."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.measure import report, seconds_of, skip
from hiyoke.languages import Text
from hiyoke.planning import BatchStation, Network, StaffStation, simulate_surge
from hiyoke.planning.surge.network import Batch, Spread, StaffGroup, Stage, Stream, Tier, WorkClass
from hiyoke.planning.surge.simulation import FIXED, simulate_one

WEEKS, ARRIVALS, RUNS = 26, 100_000, 1_000
HORIZON = WEEKS * 168.0
LOAD = 0.9
NAME = Text(ja="測定", en="bench")
#: People by stage, and the share of items that goes there.
PEOPLE = {"triage": (4, 1.0), "test": (8, 1.0), "vendor": (6, 0.5)}
TIERS = ((3, 0.01), (14, 0.09), (60, 0.30), (120, 0.60))


def wave(duty: np.ndarray, *, arrivals: int = ARRIVALS) -> Network:
    """Return five stages at nine tenths of their capacity, and half of the items for a vendor."""
    hours = float((duty[:, 1] - duty[:, 0]).sum())
    means = {
        name: LOAD * people * hours / (arrivals * share) for name, (people, share) in PEOPLE.items()
    }

    def desk(name: str) -> Stage:
        group = StaffGroup(people=PEOPLE[name][0], spells=duty)
        station = StaffStation(station_id=name, title=NAME, groups=(group,))
        return Stage(stage_id=name, title=NAME, stations=(station,), spread=Spread.EXPONENTIAL)

    def board(name: str, hour: float, length: float) -> Stage:
        places = int(arrivals / (WEEKS * 7) / LOAD)
        sittings = tuple(
            Batch(day * 24 + hour, day * 24 + hour + length, places, len(TIERS) - 1)
            for day in range(WEEKS * 7)
        )
        station = BatchStation(station_id=name, title=NAME, batches=sittings)
        return Stage(stage_id=name, title=NAME, stations=(station,))

    classes = tuple(
        WorkClass(
            class_id=f"{tier}-{vendor}",
            kind="any",
            tier=tier,
            stations=(0, 0, 0, 0, 0 if vendor else None),
            hours=(means["triage"], means["test"], 0.0, 0.0, means["vendor"]),
        )
        for tier in range(len(TIERS))
        for vendor in (False, True)
    )
    return Network(
        horizon_hours=HORIZON,
        tiers=tuple(
            Tier(tier_id=str(days), title=NAME, deadline_hours=days * 24.0) for days, _ in TIERS
        ),
        stages=(
            desk("triage"),
            desk("test"),
            board("approval", 17.0, 0.5),
            board("window", 22.0, 6.0),
            desk("vendor"),
        ),
        classes=classes,
        streams=(
            Stream(
                stream_id="all",
                instants=np.array([0.0, HORIZON]),
                expected=np.array([0.0, float(arrivals)]),
                shares=tuple(share / 2 for _, share in TIERS for _ in range(2)),
            ),
        ),
    )


def bench_surge() -> None:
    """Print the figures."""
    start = time.perf_counter()
    week = np.array([[d * 24.0 + 9, d * 24.0 + 18] for d in range(WEEKS * 7) if d % 7 < 5])
    simulate_surge(wave(week, arrivals=100), runs=1, seed=1)
    # Some 0.5 s where an earlier process has compiled; else as long as it takes to compile.
    report("surge, begin", n=1, seconds=time.perf_counter() - start)
    begun = time.process_time()
    taken, tallies = seconds_of(lambda: simulate_surge(wave(week), runs=RUNS, seed=1), runs=1)
    report(
        "surge, business hours",
        n=RUNS * ARRIVALS,
        seconds=taken,
        processor_seconds=round(time.process_time() - begun, 2),
        fixed_share=round(float(tallies.counts[:, :, FIXED].sum()) / RUNS / ARRIVALS, 3),
        shape=f"{RUNS} runs x {WEEKS} weeks x {ARRIVALS} arrivals, 4.5 stages each",
    )
    bench_against_simpy()


def bench_against_simpy(*, runs: int = 20) -> None:
    """Print ours against SimPy, both round the clock, and hold the two answers to each other."""
    try:
        from benchmarks.simpy_wave_peer import simpy_run

        network = wave(np.array([[0.0, HORIZON]]))
        items, done = simulate_one(network, run=0, seed=1)
        peer, finished, summed = simpy_run(network, items)
    except ImportError:
        skip("surge, SimPy", "simpy is not installed")
        return
    ours = np.isfinite(done)
    assert abs(finished - int(ours.sum())) <= 2
    assert abs(summed - float(done[ours].sum())) < 1e-3 * summed
    taken, _ = seconds_of(lambda: simulate_surge(network, runs=runs, seed=1), runs=1)
    report(
        "surge, round the clock",
        n=runs * ARRIVALS,
        seconds=taken,
        ratio=peer * runs / taken,
        against="SimPy, one run on the same items, times the runs",
        simpy_seconds_a_run=round(peer, 2),
    )


if __name__ == "__main__":
    bench_surge()
