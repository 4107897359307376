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
