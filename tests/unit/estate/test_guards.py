"""Controls, privileged IDs, overrides, insider zones and remote access, read and checked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hiyoke.exposure
from hiyoke.errors import EstateFaultError
from hiyoke.estate import (
    CONTROL_KINDS,
    OVERRIDE_SUBJECTS,
    Control,
    ExpertOverride,
    PrivilegedAccount,
    assess_quality,
)
from hiyoke.exposure.inputs import ExpertOverride as OverrideOfTheEngine
from hiyoke.languages import Text
from small_estates import INSTITUTION, LINKS, fault_places, reading_of, reminder_places

if TYPE_CHECKING:
    from hiyoke.estate import Estate, EstateReading

TODAY = date(2026, 11, 20)
NAME = Text(ja="名", en="name")
CONTROLS = """\
対策ID,対策名,種別,対象システム,対象経路,対象特権ID,対象脆弱性,有効率,動作,試験日,有効期限,責任部署
waf-1,IB の WAF,WAF,web-1; web-2,,,,８０％,遮断,2026/9/1,2027/3/31,システム部
seg-1,,ネットワーク分離,,internet > web-2,,,0.95,,R8.9.1,,
mfa-1,,多要素認証,,,root-1,,90%,,2026/9/1,,
vp-1,,仮想パッチ,web-1,,,cve-2026-11111,７割,検知,,,
"""
ACCOUNTS = """\
特権ID,名称,対象システム,権限,使用場所,多要素認証,多要素認証の試験日,最終使用日,要否
root-1,勘定系保守,core,管理者,office; web-1,○,2026/9/1,2026/11/1,要
op-1,運用,web-1; web-2,一般,不明,不明,,2025/1/1,不要
"""
OVERRIDES = """\
対象の種類,対象ID,確率,理由,決定者,決定日,有効期限
脆弱性,cve-2026-11111,2%,該当機能を止めている,CSIRT,2026/10/1,2026/12/31
対策,waf-1,0.6,演習の結果,CSIRT,2026/10/1,2026/10/31
ゾーン,office,1%,端末は仮想化している,CSIRT,2026/10/1,
人の操作,web-1,5%,訓練の結果,CSIRT,2026/10/1,2026/12/31
"""
ZONES = INSTITUTION + "insider_zones: [office]\n"


def _guarded(folder: Path, **changed: str) -> EstateReading:
    files = {
        "institution__yaml": ZONES,
        "controls__csv": CONTROLS,
        "accounts__csv": ACCOUNTS,
        "overrides__csv": OVERRIDES,
    }
    return reading_of(folder, **(files | changed))


def _estate(folder: Path) -> Estate:
    estate = _guarded(folder).estate
    assert estate is not None
    return estate


def test_reads_controls_as_japanese_offices_write_them(tmp_path: Path) -> None:
    waf, seg, mfa, patch = _estate(tmp_path).controls

    assert (waf.kind, waf.systems, waf.efficacy) == ("waf", ("web-1", "web-2"), 0.8)
    assert (waf.tested_on, waf.expires_on) == (date(2026, 9, 1), date(2027, 3, 31))
    assert waf.owner == Text(ja="システム部", en="システム部")
    assert (seg.links, seg.efficacy, seg.name.ja) == ((("internet", "web-2"),), 0.95, "seg-1")
    assert (mfa.accounts, mfa.mode) == (("root-1",), "block")
    assert (patch.vulnerability_ids, patch.mode) == (("CVE-2026-11111",), "detect")
    assert (patch.efficacy, patch.tested_on) == (0.7, None)


def test_reads_accounts_with_unknown_left_unknown(tmp_path: Path) -> None:
    root, operator = _estate(tmp_path).accounts

    assert (root.systems, root.level, root.used_from) == (("core",), "admin", ("office", "web-1"))
    assert (root.mfa, root.mfa_tested_on, root.is_needed) == ("yes", date(2026, 9, 1), "yes")
    assert (operator.level, operator.used_from, operator.mfa) == ("user", (), "unknown")
    assert (operator.last_used_on, operator.is_needed) == (date(2025, 1, 1), "no")


def test_reads_overrides_of_every_subject(tmp_path: Path) -> None:
    overrides = _estate(tmp_path).overrides

    assert [(o.subject, o.subject_id, o.probability) for o in overrides] == [
        ("vulnerability", "CVE-2026-11111", 0.02),
        ("control", "waf-1", 0.6),
        ("zone", "office", 0.01),
        ("person", "web-1", 0.05),
    ]
    assert [o.is_in_force(TODAY) for o in overrides] == [True, False, True, True]
    assert not any(o.is_in_force(date(2026, 9, 30)) for o in overrides)  # Decided in October.


def test_links_may_name_insider_zones(tmp_path: Path) -> None:
    links = LINKS + "office,core,ssh,22\n"

    assert fault_places(_guarded(tmp_path, links__csv=links)) == []
    assert fault_places(reading_of(tmp_path / "other", links__csv=links)) == [
        ("unknown_reference", "links.csv:6 [source]")
    ]


def test_reads_remote_access_of_vendors(tmp_path: Path) -> None:
    vendors = (
        "ベンダーID,ベンダー名,リモート保守,リモート接続先システム,リモート権限\n"
        "a,甲社,有,core,一般\n"
        "b,乙社,,,\n"
    )
    reading = reading_of(tmp_path, vendors__csv=vendors)

    assert reading.estate is not None
    first, second = reading.estate.vendors
    assert (first.remote_access, first.remote_access_systems) == ("yes", ("core",))
    assert first.remote_access_level == "user"
    assert (second.remote_access, second.remote_access_level) == ("unknown", "admin")


def test_yaml_says_the_same_as_csv(tmp_path: Path) -> None:
    control = """\
