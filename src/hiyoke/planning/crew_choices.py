"""Who could do an option: every combination of crews, as far as a machine can hold them all.

What is not here: when they do it (`routes`).
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from hiyoke.planning.inputs import Effort, Job, Option, PlanningProblem

#: Alternatives to stay below by trying fewer combinations of crews for one option,
MOST_ALTERNATIVES: Final = 4_000_000
#: but never fewer than so many.
FEWEST_COMBINATIONS: Final = 24


class Share(NamedTuple):
    """What one crew contributes to an option."""

    crew_id: str
    prepare_minutes: int
    change_minutes: int


def most_combinations(problem: PlanningProblem) -> int:
    """Return how many combinations of crews an option may have in a problem of this size."""
    windows = Counter(w.calendar_id for w in problem.windows)
    single = sum(len(j.options) * sum(windows[c] for c in j.calendar_ids) for j in problem.jobs)
    return max(FEWEST_COMBINATIONS, MOST_ALTERNATIVES // max(1, single))


def crew_choices(
    problem: PlanningProblem, job: Job, option: Option, most: int
) -> tuple[list[tuple[Share, ...]], bool]:
    """Return who could serve each skill, a crew's skills joined; and whether that is all.

    One crew for everything comes first, in case not all can be tried.
    """
    able = [
        [
            crew.crew_id
            for crew in problem.crews
            if (not job.crew_ids or crew.crew_id in job.crew_ids)
            and (not effort.skill or effort.skill in crew.skills)
        ]
        for effort in option.efforts
    ]
    alone = [c for c in able[0] if all(c in crews for crews in able)] if able else []
    choices: dict[tuple[Share, ...], None] = {}
    for chosen in chain(((c,) * len(able) for c in alone), product(*able)):
        if len(choices) >= most:
            return list(choices), False
        choices.setdefault(_joined(chosen, option.efforts))
    return list(choices), True


def _joined(chosen: tuple[str, ...], efforts: tuple[Effort, ...]) -> tuple[Share, ...]:
    minutes: dict[str, tuple[int, int]] = {}
    for crew_id, effort in zip(chosen, efforts, strict=True):
        prepare, change = minutes.get(crew_id, (0, 0))
        minutes[crew_id] = (prepare + effort.prepare_minutes, change + effort.change_minutes)
    return tuple(Share(crew_id, *both) for crew_id, both in minutes.items())
