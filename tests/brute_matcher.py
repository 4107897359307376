"""Matching as the documentation tells it, one component and one claim at a time.

The independent judge of `hiyoke.matching`: plain Python, no tables, no joins, no prepared
answers. Versions are compared by `packaging` where the scheme is pypi, else by their keys. It
shares with the product the reading of names (`names_of`), which has tests of its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from packaging.version import InvalidVersion, Version

from hiyoke.errors import UnsortableVersionError
from hiyoke.matching import Name, names_of
from hiyoke.versions import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
SILENT = ("git_only", "no_version_given")
_ROLE_RANKS = {"purl": "0", "source_package": "1", "cpe": "2"}
_KIND_RANKS = {"range": "0", "listed": "1", "all": "2"}


class Heard(NamedTuple):
    """One claim with what it says of one name."""

    name: Name
    claim: Row
    verdict: str
    reason: str | None
    is_certain: bool


def place(scheme: str | None, version: str | None) -> Any:
    """Return something that compares as the version does, or None."""
    if scheme is None or version is None:
        return None
    if scheme == "pypi":
        try:
            return Version(version)
        except InvalidVersion:
            return None
    try:
        return sort_key(scheme, version)
    except UnsortableVersionError:
        return None


def span(scheme: str | None, version: str | None) -> tuple[Any, Any]:
    """Return the lowest and highest place that a version may have."""
    low = place(scheme, version)
    if scheme == "rpm" and version is not None and "-" not in version and low is not None:
        return low, place(scheme, version + "-" + "9" * 40)
    return low, low


def below(one: Any, other: Any, *, or_equal: bool = False) -> bool:
    """Compare two places."""
    return bool(one < other or (or_equal and one == other))


def judge(name: Name, claim: Row) -> tuple[str, str | None]:
    """Hold one name against one claim, whatever the release."""
    if claim["obstacle"] is not None:
        return "unknown", claim["obstacle"]
    if claim["kind"] == "all":
        return "inside", None
    if name.version is None:
        return "outside", None
    return _judge_listed(name, claim) if claim["kind"] == "listed" else _judge_range(name, claim)


def _judge_listed(name: Name, claim: Row) -> tuple[str, str | None]:
    if claim["exact_version"] == name.version:
        return "inside", None
    listed = place(claim["scheme"], claim["exact_version"])
    if listed is None:
        return "outside", None
    if claim["scheme"] != name.scheme:
        return "unknown", "other_scheme"
    low, high = span(name.scheme, name.version)
    if low is None:
        return "outside", None
    if low == high:
        return ("inside" if low == listed else "outside"), None
    touches = not below(high, listed) and not below(listed, low)
    return ("unknown", "no_release_part") if touches else ("outside", None)


def _judge_range(name: Name, claim: Row) -> tuple[str, str | None]:
    scheme = claim["scheme"]
    if scheme != name.scheme:
        return "unknown", "other_scheme"
    low, high = span(name.scheme, name.version)
    if low is None:
        return "unknown", "unsortable_version"
    if all(in_range(claim, scheme, end) for end in (low, high)):
        return "inside", None
    introduced, stop = bounds(claim, scheme)
    reaches = introduced is None or not below(high, introduced)
    starts_before_end = stop is None or below(low, stop[0], or_equal=stop[1])
    if reaches and starts_before_end and low != high:
        return "unknown", "no_release_part"
    return "outside", None


def bounds(claim: Row, scheme: str) -> tuple[Any, tuple[Any, bool] | None]:
    """Return the lower bound and the upper one with whether it is inside."""
    introduced = place(scheme, claim["introduced_version"])
    if claim["fixed_version"] is not None:
        return introduced, (place(scheme, claim["fixed_version"]), False)
    if claim["last_affected_version"] is not None:
        return introduced, (place(scheme, claim["last_affected_version"]), True)
    return introduced, None


def in_range(claim: Row, scheme: str, version: Any) -> bool:
    """Whether a place lies in a claim's range."""
    introduced, stop = bounds(claim, scheme)
    if introduced is not None and below(version, introduced):
        return False
    return stop is None or below(version, stop[0], or_equal=stop[1])


