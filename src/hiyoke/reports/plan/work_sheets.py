"""What each sheet of the work list says: for a crew or a vendor, in order of time.

A row of a change answers what a crew asks on the night: which machine, which package from which
version to which, when, what comes first, until when to decide to go back, whom to call. What is
not here: layout (`workbook`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars import JAPAN_TIME
from hiyoke.languages import Language, Text
from hiyoke.reports.plan.words import (
    ACCEPTANCE_WORDS,
    ANSWER_WORDS,
    CHECK_WORDS,
    KIND_WORDS,
    OPTION_WORDS,
    PLAN_LABELS,
    PURPOSE_WORDS,
    due_words,
    moment_words,
    owner_words,
    relief_effects,
    residue_words,
)
from hiyoke.reports.sheet import Sheet
from hiyoke.reports.words import NOTHING, day_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.reports.plan.rows import MissRow, PlanReport
    from hiyoke.reports.plan.task_rows import StepRow, TaskRow

#: Findings, and package steps, named in one cell.
_NAMED: Final = 6
_STEPS: Final = 6

#: Heading and width of each column of a work sheet, in half-width characters.
WORK_COLUMNS: Final = (
    (Text("日付", "Day"), 11),
    (Text("時刻", "Time"), 12),
    (Text("種別", "Kind"), 9),
    (Text("作業", "Job"), 24),
    (Text("対象システム", "Systems"), 17),
    (PLAN_LABELS["steps"], 30),
    (Text("進め方・確認", "Way and checks"), 15),
    (Text("人分", "Person-min"), 6),
    (Text("停止（分）", "Down (min)"), 6),
    (Text("変更枠の終わり", "Window ends"), 11),
    (PLAN_LABELS["decide_back"], 11),
    (Text("前提", "Before"), 18),
    (Text("担当・ベンダー", "Crew, vendor"), 17),
    (Text("期限", "Deadline"), 11),
    (Text("理由（サービス・損失・検出）", "Why: services, loss, findings"), 28),
    (Text("実施者", "Done by"), 8),
    (Text("結果・戻しの有無", "Result, gone back?"), 9),
)
_BY_DAY: Final = Text("日勤", "day shift")


class PlanSheets:
    """Makes sheets in one language.

    Args:
        report: The plan.
        language: The language of the sheets.
    """

    def __init__(self, report: PlanReport, language: Language) -> None:
        self.r = report
        self.language = language
        self.headings = [h.render(language) for h, _ in WORK_COLUMNS]

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def label(self, name: str) -> str:
        """Return a heading or standing sentence."""
        return self.t(PLAN_LABELS[name])

    def join(self, parts: Iterable[str]) -> str:
        """Join a list as the language does."""
        return ("、" if self.language is Language.JA else ", ").join(parts)

    def work(self) -> Iterable[Sheet]:
        """Yield the sheets of work: all of it, then by crew and by vendor."""
        tasks = self.r.tasks
        yield self._work(self.label("tasks_heading"), tasks, None)
        for crew_id, name in self.r.crew_names.items():
            own = [t for t in tasks if crew_id in t.crew_ids]
            if own:
                yield self._work(self.t(name), own, crew_id)
        for vendor_id, name in self.r.vendor_names.items():
            own = [t for t in tasks if t.vendor_id == vendor_id]
            if own:
                yield self._work(self.t(name), own, vendor_id)

    def rest(self) -> Iterable[Sheet]:
        """Yield everything else: versions, whom to call, deadlines, decisions, assumptions."""
        yield self._versions()
        yield self._contacts()
        yield self._misses()
        yield self._acceptances()
        yield self._open()
        yield self._assumptions()

    def _work(self, title: str, tasks: Iterable[TaskRow], holder_id: str | None) -> Sheet:
        lines = []
        for task in tasks:
            lines += self._lines(task, holder_id)
        lines.sort(key=lambda line: (line[0], line[1]))
        notes = [
            self.label("advice"),
            PLAN_LABELS["never_skipped"]
            .fill(checks=self.join(self._checks()))
            .render(self.language),
            self.label("decide_back_note"),
        ]
        return Sheet(title, self.headings, [line[2] for line in lines], notes)

    def _checks(self) -> list[str]:
        return [self.t(CHECK_WORDS.get(c, Text(c, c))) for c in self.r.never_skipped]

    def _lines(self, task: TaskRow, holder_id: str | None) -> list[tuple[str, int, list[Any]]]:
        """Return the lines of a task: by day, then preparation before change."""
        lines = []
        is_vendor = holder_id is not None and holder_id not in self.r.crew_names
        for row in task.preparations if not is_vendor else ():
            if holder_id in (None, row.crew_id):
                day = day_words(row.day, self.language)
                crew = self.t(self.r.crew_names[row.crew_id])
                cells = self._cells(task, row.purpose, round(row.minutes), crew)
                lines.append((f"{row.day} 09", 0, [day, self.t(_BY_DAY), *cells]))
        if task.starts_at is not None and task.ends_at is not None:
            begin, end = task.starts_at.astimezone(JAPAN_TIME), task.ends_at.astimezone(JAPAN_TIME)
            minutes = task.vendor_minutes if is_vendor else task.change_minutes
            crews = self.join(self.t(self.r.crew_names[c]) for c in task.crew_ids)
            purpose = "vendor" if is_vendor else "change"
            cells = self._cells(task, purpose, round(minutes), crews)
            day = day_words(begin.date(), self.language)
            line = [day, f"{begin:%H:%M}–{end:%H:%M}", *cells]
            lines.append((f"{begin:%Y-%m-%d %H:%M}", 1, line))
        return lines

    def _cells(self, task: TaskRow, purpose: str, minutes: int, who: str) -> list[Any]:
        is_change = purpose in ("change", "vendor")
        due = due_words(task.due_at, self.language)
        late = self.label("late_mark")
        window = task.window
        back = ""
        if is_change:
            back = self.label("no_way_back")
            if task.decide_back_at is not None:
                at = moment_words(task.decide_back_at, self.language)
                back = PLAN_LABELS["decide_back_at"].fill(at=at).render(self.language)
        return [
            self.t(PURPOSE_WORDS[purpose]),
            f"{self.t(task.name)}\n{task.job_id}",
            "\n".join(f"{self.t(n)} ({s})" for s, n in task.system_names.items()),
            self._steps(task),
            self._way(task),
            minutes,
            task.downtime_minutes if is_change else None,
            moment_words(window.closes_at, self.language) if window and is_change else None,
            back or None,
            self._before(task) or None,
            self._who(task, who, is_change=is_change),
            f"{due} ({late})" if task.is_late else due,
            self._why(task),
            None,
            None,
        ]

    def _steps(self, task: TaskRow) -> str:
        """Return packages with their versions; systems that share a step are counted."""
        found = _joined(task.steps)
        lines = []
        for (package, before, after), system_ids in found[:_STEPS]:
            step = f"{package} {before or '?'} → {after}"
            lines.append(step if len(system_ids) == len(task.system_names) else step + " *")
        if len(found) > _STEPS:
            more = PLAN_LABELS["more_steps"].fill(
                n=len(found) - _STEPS, sheet=self.label("steps_sheet")
            )
            lines.append(more.render(self.language))
        lines += [
            residue_words(r.to_version, len(r.vulnerability_ids), r.clean_version, self.language)
            for r in task.residues[:_STEPS]
        ]
        return "\n".join(lines)

    def _way(self, task: TaskRow) -> str:
        way = self.t(OPTION_WORDS[task.option])
        if task.option == "reduced_test":
            way += "\n" + "\n".join(f"・{check}" for check in self._checks())
        return way

    def _before(self, task: TaskRow) -> str:
        lines = []
        for row in task.prerequisites:
            done = moment_words(row.done_at, self.language)
            if row.done_at is None:
                done = self.label("not_planned")
            line = PLAN_LABELS["before"].fill(name=self.t(row.name), done=done)
            watch = PLAN_LABELS["watch"].fill(hours=f"{row.watch_minutes / 60:g}")
            tail = watch.render(self.language) if row.watch_minutes else ""
            lines.append(line.render(self.language) + tail)
        if task.apart_from:
            names = self.join(self.t(n) for n in task.apart_from)
            lines.append(PLAN_LABELS["apart"].fill(names=names).render(self.language))
        return "\n".join(lines)

    def _who(self, task: TaskRow, who: str, *, is_change: bool) -> str:
        lines = [who]
        if task.vendor_id is not None and is_change:
            lines.append(self.t(self.r.vendor_names[task.vendor_id]))
            vendor = self.r.vendors.get(task.vendor_id)
            if vendor is not None:
                lines.append(vendor.contact or self.label("unstated"))
        if task.owner is not None:
            lines.append(f"{self.label('owner')}: {self.t(task.owner)}")
        return "\n".join(lines)

    def _why(self, task: TaskRow) -> str:
        ids = list(dict.fromkeys(i.split("@")[0] for i in task.finding_ids))
        ids.sort(key=lambda i: i not in task.exploited_ids)
        more = len(ids) - _NAMED
        lines = [
            self.join(self.t(n) for n in task.service_names),
            self.t(task.reason),
            ", ".join(ids[:_NAMED]) + (f" +{more}" if more > 0 else ""),
        ]
        if task.exploited_ids:
            listed = ", ".join(task.exploited_ids[:_NAMED])
            lines.append(PLAN_LABELS["exploited"].fill(ids=listed).render(self.language))
        return "\n".join(line for line in lines if line)

    def _versions(self) -> Sheet:
        headings = [
            Text("日付", "Day"),
            Text("作業ID", "Job identifier"),
            Text("更新ID", "Update"),
            Text("システムID", "System"),
            Text("システム", "Name"),
            Text("パッケージ", "Package"),
            Text("今の版", "Version now"),
            Text("適用後の版", "Version then"),
        ]
        rows = []
        for task in self.r.tasks:
            if task.starts_at is None:
                continue
            day = day_words(task.starts_at.astimezone(JAPAN_TIME).date(), self.language)
            for step in task.steps:
                name = self.t(task.system_names[step.system_id])
                head = [day, task.job_id, ", ".join(task.update_ids), step.system_id, name]
                rows.append([*head, step.package, step.from_version or "?", step.to_version])
        return Sheet(self.label("steps_sheet"), [self.t(h) for h in headings], rows)

    def _contacts(self) -> Sheet:
        headings = [
            Text("ベンダー", "Vendor"),
            Text("窓口", "Contact"),
            Text("契約時間", "Contract hours"),
            Text("夜間対応", "Nights"),
            Text("休日対応", "Holidays"),
            Text("着手目標（分）", "Response (min)"),
            Text("この計画の作業数", "Jobs in this plan"),
        ]
        rows = [
            [
                self.t(v.name),
                v.contact or self.label("unstated"),
                v.contract_hours or self.label("unstated"),
                self.t(ANSWER_WORDS[v.night_cover]),
                self.t(ANSWER_WORDS[v.holiday_cover]),
                v.response_minutes,
                sum(t.vendor_id == vendor_id for t in self.r.tasks),
            ]
            for vendor_id, v in self.r.vendors.items()
        ]
        return Sheet(self.label("contacts_sheet"), [self.t(h) for h in headings], rows)

    def _misses(self) -> Sheet:
        names = ("job", "due", "done", "late", "constraint", "relief")
        rows = [
            [
                self.t(m.name),
                due_words(m.due_at, self.language),
                moment_words(m.done_at, self.language) if m.done_at else self.label("not_planned"),
                round(m.late_days, 1),
                self.t(m.why),
                self._reliefs(m),
            ]
            for m in self.r.misses
        ]
        notes = [] if rows else [self.label("no_misses")]
        return Sheet(self.label("misses_heading"), [self.label(n) for n in names], rows, notes)

    def _reliefs(self, miss: MissRow) -> str:
        if miss.constraint == "overdue" and not miss.reliefs:
            return NOTHING
        if not miss.reliefs:
            return self.label("no_relief" if miss.is_tried else "not_tried")
        lines = []
        for relief in miss.reliefs:
            done = moment_words(relief.done_at, self.language)
            when = self.label("in_time") if relief.is_in_time else done
            effects = relief_effects(relief, self.r.facts.currency, self.language)
            lines.append(f"{self.t(relief.words)}: {when} ({self.join(effects)})")
        return "\n".join(lines)

    def _acceptances(self) -> Sheet:
        names = ("job", "state", "until", "owner", "accepted_by", "due_before", "loss", "decide")
        rows = [
            [
                self.t(a.name),
                self.t(ACCEPTANCE_WORDS[a.state]),
                day_words(a.until, self.language),
                owner_words(a, self.language),
                self.join(a.accepted_by) or NOTHING,
                NOTHING if a.due_on is None else day_words(a.due_on, self.language),
                round(a.loss),
                self.t(a.words),
                ", ".join(a.acceptance_ids) or None,
                None,
            ]
            for a in self.r.acceptances
        ]
        headings = [self.label(n) for n in names]
        headings += [self.t(Text("受容ID", "Acceptance")), self.t(Text("決裁の記入欄", "Decision"))]
        notes = [self.label("acceptances_note" if rows else "no_acceptances")]
        title = Text("残すことの決裁", "To accept").render(self.language)
        return Sheet(title, headings, rows, notes)

    def _open(self) -> Sheet:
        names = ("job", "owner", "due", "closes", "loss", "reason")
        rows = [
            [
                self.t(o.name),
                None if o.owner is None else self.t(o.owner),
                due_words(o.due_at, self.language),
                o.finding_count,
                round(o.loss),
                self.t(o.reason),
            ]
            for o in self.r.open_jobs
        ]
        title = Text("直さないもの", "Left open").render(self.language)
        return Sheet(title, [self.label(n) for n in names], rows)

    def _assumptions(self) -> Sheet:
        names = ("line", "trust", "words", "used_for")
        rows = [
            [
                a.line,
                self.t(KIND_WORDS.get(a.kind, Text(a.kind, a.kind))),
                self.t(a.words),
                ", ".join(a.used_for),
            ]
            for a in self.r.assumptions
        ]
        notes = [self.t(u) for u in self.r.unknowns]
        title = Text("前提", "Assumptions").render(self.language)
        return Sheet(title, [self.label(n) for n in names], rows, notes)


def _joined(steps: Iterable[StepRow]) -> list[tuple[tuple[str, str, str], list[str]]]:
    """Return each step once, with the systems that need it."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for step in steps:
        found[step.package, step.from_version, step.to_version].append(step.system_id)
    return list(found.items())
