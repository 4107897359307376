"""The mixed-integer model of a stop: columns, rows and prices as arrays.

Columns are the modes first (0 or 1), then what follows from them. Once the modes are whole
numbers, the least values of all other columns are what the reference (`stop_cost`, `certificate`)
says. What is not here: solving it (`cheapest_stop`).

Source:
    Reachability as potentials: the dual of maximum flow (Ford and Fulkerson, 1956), with modes
    that remove many steps at once as common variables.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiyoke.suspension.stop_cost import systems_out
from hiyoke.suspension.time_layers import unroll

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hiyoke.suspension.inputs import ServiceStake, StopProblem
    from hiyoke.suspension.time_layers import LayeredSteps

#: Price of entering any mode, in model units: far below any real loss, so that of two equally
#: cheap choices the shorter is taken.
TIE_BREAK: Final = 1e-6

#: The dearest service costs this much in model units.
_LARGEST: Final = 1000.0


@dataclass(slots=True)
class StopModel:
    """A model that grows row by row: every row says that a sum is at least a number.

    Attributes:
        scale: Currency units of one model unit.
        mode_ids: Identifiers of the modes that columns 0, 1, ... stand for.
    """

    scale: float
    mode_ids: list[str]
    _prices: list[float] = field(default_factory=list)
    _lower: list[float] = field(default_factory=list)
    _upper: list[float] = field(default_factory=list)
    _is_whole: list[bool] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _columns: list[int] = field(default_factory=list)
    _factors: list[float] = field(default_factory=list)
    _least: list[float] = field(default_factory=list)

    def column(
        self, price: float = 0.0, *, lower: float = 0.0, upper: float = 1.0, is_whole: bool = False
    ) -> int:
        """Add a column and return its number."""
        self._prices.append(price)
        self._lower.append(lower)
        self._upper.append(upper)
        self._is_whole.append(is_whole)
        return len(self._prices) - 1

    def charge(self, column: int, price: float) -> None:
        """Add to the price of a column."""
        self._prices[column] += price

    def fix(self, column: int, number: float) -> None:
        """Give a column one value."""
        self._lower[column] = self._upper[column] = number

    def row(self, terms: Iterable[tuple[int, float]], least: float) -> None:
        """Add a row: the sum of factor x column is at least `least`."""
        factors: dict[int, float] = {}
        for column, factor in terms:
            # The solver takes each column once in a row.
            factors[column] = factors.get(column, 0.0) + factor
        self._columns += factors.keys()
        self._factors += factors.values()
        self._starts.append(len(self._columns))
        self._least.append(least)

    def as_highs(self, highspy: Any) -> Any:
        """Return the model as the solver takes it."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._prices), len(self._least)
        model.col_cost_ = np.array(self._prices)
        model.col_lower_, model.col_upper_ = np.array(self._lower), np.array(self._upper)
        model.row_lower_ = np.array(self._least)
        model.row_upper_ = np.full(len(self._least), highspy.kHighsInf)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self._starts)
        model.a_matrix_.index_ = np.array(self._columns)
        model.a_matrix_.value_ = np.array(self._factors)
        whole, any_number = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole if w else any_number for w in self._is_whole]
        return model


def build_model(
    problem: StopProblem,
    beyond: Collection[str],
    attack_weight: float | None = None,
    *,
    entered: Collection[str] = (),
) -> StopModel:
    """Build the model of a problem.

    Args:
        problem: What is to be stopped, and what to protect.
        beyond: Protected services that no set of modes can keep; they are asked nothing of.
        attack_weight: As in `choose_stop`.
        entered: Modes that are entered whatever is chosen and cost nothing; the model is without
            them.
    """
    layers = unroll(problem, entered)
    useful = {mode for modes in layers.mode_sets for mode in modes}
    useful |= {n for n, mode in enumerate(problem.modes) if mode.mode_id in problem.forced}
    largest = max([stake.stop_loss for stake in problem.services], default=0.0)
    largest = max([largest, *(x for m in problem.modes for x in m.losses.values())])
    model = StopModel(scale=largest / _LARGEST or 1.0, mode_ids=[])
    columns: dict[int, int] = {}
    for number in sorted(useful, key=lambda n: problem.modes[n].mode_id):
        mode_id = problem.modes[number].mode_id
        columns[number] = model.column(TIE_BREAK, is_whole=True)
        model.mode_ids.append(mode_id)
        if mode_id in problem.forced:
            model.fix(columns[number], 1.0)
    reached = _write_reaching(model, layers, columns)
    at_last = {node: reached[layered] for node, layered in _last(layers)}
    _write_protecting(model, problem, at_last, beyond, attack_weight)
    index = _Index.of(problem, columns)
    for stake in sorted(problem.services, key=lambda s: s.service_id):
        potential = systems_out(stake, problem.modes)[0] & _needed(stake)
        _ServicePrice(model, index, stake, sorted(potential)).write()
    return model


