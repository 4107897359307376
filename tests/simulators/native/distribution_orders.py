"""Maven, Debian, RPM and Alpine versions, compared by their own implementations.

`compare` sends many pairs through one process: Maven's class under Java, dpkg (its library where
the headers are installed, else the command, pair by pair), rpm through its Lua. apk-tools is no
package of common distributions, so `apk_tools` stands in for it; `is_installed` says which can
be run here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.native import apk_tools

if TYPE_CHECKING:
    from collections.abc import Sequence

Pair = tuple[str, str]

_HERE = Path(__file__).parent
_MAVEN_JARS = (
    *sorted(Path("/usr/share/java").glob("maven3-artifact.jar")),
    *sorted(Path.home().glob(".m2/repository/org/apache/maven/maven-artifact/3.9.*/*-3.9.*.jar")),
)
_DPKG_HEADER = Path("/usr/include/dpkg/version.h")

_DPKG_LOOP = r"""
while IFS=$'\t' read -r a b; do
  if dpkg --compare-versions "$a" lt "$b" 2>/dev/null; then echo -1
  elif [ $? -gt 1 ]; then echo '?'
  elif dpkg --compare-versions "$a" eq "$b" 2>/dev/null; then echo 0
  else echo 1
  fi
done
"""

_RPM_SCRIPT = """%{{lua:
local unhex = function(text)
  return (text:gsub("..", function(digits) return string.char(tonumber(digits, 16)) end))
end
for line in io.lines("{path}") do
  local a, b = line:match("(%x*)\\t(%x*)")
  local known = a ~= "" and b ~= ""
  print((known and rpm.vercmp(unhex(a), unhex(b)) or "?") .. " ")
end
}}"""


@cache
def is_installed(scheme: str) -> bool:
    """Return whether the native implementation of `scheme` can be run here."""
    if scheme == "maven":
        return bool(_MAVEN_JARS) and shutil.which("javac") is not None
    return scheme == "apk" or shutil.which({"deb": "dpkg", "rpm": "rpm"}[scheme]) is not None


def takes_many(scheme: str) -> bool:
    """Return whether the native implementation compares thousands of pairs in a second."""
    return scheme != "deb" or (_DPKG_HEADER.exists() and shutil.which("cc") is not None)


def compare(scheme: str, pairs: Sequence[Pair]) -> list[int | None]:
    """Return -1, 0 or 1 for each pair, None where the native implementation refuses a side.

    Args:
        scheme: ``maven``, ``deb``, ``rpm`` or ``apk``.
        pairs: Texts without U+0000, and for ``deb`` without tab or line end, not starting with
            a hyphen and not empty (the dpkg command takes those for something else).
    """
    answers = {"maven": _maven, "deb": _deb, "rpm": _rpm, "apk": _apk}[scheme](pairs)
    return [None if answer == "?" else int(answer) for answer in answers]


def _run(command: list[str], lines: str = "") -> list[str]:
    ran = subprocess.run(
        command, input=lines, capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return ran.stdout.split()


def _hexadecimal(pairs: Sequence[Pair], encoding: str) -> str:
    coded = (
        (a.encode(encoding, "surrogatepass"), b.encode(encoding, "surrogatepass")) for a, b in pairs
    )
    return "".join(f"{a.hex()}\t{b.hex()}\n" for a, b in coded)


@cache
def _maven_class_path() -> str:
    folder = tempfile.mkdtemp(prefix="maven-order-")
    jar = str(_MAVEN_JARS[-1])  # The newest.
    subprocess.run(["javac", "-cp", jar, "-d", folder, str(_HERE / "MavenOrder.java")], check=True)
    return f"{folder}{os.pathsep}{jar}"


def _maven(pairs: Sequence[Pair]) -> list[str]:
    command = ["java", "-cp", _maven_class_path(), "MavenOrder"]
    return _run(command, _hexadecimal(pairs, "utf-16-be"))


@cache
def _dpkg_program() -> str:
    program = str(Path(tempfile.mkdtemp(prefix="dpkg-order-")) / "compare")
    source = str(_HERE / "dpkg_order.c")
    subprocess.run(["cc", "-o", program, source, "-ldpkg", "-lmd"], check=True)
    return program


def _deb(pairs: Sequence[Pair]) -> list[str]:
    if takes_many("deb"):
        return _run([_dpkg_program()], _hexadecimal(pairs, "utf-8"))
    return _run(["bash", "-c", _DPKG_LOOP], "".join(f"{a}\t{b}\n" for a, b in pairs))


def _rpm(pairs: Sequence[Pair]) -> list[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(_hexadecimal(pairs, "utf-8"))
        file.flush()
        return _run(["rpm", "--eval", _RPM_SCRIPT.format(path=file.name)])


def _apk(pairs: Sequence[Pair]) -> list[str]:
    return [str(apk_tools.compare(a, b)) if a and b else "?" for a, b in pairs]
