"""Systems and components whose support has ended, or ends soon.

A component belongs to a release cycle when its version begins with the cycle's name and goes on
with something other than a digit: 3.1.4 belongs to cycle 3.1, and 3.11 does not. What is not
here: replacing them.

Source:
    endoflife.date: products, release cycles, purl and CPE identifiers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hiyoke.errors import UnknownPackageError
from hiyoke.packages import is_distribution, package_of_purl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_EPOCH = re.compile(r"\A[0-9]+:")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfLife:
    """One component whose release cycle has ended, or ends within the horizon.

    Attributes:
        component_id: The component.
        product: Product slug of the source.
        product_title: Product for people.
        cycle: Release cycle the component belongs to.
        eol_on: Last day of support; None when only the fact is published.
        days_left: Days from `as_of` to `eol_on`; negative when it has passed; None without a day.
        extended_until: End of extended support, where a contract can buy it.
        latest_version: Latest version of the cycle.
        basis: purl or cpe.
        is_vendor_maintained: True for a package of a distribution, whose vendor may maintain it
            longer than its origin does; then this is a question and not a finding.
    """

    component_id: str
    product: str
    product_title: str
    cycle: str
    eol_on: date | None
    days_left: int | None
    extended_until: date | None
    latest_version: str | None
    basis: str
    is_vendor_maintained: bool


def belongs_to_cycle(version: str, cycle: str) -> bool:
    """Return whether a version belongs to a release cycle by name.

    Example:
        >>> [belongs_to_cycle(v, "3.1") for v in ("3.1", "3.1.4", "3.1-rc1", "3.11")]
        [True, True, True, False]
    """
    text, name = _plain(version), _plain(cycle)
    return bool(name) and text.startswith(name) and not text[len(name) : len(name) + 1].isdigit()


def _plain(text: str) -> str:
    lowered = _EPOCH.sub("", text.strip().lower())
    return lowered[1:] if lowered[:1] == "v" and lowered[1:2].isdigit() else lowered


def cycle_of(version: str, cycles: Iterable[str]) -> str | None:
    """Return the most specific cycle that a version belongs to; None when it belongs to none."""
    fitting = [cycle for cycle in cycles if belongs_to_cycle(version, cycle)]
    return max(fitting, key=lambda cycle: (len(_plain(cycle)), cycle), default=None)


def find_end_of_life(
    components: Any, end_of_life: Any, *, as_of: date, horizon_days: int
) -> list[EndOfLife]:
    """List components whose support has ended, or ends within the horizon.

    Args:
        components: A `COMPONENTS` table.
        end_of_life: An `END_OF_LIFE` table.
        as_of: The day on which it is judged.
        horizon_days: How far ahead to look, 0 or more days.

    Returns:
        One row for each component and product, earliest end first.

    Cost:
        One filter over the components, then Python over those of a listed product.
    """
    by_purl, by_cpe = _cycles_by_identity(end_of_life)
    found = []
    for row in _candidates(components, by_purl, by_cpe):
        identity = (row["ecosystem"], row["package"])
        matches = [("purl", row["version"], product) for product in by_purl.get(identity, ())]
        if not matches:
            version = row["cpe_version"] or row["version"]
            matches = [("cpe", version, p) for p in by_cpe.get(row["cpe_package"], ())]
        for basis, version, cycles in matches:
            cycle = cycle_of(version, cycles) if version else None
            if cycle is not None:
                found.append(_judge(row, cycles[cycle], basis, as_of))
    limit = as_of + timedelta(days=horizon_days)
    due = [e for e in found if e is not None and (e.eol_on is None or e.eol_on <= limit)]
    return sorted(due, key=lambda e: (e.eol_on or as_of, e.product, e.cycle, e.component_id))


def _cycles_by_identity(
    end_of_life: Any,
) -> tuple[dict[tuple[str, str], list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
    """Return the cycles of each product by package identity and by CPE vendor and product."""
    products: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in end_of_life.to_pylist():
        products[row["product"]][row["cycle"]] = row
    by_purl: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    by_cpe: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _, cycles in sorted(products.items()):
        first = next(iter(cycles.values()))
        identities = {_identity_of(purl) for purl in first["purls"]}
        for identity in sorted(i for i in identities if i is not None):
            by_purl[identity].append(cycles)
        for cpe in sorted(set(first["cpes"])):
            by_cpe[cpe].append(cycles)
    return dict(by_purl), dict(by_cpe)


def _identity_of(purl: str) -> tuple[str, str] | None:
    """Return (ecosystem, package); None for a purl that names no package Hiyoke matches on."""
    try:
        identity = package_of_purl(purl).identity
    except UnknownPackageError:
        return None
    return identity.ecosystem, identity.package


def _candidates(
    components: Any, by_purl: Mapping[tuple[str, str], Any], by_cpe: Mapping[str, Any]
) -> list[dict[str, Any]]:
    packages = pa.array(sorted({package for _, package in by_purl}), pa.string())
    cpes = pa.array(sorted(by_cpe), pa.string())
    wanted = pc.or_(
        pc.is_in(components["package"], value_set=packages),
        pc.is_in(components["cpe_package"], value_set=cpes),
    )
    columns = [
        "component_id", "ecosystem", "package", "version", "cpe_package", "cpe_version"
    ]  # fmt: skip
    return list(components.select(columns).filter(wanted).to_pylist())


def _judge(
    component: dict[str, Any], cycle: dict[str, Any], basis: str, as_of: date
) -> EndOfLife | None:
    """Return the end of one cycle; None when it has no end that is known."""
    eol_on = cycle["eol_on"]
    if eol_on is None and cycle["is_eol"] is not True:
        return None
    ecosystem = component["ecosystem"]
    return EndOfLife(
        component_id=component["component_id"],
        product=cycle["product"],
        product_title=cycle["product_title"],
        cycle=cycle["cycle"],
        eol_on=eol_on,
        days_left=None if eol_on is None else (eol_on - as_of).days,
        extended_until=cycle["extended_until"],
        latest_version=cycle["latest_version"],
        basis=basis,
        is_vendor_maintained=ecosystem is not None and is_distribution(ecosystem),
    )
