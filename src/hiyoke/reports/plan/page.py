"""The plan as one self-contained page in one language.

The page loads nothing, runs nothing and can be printed on A4. What is not here: what it says
(`plan_rows`) and its words (`plan_words`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars import JAPAN_TIME
from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import money_words
from hiyoke.reports.labels import LABELS
from hiyoke.reports.page_templates import page_templates
from hiyoke.reports.plan.chart import draw_exposure, draw_gantt
from hiyoke.reports.plan.words import (
    ACCEPTANCE_WORDS,
    CHECK_WORDS,
    KIND_WORDS,
    MOVE_WORDS,
    OBJECTIVE_WORDS,
    OPTION_WORDS,
    PLAN_LABELS,
    WORTH_WORDS,
    due_words,
    moment_words,
    owner_words,
    relief_effects,
    residue_words,
    span_words,
)
from hiyoke.reports.words import NOTHING, day_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from hiyoke.reports.plan.rows import AcceptanceRow, PlanReport, ReliefRow
    from hiyoke.reports.plan.task_rows import ResidueRow

#: Rows of one table on the page; further ones are in the workbook.
TASKS_SHOWN: Final = 60
OTHERS_SHOWN: Final = 25


def render_plan_page(report: PlanReport, language: Language) -> str:
    """Render the plan as HTML.

    Returns:
        A whole HTML document; equal reports give equal documents, byte for byte.
    """
    template = page_templates().get_template("plan.html.j2")
    return str(template.render(v=_View(report, language), r=report, f=report.figures))


def summary_of(report: PlanReport, language: Language) -> list[str]:
    """Return the plan in a few sentences."""

    def money(amount: float) -> str:
        return money_words(amount, report.facts.currency, language)

    figures, facts = report.figures, report.facts
    if not facts.job_count:
        nothing = Text(
            ja="適用が必要な更新は見つかりませんでした。計画する作業はありません。",
            en="No update to apply was found, so there is no work to plan.",
        )
        if report.unknowns:
            nothing = Text(
                ja="計画できるか判定できません。上のとおりデータが足りず、適用する更新が見つからないことは"
                "安全を意味しません。不足を補って、もう一度計画してください。",
                en="Not assessable: data is missing as listed above, so that finding no update to "
                "apply does not mean safety. Fill the gaps and plan again.",
            )
        return [nothing.render(language)]
    late = report.misses
    fixed = sum(task.window_id is not None for task in report.tasks)
    guarded = len(report.tasks) - fixed
    sentences = [
        Text(
            ja=f"{facts.job_count} 件の作業のうち {fixed} 件を計画期間内に直します。"
            f"{guarded} 件は緩和策だけ、{len(report.open_jobs)} 件は何もせず残ります。",
            en=f"{fixed} of {facts.job_count} jobs are done within the plan; {guarded} get a "
            f"control only, {len(report.open_jobs)} stay as they are.",
        ),
        Text(
            ja=f"計画期間の期待損失は、何もしなければ {money(figures.loss_if_nothing)}、計画では "
            f"{money(figures.total_loss)}です（うち変更そのものの損失 "
            f"{money(figures.change_loss)}）。",
            en=f"Expected loss over the plan falls from {money(figures.loss_if_nothing)} if "
            f"nothing is done to {money(figures.total_loss)}, of which "
            f"{money(figures.change_loss)} comes from the "
            "changes themselves.",
        ),
        Text(
            ja=f"これより {figures.gap:.2%} を超えて良い計画は存在しないことを証明済みです。",
            en=f"Proven: no plan can be better by more than {figures.gap:.2%}.",
        ),
    ]
    if late:
        sentences.append(
            Text(
                ja=f"守れない期限が {len(late)} 件あります。原因と手段を下に示します。",
                en=f"Deadlines missed: {len(late)}; causes and what would help stand below.",
            )
        )
    return [s.render(language) for s in sentences]


class _View:
    """What the template asks for.

    Args:
        report: The plan.
        language: The language of the page.
    """

    nothing = NOTHING
    tasks_shown = TASKS_SHOWN
    others_shown = OTHERS_SHOWN

    def __init__(self, report: PlanReport, language: Language) -> None:
        self.report = report
        self.language = language
        self.options = OPTION_WORDS
        self.kinds = KIND_WORDS
        self.moves = MOVE_WORDS
        self.worths = WORTH_WORDS
        self.states = ACCEPTANCE_WORDS
        self.objective = OBJECTIVE_WORDS[report.facts.objective]

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def label(self, name: str, **values: object) -> str:
        """Return a heading or standing sentence with its places filled."""
        words = (PLAN_LABELS.get(name) or LABELS[name]).render(self.language)
        return words.format(**values) if values else words

    def summary(self) -> list[str]:
        """Return the plan in a few sentences."""
        return summary_of(self.report, self.language)

    def money(self, amount: float | None) -> str:
        """Return an amount; a minus before one below 0."""
        if amount is None:
            return NOTHING
        sign = "-" if amount < 0 else ""
        return sign + money_words(abs(amount), self.report.facts.currency, self.language)

    def day(self, day: date) -> str:
        """Return a date with its weekday."""
        return day_words(day, self.language)

    def moment(self, moment: datetime | None) -> str:
        """Return a moment in Japan."""
        return moment_words(moment, self.language)

    def clock(self, moment: datetime) -> str:
        """Return the hour and minute of a moment in Japan."""
        return f"{moment.astimezone(JAPAN_TIME):%H:%M}"

    def span(self, begin: datetime | None, end: datetime | None) -> str:
        """Return begin and end."""
        return span_words(begin, end, self.language)

    def due(self, due_at: datetime | None) -> str:
        """Return the last day of a deadline."""
        return due_words(due_at, self.language)

    def join(self, parts: Iterable[str]) -> str:
        """Join a list as the language does."""
        return ("、" if self.language is Language.JA else ", ").join(parts)

    def accepted_owner(self, row: AcceptanceRow) -> str:
        """Return who answers for what stays open, or who is suggested."""
        return owner_words(row, self.language)

    def effects(self, relief: ReliefRow) -> list[str]:
        """Return what a relief saves or costs, in a few words each."""
        return relief_effects(relief, self.report.facts.currency, self.language)

    def residue(self, row: ResidueRow) -> str:
        """Return what is known of a version that a job brings."""
        known = len(row.vulnerability_ids)
        return residue_words(row.to_version, known, row.clean_version, self.language)

    def checks(self) -> str:
        """Return the checks that are never left out."""
        return self.join(self.t(CHECK_WORDS.get(c, Text(c, c))) for c in self.report.never_skipped)

    def gantt(self) -> Any:
        """Return the timetable as markup."""
        from markupsafe import Markup  # noqa: PLC0415 - comes with the template library.

        return Markup(draw_gantt(self.report, self.language))  # noqa: S704 - escaped where drawn.

    def curve(self) -> Any:
        """Return the curve of what stays exposed as markup."""
        from markupsafe import Markup  # noqa: PLC0415 - the same.

        return Markup(draw_exposure(self.report, self.language))  # noqa: S704 - the same.
