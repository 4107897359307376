"""Which language this run of the command line speaks.

The choice must be known before arguments are parsed, since help itself exists twice:
``--lang`` on the command line, then the environment variable ``HIYOKE_LANG``, then
``lang`` in ``hiyoke.toml`` of the current folder, then Japanese.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from hiyoke.errors import UsageError
from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONFIGURATION_FILE = "hiyoke.toml"


def chosen_language(
    arguments: Sequence[str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Language:
    """Return the language of this run.

    Args:
        arguments: Command-line words; those of this process when None.
        environment: Environment variables; those of this process when None.

    Raises:
        UsageError: The named language is neither ja nor en.
    """
    words = sys.argv[1:] if arguments is None else arguments
    variables = os.environ if environment is None else environment
    named = _from_arguments(words) or variables.get("HIYOKE_LANG") or _from_configuration()
    if named is None:
        return Language.JA
    try:
        return Language(named)
    except ValueError as error:
        raise UsageError(
            Text(
                ja=f"言語として ja または en を期待しましたが、{named!r} でした",
                en=f"expected ja or en as the language, found {named!r}",
            ),
            where="--lang, HIYOKE_LANG",
            remedy=Text(
                ja="--lang ja または --lang en を指定してください。",
                en="Pass --lang ja or --lang en.",
            ),
        ) from error


def help_text(ja: str, en: str) -> str:
    """Return the half of a help text that this run's language asks for."""
    try:
        language = chosen_language()
    except UsageError:
        language = Language.JA
    return Text(ja=ja, en=en).render(language)


def _from_arguments(words: Sequence[str]) -> str | None:
    for place, word in enumerate(words):
        if word == "--":
            return None
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and place + 1 < len(words):
            return words[place + 1]
    return None


def _from_configuration() -> str | None:
    try:
        with Path(CONFIGURATION_FILE).open("rb") as stream:
            value = tomllib.load(stream).get("lang")
    except (OSError, tomllib.TOMLDecodeError):
        return None
    return value if isinstance(value, str) else None
