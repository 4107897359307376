from __future__ import annotations

import pytest

from hiyoke.exposure import FlawTraits, read_traits
from hiyoke.exposure.flaw_traits import read_vector

V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        (V31, ("network", "none", "none", "total")),
        ("CVSS:3.0/AV:L/AC:H/PR:L/UI:R/S:C/C:H/I:L/A:N", ("local", "low", "required", "partial")),
        (
            "CVSS:3.1/AV:A/AC:L/PR:H/UI:N/S:U/C:N/I:N/A:H",
            ("adjacent", "high", "none", "availability"),
        ),
        ("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", ("physical", "none", "none", "none")),
        ("AV:N/AC:M/Au:N/C:C/I:C/A:C", ("network", "none", "none", "total")),
        ("AV:N/AC:M/Au:S/C:P/I:N/A:N", ("network", "low", "none", "partial")),
        ("(AV:L/AC:L/Au:M/C:N/I:N/A:C)", ("local", "low", "none", "availability")),
        (
            "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:A/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
            ("network", "none", "required", "total"),
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:L/SI:N/SA:N",
            ("network", "none", "none", "partial"),
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:H",
            ("network", "none", "none", "availability"),
        ),
    ],
)
def test_reads_each_version(vector: str, expected: tuple[str, str, str, str]) -> None:
    assert read_traits((vector,)) == (FlawTraits(*expected),)


def test_only_the_newest_version_counts() -> None:
    newest = "CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
    assert read_traits((V31, newest, "AV:N/AC:L/Au:N/C:C/I:C/A:C")) == read_traits((newest,))


def test_raters_who_disagree_give_several_readings_in_any_order() -> None:
    local = V31.replace("AV:N", "AV:L")
    both = read_traits((V31, local))
    assert both == read_traits((local, V31))
    assert {traits.vector for traits in both} == {"network", "local"}


def test_ssvc_decides_between_total_and_partial() -> None:
    part = V31.replace("C:H", "C:L")
    assert [t.impact for t in read_traits((part,), ("total",))] == ["total"]
    assert [t.impact for t in read_traits((V31,), ("partial",))] == ["partial"]
    assert [t.impact for t in read_traits((V31,), ("partial", "total"))] == ["partial", "total"]


def test_ssvc_partial_leaves_a_stop_a_stop() -> None:
    stop = V31.replace("C:H/I:H", "C:N/I:N")
    assert [t.impact for t in read_traits((stop,), ("partial",))] == ["availability"]


@pytest.mark.parametrize("vector", ["", "nonsense", "CVSS:3.1/AV:N", "CVSS:9.9/AV:N/AC:L", "AV:N"])
def test_an_unreadable_vector_says_nothing(vector: str) -> None:
    assert read_vector(vector)[1] is None
    assert read_traits((vector,)) == ()
