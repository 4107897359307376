"""The check of a restart on a screen, in lines of words, and as a record for machines.

What is not here: the check (`hiyoke.suspension.restart`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Text
from hiyoke.suspension import EXERCISE_MARK, RestartState

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.suspension import RestartCase, RestartCheck, StopCriteria

_STATES: Final = {
    RestartState.STOPPED: Text(
        ja="再開できません。満たされていない条件が {n} 件あります",
        en="Do not restart: {n} conditions are open",
    ),
    RestartState.AWAITING_APPROVAL: Text(
        ja="条件はすべて満たされました。承認を待っています",
        en="Every condition is met; the restart awaits approval",
    ),
    RestartState.READY: Text(
        ja="再開できます。最初の段階から始めてください", en="Ready to restart, from the first stage"
    ),
    RestartState.RAMPING: Text(
        ja="段階的に再開中です。再び止める基準を見続けてください",
        en="Coming back in stages; keep watching the stop-again criteria",
    ),
    RestartState.STOP_AGAIN: Text(
        ja="再び止めてください。再び止める基準に当たったか、条件や承認がないまま始めています",
        en="Stop again: a stop-again criterion was met, or it began without conditions or approval",
    ),
    RestartState.RESTORED: Text(ja="すべての段階が保たれました", en="Every stage has held"),
}
_RAMP: Final = Text(ja="段階的な再開と再び止める基準", en="A staged ramp with stop-again criteria")
_MET: Final = Text(ja="済", en="met")
_OPEN: Final = Text(ja="未", en="open")
_APPROVAL: Final = Text(ja="承認", en="Approval")
_WATCH: Final = Text(
    ja="再開後は {time} まで警戒（L1）を続けてください。",
    en="Keep to alert (L1) until {time} after the restart.",
)
_CHECKED: Final = Text(
    ja="止めた人と承認者の権限は、権限表で確かめました。",
    en="Who stopped and who approves were checked against the table of authority.",
)
_UNCHECKED: Final = Text(
    ja="止めた人と承認者の権限は確かめていません（--authority に権限表を渡すと確かめます）。",
    en="The authority of who stopped and who approves was not checked; pass a table with "
    "--authority.",
)
_PROFILE: Final = Text(
    ja="基準: stop-criteria {version}（公的な基準ではありません）",
    en="Criteria: stop-criteria {version} (no official standard)",
)
_DECIDE: Final = Text(
    ja="Hiyoke は確かめるだけで、何も再開しません。",
    en="Hiyoke only checks; it restarts nothing.",
)


def restart_lines(
    case: RestartCase,
    found: RestartCheck,
    criteria: StopCriteria,
    language: Language,
    *,
    is_authority_checked: bool = False,
) -> list[str]:
    """Return the check as lines: the state first, then every condition."""

    def t(text: Text) -> str:
        return text.render(language)

    why = {one.code: one.why for one in found.open}
    lines = [t(_STATES[found.state].fill(n=len(found.open)))]
    for code in found.required:
        name = t(criteria.conditions.get(code, _RAMP))
        lines.append(
            f"  [{t(_OPEN)}] {name}: {t(why[code])}" if code in why else f"  [{t(_MET)}] {name}"
        )
    if found.missing_approval is not None:
        lines.append(f"  [{t(_OPEN)}] {t(_APPROVAL)}: {t(found.missing_approval)}")
    else:
        lines.append(f"  [{t(_MET)}] {t(_APPROVAL)}")
    lines.append(t(_CHECKED if is_authority_checked else _UNCHECKED))
    lines.append(t(_WATCH.fill(time=f"{found.watch_until:%Y-%m-%d %H:%M}")))
    lines.append(t(_PROFILE.fill(version=criteria.version)))
    lines.append(t(_DECIDE))
    return [f"[{EXERCISE_MARK}] {line}" for line in lines] if case.is_exercise else lines


def restart_record(
    case: RestartCase,
    found: RestartCheck,
    criteria: StopCriteria,
    *,
    is_authority_checked: bool = False,
) -> dict[str, Any]:
    """Return the check for machines."""
    missing = found.missing_approval
    return {
        "schema": "hiyoke/restart-check/1",
        "mark": EXERCISE_MARK if case.is_exercise else "",
        "state": found.state.value,
        "required": list(found.required),
        "open": [{"code": one.code, "ja": one.why.ja, "en": one.why.en} for one in found.open],
        "missing_approval": None if missing is None else {"ja": missing.ja, "en": missing.en},
        "watch_until": found.watch_until.isoformat(),
        "criteria": criteria.version,
        "authority_checked": is_authority_checked,
    }
