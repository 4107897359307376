"""What the stress report says, before it becomes a page, a file or a screen.

What is not here: the figures (`hiyoke.planning`), and their layout (`stress_page`,
`stress_screen`, `stress_files`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hiyoke.languages import Text
    from hiyoke.planning import (
        BreakingLoad,
        Fact,
        ReliefOutcome,
        Scenario,
        SharedOutcome,
        SurgeOutcome,
        SurgeProfile,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedVendorRow:
    """One vendor whom many institutions ask at once.

    Attributes:
        vendor_id: Stable identifier.
        name: Its name.
        system_count: Our systems that it maintains.
        engineers: Those who work at one time.
        clients: Institutions, ours among them.
        is_clients_assumed: Whether their number is an assumption.
        rank: Our place in contract order, from 1.
        contract_rule: What the contract says of simultaneous demand; unknown is a gap.
        rules: What each rule does to us.
    """

    vendor_id: str
    name: Text
    system_count: int
    engineers: int
    clients: int
    is_clients_assumed: bool
    rank: int
    contract_rule: str
    rules: tuple[SharedOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRow:
    """Ordinary work of one kind."""

    kind: str
    title: Text
    items_per_week: float
    open_items: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StressReport:
    """One finished stress test.

    Attributes:
        hiyoke_version: Of the program.
        institution_id: Whose estate.
        institution_name: Its name.
        is_synthetic: Whether the estate is invented.
        as_of: Day of the question.
        starts_on: First day of the wave.
        weeks: Length.
        runs: Runs of the wave.
        search_runs: Runs of each relief and of each load in the search.
        seed: Of all draws.
        system_count: Systems of the estate.
        scenario: The wave.
        profile: The defaults.
        facts: Figures of people, windows and vendors, and whether they are assumed.
        baseline: Ordinary work by kind.
        is_mix_assumed: Whether tiers and open items are the profile's, not the estate's own; how
            many come in a week always is.
        outcome: What the wave comes to.
        breaking: Where it breaks.
        reliefs: What would help, most first.
        shared_vendors: Vendors whom many ask at once, those of most systems first.
        vendors_left_out: Vendors that were not simulated so, being of fewer systems.
    """

    hiyoke_version: str
    institution_id: str
    institution_name: Text
    is_synthetic: bool
    as_of: date
    starts_on: date
    weeks: int
    runs: int
    search_runs: int
    seed: int
    system_count: int
    scenario: Scenario
    profile: SurgeProfile
    facts: tuple[Fact, ...]
    baseline: tuple[BaselineRow, ...]
    is_mix_assumed: bool
    outcome: SurgeOutcome
    breaking: BreakingLoad
    reliefs: tuple[ReliefOutcome, ...]
    shared_vendors: tuple[SharedVendorRow, ...]
    vendors_left_out: int

    @property
    def bottleneck(self) -> Text | None:
        """Return the name of the stage at which most is waited."""
        return self.stage_title(self.outcome.bottleneck)

    def stage_title(self, stage_id: str | None) -> Text | None:
        """Return the name of a stage."""
        found = (s.title for s in self.outcome.stages if s.stage_id == stage_id)
        return next(found, None)
