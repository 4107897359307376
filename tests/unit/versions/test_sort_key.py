"""The one door: one text, or a column of texts."""

from __future__ import annotations

import time

import pytest

from hiyoke.errors import UnknownSchemeError, UnsortableVersionError
from hiyoke.versions import SCHEMES, KeyMemo, sort_key, sort_keys
from hiyoke.versions.encoding import TEXT_LIMIT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_keys_every_scheme(scheme: str) -> None:
    assert sort_key(scheme, "1.9.0") < sort_key(scheme, "1.10.0") < sort_key(scheme, "2.0.0")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("version", ["", " ", "\t", "\u3000"])
def test_refuses_a_blank_in_every_scheme(scheme: str, version: str) -> None:
    with pytest.raises(UnsortableVersionError, match="expected some text"):
        sort_key(scheme, version)


# Debian's, Maven's and RPM's own tools order nearly any text; their tests say which.
@pytest.mark.parametrize("scheme", sorted(set(SCHEMES) - {"deb", "maven", "rpm"}))
@pytest.mark.parametrize(
    "version", ["\0", "1.0\0", "\ud800", "1.\udcff", "#", "@1", "?", "*", ">=1.0", "1.0 2.0"]
)
def test_refuses_what_is_no_version(scheme: str, version: str) -> None:
    with pytest.raises(UnsortableVersionError):
        sort_key(scheme, version)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_refuses_text_past_the_limit_at_once(scheme: str) -> None:
    started = time.process_time()

    with pytest.raises(UnsortableVersionError):
        sort_key(scheme, "9" * 10**6)
    with pytest.raises(UnsortableVersionError):
        sort_key(scheme, "1." * TEXT_LIMIT)
    assert time.process_time() - started < 5  # seconds of this process; linear work takes 0.1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_orders_numbers_as_long_as_the_limit(scheme: str) -> None:
    nines = "9" * (TEXT_LIMIT // 4 - 2)
    lower, higher = f"1.0.{nines}8", f"1.0.{nines}9"

    assert sort_key(scheme, lower) < sort_key(scheme, higher)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "piece", ["1.", "1.0-", "1a", "a.", "-", "1-beta", "0", ".0", "~", "1.0+a", " ", "1_", "v", "="]
)
def test_answers_quickly_whatever_repeats(scheme: str, piece: str) -> None:
    text = (piece * TEXT_LIMIT)[: TEXT_LIMIT - 1]
    started = time.process_time()

    sort_keys(scheme, [text + "1", text + "!", "1" + text])

    assert time.process_time() - started < 5  # seconds of this process; linear work takes 0.1


def test_sort_keys_keeps_order_and_marks_the_unsortable() -> None:
    keys = sort_keys("npm", ["2.0.0", "x", "1.0.0", "2.0.0"])

    assert keys == [sort_key("npm", "2.0.0"), None, sort_key("npm", "1.0.0"), keys[0]]


def test_sort_keys_of_nothing_is_nothing() -> None:
    assert sort_keys("npm", []) == []


@pytest.mark.parametrize("call", [lambda: sort_key("?", "1"), lambda: sort_keys("?", [])])
def test_refuses_an_unknown_scheme(call: object) -> None:
    assert callable(call)
    with pytest.raises(UnknownSchemeError):
        call()


def test_memo_forgets_at_its_limit() -> None:
    memo = KeyMemo("gem", limit=2)
    for version in ["1", "2", "x", "1"]:
        memo[version]

    assert len(memo) <= 2
    assert memo["1"] == sort_key("gem", "1")
