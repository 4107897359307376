"""The reference page of the command line, made from the commands' own help in both languages.

Help is chosen when a command module is imported, so each language is asked for in a process of
its own: this file run as a script prints one language as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

_HEAD = Path(__file__).with_name("cli_reference_head.md")


def cli_reference_page() -> str:
    """Return the page."""
    japanese, english = (_described_in(language) for language in ("ja", "en"))
    lines = [_HEAD.read_text(encoding="utf-8").rstrip("\n")]
    for in_japanese, in_english in zip(japanese, english, strict=True):
        lines += ["", *_section(in_japanese, in_english)]
    return "\n".join(lines) + "\n"


def _described_in(language: str) -> list[dict[str, Any]]:
    environment = {**os.environ, "HIYOKE_LANG": language, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, __file__], check=True, capture_output=True, env=environment
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _section(japanese: dict[str, Any], english: dict[str, Any]) -> list[str]:
    lines = [f"## `{english['path']}`", "", english["help"], "", japanese["help"]]
    if english["words"]:
        lines += ["", "```text", f"{english['path']} {english['usage']}", "```"]
        lines += ["", "| argument or option | value | default | meaning | 意味 |"]
        lines += ["|---|---|---|---|---|"]
        for one, other in zip(english["words"], japanese["words"], strict=True):
            cells = (one["name"], one["value"], one["default"], one["help"], other["help"])
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def _commands() -> list[dict[str, Any]]:
    from typer.main import get_command

    from hiyoke.cli.program import COMMANDS

    found: list[dict[str, Any]] = []
    for name, (module, _) in COMMANDS.items():
        _describe(get_command(import_module(f"hiyoke.cli.{module}").app), f"hiyoke {name}", found)
    return found


def _describe(command: Any, path: str, found: list[dict[str, Any]]) -> None:
    context = command.context_class(command, info_name=path)
    words = [_word(parameter) for parameter in command.params]
    found.append(
        {
            "path": path,
            "help": " ".join((command.help or "").split()),
            "usage": " ".join(command.collect_usage_pieces(context)),
            "words": words,
        }
    )
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        _describe(inner, f"{path} {name}", found)


def _word(parameter: Any) -> dict[str, str]:
    is_option = parameter.param_type_name == "option"
    if getattr(parameter, "is_flag", False):
        value = ""
    elif isinstance(parameter.default, Enum):
        value = ", ".join(f"`{choice.value}`" for choice in type(parameter.default))
    else:
        value = f"`{parameter.metavar or parameter.bare_type()}`".upper()
    names = [*parameter.opts, *parameter.secondary_opts] if is_option else [parameter.name]
    return {
        "name": ", ".join(f"`{name}`" for name in names),
        "value": value,
        "default": "required" if parameter.required else _default(parameter.default),
        "help": " ".join((parameter.help or "").split()),
    }


def _default(given: Any) -> str:
    if callable(given) or given in (None, False, (), []):
        return ""
    return f"`{given.value if isinstance(given, Enum) else given}`"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_commands()))
