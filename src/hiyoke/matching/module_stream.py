"""rpm modules: versions of different streams are not one line, whatever their order says.

AlmaLinux and its kin publish nodejs 14, 16 and 18 side by side as streams of one module, and a
fix for each. Held against the plain order of versions, nodejs 14 would stay "affected" until it
becomes 18. For packages built in a module, a claim about another stream is set aside

* when the component's purl states its stream, or
* when the component's stream can be told from its build and an advisory about that stream
  answers for the same vulnerability.

Otherwise the claim stands, marked ``[module_stream: ...]``: nobody has said that this stream is
safe. One advisory may name several fixed builds, one for each minor release of the distribution.
A component that is one of them is fixed, although it is below the highest. A build of the same
source that is not named stays affected, marked ``[fixed_source: ...]``. What is not here: the
modules' own metadata, which neither SBOMs nor OSV records carry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ibis
import pyarrow as pa

from hiyoke.matching.component_names import MODULE_TAG
from hiyoke.matching.reason import Reason
from hiyoke.matching.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: How an advisory's title names module and stream: "Important: nodejs:16 security update".
_STREAM: Final = re.compile(r"(?<![\w:/.-])([a-z0-9][\w.+-]*):([A-Za-z0-9][\w.-]*)(?![\w:])")
_BUILD: Final = re.compile(r"\.(module[\w.]*\+\d+\+[0-9a-f]+)")
_NUMBERS: Final = re.compile(r"\d+")

#: What overrules a verdict: `overruled` joins it to the evidence.
OVERRIDES: Final = pa.schema(
    [
        pa.field("component_no", pa.int64()),
        pa.field("ecosystem", pa.string()),
        pa.field("package", pa.string()),
        pa.field("vulnerability_id", pa.string()),
        pa.field("advisory_id", pa.string()),
        pa.field("source", pa.string()),
        pa.field("own_reason", pa.string()),
        pa.field("own_note", pa.string()),
    ]
)

_KEYS: Final = [
    "component_no",
    "ecosystem",
    "package",
    "vulnerability_id",
    "advisory_id",
    "source",
]


def is_modular(version: Any) -> Any:
    """Return the column expression that says whether a version was built in a module."""
    return version.contains(MODULE_TAG).fill_null(False)  # noqa: FBT003 - a column method.


def streams_in(title: str | None) -> frozenset[str]:
    """Return the modules and streams that an advisory's title names.

    Example:
        >>> sorted(streams_in("Moderate: virt:rhel and virt-devel:rhel security update"))
        ['virt-devel:rhel', 'virt:rhel']
    """
    return frozenset(":".join(pair) for pair in _STREAM.findall(title or ""))


class _Fix(NamedTuple):
    """A fixed build of one package, the streams its advisory names, and the flaw it fixes."""

    vulnerability_id: str
    advisory: tuple[str, str]
    version: str
    streams: frozenset[str]


def overrides_of(names: Iterable[Mapping[str, Any]], claims: Iterable[Mapping[str, Any]]) -> Any:
    """Return the claims that do not hold for modular components as their order would say.

    Args:
        names: component_no, ecosystem, release, package, version and module_stream of names
            whose version was built in a module and whose release is known.
        claims: ecosystem, release, package, vulnerability_id, advisory_id, source, fixed_version
            and summary of the claims about those packages that name a modular fixed version.

    Returns:
        An Arrow table of schema `OVERRIDES`: with own_reason where the claim is set aside, with
        own_note where it stands although its stream is another.

    Cost:
        One step for each name and claim of its package; modular packages are few.
    """
    fixes: dict[tuple[str, ...], list[_Fix]] = defaultdict(list)
    for claim in claims:
        fixes[(claim["ecosystem"], claim["release"], claim["package"])].append(
            _Fix(
                claim["vulnerability_id"],
                (claim["advisory_id"], claim["source"]),
                claim["fixed_version"],
                streams_in(claim["summary"]),
            )
        )
    rows: list[tuple[Any, ...]] = []
    for name in names:
        known = fixes[(name["ecosystem"], name["release"], name["package"])]
        head = (name["component_no"], name["ecosystem"], name["package"])
        told = _told_by_claim(name["version"], name["module_stream"], known)
        rows += [(*head, flaw, *advisory, *what) for (flaw, advisory), what in told.items()]
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(OVERRIDES)
    return pa.table(
        [pa.array(cell, field.type) for cell, field in zip(cells, OVERRIDES, strict=True)],
        schema=OVERRIDES,
    )


_Claim = tuple[str, tuple[str, str]]


def _told_by_claim(
    version: str, stated: str | None, fixes: list[_Fix]
) -> dict[_Claim, tuple[str | None, str | None]]:
    """Return reason or note for each vulnerability and advisory that is overruled."""
    own = _streams_of(version, stated, fixes)
    answered = {fix.vulnerability_id for fix in fixes if own & fix.streams}
    told: dict[_Claim, tuple[str | None, str | None]] = {}
    for flaw, advisory, fixed, streams in sorted(fixes, key=lambda fix: fix.version):
        if own and streams and not own & streams:
            if stated is not None or flaw in answered:
                told[flaw, advisory] = (Reason.OTHER_MODULE_STREAM.value, None)
            else:
                told[flaw, advisory] = (None, f" [module_stream: {', '.join(sorted(streams))}]")
        elif _without_zero_epoch(version) == _without_zero_epoch(fixed):
            told[flaw, advisory] = (Reason.FIXED_BUILD.value, None)
        elif _source(version) == _source(fixed):
            told.setdefault((flaw, advisory), (None, f" [fixed_source: {fixed}]"))
    return told


def _without_zero_epoch(version: str) -> str:
    return version.removeprefix("0:")


def _source(version: str) -> str:
    """Return version and release without the module build."""
    return _without_zero_epoch(version).partition(MODULE_TAG)[0]


def _streams_of(version: str, stated: str | None, fixes: list[_Fix]) -> frozenset[str]:
    """Return the streams a component may belong to; empty when nothing tells.

    1. What its purl states. 2. The streams of advisories that name exactly its module build.
    3. Where all streams of the package are numbered, those whose fixed versions share the most
    leading numbers with it: 14.16.0 is of nodejs:14.
    """
    if stated is not None:
        return frozenset({stated})
    build = _BUILD.search(version)
    same_build = [fix.streams for fix in fixes if build and fix.version.endswith(build.group(1))]
    if same_build:
        return frozenset().union(*same_build)
    shared: dict[str, int] = {}
    for fix in fixes:
        for stream in fix.streams:
            shared[stream] = max(shared.get(stream, 0), _shared_numbers(version, fix.version))
    if not shared or not all(stream.partition(":")[2][0].isdecimal() for stream in shared):
        return frozenset()
    most = max(shared.values())
    return frozenset(stream for stream, count in shared.items() if count == most and most > 0)


def _shared_numbers(one: str, other: str) -> int:
    """Return how many leading numbers two upstream versions share."""
    count = 0
    for a, b in zip(_upstream_numbers(one), _upstream_numbers(other), strict=False):
        if a != b:
            break
        count += 1
    return count


def _upstream_numbers(version: str) -> list[str]:
    upstream = version.rpartition(":")[2].partition("-")[0]
    return _NUMBERS.findall(upstream)


def overruled(evidence: Any, overrides: Any) -> Any:
    """Return the evidence with the verdicts that `overrides` changes. Nothing runs here.

    Args:
        evidence: As `settle.evidence_for` gives it.
        overrides: Schema `OVERRIDES`, at most one row for a name and a claim.
    """
    joined = evidence.left_join(overrides, _KEYS)
    set_aside = joined.own_reason.notnull() & (joined.verdict != Verdict.OUTSIDE.value)
    return joined.mutate(
        verdict=ibis.ifelse(set_aside, Verdict.SET_ASIDE.value, joined.verdict),
        reason=ibis.ifelse(set_aside, joined.own_reason, joined.reason),
        note=joined.own_note.fill_null(""),
    ).select(evidence.columns)