controls:
  - id: waf-1
    name: {ja: IB の WAF, en: IB の WAF}
    kind: waf
    systems: [web-1, web-2]
    efficacy: 80%
    tested_on: 2026-09-01
    expires_on: 2027-03-31
    owner: システム部
"""
    reading = reading_of(tmp_path, controls__yaml=control)

    assert reading.estate is not None
    assert reading.estate.controls == _estate(tmp_path / "csv").controls[:1]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("controls__csv", "８０％", "80", ("not_a_share", "controls.csv:2 [有効率]")),
        ("controls__csv", "８０％", "120%", ("out_of_range", "controls.csv:2 [有効率]")),
        ("controls__csv", "８０％", "high", ("not_a_share", "controls.csv:2 [有効率]")),
        (
            "controls__csv",
            "web-2,,",
            "web-9,,",
            ("unknown_reference", "controls.csv:2 [対象システム]"),
        ),
        ("controls__csv", ",WAF,", ",shield,", ("not_in_list", "controls.csv:2 [種別]")),
        (
            "controls__csv",
            "internet > web-2",
            "internet",
            ("not_a_flow", "controls.csv:3 [対象経路]"),
        ),
        (
            "controls__csv",
            "internet > web-2",
            "internet > core",
            ("unknown_reference", "controls.csv:3 [対象経路]"),
        ),
        (
            "controls__csv",
            ",root-1,",
            ",root-9,",
            ("unknown_reference", "controls.csv:4 [対象特権ID]"),
        ),
        (
            "controls__csv",
            "cve-2026-11111",
            "cve-26-1",
            ("malformed_id", "controls.csv:5 [対象脆弱性]"),
        ),
        ("controls__csv", "seg-1,", "waf-1,", ("duplicate_id", "controls.csv:3 [対策ID]")),
        (
            "accounts__csv",
            ",core,",
            ",cor,",
            ("unknown_reference", "accounts.csv:2 [対象システム]"),
        ),
        ("accounts__csv", "office;", "offce;", ("unknown_reference", "accounts.csv:2 [使用場所]")),
        ("accounts__csv", ",core,", ",,", ("missing_value", "accounts.csv:2 [対象システム]")),
        ("overrides__csv", "2%", "2", ("not_a_share", "overrides.csv:2 [確率]")),
        ("overrides__csv", "該当機能を止めている", "", ("missing_value", "overrides.csv:2 [理由]")),
        (
            "overrides__csv",
            "対策,waf-1",
            "対策,waf-9",
            ("unknown_reference", "overrides.csv:3 [対象ID]"),
        ),
        (
            "overrides__csv",
            "ゾーン,office",
            "ゾーン,internet",
            ("unknown_reference", "overrides.csv:4 [対象ID]"),
        ),
        (
            "overrides__csv",
            "人の操作,web-1",
            "対策,waf-1",
            ("duplicate_id", "overrides.csv:5 [対象ID]"),
        ),
        (
            "overrides__csv",
            "2026/10/31",
            "2026/9/30",
            ("reversed_dates", "overrides.csv:3 [有効期限]"),
        ),
    ],
)
def test_names_one_broken_cell(
    tmp_path: Path, file: str, old: str, new: str, fault: tuple[str, str]
) -> None:
    source = {"controls__csv": CONTROLS, "accounts__csv": ACCOUNTS, "overrides__csv": OVERRIDES}
    changed = source[file].replace(old, new, 1)
    assert changed != source[file]

    reading = _guarded(tmp_path, **{file: changed})

    assert fault_places(reading) == [fault]
    assert all(text for text in (*reading.faults[0].expected, *reading.faults[0].remedy))


def test_asks_whether_eighty_is_a_percentage(tmp_path: Path) -> None:
    reading = _guarded(tmp_path, controls__csv=CONTROLS.replace("８０％", "80"))

    assert reading.faults[0].remedy.en == "Do you mean 80%? Then write 80%, with the percent sign."
    assert "80% のことですか" in reading.faults[0].remedy.ja


def test_an_insider_zone_is_no_outside_zone(tmp_path: Path) -> None:
    zones = INSTITUTION + "insider_zones: [office, internet]\noutside_zones: [office]\n"

    reading = reading_of(tmp_path, institution__yaml=zones)

    place = "institution.yaml:4 [insider_zones]"
    assert fault_places(reading) == [("reserved_id", place), ("reserved_id", place)]


def test_reminds_of_controls_that_guard_nothing(tmp_path: Path) -> None:
    controls = "id,kind,systems\nidle,edr,\nblank,virtual_patch,core\n"

    reading = _guarded(tmp_path, controls__csv=controls, accounts__csv=ACCOUNTS, overrides__csv="")

    assert [kind for kind, _ in reminder_places(reading)] == ["idle_control", "idle_control"]


def test_lost_lists_make_no_further_faults(tmp_path: Path) -> None:
    reading = _guarded(tmp_path, accounts__csv="特権ID\nroot-1\n")

    assert [kind for kind, _ in fault_places(reading)] == ["missing_column"]


def test_gaps_count_what_nobody_said_of_guards(tmp_path: Path) -> None:
    gaps = {gap.kind: gap for gap in assess_quality(_estate(tmp_path), [], as_of=TODAY)}

    assert gaps["untested_controls"].names == ("vp-1",)
    assert gaps["accounts_of_unknown_use"].names == ("op-1",)
    assert gaps["accounts_of_unknown_mfa"].names == ("op-1",)
    assert gaps["expired_overrides"].names == ("control waf-1",)
    assert gaps["endless_overrides"].names == ("zone office",)
    assert "early_overrides" not in gaps
    before = {g.kind: g for g in assess_quality(_estate(tmp_path), [], as_of=date(2026, 9, 30))}
    assert before["early_overrides"].count == 4
    assert "no_controls" not in gaps
    later = {g.kind: g for g in assess_quality(_estate(tmp_path), [], as_of=date(2027, 4, 1))}
    assert later["expired_controls"].names == ("waf-1",)


def test_missing_lists_are_gaps_with_a_remedy(tmp_path: Path) -> None:
    reading = reading_of(tmp_path)

    assert reading.estate is not None
    gaps = {gap.kind: gap for gap in assess_quality(reading.estate, [], as_of=TODAY)}
    assert "controls.csv" in gaps["no_controls"].cost.en
    assert "accounts.csv" in gaps["no_accounts"].cost.ja


def test_kinds_are_those_of_the_attack_rules() -> None:
    profiles = Path(hiyoke.exposure.__file__).parent / "profiles"
    for path in sorted(profiles.glob("attack-rules-*.json")):
        rules = json.loads(path.read_text(encoding="utf-8"))
        assert tuple(rule["kind"] for rule in rules["controls"]) == CONTROL_KINDS


def test_subjects_are_those_of_the_engine() -> None:
    text = OverrideOfTheEngine.__doc__ or ""
    line = next(line for line in text.splitlines() if "subject:" in line)

    assert all(subject in line for subject in OVERRIDE_SUBJECTS)
    assert line.replace(" or ", ", ").count(",") == len(OVERRIDE_SUBJECTS) - 1


@pytest.mark.parametrize(
    "build",
    [
        lambda: Control(control_id="a", name=NAME, kind="shield"),
        lambda: Control(control_id="a", name=NAME, kind="waf", efficacy=1.5),
        lambda: Control(control_id="a b", name=NAME, kind="waf"),
        lambda: PrivilegedAccount(account_id="a", name=NAME, systems=(), level="god"),
        lambda: PrivilegedAccount(account_id="a", name=NAME, systems=(), mfa="maybe"),
        lambda: ExpertOverride(subject="mood", subject_id="a", probability=0.1, reason="x"),
        lambda: ExpertOverride(
            subject="zone", subject_id="a", probability=float("nan"), reason="x"
        ),
        lambda: ExpertOverride(subject="zone", subject_id="a", probability=0.1, reason=" "),
    ],
)
def test_types_refuse_what_means_nothing(build: object) -> None:
    assert callable(build)
    with pytest.raises(EstateFaultError):
        build()


def test_a_control_may_stand_on_the_way_in_that_facing_the_internet_opens(tmp_path: Path) -> None:
    links = "source,target\nweb-1,core\nweb-2,core\n"  # No row says internet > web-2.

    reading = _guarded(tmp_path / "a", links__csv=links)
    assert fault_places(reading) == []
    read = reading.estate
    assert read is not None
    assert read.controls[1].links == (("internet", "web-2"),)
    inside = _guarded(
        tmp_path / "b",
        links__csv=links,
        controls__csv=CONTROLS.replace("internet > web-2", "internet > core"),
    )
    assert [kind for kind, _ in fault_places(inside)] == ["unknown_reference"]
