"""Reading a situation: a YAML or JSON file, or the name of one that comes with the demo bank.

What is not here: what its members mean (`hiyoke.suspension.situation`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from hiyoke.demo import demo_situations
from hiyoke.errors import SituationError
from hiyoke.exchange.estate_folder import MalformedYamlError, parse_yaml
from hiyoke.languages import Text

#: Largest situation file; it is a page of text.
MAX_BYTES: Final = 1_000_000


def read_situation_file(name: str) -> tuple[Any, str]:
    """Return the plain values of a situation, and where they were read.

    Args:
        name: Path of a file, or the name of a situation of the demo bank.

    Raises:
        SituationError: There is no such file or name, or it is no YAML or JSON.
    """
    path = Path(name)
    shipped = demo_situations()
    if not path.is_file():
        if name not in shipped:
            listed = ", ".join(sorted(shipped))
            raise SituationError(
                Text(
                    ja=f"状況ファイル、または {listed} のいずれかを期待しましたが、{name!r} でした",
                    en=f"expected a situation file or one of {listed}, found {name!r}",
                ),
                where="--situation",
                remedy=Text(
                    ja="docs/reference/suspension.md の書き方でファイルを作ってください。",
                    en="Write a file as docs/reference/suspension.md describes it.",
                ),
            )
        path = shipped[name]
    if path.stat().st_size > MAX_BYTES:
        raise _unreadable(path.name, "too large")
    try:
        root = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except MalformedYamlError as error:
        raise SituationError(
            Text(
                ja=f"{error.expected.ja}を期待しましたが、{error.found.ja} でした",
                en=f"expected {error.expected.en}, found {error.found.en}",
            ),
            where=f"{path.name}:{error.line}",
            remedy=error.remedy,
        ) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path.name, "no UTF-8 text") from error
    return (None if root is None else root.plain()), path.name


def _unreadable(name: str, found: str) -> SituationError:
    return SituationError(
        Text(
            ja=f"UTF-8 の状況ファイルを期待しましたが、{found} でした",
            en=f"expected a situation as UTF-8 text, found {found}",
        ),
        where=name,
        remedy=Text(ja="ファイルを確かめてください。", en="Check the file."),
    )
