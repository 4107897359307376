"""The work list as an Excel workbook: one sheet for all, one for each crew and each vendor.

A sheet can be handed to a crew as it is: days in order, preparation before change, with columns
left free for who did it and how it went. Text from outside is always written as text, never as a
formula. What is not here: the page (`plan_page`).
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars import JAPAN_TIME
from hiyoke.languages import Language, Text
from hiyoke.reports.labels import LABELS
from hiyoke.reports.plan.words import (
    CHECK_WORDS,
    KIND_WORDS,
    OPTION_WORDS,
    PLAN_LABELS,
    PURPOSE_WORDS,
    due_words,
    moment_words,
)
from hiyoke.reports.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.reports.plan.rows import PlanReport, TaskRow

#: The earliest date a zip member may have: equal content gives equal bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_INSTANT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\']")
_TITLE: Final = 31
#: Excel's number for A4 paper.
_A4: Final = 9
_MAX_WIDTH: Final = 48
#: Findings named in one cell.
_NAMED: Final = 8

_HEADINGS: Final = (
    Text("日付", "Day"),
    Text("時刻", "Time"),
    Text("種別", "Kind"),
    Text("作業", "Job"),
    Text("対象システム", "Systems"),
    Text("進め方", "Way"),
    Text("人分", "Person-minutes"),
    Text("停止（分）", "Downtime (min)"),
    Text("担当", "Crew"),
    Text("ベンダー", "Vendor"),
    Text("期限", "Deadline"),
    Text("閉じる検出", "Findings closed"),
    Text("主な検出", "Findings"),
    Text("関係するサービス", "Services"),
    Text("理由", "Why"),
    Text("作業ID", "Job identifier"),
    Text("実施者", "Done by"),
    Text("結果・戻しの有無", "Result, rolled back?"),
)


def render_plan_workbook(report: PlanReport, language: Language) -> bytes:
    """Render the work list as an Excel workbook in one language.

    Returns:
        The file's bytes. Equal reports give equal bytes.
    """
    import openpyxl  # noqa: PLC0415 - only a run that writes a workbook pays for the import.

    book = openpyxl.Workbook()
    first: Any = book.active
    book.remove(first)
    taken: set[str] = set()
    for sheet in _Sheets(report, language).all():
        page = book.create_sheet(_title(sheet.title, taken))
        _fill(page, sheet, report, language)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), report)


class _Sheets:
    """Makes sheets in one language."""

    def __init__(self, report: PlanReport, language: Language) -> None:
        self.r = report
        self.language = language
        self.headings = [h.render(language) for h in _HEADINGS]

    def t(self, text: Text) -> str:
        return text.render(self.language)

    def label(self, name: str) -> str:
        return self.t(PLAN_LABELS[name])

    def all(self) -> Iterable[Sheet]:
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
        yield self._misses()
        yield self._open()
        yield self._assumptions()

    def _work(self, title: str, tasks: Iterable[TaskRow], holder_id: str | None) -> Sheet:
        lines = []
        for task in tasks:
            lines += self._lines(task, holder_id)
        lines.sort(key=lambda line: (line[0], line[1]))
        checks = [self.t(CHECK_WORDS.get(c, Text(c, c))) for c in self.r.never_skipped]
        joined = ("、" if self.language is Language.JA else ", ").join(checks)
        notes = [
            self.label("advice"),
            PLAN_LABELS["never_skipped"].fill(checks=joined).render(self.language),
        ]
        return Sheet(title, self.headings, [line[2] for line in lines], notes)

    def _lines(self, task: TaskRow, holder_id: str | None) -> list[tuple[str, int, list[Any]]]:
        """Return the lines of a task: by day, then preparation before change."""
        lines = []
        is_vendor = holder_id is not None and holder_id not in self.r.crew_names
        for row in task.preparations if not is_vendor else ():
            if holder_id in (None, row.crew_id):
                crew = self.t(self.r.crew_names[row.crew_id])
                cells = self._cells(task, row.purpose, round(row.minutes), None, crew)
                day = row.day.isoformat()
                lines.append((f"{day} 09", 0, [day, self.t(_BY_DAY), *cells]))
        if task.starts_at is not None and task.ends_at is not None:
            begin = task.starts_at.astimezone(JAPAN_TIME)
            end = task.ends_at.astimezone(JAPAN_TIME)
            crews = ", ".join(self.t(self.r.crew_names[c]) for c in task.crew_ids)
            minutes = task.vendor_minutes if is_vendor else task.change_minutes
            purpose = "vendor" if is_vendor else "change"
            cells = self._cells(task, purpose, round(minutes), task.downtime_minutes, crews)
            when = f"{begin:%H:%M}–{end:%H:%M}"
            lines.append((f"{begin:%Y-%m-%d %H:%M}", 1, [f"{begin:%Y-%m-%d}", when, *cells]))
        return lines

    def _cells(
        self, task: TaskRow, purpose: str, minutes: int, downtime: int | None, crews: str
    ) -> list[Any]:
        vendor = "" if task.vendor_id is None else self.t(self.r.vendor_names[task.vendor_id])
        due = due_words(task.due_at, self.language)
        late = self.label("late_mark")
        more = len(task.finding_ids) - _NAMED
        named = ", ".join(task.finding_ids[:_NAMED]) + (f" +{more}" if more > 0 else "")
        return [
            self.t(PURPOSE_WORDS[purpose]),
            self.t(task.name),
            ", ".join(f"{self.t(n)} ({s})" for s, n in task.system_names.items()),
            self.t(OPTION_WORDS[task.option]),
            minutes,
            downtime,
            crews,
            vendor,
            f"{due} ({late})" if task.is_late else due,
            len(task.finding_ids),
            named,
            ", ".join(self.t(n) for n in task.service_names),
            self.t(task.reason),
            task.job_id,
            None,
            None,
        ]

    def _misses(self) -> Sheet:
        names = ("job", "due", "done", "late", "constraint", "relief")
        rows = [
            [
                self.t(m.name),
                due_words(m.due_at, self.language),
                moment_words(m.done_at, self.language) if m.done_at else self.label("not_planned"),
                round(m.late_days, 1),
                self.t(m.why),
                "; ".join(self.t(r.words) for r in m.reliefs),
            ]
            for m in self.r.misses
        ]
        notes = [] if rows else [self.label("no_misses")]
        return Sheet(self.label("misses_heading"), [self.label(n) for n in names], rows, notes)

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


_BY_DAY: Final = Text("日勤", "day shift")


def _title(title: str, taken: set[str]) -> str:
    """Return a title that Excel accepts and no other sheet has."""
    clean = _NOT_IN_TITLES.sub(" ", title).strip()[: _TITLE - 3] or "-"
    found, number = clean, 1
    while found.casefold() in taken:
        number += 1
        found = f"{clean} {number}"
    taken.add(found.casefold())
    return found


def _fill(page: Any, sheet: Sheet, report: PlanReport, language: Language) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    notes = list(sheet.notes)
    if report.facts.is_synthetic:
        notes.insert(0, LABELS["synthetic"].render(language))
        page.oddHeader.center.text = notes[0]
    rows = [list(row) for row in sheet.rows]
    for place, note in enumerate(notes, start=1):
        cell = _write(page, place, 1, note)
        cell.font = Font(bold=True)
    head = len(notes) + 1
    line = Side(style="thin", color="C9D0DC")
    for column, heading in enumerate(sheet.headings, start=1):
        cell = _write(page, head, column, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E3E8F1")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        widths = [_width(heading), *(_width(str(row[column - 1] or "")) for row in rows[:80])]
        page.column_dimensions[get_column_letter(column)].width = min(_MAX_WIDTH, max(widths) + 2)
    for place, row in enumerate(rows, start=head + 1):
        for column, value in enumerate(row, start=1):
            cell = _write(page, place, column, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(bottom=line)
    page.freeze_panes = f"A{head + 1}"
    last = get_column_letter(len(sheet.headings))
    page.auto_filter.ref = f"A{head}:{last}{head + len(rows)}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.print_title_rows = f"{head}:{head}"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(page: Any, row: int, column: int, value: Any) -> Any:
    cell = page.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("\ufffd", value)
        cell.data_type = "s"  # Otherwise text that begins with "=" would become a formula.
    elif value is not None:
        cell.value = value
    return cell


def _width(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)  # noqa: PLR2004 - CJK.


def _settled(content: bytes, report: PlanReport) -> bytes:
    """Return the workbook with the as-of date instead of every clock reading."""
    stamp = datetime.combine(report.facts.as_of, time()).strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                data = _INSTANT.sub(stamp.encode(), data)
            fresh = zipfile.ZipInfo(member.filename, _EPOCH)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            new.writestr(fresh, data, compresslevel=6)
    return out.getvalue()
