"""The published purl tests, as far as parsing and identity go.

Hiyoke reads purls and never writes one, so "build" tests do not apply, and letter case is compared
after the normal name rules: that is where it matters. Every other difference is listed here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hiyoke.errors import UnknownPackageError
from hiyoke.packages import normal_name, parse_purl

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "conformance" / "purl" / "tests"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data/conformance/purl is absent"),
]

#: Inputs that a test wants refused, and why Hiyoke reads them: each names one package beyond
#: doubt, and refusing it would leave an installed component unassessed.
READ_ALL_THE_SAME = {
    "pkg:chrome-extension/44444algnefjeiefhmpklpfiohadpglk": "no check of identifiers",
    "pkg:chrome-extension/dogs": "no check of identifiers",
    "pkg:chrome-extension/dlpngalgnefjeiefhmpklpfiohadpglk@1.2.3-beta": "no check of versions",
    "pkg:cpan/LWP::UserAgent@6.7.6": "a module name where a distribution is meant; none matches",
    "pkg:cpan/GDT/URI::PackageURL": "a module name where a distribution is meant; none matches",
    "pkg:cpan/URI::PackageURL": "a module name where a distribution is meant; none matches",
    "pkg:julia/Dates": "the uuid qualifier only tells packages of one name apart",
    "pkg:gem/jruby-launcher@1.1.2?Platform=java": "upper-case keys have one reading",
    "pkg:rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25": "as above",
    "pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25": "as above",
}
#: Inputs whose parts come out otherwise, and why.
READ_OTHERWISE = {
    "pkg:git/": "type git counts the owner into the name; no advisory names packages by it",
    "pkg:mlflow/": "a name's case depends on its repository; no advisory names such packages",
    "pkg:huggingface/": "a version is a commit; its case is left as it is",
}


def _tests() -> list[Any]:
    found = []
    for path in sorted(FOLDER.rglob("*-test.json")):
        for number, test in enumerate(json.loads(path.read_text(encoding="utf-8"))["tests"]):
            if test["test_type"] != "build":
                found.append(pytest.param(test, id=f"{path.stem}-{number}"))
    return found


def _identity(purl: dict[str, Any] | None) -> Any:
    if purl is None:
        return None
    kind = purl["type"]
    parts = {**purl, "qualifiers": purl["qualifiers"] or {}}
    for name in ("namespace", "name"):
        text = parts[name]
        parts[name] = None if text is None else normal_name(kind, text)
    if kind in ("rpm", "alpm", "qpkg", "yocto") and parts["namespace"]:
        parts["namespace"] = parts["namespace"].lower()
    if kind in ("oci", "vscode-extension") and parts["version"]:
        parts["version"] = parts["version"].lower()
    return parts


@pytest.mark.parametrize("test", _tests())
def test_published_purl_is_read_as_published(test: dict[str, Any]) -> None:
    text = test["input"]
    if test["expected_failure"]:
        if text not in READ_ALL_THE_SAME:
            with pytest.raises(UnknownPackageError):
                parse_purl(text)
        return
    expected = test["expected_output"]
    if isinstance(expected, str):
        expected = parse_purl(expected)._asdict()
    if not text.lower().startswith(tuple(READ_OTHERWISE)):
        assert _identity(parse_purl(text)._asdict()) == _identity(expected)


def test_every_exception_is_still_one() -> None:
    for text in READ_ALL_THE_SAME:
        assert parse_purl(text).name
