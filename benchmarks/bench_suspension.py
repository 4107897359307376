"""Stopping on purpose: the cheapest stop of a large bank, a plain cut, and the option sheet."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measure import report, seconds_of
from hiyoke.demo import demo_advisories, demo_estate, demo_situations
from hiyoke.suspension import (
    ProtectedService,
    ServiceStake,
    StopMode,
    StopProblem,
    certify,
    choose_stop,
)
from hiyoke.suspension.plain_cut import _solver, cut_plainly
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.matching.prepare_matching import prepare_matching

if TYPE_CHECKING:
    from collections.abc import Iterator

SYSTEMS, LINKS, MODES = 1_500, 20_000, 12
GAP = 0.01


@dataclass(frozen=True)
class Shape:
    """What tells one situation of a large bank from another.

    Attributes:
        share: Part of the links that the attacker can use.
        seed: Of everything drawn.
        services: Services in all.
        protected: Those of them to keep from the attacker.
        entries: Systems that he can enter from outside.
        pace: Minutes he needs for a step; the slowest mode takes effect after 70.
        spares: Whether services need one of two systems at a place, and not each.
    """

    share: float = 1.0
    seed: int = 1
    services: int = 60
    protected: int = 12
    entries: int = 80
    pace: float = 30.0
    spares: bool = False


SHAPES = {
    "a tenth of the links": Shape(share=0.1),
    "three tenths of the links": Shape(share=0.3),
    "every link": Shape(),
    "every link, others drawn": Shape(seed=2),
    "many entry points": Shape(entries=150),
    "every service protected": Shape(protected=60),
    "a fast attacker": Shape(pace=10.0),
    "spares accepted as lost": Shape(spares=True),
}


class LargeBank:
    """A bank in four tiers, most links going inwards; a share of the links carries a step."""

    def __init__(self, shape: Shape) -> None:
        self.rng = random.Random(shape.seed)
        self.shape = shape
        self.tiers = [min(3, int(4 * (n / SYSTEMS) ** 0.7)) for n in range(SYSTEMS)]
        self.steps: list[tuple[int, int]] = []
        self.links: list[tuple[int | None, int]] = []
        self.into: list[list[tuple[int, int | None]]] = [[] for _ in range(SYSTEMS)]
        self.out_of: list[list[tuple[int, int | None]]] = [[] for _ in range(SYSTEMS)]
        self._write_links()
        for system in range(SYSTEMS):
            self._step(self.node(system, 1), self.node(system, 0))
            if self.rng.random() < 0.5:
                self._step(self.node(system, 0), self.node(system, 1))

    @staticmethod
    def node(system: int, level: int) -> int:
        """Return the node of a system at a level."""
        return 1 + 2 * system + level

    def problem(self) -> StopProblem:
        """Return the bank's stop problem."""
        stakes, protected, users = self._services()
        return StopProblem(
            node_count=1 + 2 * SYSTEMS,
            sources=(0,),
            step_sources=np.array([source for source, _ in self.steps]),
            step_targets=np.array([target for _, target in self.steps]),
            modes=tuple(self._modes(users)),
            services=tuple(stakes),
            protected=tuple(protected),
            pace_minutes=self.shape.pace,
        )

    def _step(self, source: int, target: int) -> int:
        self.steps.append((source, target))
        return len(self.steps) - 1

    def _write_links(self) -> None:
        front = [n for n in range(SYSTEMS) if self.tiers[n] == 0]
        for system in self.rng.sample(front, self.shape.entries):
            entry = self._step(0, self.node(system, self.rng.random() < 0.5))
            self.into[system].append((len(self.links), entry))
            self.links.append((None, system))
        while len(self.links) < LINKS:
            one, other = self.rng.randrange(SYSTEMS), self.rng.randrange(SYSTEMS)
            deeper = self.tiers[other] - self.tiers[one]
            if one == other or deeper > 1 or (deeper < 0 and self.rng.random() < 0.9):
                continue
            step: int | None = None
            if self.rng.random() < self.shape.share:
                step = self._step(self.node(one, 0), self.node(other, self.rng.random() < 0.5))
                self.out_of[one].append((len(self.links), step))
            self.into[other].append((len(self.links), step))
            self.links.append((one, other))

    def _services(self) -> tuple[list[ServiceStake], list[ProtectedService], dict[int, list[str]]]:
        stakes, protected = [], []
        users: dict[int, list[str]] = {}
        for number in range(self.shape.services):
            name = f"service-{number}"
            needed = self.rng.sample(range(SYSTEMS), self.rng.randint(8, 25))
            pairs = [self.rng.sample(range(SYSTEMS), 2) for _ in range(self.rng.randint(0, 5))]
            for system in needed:
                users.setdefault(system, []).append(name)
            fed = {
                n: [k for k, _ in self.into[n] if self.links[k][0] in (None, *needed)]
                for n in needed
            }
            stakes.append(
                ServiceStake(
                    service_id=name,
                    stop_loss=10 ** self.rng.uniform(5, 9),
                    all_of=tuple(f"s{n}" for n in needed),
                    any_of=tuple(tuple(f"s{n}" for n in pair) for pair in pairs),
                    feeds={f"s{n}": tuple(links) for n, links in fed.items() if links},
                )
            )
            if number < self.shape.protected:
                nodes = tuple(self.node(n, 1) for n in needed)
                groups = tuple(zip(nodes[::2], nodes[1::2], strict=False))
                protected.append(
                    ProtectedService(service_id=name, groups=groups)
                    if self.shape.spares
                    else ProtectedService(service_id=name, nodes=nodes)
                )
        return stakes, protected, users

    def _modes(self, users: dict[int, list[str]]) -> Iterator[StopMode]:
        for system in range(SYSTEMS):
            around = [*self.into[system], *self.out_of[system]]
            yield StopMode(
                mode_id=f"s{system}-stop",
                steps=tuple(step for _, step in around if step is not None),
                effect_minutes=self.rng.choice([10, 20, 40]),
                stops=(f"s{system}",),
            )
            for number in range(MODES - 1):
                many = len(self.into[system])
                some = self.rng.sample(self.into[system], min(many, self.rng.randint(1, 8)))
                yield StopMode(
                    mode_id=f"s{system}-m{number}",
                    steps=tuple(step for _, step in some if step is not None),
                    effect_minutes=self.rng.choice([2, 5, 10, 70]),
                    shares={
                        name: self.rng.choice([0.05, 0.1, 0.2, 0.5])
                        for name in users.get(system, ())
                        if self.rng.random() < 0.8
                    },
                    cuts=tuple(link for link, _ in some) if self.rng.random() < 0.3 else (),
                )


