"""What a stress test rests on, line by line: what it is, the figure taken, and where it is from.

A figure without a source is called an assumption in each line. What is not here: where the lines
are shown (`page`, `workbook`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.stress import words

if TYPE_CHECKING:
    from hiyoke.exposure.rules import Basis
    from hiyoke.planning import Moment, Range
    from hiyoke.reports.stress.rows import StressReport

_TIMES: Final = Text("{a}〜{b} 倍", "x{a} to x{b}")
_DAYS: Final = Text("{a} 日目から {b} 日目", "day {a} to {b}")
_PER_HUNDRED: Final = Text("100 システムあたり {a}〜{b} 件", "{a} to {b} for each 100 systems")
_LEFT: Final = Text("通常の {share}", "{share} of usual")
_DUE: Final = Text("{days} 日、届く更新の {share}", "{days} days, {share} of what arrives")
_HOURS: Final = Text("平均 {hours} 人時", "{hours} hours on average")
_AGAIN: Final = Text("テストのうち {a}〜{b}", "{a} to {b} of tests")
_WEEKLY: Final = Text("週 {n} 件、開始時の残件 {m} 件", "{n} a week, {m} open at the start")
_OTHERS: Final = Text(
    "他に {n} 機関、{days} 日のうちに各 {a}〜{b} 件",
    "{n} other institutions, {a} to {b} each within {days} days",
)
_BREAKS: Final = Text("「耐える」の境目", "What counts as bearing it")
_DUTY: Final = Text("勤務時間（記載のない担当）", "Duty hours where none are stated")
_FAILS: Final = Text("{stage}のやり直し", "{stage}: done again")
_MIX: Final = Text(
    "期限の区分と開始時の残件は検出結果から。週あたりの件数は仮定",
    "deadlines and open items from findings; how many come in a week is an assumption",
)


def premises_of(report: StressReport, language: Language) -> list[tuple[str, str, str]]:
    """Return every line: the wave, the estate, and the defaults."""
    return [
        *wave_premises(report, language),
        *estate_premises(report, language),
        *default_premises(report, language),
    ]


def basis_words(basis: Basis, language: Language) -> str:
    """Return a source or assumption with its note."""
    note = basis.note.render(language)
    name = "assumption" if basis.is_assumption else "source"
    label = words.STRESS_LABELS[name].render(language)
    return f"{label}: {note}" if basis.is_assumption else f"{label}: {basis.reference} – {note}"


def wave_premises(report: StressReport, language: Language) -> list[tuple[str, str, str]]:
    """Return each line of the scenario."""
    wave = report.scenario
    lines: list[tuple[Text, Text, Basis]] = [
        (
            line.title,
            _and(_range(_TIMES, line.factor), _span(line.from_day, line.to_day)),
            line.basis,
        )
        for line in wave.arrivals
    ]
    lines += [
        (
            line.title,
            _and(
                _range(_PER_HUNDRED, line.items_per_100_systems),
                _span(line.at_day, line.at_day + line.within_days),
            ),
            line.basis,
        )
        for line in wave.bursts
    ]
    lines += [(line.title, _range(_TIMES, line.factor), line.basis) for line in wave.efforts]
    lines += [(line.title, _range(_TIMES, line.factor), line.basis) for line in wave.reworks]
    lines += [
        (
            line.title,
            _and(_LEFT.fill(share=words.percent(line.share)), _moments(line.begins, line.ends)),
            line.basis,
        )
        for line in wave.capacities
    ]
    return [
        (title.render(language), figure.render(language), basis_words(basis, language))
        for title, figure, basis in lines
    ]


def estate_premises(report: StressReport, language: Language) -> list[tuple[str, str, str]]:
    """Return people, windows and vendors as they were read, and ordinary weeks."""
    labels = words.STRESS_LABELS
    rows = [
        (
            fact.subject.render(language),
            fact.reading.render(language),
            labels["assumption" if fact.is_assumed else "estate"].render(language),
        )
        for fact in report.facts
    ]
    bases = {line.kind: line.basis for line in report.profile.kinds}
    for row in report.baseline:
        figure = _WEEKLY.fill(n=words.number(row.items_per_week), m=words.number(row.open_items))
        basis = basis_words(bases[row.kind], language)
        if not report.is_mix_assumed:
            basis = _MIX.render(language)
        rows.append((row.title.render(language), figure.render(language), basis))
    return rows


def default_premises(report: StressReport, language: Language) -> list[tuple[str, str, str]]:
    """Return each default."""
    profile = report.profile
    lines: list[tuple[Text, Text, Basis]] = [
        (
            line.title,
            _DUE.fill(days=f"{line.deadline_days:g}", share=words.percent(line.share)),
            line.basis,
        )
        for line in profile.tiers
    ]
    titles = {line.kind: line.title for line in profile.kinds}
    nothing = Text(words.NOTHING, words.NOTHING)
    for stage in profile.stages:
        each = [(titles[kind], f" {hours:g}") for kind, hours in stage.hours.items()]
        means = Text(
            "、".join(title.ja + figure for title, figure in each),
            ", ".join(title.en + figure for title, figure in each),
        )
        figure = Text(_HOURS.ja.format(hours=means.ja), _HOURS.en.format(hours=means.en))
        lines.append((stage.title, figure if each else nothing, stage.basis))
        if stage.rework_basis is not None:
            name = Text(
                _FAILS.ja.format(stage=stage.title.ja), _FAILS.en.format(stage=stage.title.en)
            )
            low, high = words.percent(stage.rework.low), words.percent(stage.rework.high)
            lines.append((name, _AGAIN.fill(a=low, b=high), stage.rework_basis))
    hours = ", ".join(f"{begin:g}-{end:g}" for begin, end in profile.duty_hours)
    lines.append((_DUTY, Text(hours, hours), profile.duty_basis))
    limit = words.percent(profile.missed_share)
    lines.append((_BREAKS, Text(limit, limit), profile.missed_basis))
    others = profile.shared_vendor
    demand = _OTHERS.fill(
        n=others.clients,
        days=f"{others.within_days:g}",
        a=f"{others.items.low:g}",
        b=f"{others.items.high:g}",
    )
    lines.append((words.STRESS_LABELS["shared_heading"], demand, others.basis))
    return [
        (title.render(language), figure.render(language), basis_words(basis, language))
        for title, figure, basis in lines
    ]


def _range(words_of: Text, spread: Range) -> Text:
    return words_of.fill(a=f"{spread.low:g}", b=f"{spread.high:g}")


def _span(begin: float, end: float) -> Text:
    return _DAYS.fill(a=f"{begin:g}", b=f"{end:g}")


def _moments(begin: Moment, end: Moment) -> Text:
    """Return from when to when; a day of the year is a month and a day."""
    if begin.month_day is None or end.month_day is None:
        return _span(begin.day or 0.0, end.day or 0.0)
    dates = [f"{month}/{day}" for month, day in (begin.month_day, end.month_day)]
    return Text(f"{dates[0]} から {dates[1]} の前日", f"{dates[0]} to the day before {dates[1]}")


def _and(first: Text, second: Text) -> Text:
    return Text(f"{first.ja}、{second.ja}", f"{first.en}, {second.en}")
