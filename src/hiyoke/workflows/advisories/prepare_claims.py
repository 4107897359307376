"""Prepare a store's claims and answers on an engine, once per generation.

What is not here: the store itself (`hiyoke.advisories`) and matching (`collect_findings`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke import matching

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.matching import AdvisoryTables
    from hiyoke.workflows.engine_session import EngineSession


@dataclass(frozen=True, slots=True)
class Prepared:
    """What matching needs of a store, as tables of one session.

    Attributes:
        claims: `CLAIMS`.
        answers: `ANSWERS`.
        advisories: `ADVISORIES`.
        mixed: The claims that are mixed; answers leave them out.
        aliases: vulnerability_id and aliases: list of string.
        packages: ecosystem and package of every claim, distinct.
        coverage: ecosystem and release of every claim of the store, distinct.
    """

    claims: Any
    answers: Any
    advisories: Any
    mixed: Any
    aliases: Any
    packages: Any
    coverage: Any


def prepare_claims(
    session: EngineSession,
    tables: AdvisoryTables,
    packages: Any | None = None,
    *,
    as_of: datetime | None = None,
) -> Prepared:
    """Work out claims and answers of a store.

    Args:
        session: The engine.
        tables: The store's tables on that engine.
        packages: Ecosystem and package of the claims wanted; None for the whole store.
        as_of: Knowledge cut-off, aware; None counts everything.

    Cost:
        Seconds for 40,000 advisories. It is done once per generation, not per match.
    """
    session.notes.clear()  # What was prepared before is about to be replaced.
    variant = f"{'some' if packages is not None else 'all'} {as_of}"
    claims = session.keep(
        "claims",
        lambda: matching.matchable_claims(tables, packages, as_of=as_of),
        variant=variant,
    )
    answers = answers_for(session, claims)
    coverage = session.keep(
        "coverage", lambda: matching.covered_releases(tables, as_of=as_of), variant=variant
    )
    return with_shortcuts(session, tables, claims, answers, coverage)


def answers_for(session: EngineSession, claims: Any, *, step: str = "answers") -> Any:
    """Work out the answers of claims and keep them as the table named `step`."""
    runs = session.keep(f"{step} runs", lambda: matching.runs_of(claims))
    evidence = session.keep(f"{step} evidence", lambda: matching.run_evidence(runs, claims))
    weighed = session.keep(f"{step} weighed", lambda: matching.weigh_evidence(evidence))
    settled = session.keep(f"{step} settled", lambda: matching.settle_weighed(weighed))
    return session.keep(
        step,
        lambda: matching.answers_alone(claims).union(matching.answers_together(runs, settled)),
    )


def with_shortcuts(
    session: EngineSession, tables: AdvisoryTables, claims: Any, answers: Any, coverage: Any
) -> Prepared:
    """Return claims and answers with the small tables that every match asks for."""
    return Prepared(
        claims=claims,
        answers=answers,
        advisories=tables.advisories,
        mixed=session.keep("mixed", lambda: claims.filter(claims.is_mixed)),
        aliases=session.keep("aliases", lambda: matching.aliases_of(tables.alias_members)),
        packages=session.keep("packages", lambda: claims.select("ecosystem", "package").distinct()),
        coverage=coverage,
    )
