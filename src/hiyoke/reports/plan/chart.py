"""The timetable and the curve of what stays exposed, as SVG pictures without any script.

Colours never speak alone: late work is marked with a sign, and every bar has a title. What is not
here: the page around them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from hiyoke.calendars import JAPAN_TIME, is_business_day
from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import money_words
from hiyoke.reports.plan.words import OPTION_WORDS, span_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from hiyoke.reports.plan.rows import PlanReport
    from hiyoke.reports.plan.task_rows import TaskRow

#: Tasks drawn; further ones are in the work list.
SHOWN: Final = 80
_WIDTH: Final = 1120
_NAMES: Final = 330
_ROW: Final = 20
_TOP: Final = 46
_COLOURS: Final = {
    "full_test": "#1f3a68",
    "reduced_test": "#a85d00",
    "control_first": "#5b4a9c",
}
_FONT: Final = "Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, Meiryo, system-ui, sans-serif"
#: Longest name in half-width characters.
_NAME_WIDTH: Final = 46


def draw_gantt(report: PlanReport, language: Language) -> str:
    """Draw the timetable: one row for each task, grouped by crew, weekends and holidays shaded.

    Returns:
        A whole SVG document; equal reports give equal documents.
    """
    return _Gantt(report, language).draw()


class _Gantt:
    """Places bars."""

    def __init__(self, report: PlanReport, language: Language) -> None:
        self.r = report
        self.language = language
        self.begin = report.facts.starts_at
        shown = report.tasks[:SHOWN]
        ends = [t.done_at or t.control_at for t in shown]
        latest = max([e for e in ends if e is not None], default=report.facts.ends_at)
        self.end = min(report.facts.ends_at, max(latest, self.begin + timedelta(days=14)))
        self.scale = (_WIDTH - _NAMES - 10) / (self.end - self.begin).total_seconds()
        self.rows: list[tuple[str, TaskRow | None]] = []
        for crew_id, name in report.crew_names.items():
            own = [t for t in shown if t.crew_ids[:1] == (crew_id,)]
            if own:
                self.rows.append((name.render(language), None))
                self.rows += [(t.name.render(language), t) for t in own]
        alone = [t for t in shown if not t.crew_ids]
        self.rows += [(t.name.render(language), t) for t in alone]

    def x(self, moment: datetime) -> float:
        inside = min(max(moment, self.begin), self.end)
        return round(_NAMES + (inside - self.begin).total_seconds() * self.scale, 1)

    def draw(self) -> str:
        height = _TOP + _ROW * len(self.rows) + 34
        title = Text("作業の日程表", "Timetable of the work").render(self.language)
        parts = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
                f'width="{_WIDTH}" height="{height}" role="img" '
                f'font-family="{_FONT}" font-size="12">'
            ),
            f"<title>{escape(title)}</title>",
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            *self._days(height - 30),
        ]
        for place, (name, task) in enumerate(self.rows):
            y = _TOP + place * _ROW
            weight = ' font-weight="700"' if task is None else ""
            shown = escape(_cut(name))
            left = 6 if task is None else 16
            parts.append(f'<text x="{left}" y="{y + 14}" fill="#1b2230"{weight}>{shown}</text>')
            if task is not None:
                parts += self._bars(task, y)
        parts += self._legend(height - 10)
        return "\n".join([*parts, "</svg>"]) + "\n"

    def _days(self, bottom: int) -> Iterator[str]:
        day = self.begin.astimezone(JAPAN_TIME).date()
        last = self.end.astimezone(JAPAN_TIME).date()
        width = round(86_400 * self.scale, 1)
        while day < last:
            x = self.x(_midnight(day, self.begin))
            if not is_business_day(day):
                yield (
                    f'<rect x="{x}" y="{_TOP - 6}" width="{width}" height="{bottom - _TOP}" '
                    'fill="#eef1f6"/>'
                )
            if day.weekday() == 0 or day == self.begin.astimezone(JAPAN_TIME).date():
                yield (f'<line x1="{x}" y1="{_TOP - 12}" x2="{x}" y2="{bottom}" stroke="#c9d0dc"/>')
                yield f'<text x="{x + 3}" y="{_TOP - 16}" fill="#4c566a">{day:%m/%d}</text>'
            day += timedelta(days=1)

    def _bars(self, task: TaskRow, y: int) -> Iterator[str]:
        words = f"{task.name.render(self.language)}: "
        words += OPTION_WORDS[task.option].render(self.language)
        words += f", {span_words(task.starts_at, task.ends_at, self.language)}"
        yield f"<g><title>{escape(words)}</title>"
        for row in task.preparations:
            x = self.x(_midnight(row.day, self.begin) + timedelta(hours=9))
            fill = "#8f86c9" if row.purpose == "control" else "#a9b8d0"
            yield f'<rect x="{x}" y="{y + 7}" width="3.5" height="7" fill="{fill}"/>'
        if task.control_at is not None:
            x, end = self.x(task.control_at), self.x(task.done_at or self.end)
            yield (
                f'<line x1="{x}" y1="{y + 10}" x2="{end}" y2="{y + 10}" stroke="#5b4a9c" '
                'stroke-dasharray="3 3"/>'
            )
        if task.starts_at is not None and task.ends_at is not None:
            x = self.x(task.starts_at)
            width = max(6.0, round(self.x(task.done_at or task.ends_at) - x, 1))
            fill = _COLOURS[task.option]
            yield f'<rect x="{x}" y="{y + 4}" width="{width}" height="12" rx="2" fill="{fill}"/>'
        if task.due_at is not None and self.begin < task.due_at <= self.end:
            x = self.x(task.due_at)
            mark = "▲" if task.is_late else "△"
            fill = "#a3231b" if task.is_late else "#4c566a"
            yield f'<text x="{x - 5}" y="{y + 15}" font-size="10" fill="{fill}">{mark}</text>'
        yield "</g>"

    def _legend(self, y: int) -> Iterator[str]:
        words = [
            *((OPTION_WORDS[k].render(self.language), colour) for k, colour in _COLOURS.items()),
            (Text("準備", "preparation").render(self.language), "#a9b8d0"),
        ]
        x = 6
        for label, colour in words:
            yield f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{colour}"/>'
            yield f'<text x="{x + 17}" y="{y}" fill="#1b2230">{escape(label)}</text>'
            x += 40 + 13 * len(label) if self.language is Language.JA else 40 + 8 * len(label)
        signs = Text("△ 期限　▲ 守れない期限", "△ deadline  ▲ deadline missed")
        yield f'<text x="{x}" y="{y}" fill="#1b2230">{escape(signs.render(self.language))}</text>'


def draw_exposure(report: PlanReport, language: Language) -> str:
    """Draw what stays exposed: expected attack loss a day, step by step."""
    points = report.exposure
    width, height, left, base = 900, 240, 110, 200
    begin, end = report.facts.starts_at, report.facts.ends_at
    most = max((p.loss_per_day for p in points), default=0.0) or 1.0
    span = (end - begin).total_seconds()

    def x(moment: datetime) -> float:
        return round(left + (width - left - 10) * (moment - begin).total_seconds() / span, 1)

    def y(loss: float) -> float:
        return round(base - (base - 20) * loss / most, 1)

    path = f"M {left} {y(points[0].loss_per_day)}"
    for point in points[1:]:
        path += f" H {x(point.at)} V {y(point.loss_per_day)}"
    path += f" H {width - 10}"
    area = f"{path} V {base} H {left} Z"
    title = Text("1 日あたりの期待損失の推移", "Expected loss a day, over time").render(language)
    per_day = Text("1 日あたり", "a day").render(language)
    top = money_words(most, report.facts.currency, language)
    first, last = begin.astimezone(JAPAN_TIME), end.astimezone(JAPAN_TIME)
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
                f'width="{width}" height="{height}" role="img" '
                f'font-family="{_FONT}" font-size="12">'
            ),
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            f'<path d="{area}" fill="#fde9e7"/>',
            f'<path d="{path}" fill="none" stroke="#a3231b" stroke-width="2"/>',
            f'<line x1="{left}" y1="{base}" x2="{width - 10}" y2="{base}" stroke="#4c566a"/>',
            f'<text x="6" y="{y(most) + 4}" fill="#1b2230">{escape(top)}</text>',
            f'<text x="6" y="{y(most) + 20}" fill="#4c566a">{escape(per_day)}</text>',
            f'<text x="{left - 14}" y="{base + 4}" fill="#1b2230">0</text>',
            f'<text x="{left}" y="{base + 22}" fill="#4c566a">{first:%Y-%m-%d}</text>',
            (
                f'<text x="{width - 10}" y="{base + 22}" text-anchor="end" fill="#4c566a">'
                f"{last:%Y-%m-%d}</text>"
            ),
            "</svg>\n",
        ]
    )


def _midnight(day: date, like: datetime) -> datetime:
    return like.astimezone(JAPAN_TIME).replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0
    )


def _cut(text: str) -> str:
    """Return a text that fits its column."""
    width = 0
    for place, character in enumerate(text):
        width += 2 if ord(character) > 0x2E7F else 1  # noqa: PLR2004 - CJK.
        if width > _NAME_WIDTH:
            return text[:place] + "…"
    return text
