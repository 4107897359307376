"""Hypothesis strategies for distribution versions: fragments of each scheme around its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from simulators.distribution_texts import EDGES, SAMPLES

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_FRAGMENTS: Final = {
    "maven": (
        *(".", "-", ".", "-", "0", "1", "2", "a", "b", "m", "x", "A", "alpha", "beta", "milestone"),
        *("rc", "cr", "snapshot", "ga", "final", "release", "sp", "foo", "Final", "é", "\u0661"),
    ),
    "deb": (
        *".-~+:_^ ",
        *"0129",
        *"abzAZ",
        "1:",
        "-1",
        "~rc",
        "+deb9u1",
        "é",
        "日",
        "\x7f",
        "\x01",
    ),
    "rpm": (*".-~^+:_% ", *"0129", *"abzAZ", "1:", "-1", "~rc", "^git", ".el9", "é", "日"),
    "apk": (
        *(
            ".",
            ".",
            "0",
            "1",
            "2",
            "9",
            "01",
            "a",
            "p",
            "z",
            "A",
            "-r1",
            "-r",
            "-",
            "_",
            "~",
            "~0f",
        ),
        *("_alpha", "_beta", "_pre", "_rc", "_cvs", "_svn", "_git", "_hg", "_p", "_p1", "_blah"),
    ),
}


def versions(scheme: str) -> SearchStrategy[str]:
    """Return texts of `scheme`: real ones, and fragments put together."""
    fragments = st.sampled_from(_FRAGMENTS[scheme] + EDGES)
    return st.one_of(st.sampled_from(SAMPLES[scheme]), st.lists(fragments, max_size=8).map("".join))


@st.composite
def version_pairs(draw: st.DrawFn, scheme: str) -> tuple[str, str]:
    """Return two texts that share a beginning and an ending more often than not."""
    beginning = draw(st.one_of(st.just(""), versions(scheme)))
    ending = draw(st.one_of(st.just(""), versions(scheme)))
    middles = st.one_of(st.just(""), versions(scheme))
    return beginning + draw(middles) + ending, beginning + draw(middles) + ending


def batches(scheme: str) -> SearchStrategy[list[tuple[str, str]]]:
    """Return a hundred pairs and more, for a native implementation that is slow to start."""
    return st.lists(version_pairs(scheme), min_size=100, max_size=300)
