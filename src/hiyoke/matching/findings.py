"""Findings: settled answers joined with the component they are about.

What is not here: how answers were settled, and services (`hiyoke.risk`).
"""

from __future__ import annotations

from typing import Any

import ibis

from hiyoke.matching.basis import no_texts
from hiyoke.matching.inventory import component_id, shown_name
from hiyoke.tables import FINDINGS, NOT_ASSESSABLE

_DISTRIBUTION_PURL = r"(?i)^\s*pkg:/*(alpm|apk|deb|rpm)/"


def aliases_of(alias_members: Any) -> Any:
    """Return vulnerability_id and aliases, its other members, sorted. Nothing runs here."""
    others = alias_members.filter(alias_members.member_id != alias_members.vulnerability_id)
    return others.group_by("vulnerability_id").agg(
        aliases=others.member_id.collect(distinct=True, order_by=others.member_id)
    )


def findings_of(settled: Any, components: Any, aliases: Any) -> Any:
    """Return `FINDINGS`, sorted by component and vulnerability. Nothing runs here.

    Args:
        settled: Columns `settle.SETTLED`.
        components: As `inventory.distinct_components` gives them.
        aliases: As `aliases_of` gives them.
    """
    spoken_of = components.semi_join(settled, "component_no")
    named = settled.inner_join(
        spoken_of.select(
            component_no=spoken_of.component_no,
            component_id=component_id(spoken_of),
            purl=spoken_of.purl,
            name=shown_name(spoken_of),
            version=spoken_of.version,
            owner=spoken_of.owner,
        ),
        "component_no",
    ).left_join(aliases, "vulnerability_id")
    is_library = ~named.purl.re_search(_DISTRIBUTION_PURL)
    return (
        named.mutate(
            aliases=ibis.coalesce(named.aliases, no_texts()),
            check_backport=(
                named.owner.notnull() & is_library & (named.status == "affected")
            ).fill_null(
                False  # noqa: FBT003 - a column method; null means "no purl".
            ),
        )
        .select(list(FINDINGS.column_names))
        .order_by(["component_id", "vulnerability_id"])
    )


def not_assessable_of(problems: Any, settled: Any, components: Any) -> Any:
    """Return `NOT_ASSESSABLE`, sorted by component and reason. Nothing runs here.

    Args:
        problems: component_no and reason of components that no advisory can be held against.
        settled: Columns `settle.SETTLED`; its not assessable rows are gathered by reason.
        components: As `inventory.distinct_components` gives them.
    """
    open_rows = settled.filter(settled.status == "not_assessable")
    gathered = open_rows.group_by(["component_no", "reason"]).agg(
        vulnerability_ids=open_rows.vulnerability_id.collect(
            distinct=True, order_by=open_rows.vulnerability_id
        )
    )
    whole = problems.distinct().mutate(vulnerability_ids=no_texts())
    both = gathered.union(whole.select(gathered.columns))
    spoken_of = components.semi_join(both, "component_no")
    named = both.inner_join(
        spoken_of.select(
            component_no=spoken_of.component_no,
            component_id=component_id(spoken_of),
            purl=spoken_of.purl,
            name=shown_name(spoken_of),
            version=spoken_of.version,
        ),
        "component_no",
    )
    return named.select(list(NOT_ASSESSABLE.column_names)).order_by(["component_id", "reason"])
