"""Telling an exercise from the real thing by what is written, whatever a file is called.

What is not here: names of files (`hiyoke.suspension.check_exercise_name`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from hiyoke.errors import ExerciseMarkError
from hiyoke.languages import Text
from hiyoke.suspension import EXERCISE_MARK

if TYPE_CHECKING:
    from collections.abc import Mapping


def check_marks(contents: Mapping[str, bytes], *, is_exercise: bool) -> None:
    """Refuse to write real files with the mark of an exercise, or an exercise's without it.

    Raises:
        ExerciseMarkError: For example when a text of the estate has the mark in it.
    """
    for file, content in contents.items():
        is_marked = EXERCISE_MARK.encode() in content
        if is_marked != is_exercise or bears_exercise_mark(content) != is_exercise:
            raise ExerciseMarkError(
                Text(
                    ja=f"訓練の資料にだけ「{EXERCISE_MARK}」が入ることを期待しましたが、違いました",
                    en=f"expected {EXERCISE_MARK!r} in the files of exercises and in no other, "
                    "found otherwise",
                ),
                where=file,
                remedy=Text(
                    ja="資産や状況の文章から語を除くか、hiyoke suspend drill を使ってください。",
                    en="Take the words out of the estate and the situation, or use "
                    "`hiyoke suspend drill`.",
                ),
            )


def bears_exercise_mark(content: bytes) -> bool:
    """Return whether a file carries the mark of an exercise, or calls itself one.

    The mark is found in UTF-8, UTF-16 and CP932, in any width, and as JSON or HTML writes it; it
    cannot be found in what is compressed, such as a PDF.
    """
    texts = [content.decode("utf-8", "ignore"), content.decode("cp932", "ignore")]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        texts.append(content.decode("utf-16", "ignore"))
    for text in texts:
        plain = html.unescape(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
        squeezed = "".join(unicodedata.normalize("NFKC", plain).split())
        if _MARK in squeezed or _SAYS_EXERCISE.search(plain):
            return True
    return False


_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_MARK: Final = "".join(EXERCISE_MARK.split())
_SAYS_EXERCISE: Final = re.compile(
    r"""^[\s{]*["']?exercise["']?\s*:\s*[\"']?(?:yes|true|はい)(?:\W|$)""",
    re.IGNORECASE | re.MULTILINE,
)
