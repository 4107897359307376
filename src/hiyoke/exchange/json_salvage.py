"""What can be kept of a record one of whose members has another type than its format says.

A wrong member costs the smallest part that stands for itself, never a piece of a claim: half a
range says something else than the whole. What is not here: which parts stand for themselves, and
what is done with the lost ones. Each format says so.
"""

from __future__ import annotations

import types
import typing
from typing import Any, NamedTuple, TypeVar

import msgspec

_Record = TypeVar("_Record", bound=msgspec.Struct)


class LostPart(NamedTuple):
    """A part that could not be kept.

    Attributes:
        kind: The type it should have had.
        raw: Its decoded JSON.
        why: What was expected and found, in the decoder's words.
    """

    kind: type | None
    raw: Any
    why: str


def salvage(
    raw: Any, wanted: type[_Record], lost: list[LostPart], *, whole: frozenset[type]
) -> _Record | None:
    """Return as much of a record as can be kept; None when a required member is lost.

    Args:
        raw: Decoded JSON.
        wanted: Type of the record.
        lost: Receives the parts that could not be kept.
        whole: Types that are kept whole or not at all.

    Cost:
        Up to one conversion for each member and element; only broken records come here.
    """
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        if wanted in whole or not isinstance(raw, dict):
            lost.append(LostPart(wanted, raw, str(error)))
            return None
    kept: dict[str, Any] = {}
    for field in msgspec.structs.fields(wanted):
        if field.encode_name in raw:
            value = _salvage_member(raw[field.encode_name], field.type, lost, whole)
            if value is not msgspec.UNSET:
                kept[field.name] = value
    try:
        return wanted(**kept)
    except TypeError as error:
        lost.append(LostPart(wanted, raw, str(error)))
        return None


def _salvage_member(raw: Any, wanted: Any, lost: list[LostPart], whole: frozenset[type]) -> Any:
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        element = _struct_in(wanted)
        if element is not None and _is_list(wanted) and isinstance(raw, list):
            found = (salvage(each, element, lost, whole=whole) for each in raw)
            return [each for each in found if each is not None]
        if element is not None and not _is_list(wanted):
            kept = salvage(raw, element, lost, whole=whole)
            return msgspec.UNSET if kept is None else kept
        lost.append(LostPart(element, raw, str(error)))
        return msgspec.UNSET


def _alternatives(wanted: Any) -> tuple[Any, ...]:
    is_union = typing.get_origin(wanted) in (typing.Union, types.UnionType)
    return typing.get_args(wanted) if is_union else (wanted,)


def _is_list(wanted: Any) -> bool:
    return any(typing.get_origin(each) is list for each in _alternatives(wanted))


def _struct_in(wanted: Any) -> type[msgspec.Struct] | None:
    """Return the struct type that a member, or the elements of a list member, should have."""
    for each in _alternatives(wanted):
        inner = typing.get_args(each)[0] if typing.get_origin(each) is list else each
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            return inner
    return None
