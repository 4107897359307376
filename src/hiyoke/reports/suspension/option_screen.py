"""The options and the plan on a screen, in lines of words.

What is not here: the figures (`hiyoke.suspension`), and the page (`option_page`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Text
from hiyoke.reports.labels import LABELS
from hiyoke.reports.line_breaking import break_lines
from hiyoke.reports.suspension.level_view import LevelView
from hiyoke.reports.suspension.option_view import OptionView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.languages import Language
    from hiyoke.reports.suspension.option_figures import OptionFacts
    from hiyoke.suspension import OptionSheet

#: Widest line, in half-width characters.
WIDTH: Final = 98
_MARK: Final = "▶ "

_PLAN = Text(ja="停止計画: {title}", en="Plan of a stop: {title}")
_NOTHING = Text(ja="止めるものはありません。", en="Nothing has to be stopped.")
_COST = Text(
    ja="停止の損失: {loss}（最小との差 {gap} 以内）",
    en="Loss from stopping: {loss} (within {gap} of the least possible)",
)


def option_lines(sheet: OptionSheet, facts: OptionFacts, language: Language) -> list[str]:
    """Return the option sheet as lines: the advice first, then each option."""
    view = OptionView(sheet, facts, language)
    lines = [*_head(view, view.t(sheet.ground.situation.title))]
    lines += _wrapped(f"{view.label('advice')}: {view.advice}")
    lines += _wrapped(view.reason)
    lines += _wrapped(f"{view.label('confidence')}: {view.confidence}")
    lines += _level(view)
    rows = view.rows()
    for number, option in enumerate(sheet.options):
        mark = _MARK if option is sheet.advised else ""
        lines += ["", f"{mark}{view.option_name(option)}"]
        for heading, cells, _ in rows:
            lines += _wrapped(f"{heading}: {cells[number]}", indent="    ")
    lines += ["", view.label("break_even")]
    for line in view.break_evens():
        lines += _wrapped(f"- {line}", indent="  ")
    lines += ["", view.label("flips")]
    for line in view.flips():
        lines += _wrapped(f"- {line}", indent="  ")
    return [*lines, "", view.label("people_decide")]


def plan_lines(sheet: OptionSheet, facts: OptionFacts, language: Language) -> list[str]:
    """Return the plan of the decision's moment as lines: modes, services, proof, unknowns."""
    view = OptionView(sheet, facts, language)
    title = view.t(sheet.ground.situation.title)
    lines = [*_head(view, view.t(_PLAN).format(title=title))]
    lines += _level(view)
    plan = sheet.options[0].plan
    if plan is None:
        lines += [view.t(_NOTHING), view.reason]
        if sheet.stake.beyond:
            lines += _wrapped(f"{view.label('beyond')}: {view.names_of(sheet.stake.beyond)}")
        return [*lines, view.label("people_decide")]
    for name, minutes, owner, rehearsed, way in view.mode_rows():
        lines += ["", f"- {name}"]
        for heading, cell in (
            ("minutes", minutes),
            ("owner", owner),
            ("rehearsed", rehearsed),
            ("cuts", way),
        ):
            lines += _wrapped(f"{view.label(heading)}: {cell}", indent="    ")
    gap = "0.1%" if plan.choice.gap < 0.001 else f"{plan.choice.gap:.1%}"  # noqa: PLR2004
    lines += ["", view.t(_COST).format(loss=view.loss(plan.loss), gap=gap)]
    lines += [
        f"    {view.name_of(one.service_id)}: {one.share:.0%}  "
        f"{view.time(one.starts_at)} - {view.time(one.ends_at)}  {view.loss(one.loss)}"
        for one in plan.services
    ]
    if sheet.stake.beyond:
        lines += _wrapped(f"{view.label('beyond')}: {view.names_of(sheet.stake.beyond)}")
    lines += ["", *_wrapped(view.certificate_sentence()), *_wrapped(view.unknown_sentence())]
    return [*lines, view.label("people_decide")]


def _head(view: OptionView, title: str) -> Iterator[str]:
    if view.facts.is_synthetic:
        yield view.t(LABELS["synthetic"])
    yield from _wrapped(title)
    situation = view.sheet.ground.situation
    yield f"{view.label('decide_at')}: {view.moment(situation.at)}"
    yield f"{view.label('fixed_at')}: {view.moment(situation.fixed_at)}"


def _level(view: OptionView) -> Iterator[str]:
    if view.facts.level is not None:
        for heading, words in LevelView(view.facts.level, view.language).rows():
            yield from _wrapped(f"{heading}: {words}")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return [indent + line for line in break_lines(text, WIDTH - len(indent))]