@dataclass(frozen=True, slots=True)
class _Index:
    """Columns of the modes, by what they touch."""

    alone: dict[str, dict[int, float]]
    shares: dict[str, dict[int, float]]
    stoppers: dict[str, list[int]]
    cutters: dict[int, list[int]]

    @classmethod
    def of(cls, problem: StopProblem, columns: Mapping[int, int]) -> _Index:
        index = cls(defaultdict(dict), defaultdict(dict), defaultdict(list), defaultdict(list))
        for number, column in columns.items():
            mode = problem.modes[number]
            for table, figures in ((index.alone, mode.losses), (index.shares, mode.shares)):
                for service_id, figure in figures.items():
                    if figure > 0.0:
                        table[service_id][column] = figure
            for system in dict.fromkeys(mode.stops):
                index.stoppers[system].append(column)
            for link in dict.fromkeys(mode.cuts):
                index.cutters[link].append(column)
        return index


def _last(layers: LayeredSteps) -> Iterable[tuple[int, int]]:
    """Yield each plain node that matters with its place in the last layer."""
    return ((n, int(c)) for n, c in enumerate(layers.last.tolist()) if c >= 0)


def _write_reaching(
    model: StopModel, layers: LayeredSteps, columns: Mapping[int, int]
) -> list[int]:
    """Write which nodes are reached; return the column of each layered node."""
    reached = [model.column() for _ in range(layers.node_count)]
    for node in layers.sources.tolist():
        model.fix(reached[node], 1.0)
    for source, target, modes in layers.ends.tolist():
        cutters = [(columns[mode], 1.0) for mode in layers.mode_sets[modes]]
        model.row([(reached[target], 1.0), (reached[source], -1.0), *cutters], 0.0)
    return reached


def _write_protecting(
    model: StopModel,
    problem: StopProblem,
    reached: Mapping[int, int],
    beyond: Collection[str],
    attack_weight: float | None,
) -> None:
    """Write what must not be reached, or what it costs; nodes not in `reached` never are."""
    attack_losses = {stake.service_id: stake.attack_loss for stake in problem.services}
    for service in sorted(problem.protected, key=lambda p: p.service_id):
        if service.service_id in beyond:
            continue
        price = (attack_weight or 0.0) * attack_losses.get(service.service_id, 0.0) / model.scale
        is_taken = model.column(price)
        if attack_weight is None:
            model.fix(is_taken, 0.0)
        for group in (*((node,) for node in service.nodes), *service.groups):
            members = dict.fromkeys(group)
            if len(members) > 1 and all(node in reached for node in members):
                # Which of them stays out of reach is chosen by whole numbers: halves prove little.
                kept = {node: model.column(is_whole=True) for node in members}
                model.row([(is_taken, 1.0), *((one, 1.0) for one in kept.values())], 1.0)
                for node, one in kept.items():
                    model.row([(reached[node], -1.0), (one, -1.0)], -1.0)
            elif members and all(node in reached for node in members):
                terms = [(reached[node], -1.0) for node in members]
                model.row([(is_taken, 1.0), *terms], 1.0 - len(members))


