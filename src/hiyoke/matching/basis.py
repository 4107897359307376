"""How a finding was matched, as a code and as one line that names both sides.

What is not here: which of several bases is shown (`settle` takes the best).
"""

from __future__ import annotations

from typing import Any

import ibis

from hiyoke.advisories.claim_rows import EXCLUSIVE
from hiyoke.matching.component_names import Role

_ROLE_RANK = {Role.PURL: "0", Role.SOURCE_PACKAGE: "1", Role.CPE: "2"}
_KIND_RANK = {"range": "0", "listed": "1", "all": "2"}


def no_texts() -> Any:
    """Return the empty list of texts as a column."""
    return ibis.literal([], type="array<string>")


def basis_of(joined: Any) -> Any:
    """Return the column expression ``role_kind``, for example ``source_package_range``."""
    return joined.role + "_" + joined.kind


def rank_of(joined: Any) -> Any:
    """Return the column expression that sorts bases, best first, as two digits.

    A package's own name comes before its source's, and a CPE, which names a product and not a
    package, last. A range comes before a listed version, and a claim about all versions last.
    """
    role = ibis.cases(
        *((joined.role == role.value, rank) for role, rank in _ROLE_RANK.items()), else_="9"
    )
    kind = ibis.cases(
        *((joined.kind == kind, rank) for kind, rank in _KIND_RANK.items()), else_="9"
    )
    return role + kind


def interval_text(joined: Any) -> Any:
    """Return the column expression for a claim's interval, as published.

    ``>=`` and ``<`` for bounds, ``>`` for an exclusive lower one, ``<=`` for a last affected
    version, ``=`` for a listed one, ``*`` for all versions and ``?`` with a code where it cannot
    be judged.
    """
    introduced = joined.introduced_version
    sign = ibis.ifelse(introduced.startswith(EXCLUSIVE), "", ">=")
    lower = (sign + introduced).fill_null("")
    upper = ibis.coalesce(
        ibis.literal("<") + joined.fixed_version,
        ibis.literal("<=") + joined.last_affected_version,
        ibis.literal(""),
    )
    comma = ibis.ifelse((lower != "") & (upper != ""), ",", "")
    return ibis.cases(
        (joined.obstacle.notnull(), ibis.literal("?") + joined.obstacle),
        (joined.kind == "listed", ibis.literal("=") + joined.exact_version),
        (joined.kind == "all", ibis.literal("*")),
        else_=lower + comma + upper,
    )


def matched_on(joined: Any) -> Any:
    """Return the column expression for the line that says what was held against what.

    ``pypi/django 3.2.1 in >=3.2,<3.2.5 (PYSEC-2021-98 osv)``; a distribution's release follows
    its ecosystem: ``deb/debian:12/openssl 3.0.9-1 in <3.0.11-1~deb12u2 (DSA-5532-1 osv)``.
    """
    release = (ibis.literal(":") + joined.claim_release).fill_null("")
    version = joined.version.fill_null("?")
    return (
        joined.ecosystem
        + release
        + "/"
        + joined.package
        + " "
        + version
        + " in "
        + interval_text(joined)
        + " ("
        + joined.advisory_id
        + " "
        + joined.source
        + ")"
    )
