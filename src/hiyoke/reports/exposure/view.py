"""What the page asks for on exposure: pictures, figures and sentences in its language.

What is not here: the words themselves (`exposure_labels`, `exposure_words`) and the pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.exceedance_chart import draw_exceedance
from hiyoke.reports.exposure.horizon_chart import draw_horizons
from hiyoke.reports.exposure.labels import EXPOSURE_LABELS
from hiyoke.reports.exposure.map_contents import told_paths
from hiyoke.reports.exposure.map_drawing import draw_service_map
from hiyoke.reports.exposure.rows import Chance
from hiyoke.reports.exposure.words import (
    KIND_WORDS,
    begun,
    chance_words,
    days_words,
    figure_words,
    hours_words,
    loss_words,
    money_words,
    range_words,
)
from hiyoke.reports.words import percent_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiyoke.reports.exposure.rows import (
        ExceedancePoint,
        ExposureReport,
        PathRow,
        ServiceExposureRow,
        SystemExposureRow,
    )
    from hiyoke.reports.pictures import Svg

#: Chances at which the page says how large the loss is.
LOSS_CHANCES: Final = (0.5, 0.1, 0.01)
#: Services named in one sentence.
_NAMES_SHOWN: Final = 4


class ExposureView:
    """Answers the page's questions in one language.

    Args:
        report: What was found.
        language: The language of the page.
    """

    def __init__(self, report: ExposureReport, language: Language) -> None:
        self.report = report
        self.language = language
        self.paths = told_paths(report)
        self.names = {s.service_id: s.name for s in report.services}
        self.changes = {row.subject_id: row.name for row in report.leverage}
        self.system_names = {s.system_id: s.name for s in report.systems}

    def label(self, name: str, /, **values: object) -> str:
        """Return a heading or standing sentence with its places filled."""
        words = EXPOSURE_LABELS[name].render(self.language)
        return words.format(**values) if values else words

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def begun(self, text: Text) -> str:
        """Return a few words as they begin a cell."""
        return begun(text, self.language)

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return Text("", " ").render(self.language)

    @property
    def days(self) -> str:
        """The horizon in words."""
        return self.t(days_words(self.report.horizon_days))

    def service_map(self) -> Svg:
        """Return the service map."""
        return draw_service_map(self.report, self.language).svg

    def exceedance(self) -> Svg | None:
        """Return the exceedance curve; None when nothing is priced."""
        return draw_exceedance(self.report, self.language)

    def horizons(self) -> Svg | None:
        """Return the chances by span of time."""
        return draw_horizons(self.report, self.language)

    def chance(self, row: ServiceExposureRow | SystemExposureRow) -> str:
        """Return the first figure of a row in words."""
        return self.t(chance_words(Chance(row.probability, row.ci_low, row.ci_high)))

    def chance_of(self, chance: Chance) -> str:
        """Return a chance in words."""
        return self.t(chance_words(chance))

    def figure(self, chance: Chance) -> str:
        """Return a chance as a figure."""
        return figure_words(chance)

    def at_least(self, row: ServiceExposureRow) -> str:
        """Return that a chance is a lower bound, with the systems that make it one; or nothing."""
        blind = self.report.unassessed_systems(row)
        names = self.join(self.system(system_id) for system_id in blind[:_NAMES_SHOWN])
        return self.label("x_at_least", names=names) if blind else ""

    def spread(self, row: ServiceExposureRow) -> str:
        """Return what the unknown does to a row."""
        return self.t(range_words(row.if_unknown_absent, row.if_unknown_present))

    def money(self, amount: float | None) -> str:
        """Return an amount."""
        return money_words(amount, self.report.currency, self.language)

    def loss(self, row: ServiceExposureRow) -> str:
        """Return a service's expected loss with its range."""
        if row.expected_loss is None:
            return self.label("x_no_price")
        if row.expected_loss.high <= 0:
            return self.label("x_no_loss")
        return loss_words(row.expected_loss, self.report.currency, self.language)

    def hours(self, hours: float | None) -> str:
        """Return hours of work."""
        return hours_words(hours, self.language)

    def percent(self, probability: float) -> str:
        """Return a probability in percent."""
        return percent_words(probability)

    def points(self, probability: float) -> str:
        """Return a difference of probabilities in percentage points."""
        return percent_words(probability).removesuffix("%")

    def kind(self, code: str) -> str:
        """Return a kind in words."""
        return self.t(KIND_WORDS.get(code, Text(code, code)))

    def services(self, ids: Sequence[str], limit: int = _NAMES_SHOWN) -> str:
        """Return services by name, the first few in full and the rest as a count."""
        shown = self.join(self.service(i) for i in ids[:limit])
        rest = len(ids) - limit
        return shown + (self.t(Text(f"ほか {rest} 件", f" and {rest} more")) if rest > 0 else "")

    def together(self, ids: Sequence[str]) -> str:
        """Return that a change helps only with others, named."""
        names = (self.t(self.changes.get(i, Text(i, i))) for i in ids)
        quoted = (Text(f"「{n}」", n).render(self.language) for n in names)
        return self.label("x_with", names=self.join(quoted))

    def service(self, service_id: str) -> str:
        """Return a service's name."""
        return self.t(self.names.get(service_id, Text(service_id, service_id)))

    def system(self, system_id: str) -> str:
        """Return a system's name."""
        return self.t(self.system_names.get(system_id, Text(system_id, system_id)))

    def join(self, parts: Iterable[str]) -> str:
        """Join a list as the language does."""
        return Text("、", ", ").render(self.language).join(parts)

    def falls(self, pairs: Sequence[tuple[str, float]]) -> str:
        """Return how far which services' chances fall, the largest few."""
        largest = sorted(pairs, key=lambda pair: -pair[1])[:2]
        words = [
            self.label("x_falls_for", name=self.service(service_id), points=self.points(fall))
            for service_id, fall in largest
            if fall > 0
        ]
        return self.join(words) or "—"

    def path_chance(self, path: PathRow) -> str:
        """Return a path's exact chance."""
        return percent_words(path.probability)

    def path_rows(self, rows: Sequence[str]) -> str:
        """Return where a step comes from."""
        return self.join(rows)

    def lead(self) -> list[str]:
        """Return the few sentences that say most."""
        report = self.report
        rows = [s for s in report.priority_services or report.services if s.probability > 0]
        found = []
        if rows:
            worst = max(rows, key=lambda s: s.probability)
            found.append(
                self.label(
                    "exposure_worst",
                    name=self.t(worst.name),
                    days=self.days,
                    chance=self.chance(worst),
                )
            )
        if report.expected_loss is not None:
            loss = loss_words(report.expected_loss, report.currency, self.language)
            found.append(self.label("exposure_loss", days=self.days, loss=loss))
        return found

    def card(self, service_id: str) -> str:
        """Return a priority service's chance and expected loss in a line; nothing for others."""
        row = next((s for s in self.report.priority_services if s.service_id == service_id), None)
        if row is None:
            return ""
        words = self.label("x_card", days=self.days, chance=self.chance(row))
        if self.report.unassessed_systems(row):
            words += self.label("x_card_at_least")
        if row.expected_loss is None or row.expected_loss.high <= 0:
            return words
        mark = self.label("x_card_assumed") if row.is_loss_assumed else ""
        loss = self.money(row.expected_loss.likely) + mark
        return words + self.label("x_card_loss", loss=loss)

    def loss_sentences(self) -> list[str]:
        """Return how large the loss is at a few chances."""
        found: dict[str, str] = {}
        for chance in LOSS_CHANCES:
            loss = loss_at(self.report.exceedance, chance)
            if loss:
                found.setdefault(self.money(loss), f"{chance:.0%}")
        return [self.label("x_loss_at", chance=c, loss=words) for words, c in found.items()]

    @property
    def latent(self) -> list[ServiceExposureRow]:
        """Priority services with a chance in the scenario of unknown flaws."""
        rows = self.report.priority_services or self.report.services
        return [row for row in rows if row.latent is not None]

    def settings(self) -> list[tuple[str, str]]:
        """Return how the run was set."""
        report = self.report
        return [
            (self.label("x_horizon"), self.days),
            (self.label("x_worlds"), f"{report.worlds:,}"),
            (self.label("x_seed"), str(report.seed)),
            (self.label("x_stress"), f"{report.stress:g}"),
            *((self.label("x_profile"), f"{name} {version}") for name, version in report.profiles),
        ]


def loss_at(points: Sequence[ExceedancePoint], chance: float) -> float | None:
    """Return the largest loss on the curve that is reached with at least a chance.

    Args:
        points: By rising loss.
        chance: In (0, 1].

    Returns:
        A loss; None when none is so likely.
    """
    reached = [point.loss for point in points if point.probability >= chance]
    return max(reached, default=None)
