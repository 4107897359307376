"""Plans on the screen: nothing is cut, no line is wider than the terminal, Japanese breaks well."""

from __future__ import annotations

import pytest

from hiyoke.languages import Language, Text
from hiyoke.planning import QUICK, solve
from hiyoke.planning.replan import moves_between
from hiyoke.reports.line_breaking import NOT_FIRST, width_of
from hiyoke.reports.plan.screen import show_comparison
from planning_problems import random_problem

NAME = Text(
    ja="振込ファイル処理: org.apache.activemq:activemq-client を 5.16.7 へ（給与、総合振込）",
    en="Payroll file hub: org.apache.activemq:activemq-client to 5.16.7",
)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("columns", "width"), [("60", 80), ("90", 90), ("200", 100)])
def test_fits_the_terminal_and_cuts_nothing(
    columns: str,
    width: int,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    old, new = (solve(random_problem(seed), effort=QUICK).plan for seed in (1, 2))
    moves = moves_between(old, new)
    show_comparison(old, new, moves, {m.job_id: NAME for m in moves}, language)
    lines = capsys.readouterr().out.splitlines()
    assert moves
    assert max(map(width_of, lines)) <= width
    assert "…" not in "".join(lines)
    cells = [line[line.index("  ") :].strip() for line in lines if "  " in line]
    assert not any(cell[:1] in NOT_FIRST for cell in cells if cell)
