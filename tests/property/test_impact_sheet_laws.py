"""What an outage costs reads back equal from CSV and Excel, in both languages."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.estate import Estate, Requirement, Service, ServiceImpact, System
from hiyoke.exchange.estate_folder import write_csv_files
from hiyoke.exchange.workbook import write_workbook
from hiyoke.languages import Language, Text
from hiyoke.workflows.load_estate import load_estate
from property.impact_strategies import impacts
from small_estates import write_files

pytestmark = pytest.mark.property

NAME = Text(ja="名", en="name")


@st.composite
def _priced(draw: st.DrawFn) -> tuple[ServiceImpact, ...]:
    currency = draw(st.sampled_from(["JPY", "EUR"]))
    return draw(impacts("a", currency)), draw(impacts("b", currency))


@given(priced=_priced(), language=st.sampled_from(Language), is_excel=st.booleans())
@settings(max_examples=20, deadline=None)
def test_impacts_read_back_equal(
    priced: tuple[ServiceImpact, ...],
    language: Language,
    is_excel: bool,  # noqa: FBT001 - drawn.
) -> None:
    estate = Estate(
        services=tuple(Service(service_id=name, name=NAME) for name in ("a", "b")),
        impacts=priced,
        systems=(System(system_id="x", name=NAME),),
        requirements=tuple(Requirement(service_id=name, system_id="x") for name in ("a", "b")),
    )
    files = (
        {"estate.xlsx": write_workbook(estate, language=language)}
        if is_excel
        else write_csv_files(estate, language=language)
    )
    with tempfile.TemporaryDirectory() as folder:
        assert load_estate(write_files(Path(folder), {**files})).impacts == priced
