"""Match purls with univers' version classes, over an index of the same ranges by package name.

Usage: ``python peer_univers.py PURLS OSV_FOLDER STORE``. Prints one JSON line. The index and its
parsed bounds are not counted; reading purls, parsing versions and comparing are.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from packageurl import PackageURL
from univers import versions

from hiyoke.advisories.store import load_store
from hiyoke.tables import AFFECTED_RANGES

CLASSES = {
    "bitnami": versions.SemverVersion,
    "cargo": versions.SemverVersion,
    "composer": versions.ComposerVersion,
    "deb/debian": versions.DebianVersion,
    "gem": versions.RubygemsVersion,
    "golang": versions.GolangVersion,
    "maven": versions.MavenVersion,
    "npm": versions.SemverVersion,
    "nuget": versions.NugetVersion,
    "pypi": versions.PypiVersion,
    "rpm/almalinux": versions.RpmVersion,
}
COLUMNS = [
    *("ecosystem", "release", "package", "kind", "obstacle", "advisory_id"),
    *("introduced_version", "fixed_version", "last_affected_version", "exact_version"),
]


def _parsed(ecosystem: str, text: str | None) -> Any:
    if text is None:
        return None
    try:
        return CLASSES[ecosystem](text)
    except Exception:  # noqa: BLE001 - the peer raises what it likes.
        return None


def index_of(store_folder: Path) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    """Return release, lower, upper, last and listed versions of every claim, by package."""
    index: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    table = load_store(store_folder).table(AFFECTED_RANGES).select(COLUMNS)
    for row in table.to_pylist():
        ecosystem = row["ecosystem"]
        if ecosystem in CLASSES and row["obstacle"] is None:
            bounds = [_parsed(ecosystem, row[name]) for name in COLUMNS[6:]]
            index[ecosystem, row["package"]].append((row["release"], *bounds))
    return index


def matches_of(purl: str, index: dict[tuple[str, str], list[tuple[Any, ...]]]) -> int:
    """Return how many claims hold for one purl."""
    read = PackageURL.from_string(purl)
    kind = read.type
    name = read.name
    ecosystem = kind
    if kind in ("deb", "rpm"):
        ecosystem = f"{kind}/{read.namespace}"
    elif read.namespace:
        name = f"{read.namespace}{':' if kind == 'maven' else '/'}{name}"
    claims = index.get((ecosystem, name))
    if not claims:
        return 0
    version = _parsed(ecosystem, read.version)
    if version is None:
        return 0
    distro = read.qualifiers.get("distro", "").rpartition("-")[2]
    found = 0
    for release, introduced, fixed, last, listed in claims:
        if release is not None and release != distro:
            continue
        if listed is not None:
            found += version == listed
            continue
        try:
            found += (
                (introduced is None or introduced <= version)
                and (fixed is None or version < fixed)
                and (last is None or version <= last)
            )
        except Exception:  # noqa: BLE001, S112 - as above.
            continue
    return found


def main(purl_file: Path, store_folder: Path) -> None:
    """Index, match, print."""
    index = index_of(store_folder)
    purls = purl_file.read_text(encoding="utf-8").splitlines()
    start = time.perf_counter()
    matches = sum(matches_of(purl, index) for purl in purls)
    told = {
        "seconds": time.perf_counter() - start,
        "matches": matches,
        "what": "packageurl-python, univers' versions and an index of parsed bounds by name",
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[3]))
