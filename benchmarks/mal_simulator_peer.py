"""Runs mal-simulator on a random network; started by `bench_exposure_engine` in the peer's Python.

It prints one JSON line: seconds to prepare, seconds of each simulated attack, and steps taken.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

LANGUAGE = """#id: "org.hiyoke.benchmark"
#version: "1.0.0"

category System {
  asset Host {
    | exploit [Bernoulli(0.5)]
      -> compromise
    | compromise
      -> links.exploit
  }
}

associations {
  Host [sources] * <-- Link --> * [links] Host
}
"""


def main(hosts: int, links: int, runs: int) -> None:
    """Simulate attacks from the first host, breadth first, until nothing is left to try."""
    os.chdir(tempfile.mkdtemp())
    Path("logs").mkdir()  # The peer writes its log here as soon as it is imported.
    Path("bench.mal").write_text(LANGUAGE, encoding="utf-8")
    from malsim import (  # type: ignore[import-not-found]
        AttackerSettings,
        MalSimulator,
        MalSimulatorSettings,
        run_simulation,
    )
    from malsim.policies.attackers.searchers import (  # type: ignore[import-not-found]
        BreadthFirstAttacker,
    )
    from maltoolbox.attackgraph import AttackGraph  # type: ignore[import-not-found]
    from maltoolbox.language import LanguageGraph  # type: ignore[import-not-found]
    from maltoolbox.model import Model  # type: ignore[import-not-found]

    language = LanguageGraph.from_mal_spec("bench.mal")
    model = Model("bench", language)
    assets = [model.add_asset("Host", name=f"h{n}") for n in range(hosts)]
    rng = random.Random(1)
    for _ in range(links):
        source, target = rng.sample(assets, k=2)
        source.add_associated_assets("links", {target})
    graph = AttackGraph(language, model)
    entry = frozenset({graph.get_node_by_full_name("h0:compromise")})
    taken, steps, prepared = [], [], []
    for seed in range(runs):
        start = time.perf_counter()
        agents = [AttackerSettings("a", entry, policy=BreadthFirstAttacker)]
        simulator = MalSimulator(graph, agents, MalSimulatorSettings(seed=seed))
        ready = time.perf_counter()
        with contextlib.redirect_stdout(sys.stderr):
            steps.append(len(run_simulation(simulator)["a"]))
        prepared.append(ready - start)
        taken.append(time.perf_counter() - ready)
    print(json.dumps({"prepared": prepared, "taken": taken, "steps": steps}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
