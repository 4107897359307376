"""Figures of exposure in words: honest about certainty, natural in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.labels import EXPOSURE_LABELS
from hiyoke.reports.exposure.map_words import MAP_LABELS
from hiyoke.reports.exposure.rows import Chance, ExceedancePoint
from hiyoke.reports.exposure.view import loss_at
from hiyoke.reports.exposure.words import (
    BAND_WORDS,
    KIND_WORDS,
    band_code,
    chance_words,
    days_words,
    figure_words,
    hours_words,
    loss_words,
    money_words,
    range_words,
)
from hiyoke.risk import LossRange

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff、。（）]")
SOURCE = Path(__file__).parents[4] / "src" / "hiyoke" / "reports"
ALL = {**EXPOSURE_LABELS, **MAP_LABELS, **BAND_WORDS, **KIND_WORDS}


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_label_is_written_twice_with_the_same_places(name: str) -> None:
    label = ALL[name]
    assert label.ja
    assert label.en
    assert not JAPANESE.search(label.en)
    places = [
        {field for _, field, _, _ in Formatter().parse(half) if field is not None} for half in label
    ]
    assert places[0] == places[1]


def test_every_label_is_used() -> None:
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*")
        if path.suffix in (".py", ".j2") and path.name not in ("labels.py", "map_words.py")
    )
    idle = [name for name in EXPOSURE_LABELS if f'"{name}"' not in used and f"'{name}'" not in used]
    assert idle == []


@pytest.mark.parametrize(
    ("chance", "ja", "en"),
    [
        (Chance(0.083, 0.05, 0.11), "約 12 回に 1 回（5–11%）", "about 1 in 12 (5–11%)"),
        (
            Chance(0.0037, 0.0021, 0.006),
            "約 270 回に 1 回（0.21–0.60%）",
            "about 1 in 270 (0.21–0.60%)",
        ),
        (Chance(0.943, 0.935, 0.95), "約 94%（94–95%）", "about 94% (94–95%)"),
        (
            Chance(0.0, 0.0, 0.0009),
            "どの試行でも起きず（多くても 0.09%）",
            "in none of the trials (at most 0.09%)",
        ),
        (
            Chance(0.9998, 0.9989, 1.0),
            "ほぼ 100%（少なくとも 99.8%）",
            "nearly 100% (at least 99.8%)",
        ),
        (
            Chance(1.0, 0.99909, 1.0),
            "ほぼ 100%（少なくとも 99.9%）",
            "nearly 100% (at least 99.9%)",
        ),
    ],
)
def test_says_a_chance_with_its_interval(chance: Chance, ja: str, en: str) -> None:
    assert chance_words(chance) == Text(ja, en)


def test_never_calls_an_unseen_event_impossible() -> None:
    assert figure_words(Chance(0.0, 0.0, 0.0009)) == "<0.09%"
    assert figure_words(Chance(0.9998, 0.9989, 1.0)) == "≥99.8%"
    assert figure_words(Chance(0.05, 0.04, 0.06)) == "5.0%"
    assert "0.09%" in chance_words(Chance(0.0, 0.0, 0.0009)).en


@pytest.mark.parametrize(
    ("amount", "ja", "en"),
    [
        (0.0, "0 円", "0 yen"),
        (4_500.0, "4,500 円", "4,500 yen"),
        (75_410.0, "7.5 万円", "75,000 yen"),
        (9_996.0, "1 万円", "10,000 yen"),
        (12_345_678.0, "1,200 万円", "12 million yen"),
        (320_000_000.0, "3.2 億円", "320 million yen"),
        (1.87e12, "1.9 兆円", "1.9 trillion yen"),
    ],
)
def test_says_money_as_people_do(amount: float, ja: str, en: str) -> None:
    assert money_words(amount, "JPY", Language.JA) == ja
    assert money_words(amount, "JPY", Language.EN) == en


def test_says_other_currencies_and_no_amount() -> None:
    assert money_words(2.5e6, "EUR", Language.EN) == "2.5 million EUR"
    assert money_words(2.5e6, "EUR", Language.JA) == "250 万 EUR"
    assert money_words(None, "JPY", Language.JA) == "—"


def test_says_a_range_only_where_there_is_one() -> None:
    assert loss_words(LossRange(1e6, 1e6, 1e6), "JPY", Language.JA) == "100 万円"
    assert (
        loss_words(LossRange(1e6, 3e6, 9e6), "JPY", Language.EN)
        == "3 million yen (1 million yen to 9 million yen)"
    )
    assert range_words(0.1, 0.1).en == "the unknown changes nothing"
    assert range_words(0.0, 0.943) == Text("0%〜94%", "0% to 94%")


def test_says_hours_and_days() -> None:
    assert hours_words(1.0, Language.EN) == "1 hour"
    assert hours_words(6.0, Language.JA) == "6 時間"
    assert hours_words(None, Language.JA) == "—"
    assert days_words(7.0).en == "a week"
    assert days_words(45.0).ja == "45 日"


@pytest.mark.parametrize(
    ("probability", "band"),
    [
        (1.0, "high"),
        (0.2, "high"),
        (0.199, "raised"),
        (0.05, "raised"),
        (0.01, "some"),
        (1e-6, "low"),
    ],
)
def test_bands_begin_where_their_words_say(probability: float, band: str) -> None:
    assert band_code(probability) == band


def test_an_unassessed_system_without_a_path_is_no_safe_one() -> None:
    assert band_code(0.0, is_assessed=False) == "blind"
    assert band_code(0.0) == "none"


def test_reads_the_loss_at_a_chance_off_the_curve() -> None:
    points = [ExceedancePoint(loss, p, p, p) for loss, p in ((1.0, 0.5), (5.0, 0.1), (9.0, 0.01))]
    assert loss_at(points, 0.1) == 5.0
    assert loss_at(points, 0.09) == 5.0
    assert loss_at(points, 0.6) is None
