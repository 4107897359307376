"""What the option sheet says, row by row and sentence by sentence, in one language.

What is not here: the page (`option_page`) and the screen (`hiyoke.cli`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hiyoke.exposure import PathStep, describe_step
from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import hours_words
from hiyoke.reports.suspension.option_figures import OptionFigures
from hiyoke.reports.suspension.option_words import (
    ADVICE_WORDS,
    CONFIDENCE_WORDS,
    DOUBT_WORDS,
    MEMBER_WORDS,
    OPTION_NAMES,
    OPTION_SHORT,
)
from hiyoke.reports.words import percent_words
from hiyoke.suspension import SuspensionAdvice, add_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.suspension import (
        BreakEven,
        Economics,
        Flip,
        OptionSheet,
        PlannedMode,
        StopOption,
        StopPlan,
        UnknownRow,
    )

#: Modes listed on the page; the JSON files have all.
MODES_SHOWN: Final = 3


class OptionView(OptionFigures):
    """What a page or a screen asks for."""

    def option_name(self, option: StopOption) -> str:
        """Return an option as the head of its column."""
        after = option.after.step.name if option.after else Text(ja="", en="")
        return self.t(OPTION_NAMES[option.key]).format(
            time=self.time(option.starts_at), name=self.t(after)
        )

    @property
    def advice(self) -> str:
        """The advice in words, with the chosen moment."""
        if self.sheet.advice is SuspensionAdvice.SUSPEND_IN_WINDOW:
            return self.option_name(self.sheet.advised)
        return self.t(ADVICE_WORDS[self.sheet.advice])

    @property
    def reason(self) -> str:
        """Why, in one sentence."""
        best = self.sheet.advised
        total = self.money(best.weighed.expected.likely)
        if len(self.sheet.options) == 1:
            return self.sentence("why_only")
        if self.sheet.advice is SuspensionAdvice.ESCALATE:
            return self.sentence("why_escalate", best=self._short(best.key), total=total)
        others = [o for o in self.sheet.options if o is not best]
        other = min(others, key=lambda o: o.weighed.expected.likely)
        is_cheapest = best.weighed.expected.likely <= other.weighed.expected.likely
        return self.sentence(
            "why_best" if is_cheapest else "why_within",
            total=total,
            other=self._short(other.key),
            other_total=self.money(other.weighed.expected.likely),
        )

    @property
    def confidence(self) -> str:
        """How firm the advice is, and why not firmer."""
        word = self.t(CONFIDENCE_WORDS[self.sheet.confidence])
        doubts = [self.t(DOUBT_WORDS[code]) for code in self.sheet.doubts]
        if not doubts:
            return word
        why = self.listed(doubts)
        return f"{word}（{why}）" if self.language is Language.JA else f"{word} ({why})"

    def rows(self) -> list[tuple[str, list[str], str]]:
        """Return the rows of the table: heading, a cell for each option, and a class."""
        options = self.sheet.options
        weighed = [option.weighed for option in options]
        rows = [
            ("times", [self._times(o) for o in options], ""),
            ("stopped", [self._stopped(o) for o in options], ""),
            ("users", [self._users(o) for o in options], "num"),
            ("missed", [self._missed(o) for o in options], ""),
            ("exposed", [self._exposed(w) for w in weighed], "num"),
            ("stop_loss", [self.loss(w.stop) for w in weighed], "num"),
            ("attack_loss", [self.loss(w.attack) for w in weighed], "num"),
            ("restart_loss", [self.loss(w.restart) for w in weighed], "num"),
            ("total", [self.loss(w.expected) for w in weighed], "num total"),
            ("tolerance", [self._few(w.broken) for w in weighed], ""),
            ("left_open", [self._few(o.left_open) for o in options], ""),
        ]
        return [(self.label(name), cells, kind) for name, cells, kind in rows]

    def break_evens(self) -> list[str]:
        """Return where the balance tips, as sentences."""
        return [self._break_even(one) for one in self.sheet.break_evens]

    def flips(self) -> list[str]:
        """Return what would change the advice, as sentences, nearest first."""
        return [self._flip(flip) for flip in self.sheet.flips] or [self.sentence("flip_none")]

    def mode_rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return the modes of stopping now: name, minutes, owner, rehearsal and way cut."""
        now = self.sheet.options[0].plan
        return [] if now is None else [self._mode_row(planned) for planned in now.modes]

    @property
    def modes_hidden(self) -> int:
        """How many modes the page leaves to the plan's own file."""
        return max(0, len(self.mode_rows()) - MODES_SHOWN)

    def unknown_sentence(self) -> str:
        """Return what follows from what is not known."""
        now = self.sheet.options[0].plan
        if now is None or now.if_absent.cost > 0.999 * now.choice.cost:
            return self.sentence("unknown_same")
        return self.sentence("unknown_differs", cost=self.money(now.if_absent.cost))

    def certificate_sentence(self) -> str:
        """Return what the independent search found."""
        now = self.sheet.options[0].plan
        if now is None:
            return self.sentence("why_only")
        if now.choice.left_open:
            return self.sentence("certificate_open", names=self.names_of(now.choice.left_open))
        return self.sentence("certificate", gap=self._gap(now))

    def basis(self) -> list[str]:
        """Return what the figures rest on."""
        situation = self.sheet.ground.situation
        chance = situation.chance_per_day
        lines = [
            self.sentence(
                "pace",
                pace=f"{situation.pace_minutes:g}",
                steps=self.sheet.stake.steps,
                chance=percent_words(chance.likely),
                low=percent_words(chance.low),
                high=percent_words(chance.high),
            )
        ]
        if situation.assumed:
            names = [self.t(MEMBER_WORDS[name]) for name in situation.assumed]
            lines.append(self.sentence("assumed_members", names=self.listed(names)))
        if self.facts.standing:
            stopping, staying = self.facts.standing[0], self.facts.standing[-1]
            lines.append(
                self.sentence(
                    "standing",
                    stopping=percent_words(stopping.probability),
                    staying=percent_words(staying.probability),
                )
            )
        graph = self.sheet.ground.situated.graph
        lines.append(
            self.sentence(
                "versions",
                profile=self.sheet.ground.assumptions.version,
                rules=graph.rules.version,
                as_of=self.facts.as_of.isoformat(),
            )
        )
        return lines

    def _gap(self, plan: StopPlan) -> str:
        return "0.1%" if plan.choice.gap < 0.001 else percent_words(plan.choice.gap)  # noqa: PLR2004

    def _short(self, key: str) -> str:
        return self.t(OPTION_SHORT[key])

    def _times(self, option: StopOption) -> str:
        """Return when a stop begins, when it is in effect, and when the services are back."""
        if option.plan is None:
            return self.label("nothing")
        begins, effective = self.time(option.starts_at), self.time(option.plan.effect_at)
        ends = max((one.ends_at for one in option.weighed.services), default=None)
        if ends is None:
            return self.sentence("times_without_loss", begins=begins, effective=effective)
        return self.sentence("times", begins=begins, effective=effective, ends=self.time(ends))

    def _stopped(self, option: StopOption) -> str:
        """Return what stops, for how long, and how many modes are entered."""
        if option.plan is None:
            return self.label("none")
        count = len(option.modes)
        names = [
            self.name_of(one.service_id)
            if one.share >= 1.0
            else f"{self.name_of(one.service_id)} {percent_words(one.share)}"
            for one in option.weighed.services
        ]
        if not names:
            return self.sentence("stops_nothing", count=count)
        hours = sum(one.lost_hours for one in option.weighed.services)
        return self.sentence(
            "stops",
            names=self.first_of(names),
            hours=hours_words(hours, self.language),
            count=count,
        )

    def _exposed(self, weighed: Economics) -> str:
        minutes = weighed.exposed_minutes
        span = hours_words(minutes / 60, self.language)
        if 0.0 < minutes < 60.0:  # noqa: PLR2004 - less than an hour.
            span = Text(ja="{n:.0f} 分", en="{n:.0f} min").fill(n=minutes).render(self.language)
        return self.sentence("open_for", hours=span, chance=self.chances(weighed.probability))

    def _few(self, subjects: Iterable[str]) -> str:
        names = [self.name_of(subject) for subject in subjects]
        return self.first_of(names) if names else self.label("none")

    def _users(self, option: StopOption) -> str:
        known = [one.users for one in option.weighed.services if one.users is not None]
        if not option.weighed.services:
            return "0"
        if not known:
            return self.label("nothing")
        low, likely, high = (f"{float(f'{end:.2g}'):,.0f}" for end in add_ranges(known))
        return Text(ja=f"{likely}（{low}〜{high}）", en=f"{likely} ({low}–{high})").render(
            self.language
        )

    def _missed(self, option: StopOption) -> str:
        times: dict[str, list[str]] = {}
        for one in option.weighed.services:
            for missed in one.missed:
                times.setdefault(self.t(missed.step.name), []).append(self.time(missed.at))
        names = [f"{name} {self.listed(dict.fromkeys(at))}" for name, at in times.items()]
        return self.first_of(names) if names else self.label("none")

    def _break_even(self, one: BreakEven) -> str:
        if one.probability > 1.0:
            return self.sentence("tips_never", other=self._short(one.against))
        other = self.sheet.option(one.against)
        begins = None if other is None else other.starts_at
        name = "tips_stay" if begins is None else "tips_wait"
        return self.sentence(
            name,
            time=self.time(begins),
            p=percent_words(one.probability),
            assumed=percent_words(one.assumed),
        )

    def _flip(self, flip: Flip) -> str:
        is_more = flip.at > flip.now
        if flip.kind == "unknown" and flip.unknown is not None:
            saved = self.money(flip.unknown.saved)
            return self.sentence("flip_unknown", row=self._unknown(flip.unknown), saved=saved)
        to = self._short(flip.to)
        if flip.kind == "chance":
            way = Text(ja="以上" if is_more else "以下", en="more" if is_more else "less")
            now, at = percent_words(flip.now), percent_words(flip.at)
            return self.sentence("flip_chance", now=now, at=at, way=self.t(way), to=to)
        way = Text(ja="以上" if is_more else "以下", en="longer" if is_more else "less")
        now, at = (hours_words(x / 60, self.language) for x in (flip.now, flip.at))
        return self.sentence("flip_time", now=now, at=at, way=self.t(way), to=to)

    def _unknown(self, unknown: UnknownRow) -> str:
        """Return what is not known in words; a row of the estate's files where that says most."""
        if unknown.origin == "findings":
            finding = self.sheet.ground.situated.graph.inputs.findings[unknown.number]
            return f"{self.name_of(finding.system_id)} {finding.vulnerability_id}"
        if unknown.origin == "links":
            link = self.sheet.ground.situated.graph.inputs.links[unknown.number]
            return f"{self.name_of(link.source)} → {self.name_of(link.target)}"
        return unknown.row

    def _mode_row(self, planned: PlannedMode) -> tuple[str, str, str, str, str]:
        mode = planned.mode
        entering = mode.enter_minutes
        minutes = (
            self.label("nothing")
            if entering is None
            else f"{entering.likely:g} ({entering.low:g}–{entering.high:g})"
        )
        if planned.is_assumed:
            minutes = f"{minutes} {self.label('assumed')}"
        on = mode.last_rehearsed_on
        return (
            self.t(mode.name),
            minutes,
            self.t(mode.owner) if mode.owner else self.label("nothing"),
            on.isoformat() if on else self.label("never"),
            self.way_words(planned.way),
        )

    def way_words(self, way: tuple[int, ...]) -> str:
        """Return the first step of a way in words, with how many follow."""
        if not way:
            return self.label("nothing")
        told = self.t(step_words(self.sheet, way[0]))
        if len(way) == 1:
            return told
        more = len(way) - 1
        return told + self.t(Text(ja=f"（ほか {more} 段）", en=f" (and {more} more steps)"))


