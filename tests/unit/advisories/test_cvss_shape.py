"""A CVSS vector is known by its metrics, whole or not at all."""

from __future__ import annotations

import pytest

from hiyoke.advisories import cvss_version_of

V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "2.0"),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "3.0"),
        ("CVSS:3.1/S:U/AV:N/AC:L/PR:N/UI:N/C:H/I:H/A:H/E:P", "3.1"),
        (V4, "4.0"),
        (V4 + "/E:P/U:Amber", "4.0"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", None),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Z", None),
        ("CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", None),
        ("CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", None),
        ("7.5", None),
        ("", None),
    ],
)
def test_names_the_version_of_a_whole_vector(vector: str, expected: str | None) -> None:
    assert cvss_version_of(vector) == expected
