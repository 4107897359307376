from __future__ import annotations

import pytest

from hiyoke.advisories import Obstacle
from hiyoke.matching import Reason, words_of


@pytest.mark.parametrize("reason", [*Reason, *Obstacle])
def test_every_reason_says_why_in_both_languages(reason: str) -> None:
    words = words_of(reason)
    assert words.why.ja
    assert words.why.en
    assert bool(words.remedy.ja) == bool(words.remedy.en)


@pytest.mark.parametrize("reason", [*Reason, *Obstacle])
def test_what_is_not_assessable_has_a_remedy(reason: str) -> None:
    settled = {Reason.STATED_NOT_AFFECTED, Reason.OTHER_MODULE_STREAM, Reason.FIXED_BUILD}
    assert (words_of(reason).remedy.en == "") is (reason in settled)


def test_unknown_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="no_such_reason"):
        words_of("no_such_reason")
