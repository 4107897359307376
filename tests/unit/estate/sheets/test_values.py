"""One cell at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hiyoke.estate.sheets import (
    LINKS,
    SERVICES,
    SYSTEMS,
    VENDORS,
    ColumnSpec,
    MisreadError,
    read_value,
    sheet_named,
    text_of,
)
from hiyoke.estate.sheets.words import NO_WORDS, UNKNOWN_WORDS, YES_WORDS, normalise_word

EXPOSED = SYSTEMS.by_name["internet_facing"]
PORT = LINKS.by_name["port"]
TOLERANCE = SERVICES.by_name["impact_tolerance_minutes"]


@pytest.mark.parametrize(
    ("column", "raw", "value"),
    [
        (EXPOSED, "はい", "yes"),
        (EXPOSED, "○", "yes"),
        (EXPOSED, "〇", "yes"),
        (EXPOSED, "◯", "yes"),
        (EXPOSED, "有", "yes"),
        (EXPOSED, "あり", "yes"),
        (EXPOSED, "ＴＲＵＥ", "yes"),
        (EXPOSED, True, "yes"),
        (EXPOSED, "Yes ", "yes"),
        (EXPOSED, 1.0, "yes"),
        (EXPOSED, "いいえ", "no"),
        (EXPOSED, "×", "no"),
        (EXPOSED, "無", "no"),
        (EXPOSED, "なし", "no"),
        (EXPOSED, False, "no"),
        (EXPOSED, "false", "no"),
        (EXPOSED, "非公開", "no"),
        (EXPOSED, "不明", "unknown"),
        (EXPOSED, "－", "unknown"),
        (EXPOSED, "-", "unknown"),
        (EXPOSED, "？", "unknown"),
        (EXPOSED, "確認中", "unknown"),
        (EXPOSED, "", None),
        (EXPOSED, "　", None),
        (PORT, "443", 443),
        (PORT, "４４３", 443),
        (PORT, 443.0, 443),
        (PORT, " 443 ", 443),
        (PORT, "", None),
        (PORT, "-", None),
        (PORT, 0, 0),
        (PORT, "65535", 65535),
        (TOLERANCE, "120", 120),
        (TOLERANCE, "120分", 120),
        (TOLERANCE, "2時間", 120),
        (TOLERANCE, "1,440", 1440),
        (TOLERANCE, "2時間30分", 150),
        (TOLERANCE, "2h 30min", 150),
        (TOLERANCE, "１日", 1440),
        (TOLERANCE, "0.5h", 30),
        (TOLERANCE, "2日間", 2880),
        (TOLERANCE, timedelta(hours=4), 240),
        (SERVICES.by_name["priority"], "1位", 1),
        (SERVICES.by_name["users"], "120,000人", 120000),
        (SYSTEMS.by_name["id"], "ＩＢ－００１", "IB-001"),
        (SYSTEMS.by_name["id"], 12.0, "12"),
        (SYSTEMS.by_name["id"], "0012", "0012"),
        (SYSTEMS.by_name["id"], "勘定系", "勘定系"),
        (SYSTEMS.by_name["environment"], "本番環境", "production"),
        (SYSTEMS.by_name["environment"], "DR", "disaster_recovery"),
        (SYSTEMS.by_name["environment"], "－", None),
        (SYSTEMS.by_name["owner_ja"], "未定", None),
        (SYSTEMS.by_name["end_of_life_on"], "未定", None),
        (SYSTEMS.by_name["end_of_life_on"], "R8.3.31", date(2026, 3, 31)),
        (SYSTEMS.by_name["tags"], "dmz；web、dmz", ("dmz", "web")),
        (SYSTEMS.by_name["tags"], ["a", "b"], ("a", "b")),
        (
            SYSTEMS.by_name["sbom"],
            "sboms\\a.json; sboms/b, c.json",
            ("sboms/a.json", "sboms/b, c.json"),
        ),
        (LINKS.by_name["source"], "インターネット", "internet"),
        (LINKS.by_name["source"], "Internet", "internet"),
        (LINKS.by_name["known"], "未確認", "unknown"),
        (LINKS.by_name["known"], "－", "unknown"),
        (LINKS.by_name["known"], "確認済", "yes"),
        (LINKS.by_name["kind"], "運用", "admin"),
        (VENDORS.by_name["systems"], "a,b; c", ("a", "b", "c")),
    ],
)
def test_reads_what_people_write(column: ColumnSpec, raw: object, value: object) -> None:
    assert read_value(column, raw) == value


@pytest.mark.parametrize(
    ("column", "raw", "kind"),
    [
        (EXPOSED, "maybe", "not_yes_no"),
        (EXPOSED, "2", "not_yes_no"),
        (EXPOSED, "はいいいえ", "not_yes_no"),
        (PORT, "80,443", "not_a_number"),
        (PORT, "8080-8090", "not_a_number"),
        (PORT, "https", "not_a_number"),
        (PORT, "65536", "out_of_range"),
        (PORT, "-1", "out_of_range"),
        (PORT, 443.5, "not_a_number"),
        (PORT, True, "not_a_number"),
        (PORT, "9" * 5000, "not_a_number"),
        (PORT, float("nan"), "not_a_number"),
        (TOLERANCE, "soon", "not_a_number"),
        (TOLERANCE, "2 30", "not_a_number"),
        (PORT, "80 443", "not_a_number"),
        (TOLERANCE, "99999999", "out_of_range"),
        (TOLERANCE, "0.3分", "not_a_number"),
        (SYSTEMS.by_name["id"], "two words", "malformed_id"),
        (SYSTEMS.by_name["id"], "a/b", "malformed_id"),
        (SYSTEMS.by_name["id"], "_x", "malformed_id"),
        (SYSTEMS.by_name["id"], "x" * 65, "malformed_id"),
        (SYSTEMS.by_name["id"], ["a", "b"], "malformed_id"),
        (SYSTEMS.by_name["id"], 1.5e300, "malformed_id"),
        (SYSTEMS.by_name["environment"], "prodction", "not_in_list"),
        (SYSTEMS.by_name["end_of_life_on"], "3/31/2026", "not_a_date"),
        (SYSTEMS.by_name["sbom"], "/etc/passwd", "unsafe_path"),
        (SYSTEMS.by_name["sbom"], "..\\x", "unsafe_path"),
        (SYSTEMS.by_name["sbom"], "C:\\x.json", "unsafe_path"),
        (SYSTEMS.by_name["sbom"], "a/../../b", "unsafe_path"),
        (LINKS.by_name["kind"], "both", "not_in_list"),
    ],
)
def test_refuses_what_nobody_can_be_sure_of(column: ColumnSpec, raw: object, kind: str) -> None:
    with pytest.raises(MisreadError) as caught:
        read_value(column, raw)
    assert caught.value.kind == kind
    assert all(caught.value.expected)


def test_suggests_the_nearest_choice() -> None:
    with pytest.raises(MisreadError) as caught:
        read_value(SYSTEMS.by_name["environment"], "prodction")
    assert "'production'" in caught.value.remedy.en
    assert "「production」" in caught.value.remedy.ja


def test_answers_are_unambiguous() -> None:
    assert YES_WORDS.isdisjoint(NO_WORDS)
    assert UNKNOWN_WORDS.isdisjoint(YES_WORDS | NO_WORDS)
    assert all(normalise_word(word) == word for word in YES_WORDS | NO_WORDS | UNKNOWN_WORDS)


def test_text_of_numbers_and_dates_is_what_a_person_sees() -> None:
    seen = [text_of(raw) for raw in (12.0, 1.5, True, None, date(2026, 3, 31), " x　", 10**20)]

    assert seen == ["12", "1.5", "TRUE", "", "2026-03-31", "x", "100000000000000000000"]
    assert text_of(datetime(2026, 3, 31)) == "2026-03-31"  # noqa: DTZ001 - Excel has no zones.
    assert text_of(["a", 1.0]) == "a; 1"


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("システム", "systems"),
        ("ｼｽﾃﾑ一覧", "systems"),
        ("Systems", "systems"),
        ("SERVICES", "services"),
        ("依存関係", "requirements"),
        ("通信経路", "links"),
        ("ベンダー", "vendors"),
        ("機関", "institution"),
        ("特権ID", "accounts"),
        ("controls", "controls"),
    ],
)
def test_names_of_sheets_are_understood_in_both_languages(name: str, sheet: str) -> None:
    spec = sheet_named(name)
    assert spec is not None
    assert spec.name == sheet


@pytest.mark.parametrize(
    "heading",
    [
        "システムID",
        "ｼｽﾃﾑＩＤ",
        "システム　ＩＤ",
        "System ID",
        "system_id",
        "SYSTEM-ID（必須）",
        "ID *",
        "※資産番号",
    ],
)
def test_headings_are_understood_however_they_are_typed(heading: str) -> None:
    column = SYSTEMS.column_of(heading)
    assert column is not None
    assert column.name == "id"
