"""A runbook as a page for paper: no link, no script, boxes to tick and lines to write on.

What is not here: what it says (`hiyoke.suspension.runbook`) and its words (`runbook_words`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.languages import Language, Text
from hiyoke.reports.page_templates import page_templates
from hiyoke.reports.suspension.level_view import LevelView
from hiyoke.reports.suspension.runbook_words import (
    EVIDENCE,
    EVIDENCE_WITHOUT_SIGNS,
    EXERCISE_WORDS,
    RUNBOOK_LABELS,
    SET_ASIDE_WORDS,
    TIER_SOURCES,
    TIER_WORDS,
    check_words,
    rollback_words,
)
from hiyoke.reports.words import percent_words

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.estate import LossRange
    from hiyoke.suspension import Runbook, StopStep


def render_runbook(runbook: Runbook, language: Language) -> str:
    """Render a runbook as HTML for A4.

    Returns:
        A whole HTML document; equal runbooks give equal documents, byte for byte. An exercise
        carries its mark at the head of every page and in every row.
    """
    template = page_templates().get_template("runbook.html.j2")
    level = None if runbook.reading is None else LevelView(runbook.reading, language)
    return str(template.render(v=RunbookView(runbook, language), r=runbook, level=level))


class RunbookView:
    """What the page and the CACAO form ask for: words in one language.

    Args:
        runbook: The runbook.
        language: The language.
    """

    def __init__(self, runbook: Runbook, language: Language) -> None:
        self.runbook = runbook
        self.language = language
        self.evidence = EVIDENCE if runbook.has_signs else EVIDENCE_WITHOUT_SIGNS

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def label(self, name: str, **values: object) -> str:
        """Return a label with its places filled."""
        words = self.t(RUNBOOK_LABELS[name])
        return words.format(**values) if values else words

    @property
    def mark(self) -> str:
        """The mark of an exercise; empty for the real thing."""
        return self.t(EXERCISE_WORDS) if self.runbook.is_exercise else ""

    def time(self, at: datetime) -> str:
        """Return a moment: the time, with the day where it is another than the start's."""
        start = self.runbook.starts_at
        local = at.astimezone(start.tzinfo)
        if local.date() == start.date():
            return f"{local:%H:%M}"
        return f"{local.month}/{local.day} {local:%H:%M}"

    def moment(self, at: datetime) -> str:
        """Return a moment in full."""
        return f"{at.astimezone(self.runbook.starts_at.tzinfo):%Y-%m-%d %H:%M}"

    def minutes(self, minutes: LossRange | None) -> str:
        """Return a time with its range."""
        if minutes is None:
            return self.label("unknown")
        low, likely, high = (f"{end:g}" for end in minutes)
        figures = likely if low == high else f"{likely} ({low}–{high})"
        return self.label("minutes", n=figures)

    def what(self, step: StopStep) -> str:
        """Return what a step does."""
        return self.t(step.action.name)

    def tier(self, step: StopStep) -> str:
        """Return the tier of a step."""
        return self.t(TIER_WORDS[step.action.tier])

    def notes(self, step: StopStep) -> list[str]:
        """Return what to do before a step, and what to know about it."""
        action = step.action
        notes = self._details(step)
        if action.in_flight_minutes is not None:
            notes.append(self.label("in_flight", n=f"{action.in_flight_minutes.likely:g}"))
        if action.restart_point:
            notes.append(self.label("restart_point", what=action.restart_point))
        if action.backup:
            notes.append(self.label("backup", what=action.backup))
        return notes

    def _details(self, step: StopStep) -> list[str]:
        """Return exactly what is stopped and cut, by the identifiers that people act on."""
        action = step.action
        cut = [f"{source} → {target}" for source, target in action.links]
        cut += [f"internet → {system}" for system in action.entry_points]
        listed = {
            "stops": action.systems,
            "cuts": tuple(dict.fromkeys(cut)),
            "accounts": action.accounts,
            "vendors": action.vendors,
            "patches": action.vulnerability_ids,
            "guards": action.guarded,
        }
        return [
            self.label("details", what=self.label(name), names=", ".join(names))
            for name, names in listed.items()
            if names
        ]

    def flags(self, step: StopStep) -> list[str]:
        """Return warnings about a step."""
        action = step.action
        flags = {
            "no_return": step.is_no_return,
            "assumed": action.is_assumed,
            "unrehearsed": not action.is_rehearsed,
            "critical": step.is_critical and len(self.runbook.order.steps) > 1,
        }
        return [self.label(name) for name, is_shown in flags.items() if is_shown]

    def owner(self, step: StopStep) -> str:
        """Return who carries a step out."""
        owner = step.action.owner
        return self.label("nobody") if owner is None else self.t(owner)

    def check(self, step: StopStep) -> str:
        """Return how to see that a step worked."""
        return self.t(check_words(step.action.kind))

    def rollback(self, step: StopStep) -> str:
        """Return how to take a step back."""
        return self.t(rollback_words(step.action.kind))

    def layer(self, steps: tuple[StopStep, ...]) -> str:
        """Return the head of a stage."""
        name = "layer" if len(steps) > 1 else "layer_one"
        time = self.time(self.runbook.begins_at(steps[0]))
        return self.label(name, n=steps[0].layer, time=time)

    def order_notes(self) -> list[str]:
        """Return what the order does not follow, and what it rests on."""
        order = self.runbook.order
        notes = [
            self.label(
                "set_aside",
                earlier=self._name(one.earlier),
                later=self._name(one.later),
                reason=self.t(SET_ASIDE_WORDS[one.reason]),
            )
            for one in order.set_aside
        ]
        if not notes:
            notes.append(self.label("plain_order"))
        if not order.is_smallest_break:
            notes.append(self.label("not_proven"))
        if order.untimed:
            notes.append(self.label("untimed", names=", ".join(order.untimed)))
        return notes + [
            self.label("guess", system=self._name(system), source=self.t(TIER_SOURCES[source]))
            for system, source in self.runbook.guesses.items()
        ]

    def service_rows(self) -> list[tuple[str, str, str, str]]:
        """Return services with the part that is lost, from when and until when."""
        return [
            (
                self._name(one.service_id),
                percent_words(one.share),
                self.time(one.starts_at),
                self.time(one.ends_at),
            )
            for one in self.runbook.services
        ]

    def _name(self, subject: str) -> str:
        return self.t(self.runbook.names.get(subject, Text(ja=subject, en=subject)))