def covers(claim: Row, version: Any) -> bool:
    """Whether an affected claim of any kind covers a place."""
    if claim["status"] != "affected" or claim["obstacle"] is not None:
        return False
    if claim["kind"] == "all":
        return True
    if claim["kind"] == "listed":
        return bool(place(claim["scheme"], claim["exact_version"]) == version)
    return in_range(claim, claim["scheme"], version)


def hear(
    names: Sequence[Name], claims: Sequence[Row], groups: Mapping[str, set[str]]
) -> dict[str, list[Heard]]:
    """Return by vulnerability what every claim says about the names."""
    heard: dict[str, list[Heard]] = defaultdict(list)
    for name in names:
        for claim in claims:
            if (claim["ecosystem"], claim["package"]) != (name.ecosystem, name.package):
                continue
            certain = claim["release"] is None or claim["release"] == name.release
            if not certain and name.release is not None:
                continue
            verdict, reason = judge(name, claim)
            for vulnerability in groups.get(claim["advisory_id"]) or {claim["advisory_id"]}:
                heard[vulnerability].append(Heard(name, claim, verdict, reason, certain))
    return heard


def label(claim: Row) -> str:
    """Name an advisory and its source."""
    return f"{claim['advisory_id']} ({claim['source']})"


def line(one: Heard) -> tuple[str, str, str]:
    """Return rank, basis and the text of what was held against what."""
    name, claim = one.name, one.claim
    release = f":{claim['release']}" if claim["release"] is not None else ""
    text = (
        f"{name.ecosystem}{release}/{name.package} {name.version or '?'} in {interval(claim)} "
        f"({claim['advisory_id']} {claim['source']})"
    )
    rank = _ROLE_RANKS[name.role] + _KIND_RANKS[claim["kind"]]
    return rank, f"{name.role}_{claim['kind']}", text


def interval(claim: Row) -> str:
    """Write an interval as the documentation does."""
    if claim["obstacle"] is not None:
        return f"?{claim['obstacle']}"
    if claim["kind"] == "listed":
        return f"={claim['exact_version']}"
    if claim["kind"] == "all":
        return "*"
    parts = []
    if claim["introduced_version"] is not None:
        introduced = claim["introduced_version"]
        parts.append(introduced if introduced.startswith(">") else f">={introduced}")
    if claim["fixed_version"] is not None:
        parts.append(f"<{claim['fixed_version']}")
    elif claim["last_affected_version"] is not None:
        parts.append(f"<={claim['last_affected_version']}")
    return ",".join(parts)


def settle(heard: list[Heard]) -> Row | None:
    """Return the answer about one component and one vulnerability, or None for no finding."""
    affected = [one for one in heard if one.claim["status"] == "affected"]
    hits = [one for one in affected if one.verdict == "inside" and one.is_certain]
    denials = [
        one
        for one in heard
        if one.claim["status"] == "not_affected" and one.verdict == "inside" and one.is_certain
    ]
    if hits:
        return _answer("affected", None, hits) | {
            "fixed_version": nearest_fix(heard, hits),
            "disagreement": disagreement(heard, hits, denials),
        }
    unsure = [one for one in affected if one.verdict == "inside"]
    if unsure:
        named = {one.claim["release"] for one in affected if not one.is_certain}
        hit = {one.claim["release"] for one in unsure}
        status = "affected" if hit == named else "not_assessable"
        answer = _answer(status, None if hit == named else "release_unknown", unsure)
        answer["matched_on"] += f" [release_unknown: {', '.join(sorted(hit))}]"
        if status == "affected":
            answer["disagreement"] = disagreement(heard, [], denials)
        return answer
    if denials:
        return _answer("not_affected", "stated_not_affected", denials)
    open_ones = [
        one
        for one in heard
        if (one.verdict == "unknown" and one.claim["status"] != "not_affected")
        or (one.verdict == "inside" and one.claim["status"] == "under_investigation")
    ]
    if any(one.verdict == "inside" for one in open_ones):
        return _answer("not_assessable", "under_investigation", open_ones)
    loud = sorted(one.reason or "" for one in open_ones if one.reason not in SILENT)
    silent = sorted(one.reason or "" for one in open_ones if one.reason in SILENT)
    if loud:
        return _answer("not_assessable", loud[0], open_ones)
    if silent and not outsiders(heard):
        return _answer("not_assessable", silent[0], open_ones)
    return None


