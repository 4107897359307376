from datetime import date

import pytest

from hiyoke.languages import Language
from hiyoke.reports.attribution import database_of
from hiyoke.reports.words import band_of, day_words, days_left_words, percent_words


@pytest.mark.parametrize(
    ("days", "ja", "en"),
    [
        (3, "あと 3 日", "3 days left"),
        (1, "あと 1 日", "1 day left"),
        (0, "本日まで", "today"),
        (-1, "1 日超過", "1 day overdue"),
        (None, "", ""),
    ],
)
def test_says_how_long_is_left(days: int | None, ja: str, en: str) -> None:
    assert days_left_words(days, Language.JA) == ja
    assert days_left_words(days, Language.EN) == en


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (-1, "overdue"),
        (0, "3_days"),
        (3, "3_days"),
        (4, "14_days"),
        (15, "60_days"),
        (61, "later"),
        (None, "no_day"),
    ],
)
def test_puts_each_deadline_into_one_span(days: int | None, band: str) -> None:
    assert band_of(days) == band


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.944, "94%"), (0.0512, "5.1%"), (0.0042, "0.42%"), (0.0, "0.00%"), (None, "—")],
)
def test_shows_probabilities_with_sensible_digits(probability: float | None, words: str) -> None:
    assert percent_words(probability) == words


def test_shows_a_day_with_its_weekday() -> None:
    assert day_words(date(2026, 5, 22), Language.JA) == "2026-05-22（金）"
    assert day_words(date(2026, 5, 22), Language.EN) == "2026-05-22 (Fri)"
    assert day_words(None, Language.EN) == "—"


def test_knows_whose_advisory_it_is() -> None:
    assert database_of("GHSA-jfh8-c2jp-5v3q") == "GHSA-"
    assert database_of("x_unknown") is None
