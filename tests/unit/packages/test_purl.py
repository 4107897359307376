from __future__ import annotations

import pytest

from hiyoke.errors import UnknownPackageError
from hiyoke.packages import parse_purl
from hiyoke.packages.purl import PURL_LIMIT


def test_parse_decodes_every_part() -> None:
    purl = parse_purl("pkg:npm/%40angular/core@12.0.0%2Bb1?vcs_url=git%3A//x&Empty=#src/%2e/a")
    assert purl == (
        "npm",
        "@angular",
        "core",
        "12.0.0+b1",
        {"vcs_url": "git://x"},
        "src/a",
    )


@pytest.mark.parametrize(
    ("text", "namespace", "name", "version"),
    [
        ("pkg:npm/@babel/core@7.0.0", "@babel", "core", "7.0.0"),
        ("pkg:npm/@babel/core", "@babel", "core", None),
        ("pkg://pypi/django@4.2", None, "django", "4.2"),
        ("PKG:PyPI/django@4.2", None, "django", "4.2"),
        ("  pkg:gem/rails@7.0.0 ", None, "rails", "7.0.0"),
        ("pkg:golang/github.com/a/b/v2@v2.0.0", "github.com/a/b", "v2", "v2.0.0"),
        ("pkg:deb/debian/libc6@1:2.36-9+deb12u1", "debian", "libc6", "1:2.36-9+deb12u1"),
        ("pkg:pypi/django@", None, "django", None),
    ],
)
def test_parse_reads_what_tools_write(
    text: str, namespace: str | None, name: str, version: str | None
) -> None:
    purl = parse_purl(text)
    assert (purl.namespace, purl.name, purl.version) == (namespace, name, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "django",
        "pkg:",
        "pkg:pypi",
        "pkg:pypi/",
        "pkg:npm/@babel",
        "pkg:maven/@1.3.4",
        "pkg:1npm/left-pad@1.0.0",
        "pkg:n_pm/left-pad@1.0.0",
        "pkg:maven/log4j-core@2.14.1",
        "pkg:composer/monolog@1.0.0",
        "pkg:pypi/acme/django@4.2",
        "pkg:deb/openssl@3.0.11-1",
        "pkg%3Apypi/django",
        "pkg:pypi/" + "a" * PURL_LIMIT,
    ],
)
def test_parse_refuses_what_names_no_package(text: str) -> None:
    with pytest.raises(UnknownPackageError) as caught:
        parse_purl(text)
    assert caught.value.remedy.ja
    assert len(caught.value.what.en) < 300


def test_parse_takes_a_distro_for_a_missing_namespace() -> None:
    assert parse_purl("pkg:deb/openssl@3.0.11-1?distro=debian-12").namespace is None
