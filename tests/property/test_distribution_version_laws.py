"""Laws of the Maven, Debian, RPM and Alpine keys, held against the native implementations."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import apk, deb, maven, rpm
from property.distribution_version_strategies import batches, version_pairs, versions
from simulators.distribution_texts import DistributionTexts
from simulators.native import apk_tools
from simulators.native import distribution_orders as native

pytestmark = pytest.mark.property

Pair = tuple[str, str]
Difference = tuple[Pair, int | None]

KEYS = {"apk": apk.key, "deb": deb.key, "maven": maven.key, "rpm": rpm.key}
SHARED_DATA = Path(__file__).parents[3] / "shared" / "data" / "osv"
SHARED_FILES = {
    "deb": ("Debian_DSA_DLA.converted.jsonl.zst",),
    "maven": ("Maven.converted.jsonl.zst",),
    "rpm": ("AlmaLinux_8.jsonl.zst", "AlmaLinux_9.jsonl.zst", "AlmaLinux_10.jsonl.zst"),
}

in_batches = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


def order(scheme: str, pair: Pair) -> int | None:
    try:
        first, second = map(KEYS[scheme], pair)
    except UnsortableVersionError:
        return None
    return (first > second) - (first < second)


def differences(scheme: str, pairs: list[Pair]) -> list[Difference]:
    """Return the pairs that the native implementation orders otherwise, with its answer."""
    if not native.is_installed(scheme):
        pytest.skip(f"the native implementation of {scheme} is not installed")
    if not native.takes_many(scheme):
        pairs = [pair for pair in pairs if is_an_argument(pair)][:150]
    answers = native.compare(scheme, pairs)
    judged = zip(pairs, answers, strict=True)
    return [(pair, answer) for pair, answer in judged if order(scheme, pair) != answer]


def is_an_argument(pair: Pair) -> bool:
    """Return whether both texts can be passed to the dpkg command as they are."""
    return all(text and not text.startswith("-") and not set(text) & set("\t\n") for text in pair)


def without_circle(found: list[Difference]) -> list[Difference]:
    """Return the differences over which Maven's own order does not contradict itself.

    It does where it puts a before b, yet b not after and a not before some beginning of them.
    """
    asked: list[Pair] = []
    asked_of: list[int] = []
    for at, (pair, answer) in enumerate(found):
        lower, higher = pair if answer == -1 else reversed(pair)
        for witness in {text[:end] for text in pair for end in range(len(text) + 1)}:
            asked += (higher, witness), (witness, lower)
            asked_of.append(at)
    answers = [answer for answer in native.compare("maven", asked) if answer is not None]
    rounds = zip(asked_of, answers[::2], answers[1::2], strict=True)
    circles = {at for at, there, back in rounds if there <= 0 and back <= 0 and found[at][1]}
    return [difference for at, difference in enumerate(found) if at not in circles]


def published_versions(scheme: str) -> list[str]:
    """Return every version text of the scheme's advisories; skip where they are absent."""
    files = [SHARED_DATA / name for name in SHARED_FILES.get(scheme, ())]
    if not all(file.exists() for file in files):
        pytest.skip("shared data is absent")
    texts: set[str] = set()
    for file in files:
        with zstandard.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                for affected in json.loads(line).get("affected", []):
                    texts.update(affected.get("versions") or [])
                    for events in affected.get("ranges", []):
                        texts.update(text for event in events["events"] for text in event.values())
    return sorted(texts)


@pytest.mark.native
@in_batches
@given(pairs=batches("deb"))
def test_debian_keys_order_as_dpkg_orders_and_refuse_what_it_refuses(pairs: list[Pair]) -> None:
    assert differences("deb", pairs) == []


@pytest.mark.native
@in_batches
@given(pairs=batches("rpm"))
def test_rpm_keys_order_as_rpm_orders_and_refuse_what_it_refuses(pairs: list[Pair]) -> None:
    assert differences("rpm", pairs) == []


@pytest.mark.native
@in_batches
@given(pairs=batches("maven"))
def test_maven_keys_order_as_maven_orders_unless_it_goes_in_circles(pairs: list[Pair]) -> None:
    assert without_circle(differences("maven", pairs)) == []


@settings(max_examples=300, deadline=None)
@given(pair=version_pairs("apk"))
def test_apk_keys_order_valid_versions_as_apk_tools_3_orders(pair: Pair) -> None:
    assert [apk.is_valid(text) for text in pair] == [apk_tools.is_valid(text) for text in pair]
    if all(map(apk.is_valid, pair)):
        assert order("apk", pair) == apk_tools.compare(*pair)


@settings(max_examples=300, deadline=None)
@given(pair=version_pairs("apk"))
def test_apk_keys_never_turn_round_the_order_of_invalid_versions(pair: Pair) -> None:
    ours = order("apk", pair)
    # Only a revision without number reads otherwise: as revision 0, as apk-tools 2 read it.
    if ours is not None and not any("-r" in text.replace("-r1", "") for text in pair):
        assert apk_tools.compare(*pair) in {0, ours}


@pytest.mark.parametrize("scheme", sorted(KEYS))
@given(data=st.data())
def test_no_key_begins_another(scheme: str, data: st.DataObject) -> None:
    first, second = data.draw(version_pairs(scheme))
    if order(scheme, (first, second)):
        lower, higher = sorted(map(KEYS[scheme], (first, second)))
        assert not higher.startswith(lower)


@given(version=versions("maven"))
def test_maven_keys_ignore_letter_case_and_zeros_at_the_end(version: str) -> None:
    assert maven.key(version) == maven.key(version.upper()) or not version.isascii()
    assert maven.key(version) == maven.key(f"{version}.0") or not version[-1:].isdigit()


@pytest.mark.native
@pytest.mark.slow
@pytest.mark.parametrize("scheme", sorted(KEYS))
def test_keys_order_as_the_native_implementation_over_many_published_versions(scheme: str) -> None:
    samples = published_versions(scheme)
    pairs = list(DistributionTexts(scheme, seed=20260522, samples=samples).pairs(60_000))
    choose = random.Random(20260522)  # noqa: S311 - test data, not secrets.
    pairs += [(choose.choice(samples), choose.choice(samples)) for _ in samples for _ in range(3)]
    if scheme == "apk":
        pairs = [pair for pair in pairs if all(map(apk.is_valid, pair))]
    found = differences(scheme, pairs)
    assert (without_circle(found) if scheme == "maven" else found) == []