@dataclass(slots=True)
class _ServicePrice:
    """Writes what one service costs, as `stop_cost.service_losses` says it."""

    model: StopModel
    index: _Index
    stake: ServiceStake
    potential: list[str]
    _outs: dict[str, int] = field(default_factory=dict)
    _eithers: dict[tuple[int, ...], int] = field(default_factory=dict)

    def write(self) -> None:
        """Write the price of this service; nothing when no mode touches it.

        The whole of it is taken away in part, or each mode takes its share of the rest: whichever
        is less, without a whole number and without a bound that is looser than it has to be.
        """
        price = self.stake.stop_loss / self.model.scale
        shares = self._shares() if price > 0.0 else {}
        ways = list(self._ways_to_lose()) if price > 0.0 else []
        whole = self.model.column() if ways or len(shares) > 1 else None
        terms = []
        if whole is not None:
            terms.append((whole, price))
            for outs in ways:
                self.model.row([(whole, 1.0), *((out, -1.0) for out in outs)], 1.0 - len(outs))
        for column, share in shares.items():
            taken = column if whole is None else self._taken_alone(column, share, whole)
            if taken != whole:
                terms.append((taken, share * price))
        dearer = self._dearer(shares, price)
        if not dearer:
            for column, part in terms:
                self.model.charge(column, part)
            return
        cost = self.model.column(1.0, upper=float("inf"))
        self.model.row([(cost, 1.0), *((column, -part) for column, part in terms)], 0.0)
        for column, alone in dearer.items():
            self.model.row([(cost, 1.0), (column, -alone)], 0.0)

    def _taken_alone(self, column: int, share: float, whole: int) -> int:
        """Return the column of what a mode takes that is not taken as part of the whole."""
        taken = whole if share >= 1.0 else self.model.column()
        ends = {taken: 1.0, whole: 1.0}
        self.model.row([*ends.items(), (column, -1.0)], 0.0)
        return taken

    def _shares(self) -> dict[int, float]:
        """Return the share that each mode takes on its own, where any."""
        shares = dict(self.index.shares.get(self.stake.service_id, {}))
        for system in self._always_needed():
            shares |= dict.fromkeys(self.index.stoppers.get(system, ()), 1.0)
        return dict(sorted(shares.items()))

    def _dearer(self, shares: Mapping[int, float], price: float) -> dict[int, float]:
        """Return what modes cost on their own, in model units, where that is more than a share."""
        losses = self.index.alone.get(self.stake.service_id, {})
        return {
            column: loss / self.model.scale
            for column, loss in sorted(losses.items())
            if loss / self.model.scale > shares.get(column, 0.0) * price
        }

    def _always_needed(self) -> list[str]:
        return sorted({*self.stake.all_of, *(g[0] for g in self.stake.any_of if len(set(g)) == 1)})

    def _ways_to_lose(self) -> Iterable[list[int]]:
        """Yield sets of columns; when all of one set are 1, the whole service is lost."""
        for system in self.potential:
            self._outs[system] = self.model.column()
        for system, out in self._outs.items():
            for stopper in self.index.stoppers.get(system, ()):
                self.model.row([(out, 1.0), (stopper, -1.0)], 0.0)
            dry = self._all_broken(self.stake.feeds.get(system, ()), with_target=False)
            # A system that feeds itself is out only when others say so.
            if dry and out not in dry:
                self.model.row([(out, 1.0), *((one, -1.0) for one in dry)], 1.0 - len(dry))
        for group in (*((system,) for system in self.stake.all_of), *self.stake.any_of):
            outs = [self._outs.get(system) for system in dict.fromkeys(group)]
            if outs and all(out is not None for out in outs):
                yield [out for out in outs if out is not None]
        for links in self.stake.connections:
            broken = self._all_broken(links, with_target=True)
            if broken:
                yield broken

    def _all_broken(self, links: Iterable[int], *, with_target: bool) -> list[int]:
        """Return columns that are all 1 when all links are broken; none when one cannot be."""
        broken: dict[int, None] = {}
        for link in links:
            source, target = self.stake.ends.get(link, ("", ""))
            ends = (source, target) if with_target else (source,)
            breakers = [*self.index.cutters.get(link, ())]
            breakers += [self._outs[end] for end in ends if end in self._outs]
            if not breakers:
                return []
            broken[self._any_of(tuple(dict.fromkeys(breakers)))] = None
        return list(broken)

    def _any_of(self, columns: tuple[int, ...]) -> int:
        """Return a column that is 1 as soon as one of these is."""
        if len(columns) == 1:
            return columns[0]
        if columns not in self._eithers:
            either = self._eithers[columns] = self.model.column()
            for column in columns:
                self.model.row([(either, 1.0), (column, -1.0)], 0.0)
        return self._eithers[columns]


def _needed(stake: ServiceStake) -> set[str]:
    """Return the systems whose being out can matter to a service."""
    ends = {system for pair in stake.ends.values() for system in pair if system}
    return {*stake.all_of, *(s for group in stake.any_of for s in group), *stake.feeds, *ends}
