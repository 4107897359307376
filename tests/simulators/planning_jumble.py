"""Random planning problems as plain JSON, with every member of the schema and every odd shape.

Unlike `planning_problems` it draws overlapping windows and shifts, several skills a job, crews that
share skills, preparation in overtime, several limits, and windows outside the plan.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from typing import Any

Json = dict[str, Any]
JAPAN = timezone(timedelta(hours=9))


def jumbled_problem(seed: int, *, jobs: int | None = None) -> Json:
    """Return a problem of three to eight jobs unless told otherwise."""
    return _Jumble(seed).problem(jobs)


class _Jumble:
    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)  # noqa: S311 - problems, not secrets.
        self.start = datetime(
            2026, self.r.choice([1, 2, 6, 12]), self.r.choice([1, 25]), tzinfo=JAPAN
        )
        self.days = self.r.choice([4, 7, 10])
        self.crew_count = self.r.choice([1, 2, 3, 5])
        self.calendars = self.r.randint(1, 3)
        self.skills = ["db", "linux", "net"][: self.r.randint(1, 3)]
        self.groups = [f"g{n}" for n in range(self.r.randint(1, 4))]
        self.windows = [self._window(n) for n in range(self.r.randint(2, 6))]
        self.vendors = [f"v{n}" for n in range(self.r.choice([0, 1, 2]))]

    def problem(self, jobs: int | None) -> Json:
        r = self.r
        found = [self._job(n) for n in range(jobs or r.randint(3, 8))]
        return {
            "starts_at": self.start.isoformat(),
            "ends_at": (self.start + timedelta(days=self.days)).isoformat(),
            "jobs": found,
            "crews": [self._crew(f"c{n}") for n in range(self.crew_count)],
            "vendors": [
                {"vendor_id": v, "shifts": self._changing(v, has_overtime=False)}
                for v in self.vendors
            ],
            "windows": self.windows,
            "freezes": [self._freeze(n) for n in range(r.choice([0, 0, 1, 2]))],
            "precedences": [
                {
                    "first_job_id": found[first]["job_id"],
                    "then_job_id": found[n]["job_id"],
                    "gap_minutes": r.choice([0, 60, 1440]),
                }
                for n in range(1, len(found))
                for first in r.sample(range(n), min(n, r.choice([0, 0, 0, 1, 2])))
            ],
            "separations": [
                {
                    "separation_id": f"s{n}",
                    "group_ids": r.sample(self.groups, r.randint(2, len(self.groups))),
                }
                for n in range(r.choice([0, 1, 2]) if len(self.groups) > 1 else 0)
            ],
        }

    def _after(self, **spans: float) -> str:
        return (self.start + timedelta(**spans)).isoformat()

    def _window(self, number: int) -> Json:
        begin = self.r.randrange(-30, self.days * 1440, 30)
        return {
            "window_id": f"w{number}",
            "calendar_id": f"cal{self.r.randrange(self.calendars)}",
            "opens_at": self._after(minutes=begin),
            "closes_at": self._after(minutes=begin + self.r.choice([30, 60, 120, 240])),
            "max_jobs": self.r.choice([None, None, 0, 1, 2, 3]),
        }

    def _changing(self, holder: str, *, has_overtime: bool) -> list[Json]:
        r, found = self.r, []
        for number, window in enumerate(self.windows):
            for twin in range(r.choice([0, 1, 1, 1, 2])):
                early, late = r.choice([0, 0, 30, 120]), r.choice([0, 0, 30, 120])
                begin = datetime.fromisoformat(window["opens_at"]) - timedelta(minutes=early)
                end = datetime.fromisoformat(window["closes_at"]) + timedelta(minutes=late)
                found.append(
                    {
                        "shift_id": f"{holder}/n{number}{twin}",
                        "work": "change",
                        "starts_at": begin.isoformat(),
                        "ends_at": end.isoformat(),
                        "minutes": r.choice([0, 60, 90, 120, 180, 300]),
                        "is_overtime": has_overtime and r.random() < 0.6,
                    }
                )
        return found

    def _preparing(self, holder: str) -> list[Json]:
        r = self.r
        return [
            {
                "shift_id": f"{holder}/p{day}-{half}",
                "work": "prepare",
                "starts_at": self._after(days=day, hours=9 + 4 * half),
                "ends_at": self._after(days=day, hours=13 + 4 * half),
                "minutes": r.choice([30, 60, 120, 240]),
                "is_overtime": r.random() < 0.15,
            }
            for day in range(r.choice([-1, 0, 0, 0]), self.days)
            for half in range(r.choice([0, 1, 1, 2]))
        ]

    def _crew(self, crew_id: str) -> Json:
        r = self.r
        prepare = self._preparing(crew_id)
        change = self._changing(crew_id, has_overtime=True)
        for shift in change:
            end = datetime.fromisoformat(shift["ends_at"])
            later = [p for p in prepare if datetime.fromisoformat(p["starts_at"]) >= end]
            if later and r.random() < 0.5:
                shift |= {
                    "rest_shift_id": later[0]["shift_id"],
                    "rest_ratio": r.choice([0.25, 0.5, 1.0]),
                }
        shifts = [*prepare, *change]
        r.shuffle(shifts)
        limits = []
        for number in range(r.choice([0, 1, 2])):
            begin = r.randrange(-2, self.days)
            limits.append(
                {
                    "limit_id": f"{crew_id}/l{number}",
                    "starts_at": self._after(days=begin),
                    "ends_at": self._after(days=begin + r.choice([2, 7, 30])),
                    "minutes": r.choice([0, 60, 150, 300]),
                }
            )
        skills = r.sample(self.skills, r.randint(0, len(self.skills)))
        return {"crew_id": crew_id, "skills": skills, "shifts": shifts, "limits": limits}

    def _job(self, number: int) -> Json:
        r = self.r
        rate = round(r.choice([0, 1, 1, 1]) * r.lognormvariate(3, 1.2), 2)
        kinds = r.sample(["full_test", "reduced_test", "control_first"], r.choice([0, 1, 1, 2, 3]))
        job = {
            "job_id": f"j{number:02d}",
            "bundle_id": f"b{number // 2}",
            "group_id": r.choice(self.groups),
            "calendar_ids": sorted({f"cal{r.randrange(self.calendars)}" for _ in range(2)}),
            "crew_ids": r.choice([[], [], [f"c{r.randrange(self.crew_count)}"]]),
            "vendor_id": r.choice([None, *self.vendors]),
            "options": [self._option(kind, rate) for kind in kinds],
            "loss_per_day": rate,
        }
        if r.random() < 0.5:
            job["loss_per_day_high"] = round(rate * r.choice([1, 2, 5]), 2)
        if r.random() < 0.3:
            job["ready_at"] = self._after(hours=r.randrange(-24, self.days * 18))
        if r.random() < 0.6:
            job["due_at"] = self._after(hours=r.randrange(-24, self.days * 28))
        return job

    def _option(self, kind: str, rate: float) -> Json:
        r = self.r
        skills = r.sample(["", *self.skills], min(r.choice([0, 1, 1, 2, 3]), len(self.skills) + 1))
        some = r.sample([w["window_id"] for w in self.windows], 2)
        option: Json = {
            "kind": kind,
            "efforts": [
                {
                    "skill": skill,
                    "prepare_minutes": r.choice([0, 30, 60, 100]),
                    "change_minutes": r.choice([0, 30, 60, 90]),
                }
                for skill in skills
            ],
            "prepare_shifts": r.choice([1, 1, 2, 3]),
            "vendor_minutes": r.choice([0, 0, 30, 60]),
            "downtime_minutes": r.choice([0, 15, 30, 60]),
            "change_loss": round(rate * r.choice([0, 0.1, 1, 3]), 2),
            "window_losses": {
                w: round(rate * r.choice([0, 0.5, 2]), 2) for w in some[: r.choice([0, 2])]
            },
        }
        if r.random() < 0.5:
            option["change_loss_high"] = round(option["change_loss"] * r.choice([0.5, 1, 2]), 2)
            option["window_losses_high"] = {some[1]: round(rate * r.choice([0.5, 4]), 2)}
        if kind == "control_first":
            option["control_minutes"] = r.choice([0, 30, 60])
            option["control_efficacy"] = r.choice([0, 0.3, 0.5, 1.0])
        return option

    def _freeze(self, number: int) -> Json:
        begin = self.r.randrange(-12, self.days * 24)
        return {
            "freeze_id": f"f{number}",
            "starts_at": self._after(hours=begin),
            "ends_at": self._after(hours=begin + self.r.choice([6, 24])),
            "group_ids": self.r.choice([[], self.groups[:1]]),
        }
