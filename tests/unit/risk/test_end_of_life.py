from datetime import date

import pytest

from hiyoke.risk import belongs_to_cycle, cycle_of, find_end_of_life
from hiyoke.tables import COMPONENTS, END_OF_LIFE
from small_tables import table_of

AS_OF = date(2026, 5, 22)


@pytest.mark.parametrize(
    ("version", "cycle", "belongs"),
    [
        ("3.1", "3.1", True),
        ("3.1.4", "3.1", True),
        ("3.11", "3.1", False),
        ("3.10.2", "3.1", False),
        ("3.1-rc1", "3.1", True),
        ("1.1.1w", "1.1.1", True),
        ("1.1.10", "1.1.1", False),
        ("v1.21.3", "1.21", True),
        ("1:9.6.24-1", "9.6", True),
        ("60.1", "6", False),
        ("6", "6.0", False),
        ("22.04", "22.04", True),
        ("2.7", "", False),
    ],
)
def test_belongs_to_a_cycle_by_whole_numbers(version: str, cycle: str, *, belongs: bool) -> None:
    assert belongs_to_cycle(version, cycle) is belongs


def test_takes_the_most_specific_cycle() -> None:
    assert cycle_of("2.4.1", ["2", "2.4", "2.40"]) == "2.4"
    assert cycle_of("9.9", ["2", "2.4"]) is None


def test_finds_ended_and_ending_components_by_purl_and_cpe() -> None:
    components = table_of(
        COMPONENTS,
        {"component_id": "django", "ecosystem": "pypi", "package": "django", "version": "3.2.25"},
        {"component_id": "newer", "ecosystem": "pypi", "package": "django", "version": "5.2.1"},
        {"component_id": "later", "ecosystem": "pypi", "package": "django", "version": "6.0"},
        {"component_id": "debian", "cpe_package": "debian:debian_linux", "cpe_version": "10"},
        {
            "component_id": "in-os",
            "ecosystem": "deb/debian",
            "package": "django",
            "version": "3.2.19-1",
        },
        {"component_id": "flag", "ecosystem": "npm", "package": "vue", "version": "2.7.0"},
        {"component_id": "no-version", "ecosystem": "npm", "package": "vue"},
        {"component_id": "other", "ecosystem": "npm", "package": "django", "version": "3.2"},
    )
    purls = ["pkg:pypi/Django", "pkg:deb/debian/django", "pkg:nonsense"]
    cycles = table_of(
        END_OF_LIFE,
        {"product": "django", "cycle": "3.2", "eol_on": date(2024, 4, 1), "purls": purls},
        {"product": "django", "cycle": "5.2", "eol_on": date(2026, 5, 22), "purls": purls},
        {"product": "django", "cycle": "6.0", "eol_on": date(2027, 12, 31), "purls": purls},
        {
            "product": "debian",
            "cycle": "1",
            "eol_on": date(1999, 1, 1),
            "cpes": ["debian:debian_linux"],
        },
        {
            "product": "debian",
            "cycle": "10",
            "eol_on": date(2022, 9, 10),
            "cpes": ["debian:debian_linux"],
            "extended_until": date(2029, 6, 30),
        },
        {"product": "vue", "cycle": "2", "is_eol": True, "purls": ["pkg:npm/vue"]},
    )
    found = find_end_of_life(components, cycles, as_of=AS_OF, horizon_days=365)
    assert [(e.component_id, e.cycle, e.days_left, e.basis) for e in found] == [
        ("debian", "10", -1350, "cpe"),
        ("django", "3.2", -781, "purl"),
        ("in-os", "3.2", -781, "purl"),
        ("newer", "5.2", 0, "purl"),
        ("flag", "2", None, "purl"),
    ]
    assert [e.component_id for e in found if e.is_vendor_maintained] == ["in-os"]
    assert found[0].extended_until == date(2029, 6, 30)
