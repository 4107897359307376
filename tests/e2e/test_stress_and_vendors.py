from __future__ import annotations

import io
import json
import re
import stat
from pathlib import Path

import openpyxl
import pytest

from hiyoke.cli.program import main

ESTATE = Path(__file__).parents[2] / "src" / "hiyoke" / "demo" / "estate"
FEW = ["--runs", "10", "--weeks", "8", "--as-of", "2026-11-20"]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    shown = capsys.readouterr()
    code = left.value.code
    return (code if isinstance(code, int) else 0), shown.out, shown.err


@pytest.mark.parametrize("scenario", ["ai-burst", "year-end"])
def test_stress_writes_page_csv_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scenario: str
) -> None:
    words = ["stress", str(ESTATE), "--scenario", scenario, *FEW]
    code, out, _ = run(capsys, *words, "--out", str(tmp_path / "a"), "--format", "json")
    assert code == 0
    record = json.loads(out)
    assert record["schema"] == "hiyoke/stress/1"
    assert [tier["tier"] for tier in record["tiers"]] == ["3d", "14d", "60d", "next-upgrade"]
    assert len(record["tiers"][0]["backlog"]) == 8
    assert record["bottleneck"] in {stage["stage"] for stage in record["stages"]}
    assert {rule["rule"] for rule in record["shared_vendors"][0]["rules"]} == {
        "contract_order",
        "first_come",
        "fair_share",
    }
    assert any(fact["is_assumption"] for fact in record["facts"])
    for language in ("ja", "en"):
        page = (tmp_path / "a" / f"stress.{language}.html").read_text(encoding="utf-8")
        assert page.count("<svg") == 13
        assert "<script" not in page
        assert not re.search(r"(src|href)=\"http", page)
        assert ("仮定" if language == "ja" else "assumption") in page
        book = openpyxl.load_workbook(tmp_path / "a" / f"stress.{language}.xlsx")
        assert len(book.sheetnames) == 6
        weeks = book.worksheets[1]
        assert weeks.max_row > 8 * 4
        lines = [row for row in book.worksheets[5].iter_rows(values_only=True) if row[2]]
        assert sum(("仮定" if language == "ja" else "assumption") in str(r[2]) for r in lines) > 10
    assert record["baseline"]["is_assumption"] is True
    for path in (tmp_path / "a").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run(capsys, *words, "--out", str(tmp_path / "b"))[0] == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_stress_fits_the_screen_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, heading in (("ja", "どこが詰まるか"), ("en", "Where it jams")):
        words = ["stress", str(ESTATE), "--scenario", "vendor-outage", *FEW]
        monkeypatch.setenv("HIYOKE_LANG", language)
        code, out, _ = run(capsys, *words, "--out", str(tmp_path))
        assert code == 0
        assert heading in out
        assert ("到着" in out) is (language == "ja")


def test_stress_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in (["--scenario", "nothing"], ["--scenario", "ai-burst", "--weeks", "0"]):
        code, _, err = run(capsys, "stress", str(ESTATE), *more, "--out", str(tmp_path / "x"))
        assert code == 2
        assert "[HYK" in err
    assert not (tmp_path / "x").exists()


def test_gaps_are_written_and_equal_inputs_give_equal_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["vendors", "gaps", str(ESTATE), "--as-of", "2026-11-20"]
    code, out, _ = run(capsys, *words, "--out", str(tmp_path / "a"), "--format", "json")
    assert code == 0
    record = json.loads(out)
    assert record["schema"] == "hiyoke/contracts/1"
    assert record["gaps"]
    likely = [gap["loss"]["likely"] for gap in record["gaps"] if gap["loss"]]
    assert likely == sorted(likely, reverse=True)
    run(capsys, *words, "--out", str(tmp_path / "b"))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_questionnaire_asks_in_both_languages_and_tells_no_weakness(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["vendors", "questionnaire", str(ESTATE), "--as-of", "2026-11-20"]
    code, out, _ = run(capsys, *words, "--vendor", "hokuto-data", "--out", str(tmp_path))
    assert code == 0
    assert len(out.split()) == 4
    text = (tmp_path / "questionnaire-hokuto-data.ja.txt").read_text(encoding="utf-8")
    assert text.startswith("架空のデータ")
    assert text.splitlines()[1] == "2026年11月20日"
    assert "北斗データサービス（架空） 御中" in text
    assert "拝啓" in text
    assert "敬具" in text
    assert "2026年12月4日" in text
    assert "{" not in text
    for word in ("CVE", "損失", "JPY", "みなと", "藤見"):
        assert word not in text
    english = (tmp_path / "questionnaire-hokuto-data.en.txt").read_text(encoding="utf-8")
    assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", english)


def test_questionnaire_workbook_offers_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(
        capsys,
        *("vendors", "questionnaire", str(ESTATE), "--as-of", "2026-11-20"),
        *("--vendor", "minato-it", "--out", str(tmp_path)),
    )
    content = (tmp_path / "questionnaire-minato-it.ja.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["依頼状", "確認事項"]
    page = book["確認事項"]
    offered = [rule.formula1 for rule in page.data_validations.dataValidation]
    assert '"はい,一部のみ,いいえ,不明"' in offered
    assert '"契約の順,先着順,均等に分ける,その他,不明"' in offered
    assert all(len(rule) <= 257 for rule in offered)


def test_questionnaire_refuses_an_unknown_vendor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(
        capsys,
        *("vendors", "questionnaire", str(ESTATE), "--vendor", "nobody", "--out", str(tmp_path)),
    )
    assert code == 2
    assert "hokuto-data" in err
