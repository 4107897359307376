"""The exposure of an estate whose findings are known: simulate, price, and try every change.

What is not here: reading and matching (`expose`, `assess`), and words for people
(`compile_exposure`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hiyoke.exposure import (
    Node,
    add_latent_flaws,
    assess_services,
    assess_systems,
    build_attack_graph,
    find_choke_points,
    lost_worlds,
    most_probable_paths,
    service_order,
    simulate,
)
from hiyoke.risk import (
    LeverScale,
    LossModel,
    WeighedLevers,
    debt_ledger,
    lever_order,
    load_effort_profile,
    weigh_levers,
)
from hiyoke.workflows.exposure.expose_inputs import (
    exposure_inputs,
    names_of_estate,
    packages_by_system,
    sure_findings,
)
from hiyoke.workflows.exposure.expose_levers import (
    LeverList,
    proposed_controls,
    recorded_hours,
    with_proposals,
)
from hiyoke.workflows.exposure.expose_prices import attack_prices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from hiyoke.exposure import (
        Calibration,
        ChokePoints,
        ExposureInputs,
        Paths,
        ServiceExposure,
        Simulation,
        SystemExposure,
    )
    from hiyoke.languages import Text
    from hiyoke.reports.assessment.rows import EndOfLifeRow
    from hiyoke.risk import Debt, ImpactCurve, MeanLoss, NoCurve, WeighedLever
    from hiyoke.workflows.exposure.expose_inputs import FindingRows
    from hiyoke.workflows.exposure.expose_levers import NamedLever
    from hiyoke.workflows.exposure.expose_prices import Prices
    from hiyoke.workflows.exposure.expose_settings import ExposureSettings
    from hiyoke.workflows.weighing.assess_tables import AssessmentInput
    from hiyoke.workflows.weighing.weigh_findings import Weighed

#: Ways kept for each system.
PATHS_EACH = 3

#: Estates up to so many systems have paths to every one; larger ones to those that services need.
ALL_SYSTEMS = 400

#: Single things on which most depends: how many are shown, and how many tried.
CHOKE_POINTS = 10
CHOKE_EFFORT = 60

#: Controls nobody has yet that are tried at most.
PROPOSED_EFFORT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureGiven:
    """What exposure rests on, already read, matched and weighed.

    Attributes:
        assessed: What the assessment rests on.
        weighed: What came out of it.
        ended: Ends of life, as the report lists them.
        curves: What an outage of each service costs, by service.
        no_curves: Services without a curve, with the reason.
        settings: What is assumed.
    """

    assessed: AssessmentInput
    weighed: Weighed
    ended: Sequence[EndOfLifeRow]
    curves: Mapping[str, ImpactCurve]
    no_curves: Sequence[NoCurve]
    settings: ExposureSettings

    @property
    def as_of(self) -> date:
        """The day on which everything is judged."""
        return self.assessed.weighing.as_of


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ExposureFacts:
    """Everything that one run of exposure found.

    Attributes:
        given: What it rests on.
        calibration: The table from evidence to probabilities.
        rows: Findings by the engine's numbers.
        names: What people call things.
        simulation: The worlds.
        services: Exposure by service, sorted.
        systems: Exposure by system, sorted.
        latent: Exposure by service with flaws not yet known added; None when not asked for.
        paths: Most probable ways by system.
        chokes: Single things on which most depends.
        prices: What an attack costs.
        model: Prices by row of worlds.
        losses: Loss in every world: low, likely, high.
        mean_loss: Its mean over the worlds.
        parts: What each priced service has of it; they add up to the whole.
        levers: Changes by kind and subject.
        weighed_levers: What they save.
        weighed_by_subject: The same by kind and subject.
        debts: The debt ledger.
    """

    given: ExposureGiven
    calibration: Calibration
    rows: FindingRows
    names: Mapping[str, Text]
    simulation: Simulation
    services: Sequence[ServiceExposure]
    systems: Sequence[SystemExposure]
    latent: Mapping[str, ServiceExposure] | None
    paths: Paths
    chokes: ChokePoints
    prices: Prices
    model: LossModel
    losses: NDArray[np.float64]
    mean_loss: MeanLoss
    parts: Mapping[str, MeanLoss]
    levers: Mapping[tuple[str, str], NamedLever]
    weighed_levers: WeighedLevers
    weighed_by_subject: Mapping[tuple[str, str], WeighedLever]
    debts: Sequence[Debt]

    @property
    def inputs(self) -> ExposureInputs:
        """What the engine looked at."""
        return self.simulation.graph.inputs


def expose_tables(given: ExposureGiven) -> ExposureFacts:
    """Compute the exposure of an estate.

    Args:
        given: What it rests on; nothing is read again.

    Raises:
        UsageError: A setting is out of range.
        DecisionTableError: An edited profile has faults.

    Cost:
        One simulation, a fixpoint for each horizon and each change that is tried. 1,500 systems
        with 20,000 links in 4,096 worlds: see `make bench`.
    """
    calibration = given.settings.load_calibration()
    rows = sure_findings(given.weighed.system_findings, given.assessed.weighing.findings)
    inputs = _inputs_of(given, rows)
    simulation = _simulated(inputs, given, calibration)
    services = assess_services(simulation, calibration)
    prices = attack_prices(given.curves, given.as_of, given.settings.horizon_days)
    model = LossModel.of(service_order(simulation.graph), prices.losses, simulation.worlds)
    names = names_of_estate(given.assessed.weighing.estate)
    levers, weighed = _weighed_levers(given, simulation, calibration, model, names)
    lost = lost_worlds(simulation.graph, simulation.if_present)
    losses = model.by_world(lost)
    return ExposureFacts(
        given=given,
        calibration=calibration,
        rows=rows,
        names=names,
        simulation=simulation,
        services=services,
        systems=assess_systems(simulation),
        latent=_latent(given, inputs, calibration),
        paths=most_probable_paths(simulation, _targets(simulation), count=PATHS_EACH),
        chokes=find_choke_points(simulation, count=CHOKE_POINTS, effort=CHOKE_EFFORT),
        prices=prices,
        model=model,
        losses=losses,
        mean_loss=model.mean(losses),
        parts=model.by_service(lost),
        levers=levers,
        weighed_levers=weighed,
        weighed_by_subject={w.lever[:2]: w for w in weighed.found},
        debts=debt_ledger(
            weighed.found,
            {key: lever.system_ids for key, lever in levers.items()},
            recorded_hours(given.assessed.weighing.estate.changes, levers.values()),
            load_effort_profile(),
        ),
    )


def _inputs_of(given: ExposureGiven, rows: FindingRows) -> ExposureInputs:
    packages = None
    if given.settings.has_latent:
        placements = given.assessed.weighing.placements
        packages = packages_by_system(placements, given.assessed.all_components)
    return exposure_inputs(
        given.assessed.weighing.estate,
        rows,
        given.weighed.evidence,
        given.assessed.published,
        as_of=given.as_of,
        packages=packages,
    )


def _simulated(
    inputs: ExposureInputs, given: ExposureGiven, calibration: Calibration
) -> Simulation:
    settings = given.settings
    return simulate(
        build_attack_graph(inputs, settings.load_rules()),
        calibration,
        settings.conditions(given.as_of),
        worlds=settings.worlds,
        seed=settings.seed,
    )


def _latent(
    given: ExposureGiven, inputs: ExposureInputs, calibration: Calibration
) -> dict[str, ServiceExposure] | None:
    """Return the scenario with flaws not yet known, in the same worlds."""
    if not given.settings.has_latent:
        return None
    simulation = _simulated(add_latent_flaws(inputs, calibration), given, calibration)
    found = assess_services(simulation, calibration, horizons_days=())
    return {service.service_id: service for service in found}


def _targets(simulation: Simulation) -> list[Node]:
    """Return the nodes that paths are wanted to."""
    inputs = simulation.graph.inputs
    wanted = {system.system_id for system in inputs.systems}
    if len(wanted) > ALL_SYSTEMS:
        wanted = {s for need in inputs.services for group in _groups(need) for s in group}
    level = simulation.graph.rules.lost_at
    return [Node("system", system_id, level) for system_id in sorted(wanted)]


def _groups(need: Any) -> tuple[tuple[str, ...], ...]:
    return (need.all_of, *need.any_of)


def _weighed_levers(
    given: ExposureGiven,
    simulation: Simulation,
    calibration: Calibration,
    model: LossModel,
    names: Mapping[str, Text],
) -> tuple[dict[tuple[str, str], NamedLever], WeighedLevers]:
    """Try every change, and every control that could be added in a run of its own."""
    services = {s.service_id: s.name for s in given.assessed.weighing.estate.services}
    own = LeverList(simulation, names, services)
    own.add_bundles(given.weighed)
    own.add_ways()
    own.add_accesses()
    own.add_ends_of_life(given.ended, given.weighed, _components_of_cycles(given))
    own.add_tests()
    weighed = weigh_levers(
        LeverScale(simulation, model), [named.lever for named in own.found.values()]
    )
    proposals = proposed_controls(simulation.graph.inputs)
    if not proposals:
        return own.found, weighed
    # Draws are keyed by name, so this run has the worlds of the first, with more to change.
    inputs = with_proposals(simulation.graph.inputs, proposals)
    added = LeverList(_simulated(inputs, given, calibration), names)
    added.add_proposals(proposals)
    further = weigh_levers(
        LeverScale(added.simulation, model),
        [named.lever for named in added.found.values()],
        effort=PROPOSED_EFFORT,
    )
    return own.found | added.found, _merged(weighed, further)


def _merged(one: WeighedLevers, two: WeighedLevers) -> WeighedLevers:
    found = sorted(one.found + two.found, key=lever_order)
    return replace(
        one,
        found=tuple(found),
        untried=one.untried + two.untried,
        is_proven=one.is_proven and two.is_proven,
        idle_count=one.idle_count + two.idle_count,
    )


def _components_of_cycles(given: ExposureGiven) -> dict[str, set[str]]:
    """Return the components of each product and cycle, as ends of life name them."""
    found: dict[str, set[str]] = defaultdict(set)
    for ended in given.weighed.end_of_life:
        found[f"{ended.product}/{ended.cycle}"].add(ended.component_id)
    return found
