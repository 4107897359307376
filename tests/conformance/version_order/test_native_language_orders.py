"""Keys order thousands of near and nasty pairs exactly as each ecosystem's own library does.

Where the library refuses a side, Hiyoke may read it all the same (``docs/reference/versions.md``
says when); where the library answers, Hiyoke must answer the same.
"""

from __future__ import annotations

import pytest

from hiyoke.versions import sort_keys
from simulators.native.language_orders import compare, is_installed
from simulators.version_texts import Texts

pytestmark = pytest.mark.native

#: Scheme, the native to ask, and whether that native orders numbers of any size exactly.
_NATIVES = [
    ("pypi", "pypi", True),
    ("npm", "npm", False),
    ("cargo", "cargo", False),
    ("golang", "golang", True),
    ("hex", "hex", True),
    ("gem", "gem", True),
    ("composer", "composer", False),
]


def _disagreements(scheme: str, native: str, *, huge: bool, seed: int, count: int) -> list[str]:
    pairs = sorted(set(Texts(scheme, seed=seed, huge=huge).pairs(count)))
    pairs = [pair for pair in pairs if all(pair)]  # The empty text is refused on purpose.
    answers = compare(native, pairs)
    keys = sort_keys(scheme, [text for pair in pairs for text in pair])
    assert sum(answer is not None for answer in answers) > count // 4

    found = []
    for (a, b), left, right, answer in zip(pairs, keys[::2], keys[1::2], answers, strict=True):
        if answer is None:
            continue
        if left is None or right is None:
            found.append(f"{a} {b}: refused, native {answer}")
        elif (left > right) - (left < right) != answer:
            found.append(f"{a} {b}: native {answer}")
    return found


@pytest.mark.parametrize(("scheme", "native", "huge"), _NATIVES)
def test_orders_pairs_as_the_native_does(scheme: str, native: str, huge: bool) -> None:  # noqa: FBT001
    if not is_installed(native):
        pytest.skip(f"the native implementation of {native} is not installed")

    assert _disagreements(scheme, native, huge=huge, seed=20, count=3000) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("scheme", "native", "huge"), _NATIVES)
def test_orders_many_pairs_as_the_native_does(
    scheme: str,
    native: str,
    huge: bool,  # noqa: FBT001
    seed: int,
) -> None:
    if not is_installed(native):
        pytest.skip(f"the native implementation of {native} is not installed")

    assert _disagreements(scheme, native, huge=huge, seed=seed, count=40_000) == []
