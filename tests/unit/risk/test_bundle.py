from datetime import date
from typing import Any

from hiyoke.risk import Remainder, bundle_id_of, merge_vendor_updates, remainder_of, targets_of
from hiyoke.versions import sort_key


def npm(version: str) -> bytes:
    return sort_key("npm", version)


def affected(vulnerability_id: str, introduced: str | None, fixed: str | None) -> dict[str, Any]:
    return {
        "vulnerability_id": vulnerability_id,
        "introduced_key": npm(introduced) if introduced else None,
        "fixed_key": npm(fixed) if fixed else None,
        "fixed_version": fixed,
    }


def test_targets_the_smallest_version_that_closes_every_finding() -> None:
    fixes = [
        ("c1", "npm", "4.17.9"),
        ("c1", "npm", "4.17.21"),
        ("c1", "npm", "4.17.20"),
        ("c2", "npm", "2.0.0"),
        ("c3", None, "1.0"),
        ("c4", "npm", "not a version"),
    ]
    found = targets_of(fixes)
    assert {c: t.version for c, t in found.items()} == {"c1": "4.17.21", "c2": "2.0.0"}
    assert targets_of(reversed(fixes)) == found


def test_says_when_the_target_is_affected_itself_and_where_it_is_clean() -> None:
    ranges = [
        affected("A", None, "2.15.0"),
        affected("B", "2.15.0", "2.16.0"),
        affected("C", "2.15.0", "2.17.0"),
        affected("D", "2.17.0", "2.17.1"),
        affected("E", "3.0.0", None),
    ]
    found = remainder_of(npm("2.15.0"), ranges)
    assert found.vulnerability_ids == ("B", "C")
    assert found.clean_version == "2.17.1"
    assert remainder_of(npm("2.17.1"), ranges) == Remainder((), None)


def test_names_no_clean_version_when_a_range_never_ends() -> None:
    found = remainder_of(npm("3.1.0"), [affected("E", "3.0.0", None), affected("F", None, "3.2.0")])
    assert found.vulnerability_ids == ("E", "F")
    assert found.clean_version is None


def test_identifies_a_bundle_by_what_makes_it_distinct() -> None:
    assert bundle_id_of("npm", None, "a", "1") == bundle_id_of("npm", None, "a", "1")
    assert bundle_id_of("npm", None, "a", "1") != bundle_id_of("npm", "a", None, "1")


def bundle(package: str, target: str, ids: list[str], **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "ecosystem": "rpm/almalinux",
        "release": "9",
        "package": package,
        "target_version": target,
        "group_id": "crew",
        "finding_count": 2,
        "priority_finding_count": 1,
        "priority_dated_count": 1,
        "known_exploited_count": 0,
        "vulnerability_count": len(ids),
        "due_on": None,
        "best_rank": 5,
        "system_ids": ["a"],
        "component_ids": [package],
        "vulnerability_ids": ids,
        "versions": ["1-1.el9"],
    }
    return row | more


def test_joins_the_packages_of_one_vendor_update() -> None:
    rows = [
        bundle("httpd-core", "2.4-7.el9", ["A", "B"], due_on=date(2026, 6, 5)),
        bundle("mod_ssl", "1:2.4-7.el9", ["B"], best_rank=2, system_ids=["b"]),
        bundle("httpd", "2.4-7.el9", ["A"]),
        bundle("other", "2.4-7.el9", ["C"]),
        bundle("libssh", "0.10-18.el9", ["A"]),
        bundle("httpd-doc", "2.4-7.el9", ["A"], group_id="others"),
    ]
    found = sorted(merge_vendor_updates(rows), key=lambda b: (b["package"], b["group_id"]))
    assert [b["packages"] for b in found] == [
        ["httpd", "httpd-core", "mod_ssl"],
        ["httpd-doc"],
        ["libssh"],
        ["other"],
    ]
    first = found[0]
    assert (first["package"], first["finding_count"], first["best_rank"]) == ("httpd", 6, 2)
    assert (first["system_ids"], first["vulnerability_ids"]) == (["a", "b"], ["A", "B"])
    assert first["due_on"] == date(2026, 6, 5)
    shuffled = sorted(
        merge_vendor_updates(reversed(rows)), key=lambda b: (b["package"], b["group_id"])
    )
    assert shuffled == found


def test_never_joins_packages_of_a_language() -> None:
    rows = [bundle(name, "1.0", ["A"], ecosystem="npm", release=None) for name in ("a", "b")]
    assert len(merge_vendor_updates(rows)) == 2