def measure_stop() -> None:
    for situation, shape in SHAPES.items():
        problem = LargeBank(shape).problem()
        taken, choice = seconds_of(
            partial(choose_stop, problem, gap=GAP, limit_seconds=10.0), runs=1
        )
        proving, proof = seconds_of(partial(certify, problem, choice.modes), runs=1)
        report(
            "cheapest stop of a bank",
            n=len(problem.modes),
            seconds=taken,
            ratio=proving / taken,
            against="the independent search that proves it",
            situation=situation,
            systems=SYSTEMS,
            links=LINKS,
            steps=int(problem.step_sources.size),
            modes_entered=len(choice.modes),
            gap=round(choice.gap, 5),
            holds=set(proof.taken) == set(choice.beyond_reach),
        )


def measure_plain_cut() -> None:
    rng = np.random.default_rng(1)
    nodes, links = 100_000, 1_000_000
    begins, ends = rng.integers(0, nodes, links), rng.integers(0, nodes, links)
    prices = rng.integers(1, 100, links)
    solver = _solver()

    def bare() -> int:
        flow = solver.SimpleMaxFlow()
        flow.add_arcs_with_capacity(begins, ends, prices)
        flow.solve(0, 1)
        return int(flow.optimal_flow())

    peer, best = seconds_of(bare)
    ours, cut = seconds_of(lambda: cut_plainly(nodes, begins, ends, prices, source=0, target=1))
    assert cut.cost == best
    report("plain cut", n=links, seconds=ours, ratio=peer / ours, against="OR-Tools maximum flow")


def measure_sheet() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        import_advisories([demo_advisories()], store)
        prepare_matching(store)
        for name in demo_situations():
            words = [
                str(Path(sys.executable).with_name("hiyoke")),
                "suspend",
                "options",
                str(demo_estate()),
            ]
            words += ["--advisories", str(store), "--situation", name, "--out", folder]
            _seconds(words)  # Python compiles.
            first = min(_first(words, store) for _ in range(3))
            again = min(_seconds(words) for _ in range(3))
            report("option sheet, everything read and matched", n=1, seconds=first, situation=name)
            report(
                "option sheet from command to page",
                n=1,
                seconds=again,
                ratio=first / again,
                against="the same command with nothing remembered",
                situation=name,
            )


def _first(words: list[str], store: Path) -> float:
    """Time a command as the first on an estate: its findings are not remembered yet."""
    for file in (store / "prepared").glob("findings-*.json"):
        file.unlink()
    return _seconds(words)


def _seconds(words: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, check=False, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    measure_plain_cut()
    measure_sheet()
    measure_stop()


if __name__ == "__main__":
    main()
