"""Distinct purls like those of a country's estates, from a fixed seed and real package names.

A share of the components belongs to packages that some advisory is about; their versions lie
around the bounds that advisories publish, where a match is hardest. The rest has names that no
advisory knows. What is not here: where the components are placed (`synthetic_population`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hiyoke.tables import AFFECTED_RANGES

if TYPE_CHECKING:
    from hiyoke.advisories.store import AdvisoryStore

SEED: Final = 20_260_522

#: Share of distinct components whose package some advisory is about.
KNOWN_SHARE: Final = 0.2

#: By ecosystem: purl text before the name, qualifiers after the version, and share of the
#: components known to advisories. Distributions have few distinct builds, on very many hosts.
_FORMS: Final = {
    "bitnami": ("pkg:bitnami/", "", 0.01),
    "cargo": ("pkg:cargo/", "", 0.03),
    "composer": ("pkg:composer/", "", 0.03),
    "deb/debian": ("pkg:deb/debian/", "?arch=amd64&distro=debian-{release}", 0.05),
    "gem": ("pkg:gem/", "", 0.03),
    "golang": ("pkg:golang/", "", 0.1),
    "maven": ("pkg:maven/", "", 0.25),
    "npm": ("pkg:npm/", "", 0.22),
    "nuget": ("pkg:nuget/", "", 0.03),
    "pypi": ("pkg:pypi/", "", 0.2),
    "rpm/almalinux": ("pkg:rpm/almalinux/", "?arch=x86_64&distro=almalinux-{release}", 0.05),
}

#: Ecosystems of the names that no advisory knows, with their shares.
_OTHERS: Final = {"npm": 0.4, "maven": 0.25, "pypi": 0.15, "golang": 0.1, "nuget": 0.1}


def synthetic_purls(store: AdvisoryStore, count: int) -> Any:
    """Return `count` distinct purls as an Arrow string array, sorted.

    Sorting puts the versions of one package side by side, as a register of components would.
    """
    known = _known_purls(store, int(count * KNOWN_SHARE))
    purls = pa.concat_arrays([known, _unknown_purls(count - len(known))])
    return purls.take(pc.sort_indices(purls))


def _known_purls(store: AdvisoryStore, count: int) -> Any:
    rng = np.random.default_rng(SEED)
    found: set[str] = set()
    for ecosystem, bounds in sorted(_bounds_by_package(store).items()):
        wanted = len(found) + int(count * _FORMS[ecosystem][2])
        while len(found) < wanted:
            picks = rng.integers(0, len(bounds), wanted - len(found))
            draws = rng.integers(0, 1 << 30, (len(picks), 4))
            for pick, draw in zip(picks.tolist(), draws.tolist(), strict=True):
                release, package, versions = bounds[pick]
                found.add(_purl(ecosystem, release, package, _version_near(versions, draw)))
    return pa.array(sorted(found))


def _bounds_by_package(
    store: AdvisoryStore,
) -> dict[str, list[tuple[str | None, str, list[str]]]]:
    """Return release, package and published bounds of every package, by ecosystem."""
    columns = ["ecosystem", "release", "package", "introduced_version", "fixed_version"]
    bounds: dict[str, dict[tuple[str, str], set[str]]] = {name: {} for name in _FORMS}
    for row in pq.read_table(store.path_of(AFFECTED_RANGES), columns=columns).to_pylist():
        if row["ecosystem"] in bounds:
            place = (row["release"] or "", row["package"])
            texts = bounds[row["ecosystem"]].setdefault(place, set())
            texts.update(filter(None, (row["introduced_version"], row["fixed_version"])))
    return {
        ecosystem: [(release, package, sorted(texts)) for (release, package), texts in rows]
        for ecosystem, rows in ((name, sorted(places.items())) for name, places in bounds.items())
        if rows
    }


def _version_near(bounds: list[str], draw: list[int]) -> str:
    """Return a version close to one of the bounds: its number, with another last part."""
    if not bounds:
        return f"{draw[0] % 20}.{draw[1] % 30}.{draw[2] % 40}"
    bound = bounds[draw[0] % len(bounds)]
    if draw[1] % 8 == 0:
        return bound
    head, dash, tail = bound.partition("-")
    parts = head.split(".")
    place = draw[2] % len(parts)
    number = parts[place]
    parts[place] = str(draw[3] % (int(number[:9]) + 12)) if number.isdecimal() else number
    return ".".join(parts) + dash + tail


def _purl(ecosystem: str, release: str | None, package: str, version: str) -> str:
    start, end, _ = _FORMS[ecosystem]
    name = package.replace(":", "/").replace("@", "%40")
    version = version.removeprefix("0:").replace("+", "%2B").replace(" ", "%20")
    return f"{start}{name}@{version}{end.format(release=release or '12')}"


def _unknown_purls(count: int) -> Any:
    """Return purls of packages without advisories: about twenty versions a package."""
    parts: list[Any] = []
    for number, (kind, share) in enumerate(sorted(_OTHERS.items())):
        wanted = (
            int(count * share)
            if number + 1 < len(_OTHERS)
            else count - sum(len(part) for part in parts)
        )
        index = np.arange(wanted, dtype=np.int64)
        group = "example.org/" if kind == "golang" else "org.example/" if kind == "maven" else ""
        name = pc.binary_join_element_wise(
            f"pkg:{kind}/{group}quiet-", pa.array(index // 20).cast(pa.string()), ""
        )
        major = pa.array(index % 20 // 5).cast(pa.string())
        minor = pa.array(index % 5).cast(pa.string())
        parts.append(pc.binary_join_element_wise(name, "@", major, ".", minor, ".1", ""))
    return pa.concat_arrays(parts)
