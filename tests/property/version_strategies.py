"""Version texts for Hypothesis, visiting the edges of the encoding and of each grammar."""

from __future__ import annotations

from hypothesis import strategies as st

#: Numbers at the edges of the number code and of common integer widths.
EDGES = (
    *(0, 1, 9, 10, 99, 100, 199, 200, 201, 255, 256, 2247, 2248, 2249, 65535, 65536),
    *(2**24 - 1, 2**24, 2**31 - 1, 2**31, 2**53, 2**63, 2**64, 2**112 - 1, 2**112),
)

numbers = st.sampled_from(EDGES) | st.integers(0, 300) | st.integers(0, 10**40)
#: Below 2**31, where every native implementation still counts exactly.
small_numbers = st.sampled_from([edge for edge in EDGES if edge < 2**31]) | st.integers(0, 300)

words = st.sampled_from(["alpha", "beta", "rc", "rc1", "a", "b", "dev", "pre", "x", "Z", "x-y"])


def dotted(parts: st.SearchStrategy[int], *, low: int = 1, high: int = 5) -> st.SearchStrategy[str]:
    """Return plain dotted numbers of `low` to `high` parts."""
    return st.lists(parts, min_size=low, max_size=high).map(lambda ns: ".".join(map(str, ns)))


def _prefixed(mark: str, body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | body.map(lambda text: f"{mark}{text}")


identifiers = st.lists(numbers.map(str) | words, min_size=1, max_size=3).map(".".join)
small_identifiers = st.lists(small_numbers.map(str) | words, min_size=1, max_size=3).map(".".join)

#: Strict semantic versions with numbers of any size.
semvers = st.builds(
    "".join,
    st.tuples(
        dotted(numbers, low=3, high=3), _prefixed("-", identifiers), _prefixed("+", identifiers)
    ),
)
#: Strict semantic versions that node-semver counts exactly.
small_semvers = st.builds(
    "".join,
    st.tuples(
        dotted(small_numbers, low=3, high=3),
        _prefixed("-", small_identifiers),
        _prefixed("+", small_identifiers),
    ),
)

_separators = st.sampled_from(["", ".", "-", "_"])
_optional_number = st.just("") | numbers.map(str)


def _segment(spellings: list[str]) -> st.SearchStrategy[str]:
    spelled = st.tuples(_separators, st.sampled_from(spellings), _separators, numbers.map(str))
    unnumbered = st.tuples(_separators, st.sampled_from(spellings))
    return st.just("") | spelled.map("".join) | unnumbered.map("".join)


_locals = st.lists(st.sampled_from(["a", "ubuntu", "01", "1", "10", "A2"]), min_size=1, max_size=3)

#: Every spelling that PEP 440 permits.
pep440_versions = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "v", "0!", "1!"]),
        dotted(numbers, high=4),
        _segment(["a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "RC"]),
        _segment(["post", "rev", "r", "POST"]) | small_numbers.map(lambda n: f"-{n}"),
        _segment(["dev", "DEV"]),
        _prefixed("+", _locals.map("-".join)),
    ),
)

#: What `Gem::Version` accepts.
gem_versions = st.builds(
    "".join,
    st.tuples(
        dotted(numbers, high=4),
        st.lists(
            st.tuples(
                st.sampled_from([".", ".", "-"]),
                st.sampled_from(["a", "b", "rc", "A"]) | numbers.map(str),
                st.just("") | st.sampled_from([".0", ".0.0", ".0.1", "0", "1"]),
            ).map("".join),
            max_size=3,
        ).map("".join),
    ),
)

#: What Composer can normalise.
composer_versions = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "v"]),
        dotted(st.integers(0, 99999), high=4),
        st.just("")
        | st.tuples(
            st.sampled_from(["", "-", "_", "."]),
            st.sampled_from(["alpha", "a", "beta", "b", "RC", "rc", "patch", "pl", "p", "stable"]),
            st.just("") | st.integers(0, 2300).map(str),
            st.sampled_from(["", "-dev", ".dev"]),
        ).map("".join),
    ),
)

#: Anything at all, much of it nearly a version.
noise = st.text(max_size=40) | st.text(alphabet="0123456789.-+~^_!:@#*vabrcdexp \t", max_size=30)
