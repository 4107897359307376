"""The questionnaire to one vendor: a letter and questions, as a workbook to fill in and as text.

Only what the vendor must know goes in: its systems and our record of its contract, never a
weakness, a loss or another vendor. What is not here: how gaps are judged (`hiyoke.planning`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hiyoke.calendars import business_day_on_or_before
from hiyoke.languages import Language, Text
from hiyoke.reports.contracts.report import asked_of, label, marks_of, shown_answer, systems_of
from hiyoke.reports.contracts.words import ANSWER_WORDS
from hiyoke.reports.form_workbook import FormSheet, render_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.planning import MatrixRow
    from hiyoke.reports.contracts.report import ContractReport

_UNITS = {
    "minutes": Text(ja="（　　）分", en="(    ) minutes"),
    "hours": Text(ja="（　　）時間", en="(    ) hours"),
    "number": Text(ja="（　　）", en="(    )"),
}
_BANK = Text(ja="当行", en="we")
_COMPANY = Text(ja="当社", en="we")
_WE = {
    "megabank": _BANK,
    "regional_bank": _BANK,
    "internet_bank": _BANK,
    "trust_bank": _BANK,
    "shinkin": Text(ja="当金庫", en="we"),
    "credit_cooperative": Text(ja="当組合", en="we"),
    "securities": _COMPANY,
    "insurer": _COMPANY,
    "payment": _COMPANY,
    "market": _COMPANY,
    "shared_centre": Text(ja="当センター", en="we"),
    "authority": Text(ja="当庁", en="we"),
}
_OTHER_WE = Text(ja="当方", en="we")
_DAYS_TO_ANSWER = 14
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_FREE = ("urgent_contact", "others")
_SIGNED = ("respondent", "answered_on")


def render_questionnaire(report: ContractReport, vendor_id: str, language: Language) -> bytes:
    """Render the questionnaire to one vendor as an Excel workbook with answer cells."""
    rows, choices = _questions(report, vendor_id, language)
    letter = FormSheet(
        title=label("letter", language),
        notes=(),
        headings=[""],
        widths=[100],
        rows=[[line] for line in letter_lines(report, vendor_id, language)],
    )
    questions = FormSheet(
        title=label("questionnaire", language),
        notes=[
            *marks_of(report, language),
            _name(report, vendor_id).render(language),
            _systems_line(report, vendor_id, language),
        ],
        headings=[
            label(name, language)
            for name in ("number", "clause", "question", "recorded", "answer", "remarks")
        ],
        widths=[6, 20, 56, 22, 26, 40],
        rows=rows,
        answers=frozenset({4, 5}),
        choices=choices,
    )
    return render_form([letter, questions], as_of=report.as_of)


def render_questionnaire_text(report: ContractReport, vendor_id: str, language: Language) -> str:
    """Render the same letter and questions as plain text, to send by mail."""
    rows, choices = _questions(report, vendor_id, language)
    lines = [*letter_lines(report, vendor_id, language), "", label("record_below", language), ""]
    lines += [_systems_line(report, vendor_id, language), ""]
    for place, (number, title, question, recorded, unit, _) in enumerate(rows):
        heading = f"{number}. {title}" if title else f"{number}."
        lines += [heading, f"   {question}"]
        if recorded:
            lines.append(f"   [{label('recorded', language)}] {recorded}")
        offered = choices.get((place, 4))
        asked = " / ".join(f"□ {choice}" for choice in offered) if offered else unit
        lines += [f"   [{label('answer', language)}] {asked}", ""]
    return "\n".join([*lines, label("end", language), ""])


def letter_lines(report: ContractReport, vendor_id: str, language: Language) -> list[str]:
    """Return the covering letter."""
    named = {
        "vendor": _name(report, vendor_id).render(language),
        "institution": report.institution_name.render(language),
        "day": _long_date(report.as_of, language),
        "due": _long_date(_due_on(report.as_of), language),
        "we": we_of(report, language),
    }
    letter = [line.format(**named) for line in report.profile.letter[language.value]]
    return [*marks_of(report, language), *letter]


def we_of(report: ContractReport, language: Language) -> str:
    """Return how an institution speaks of itself; only Japanese depends on its kind."""
    return _WE.get(report.institution_kind or "", _OTHER_WE).render(language)


def _due_on(day: date) -> date:
    """Return the business day by which an answer is asked for: two weeks on, or before that."""
    return business_day_on_or_before(day + timedelta(days=_DAYS_TO_ANSWER))


def _long_date(day: date, language: Language) -> str:
    if language is Language.JA:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _name(report: ContractReport, vendor_id: str) -> Text:
    return dict(report.vendors)[vendor_id]


def _systems_line(report: ContractReport, vendor_id: str, language: Language) -> str:
    comma = "、" if language is Language.JA else ", "
    names = [row.system_name.render(language) for row in systems_of(report, vendor_id)]
    return f"{label('systems', language)}: {comma.join(names)}"


def _questions(
    report: ContractReport, vendor_id: str, language: Language
) -> tuple[list[list[str]], dict[tuple[int, int], list[str]]]:
    """Return rows of questions, and the choices that an answer offers."""
    systems = systems_of(report, vendor_id)
    rows: list[list[str]] = []
    choices: dict[tuple[int, int], list[str]] = {}
    for clause in report.profile.clauses:
        offered = asked_of(clause)
        if offered:
            choices[len(rows), 4] = [ANSWER_WORDS[name].render(language) for name in offered]
        unit = _UNITS.get(clause.kind)
        rows.append(
            [
                str(len(rows) + 1),
                clause.title.render(language),
                clause.question.render(language).format(we=we_of(report, language)),
                _recorded(systems, clause.clause_id, language),
                "" if unit is None else unit.render(language),
                "",
            ]
        )
    for name in (*_FREE, *_SIGNED):
        rows.append([str(len(rows) + 1), "", label(name, language), "", "", ""])
    return rows, choices


def _recorded(systems: Sequence[MatrixRow], clause_id: str, language: Language) -> str:
    """Return our record of a clause, which is the same for all systems of a vendor."""
    answer = systems[0].cells[clause_id].answer if systems else None
    if answer is None:
        return shown_answer(None, language)
    return label("to_confirm", language).format(answer=shown_answer(answer, language))
