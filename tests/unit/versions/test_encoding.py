"""The pieces of a key: each self-delimiting, each in order."""

from __future__ import annotations

import pytest

from hiyoke.versions.encoding import (
    ABOVE_NUMBERS,
    DIGIT_LIMIT,
    LOWEST_NUMBER,
    NUMBERS,
    digits,
    number,
    terminated,
)


@pytest.mark.parametrize(
    ("value", "width"),
    [(0, 1), (199, 1), (200, 2), (2247, 2), (2248, 3), (65535, 3), (2**112 - 1, 15), (2**112, 19)],
)
def test_number_code_grows_at_its_edges(value: int, width: int) -> None:
    code = number(value)

    assert len(code) == width
    assert LOWEST_NUMBER <= code[0] < ABOVE_NUMBERS


def test_number_codes_a_million_digits() -> None:
    million_digits = 10 ** (10**6)

    assert number(million_digits) < number(million_digits + 1)


def test_number_refuses_what_lies_below_zero() -> None:
    with pytest.raises(ValueError, match="non-negative"):
        number(-1)


def test_number_refuses_what_its_width_cannot_state() -> None:
    with pytest.raises(ValueError, match="at most"):
        number(1 << (8 * 2**24))


@pytest.mark.parametrize("text", ["", " 1", "1 ", "+1", "1_0", "١", "²", "1" * (DIGIT_LIMIT + 1)])
def test_digits_refuse_what_is_no_plain_number(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII digits"):
        digits(text)
    with pytest.raises(KeyError):
        NUMBERS[text]


def test_digits_forget_leading_zeros() -> None:
    assert digits("0007") == digits("7") == NUMBERS["07"] == number(7)


def test_numbers_remember_only_short_texts() -> None:
    NUMBERS["31"], NUMBERS["31415926"]

    assert "31" in NUMBERS
    assert "31415926" not in NUMBERS


def test_terminated_text_falls_before_what_it_begins() -> None:
    assert terminated("") < terminated("a") < terminated("a!") < terminated("b")


def test_terminated_refuses_its_own_terminator() -> None:
    with pytest.raises(ValueError, match=r"U\+0000"):
        terminated("a\0b")
