"""Errors that callers of Hiyoke may handle.

Every error says what was expected, what was found, where, and what to do next, in Japanese and
English. `transient` errors may be retried unchanged; all others need a person or a fix. Many
faults of one document are raised together as one `FaultsError`.

What is not here: expected outcomes. A finding above a threshold or missing data is a value with
an exit code, never an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_TEXT = Text(ja="", en="")


class HiyokeError(Exception):
    """Base of every error raised on purpose by this library.

    Args:
        what: The problem as one sentence: expected, then found.
        where: The record, file and line, or column that has the problem.
        remedy: What the reader can do next.
    """

    code = "HYK000"
    transient = False

    def __init__(self, what: Text, *, where: str = "", remedy: Text = NO_TEXT) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(self.message(Language.EN))

    def message(self, language: Language) -> str:
        """Return the whole message in one language: ``[CODE] what at where. remedy``."""
        what = self.what.render(language)
        remedy = self.remedy.render(language)
        if language is Language.JA:
            place = f"（場所: {self.where}）" if self.where else ""
            return f"[{self.code}] {what}{place}。{remedy}"
        place = f" at {self.where}" if self.where else ""
        advice = f" {remedy}" if remedy else ""
        return f"[{self.code}] {what}{place}.{advice}"


class FaultsError(HiyokeError):
    """One input has several faults; all are listed, none was applied.

    Args:
        what: What was being read.
        faults: Every fault found, in the order of the input.
    """

    code = "HYK001"

    def __init__(self, what: Text, *, faults: Sequence[HiyokeError], where: str = "") -> None:
        self.faults = tuple(faults)
        super().__init__(
            what,
            where=where,
            remedy=Text(
                ja=f"{len(self.faults)} 件の不備をすべて直してから、もう一度実行してください。",
                en=f"Correct all {len(self.faults)} faults and run the command again.",
            ),
        )

    def message(self, language: Language) -> str:
        """Return the headline and one line for each fault."""
        lines = [super().message(language)]
        lines += [f"  - {fault.message(language)}" for fault in self.faults]
        return "\n".join(lines)


class UsageError(HiyokeError):
    """The command or call was given arguments that cannot work together."""

    code = "HYK002"


# Versions, HYK1xx.


class UnsortableVersionError(HiyokeError):
    """A version text has no place in its scheme's order; it is never guessed."""

    code = "HYK101"


class UnknownSchemeError(HiyokeError):
    """No version order is known for this scheme, purl type or ecosystem."""

    code = "HYK102"


# Documents and tables, HYK2xx.


class TableContractError(HiyokeError):
    """A table lacks a column that its contract names, or types it otherwise."""

    code = "HYK201"


class UnreadableDocumentError(HiyokeError):
    """A document is damaged, oversized, too deep or in an encoding that cannot be read."""

    code = "HYK202"


class UnknownFormatError(HiyokeError):
    """A document is sound, but of no format that this reader knows."""

    code = "HYK203"


class MalformedRecordError(HiyokeError):
    """A record of a known format breaks that format's rules; it goes to quarantine."""

    code = "HYK204"


class BusyStoreError(HiyokeError):
    """Another process is writing the store; the last good state still stands."""

    code = "HYK205"
    transient = True


class DamagedStoreError(HiyokeError):
    """A store's manifest and its files disagree, or it was written by a newer Hiyoke."""

    code = "HYK206"


# Estate, HYK3xx.


class EstateFaultError(HiyokeError):
    """One fault in an estate's files, with file, row and column."""

    code = "HYK301"


# Packages and matching, HYK4xx.


class UnknownPackageError(HiyokeError):
    """A purl or ecosystem name cannot be read as a package identity."""

    code = "HYK401"


class UnknownSubjectError(HiyokeError):
    """The identifier to explain occurs nowhere in the run."""

    code = "HYK402"


# Risk and calendars, HYK5xx.


class MissingCalendarError(HiyokeError):
    """A date lies outside the years for which the calendar is known."""

    code = "HYK501"


class DecisionTableError(HiyokeError):
    """A decision table is incomplete, contradictory or unknown."""

    code = "HYK502"


class PaymentCalendarError(HiyokeError):
    """No payment calendar has this name, or its profile cannot be read."""

    code = "HYK510"


class ImpactProfileError(HiyokeError):
    """A profile of assumed losses is malformed or contradicts itself."""

    code = "HYK511"


# Suspension, HYK59x.


class StopProblemError(HiyokeError):
    """The inputs of a stop plan contradict themselves, or no plan was found in time."""

    code = "HYK590"


class SituationError(HiyokeError):
    """A situation file has a fault: an unknown word, name or time."""

    code = "HYK591"


class SuspensionProfileError(HiyokeError):
    """A profile of assumptions for stopping is malformed."""

    code = "HYK592"


# Planning, HYK55x.


class PlanningProblemError(HiyokeError):
    """A planning problem contradicts itself; no plan is made from it."""

    code = "HYK550"


class PlanFileError(HiyokeError):
    """A file is no plan of a known schema, or it was damaged."""

    code = "HYK551"


class PlanningProfileError(HiyokeError):
    """A profile of planning defaults is malformed or contradicts itself."""

    code = "HYK552"


# Stress of planning, HYK57x.


class SurgeScenarioError(HiyokeError):
    """A stress scenario is unknown, or its file has a fault."""

    code = "HYK570"


# Decisions, runbook and restart, HYK61x.


class DecisionLogError(HiyokeError):
    """A decision log was altered, is incomplete, or is not one."""

    code = "HYK610"


class DecisionError(HiyokeError):
    """A record may not enter the decision log: something is missing or not allowed."""

    code = "HYK611"


class BusyDecisionLogError(HiyokeError):
    """Another process is writing the decision log; the log is unchanged."""

    code = "HYK612"
    transient = True


class RestartCaseError(HiyokeError):
    """A restart file has a fault, so nothing can be said about the restart."""

    code = "HYK613"


class CriteriaProfileError(HiyokeError):
    """A profile of levels, triggers, clocks and restart conditions is malformed."""

    code = "HYK614"


class ExerciseMarkError(HiyokeError):
    """An exercise and the real thing were about to be mixed."""

    code = "HYK615"


class AuthorityError(HiyokeError):
    """There is no table of who may decide, or it does not entitle somebody."""

    code = "HYK616"
