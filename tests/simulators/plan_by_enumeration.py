"""The best of all plans of a small problem, by trying every place of every job.

Written from ``docs/reference/planning.md`` and the JSON of ``hiyoke/plan/1`` alone; nothing of
`hiyoke` is used.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
Use = dict[tuple[str, ...], float]
_DAY = 1440.0
_SLACK = 1e-6


@dataclass(slots=True)
class Place:
    """One way to do a job, or to leave it open."""

    value: float
    use: Use = field(default_factory=dict)
    window: Json | None = None


def best_value(problem: Json, objective: str) -> float:
    """Return the least value of any plan.

    Raises:
        TimeoutError: The problem has too many plans.
    """
    return _Enumeration(problem, objective).best()


class _Enumeration:
    def __init__(self, problem: Json, objective: str) -> None:
        self.p = problem
        self.objective = objective
        self.starts, self.ends = _at(problem["starts_at"]), _at(problem["ends_at"])
        self.days = _minutes(self.starts, self.ends) / _DAY
        self.crews = {c["crew_id"]: c for c in problem["crews"]}
        self.of_shift = {
            s["shift_id"]: (holder, s)
            for holder in [*problem["crews"], *problem["vendors"]]
            for s in holder["shifts"]
        }
        self.worst = sum(j["loss_per_day"] for j in problem["jobs"]) * self.days or 1.0
        self.capacity = self._capacity()

    def _capacity(self) -> Use:
        found: Use = {("shift", i): s["minutes"] for i, (_, s) in self.of_shift.items()}
        for crew in self.p["crews"]:
            found |= {("limit", x["limit_id"]): x["minutes"] for x in crew["limits"]}
        for window in self.p["windows"]:
            if window["max_jobs"] is not None:
                found["room", window["window_id"]] = window["max_jobs"]
            length = _minutes(_at(window["opens_at"]), _at(window["closes_at"]))
            for job in self.p["jobs"]:
                found["group", job["group_id"], window["window_id"]] = length
        return found

    def _rate(self, job: Json) -> float:
        high = job.get("loss_per_day_high")
        if self.objective == "tail" and high is not None:
            return float(max(high, job["loss_per_day"]))
        return float(job["loss_per_day"])

    def _value(
        self, job: Json, option: Json | None, window: Json | None, control: Json | None
    ) -> float:
        closes = None if window is None else _at(window["closes_at"])
        days = _minutes(self.starts, closes or self.ends) / _DAY
        if option is not None and control is not None:
            held = _minutes(_at(control["ends_at"]), closes or self.ends) / _DAY
            days -= option["control_efficacy"] * max(0.0, held)
        loss = self._rate(job) * days
        if option is not None and window is not None:
            loss += self._change_loss(option, window["window_id"])
        if self.objective != "deadline":
            return loss
        late = 0.0
        if job.get("due_at"):
            late = max(0.0, _minutes(max(_at(job["due_at"]), self.starts), closes or self.ends))
        return late / _DAY + loss / self.worst

    def _change_loss(self, option: Json, window_id: str) -> float:
        likely = float(option["window_losses"].get(window_id, option["change_loss"]))
        if self.objective != "tail":
            return likely
        usual = option.get("change_loss_high", option["change_loss"])
        return max(likely, float(option.get("window_losses_high", {}).get(window_id, usual)))

    def _begin(self, job: Json) -> datetime:
        return max(self.starts, _at(job["ready_at"])) if job.get("ready_at") else self.starts

    def _work(self, use: Use, shift: Json, minutes: float) -> None:
        holder, _ = self.of_shift[shift["shift_id"]]
        use["shift", shift["shift_id"]] += minutes
        if shift.get("rest_shift_id"):
            use["shift", shift["rest_shift_id"]] += minutes * shift["rest_ratio"]
        for limit in holder.get("limits", ()) if shift["is_overtime"] else ():
            if _at(limit["starts_at"]) <= _at(shift["starts_at"]) < _at(limit["ends_at"]):
                use["limit", limit["limit_id"]] += minutes

    def _preparing(self, crew_id: str) -> list[Json]:
        found = [s for s in self.crews[crew_id]["shifts"] if s["work"] == "prepare"]
        return sorted(found, key=lambda s: (_at(s["ends_at"]), _at(s["starts_at"]), s["shift_id"]))

    def places(self, job: Json) -> list[Place]:
        """Return every way to do a job, each use once."""
        found: dict[Any, Place] = {}
        ways = [p for o in job["options"] for p in self._option_places(job, o)]
        for place in [Place(self._value(job, None, None, None)), *ways]:
            place.use = {k: v for k, v in place.use.items() if v}
            window_id = place.window["window_id"] if place.window else None
            key = (window_id, tuple(sorted(place.use.items())))
            if key not in found or found[key].value > place.value:
                found[key] = place
        return sorted(found.values(), key=lambda p: p.value)

    def _option_places(self, job: Json, option: Json) -> Iterator[Place]:
        able = [
            [
                crew_id
                for crew_id, crew in self.crews.items()
                if (not job["crew_ids"] or crew_id in job["crew_ids"])
                and (not effort["skill"] or effort["skill"] in crew["skills"])
            ]
            for effort in option["efforts"]
        ]
        for crews in product(*able):
            if option["kind"] != "control_first":
                yield from self._with_control(job, option, crews, None)
                continue
            begin = self._begin(job)
            first = [
                s
                for s in (self._preparing(crews[0]) if crews else ())
                if _at(s["starts_at"]) >= begin and _at(s["ends_at"]) <= self.ends
            ]
            for control in first[:5]:
                use: Use = defaultdict(float)
                self._work(use, control, option["control_minutes"])
                yield Place(self._value(job, option, None, control), use)
                yield from self._with_control(job, option, crews, control)

    def _with_control(
        self, job: Json, option: Json, crews: tuple[str, ...], control: Json | None
    ) -> Iterator[Place]:
        for window in self.p["windows"]:
            if self._is_usable(job, option, window):
                for use in self._uses(job, option, crews, window, control):
                    yield Place(self._value(job, option, window, control), use, window)

    def _is_usable(self, job: Json, option: Json, window: Json) -> bool:
        opens, closes = _at(window["opens_at"]), _at(window["closes_at"])
        frozen = any(
            _at(f["starts_at"]) < closes and opens < _at(f["ends_at"])
            for f in self.p["freezes"]
            if not f["group_ids"] or job["group_id"] in f["group_ids"]
        )
        is_inside = self._begin(job) <= opens and closes <= self.ends
        is_long = option["downtime_minutes"] <= _minutes(opens, closes)
        return window["calendar_id"] in job["calendar_ids"] and is_inside and is_long and not frozen

    def _uses(
        self, job: Json, option: Json, crews: tuple[str, ...], window: Json, control: Json | None
    ) -> Iterator[Use]:
        use: Use = defaultdict(float)
        first = _at(window["opens_at"])
        change: dict[str, float] = defaultdict(float)
        for effort, crew_id in zip(option["efforts"], crews, strict=True):
            change[crew_id] += effort["change_minutes"]
            if effort["prepare_minutes"]:
                count, opens = option["prepare_shifts"], _at(window["opens_at"])
                last = [s for s in self._preparing(crew_id) if _at(s["ends_at"]) <= opens]
                last = last[-count:]
                if len(last) < count:
                    return
                for shift in last:
                    first = min(first, _at(shift["starts_at"]))
                    self._work(use, shift, effort["prepare_minutes"] / count)
        if first < self._begin(job) or (control and _at(control["ends_at"]) > first):
            return
        if control:
            self._work(use, control, option["control_minutes"])
        use["room", window["window_id"]] += 1
        use["group", job["group_id"], window["window_id"]] += option["downtime_minutes"]
        wanted = [(self.crews[c]["shifts"], m) for c, m in change.items() if m]
        if option["vendor_minutes"] and job["vendor_id"]:
            vendor = next(v for v in self.p["vendors"] if v["vendor_id"] == job["vendor_id"])
            wanted.append((vendor["shifts"], option["vendor_minutes"]))
        for chosen in product(*([s for s in shifts if _holds(s, window)] for shifts, _ in wanted)):
            together = use.copy()
            for shift, (_, minutes) in zip(chosen, wanted, strict=True):
                self._work(together, shift, minutes)
            yield together

    def best(self, most: int = 150_000) -> float:
        jobs = {j["job_id"]: j for j in self.p["jobs"]}
        order: list[str] = []
        while len(order) < len(jobs):
            order += [
                i
                for i in jobs
                if i not in order
                and all(
                    r["first_job_id"] in order
                    for r in self.p["precedences"]
                    if r["then_job_id"] == i
                )
            ][:1]
        places = [self.places(jobs[i]) for i in order]
        least = [sum(p[0].value for p in places[n:]) for n in range(len(places) + 1)]
        best, visits = float("inf"), 0
        used: Use = defaultdict(float)
        windows: dict[str, Json | None] = {}

        def go(n: int, total: float) -> None:
            nonlocal best, visits
            visits += 1
            if visits > most:
                raise TimeoutError
            if n == len(order):
                best = min(best, total)
                return
            for place in places[n]:
                if total + place.value + least[n + 1] >= best - 1e-9:
                    return
                if not self._fits(jobs, order[n], place, used, windows):
                    continue
                for thing, amount in place.use.items():
                    used[thing] += amount
                windows[order[n]] = place.window
                go(n + 1, total + place.value)
                del windows[order[n]]
                for thing, amount in place.use.items():
                    used[thing] -= amount

        go(0, 0.0)
        return best

    def _fits(
        self,
        jobs: dict[str, Json],
        job_id: str,
        place: Place,
        used: Use,
        windows: dict[str, Json | None],
    ) -> bool:
        if any(
            used[k] + v > self.capacity.get(k, float("inf")) + _SLACK for k, v in place.use.items()
        ):
            return False
        if place.window is None:
            return True
        opens, closes = _at(place.window["opens_at"]), _at(place.window["closes_at"])
        for rule in self.p["precedences"]:
            if rule["then_job_id"] == job_id:
                first = windows[rule["first_job_id"]]
                if first is None or _minutes(_at(first["closes_at"]), opens) < rule["gap_minutes"]:
                    return False
        group = jobs[job_id]["group_id"]
        return not any(
            _at(window["opens_at"]) < closes and opens < _at(window["closes_at"])
            for other_id, window in windows.items()
            if window is not None and (other := jobs[other_id]["group_id"]) != group
            for rule in self.p["separations"]
            if {group, other} <= set(rule["group_ids"])
        )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _minutes(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() / 60


def _holds(shift: Json, window: Json) -> bool:
    begins, ends = _at(shift["starts_at"]), _at(shift["ends_at"])
    is_whole = begins <= _at(window["opens_at"]) and _at(window["closes_at"]) <= ends
    return bool(shift["work"] == "change" and is_whole)
