"""Chances, losses and kinds in words: what a figure of exposure means to a reader.

What is not here: headings and standing sentences (`exposure_labels`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.words import NOTHING, percent_words

if TYPE_CHECKING:
    from hiyoke.reports.exposure.rows import Chance
    from hiyoke.risk import LossRange

#: Lower bounds of the bands of probability, by code, highest first; below the last none is found.
BANDS: Final = {"high": 0.2, "raised": 0.05, "some": 0.01, "low": 0.0}
BAND_WORDS: Final = {
    "high": Text(ja="20% 以上", en="20% or more"),
    "raised": Text(ja="5〜20%", en="5 to 20%"),
    "some": Text(ja="1〜5%", en="1 to 5%"),
    "low": Text(ja="1% 未満", en="below 1%"),
    "none": Text(ja="試行では発生なし", en="not seen in any trial"),
    "blind": Text(ja="中身が不明", en="contents unknown"),
}
KIND_WORDS: Final = {
    "bundle": Text(ja="更新", en="update"),
    "control": Text(ja="対策", en="control"),
    "account": Text(ja="特権 ID", en="privileged ID"),
    "privileged_id": Text(ja="特権 ID", en="privileged ID"),
    "port": Text(ja="ポート", en="port"),
    "service_link": Text(ja="業務の経路", en="service link"),
    "link": Text(ja="通信経路", en="link"),
    "vendor": Text(ja="ベンダー", en="vendor"),
    "end_of_life": Text(ja="サポート終了", en="end of life"),
    "backlog": Text(ja="未適用の修正", en="unapplied fixes"),
    "flaw": Text(ja="脆弱性", en="vulnerability"),
    "system": Text(ja="システム", en="system"),
    "zone": Text(ja="区画", en="zone"),
    "person": Text(ja="人の操作", en="a person's action"),
}
#: A probability that percentages would round to certainty.
_NEARLY: Final = 0.995
#: A probability above which "1 in n" says less than the percentage.
_MOSTLY: Final = 0.4
#: From how many on n is rounded to two digits.
_ROUNDED: Final = 20
_JAPANESE_UNITS: Final = ((1e12, "兆"), (1e8, "億"), (1e4, "万"))
_ENGLISH_UNITS: Final = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_CURRENCY_WORDS: Final = {"JPY": Text(ja="円", en="yen")}


def band_code(probability: float, *, is_assessed: bool = True) -> str:
    """Return the band of a probability; a system of unknown contents without a way is no safe one.

    Example:
        >>> band_code(0.07), band_code(0.0), band_code(0.0, is_assessed=False)
        ('raised', 'none', 'blind')
    """
    if probability > 0:
        return next(code for code, least in BANDS.items() if probability >= least)
    return "none" if is_assessed else "blind"


def chance_words(chance: Chance) -> Text:
    """Return a chance in words with its interval: ``about 1 in 12 (5-11%)``.

    Example:
        >>> from hiyoke.reports import Chance
        >>> chance_words(Chance(0.083, 0.05, 0.11)).en
        'about 1 in 12 (5–11%)'
    """
    between = between_words(chance.ci_low, chance.ci_high)
    p = chance.probability
    if p <= 0:
        most = percent_words(chance.ci_high)
        return Text(
            ja=f"どの試行でも起きず（多くても {most}）",
            en=f"in none of the trials (at most {most})",
        )
    if p >= _NEARLY:
        least = _least_words(chance)
        return Text(ja=f"ほぼ 100%（少なくとも {least}）", en=f"nearly 100% (at least {least})")
    if p > _MOSTLY:
        return Text(
            ja=f"約 {percent_words(p)}（{between}）", en=f"about {percent_words(p)} ({between})"
        )
    n = f"{_rounded(1 / p):,}"
    return Text(ja=f"約 {n} 回に 1 回（{between}）", en=f"about 1 in {n} ({between})")


def figure_words(chance: Chance) -> str:
    """Return a chance as a figure; what never or always happened is told by its interval's end.

    Example:
        >>> from hiyoke.reports import Chance
        >>> figure_words(Chance(0.0, 0.0, 0.0009)), figure_words(Chance(0.02, 0.01, 0.03))
        ('<0.09%', '2.0%')
    """
    if chance.probability <= 0:
        return f"<{percent_words(chance.ci_high)}"
    if chance.probability >= _NEARLY:
        return f"≥{_least_words(chance)}"
    return percent_words(chance.probability)


def _least_words(chance: Chance) -> str:
    """Return the lower end of an interval near certainty, rounded down to a tenth of a percent."""
    return f"{math.floor(chance.ci_low * 1000 + 1e-9) / 10:g}%"


def between_words(low: float, high: float) -> str:
    """Return a range of probabilities: ``5–11%``; one figure where both read the same."""
    first, last = (
        percent_words(p).removesuffix("%").removesuffix(".0").replace("0.00", "0")
        for p in (low, high)
    )
    return f"{first}%" if first == last else f"{first}–{last}%"


def range_words(absent: float, present: float) -> Text:
    """Return what the unknown does to a probability: both ends, or that it changes nothing."""
    low, high = (percent_words(p) if p else "0%" for p in (absent, present))
    if low == high:
        return Text(ja="不明な点による差なし", en="the unknown changes nothing")
    return Text(ja=f"{low}〜{high}", en=f"{low} to {high}")


def money_words(amount: float | None, currency: str | None, language: Language) -> str:
    """Return an amount to two leading digits: ``3.2 億円``, ``320 million yen``.

    Args:
        amount: In units of the currency, 0 or more; None gives a dash.
        currency: ISO 4217 code.
        language: The language.
    """
    if amount is None:
        return NOTHING
    unit = currency or ""
    word = _CURRENCY_WORDS.get(unit, Text(ja=f" {unit}".rstrip(), en=unit)).render(language)
    units = _JAPANESE_UNITS if language is Language.JA else _ENGLISH_UNITS
    for size, name in units:
        if amount >= size * 0.9995:
            figure = _two_digits(amount / size)
            shown = (
                f"{figure} {name}{word}" if language is Language.JA else f"{figure}{name} {word}"
            )
            return shown.strip()
    return f"{_two_digits(amount)} {word}".strip()


def loss_words(loss: LossRange | None, currency: str | None, language: Language) -> str:
    """Return a loss with its range: ``3.2 億円（1.1 億円〜7.5 億円）``; a dash for None."""
    if loss is None:
        return NOTHING
    low, likely, high = (money_words(x, currency, language) for x in loss)
    if low == likely == high:
        return likely
    return Text(ja=f"{likely}（{low}〜{high}）", en=f"{likely} ({low} to {high})").render(language)


def begun(text: Text, language: Language) -> str:
    """Return a few words as they begin a cell: English ones with a capital letter.

    Japanese ones may begin with the name of a package, which is left as it is.
    """
    words = text.render(language)
    return words if language is Language.JA else words[:1].upper() + words[1:]


def hours_words(hours: float | None, language: Language) -> str:
    """Return hours of work; a dash for None."""
    if hours is None:
        return NOTHING
    figure = _digits(hours)
    return Text(
        ja=f"{figure} 時間", en=f"{figure} hour" if figure == "1" else f"{figure} hours"
    ).render(language)


def days_words(days: float) -> Text:
    """Return a span of days: 7 is a week, 30 a month, 365 a year."""
    names = {
        7.0: Text(ja="1 週間", en="a week"),
        30.0: Text(ja="30 日", en="30 days"),
        90.0: Text(ja="90 日", en="90 days"),
        180.0: Text(ja="180 日", en="180 days"),
        365.0: Text(ja="1 年", en="a year"),
    }
    figure = f"{days:g}"
    return names.get(float(days), Text(ja=f"{figure} 日", en=f"{figure} days"))


def _rounded(n: float) -> int:
    """Return `n` to two leading digits, whole below `_ROUNDED`."""
    if n < _ROUNDED:
        return round(n)
    size: int = 10 ** (math.floor(math.log10(n)) - 1)
    return round(n / size) * size


def _two_digits(amount: float) -> str:
    """Return an amount to two leading digits: estimates are not better than that."""
    return f"{float(f'{amount:.2g}'):,.10g}"


def _digits(amount: float) -> str:
    """Return an amount with two digits below 10, otherwise whole, with separators."""
    ten = 10
    if 0 < amount < ten:
        return f"{amount:.2g}"
    return f"{amount:,.0f}"
