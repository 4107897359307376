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
        mixed: The claims that are mixed; answers leave them out.
        aliases: vulnerability_id and aliases: list of string.
        packages: ecosystem and package of every claim, distinct.
        coverage: ecosystem and release of every claim, distinct.
    """

    claims: Any
    answers: Any
    mixed: Any
    aliases: Any
    packages: Any
    coverage: Any


def prepare_claims(
    session: EngineSession, tables: AdvisoryTables, *, as_of: datetime | None = None
) -> Prepared:
    """Work out claims and answers of a whole store.

    Args:
        session: The engine.
        tables: The store's tables on that engine.
        as_of: Knowledge cut-off, aware; None counts everything.

    Cost:
        Seconds for 40,000 advisories. It is done once per generation, not per match.
    """
    claims = session.keep(
        "claims", lambda: matching.matchable_claims(tables, as_of=as_of), is_remembered=False
    )
    answers = answers_for(session, claims)
    aliases = session.keep("aliases", lambda: matching.aliases_of(tables.alias_members))
    return with_shortcuts(session, claims, answers, aliases)


def answers_for(session: EngineSession, claims: Any) -> Any:
    """Work out the answers of claims; one kept table."""
    runs = session.keep("runs", lambda: matching.runs_of(claims))
    evidence = session.keep("run_evidence", lambda: matching.run_evidence(runs, claims))
    return session.keep(
        "answers",
        lambda: matching.answers_alone(claims).union(matching.answers_together(runs, evidence)),
    )


def with_shortcuts(session: EngineSession, claims: Any, answers: Any, aliases: Any) -> Prepared:
    """Return claims and answers with the small tables that every match asks for."""
    return Prepared(
        claims=claims,
        answers=answers,
        mixed=session.keep("mixed", lambda: claims.filter(claims.is_mixed)),
        aliases=aliases,
        packages=session.keep("packages", lambda: claims.select("ecosystem", "package").distinct()),
        coverage=session.keep("coverage", lambda: claims.select("ecosystem", "release").distinct()),
    )
