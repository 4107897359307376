"""Names, times and figures of the option sheet in the words of one language.

What is not here: what the sheet says (`option_view`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import money_words
from hiyoke.reports.suspension.option_words import OPTION_LABELS, SENTENCES
from hiyoke.reports.words import percent_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from hiyoke.suspension import LevelReading, OptionSheet, StandingChance

#: Names listed in one cell; the JSON files have all.
NAMES_SHOWN: Final = 2


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
        level: Which level the situation meets, who may decide, whom to tell; None when not judged.
    """

    institution_name: Text
    is_synthetic: bool
    as_of: date
    currency: str | None
    standing: tuple[StandingChance, ...]
    hiyoke_version: str
    level: LevelReading | None = None


class OptionFigures:
    """Words and figures in one language.

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
        return self.listed(listed) if listed else self.label("none")

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

    def money(self, amount: float) -> str:
        """Return a sum of money to two digits; no less than 0."""
        return money_words(max(0.0, amount), self.facts.currency, self.language)

    def loss(self, loss: tuple[float, float, float]) -> str:
        """Return a loss with its range."""
        if loss[2] <= 0.0:
            return self.money(0.0)
        likely, low, high = self.money(loss[1]), self.money(loss[0]), self.money(loss[2])
        return Text(ja=f"{likely}（{low}〜{high}）", en=f"{likely} ({low}–{high})").render(
            self.language
        )

    def chances(self, chances: tuple[float, float, float]) -> str:
        """Return a chance with its range."""
        low, likely, high = ("0%" if one <= 0.0 else percent_words(one) for one in chances)
        if low == high:
            return likely
        return Text(ja=f"{likely}（{low}〜{high}）", en=f"{likely} ({low}–{high})").render(
            self.language
        )

    def listed(self, items: Iterable[str]) -> str:
        """Return items, listed."""
        return ("、" if self.language is Language.JA else ", ").join(items)

    def first_of(self, names: list[str]) -> str:
        """Return the first names, and how many more there are."""
        if len(names) <= NAMES_SHOWN + 1:
            return self.listed(names)
        more = len(names) - NAMES_SHOWN
        rest = self.t(Text(ja=f" ほか {more} 件", en=f" and {more} more"))
        return self.listed(names[:NAMES_SHOWN]) + rest