#: A flaw that nobody has numbered yet, as the attack graph names it.
_ZERO_DAY: Final = re.compile(r"zero-day:(\S+)")


def step_words(sheet: OptionSheet, step: int) -> Text:
    """Return one open step of the attacker as a sentence."""
    ground = sheet.ground
    graph, edge = ground.situated.graph, int(ground.situated.open_steps[step])
    on = ground.situated.events_on
    terms = list(graph.gates.terms(int(graph.edges.gates[edge])))
    used = [
        term
        for term in terms
        if all(on[e] for e in term.needs) and not any(on[e] for e in term.fails)
    ]
    causes = set(ground.situation.subjects)
    findings = graph.inputs.findings

    def is_cause(finding: int) -> bool:
        return finding >= 0 and findings[finding].vulnerability_id in causes

    term = next((t for t in used if is_cause(t.finding)), (used or terms)[0])
    told = describe_step(
        graph,
        PathStep(
            edge=edge,
            source=graph.nodes[int(graph.edges.sources[edge])],
            target=graph.nodes[int(graph.edges.targets[edge])],
            needs=(),
            fails=(),
            finding=term.finding if term.finding >= 0 else None,
        ),
        ground.names,
    )
    return Text(
        ja=_ZERO_DAY.sub(r"\1 の未知の欠陥", told.ja),
        en=_ZERO_DAY.sub(r"the new flaw of \1", told.en),
    )
