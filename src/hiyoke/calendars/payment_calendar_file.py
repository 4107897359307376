"""Reading payment calendars from their profile files, the shipped ones by name.

What is not here: what their hours mean (`payment_calendar`).
"""

from __future__ import annotations

import json
from datetime import time
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars.day_rules import DayRule
from hiyoke.calendars.payment_calendar import HoursLine, PaymentCalendar
from hiyoke.errors import PaymentCalendarError, UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Schema name that a file must carry; another one is refused, since its shape is unknown.
SCHEMA: Final = "hiyoke/payment-calendar/1"
#: Profiles that come with Hiyoke.
SHIPPED_CALENDARS: Final = ("zengin", "boj-net", "interbank-settlement", "file-deadlines")

#: How far a line can be trusted, as the reference page explains.
TRUST_MARKS: Final[dict[str, Text]] = {
    "P": Text(ja="一次資料を確認", en="primary text seen"),
    "S": Text(ja="一次資料を引用する二次資料", en="secondary source that quotes the primary"),
    "s": Text(ja="二次資料の冒頭だけを確認", en="secondary source, only its opening seen"),
    "K": Text(ja="一般知識。出典は未確認", en="background knowledge, not confirmed"),
    "A": Text(ja="仮定", en="assumption"),
}
_VERSION: Final = "1.0.0"
_REMEDY = Text(
    ja="ファイルを直してください。書き方は docs/reference/payment-calendars.md にあります。",
    en="Correct the file; docs/reference/payment-calendars.md describes it.",
)


@cache
def payment_calendar(calendar_id: str) -> PaymentCalendar:
    """Return a shipped calendar: ``zengin``, or one business of it, ``zengin.more-time``.

    Raises:
        PaymentCalendarError: There is none of this name; the message lists all.
    """
    known = shipped_calendars()
    if calendar_id in known:
        return known[calendar_id]
    listed = ", ".join(known)
    raise PaymentCalendarError(
        Text(
            ja=f"決済カレンダー（{listed}）を期待しましたが、「{calendar_id}」でした",
            en=f"expected a payment calendar ({listed}), found {calendar_id!r}",
        ),
        remedy=Text(ja="このうちの一つを指定してください。", en="Name one of these."),
    )


@cache
def shipped_calendars() -> Mapping[str, PaymentCalendar]:
    """Return every shipped calendar by its name: each profile, then each of its businesses."""
    folder = resources.files("hiyoke.calendars").joinpath("profiles")
    found: dict[str, PaymentCalendar] = {}
    for name in SHIPPED_CALENDARS:
        file = f"{name}-{_VERSION}.json"
        record = json.loads(folder.joinpath(file).read_text(encoding="utf-8"))
        found.update(_calendars_of(record, file))
    return found


def read_payment_calendars(path: Path) -> Mapping[str, PaymentCalendar]:
    """Read an institution's own profile; its main business is also found by the profile's name.

    Raises:
        PaymentCalendarError: Not JSON of this schema, or a member is missing or makes no sense.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _fault("JSON として読めません", "expected a JSON file", str(path)) from error
    return _calendars_of(record, str(path))


def _calendars_of(record: Any, origin: str) -> dict[str, PaymentCalendar]:
    try:
        _check_schema(record["schema"])
        profile_id = record["calendar_id"]
        found: dict[str, PaymentCalendar] = {}
        for business in record["businesses"]:
            calendar = _business_of(record, business, found)
            found[calendar.calendar_id] = calendar
        return {profile_id: found[f"{profile_id}.{record['main']}"], **found}
    except (KeyError, TypeError, ValueError, UsageError) as error:
        raise _fault(
            f"項目 {error} がないか、値が不正です", f"expected a sound member {error}", origin
        ) from error


def _check_schema(name: str) -> None:
    if name != SCHEMA:
        raise ValueError(name)


def _business_of(
    record: Mapping[str, Any],
    business: Mapping[str, Any],
    earlier: Mapping[str, PaymentCalendar],
) -> PaymentCalendar:
    profile_id = record["calendar_id"]
    other = business.get("complement_of")
    whole, part = _text_of(record["name"]), _text_of(business["name"])
    return PaymentCalendar(
        calendar_id=f"{profile_id}.{business['business_id']}",
        version=record["version"],
        timezone=record["timezone"],
        name=Text(ja=f"{whole.ja} {part.ja}", en=f"{whole.en}: {part.en}"),
        standing=_text_of(record["standing"]),
        lines=tuple(_line_of(line) for line in business["lines"]),
        rest_of=None if other is None else earlier[f"{profile_id}.{other}"],
        rest_note=_text_of(business.get("note", {"ja": "", "en": ""})),
    )


def _line_of(record: Mapping[str, Any]) -> HoursLine:
    if record["mark"] not in TRUST_MARKS:
        raise ValueError(record["mark"])
    opens = record.get("opens")
    line = HoursLine(
        days=DayRule((record["days"],)),
        opens=None if opens is None else time.fromisoformat(opens),
        closes=time.fromisoformat(record["closes"]),
        move_business_days=int(record.get("move_business_days", 0)),
        mark=record["mark"],
        source=record["source"],
        is_to_verify=bool(record["verify"]),
        note=_text_of(record.get("note", {"ja": "", "en": ""})),
    )
    if line.opens is not None and line.opens >= line.closes:
        raise ValueError(record["opens"])
    return line


def _text_of(record: Mapping[str, str]) -> Text:
    return Text(ja=record["ja"], en=record["en"])


def _fault(ja: str, en: str, origin: str) -> PaymentCalendarError:
    return PaymentCalendarError(Text(ja=ja, en=en), where=origin, remedy=_REMEDY)