def outsiders(heard: list[Heard]) -> list[str]:
    """Return the advisories that judged the version and found it outside."""
    by_advisory: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        by_advisory[label(one.claim)].append(one)
    return sorted(
        who
        for who, ones in by_advisory.items()
        if any(
            one.verdict == "outside" and one.is_certain and one.claim["status"] == "affected"
            for one in ones
        )
        and not any(
            one.verdict == "inside"
            and (
                one.claim["status"] == "affected"
                or (one.claim["status"] == "not_affected" and one.is_certain)
            )
            for one in ones
        )
    )


def nearest_fix(heard: list[Heard], hits: list[Heard]) -> str | None:
    """Return the lowest fixed version above the component that no claim calls affected."""
    best = min(line(one) for one in hits)
    is_product = best[0][0] == "2"
    candidates = []
    for one in heard:
        claim = one.claim
        if (
            claim["status"] != "affected"
            or claim["obstacle"] is not None
            or claim["fixed_version"] is None
            or not one.is_certain
            or (one.name.role == "cpe") != is_product
        ):
            continue
        fix = place(claim["scheme"], claim["fixed_version"])
        above = span(one.name.scheme, one.name.version)[1]
        if fix is None or above is None or not above < fix:
            continue
        rivals = [
            other.claim
            for other in heard
            if other.name == one.name and other.claim["release"] in (None, claim["release"])
        ]
        if not any(covers(rival, fix) for rival in rivals):
            candidates.append((fix, claim["fixed_version"]))
    return min(candidates)[1] if candidates else None


def disagreement(heard: list[Heard], hits: list[Heard], denials: list[Heard]) -> list[str]:
    """Return what other advisories say against a hit."""
    own: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for one in hits:
        fix = one.claim["fixed_version"]
        own[label(one.claim)] += [] if fix is None else [(place(one.claim["scheme"], fix), fix)]
    answers = {who: min(fixes) if fixes else None for who, fixes in own.items()}
    lines = []
    places: list[Any] = []
    for answer in answers.values():
        where = None if answer is None else answer[0]
        if where not in places:
            places.append(where)
    if len(places) > 1:
        told = sorted(f"{who} {fix[1] if fix else '-'}" for who, fix in answers.items())
        lines.append(f"fixed_version: {', '.join(told)}")
    if outside := outsiders(heard):
        lines.append(f"outside_range: {', '.join(outside)}")
    if denied := sorted({label(one.claim) for one in denials}):
        lines.append(f"stated_not_affected: {', '.join(denied)}")
    return lines


def _answer(status: str, reason: str | None, ones: Iterable[Heard]) -> Row:
    told = list(ones)
    _, basis, text = min(line(one) for one in told)
    return {
        "status": status,
        "reason": reason,
        "basis": basis,
        "matched_on": text,
        "fixed_version": None,
        "advisory_ids": sorted({one.claim["advisory_id"] for one in told}),
        "disagreement": [],
    }


def brute_findings(
    inventory: Sequence[Row], claims: Sequence[Row], groups: Mapping[str, Iterable[str]]
) -> dict[tuple[str | None, str | None, str], Row]:
    """Return answers by purl, CPE and vulnerability.

    Args:
        inventory: Rows with the content columns of `INVENTORY`.
        claims: Rows of `AFFECTED_RANGES` of advisories that stand.
        groups: Members by vulnerability.
    """
    of_member: dict[str, set[str]] = defaultdict(set)
    for vulnerability, members in groups.items():
        for member in {*members, vulnerability}:
            of_member[member].add(vulnerability)
    found = {}
    for component in inventory:
        names, _ = names_of(component)
        for vulnerability, heard in hear(names, claims, of_member).items():
            answer = settle(heard)
            if answer is not None:
                found[(component["purl"], component["cpe"], vulnerability)] = answer
    return found
