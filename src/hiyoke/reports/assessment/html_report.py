"""The assessment as one self-contained page in one language.

The page loads nothing, runs nothing and can be printed on A4. Every text from outside is escaped.
What is not here: what the page says (`assessment`), and its words (`labels`, `words`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.view import ExposureView
from hiyoke.reports.labels import COUNT_LABELS, LABELS, limits_of
from hiyoke.reports.page_templates import page_templates
from hiyoke.reports.words import (
    ENVIRONMENT_WORDS,
    LEVEL_MARKS,
    LEVEL_MEANINGS,
    LEVEL_WORDS,
    NOTHING,
    REACH_WORDS,
    SSVC_WORDS,
    STATE_MARKS,
    STATE_WORDS,
    day_words,
    days_left_words,
    percent_words,
)
from hiyoke.risk import Level, load_freshness_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiyoke.reports.assessment.assessment import Assessment
    from hiyoke.reports.assessment.rows import DueRow, FindingRow, ReasonRow, ServiceRow

#: Rows of one table on the page; further ones are in the workbook and the CSV file.
FINDINGS_SHOWN = 60
SYSTEMS_SHOWN = 150
BUNDLES_SHOWN = 12
SMALL_SHOWN = 40
#: Identifiers listed in one cell.
IDS_SHOWN = 6


def render_html(assessment: Assessment, language: Language) -> str:
    """Render the report as HTML.

    Args:
        assessment: What was found.
        language: The one language of the page.

    Returns:
        A whole HTML document. Equal assessments give equal documents, byte for byte.
    """
    view = _View(assessment, language)
    reach = assessment.exposure
    exposure = None if reach is None else ExposureView(reach, language)
    template = page_templates().get_template("report.html.j2")
    return str(template.render(v=view, a=assessment, run=view.run, x=exposure))


class _View:
    """What the template asks for: words in the language of the page.

    Args:
        assessment: What was found.
        language: The language of the page.
    """

    labels = LABELS
    levels = tuple(Level)
    level_marks = LEVEL_MARKS
    state_marks = STATE_MARKS
    nothing = NOTHING

    def __init__(self, assessment: Assessment, language: Language) -> None:
        self.assessment = assessment
        self.run = assessment.run
        self.language = language
        self.limits = limits_of(with_exposure=assessment.exposure is not None)
        self.level_words = LEVEL_WORDS
        self.level_meanings = LEVEL_MEANINGS
        self.reach_words = REACH_WORDS
        self.state_words = STATE_WORDS
        self.count_labels = COUNT_LABELS
        self.eol_horizon = load_freshness_profile().end_of_life_horizon_days

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def label(self, name: str, **values: object) -> str:
        """Return a heading or standing sentence with its places filled."""
        words = LABELS[name].render(self.language)
        return words.format(**values) if values else words

    def prose(self, text: Text) -> Any:
        """Return a text as HTML, escaped, with `commands` set as code."""
        from markupsafe import Markup, escape  # noqa: PLC0415 - comes with the template library.

        parts = text.render(self.language).split("`")
        code = Markup("<code>{}</code>")
        return Markup("").join(
            code.format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
        )

    def day(self, day: Any) -> str:
        """Return a date with its weekday."""
        return day_words(day, self.language)

    def left(self, days: int | None) -> str:
        """Return how long is left."""
        return days_left_words(days, self.language)

    def number(self, value: int) -> str:
        """Return a count with separators."""
        return f"{value:,}"

    def percent(self, value: float | None) -> str:
        """Return a probability in percent."""
        return percent_words(value)

    def share(self, value: float) -> str:
        """Return a share in whole percent, rounded down so that 100% means all."""
        return f"{int(value * 100 + 1e-9)}%"

    def environment(self, name: str) -> str:
        """Return an environment in words."""
        return self.t(ENVIRONMENT_WORDS.get(name, Text(name, name)))

    def outcome(self, outcome_id: str | None) -> str:
        """Return an outcome of the decision table in words."""
        return NOTHING if outcome_id is None else self.t(self.run.table.outcome(outcome_id).label)

    def points(self, point_ids: Iterable[str]) -> str:
        """Return decision points in words."""
        found = (self.run.table.point(p) for p in point_ids)
        return self.join(self.t(p.label) for p in found if p is not None)

    def join(self, parts: Iterable[str]) -> str:
        """Join a list as the language does."""
        return ("、" if self.language is Language.JA else ", ").join(parts)

    def ids(self, ids: Sequence[str], limit: int = IDS_SHOWN) -> str:
        """Return identifiers, the first few in full and the rest as a count."""
        rest = len(ids) - limit
        more = Text(ja=f" ほか {rest} 件", en=f" and {rest} more")
        return self.join(ids[:limit]) + (self.t(more) if rest > 0 else "")

    def ids_html(self, ids: Sequence[str], limit: int = IDS_SHOWN) -> Any:
        """Return identifiers as HTML, escaped; the count of the rest stays on one line."""
        from markupsafe import Markup, escape  # noqa: PLC0415 - comes with the template library.

        rest = len(ids) - limit
        shown = escape(self.join(ids[:limit]))
        more = Text(ja=f"ほか {rest} 件", en=f"and {rest} more").render(self.language)
        return shown + Markup(' <span class="nowrap">{}</span>').format(more) if rest > 0 else shown

    def due_class(self, due: DueRow) -> str:
        """Return the urgency of a deadline as a style name; words say the same."""
        if due.days_left is None:
            return "none"
        limits = (("over", -1), ("near", 3), ("soon", 14))
        return next((name for name, limit in limits if due.days_left <= limit), "later")

    def case(self, outcome: str | None, day: Any) -> str:
        """Return another case of a deadline: its outcome, and its day where it has one."""
        if outcome is None:
            return self.label("no_due") if day is None else self.day(day)
        words = self.outcome(outcome)
        return words if day is None else f"{words} {self.day(day)}"

    def counted_from(self, due: DueRow, finding: FindingRow | ReasonRow) -> str:
        """Return from which day a deadline counts, and whether KEV set it."""
        is_kev = finding.listed_on is not None and finding.listed_on == due.clock_start_on
        return self.label("clock_kev" if is_kev else "clock", day=due.clock_start_on)

    def clock_of(self, service: ServiceRow) -> str:
        """Return from which day a service's deadline counts, as its reasons tell; or nothing."""
        for reason in service.reasons:
            if reason.due is not None and reason.due.due_on == service.due.due_on:
                return self.counted_from(reason.due, reason)
        return ""

    def ssvc(self, finding: FindingRow) -> str:
        """Return the SSVC points that somebody assessed."""
        answers = (
            ("exploitation", finding.exploitation),
            ("automatable", finding.automatable),
            ("technical_impact", finding.technical_impact),
        )
        return self.join(
            f"{self.t(_POINT_LABELS[name])} "
            + "/".join(self.t(SSVC_WORDS.get(v, Text(v, v))) for v in value.split("/"))
            for name, value in answers
            if value
        )

    def level_summary(self) -> str:
        """Return how many priority services stand at which level."""
        rows = self.assessment.priority_services
        parts = [
            f"{self.t(LEVEL_WORDS[level])} {count}"
            for level in Level
            if (count := sum(row.level is level for row in rows))
        ]
        return self.label("services_summary", n=len(rows), parts=self.join(parts))

    def earliest(self) -> str:
        """Return the earliest deadline of any priority service as a sentence, or nothing."""
        dues = [s.due for s in self.assessment.priority_services if s.due.due_on is not None]
        if not dues:
            return ""
        first = min(dues, key=lambda due: str(due.due_on))
        return self.label("earliest", day=self.day(first.due_on), left=self.left(first.days_left))

    def notable(self, services: Iterable[ServiceRow]) -> list[ServiceRow]:
        """Return the services that need a card of their own."""
        return [s for s in services if s.level not in (Level.CLEAR, Level.ROUTINE)]

    def quiet(self, services: Iterable[ServiceRow]) -> list[ServiceRow]:
        """Return the services that a line suffices for."""
        return [s for s in services if s.level in (Level.CLEAR, Level.ROUTINE)]

    def shown(self, rows: Sequence[Any], limit: str) -> Sequence[Any]:
        """Return the rows that the page shows."""
        return rows[: _LIMITS[limit]]

    def hidden(self, rows: Sequence[Any], limit: str) -> str:
        """Return how many rows the page leaves to the workbook, as a sentence or nothing."""
        rest = len(rows) - _LIMITS[limit]
        return self.label("more", n=self.number(rest)) if rest > 0 else ""

    def band_width(self, count: int) -> str:
        """Return a bar's width in percent of the largest."""
        largest = max((band.finding_count for band in self.assessment.bands), default=0)
        return f"{100 * count / largest:.1f}" if largest else "0"

    def anchor(self, kind: str, name: str) -> str:
        """Return an identifier within the page; spaces cannot occur in one."""
        return f"{kind}-{'_'.join(name.split())}"


_LIMITS = {
    "findings": FINDINGS_SHOWN,
    "systems": SYSTEMS_SHOWN,
    "bundles": BUNDLES_SHOWN,
    "small": SMALL_SHOWN,
}
_POINT_LABELS = {
    "exploitation": Text(ja="悪用", en="exploitation"),
    "automatable": Text(ja="自動化", en="automatable"),
    "technical_impact": Text(ja="技術的影響", en="technical impact"),
}
