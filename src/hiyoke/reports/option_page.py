"""The option sheet as one A4 page in one language, for a reader with three minutes.

The page loads nothing, runs nothing and prints as it is. What is not here: what it says
(`hiyoke.suspension.option_sheet`), and its words (`option_words`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.exposure import PathStep, describe_step
from hiyoke.languages import Language, Text
from hiyoke.reports.exposure_words import hours_words, loss_words, money_words
from hiyoke.reports.option_words import (
    ADVICE_WORDS,
    CONFIDENCE_WORDS,
    DOUBT_WORDS,
    MEMBER_WORDS,
    OPTION_LABELS,
    OPTION_NAMES,
    OPTION_SHORT,
    SENTENCES,
)
from hiyoke.reports.page_templates import page_templates
from hiyoke.reports.words import percent_words
from hiyoke.suspension import SuspensionAdvice, add_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from hiyoke.suspension import (
        BreakEven,
        Flip,
        OptionSheet,
        PlannedMode,
        StandingChance,
        StopOption,
        StopPlan,
    )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OptionFacts:
    """What the page says besides the sheet.

    Attributes:
        institution_name: Whose decision it is.
        is_synthetic: Whether the estate is invented.
        as_of: Knowledge cut-off.
        currency: ISO 4217 code of all sums; None when nothing is priced.
        standing: Chance of attack by other weaknesses, by option; empty when not computed.
        hiyoke_version: Of this program.
    """

    institution_name: Text
    is_synthetic: bool
    as_of: date
    currency: str | None
    standing: tuple[StandingChance, ...]
    hiyoke_version: str


def render_option_page(sheet: OptionSheet, facts: OptionFacts, language: Language) -> str:
    """Render the sheet as HTML.

    Returns:
        A whole HTML document; equal sheets give equal documents, byte for byte.
    """
    view = OptionView(sheet, facts, language)
    template = page_templates().get_template("option_sheet.html.j2")
    return str(template.render(v=view, s=sheet, f=facts))


class OptionView:
    """What a page or a screen asks for: words and figures in one language.

    Args:
        sheet: What was found.
        facts: What it says besides.
        language: The language.
    """

    def __init__(self, sheet: OptionSheet, facts: OptionFacts, language: Language) -> None:
        self.sheet = sheet
        self.facts = facts
        self.language = language

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def label(self, name: str) -> str:
        """Return a heading."""
        return self.t(OPTION_LABELS[name])

    def sentence(self, name: str, **values: object) -> str:
        """Return a sentence with its places filled."""
        return self.t(SENTENCES[name]).format(**values)

    def name_of(self, subject_id: str) -> str:
        """Return what people call a service, system or vendor."""
        return self.t(self.sheet.ground.names.get(subject_id, Text(ja=subject_id, en=subject_id)))

    def names_of(self, subjects: Iterable[str]) -> str:
        """Return names, listed; none when there is none."""
        listed = [self.name_of(subject) for subject in subjects]
        return self._listed(listed) if listed else self.label("none")

    def time(self, at: datetime | None) -> str:
        """Return a moment as people say it: the time, with the day where it is another."""
        if at is None:
            return self.label("nothing")
        local = at.astimezone(self.sheet.ground.situation.at.tzinfo)
        clock = f"{local:%H:%M}"
        if local.date() == self.sheet.ground.situation.at.date():
            return clock
        day = f"{local.month}/{local.day}" if self.language is Language.JA else f"{local:%d %b}"
        return f"{day} {clock}"

    def moment(self, at: datetime) -> str:
        """Return a moment in full."""
        local = at.astimezone(self.sheet.ground.situation.at.tzinfo)
        days = "月火水木金土日"
        if self.language is Language.JA:
            day = f"{local.year}年{local.month}月{local.day}日（{days[local.weekday()]}）"
            return f"{day}{local:%H:%M}"
        return f"{local:%a %d %b %Y, %H:%M}"

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
        return self.sentence(
            "why_best",
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
        why = self._listed(doubts)
        return f"{word}（{why}）" if self.language is Language.JA else f"{word} ({why})"

    def rows(self) -> list[tuple[str, list[str], str]]:
        """Return the rows of the table: heading, a cell for each option, and a class."""
        options = self.sheet.options
        plans = [option.plan for option in options]
        weighed = [option.weighed for option in options]
        rows = [
            ("starts", [self.time(o.starts_at) for o in options], ""),
            ("effective", [self.time(p.effect_at if p else None) for p in plans], ""),
            ("ends", [self.time(self._ends_at(o)) for o in options], ""),
            ("stopped", [self._stopped(o) for o in options], ""),
            ("lost_hours", [self._lost_hours(o) for o in options], "num"),
            ("users", [self._users(o) for o in options], "num"),
            ("missed", [self._missed(o) for o in options], ""),
            ("exposed", [hours_words(w.exposed_minutes / 60, self.language) for w in weighed], "num"),
            ("probability", [self.chances(w.probability) for w in weighed], "num"),
            ("stop_loss", [self.loss(w.stop) for w in weighed], "num"),
            ("attack_loss", [self.loss(w.attack) for w in weighed], "num"),
            ("restart_loss", [self.loss(w.restart) for w in weighed], "num"),
            ("total", [self.loss(w.expected) for w in weighed], "num total"),
            ("tolerance", [self.names_of(w.broken) for w in weighed], ""),
            ("left_open", [self.names_of(o.left_open) for o in options], ""),
        ]
        if self.facts.standing:
            by_key = {one.key: one for one in self.facts.standing}
            cells = [self._standing(by_key.get(option.key)) for option in options]
            rows.append(("background", cells, "num"))
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

    def unknown_sentence(self) -> str:
        """Return what follows from what is not known."""
        now = self.sheet.options[0].plan
        if now is None or now.if_absent.modes == now.choice.modes:
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
            lines.append(self.sentence("assumed_members", names=self._listed(names)))
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

    def money(self, amount: float) -> str:
        """Return a sum of money to two digits; nothing for 0."""
        if amount <= 0.0:
            return "0"
        return money_words(amount, self.facts.currency, self.language)

    def loss(self, loss: tuple[float, float, float]) -> str:
        """Return a loss with its range."""
        if loss[2] <= 0.0:
            return "0"
        likely, low, high = self.money(loss[1]), self.money(loss[0]), self.money(loss[2])
        return Text(ja=f"{likely}（{low}〜{high}）", en=f"{likely} ({low}–{high})").render(
            self.language
        )

    def chances(self, chances: tuple[float, float, float]) -> str:
        """Return a chance with its range."""
        low, likely, high = (percent_words(one) for one in chances)
        if low == high:
            return likely
        return Text(ja=f"{likely}（{low}〜{high}）", en=f"{likely} ({low}–{high})").render(
            self.language
        )

    def _gap(self, plan: StopPlan) -> str:
        return "0.1%" if plan.choice.gap < 0.001 else percent_words(plan.choice.gap)  # noqa: PLR2004

    def _short(self, key: str) -> str:
        return self.t(OPTION_SHORT[key])

    def _listed(self, items: Iterable[str]) -> str:
        return ("、" if self.language is Language.JA else ", ").join(items)

    def _ends_at(self, option: StopOption) -> datetime | None:
        ends = [one.ends_at for one in option.weighed.services]
        return max(ends, default=None)

    def _stopped(self, option: StopOption) -> str:
        names = [
            f"{self.name_of(one.service_id)} {percent_words(one.share)}"
            for one in option.weighed.services
        ]
        return self._listed(names) if names else self.label("none")

    def _lost_hours(self, option: StopOption) -> str:
        hours = sum(one.lost_hours for one in option.weighed.services)
        return hours_words(hours, self.language) if hours > 0.0 else "0"

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
        names = [
            f"{self.t(missed.step.name)} {self.time(missed.at)}"
            for one in option.weighed.services
            for missed in one.missed
        ]
        return self._listed(dict.fromkeys(names)) if names else self.label("none")

    def _standing(self, chance: StandingChance | None) -> str:
        return self.label("nothing") if chance is None else percent_words(chance.probability)

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
            return self.sentence("flip_unknown", row=flip.unknown.row, saved=saved)
        to = self._short(flip.to)
        if flip.kind == "chance":
            way = Text(ja="以上" if is_more else "以下", en="more" if is_more else "less")
            now, at = percent_words(flip.now), percent_words(flip.at)
            return self.sentence("flip_chance", now=now, at=at, way=self.t(way), to=to)
        way = Text(ja="以上" if is_more else "以下", en="longer" if is_more else "less")
        now, at = (hours_words(x / 60, self.language) for x in (flip.now, flip.at))
        return self.sentence("flip_time", now=now, at=at, way=self.t(way), to=to)

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
    return describe_step(
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
