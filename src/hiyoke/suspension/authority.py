"""Who may decide: roles, deputies, hours, limits and last days, as the institution sets them.

A delegation counts only while it lasts, for the levels and services it names and at the hours it
names. What is not here: reading YAML (`hiyoke.workflows`), and whether a person is reachable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars import JAPAN_TIME, date_in_japan, is_business_day
from hiyoke.errors import AuthorityError, FaultsError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hiyoke.suspension.stop_criteria import StopCriteria

AUTHORITY_SCHEMA: Final = "hiyoke/authority/1"
AUTHORITY_FILE: Final = "authority.yaml"
HOURS: Final = ("always", "business_hours", "off_hours")
#: Business hours of delegations: an assumption, the same for all.
DAY_BEGINS: Final = time(9, 0)
DAY_ENDS: Final = time(17, 0)

_MEMBERS: Final = ("role", "name", "contact", "up_to", "hours", "services", "expires_on", "deputy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """One line of the table.

    Attributes:
        role: Role of the criteria.
        name: Post or desk, rather than a person.
        contact: Phone; None when none is stated.
        up_to: Highest level that may be decided.
        hours: One of `HOURS`.
        services: Services it is limited to; empty for all.
        expires_on: Last day.
        is_deputy: Whether it holds only when those before it cannot be reached.
    """

    role: str
    name: Text
    contact: str | None
    up_to: str
    hours: str
    services: tuple[str, ...]
    expires_on: date
    is_deputy: bool


def read_authority(record: Any, criteria: StopCriteria, *, origin: str) -> tuple[Delegation, ...]:
    """Return the table that a file states.

    Raises:
        FaultsError: The file has faults; all are listed.
    """
    faults: list[AuthorityError] = []
    rows = record.get("delegations") if isinstance(record, dict) else None
    if not isinstance(rows, list) or record.get("schema", AUTHORITY_SCHEMA) != AUTHORITY_SCHEMA:
        wanted = f"schema: {AUTHORITY_SCHEMA}, delegations: [...]"
        faults.append(_fault(origin, Text(ja=wanted, en=wanted), record))
        rows = []
    found = []
    for number, row in enumerate(rows, start=1):
        where = f"{origin} delegations[{number}]"
        wrong = _wrong(row, criteria)
        faults += [_fault(where, expected, row) for expected in wrong]
        if not wrong:
            found.append(_delegation(row))
    if faults:
        what = Text(
            ja=f"不備のない権限表を期待しましたが、{len(faults)} 件の不備がありました",
            en=f"expected a table of authority without faults, found {len(faults)}",
        )
        raise FaultsError(what, faults=faults, where=origin)
    return tuple(found)


def who_may_decide(
    table: Iterable[Delegation],
    criteria: StopCriteria,
    *,
    level: str,
    services: Collection[str],
    at: datetime,
) -> tuple[Delegation, ...]:
    """Return who may decide a level for services at a moment, deputies last, in the table's order.

    Args:
        table: Of the institution.
        criteria: Order of the levels.
        level: What is to be decided.
        services: What it stops; a delegation with limits must cover all of them.
        at: Aware.
    """
    order = list(criteria.levels)
    local = at.astimezone(JAPAN_TIME)
    today = date_in_japan(at)
    is_day = is_business_day(today) and DAY_BEGINS <= local.time() < DAY_ENDS
    closed = "off_hours" if is_day else "business_hours"
    able = [
        one
        for one in table
        if order.index(one.up_to) >= order.index(level)
        and one.hours != closed
        and today <= one.expires_on
        and (not one.services or set(services) <= set(one.services))
    ]
    return tuple(sorted(able, key=lambda one: one.is_deputy))


def level_of_kinds(kinds: Collection[str]) -> str:
    """Return the level that a set of mode kinds amounts to."""
    if "full_stop" in kinds:
        return "L4"
    if set(kinds) & {"network_cut", "isolate", "channel_off", "remote_access_off"}:
        return "L3"
    return "L2" if set(kinds) - {"control_on"} else "L1"


def _wrong(row: Any, criteria: StopCriteria) -> list[Text]:
    """Return what was expected of each member that is not as it should be."""
    members = ", ".join(_MEMBERS)
    if not isinstance(row, dict):
        return [Text(ja=f"「項目: 値」の組（{members}）", en=f"members {members}")]
    hours, services = row.get("hours", "always"), row.get("services") or []
    checks = (
        (f"{members} だけ", f"only {members}", set(map(str, row)) <= set(_MEMBERS)),
        *(_choice(name, known, row.get(name)) for name, known in _choices(criteria)),
        _choice("hours", HOURS, hours),
        ("name に名前（または ja と en）", "name: words, or ja and en", _is_name(row.get("name"))),
        ("services に一覧", "services: a list", isinstance(services, list)),
        (
            "expires_on に YYYY-MM-DD の日付",
            "expires_on: YYYY-MM-DD",
            _day(row.get("expires_on")) is not None,
        ),
        (
            "deputy に yes か no",
            "deputy: yes or no",
            row.get("deputy", False) in (True, False, "yes", "no"),
        ),
    )
    return [Text(ja=ja, en=en) for ja, en, is_met in checks if not is_met]


def _choices(criteria: StopCriteria) -> tuple[tuple[str, Collection[str]], ...]:
    return (("role", tuple(criteria.ranks)), ("up_to", tuple(criteria.levels)))


def _choice(member: str, known: Collection[str], found: object) -> tuple[str, str, bool]:
    return (
        f"{member} に次のいずれか（{'、'.join(known)}）",
        f"{member}: one of {', '.join(known)}",
        found in known,
    )


def _delegation(row: dict[str, Any]) -> Delegation:
    expires = _day(row["expires_on"])
    assert expires is not None  # noqa: S101 - `_wrong` has looked.
    return Delegation(
        role=row["role"],
        name=_name(row["name"]),
        contact=str(row["contact"]) if row.get("contact") else None,
        up_to=row["up_to"],
        hours=row.get("hours", "always"),
        services=tuple(map(str, row.get("services") or ())),
        expires_on=expires,
        is_deputy=row.get("deputy", False) in (True, "yes"),
    )


def _name(found: Any) -> Text:
    if isinstance(found, dict):
        ja, en = found.get("ja") or found.get("en"), found.get("en") or found.get("ja")
        return Text(ja=str(ja or ""), en=str(en or ""))
    return Text(ja=str(found or ""), en=str(found or ""))


def _is_name(found: Any) -> bool:
    is_known = not isinstance(found, dict) or set(map(str, found)) <= {"ja", "en"}
    return is_known and bool(_name(found).en.strip())


def _day(found: Any) -> date | None:
    try:
        return date.fromisoformat(str(found))
    except ValueError:
        return None


def _fault(where: str, expected: Text, found: object) -> AuthorityError:
    shown = repr(found)[:80]
    return AuthorityError(
        Text(
            ja=f"{expected.ja}を期待しましたが、{shown} でした",
            en=f"expected {expected.en}, found {shown}",
        ),
        where=where,
        remedy=Text(
            ja="docs/reference/runbook.md を見て直してください。",
            en="See docs/reference/runbook.md for the form.",
        ),
    )
