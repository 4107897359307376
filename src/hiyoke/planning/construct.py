"""Feasible schedules: built job by job in a given order, then improved by taking a few out again.

What is not here: bounds (`prices`), and which effort is spent (`search`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives

#: Jobs taken out at once by the local search.
_TAKEN = 8
#: Regret of a whole plan below which nothing is left to gain.
_NOTHING = 1e-9


def effort_of_jobs(alternatives: Alternatives) -> NDArray[np.float64]:
    """Return the person-minutes of each job's lightest option, at least one."""
    return np.array(
        [
            max(
                1,
                min(
                    (
                        sum(e.prepare_minutes + e.change_minutes for e in o.efforts)
                        for o in job.options
                    ),
                    default=1,
                ),
            )
            for job in alternatives.problem.jobs
        ],
        dtype=np.float64,
    )


def reference_ranks(alternatives: Alternatives) -> NDArray[np.float64]:
    """Return the order of the reference planner: most loss a day for each minute of work first.

    A job that others wait for counts as the best of them.
    """
    problem = alternatives.problem
    rates = np.array([j.rate() for j in problem.jobs])
    worth = rates / effort_of_jobs(alternatives)
    number = {j.job_id: n for n, j in enumerate(problem.jobs)}
    edges = [(number[p.first_job_id], number[p.then_job_id]) for p in problem.precedences]
    for _ in range(len(edges)):
        changed = False
        for first, then in edges:
            if worth[then] > worth[first]:
                worth[first] = worth[then]
                changed = True
        if not changed:
            break
    return -worth


def in_order(alternatives: Alternatives, ranks: NDArray[np.float64]) -> list[int]:
    """Return the jobs by rank, ties by identifier, each after those that must come first."""
    problem = alternatives.problem
    number = {j.job_id: n for n, j in enumerate(problem.jobs)}
    before: dict[int, list[int]] = {}
    for rule in problem.precedences:
        before.setdefault(number[rule.then_job_id], []).append(number[rule.first_job_id])
    ranked = sorted(range(len(problem.jobs)), key=lambda n: (ranks[n], problem.jobs[n].job_id))
    placed: dict[int, None] = {}
    for job in ranked:
        waiting = [job]
        while waiting:
            missing = [b for b in before.get(waiting[-1], ()) if b not in placed]
            if missing:
                waiting.append(min(missing, key=lambda n: (ranks[n], problem.jobs[n].job_id)))
            else:
                placed.setdefault(waiting.pop())
    return list(placed)


def construct(
    alternatives: Alternatives, order: Iterable[int], guide: NDArray[np.float64]
) -> Schedule:
    """Place jobs one by one, each where its guide is smallest among what still fits.

    Args:
        alternatives: The alternatives.
        order: Jobs, those that must come first before those that wait for them.
        guide: Figure of each alternative: its value, or its value at prices.

    Cost:
        About 40 microseconds a job.
    """
    schedule = Schedule(alternatives)
    for job in order:
        schedule.place(job, guide)
    return schedule


