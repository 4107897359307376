"""``hiyoke versions`` reads lines, writes answers, and says by line what it could not read."""

from __future__ import annotations

import time

import pytest
from typer.testing import CliRunner, Result

from hiyoke.cli.versions import app, compare_lines, sort_lines
from hiyoke.errors import UnknownSchemeError, UsageError


def _run(*words: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


def test_compares_each_line() -> None:
    lines = ["1.0\t1.0.0\n", "1.0a1\t1.0\r\n", "2\t1", "x\t1\n", "1\t\n"]

    assert list(compare_lines("PyPI", lines)) == ["=", "<", ">", "?", "?"]


@pytest.mark.parametrize("line", ["1.0 1.1", "", "1\t2\t3"])
def test_compare_names_the_line_that_is_no_pair(line: str) -> None:
    answers = compare_lines("pypi", ["1\t1\n", f"{line}\n"])

    assert next(answers) == "="
    with pytest.raises(UsageError) as caught:
        next(answers)
    assert caught.value.where == "stdin:2"


def test_compare_refuses_an_unknown_scheme_before_any_line() -> None:
    with pytest.raises(UnknownSchemeError):
        list(compare_lines("nowhere", []))


def test_compare_writes_one_answer_a_line() -> None:
    result = _run("compare", "Debian:12", stdin="1.0~rc1\t1.0\n1.0-1\t1.0-1\n")

    assert result.stdout == "<\n=\n"
    assert result.exit_code == 0


def test_compare_writes_every_answer_of_a_long_input() -> None:
    result = _run("compare", "npm", stdin="1.0.0\t2.0.0\n" * 20_000)

    assert result.stdout == "<\n" * 20_000


def test_compare_keeps_the_answers_before_a_malformed_line() -> None:
    result = _run("compare", "npm", stdin="1.0.0\t2.0.0\nmalformed\n")

    assert result.stdout == "<\n"
    assert isinstance(result.exception, UsageError)


def test_compare_takes_bytes_of_another_encoding_for_unsortable() -> None:
    result = _run("compare", "npm", stdin=b"1.0.0\t\x83\x65\n")

    assert result.stdout == "?\n"


def test_compare_streams_many_lines_quickly() -> None:
    lines = (
        f"{n % 97}.{n % 89}.{n % 83}\t{n % 79}.{n % 73}.0-rc.{n % 7}\n" for n in range(100_000)
    )
    started = time.perf_counter()

    assert sum(mark == "?" for mark in compare_lines("npm", lines)) == 0
    assert time.perf_counter() - started < 10


def test_sorts_equal_versions_in_the_order_they_came() -> None:
    placed, refused = sort_lines("pypi", ["1.0\n", "2\n", "1\n", "1.0.0\n", "1rc1\n"])

    assert placed == ["1rc1", "1.0", "1", "1.0.0", "2"]
    assert refused == []


def test_sort_reports_each_line_it_left_out() -> None:
    placed, refused = sort_lines("npm", ["2.0.0\n", "latest\n", "\n", "1.0.0\n"])

    assert placed == ["1.0.0", "2.0.0"]
    assert [line_number for line_number, _ in refused] == [2, 3]


def test_sort_ends_with_not_assessable_when_lines_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HIYOKE_LANG", "en")

    result = _run("sort", "npm", stdin="2.0.0\nlatest\n1.0.0\n")

    assert result.stdout == "1.0.0\n2.0.0\n"
    assert result.exit_code == 12
    assert "stdin:2: [HYK101] expected" in result.stderr
    assert "1 line could not be sorted" in result.stderr


def test_sort_ends_clear_when_every_line_has_a_place() -> None:
    result = _run("sort", "npm", stdin="2.0.0\n1.0.0")

    assert (result.stdout, result.exit_code) == ("1.0.0\n2.0.0\n", 0)
