"""The stress report as one self-contained page in one language.

The page loads nothing, runs nothing and can be printed on A4. What is not here: what it says
(`stress_rows`) and its words (`stress_words`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.languages import Language, Text
from hiyoke.reports.labels import LABELS
from hiyoke.reports.page_templates import page_templates
from hiyoke.reports.pictures.band_chart import draw_bands
from hiyoke.reports.stress import premises, words
from hiyoke.reports.words import day_words

if TYPE_CHECKING:
    from hiyoke.planning import Band, StageOutcome, TierOutcome
    from hiyoke.reports.stress.rows import StressReport


def render_stress_page(report: StressReport, language: Language) -> str:
    """Render the stress report as HTML.

    Returns:
        A whole HTML document; equal reports give equal documents, byte for byte.
    """
    template = page_templates().get_template("stress.html.j2")
    return str(template.render(v=_View(report, language), r=report, o=report.outcome))


class _View:
    """What the template asks for.

    Args:
        report: What was found.
        language: The language of the page.
    """

    def __init__(self, report: StressReport, language: Language) -> None:
        self.report = report
        self.language = language
        self.number = words.number
        self.percent = words.percent

    def t(self, text: Text | None) -> str:
        """Return one half of a text."""
        return words.NOTHING if text is None else text.render(self.language)

    def label(self, name: str, **values: object) -> str:
        """Return a heading or standing sentence with its places filled."""
        text = (words.STRESS_LABELS.get(name) or LABELS[name]).render(self.language)
        return text.format(**values) if values else text

    def summary(self) -> str:
        """Return the first paragraph."""
        space = "" if self.language is Language.JA else " "
        return space.join(self.t(sentence) for sentence in words.summary_of(self.report))

    def breaking(self) -> str:
        """Return where the wave breaks."""
        return self.t(words.breaking_sentence(self.report))

    def day(self, day: Any) -> str:
        """Return a date with its weekday."""
        return day_words(day, self.language)

    def days(self, value: float | None) -> str:
        """Return days."""
        return words.days(value, self.language)

    def whole_days(self, band: Band) -> str:
        """Return the median of days that end with the period at the latest."""
        end = self.report.weeks * 7.0
        return self.days(None if band.middle >= end else band.middle)

    def band(self, band: Band | None, *, is_share: bool = False) -> str:
        """Return a median with its range."""
        if band is None:
            return words.NOTHING
        show = words.percent if is_share else words.number
        ends = words.range_words(band, is_share=is_share)
        return f"{show(band.middle)} ({ends})"

    def middle(self, band: Band | None, *, is_share: bool = False) -> str:
        """Return a median."""
        if band is None:
            return words.NOTHING
        return words.percent(band.middle) if is_share else words.number(band.middle)

    def ends(self, band: Band | None, *, is_share: bool = False) -> str:
        """Return the range of a band, or nothing."""
        return "" if band is None else words.range_words(band, is_share=is_share)

    def rule(self, name: str) -> str:
        """Return a rule of simultaneous demand in words."""
        return self.label(f"rule_{name}")

    def backlog_chart(self, tier: TierOutcome) -> Any:
        """Return the open items of a tier by week."""
        title = self.label("backlog_of", tier=self.t(tier.title))
        ends = self.report.outcome.week_ends
        return draw_bands(f"backlog-{tier.tier_id}", title, ends, tier.backlog, self.language)

    def oldest_chart(self, tier: TierOutcome) -> Any:
        """Return the age of the oldest open item of a tier by week."""
        title = self.label("oldest_of", tier=self.t(tier.title))
        ends = self.report.outcome.week_ends
        return draw_bands(f"oldest-{tier.tier_id}", title, ends, tier.oldest_days, self.language)

    def present_chart(self, stage: StageOutcome) -> Any:
        """Return the items at a stage by week."""
        title = self.label("present_of", stage=self.t(stage.title))
        ends = self.report.outcome.week_ends
        return draw_bands(f"stage-{stage.stage_id}", title, ends, stage.present, self.language)

    def wave_lines(self) -> list[tuple[str, str, str]]:
        """Return each line of the scenario: what happens, its figure, and why."""
        return premises.wave_premises(self.report, self.language)

    def estate_lines(self) -> list[tuple[str, str, str]]:
        """Return people, windows and vendors, and ordinary weeks."""
        return premises.estate_premises(self.report, self.language)

    def default_lines(self) -> list[tuple[str, str, str]]:
        """Return each default with its figure and why."""
        return premises.default_premises(self.report, self.language)
