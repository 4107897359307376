"""Words for codes: levels, reach, states, spans of time and points, in both languages.

One code has one wording everywhere: screen, page, workbook and explanation. What is not here:
sentences with names and figures (`sentences`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.risk import Level

if TYPE_CHECKING:
    from datetime import date

LEVEL_WORDS: Final[dict[Level, Text]] = {
    Level.IN_DANGER: Text(ja="危険", en="In danger"),
    Level.WEAKENED: Text(ja="冗長性が低下", en="Weakened"),
    Level.WITHIN_REACH: Text(ja="到達圏内", en="Within reach"),
    Level.ROUTINE: Text(ja="定期対応", en="Routine"),
    Level.NOT_ASSESSABLE: Text(ja="判定不能", en="Not assessable"),
    Level.CLEAR: Text(ja="該当なし", en="Clear"),
}
#: A shape goes with every level, so that colour never stands alone.
LEVEL_MARKS: Final[dict[Level, str]] = {
    Level.IN_DANGER: "▲",
    Level.WEAKENED: "◆",
    Level.WITHIN_REACH: "●",
    Level.ROUTINE: "■",
    Level.NOT_ASSESSABLE: "？",
    Level.CLEAR: "○",
}
LEVEL_MEANINGS: Final[dict[Level, Text]] = {
    Level.IN_DANGER: Text(
        ja="必ず必要なシステム（または冗長構成の全系）に、期限のある脆弱性があります。",
        en="A system it always needs, or every member of a redundant group, has a vulnerability "
        "with a deadline.",
    ),
    Level.WEAKENED: Text(
        ja="冗長構成の一部の系に、期限のある脆弱性があります。",
        en="Part of a redundant group has a vulnerability with a deadline.",
    ),
    Level.WITHIN_REACH: Text(
        ja="自らのシステムには期限のある脆弱性がありませんが、外部に面した影響ありのシステムから"
        "通信経路をたどって届きます。",
        en="Its own systems have none with a deadline, but links lead to them from an affected "
        "system that may be reached from outside.",
    ),
    Level.ROUTINE: Text(
        ja="日付の定めのない脆弱性だけです。次回の更改時に対応します。",
        en="Only vulnerabilities without a dated deadline; deal with them at the next upgrade.",
    ),
    Level.NOT_ASSESSABLE: Text(
        ja="中身の分からないシステムがあり、安全とは判定できません。",
        en="The contents of a system are unknown, so it cannot be called clear.",
    ),
    Level.CLEAR: Text(
        ja="取り込んだ情報の範囲では、該当する脆弱性がありません。",
        en="No vulnerability applies, as far as the imported data goes.",
    ),
}

REACH_WORDS: Final = {
    "yes": Text(ja="到達可", en="Yes"),
    "no": Text(ja="到達不可", en="No"),
    "unknown": Text(ja="不明", en="Unknown"),
}
STATE_WORDS: Final = {
    "fresh": Text(ja="新しい", en="Fresh"),
    "stale": Text(ja="古い", en="Stale"),
    "undated": Text(ja="日付不明", en="Undated"),
    "missing": Text(ja="未取り込み", en="Missing"),
}
STATE_MARKS: Final = {"fresh": "○", "stale": "▲", "undated": "？", "missing": "？"}
STATUS_WORDS: Final = {
    "affected": Text(ja="影響あり", en="Affected"),
    "not_assessable": Text(ja="判定不能", en="Not assessable"),
    "not_affected": Text(ja="影響なし", en="Not affected"),
}
ENVIRONMENT_WORDS: Final = {
    "production": Text(ja="本番", en="Production"),
    "disaster_recovery": Text(ja="災害対策", en="Disaster recovery"),
    "staging": Text(ja="ステージング", en="Staging"),
    "test": Text(ja="試験", en="Test"),
    "development": Text(ja="開発", en="Development"),
}
BAND_WORDS: Final = {
    "overdue": Text(ja="期限超過", en="Overdue"),
    "3_days": Text(ja="3 日以内", en="Within 3 days"),
    "14_days": Text(ja="4〜14 日", en="4 to 14 days"),
    "60_days": Text(ja="15〜60 日", en="15 to 60 days"),
    "later": Text(ja="61 日以降", en="After 60 days"),
    "no_day": Text(ja="次回の更改時", en="At the next upgrade"),
}
#: Largest number of days left for each span, in order; the last two have none.
BAND_LIMITS: Final = {"overdue": -1, "3_days": 3, "14_days": 14, "60_days": 60}
SSVC_WORDS: Final = {
    "none": Text(ja="情報なし", en="none"),
    "public_poc": Text(ja="実証コード公開", en="public PoC"),
    "active": Text(ja="悪用あり", en="active"),
    "yes": Text(ja="可能", en="yes"),
    "no": Text(ja="困難", en="no"),
    "partial": Text(ja="部分的", en="partial"),
    "total": Text(ja="全面的", en="total"),
}
_WEEKDAYS: Final = (
    Text(ja="月", en="Mon"),
    Text(ja="火", en="Tue"),
    Text(ja="水", en="Wed"),
    Text(ja="木", en="Thu"),
    Text(ja="金", en="Fri"),
    Text(ja="土", en="Sat"),
    Text(ja="日", en="Sun"),
)
#: From which percentage on 0 or 1 decimals are enough; below, 2 are shown.
_LEAST_PERCENT: Final = (10, 1)
#: Shown where nothing is known or nothing applies; a dash is never read as zero.
NOTHING: Final = "—"


def day_words(day: date | None, language: Language) -> str:
    """Return a date with its weekday: ``2026-05-22（金）``; a dash for None."""
    if day is None:
        return NOTHING
    weekday = _WEEKDAYS[day.weekday()].render(language)
    return f"{day}（{weekday}）" if language is Language.JA else f"{day} ({weekday})"


def days_left_words(days: int | None, language: Language) -> str:
    """Return how long is left: ``あと 3 日``, ``2 日超過``; empty for None."""
    if days is None:
        return ""
    ja = f"あと {days} 日" if days > 0 else "本日まで" if days == 0 else f"{-days} 日超過"
    unit = "day" if abs(days) == 1 else "days"
    en = f"{days} {unit} left" if days > 0 else "today" if days == 0 else f"{-days} {unit} overdue"
    return Text(ja=ja, en=en).render(language)


def band_of(days_left: int | None) -> str:
    """Return the span of time that a deadline falls into."""
    if days_left is None:
        return "no_day"
    return next((code for code, limit in BAND_LIMITS.items() if days_left <= limit), "later")


def percent_words(probability: float | None) -> str:
    """Return a probability in percent with sensible digits; a dash for None."""
    if probability is None:
        return NOTHING
    percent = probability * 100
    digits = next((d for d, least in enumerate(_LEAST_PERCENT) if percent >= least), 2)
    return f"{percent:.{digits}f}%"
