"""The order of versions: every scheme's own rules, turned into keys that sort as plain bytes."""

from hiyoke.versions import apk, rpm
from hiyoke.versions.affected_range import AffectedRange, contains
from hiyoke.versions.composer import is_branch
from hiyoke.versions.encoding import successor
from hiyoke.versions.scheme import KEY_EDITION, SCHEMES, scheme_of
from hiyoke.versions.sort_key import KeyMemo, sort_key, sort_keys

__all__ = [
    "KEY_EDITION",
    "SCHEMES",
    "AffectedRange",
    "KeyMemo",
    "apk",
    "contains",
    "is_branch",
    "rpm",
    "scheme_of",
    "sort_key",
    "sort_keys",
    "successor",
]
