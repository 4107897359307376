"""Hundreds of small estates in situations of every kind: the front door against trying everything.

Estates are written as folders and read by the workflow; only the matching of SBOMs is left out. The
oracle is written from the docs (`simulators.stop_oracle`) and shares no code with the engine.
"""

from __future__ import annotations

import json
import math
import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.estate import LossRange
from hiyoke.suspension import OptionKey, plan_stop
from hiyoke.suspension.economics import weigh
from hiyoke.suspension.stop_ground import at_other_time
from hiyoke.workflows.suspension import suspension_ground
from hiyoke.workflows.suspension.suspend import suspend
from simulators import stop_oracle as oracle
from stop_estates import Drawn, KnownFindings, draw, write_case, write_pool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hiyoke.suspension import OptionSheet, StopGround
    from hiyoke.workflows.suspension.suspend import SuspensionRun

    Run = Callable[[Drawn], SuspensionRun]

pytestmark = pytest.mark.property

ESTATES = range(50)
MANY_ESTATES = range(50, 700)
#: Estates whose sheets say where the balance tips, and what would change the advice.
TIPPING, CHANGING = (1, 12, 19, 20, 28, 30, 34), (12, 20, 22, 28, 30, 34)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pool(tmp_path_factory.mktemp("pool"))


@pytest.fixture
def run(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Write a case, and read it as the command does."""
    monkeypatch.setattr(suspension_ground, "EstateFindings", KnownFindings)

    def run_case(drawn: Drawn) -> SuspensionRun:
        KnownFindings.drawn = drawn
        estate, situation = write_case(tmp_path, drawn)
        return suspend(estate, store, str(situation), None)

    return run_case


@pytest.fixture
def ground(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same without options, which cost more than the plan."""
    monkeypatch.setattr(suspension_ground, "EstateFindings", KnownFindings)

    def read(drawn: Drawn) -> StopGround:
        KnownFindings.drawn = drawn
        estate, situation = write_case(tmp_path, drawn)
        return suspension_ground.read_ground(estate, store, str(situation)).ground

    return read


def check_plan(found: StopGround, drawn: Drawn, answer: oracle.Answer) -> None:
    """The plan costs the least, keeps what can be kept, and its ways are ways that it closes."""
    case = drawn.case
    plan = plan_stop(found, found.situation.at, with_unknowns=False)
    assert plan.choice.cost == pytest.approx(answer.cost, rel=1e-6, abs=0.01)
    assert plan.choice.bound <= answer.cost + 0.01
    assert plan.loss.likely == pytest.approx(plan.choice.cost, abs=0.01)
    assert set(plan.choice.beyond_reach) == set(plan.choice.left_open) == answer.beyond
    assert plan.certificate.holds == (not answer.beyond)
    known = {mode.mode_id: mode for mode in oracle.known_modes(case, answer.steps)}
    chosen = [known[mode_id] for mode_id in plan.choice.modes]
    assert {mode.mode_id for mode in answer.forced} <= set(plan.choice.modes)
    assert oracle.taken(case, oracle.walk(case, answer.steps, chosen)) == answer.beyond
    for planned in plan.modes:
        others = [mode for mode in chosen if mode.mode_id != planned.mode.mode_id]
        open_without = oracle.taken(case, oracle.walk(case, answer.steps, others)) - answer.beyond
        # A way is named exactly for those modes without which something more would fall.
        assert bool(planned.way) == bool(open_without)
        if planned.way:
            removed = set(found.modes[planned.mode.mode_id].steps)
            assert removed & set(planned.way)
            assert is_way(found, case, answer.steps, planned.way)
    if not answer.forced:
        assert all(planned.way for planned in plan.modes)


def is_way(
    found: StopGround, case: oracle.Case, steps: list[oracle.Step], way: tuple[int, ...]
) -> bool:
    """Whether steps follow each other from where he begins, each one that the oracle knows too."""
    situated = found.situated
    ends = {(step.source, step.target) for step in steps}
    ends |= {(a, (name, "user")) for a, (name, _) in ends}
    held = oracle.begins(case)
    target = situated.graph.nodes[int(situated.step_targets[way[-1]])]
    for step in way:
        source = situated.graph.nodes[int(situated.graph.edges.sources[situated.open_steps[step]])]
        target = situated.graph.nodes[int(situated.step_targets[step])]
        here = f"vendor {source.subject_id}" if source.kind == "vendor" else source.subject_id
        taken = ((here, source.level), (target.subject_id, target.level))
        if taken[0] not in held or taken not in ends:
            return False
        held = {*held, taken[1], (target.subject_id, "user")}
    needed = {
        name
        for need in case.estate.services
        if need.service_id in case.protect
        for name in (*need.all_of, *(n for group in need.any_of for n in group))
    }
    return target.subject_id in needed and target.level == "admin"


@pytest.mark.parametrize("seed", ESTATES)
def test_no_set_of_modes_is_cheaper_than_the_plan(seed: int, ground: Any) -> None:
    drawn = draw(seed)
    answer = None if drawn is None else oracle.best(drawn.case, most=10)
    if drawn is None or answer is None:
        pytest.skip("nothing to stop, or too many sets to try")
    check_plan(ground(drawn), drawn, answer)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY_ESTATES)
def test_no_set_of_modes_is_cheaper_than_the_plan_on_many_estates(seed: int, ground: Any) -> None:
    test_no_set_of_modes_is_cheaper_than_the_plan(seed, ground)


