from __future__ import annotations

import pytest

from hiyoke.errors import UnknownPackageError
from hiyoke.packages import package_of_cpe
from hiyoke.packages.cpe import CPE_LIMIT


@pytest.mark.parametrize(
    ("text", "package", "version"),
    [
        ("cpe:2.3:a:Apache:Log4j:2.14.1:*:*:*:*:*:*:*", "apache:log4j", "2.14.1"),
        ("cpe:2.3:a:openbsd:openssh:9.3:p1:*:*:*:*:*:*", "openbsd:openssh", "9.3-p1"),
        ("cpe:2.3:o:microsoft:windows_10:*:*:*:*:*:*:*:*", "microsoft:windows_10", None),
        ("cpe:2.3:a:notepad-plus-plus:notepad\\+\\+:7.0:*:*:*:*:*:*:*", None, "7.0"),
        ("cpe:2.3:a:a\\:b:c:1\\:2:*:*:*:*:*:*:*", "a:b:c", "1:2"),
        ("cpe:/a:apache:struts:2.5.10", "apache:struts", "2.5.10"),
        ("cpe:/o:linux:linux_kernel", "linux:linux_kernel", None),
        ("cpe:/a:foo:bar%21:1.0", "foo:bar!", "1.0"),
    ],
)
def test_cpe_names_vendor_and_product(text: str, package: str | None, version: str | None) -> None:
    found = package_of_cpe(text)
    assert found.package == (package or "notepad-plus-plus:notepad++")
    assert found.version == version


def test_cpe_tells_any_version_from_no_version() -> None:
    assert package_of_cpe("cpe:2.3:a:v:p:-:*:*:*:*:*:*:*").is_unspecified_version
    assert not package_of_cpe("cpe:2.3:a:v:p:*:*:*:*:*:*:*:*").is_unspecified_version


def test_cpe_keeps_what_the_product_runs_in() -> None:
    found = package_of_cpe("cpe:2.3:a:v:p:1.0:*:*:*:*:WordPress:*:*")
    assert found.target_software == "wordpress"
    assert package_of_cpe("cpe:/a:v:p:1.0").target_software is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cpe:2.3:a",
        "cpe:2.3:a:*:p:1:*:*:*:*:*:*:*",
        "cpe:2.3:a:v:-:1:*:*:*:*:*:*:*",
        "cpe:2.3:x:v:p:1:*:*:*:*:*:*:*",
        "cpe:/",
        "pkg:pypi/django",
        "cpe:2.3:a:v:" + "p" * CPE_LIMIT,
    ],
)
def test_cpe_without_vendor_or_product_is_refused(text: str) -> None:
    with pytest.raises(UnknownPackageError):
        package_of_cpe(text)
