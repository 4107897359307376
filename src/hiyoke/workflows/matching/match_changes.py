"""Match what changed since the last run, and answer as if everything had been matched.

A component is matched anew when it is new, when an advisory about one of its packages changed, or
when its name is weighed with data that no package owns (an rpm's module stream). Its earlier
answers stand otherwise. Aliases and components' own columns are joined afresh every time. What is
not here: the last run's files (`match_state`) and how the store knows its changes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from hiyoke import matching
from hiyoke.workflows.advisories.prepared_store import advisory_tables
from hiyoke.workflows.matching.collect_findings import (
    Matched,
    Settled,
    as_findings,
    settle_components,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiyoke.workflows.advisories.prepare_claims import Prepared
    from hiyoke.workflows.engine_session import EngineSession
    from hiyoke.workflows.matching.match_state import MatchState

_PACKAGE: Final = ["ecosystem", "package"]


def match_with_state(
    session: EngineSession,
    prepare: Callable[[Any], Prepared],
    inventory: Any,
    *,
    state: MatchState,
) -> Matched:
    """Match an inventory, reusing the last run's answers where they still hold.

    The result equals that of `collect_findings` byte for byte.

    Args:
        session: The engine.
        prepare: As in `collect_findings`.
        inventory: Arrow table with columns of `INVENTORY`.
        state: The last run; replaced by this one.

    Cost:
        Matching grows with what changed. Reading the inventory and the last answers does not.
    """
    lines = session.lend("inventory", inventory)
    distinct = session.keep("distinct", lambda: matching.distinct_components(lines))
    components = session.keep(
        "all_components", lambda: distinct.mutate(component_id=matching.component_id(distinct))
    )
    coverage = _coverage(session, state)
    last = state.load(session) if state.is_usable(coverage) else None
    todo = components
    if last is not None:
        todo = _to_match(session, components, last["known"], state)
    fresh = settle_components(session, prepare, todo)
    answered, known = _together(session, components, todo, fresh, last)
    matched = as_findings(session, components, answered)
    state.save(_kept(session, components, answered, known), coverage)
    return matched


def _coverage(session: EngineSession, state: MatchState) -> str:
    """Return a fingerprint of the ecosystems and releases that the store covers."""
    tables = advisory_tables(session, state.store)
    rows = session.arrow(
        "covered_now",
        lambda: matching.covered_releases(tables, as_of=state.as_of),
        variant=str(state.as_of),
    )
    pairs = sorted(repr(tuple(row.values())) for row in rows.to_pylist())
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()


def _to_match(session: EngineSession, components: Any, known: Any, state: MatchState) -> Any:
    """Return the components whose last answers do not stand."""
    changed = session.lend("changed_since", state.changed_packages())
    stale = (
        known.semi_join(changed, _PACKAGE)
        .select("component_id")
        .union(known.filter(known.is_modular).select("component_id"))
    )
    stands = known.select("component_id").anti_join(stale, "component_id")
    return session.keep("todo", lambda: components.anti_join(stands, "component_id"))


def _together(
    session: EngineSession, components: Any, todo: Any, fresh: Settled, last: Any
) -> tuple[Settled, Any]:
    """Return fresh and standing answers as one, and the names they rest on."""
    numbered = components.select("component_no", "component_id")
    names = numbered.semi_join(todo, "component_no").left_join(
        fresh.names.select("component_no", *_PACKAGE, name_version="version"), "component_no"
    )
    known = names.select(
        "component_id", *_PACKAGE, is_modular=matching.is_modular(names.name_version)
    )
    if last is None:
        return fresh, session.keep("known", lambda: known, variant="first")
    stands = numbered.anti_join(todo, "component_no")

    def standing(table: Any) -> Any:
        return stands.inner_join(table, "component_id").drop("component_id")

    settled = session.keep(
        "whole_settled",
        lambda: fresh.settled.union(standing(last["settled"]).select(fresh.settled.columns)),
    )
    problems = session.keep(
        "whole_problems",
        lambda: fresh.problems.union(standing(last["problems"]).select(fresh.problems.columns)),
    )
    standing_known = last["known"].semi_join(stands, "component_id").select(known.columns)
    whole_known = session.keep("known", lambda: known.union(standing_known), variant="next")
    return fresh._replace(settled=settled, problems=problems), whole_known


def _kept(session: EngineSession, components: Any, answered: Settled, known: Any) -> dict[str, Any]:
    """Return what the next run needs, as Arrow tables by name, without internal numbers."""
    numbered = components.select("component_no", "component_id")

    def identified(table: Any) -> Any:
        return numbered.inner_join(table, "component_no").drop("component_no")

    return {
        "known": session.arrow("kept_known", known.distinct),
        "settled": session.arrow(
            "kept_settled",
            lambda: identified(answered.settled),
            variant=answered.settled.get_name(),
        ),
        "problems": session.arrow(
            "kept_problems",
            lambda: identified(answered.problems),
            variant=answered.problems.get_name(),
        ),
    }