@pytest.mark.parametrize("seed", [10, 16, 45, 96, 102, 112, 123])
def test_names_every_unknown_thing_that_matters_and_no_other(seed: int, ground: Any) -> None:
    drawn = draw(seed, systems=4)
    assert drawn is not None
    case, answer = drawn.case, oracle.best(drawn.case)
    assert answer is not None
    found = ground(drawn)
    plan = plan_stop(found, found.situation.at)
    absent = oracle.best(replace(case, nothing_unknown=True))
    assert absent is not None
    assert plan.if_absent.cost == pytest.approx(absent.cost, abs=0.01)
    assert set(plan.if_absent.beyond_reach) == absent.beyond
    wanted = {}
    for row in oracle.unknown_rows(case):
        other = oracle.best(oracle.without(case, row))
        assert other is not None
        if other.cost < answer.cost - 0.01 or other.beyond != answer.beyond:
            wanted[row] = pytest.approx(other.cost, abs=0.01)
    vendors = [(v.vendor_id, v.system_id) for v in case.estate.vendors]
    named = {}
    for one in plan.unknowns:
        number = one.number
        if one.origin == "vendors":
            read = found.situated.graph.inputs.vendors[number]
            number = vendors.index((read.vendor_id, read.system_id))
        named[one.origin, number] = one.cost
    assert named == wanted


@pytest.mark.parametrize("seed", [4, 8, 18, 41, 59])
def test_the_order_of_rows_changes_no_byte(seed: int, run: Run) -> None:
    drawn = draw(seed)
    assert drawn is not None
    rng = random.Random(seed)  # noqa: S311 - a fixed seed for a test.
    before = run(drawn)
    estate = drawn.case.estate
    tables = {
        name: tuple(rng.sample(rows, k=len(rows)))
        for name in ("systems", "links", "accounts", "controls", "services", "vendors")
        if (rows := getattr(estate, name))
    }
    modes = tuple(rng.sample(drawn.case.modes, k=len(drawn.case.modes)))
    after = run(
        replace(drawn, case=replace(drawn.case, estate=replace(estate, **tables), modes=modes))
    )
    assert without_rows(after.plan_record()) == without_rows(before.plan_record())
    assert without_rows(after.options_record()) == without_rows(before.options_record())


def without_rows(record: dict[str, Any]) -> str:
    """Return a record as text, without the numbers of rows that it cites."""
    return re.sub(r"(csv|yaml):\d+|vendors\[\d+\]", "ROW", json.dumps(record, sort_keys=True))


@pytest.mark.parametrize("seed", [2, 9, 13, 21])
def test_protecting_less_never_costs_more(seed: int, ground: Any) -> None:
    drawn = draw(seed)
    assert drawn is not None
    services = tuple(need.service_id for need in drawn.case.estate.services)
    costs = []
    for protect in (services, services[:1]):
        told = drawn.situation | {"protect": list(protect)}
        less = replace(drawn, situation=told)
        found = ground(less)
        costs.append(plan_stop(found, found.situation.at, with_unknowns=False).choice.cost)
    assert costs[1] <= costs[0] + 0.01


def sheets(run: Run, seeds: tuple[int, ...]) -> list[OptionSheet]:
    found = [run(drawn).sheet for seed in seeds if (drawn := draw(seed)) is not None]
    return [sheet for sheet in found if len(sheet.options) > 1]


def test_at_the_break_even_both_options_cost_the_same(run: Run) -> None:
    tried = 0
    for sheet in sheets(run, TIPPING):
        for told in sheet.break_evens:
            now, other = sheet.option(OptionKey.NOW), sheet.option(told.against)
            assert now is not None
            assert other is not None
            if told.probability >= 0.999 or now.weighed.probability.likely > 0.0:
                continue
            chance = day_chance_for(other.weighed.probability.likely, told.probability, sheet)
            costs = [costs_at(sheet, key, chance) for key in (OptionKey.NOW, told.against)]
            assert costs[0] == pytest.approx(costs[1], rel=1e-6)
            tried += 1
    assert tried >= 3


def day_chance_for(assumed: float, wanted: float, sheet: OptionSheet) -> float:
    """Return the chance a day that gives the wanted chance over the time that gave the assumed."""
    day = sheet.ground.situation.chance_per_day.likely
    if wanted == 0.0:
        return 0.0
    exponent = log_of_none(assumed) / log_of_none(day)
    return float(1.0 - (1.0 - wanted) ** (1.0 / exponent))


def log_of_none(chance: float) -> float:
    return math.log1p(-chance)


def costs_at(sheet: OptionSheet, key: OptionKey, chance: float) -> float:
    option = sheet.option(key)
    assert option is not None
    moved = at_other_time(sheet.ground, chance_per_day=LossRange(chance, chance, chance))
    return weigh(
        moved,
        sheet.stake,
        starts_at=option.starts_at,
        modes=option.modes,
        left_open=option.left_open,
    ).expected.likely


def test_a_fact_that_is_said_to_change_the_advice_changes_it(run: Run) -> None:
    tried = 0
    for seed in CHANGING:
        drawn = draw(seed)
        if drawn is None:
            continue
        sheet = run(drawn).sheet
        for flip in sheet.flips:
            if flip.kind == "unknown":
                continue
            now = sheet.ground.situation
            if flip.kind == "fix_time":
                factor = flip.at / flip.now
                told = "-".join(f"{factor * end:.6f}m" for end in now.fixed_after_minutes)
                changed = {"fixed_after": told}
            else:
                factor = log_of_none(flip.at) / log_of_none(flip.now)
                ends = (1.0 - (1.0 - end) ** factor for end in now.chance_per_day)
                changed = {"chance_per_day": "-".join(f"{100 * end:.12f}" for end in ends) + "%"}
            other = run(replace(drawn, situation=drawn.situation | changed)).sheet
            assert other.advised.key.value == str(flip.to) != sheet.advised.key.value
            tried += 1
    assert tried >= 3
