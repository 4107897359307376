"""Days that mean nothing and places that cannot be used end with one clear error."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hiyoke.cli.as_of import day_of
from hiyoke.cli.program import main
from hiyoke.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "3000-01-01", "2026-13-01"])
def test_refuses_a_day_of_no_sensible_year(text: str) -> None:
    with pytest.raises(UsageError, match="expected a date"):
        day_of(text)


def test_takes_the_last_day_it_promises() -> None:
    assert day_of("2999-12-31") == date(2999, 12, 31)


def test_names_the_place_that_the_system_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HIYOKE_DEBUG", raising=False)
    blocker = tmp_path / "file"
    blocker.write_text("not a folder", encoding="utf-8")
    with pytest.raises(SystemExit) as ending:
        main(["estate", "init", str(blocker / "bank"), "--lang", "en"])
    assert ending.value.code == 2
    assert str(blocker) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "japanese", "english"),
    [
        (
            ["--weeks", "x"],
            "--weeks には整数を期待しましたが、'x' でした",
            "expected a whole number",
        ),
        (
            ["--objective", "foo"],
            "expected-loss、deadline、tail のいずれかを期待しましたが、'foo'",
            "expected one of expected-loss, deadline, tail for --objective, found 'foo'",
        ),
        (["--from", "2026-13-01"], "場所: --from", "--from 2026-05-22"),
        ([], "hiyoke plan --help", "See hiyoke plan --help"),
    ],
)
def test_says_what_was_expected_in_the_language_of_the_run(
    words: list[str],
    japanese: str,
    english: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = ["--advisories", "store", "--out", "out", *words] if words else []
    for language, expected in (("ja", japanese), ("en", english)):
        monkeypatch.setenv("HIYOKE_LANG", language)
        with pytest.raises(SystemExit) as ending:
            main(["plan", "estate", *given])
        assert ending.value.code == 2
        said = capsys.readouterr().err
        assert expected in said
        assert "plan make" not in said


def test_help_of_the_plan_shows_its_options_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["plan", "--help", "--lang", "ja"])
    assert ending.value.code == 0
    said = capsys.readouterr().out
    assert "使い方: hiyoke plan [オプション]" in said
    assert "--objective" in said
    assert "plan make" not in said
