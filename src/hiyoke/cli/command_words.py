"""The command-line library's own words in both languages, so that help never mixes them.

Typer writes headings and usage errors in English. Here its formatter and its exceptions are given
Japanese words; the shapes stay the library's. What is not here: the help of our own commands.
"""

from __future__ import annotations

import re
from typing import Any

from hiyoke.errors import UsageError
from hiyoke.languages import Language, Text
from hiyoke.reports.line_breaking import break_lines

_WORDS = {
    "Usage: ": "使い方: ",
    "Options": "オプション",
    "Arguments": "引数",
    "Commands": "コマンド",
    "Show this message and exit.": "この説明を表示して終わります",
    "Show the version and exit.": "版を表示して終わります",
}
_MARKS = (
    (re.compile(r"\[required\]"), "［必須］"),
    (re.compile(r"\[default: ([^\]]*)\]"), r"［既定: \1］"),
    (re.compile(r"\[env var: ([^\]]*)\]"), r"［環境変数: \1］"),
    (re.compile(r"; required\]"), "、必須］"),
)
_EXPECTED = (
    (re.compile("valid integer"), Text(ja="整数", en="a whole number")),
    (re.compile("valid number"), Text(ja="数", en="a number")),
    (re.compile("valid boolean"), Text(ja=" yes か no ", en="yes or no")),
    (re.compile("greater than or equal to (.*)"), Text(ja=" {bound} 以上", en="{bound} or more")),
    (re.compile("less than or equal to (.*)"), Text(ja=" {bound} 以下", en="{bound} or less")),
)
_USAGE_WORDS = (("[OPTIONS]", "[オプション]"), ("COMMAND [ARGS]...", "コマンド [引数]..."))


def formatter_for(language: Language, base: Any) -> Any:
    """Return a help formatter class that speaks `language`, made from the library's own."""
    if language is Language.EN:
        return base

    class JapaneseFormatter(base):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            for english, japanese in _USAGE_WORDS:
                args = args.replace(english, japanese)
            super().write_usage(prog, args, prefix or _WORDS["Usage: "])

        def write_heading(self, heading: str) -> None:
            super().write_heading(_WORDS.get(heading, heading))

        def write_text(self, text: str) -> None:
            indent = " " * self.current_indent
            for paragraph in text.split("\n\n"):
                for line in break_lines(paragraph, self.width - self.current_indent):
                    self.write(f"{indent}{line}\n")

        def write_dl(self, rows: Any, *args: Any, **kwargs: Any) -> None:
            super().write_dl([(left, _in_japanese(right)) for left, right in rows], *args, **kwargs)

    return JapaneseFormatter


def usage_error(error: Any) -> UsageError:
    """Return the library's usage error as one of ours, in both languages."""
    context = getattr(error, "ctx", None)
    command = context.command_path.rstrip() if context is not None else "hiyoke"
    reason = _bad_value(error) if type(error).__name__ == "BadParameter" else None
    return UsageError(
        reason or Text(ja=_japanese_reason(error), en=error.format_message().rstrip(".")),
        where=command,
        remedy=Text(
            ja=f"使い方は {command} --help で確かめられます。",
            en=f"See {command} --help.",
        ),
    )


def _in_japanese(words: str) -> str:
    words = _WORDS.get(words, words)
    for pattern, japanese in _MARKS:
        words = pattern.sub(japanese, words)
    return words


def _japanese_reason(error: Any) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        close = sorted(error.possibilities or ())
        hint = f"。近いもの: {', '.join(close)}" if close else ""
        return f"オプション {error.option_name} はありません{hint}"
    if kind == "MissingParameter":
        return f"{_parameter_name(error)} の指定が必要です"
    if kind == "BadParameter":
        return f"{_parameter_name(error)} の値が使えません"
    if kind == "BadOptionUsage":
        return f"オプション {error.option_name} の使い方が違います"
    return _japanese_message(error.format_message())


def _bad_value(error: Any) -> Text | None:
    """Return what an option expected and what it found; None where the library does not say."""
    details: list[Any] = getattr(error.__cause__, "errors", list)()
    if not details:
        return None
    expected = _expected(str(details[0].get("msg", "")))
    if expected is None:
        return None
    name, found = _parameter_name(error), f"{details[0].get('input')!s:.40}"
    return Text(
        ja=f"{name} には{expected.ja}を期待しましたが、{found!r} でした",
        en=f"expected {expected.en} for {name}, found {found!r}",
    )


def _expected(message: str) -> Text | None:
    """Return what a value should have been, from the library's message about it."""
    if found := re.search(r"is not one of (.*?)\.?$", message):
        choices = re.findall(r"'([^']*)'", found[1])
        return Text(ja=f" {'、'.join(choices)} のいずれか", en=f"one of {', '.join(choices)}")
    for pattern, expected in _EXPECTED:
        if found := pattern.search(message):
            return expected.fill(bound=found[1]) if found.groups() else expected
    return None


def _japanese_message(message: str) -> str:
    if found := re.match(r"No such command '([^']*)'", message):
        return f"コマンド {found[1]} はありません"
    if found := re.match(r"Got unexpected extra arguments?\(?s?\)? \((.*)\)", message):
        return f"余分な引数があります: {found[1]}"
    if message.startswith("Missing command"):
        return "コマンドの指定が必要です"
    return f"コマンドの使い方が違います: {message}"


def _parameter_name(error: Any) -> str:
    if error.param_hint:
        return str(error.param_hint)
    if error.param is None:
        return "引数"
    return str(error.param.get_error_hint()).replace("'", "")
