"""What was recorded and what a check of the log found, in lines of words.

What is not here: the log (`hiyoke.suspension`), and the list of decisions (`decision_list`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Language, Text
from hiyoke.suspension import BREAK_GLASS, EXERCISE_MARK, faults_of

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.suspension import ChainCheck, SealedDecision

KIND_WORDS: Final = {
    "stop": Text(ja="停止", en="stop"),
    "non_stop": Text(ja="止めない", en="do not stop"),
    "acceptance": Text(ja="リスク受容", en="risk accepted"),
    "restart": Text(ja="再開", en="restart"),
    "approval": Text(ja="承認", en="approval"),
    "review": Text(ja="事後確認", en="review"),
}
_INTACT = Text(ja="無傷です: {count} 件", en="Intact: {count} records")
_ALTERED = Text(ja="書き換えられています: 不備 {count} 件", en="Altered: {count} faults")
_HEAD = Text(
    ja="末尾ハッシュ: {head}（紙など、この機械の外に書き留めてください）",
    en="Head: {head} (keep it outside this machine, for example on paper)",
)
_ANCHORED = Text(
    ja="書き留めてある末尾ハッシュが見つかりました。その後の記録は {since} 件です。",
    en="The head kept elsewhere was found; {since} records since.",
)
_BESIDE = Text(
    ja="記録の隣のファイルにある末尾ハッシュと合います。記録とそのファイルの両方を書ける人による"
    "書き直しや切り落としは、これでは分かりません。外に書き留めた値を --head で渡してください。",
    en="It fits the head in the file beside it. A rewrite or cut by somebody who can write both "
    "files would not show; pass a head kept elsewhere with --head.",
)
_NO_ANCHOR = Text(
    ja="末尾ハッシュがないため、末尾の切り落としは判定できません。",
    en="There is no head to compare with, so a cut at the end cannot be seen.",
)
_BACK = Text(
    ja="時刻が前の記録より戻っている記録: {numbers}",
    en="Records whose clock lies before that of the one before: {numbers}",
)
_ADDED = Text(ja="記録しました: {number} 件目、{kind}", en="Recorded: number {number}, {kind}")
_WAITS = Text(
    ja="別の人の承認があるまで効力はありません。",
    en="It is not in force until another person approves it.",
)
_REVIEW = Text(
    ja="緊急として直ちに効力があります。別の人の事後確認が要ります。",
    en="It is in force at once as break-glass; another person has to review it.",
)


_CHECKED = Text(ja="権限: {authority}", en="Authority: {authority}")
_BROKEN = Text(
    ja="権限表では足りない（{lacks}）。緊急として記録",
    en="not enough by the table ({lacks}); recorded as break-glass",
)
_LACKS: Final = {
    "unstated": Text(ja="水準の記載なし", en="no level stated"),
    "role": Text(ja="役割が表にない", en="role not in the table"),
    "person": Text(ja="担当者でない", en="not its holder"),
    "level": Text(ja="水準が上限を超える", en="above the limit"),
    "hours": Text(ja="時間帯の外", en="outside its hours"),
    "expired": Text(ja="期限切れ", en="run out"),
    "services": Text(ja="対象外のサービス", en="services beyond its limits"),
    "rank": Text(ja="役割の高さ", en="rank"),
}
_UNCHECKED = Text(
    ja="権限は確かめていません（--authority に権限表を渡すと確かめます）。",
    en="Authority was not checked; pass a table with --authority.",
)


def added_lines(sealed: SealedDecision, language: Language) -> list[str]:
    """Return what was recorded."""
    decision = sealed.decision
    kind = KIND_WORDS[decision.kind].render(language)
    lines = [_ADDED.fill(number=sealed.number, kind=kind).render(language)]
    if decision.kind not in {"approval", "review"}:
        lines.append((_REVIEW if decision.break_glass else _WAITS).render(language))
    authority = authority_words(decision.authority, language)
    checked = _CHECKED.fill(authority=authority) if decision.authority else _UNCHECKED
    lines.append(checked.render(language))
    lines.append(_HEAD.fill(head=sealed.hash).render(language))
    return marked(lines, is_exercise=decision.is_exercise)


def authority_words(authority: str, language: Language) -> str:
    """Return the authority of a record in words; a delegation stands as it was recorded."""
    if not authority.startswith(BREAK_GLASS):
        return authority
    lacks = authority.removeprefix(BREAK_GLASS).split(", ")
    listed = [_LACKS[one].render(language) if one in _LACKS else one for one in lacks]
    joined = ("、" if language is Language.JA else ", ").join(listed)
    return _BROKEN.fill(lacks=joined).render(language)


def check_lines(found: ChainCheck, language: Language, *, log: Path, is_outside: bool) -> list[str]:
    """Return what a check found."""
    is_exercise = any(record.decision.is_exercise for record in found.records)
    if not found.is_intact:
        lines = [_ALTERED.fill(count=len(found.faults)).render(language)]
        lines += [f"  - {fault.message(language)}" for fault in faults_of(found, log)]
        return marked(lines, is_exercise=is_exercise)
    lines = [_INTACT.fill(count=len(found.records)).render(language)]
    lines.append(_HEAD.fill(head=found.head).render(language))
    if not found.is_anchored:
        lines.append(_NO_ANCHOR.render(language))
    elif is_outside:
        lines.append(_ANCHORED.fill(since=found.since_anchor).render(language))
    else:
        lines.append(_BESIDE.render(language))
    if found.clock_went_back:
        numbers = ", ".join(map(str, found.clock_went_back))
        lines.append(_BACK.fill(numbers=numbers).render(language))
    return marked(lines, is_exercise=is_exercise)


def check_record(found: ChainCheck, *, is_outside: bool) -> dict[str, Any]:
    """Return what a check found for machines."""
    anchor = "none"
    if found.is_anchored:
        anchor = "given" if is_outside else "file_beside"
    return {
        "schema": "hiyoke/decision-check/1",
        "is_intact": found.is_intact,
        "records": len(found.records),
        "head": found.head,
        "anchor": anchor,
        "records_since_anchor": found.since_anchor,
        "clock_went_back": list(found.clock_went_back),
        "faults": [{"line": f.line, "ja": f.what.ja, "en": f.what.en} for f in found.faults],
    }


def marked(lines: list[str], *, is_exercise: bool) -> list[str]:
    """Return lines with the mark of an exercise before each, for an exercise."""
    return [f"[{EXERCISE_MARK}] {line}" for line in lines] if is_exercise else lines
