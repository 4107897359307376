"""The estate's own types refuse what means nothing, also without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hiyoke.errors import EstateFaultError
from hiyoke.estate import Institution, Link, Requirement, Service, System, Vendor
from hiyoke.estate.identifiers import is_well_formed, nearest, normalise_place
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = Text(ja="名", en="name")


@pytest.mark.parametrize(
    "build",
    [
        lambda: Institution(institution_id="a b", name=NAME),
        lambda: Institution(institution_id="a", name=NAME, outside_zones=("",)),
        lambda: Service(service_id="", name=NAME),
        lambda: Service(service_id="s", name=NAME, priority_rank=0),
        lambda: Service(service_id="s", name=NAME, impact_tolerance_minutes=-1),
        lambda: Requirement(service_id="s", system_id="a/b"),
        lambda: System(system_id="s", name=NAME, internet_facing="maybe"),
        lambda: Link(source="a", target="b", kind="both"),
        lambda: Link(source="a", target="b", known="no"),
        lambda: Link(source="a", target="b", port=-1),
        lambda: Vendor(vendor_id="v", name=NAME, night_cover="often"),
    ],
)
def test_refuses_values_that_mean_nothing(build: Callable[[], object]) -> None:
    with pytest.raises(EstateFaultError):
        build()


@pytest.mark.parametrize("identifier", ["a", "IB-001", "0012", "勘定系", "a.b_c", "x" * 64])
def test_identifiers_may_be_in_any_script(identifier: str) -> None:
    assert is_well_formed(identifier)


@pytest.mark.parametrize(
    "identifier", ["", " a", "a b", "-a", "_a", "a/b", "例: a", "a\n", "x" * 65]
)
def test_identifiers_have_no_space_and_no_path(identifier: str) -> None:
    assert not is_well_formed(identifier)


def test_every_word_for_outside_is_the_internet() -> None:
    words = ("internet", "Internet", "ＩＮＴＥＲＮＥＴ", "インターネット", "外部", "the internet")

    assert {normalise_place(word) for word in words} == {"internet"}


def test_nearest_looks_past_case_and_slips() -> None:
    assert nearest("CORE", ["core", "cure"]) == "core"
    assert nearest("web_1", ["web-1", "db-1"]) == "web-1"
    assert nearest("zzz", ["web-1", "db-1"]) is None
