"""The demo bank's software, as lists of real packages and versions.

Each file of ``pools/`` is one SBOM: a few ``# name: value`` lines, then one component a line.

- ``pkg:type/name@version``, with ``owner=REF`` when an operating-system package carries it;
- in an rpm list, a package name, and optionally the date on which it was last patched; the version
  is the newest that the distribution had fixed by then;
- in a dpkg list, package, version, architecture, and source package and version where they differ;
- ``rpm:system:release:name:date ref=REF`` for an rpm inside a CycloneDX document;
- ``cpe:2.3:...`` with ``name=`` and ``version=`` for the product of an appliance.

What is not here: advisories (`facts`) and the formats (`sboms`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from packageurl import PackageURL

from hiyoke.versions import sort_key

if TYPE_CHECKING:
    from demo_bank.facts import Facts

FOLDER = Path(__file__).parent / "pools"
_OSV_SYSTEMS = {"almalinux": "AlmaLinux", "debian": "Debian"}
_OSV_ECOSYSTEMS = {
    "bitnami": "Bitnami",
    "cargo": "crates.io",
    "composer": "Packagist",
    "gem": "RubyGems",
    "golang": "Go",
    "maven": "Maven",
    "npm": "npm",
    "nuget": "NuGet",
    "pypi": "PyPI",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component of a pool, with the name advisories know it by."""

    name: str
    version: str
    purl: str | None = None
    cpe: str | None = None
    architecture: str = "x86_64"
    source: str | None = None
    source_version: str | None = None
    ref: str | None = None
    owner: str | None = None
    osv: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """One SBOM to be written."""

    name: str
    head: dict[str, str]
    parts: tuple[Part, ...]

    @property
    def format(self) -> str:
        """Format without its version."""
        return self.head["format"].split()[0]


def read_pools(facts: Facts) -> list[Pool]:
    """Return every pool, by name."""
    return [_read_pool(path, facts) for path in sorted(FOLDER.glob("*.txt"))]


def _read_pool(path: Path, facts: Facts) -> Pool:
    head: dict[str, str] = {}
    parts: list[Part] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            name, _, text = line[2:].partition(": ")
            head[name] = text
        elif line.strip():
            part = _part(line.split(), head, facts)
            parts += [part] if part is not None else []
    unique = {(part.purl, part.name, part.version): part for part in parts}
    return Pool(path.stem, head, tuple(unique.values()))


def _part(words: list[str], head: dict[str, str], facts: Facts) -> Part | None:
    options = dict(word.split("=", 1) for word in words[1:] if "=" in word)
    first = words[0]
    if first.startswith("pkg:"):
        return _package(first, options.get("owner"))
    if first.startswith("cpe:"):
        return Part(name=options["name"].replace("_", " "), version=options["version"], cpe=first)
    if first.startswith("rpm:"):
        _, system, release, name, day = first.split(":")
        return _rpm(name, f"{system} {release}", day, facts, ref=options.get("ref"))
    if head["format"] == "dpkg-status":
        return _deb(words, head["system"])
    return _rpm(first, head["system"], words[1] if words[1:] else head["patched-on"], facts)


def _package(purl: str, owner: str | None) -> Part:
    parsed = PackageURL.from_string(purl)
    joint = ":" if parsed.type == "maven" else "/"
    name = joint.join(filter(None, (parsed.namespace, parsed.name)))
    return Part(
        name=name,
        version=parsed.version,
        purl=parsed.to_string(),
        owner=owner,
        osv=(_OSV_ECOSYSTEMS[parsed.type], name),
    )


def _rpm(name: str, system: str, day: str, facts: Facts, ref: str | None = None) -> Part | None:
    identifier, release = system.split()
    ecosystem = f"{_OSV_SYSTEMS[identifier]}:{release.partition('.')[0]}"
    version = newest_fixed(ecosystem, name, day, facts)
    if version is None:
        return None
    epoch, colon, plain = version.rpartition(":")
    query = f"?arch=x86_64&distro={identifier}-{release}" + (f"&epoch={epoch}" if colon else "")
    return Part(
        name=name,
        version=version,
        purl=f"pkg:rpm/{identifier}/{name}@{plain}{query}",
        ref=ref,
        osv=(ecosystem, name),
    )


def newest_fixed(ecosystem: str, name: str, day: str, facts: Facts) -> str | None:
    """Return the newest version that `ecosystem` had published as fixed by `day`, or None."""
    versions = {
        event["fixed"]
        for record, affected in facts.of_package[ecosystem, name]
        if record["published"][:10] <= day
        for interval in affected["ranges"]
        for event in interval["events"]
        if "fixed" in event
    }
    return max(versions, key=_rpm_key, default=None)


@cache
def _rpm_key(version: str) -> bytes:
    return sort_key("rpm", version)


def _deb(words: list[str], system: str) -> Part:
    identifier, release = system.split()
    name, version, architecture, *source = words
    return Part(
        name=name,
        version=version,
        architecture=architecture,
        source=source[0] if source else None,
        source_version=source[1] if source[1:] else None,
        osv=(f"{_OSV_SYSTEMS[identifier]}:{release}", source[0] if source else name),
    )
