"""Every error has its own code and a page that says what to do, in both languages."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from hiyoke import errors

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "errors"
CLASSES = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, errors.HiyokeError)
]


def test_codes_are_unique() -> None:
    codes = [error.code for error in CLASSES]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_every_error_has_a_page(error: type[errors.HiyokeError]) -> None:
    page = PAGES / f"{error.code}.md"
    assert page.exists(), f"write {page}"
    text = page.read_text(encoding="utf-8")
    assert error.__name__ in text
    assert "## 日本語" in text


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_every_error_has_a_docstring_and_its_name_ends_in_error(
    error: type[errors.HiyokeError],
) -> None:
    assert error.__doc__
    assert error.__name__.endswith("Error")


def test_no_page_is_left_over() -> None:
    codes = {error.code for error in CLASSES}
    assert {page.stem for page in PAGES.glob("HYK*.md")} == codes
