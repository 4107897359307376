"""Run the matching expressions on an engine: an inventory in, findings out.

The order of steps keeps the cost with what can be met: distinct components, then the names that
some advisory knows, then keys for their distinct versions, then the join with answers that were
prepared once per store. What is not here: preparing (`prepare_claims`), files (`match_sboms`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from hiyoke import matching
from hiyoke.matching import Reason, Role
from hiyoke.tables import FINDINGS, NOT_ASSESSABLE
from hiyoke.versions import apk, is_branch, sort_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiyoke.workflows.advisories.prepare_claims import Prepared
    from hiyoke.workflows.engine_session import EngineSession

#: Release that no rpm has: below it lies every release that a version without one may mean.
_HIGHEST_RELEASE = "-" + "9" * 40
_PLACE = ("ecosystem", "release", "package")


@dataclass(frozen=True, slots=True)
class Matched:
    """The answer of one run, as Arrow tables in a fixed order.

    Attributes:
        findings: `FINDINGS`, sorted by component and vulnerability.
        not_assessable: `NOT_ASSESSABLE`, sorted.
        component_count: Distinct components looked at.
    """

    findings: Any
    not_assessable: Any
    component_count: int


class Settled(NamedTuple):
    """What is known of an inventory's components, as tables of one session.

    Attributes:
        settled: Columns `matching.SETTLED`.
        problems: component_no and reason, of components no advisory can be held against.
        names: Columns `matching.NAMES`, all names of the components.
        aliases: vulnerability_id and aliases.
    """

    settled: Any
    problems: Any
    names: Any
    aliases: Any


def collect_findings(
    session: EngineSession, prepare: Callable[[Any], Prepared], inventory: Any
) -> Matched:
    """Match an inventory and return findings and what could not be judged.

    Args:
        session: The engine.
        prepare: Given the components' names, returns the store's claims and answers on the same
            engine: at least those about these names.
        inventory: Arrow table with columns of `INVENTORY`; missing ones count as null.

    Cost:
        Grows with distinct components, and with findings; 10,000 components take a fraction of a
        second once the session is warm.
    """
    lines = session.lend("inventory", inventory)
    components = session.keep("components", lambda: matching.distinct_components(lines))
    return as_findings(session, components, settle_components(session, prepare, components))


def settle_components(
    session: EngineSession, prepare: Callable[[Any], Prepared], components: Any
) -> Settled:
    """Answer for every component; arguments as in `collect_findings`."""
    all_names, read_problems = _names(session, components)
    prepared = prepare(all_names)
    problems = session.keep(
        "problems", lambda: read_problems.union(_uncovered(all_names, prepared.coverage))
    )
    names = _keyed(session, prepared, all_names)
    quick = session.keep(
        "quick_settled",
        lambda: matching.met_answers(names.filter(~names.needs_weighing), prepared.answers),
    )
    slow = session.keep("slow_names", lambda: names.filter(names.needs_weighing))
    has_mixed = session.row_count(prepared.mixed) > 0
    if session.row_count(slow) or has_mixed:
        slow_settled = _weighed(session, prepared, names, has_mixed=has_mixed)
        settled = session.keep("settled", lambda: quick.union(slow_settled), variant="both")
    else:
        settled = session.keep("settled", lambda: quick, variant="quick")
    return Settled(settled, problems, all_names, prepared.aliases)


def as_findings(session: EngineSession, components: Any, answered: Settled) -> Matched:
    """Return the answers with the components they are about, in a fixed order."""
    settled, problems, _, aliases = answered
    variant = components.get_name()
    findings = session.arrow(
        "findings",
        lambda: matching.findings_of(settled, components, aliases),
        variant=f"{variant} {settled.get_name()}",
    )
    open_rows = session.arrow(
        "not_assessable",
        lambda: matching.not_assessable_of(problems, settled, components),
        variant=f"{variant} {settled.get_name()} {problems.get_name()}",
    )
    return Matched(
        findings=FINDINGS.select_from(findings).combine_chunks(),
        not_assessable=NOT_ASSESSABLE.select_from(open_rows).combine_chunks(),
        component_count=session.row_count(components),
    )


def _names(session: EngineSession, components: Any) -> tuple[Any, Any]:
    """Return the names of all components, and problems known before any claim is read.

    The engine names what is written in the common forms; the rest is read one by one.
    """
    variant = components.get_name()
    quick = components.filter(matching.has_quick_cpe(components))
    parts = session.keep(
        "parts",
        lambda: matching.distribution_parts(quick.filter(matching.is_shaped(quick))),
        variant=variant,
    )
    spellings = session.arrow("spellings", lambda: matching.spellings_of(parts))
    vendors = session.lend("vendors", matching.read_vendors(spellings.to_pylist()))
    purl_names = session.keep(
        "purl_names",
        lambda: matching.plain_names(quick.filter(matching.is_plain(quick))).union(
            matching.distribution_names(parts, vendors)
        ),
        variant=variant,
    )
    with_cpe = components.filter(matching.has_plain_cpe(components))
    cpe_only = with_cpe.filter(matching.is_plain_cpe_alone(with_cpe))
    beside = with_cpe.semi_join(purl_names, "component_no")
    cpe_names = session.keep(
        "cpe_names",
        lambda: matching.cpe_names(cpe_only.union(beside), purl_names),
        variant=variant,
    )
    odd = session.arrow(
        "odd",
        lambda: components.anti_join(purl_names, "component_no").anti_join(
            cpe_names, "component_no"
        ),
        variant=variant,
    )
    read, problems = matching.read_names(odd.to_pylist())
    odd_names = session.lend("odd_names", read)
    # Not kept: a copy of a million names costs more than reading three tables twice.
    names = purl_names.union(cpe_names).union(odd_names)
    return names, session.lend("read_problems", problems)


def _uncovered(names: Any, coverage: Any) -> Any:
    """Return components of which the store knows no ecosystem, or not the release."""
    ecosystems = coverage.select("ecosystem").distinct()
    elsewhere = names.semi_join(ecosystems, "ecosystem").select("component_no")
    whole = names.anti_join(ecosystems, "ecosystem").anti_join(elsewhere, "component_no")
    free = coverage.filter(coverage.release.isnull()).select("ecosystem")
    release = (
        names.filter(names.release.notnull() & (names.role != Role.CPE.value))
        .semi_join(ecosystems, "ecosystem")
        .anti_join(coverage, ["ecosystem", "release"])
        .anti_join(free, "ecosystem")
    )
    return whole.select(
        "component_no", reason=ibis.literal(Reason.ECOSYSTEM_NOT_COVERED.value)
    ).union(release.select("component_no", reason=ibis.literal(Reason.RELEASE_NOT_COVERED.value)))


def _keyed(session: EngineSession, prepared: Prepared, all_names: Any) -> Any:
    """Return the names that some advisory knows, with keys; say which need weighing."""
    known = session.keep(
        "known_names",
        lambda: all_names.semi_join(prepared.packages, ["ecosystem", "package"]),
    )
    versions = known.filter(known.version.notnull() & known.scheme.notnull())
    texts = session.arrow("versions", lambda: versions.select("scheme", "version").distinct())
    keys = session.lend("version_keys", keys_of_versions(texts))
    return session.keep("names", lambda: matching.with_keys(known, keys))


def _weighed(session: EngineSession, prepared: Prepared, names: Any, *, has_mixed: bool) -> Any:
    """Weigh what prepared answers do not fit: unusual names, and mixed claims."""

    def meetings() -> Any:
        slow = names.filter(names.needs_weighing)
        met = matching.met(matching.candidates(slow, prepared.claims))
        if not has_mixed:
            return met
        quick = names.filter(~names.needs_weighing)
        return met.union(matching.met(matching.candidates(quick, prepared.mixed)))

    met = session.keep("met", meetings, variant="mixed" if has_mixed else "")
    pairs = met.select("component_no", "vulnerability_id").distinct()
    named = session.keep("named", lambda: pairs.inner_join(names, "component_no"))
    overrides = session.lend("overrides", _overrides(session, prepared, named))
    evidence = session.keep(
        "evidence",
        lambda: matching.overruled(matching.evidence_for(named, prepared.claims), overrides),
    )
    weighed = session.keep("weighed", lambda: matching.weigh_evidence(evidence))
    return session.keep("slow_settled", lambda: matching.settle_weighed(weighed))


def _overrides(session: EngineSession, prepared: Prepared, named: Any) -> Any:
    """Return what the streams of rpm modules overrule, as an Arrow table."""
    modular = session.keep(
        "modular",
        lambda: (
            named.filter(matching.is_modular(named.version) & named.release.notnull())
            .select("component_no", *_PLACE, "version", "module_stream")
            .distinct()
        ),
    )
    if not session.row_count(modular):
        return matching.overrides_of([], [])
    claims, advisories = prepared.claims, prepared.advisories
    fixes = session.arrow(
        "module_fixes",
        lambda: (
            claims.filter(matching.is_modular(claims.fixed_version))
            .semi_join(modular, _PLACE)
            .left_join(advisories, ["advisory_id", "source"])
            .select(
                *_PLACE, "vulnerability_id", "advisory_id", "source", "fixed_version", "summary"
            )
            .distinct()
        ),
    )
    names = session.arrow("modular_names", lambda: modular)
    return matching.overrides_of(names.to_pylist(), fixes.to_pylist())


def keys_of_versions(texts: Any) -> Any:
    """Return the sort key of each distinct scheme and version.

    Args:
        texts: Arrow table of scheme and version, both without nulls, rows distinct.

    Returns:
        An Arrow table of scheme, version, key and high_key; both keys are null for a version that
        cannot be sorted. They differ for an rpm version without its release part, which may be
        any release.

    Cost:
        1 to 10 microseconds a row.
    """
    parts = []
    for scheme in pc.unique(texts["scheme"]).to_pylist():
        rows = texts.filter(pc.equal(texts["scheme"], scheme))
        versions = rows["version"].to_pylist()
        keys = sort_keys(scheme, versions)
        if scheme == "composer":
            # A branch moves: its place in the order does not tell which fixes a copy holds.
            keys = [None if is_branch(v) else k for v, k in zip(versions, keys, strict=True)]
        elif scheme == "apk":
            # apk promises no order for what it calls invalid.
            keys = [k if apk.is_valid(v) else None for v, k in zip(versions, keys, strict=True)]
        high_keys = keys
        if scheme == "rpm":
            high_keys = sort_keys(
                scheme, [v if "-" in v else v + _HIGHEST_RELEASE for v in versions]
            )
        parts.append(_key_rows(rows, keys, high_keys))
    return pa.concat_tables(parts) if parts else _key_rows(texts, [], [])


def _key_rows(rows: Any, keys: list[bytes | None], high_keys: list[bytes | None]) -> Any:
    return (
        rows.select(["scheme", "version"])
        .append_column("key", pa.array(keys, pa.binary()))
        .append_column("high_key", pa.array(high_keys, pa.binary()))
    )
