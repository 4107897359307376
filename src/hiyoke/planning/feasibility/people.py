"""Whose time one task takes (rules 5, 6 and 8, and what may be charged at all).

What is not here: whether there is enough of it for all tasks together (`together`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.planning.feasibility.books import TOLERANCE_MINUTES, holds
from hiyoke.planning.feasibility.violation import broken
from hiyoke.planning.inputs import OptionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hiyoke.planning.feasibility.books import Books
    from hiyoke.planning.feasibility.violation import Violation
    from hiyoke.planning.inputs import Crew, Effort, Job, Option, Window
    from hiyoke.planning.plan import Charge, Task

#: A control is put in place on one of so many next preparation shifts.
_CONTROL_SHIFTS: Final = 5
_PURPOSES: Final = frozenset({"control", "prepare", "change", "vendor"})


def check_people(books: Books, job: Job, option: Option, task: Task) -> Iterator[Violation]:
    """Name every charge that cannot be, and all work that nobody does."""
    yield from _charges(books, job, task)
    window = books.window_of(task)
    known = [c for c in task.charges if (c.holder_id, c.shift_id) in books.shifts]
    by_purpose: dict[str, list[Charge]] = defaultdict(list)
    for charge in known:
        by_purpose[charge.purpose].append(charge)
    if window is None:
        if by_purpose["prepare"] or by_purpose["change"] or by_purpose["vendor"]:
            yield broken(
                "effort", job.job_id, "変更枠なしに工数があります", "work without a window"
            )
    else:
        yield from _Work(books, job, option, by_purpose, window).check()
        yield from _vendor(books, job, option, by_purpose["vendor"], window)
    yield from _control(books, job, option, task, by_purpose)


def _charges(books: Books, job: Job, task: Task) -> Iterator[Violation]:
    for charge in task.charges:
        if (charge.holder_id, charge.shift_id) not in books.shifts:
            yield broken(
                "charge",
                job.job_id,
                f"そのような勤務はありません: {charge.holder_id} {charge.shift_id}",
                f"there is no such shift: {charge.holder_id} {charge.shift_id}",
            )
        if not charge.minutes >= 0:
            yield broken(
                "charge", job.job_id, "負の工数があります", "expected minutes of 0 or more"
            )
        if charge.purpose not in _PURPOSES:
            yield broken(
                "charge",
                job.job_id,
                f"知らない用途です: {charge.purpose}",
                f"expected control, prepare, change or vendor, found {charge.purpose!r}",
            )


@dataclass(frozen=True, slots=True)
class _Work:
    """The work of one task in its window, as it is needed and as it is given."""

    books: Books
    job: Job
    option: Option
    given: Mapping[str, Sequence[Charge]]
    window: Window

    def check(self) -> Iterator[Violation]:
        """Each skill is served by one crew that has it, in shifts that can."""
        wanted = {e.skill for e in self.option.efforts}
        for charge in (*self.given["prepare"], *self.given["change"]):
            if charge.skill not in wanted:
                yield broken(
                    "effort",
                    self.job.job_id,
                    f"選択肢にない技能です: {charge.skill}",
                    f"the option needs no {charge.skill!r}",
                )
        yield from self._shifts()
        for effort in self.option.efforts:
            yield from self._served(effort)

    def _shifts(self) -> Iterator[Violation]:
        """Each crew makes the change in one shift, and that holds the window."""
        shifts_of: dict[str, set[str]] = defaultdict(set)
        for charge in self.given["change"]:
            shifts_of[charge.holder_id].add(charge.shift_id)
            if not holds(self.books.shifts[charge.holder_id, charge.shift_id], self.window):
                words = f"{charge.shift_id} ({charge.purpose})"
                ja, en = f"使えない勤務です: {words}", f"cannot serve: {words}"
                yield broken("shift", self.job.job_id, ja, en)
        if any(len(ids) > 1 for ids in shifts_of.values()):
            ja, en = "一つの変更に二つの勤務です", "one change in two shifts of a crew"
            yield broken("shift", self.job.job_id, ja, en)

    def _served(self, effort: Effort) -> Iterator[Violation]:
        job_id = self.job.job_id
        prepare = [c for c in self.given["prepare"] if c.skill == effort.skill]
        change = [c for c in self.given["change"] if c.skill == effort.skill]
        for purpose, charges, needed in (
            ("prepare", prepare, effort.prepare_minutes),
            ("change", change, effort.change_minutes),
        ):
            found = sum(c.minutes for c in charges)
            if not abs(found - needed) <= TOLERANCE_MINUTES:
                yield broken(
                    "effort",
                    job_id,
                    f"工数が合いません（{purpose}）: {needed:g} のところ {found:g} です",
                    f"{purpose} effort is amiss: expected {needed:g}, found {found:g}",
                )
        holders = {c.holder_id for c in (*prepare, *change)}
        if len(holders) > 1:
            ja, en = "一つの技能に複数のチームです", "more than one crew serves a skill"
            yield broken("effort", job_id, ja, en)
        for holder_id in sorted(holders):
            crew = self.books.crews.get(holder_id)
            if crew is None or not self.books.may(self.job, crew, effort.skill):
                ja, en = f"{holder_id} はこの作業をできません", f"{holder_id} may not do this work"
                yield broken("shift", job_id, ja, en)
            elif not self._is_prepared(crew, [c for c in prepare if c.holder_id == holder_id]):
                yield broken("prepare", job_id, "準備の勤務が違います", "wrong preparation")

    def _is_prepared(self, crew: Crew, charges: Sequence[Charge]) -> bool:
        """Return whether preparation lies evenly in the last shifts before the window."""
        if not any(c.minutes for c in charges):
            return True
        count = self.option.prepare_shifts
        before = [s for s in self.books.preparing(crew) if s.ends_at <= self.window.opens_at]
        last = before[-count:]
        begin = self.books.begin(self.job)
        if len(last) < count or any(s.starts_at < begin for s in last):
            return False
        minutes = {s.shift_id: 0.0 for s in last}
        for charge in charges:
            if charge.shift_id not in minutes:
                return False
            minutes[charge.shift_id] += charge.minutes
        return max(minutes.values()) - min(minutes.values()) <= TOLERANCE_MINUTES


def _vendor(
    books: Books, job: Job, option: Option, charges: Sequence[Charge], window: Window
) -> Iterator[Violation]:
    found = sum(c.minutes for c in charges)
    needed = option.vendor_minutes if job.vendor_id is not None else 0
    if not abs(found - needed) <= TOLERANCE_MINUTES:
        yield broken(
            "vendor",
            job.job_id,
            f"ベンダーの工数が合いません: {needed:g} のところ {found:g} です",
            f"vendor effort is amiss: expected {needed:g}, found {found:g}",
        )
    if len({c.shift_id for c in charges}) > 1:
        yield broken(
            "vendor", job.job_id, "ベンダーの勤務が二つです", "the vendor works in two shifts"
        )
    for charge in charges:
        shift = books.shifts[charge.holder_id, charge.shift_id]
        if charge.holder_id != job.vendor_id or not holds(shift, window):
            yield broken(
                "vendor",
                job.job_id,
                f"契約の時間ではありません: {charge.shift_id}",
                f"not under contract then: {charge.shift_id}",
            )


def _control(
    books: Books, job: Job, option: Option, task: Task, given: dict[str, list[Charge]]
) -> Iterator[Violation]:
    charges = given["control"]
    if option.kind is not OptionKind.CONTROL_FIRST:
        if charges or task.control_at is not None:
            yield broken(
                "control", job.job_id, "この選択肢に緩和策はありません", "no control is offered"
            )
        return
    if task.control_at is None:
        yield broken("control", job.job_id, "緩和策の時刻がありません", "no control time")
        return
    found = sum(c.minutes for c in charges)
    if not abs(found - option.control_minutes) <= TOLERANCE_MINUTES:
        yield broken("control", job.job_id, "緩和策の工数が合いません", "control effort is amiss")
    first_work = [books.shifts[c.holder_id, c.shift_id].starts_at for c in given["prepare"]]
    window = books.window_of(task)
    if window is not None:
        first_work.append(window.opens_at)
    if any(task.control_at > at for at in first_work):
        yield broken(
            "control",
            job.job_id,
            "緩和策が準備より後です",
            "the control comes after the preparation of the change",
        )
    if not _may_be_placed(books, job, option, task, given):
        yield broken(
            "control",
            job.job_id,
            "緩和策の勤務が違います",
            "expected the control in one of the first five preparation shifts of its crew",
        )


def _may_be_placed(
    books: Books, job: Job, option: Option, task: Task, given: dict[str, list[Charge]]
) -> bool:
    """Return whether one crew could put the control in place when it is said to hold."""
    if not option.efforts:
        return False
    skill = option.efforts[0].skill
    work = [c.holder_id for p in ("prepare", "change") for c in given[p] if c.skill == skill]
    named = {(c.holder_id, c.shift_id) for c in given["control"]}
    for crew in books.crews.values():
        if not books.may(job, crew, skill) or any(holder != crew.crew_id for holder in work):
            continue
        within = [
            s
            for s in books.preparing(crew)
            if s.starts_at >= books.begin(job) and s.ends_at <= books.problem.ends_at
        ]
        for shift in within[:_CONTROL_SHIFTS]:
            is_named = named <= {(crew.crew_id, shift.shift_id)}
            if is_named and shift.ends_at == task.control_at:
                return True
    return False
