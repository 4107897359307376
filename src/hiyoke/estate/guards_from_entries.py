"""Controls, privileged IDs and overrides made from sound entries.

What is not here: the checks before it (`guard_checks`) and the rest of the estate (`assemble`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.estate.account import PrivilegedAccount
from hiyoke.estate.control import Control
from hiyoke.estate.expert_override import ExpertOverride
from hiyoke.estate.system import UNKNOWN

if TYPE_CHECKING:
    from hiyoke.estate.entries import Entry


def control_from(entry: Entry) -> Control:
    """Return the control that a sound entry states."""
    values = entry.values
    return Control(
        control_id=values["id"],
        name=entry.name,
        kind=values["kind"],
        systems=values["systems"] or (),
        links=values["links"] or (),
        accounts=values["accounts"] or (),
        vulnerability_ids=values["vulnerability_ids"] or (),
        efficacy=values["efficacy"],
        mode=values["mode"] or "block",
        tested_on=values["tested_on"],
        expires_on=values["expires_on"],
        owner=entry.both("owner"),
        extra=entry.extra,
    )


def account_from(entry: Entry) -> PrivilegedAccount:
    """Return the privileged ID that a sound entry states."""
    values = entry.values
    return PrivilegedAccount(
        account_id=values["id"],
        name=entry.name,
        systems=values["systems"],
        level=values["level"] or "admin",
        used_from=values["used_from"] or (),
        mfa=values["mfa"] or UNKNOWN,
        mfa_tested_on=values["mfa_tested_on"],
        last_used_on=values["last_used_on"],
        owner=entry.both("owner"),
        is_needed=values["is_needed"] or UNKNOWN,
        extra=entry.extra,
    )


def override_from(entry: Entry) -> ExpertOverride:
    """Return the override that a sound entry states."""
    values = entry.values
    return ExpertOverride(
        subject=values["subject"],
        subject_id=values["subject_id"],
        probability=values["probability"],
        reason=values["reason"],
        decided_by=values["decided_by"],
        decided_on=values["decided_on"],
        expires_on=values["expires_on"],
        extra=entry.extra,
    )
