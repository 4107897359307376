"""Random sound estates, with the values people really write at the edges."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from hiyoke.estate import Estate, Institution, Link, Requirement, Service, System, Vendor
from hiyoke.estate.sheets import INSTITUTION, SHEETS, SYSTEMS, normalise_heading
from hiyoke.estate.sheets.words import is_blank_word
from hiyoke.languages import Text

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789勘定系電文中継あア"
#: Characters that CP932, UTF-8 and UTF-16 all have, separators and quotes among them.
_TEXT_LETTERS = (
    "abcXYZ019 ,;\t\"'=+@#/\\|.()-_:<>&あいうアイウ漢字勘定系振込みー・、。（）「」　①㈱ｱｲｳ～\n"
)
_KNOWN_HEADINGS = {
    normalise_heading(heading)
    for spec in SHEETS
    for column in spec.columns
    for heading in (column.name, column.heading_ja, *column.synonyms)
}

_RESERVED = {"internet", "外部", "社外", "インターネット", "以上", "計", "合計", "total"}

answers = st.sampled_from(["yes", "no", "unknown"])
identifiers: st.SearchStrategy[str] = (
    st.tuples(
        st.sampled_from(_ID_LETTERS),
        st.text(st.sampled_from(_ID_LETTERS + "._-"), max_size=12),
    )
    .map("".join)
    .filter(lambda text: not is_blank_word(text) and text.casefold() not in _RESERVED)
)


def _is_plain_text(text: str) -> bool:
    return bool(text) and text == text.strip() and not is_blank_word(text)


texts = st.text(st.sampled_from(_TEXT_LETTERS), min_size=1, max_size=20).map(str.strip).filter(
    _is_plain_text
) | st.sampled_from(["=1+1", "0012", "1.0", "TRUE", "1e5", "2026/3/31", "yes", "+81", "@x", "'q"])
labels = st.sampled_from(["重要", "dmz", "0012", "tier 1", "=tag"])
names = st.builds(Text, ja=texts, en=texts)
maybe_texts = st.none() | texts
dates = st.dates(date(1950, 1, 1), date(2150, 12, 31))
extras = st.dictionaries(
    st.sampled_from(["台帳番号", "cost centre", "注意点", "Ａ項目", "x=1"]).filter(
        lambda heading: normalise_heading(heading) not in _KNOWN_HEADINGS
    ),
    texts,
    max_size=2,
)


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    """Draw an estate that reads back equal from any format."""
    ids = draw(st.lists(identifiers, min_size=4, max_size=9, unique=True))
    zones = tuple(ids[:1])
    vendor_ids = ids[1:2]
    system_ids = ids[2:]
    service_ids = draw(st.lists(identifiers, min_size=1, max_size=4, unique=True))
    ends = st.sampled_from([*system_ids, "internet", *zones])
    vendors = [draw(_vendor(vendor_id)) for vendor_id in vendor_ids]
    return Estate(
        institution=draw(_institution(zones)),
        services=tuple(draw(_service(service_id)) for service_id in service_ids),
        systems=tuple(draw(_system(system_id, vendor_ids)) for system_id in system_ids),
        requirements=tuple(
            draw(_requirement(service_id, system_ids))
            for service_id in service_ids
            for _ in range(draw(st.integers(1, 3)))
        ),
        links=tuple(draw(st.lists(_link(ends), max_size=5))),
        vendors=tuple(vendors),
    )


def _institution(zones: tuple[str, ...]) -> st.SearchStrategy[Institution]:
    kinds = [choice.value for choice in INSTITUTION.by_name["kind"].choices]
    return st.builds(
        Institution,
        institution_id=identifiers,
        name=names,
        country=st.sampled_from(["JP", "NO", "US"]),
        kind=st.sampled_from(kinds),
        timezone=st.sampled_from(["Asia/Tokyo", "UTC", "Europe/Paris"]),
        synthetic=st.booleans(),
        note=maybe_texts,
        outside_zones=st.just(zones),
        extra=extras,
    )


def _service(service_id: str) -> st.SearchStrategy[Service]:
    return st.builds(
        Service,
        service_id=st.just(service_id),
        name=names,
        priority_rank=st.none() | st.integers(1, 100000),
        owner=st.none() | names,
        impact_tolerance_minutes=st.none() | st.integers(0, 5256000),
        hours=maybe_texts,
        users=st.none() | st.integers(0, 10**9),
        extra=extras,
    )


def _system(system_id: str, vendor_ids: list[str]) -> st.SearchStrategy[System]:
    environments = [choice.value for choice in SYSTEMS.by_name["environment"].choices]
    return st.builds(
        System,
        system_id=st.just(system_id),
        name=names,
        internet_facing=answers,
        environment=st.sampled_from(environments),
        owner=st.none() | names,
        vendor_id=st.sampled_from([None, *vendor_ids]),
        crew_id=st.none() | identifiers,
        end_of_life_on=st.none() | dates,
        purl=st.sampled_from([None, "pkg:generic/big-ip@17.1.0", "pkg:deb/debian/curl@7.88.1-10"]),
        cpe=st.sampled_from([None, "cpe:2.3:h:example:gateway:1.0:*:*:*:*:*:*:*"]),
        tags=st.lists(labels, max_size=2, unique=True).map(tuple),
        extra=extras,
    )


def _requirement(service_id: str, system_ids: list[str]) -> st.SearchStrategy[Requirement]:
    return st.builds(
        Requirement,
        service_id=st.just(service_id),
        system_id=st.sampled_from(system_ids),
        group=maybe_texts,
        extra=extras,
    )


def _link(ends: st.SearchStrategy[str]) -> st.SearchStrategy[Link]:
    return st.builds(
        Link,
        source=ends,
        target=ends,
        protocol=maybe_texts,
        port=st.none() | st.integers(0, 65535),
        kind=st.sampled_from(["data", "admin"]),
        known=st.sampled_from(["yes", "unknown"]),
        extra=extras,
    )


def _vendor(vendor_id: str) -> st.SearchStrategy[Vendor]:
    return st.builds(
        Vendor,
        vendor_id=st.just(vendor_id),
        name=names,
        contact=maybe_texts,
        contract_hours=maybe_texts,
        night_cover=answers,
        holiday_cover=answers,
        patching_in_scope=answers,
        extra=extras,
    )


def anything() -> st.SearchStrategy[Any]:
    """Text, numbers and dates that nobody should write into a ledger, and that people do."""
    return (
        st.text(max_size=40)
        | st.integers()
        | st.floats()
        | st.booleans()
        | st.none()
        | st.dates()
        | st.datetimes()
        | st.lists(st.text(max_size=5), max_size=3)
    )
