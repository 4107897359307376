"""The stress report as an Excel workbook: deadlines, weeks, where it jams, what helps, premises.

What is not here: the page (`page`), and how a sheet is laid out (`form_workbook`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.form_workbook import FormSheet, render_form
from hiyoke.reports.labels import LABELS
from hiyoke.reports.stress import words
from hiyoke.reports.stress.premises import premises_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.planning import Band
    from hiyoke.reports.stress.rows import StressReport

_WIDE: Final = 44.0
_TITLES: Final = {
    "tiers": Text("期限", "Deadlines"),
    "weeks": Text("週ごと", "By week"),
    "stages": Text("詰まり", "Where it jams"),
    "reliefs": Text("効く対策", "What would help"),
    "shared": Text("共同のベンダー", "Shared vendors"),
    "basis": Text("前提", "What this rests on"),
}
_FIVE: Final = Text("{what}（下位 5%）", "{what} (5 %)")
_HALF: Final = Text("{what}（中央値）", "{what} (median)")
_MOST: Final = Text("{what}（上位 5%）", "{what} (95 %)")


def render_stress_workbook(report: StressReport, language: Language) -> bytes:
    """Render the stress report as an Excel workbook in one language.

    Returns:
        The file's bytes. Equal reports give equal bytes.
    """
    sheets = _Sheets(report, language)
    parts = (sheets.tiers, sheets.weeks, sheets.stages, sheets.reliefs, sheets.shared, sheets.basis)
    return render_form([part() for part in parts], as_of=report.as_of)


class _Sheets:
    """Makes sheets in one language.

    Args:
        report: What was found.
        language: The language of the sheets.
    """

    def __init__(self, report: StressReport, language: Language) -> None:
        self.report = report
        self.language = language
        self.outcome = report.outcome

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def label(self, name: str, **values: object) -> str:
        """Return a heading or standing sentence with its places filled."""
        text = self.t(words.STRESS_LABELS[name])
        return text.format(**values) if values else text

    def banded(self, name: str) -> list[str]:
        """Return the three headings of a figure with a band."""
        return [self.t(t.fill(what=self.label(name))) for t in (_FIVE, _HALF, _MOST)]

    def sheet(
        self, name: str, headings: Sequence[str], rows: Sequence[Sequence[Any]], *notes: str
    ) -> FormSheet:
        """Return a sheet that says whose it is, of which wave, and that it is no forecast."""
        report = self.report
        head = [LABELS["synthetic"]] if report.is_synthetic else []
        about = f"{self.t(report.institution_name)}  {report.starts_on}  "
        return FormSheet(
            title=self.t(_TITLES[name]),
            notes=[
                *map(self.t, head),
                about + self.t(report.scenario.title),
                self.label("footer", version=report.hiyoke_version, seed=report.seed),
                *notes,
            ],
            headings=headings,
            widths=[_WIDE if n == 0 else 16.0 for n in range(len(headings))],
            rows=rows,
        )

    def tiers(self) -> FormSheet:
        """Return whether deadlines are met."""
        headings = [
            self.label("tier"),
            *self.banded("arrived"),
            self.label("missed"),
            self.label("any_missed"),
            self.label("median_days"),
            self.label("late_days"),
            *self.banded("unprotected"),
        ]
        rows = [
            [
                self.t(tier.title),
                *_cells(tier.arrived),
                words.percent(tier.missed_probability),
                words.percent(tier.any_missed),
                words.days(tier.median_days, self.language),
                words.days(tier.late_days, self.language),
                *_cells(tier.unprotected_hours),
            ]
            for tier in self.outcome.tiers
        ]
        summary = [self.t(sentence) for sentence in words.summary_of(self.report)]
        notes = (*summary, self.label("deadline_note"), self.label("unprotected_note"))
        return self.sheet("tiers", headings, rows, *notes)

    def weeks(self) -> FormSheet:
        """Return backlog and age at the end of each week."""
        headings = [
            self.label("week_end"),
            self.label("tier"),
            *self.banded("backlog_now"),
            *self.banded("mean_age"),
            *self.banded("oldest_age"),
        ]
        rows = [
            [
                (self.report.starts_on + timedelta(days=day)).isoformat(),
                self.t(tier.title),
                *_cells(tier.backlog[week]),
                *_cells(tier.mean_age_days[week]),
                *_cells(tier.oldest_days[week]),
            ]
            for week, day in enumerate(self.outcome.week_ends)
            for tier in self.outcome.tiers
        ]
        return self.sheet("weeks", headings, rows)

    def stages(self) -> FormSheet:
        """Return how busy each stage and each of its places is."""
        headings = [
            self.label("stage"),
            self.label("place"),
            *self.banded("utilisation"),
            self.label("waiting_share"),
            self.label("largest_wait"),
            self.label("done_again"),
        ]
        rows: list[list[Any]] = []
        for stage in self.outcome.stages:
            again = words.number(stage.done_again.middle) if stage.is_failing else words.NOTHING
            shares = [words.percent(stage.waiting_share.middle)]
            shares += [words.percent(stage.largest_wait_share), again]
            whole = self.label("whole_stage")
            rows.append([self.t(stage.title), whole, *_shares(stage.utilisation), *shares])
            rows += [
                [self.t(stage.title), self.t(s.title), *_shares(s.utilisation), *[""] * 3]
                for s in stage.stations
            ]
        return self.sheet("stages", headings, rows, self.label("utilisation_note"))

    def reliefs(self) -> FormSheet:
        """Return what would help."""
        headings = [
            self.label("relief"),
            *self.banded("saved"),
            self.label("missed_before"),
            self.label("missed_after"),
        ]
        rows = [
            [
                self.t(row.title),
                *_cells(row.hours_saved),
                words.percent(row.missed_share_before),
                words.percent(row.missed_share_after),
            ]
            for row in self.report.reliefs
        ]
        breaking = self.t(words.breaking_sentence(self.report))
        note = self.label("reliefs_note", runs=self.report.search_runs)
        return self.sheet("reliefs", headings, rows, breaking, note)

    def shared(self) -> FormSheet:
        """Return what each rule of simultaneous demand does to us."""
        headings = [
            self.label("vendor"),
            self.label("clients"),
            self.label("engineers"),
            self.label("contract_rule"),
            self.label("rule"),
            *self.banded("half_done"),
            *self.banded("all_done"),
            self.label("unfinished"),
            self.label("worked"),
        ]
        assumed = self.label("assumption")
        rows = [
            [
                self.t(row.name),
                f"{row.clients} ({assumed})" if row.is_clients_assumed else row.clients,
                row.engineers,
                self.label(f"rule_{row.contract_rule}"),
                self.label(f"rule_{rule.rule}"),
                *_cells(rule.half_done_days),
                *_cells(rule.all_done_days),
                words.percent(rule.unfinished_probability),
                words.number(rule.worked_hours.middle),
            ]
            for row in self.report.shared_vendors
            for rule in row.rules
        ]
        return self.sheet("shared", headings, rows, self.label("shared_note"))

    def basis(self) -> FormSheet:
        """Return every figure that the test rests on, and whether it is an assumption."""
        headings = [self.label("line"), self.label("reading"), self.label("basis")]
        rows = premises_of(self.report, self.language)
        sheet = self.sheet("basis", headings, rows, self.t(self.report.profile.standing))
        return FormSheet(
            title=sheet.title,
            notes=sheet.notes,
            headings=headings,
            widths=[_WIDE, _WIDE, 2 * _WIDE],
            rows=rows,
        )


def _cells(band: Band) -> list[float]:
    return [round(float(value), 1) for value in band]


def _shares(band: Band) -> list[str]:
    return [words.percent(value) for value in band]