class Improver:
    """Local search: take a few neighbours out, put them back in another order, keep what is better.

    Args:
        schedule: A feasible schedule; it is improved in place.
        seed: Of the random order; equal seeds give equal plans.
    """

    def __init__(self, schedule: Schedule, seed: int) -> None:
        self.s = schedule
        self.random = np.random.default_rng(seed)
        a = schedule.a
        self.worth = -reference_ranks(a)
        self.ideal = np.minimum.reduceat(a.value, a.starts[:-1])
        self.lane = self._lanes()
        self.members: dict[int, NDArray[np.int64]] = {
            int(lane): np.flatnonzero(self.lane == lane) for lane in np.unique(self.lane)
        }
        self.order = in_order(a, -self.worth)
        self.position = np.empty(a.job_count, dtype=np.int64)
        self.position[self.order] = np.arange(a.job_count)

    def _lanes(self) -> NDArray[np.int64]:
        """Return whom each job competes with: the crew of its first alternative."""
        a = self.s.a
        crews: dict[str, int] = {}
        lanes = np.zeros(a.job_count, dtype=np.int64)
        for job, route in enumerate(a.route[a.starts[:-1]].tolist()):
            key = a.routes[route].key if route >= 0 else None
            holder = "" if key is None else (key.crews[0][0] if key.crews else key.vendor_id or "")
            lanes[job] = crews.setdefault(holder, len(crews))
        return lanes

    def run(self, moves: int, guide: NDArray[np.float64] | None = None) -> int:
        """Try moves; return how many made the schedule better.

        Args:
            moves: How many.
            guide: Figure that decides where a job goes back, every other time; None takes values.

        Cost:
            About a millisecond a move.
        """
        s, better = self.s, 0
        regret = s.a.value[s.chosen] - self.ideal
        for move in range(moves):
            weights = regret + 1e-12
            total = weights.sum()
            if total <= _NOTHING:
                break
            seed = int(np.searchsorted(np.cumsum(weights), self.random.random() * total))
            jobs = self._neighbours(min(seed, len(regret) - 1))
            better += self._try(jobs, s.a.value if guide is None or move % 2 else guide)
            regret[jobs] = s.a.value[s.chosen[jobs]] - self.ideal[jobs]
        return better

    def run_at(self, job: int, moves: int) -> int:
        """Try moves around one job; return how many made the schedule better."""
        return sum(self._try(self._neighbours(job), self.s.a.value) for _ in range(moves))

    def _try(self, jobs: list[int], figure: NDArray[np.float64]) -> bool:
        """Take jobs out and put them back; undo it when that is worse. Say whether it is better."""
        s = self.s
        old = s.chosen[jobs].copy()
        before = float(s.a.value[old].sum())
        for job in reversed(jobs):
            s.take(job)
        for job in self._shuffled(jobs):
            s.place(job, figure)
        after = float(s.a.value[s.chosen[jobs]].sum())
        if after > before:
            for job in reversed(jobs):
                s.take(job)
            for job, alternative in zip(jobs, old.tolist(), strict=True):
                s.put(job, int(alternative))
        return after < before

    def _neighbours(self, seed: int) -> list[int]:
        """Return a job with some that stand close to it in time, and all that must follow them."""
        s = self.s
        own = self.members[int(self.lane[seed])]
        target = min(float(s.a.done[s.chosen[seed]]), s.a.problem.minutes)
        times = np.minimum(s.a.done[s.chosen[own]], s.a.problem.minutes)
        span = s.a.problem.minutes * self.random.choice([0.05, 0.2, 1.0])
        close = own[(times <= target + span / 8) & (times >= target - span)]
        count = min(len(close), int(self.random.integers(2, _TAKEN + 1)))
        found = (
            {seed, *self.random.choice(close, count, replace=False).tolist()} if count else {seed}
        )
        return self._closed(sorted(found))

    def _closed(self, jobs: Sequence[int]) -> list[int]:
        """Return jobs with all their followers, predecessors first."""
        found, waiting = set(jobs), list(jobs)
        while waiting:
            for after, _ in self.s.after.get(waiting.pop(), ()):
                if after not in found:
                    found.add(after)
                    waiting.append(after)
        return sorted(found, key=lambda n: self.position[n])

    def _shuffled(self, jobs: list[int]) -> list[int]:
        """Return jobs by worth with some noise, predecessors first."""
        noise = self.random.lognormal(0.0, self.random.choice([0.2, 1.0, 3.0]), len(jobs))
        rank = {job: -float(self.worth[job] * n) for job, n in zip(jobs, noise, strict=True)}
        done: dict[int, None] = {}
        inside = set(jobs)
        for job in sorted(jobs, key=lambda n: (rank[n], n)):
            waiting = [job]
            while waiting:
                missing = [
                    b
                    for b, _ in self.s.before.get(waiting[-1], ())
                    if b in inside and b not in done
                ]
                if missing:
                    waiting.append(missing[0])
                else:
                    done.setdefault(waiting.pop())
        return list(done)
