"""The program itself: which commands there are, which language it speaks, how it ends.

Command modules are imported only when their command runs, so that ``hiyoke --help`` answers at
once. What is not here: any rule of the domain.

Exit codes: 0 clear, 10 action advised, 11 a decision is needed, 12 not assessable, 2 usage or bad
input, 1 unexpected.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from hiyoke import __version__
from hiyoke.cli.command_words import formatter_for, usage_error
from hiyoke.cli.help_text import chosen_language
from hiyoke.cli.quick_start import start_quickly
from hiyoke.errors import HiyokeError, UsageError
from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Command name: module of `hiyoke.cli` that has its Typer `app`, and one line of help.
COMMANDS: dict[str, tuple[str, Text]] = {
    "demo": (
        "demo",
        Text(
            ja="同梱の架空銀行で一連の評価を試します（ネットワーク不要）",
            en="Try the whole job on an invented bank, offline.",
        ),
    ),
    "assess": (
        "assess",
        Text(
            ja="資産とアドバイザリを突き合わせ、危険な優先サービスを報告します",
            en="Report the priority services in danger.",
        ),
    ),
    "exposure": (
        "exposure",
        Text(
            ja="攻撃者がどこまで届きうるか、その確率と損失、減らし方を示します",
            en="Show what an attacker could reach, how likely, at what loss.",
        ),
    ),
    "plan": (
        "plan",
        Text(
            ja="何をいつ誰がどの枠で直すかを計画し、最良との差を証明します",
            en="Plan what to fix when, with a proven gap.",
        ),
    ),
    "stress": (
        "stress",
        Text(
            ja="修正の波を試算し、最初に詰まる所と耐えられる負荷を示します",
            en="Try a wave of patches: what jams first, and how much it bears.",
        ),
    ),
    "vendors": (
        "vendors",
        Text(
            ja="保守契約の不足を示し、ベンダーへの質問状を作ります",
            en="Find gaps in maintenance contracts; write to vendors.",
        ),
    ),
    "suspend": (
        "suspend",
        Text(
            ja="何をいつ止めるか、止めないかを助言します（何も止めません）",
            en="Advise on what to stop, when, or not at all.",
        ),
    ),
    "decisions": (
        "decisions",
        Text(
            ja="止める・止めない・再開の決定を、改ざんが分かる形で記録します",
            en="Record decisions so that any edit shows.",
        ),
    ),
    "explain": (
        "explain",
        Text(
            ja="脆弱性・purl・システム・サービスについて、なぜその結果かを説明します",
            en="Say why a result came out as it did.",
        ),
    ),
    "match": (
        "match",
        Text(
            ja="SBOM をアドバイザリと照合します",
            en="Match SBOMs against advisories.",
        ),
    ),
    "advisories": (
        "advisories",
        Text(
            ja="アドバイザリの取り込みと鮮度の確認",
            en="Import advisories; see how fresh they are.",
        ),
    ),
    "estate": (
        "estate",
        Text(
            ja="資産フォルダーの点検とひな形の作成",
            en="Check an estate folder, or start one.",
        ),
    ),
    "versions": (
        "versions",
        Text(
            ja="バージョンの比較と並べ替え",
            en="Compare and sort versions.",
        ),
    ),
}

_ABOUT = Text(
    ja="Hiyoke（火除け）: 脆弱性が脅かす業務サービスを示し、何をいつまでに直すかを助言します。"
    "走査・修正・停止は行いません。",
    en="Hiyoke (firebreak): shows which business services vulnerabilities endanger and advises "
    "what to fix by when. It never scans, patches or stops anything.",
)
_LANGUAGE_NOTE = Text(
    ja="どのコマンドにも --lang ja|en を付けられます"
    "（既定は環境変数 HIYOKE_LANG、なければ ja）。"
    "終了コード: 0 問題なし、10 対応が必要、11 意思決定が必要、"
    "12 判定不能、2 入力の不備、1 想定外。",
    en="Every command takes --lang ja|en (default: HIYOKE_LANG, else ja). Exit codes: 0 clear, "
    "10 action advised, 11 a decision is needed, 12 not assessable, 2 bad input, 1 unexpected.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Args:
        arguments: Words after the program name; those of this process when None.

    Raises:
        SystemExit: Always.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    start_quickly(is_own_process=arguments is None)
    try:
        language = chosen_language(words)
        if words[:1] == ["--version"]:
            print(f"hiyoke {__version__}")  # noqa: T201 - the product of this option.
            sys.exit(0)
        program = _program(language)
        sys.exit(
            program.main(args=_without_language(words), prog_name="hiyoke", standalone_mode=False)
        )
    except HiyokeError as error:
        _say(error.message(_language_or_default(words)))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has left; keep the interpreter's farewell quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # The edge of the process: the only catch-all.
        if type(error).__name__ == "NoArgsIsHelpError":
            _say(str(getattr(error, "message", "")))
            sys.exit(2)
        if hasattr(error, "format_message"):
            _say(usage_error(error).message(_language_or_default(words)))
            sys.exit(2)
        if type(error).__name__ == "Abort":
            sys.exit(130)
        if os.environ.get("HIYOKE_DEBUG"):
            raise
        message, code = _farewell(error, _language_or_default(words))
        _say(message)
        sys.exit(code)


def _program(language: Language) -> Any:
    """Build the root command; its subcommands stay unimported until they run."""
    from typer.core import TyperCommand, TyperGroup
    from typer.main import get_command

    context = TyperGroup.context_class
    context.formatter_class = formatter_for(language, context.formatter_class)

    class Program(TyperGroup):
        def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
            name, command, rest = super().resolve_command(ctx, args)
            if command is None or name is None:
                return name, command, rest
            module = import_module(f"hiyoke.cli.{COMMANDS[name][0]}")
            loaded = get_command(module.app)
            loaded.name = name
            return name, loaded, rest

    stubs: dict[str, Any] = {
        name: TyperCommand(name=name, help=words.render(language), rich_markup_mode=None)
        for name, (_, words) in COMMANDS.items()
    }
    return Program(
        name="hiyoke",
        commands=stubs,
        help=_ABOUT.render(language),
        epilog=_LANGUAGE_NOTE.render(language),
        no_args_is_help=True,
        rich_markup_mode=None,
    )


def _without_language(words: list[str]) -> list[str]:
    """Return the words without ``--lang X``: it holds for every command and is read already."""
    kept: list[str] = []
    skip = False
    for place, word in enumerate(words):
        if word == "--":
            return kept + words[place:]
        if skip:
            skip = False
        elif word == "--lang":
            skip = True
        elif not word.startswith("--lang="):
            kept.append(word)
    return kept


def _language_or_default(words: Sequence[str]) -> Language:
    try:
        return chosen_language(words)
    except HiyokeError:
        return Language.JA


def _farewell(error: Exception, language: Language) -> tuple[str, int]:
    """Return the last words about an error that nothing else caught, and the exit code."""
    if isinstance(error, OSError):
        return _refused_by_system(error).message(language), 2
    return _unexpected(error).render(language), 1


def _refused_by_system(error: OSError) -> UsageError:
    """Return what the operating system refused: no such folder, no rights, no space left."""
    reason = error.strerror or type(error).__name__
    return UsageError(
        Text(
            ja=f"読み書きできる場所を期待しましたが、システムに断られました（{reason}）",
            en=f"expected a place to read or write, found that the system refuses it ({reason})",
        ),
        where=str(error.filename or "hiyoke"),
        remedy=Text(
            ja="パス、権限、空き容量を確かめてください。書きかけの結果は残していません。",
            en="Check the path, your rights and the free space. No half-written result was left.",
        ),
    )


def _unexpected(error: Exception) -> Text:
    name = type(error).__name__
    return Text(
        ja=f"想定外の不具合です（{name}: {error}）。HIYOKE_DEBUG=1 を付けて再実行し、"
        "表示された内容を開発元に知らせてください。書きかけの結果は残していません。",
        en=f"Something unexpected happened ({name}: {error}). Run again with HIYOKE_DEBUG=1 and "
        "report what it prints. No half-written result was left behind.",
    )


def _say(message: str) -> None:
    print(message, file=sys.stderr)  # noqa: T201 - errors belong on stderr.
