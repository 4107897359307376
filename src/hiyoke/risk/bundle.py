"""Bundles: one version bump that closes many findings at once.

The target of a component is the highest of the fixed versions that its findings name on its
branch: the smallest version that closes them all. Components of one package that share a target
and are looked after by the same people are one bundle. What is not here: windows and crews.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.packages import is_distribution
from hiyoke.versions import sort_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_EPOCH = re.compile(r"\A[0-9]+:")


@dataclass(frozen=True, slots=True)
class Target:
    """The version one component should go to.

    Attributes:
        component_id: The component.
        version: Smallest version that closes its findings with a known fix.
        key: Its sort key.
    """

    component_id: str
    version: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is still known to affect a target version.

    Attributes:
        vulnerability_ids: Known vulnerabilities of the target version itself, sorted.
        clean_version: Smallest published bound beyond the target that no known range holds; None
            when the data name none.
    """

    vulnerability_ids: tuple[str, ...]
    clean_version: str | None


def targets_of(fixes: Iterable[tuple[str, str | None, str]]) -> dict[str, Target]:
    """Return the target version of each component.

    Args:
        fixes: (component_id, version scheme, fixed version), one for each finding with a fix. A
            fixed version that cannot be sorted is left out: its finding stays without a target.

    Returns:
        One target by component, in order of identifier.

    Cost:
        Each distinct fixed version is keyed once for each scheme.
    """
    by_scheme: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for component_id, scheme, version in fixes:
        if scheme is not None:
            by_scheme[scheme][version].add(component_id)
    best: dict[str, Target] = {}
    for scheme, versions in by_scheme.items():
        texts = sorted(versions)
        for text, key in zip(texts, sort_keys(scheme, texts), strict=True):
            if key is None:
                continue
            for component_id in versions[text]:
                current = best.get(component_id)
                if current is None or (key, text) > (current.key, current.version):
                    best[component_id] = Target(component_id, text, key)
    return {component_id: best[component_id] for component_id in sorted(best)}


def remainder_of(target: bytes, ranges: Sequence[Mapping[str, Any]]) -> Remainder:
    """Say whether a target version is itself known to be affected.

    Args:
        target: Sort key of the target version.
        ranges: Affected ranges of the package: introduced_key, fixed_key, fixed_version and
            vulnerability_id.

    Returns:
        The vulnerabilities whose range holds the target, and the next version outside every
        range, found by moving to the furthest fix of the ranges that hold the candidate.

    Cost:
        At most one pass over `ranges` for each distinct fixed version.
    """
    holding = [r for r in ranges if _holds(r, target)]
    affected = tuple(sorted({str(r["vulnerability_id"]) for r in holding}))
    clean_version: str | None = None
    while holding:
        ends = [
            (r["fixed_key"], r["fixed_version"])
            for r in holding
            if r["fixed_key"] is not None and r["fixed_version"] is not None
        ]
        if len(ends) < len(holding):
            return Remainder(affected, None)
        key, clean_version = max(ends)
        holding = [r for r in ranges if _holds(r, key)]
    return Remainder(affected, clean_version)


def _holds(interval: Mapping[str, Any], key: bytes) -> bool:
    low, high = interval["introduced_key"], interval["fixed_key"]
    return (low is None or low <= key) and (high is None or key < high)


#: Columns of a bundle that add up, and those that are gathered, when packages come as one update.
_ADDED = (
    "finding_count",
    "priority_finding_count",
    "priority_dated_count",
    "known_exploited_count",
)
_GATHERED = ("system_ids", "component_ids", "vulnerability_ids", "versions")


def merge_vendor_updates(bundles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Join the packages that a distribution publishes as one update.

    Where SBOMs name no source package, ``httpd``, ``httpd-core`` and ``mod_ssl`` look like three
    updates. Packages of one release that go to the same version, epoch aside, for a shared
    vulnerability and in the same hands come from one source, so they are one.

    Args:
        bundles: Rows of `summarise_bundles`, in any order.

    Returns:
        The same rows with ``packages``, every package of the update, sorted; joined rows carry
        the shortest name. Packages of language ecosystems are never joined.
    """
    joined: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    ordered = sorted(bundles, key=lambda b: (b["ecosystem"] or "", b["package"] or ""))
    for number, bundle in enumerate(ordered):
        row = dict(bundle) | {"packages": [bundle["package"]]}
        own: tuple[Any, ...] = (number,)
        if row["ecosystem"] is not None and is_distribution(row["ecosystem"]):
            bare = _EPOCH.sub("", row["target_version"])
            own = (row["ecosystem"], row["release"], row["group_id"], bare)
        _join_into(joined[own], row)
    return [row for rows in joined.values() for row in rows]


def _join_into(rows: list[dict[str, Any]], new: dict[str, Any]) -> None:
    """Join a row with every earlier one that shares a vulnerability, else add it."""
    for row in [r for r in rows if set(r["vulnerability_ids"]) & set(new["vulnerability_ids"])]:
        rows.remove(row)
        new = _joined(row, new)
    rows.append(new)


def _joined(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    packages = sorted({*one["packages"], *two["packages"]})
    lead = min(one, two, key=lambda b: (len(b["package"]), b["package"]))
    days = [b["due_on"] for b in (one, two) if b["due_on"] is not None]
    return (
        dict(lead)
        | {name: one[name] + two[name] for name in _ADDED}
        | {name: sorted({*one[name], *two[name]} - {None}) for name in _GATHERED}
        | {
            "packages": packages,
            "vulnerability_count": len({*one["vulnerability_ids"], *two["vulnerability_ids"]}),
            "due_on": min(days, default=None),
            "best_rank": min(one["best_rank"], two["best_rank"]),
        }
    )


def bundle_id_of(*parts: str | None) -> str:
    """Return a short, stable identifier for a bundle from what makes it distinct.

    Example:
        >>> bundle_id_of("npm", None, "lodash", "4.17.21", "crew-web")
        'B-5bc67216'
    """
    text = "\x1f".join("" if part is None else part for part in parts)
    return f"B-{hashlib.blake2s(text.encode(), digest_size=4).hexdigest()}"
