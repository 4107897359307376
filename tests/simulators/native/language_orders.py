"""Language ecosystems' versions, compared by their own implementations.

`compare` sends many pairs through one process. `is_installed` says beforehand whether the native
implementation can be run here; the compiled ones (Go, Rust) are built once into a temporary
folder, from source trees that Debian packages put in fixed places.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.native.packaging_version import compare_pypi

if TYPE_CHECKING:
    from collections.abc import Iterable

_HERE = Path(__file__).parent
_GO_MOD = Path("/usr/share/gocode/src/golang.org/x/mod")
_RUST_SEMVER = Path("/usr/share/cargo/registry")

#: Scheme: what must be on the path, and the command that reads pairs.
_SCRIPTS = {
    "npm": ("node", ["node", str(_HERE / "node_semver.js")]),
    "npm-loose": ("node", ["node", str(_HERE / "node_semver.js"), "loose"]),
    "gem": ("ruby", ["ruby", str(_HERE / "gem_version.rb")]),
    "composer": ("php", ["php", str(_HERE / "composer_semver.php")]),
    "hex": ("elixir", ["elixir", str(_HERE / "elixir_version.exs")]),
}


@cache
def is_installed(scheme: str) -> bool:
    """Return whether the native implementation of `scheme` can be run here."""
    if scheme == "pypi":
        return True
    if scheme == "golang":
        return shutil.which("go") is not None and _GO_MOD.is_dir()
    if scheme == "cargo":
        return shutil.which("rustc") is not None and any(_RUST_SEMVER.glob("semver-1.*"))
    needed, _ = _SCRIPTS[scheme]
    return shutil.which(needed) is not None and _answers(scheme)


def _answers(scheme: str) -> bool:
    """Return whether the script finds its library."""
    command = _SCRIPTS[scheme][1]
    ran = subprocess.run(
        command, input="1.0.0\t1.0.0\n", capture_output=True, check=False, text=True
    )
    return ran.returncode == 0 and ran.stdout.strip() == "0"


@cache
def _built(scheme: str) -> str:
    """Compile the comparer of `scheme` once; return the program's path."""
    folder = Path(tempfile.mkdtemp(prefix=f"{scheme}-order-"))
    program = folder / "compare"
    if scheme == "golang":
        source = folder / "src/golang.org/x"
        source.mkdir(parents=True)
        (source / "mod").symlink_to(_GO_MOD)
        main = folder / "src/compare"
        main.mkdir()
        shutil.copy(_HERE / "go_semver.go", main / "main.go")
        environment = os.environ | {
            "GO111MODULE": "off",
            "GOPATH": str(folder),
            "GOCACHE": str(folder / "cache"),
        }
        subprocess.run(["go", "build", "-o", str(program), "compare"], check=True, env=environment)
        return str(program)
    crate = max(_RUST_SEMVER.glob("semver-1.*"))
    library = folder / "libsemver.rlib"
    rustc = ["rustc", "--edition", "2021", "-O", "--cap-lints", "allow"]
    library_options = ["--crate-type", "rlib", "--crate-name", "semver", "--cfg", 'feature="std"']
    subprocess.run(
        [*rustc, *library_options, "-o", str(library), str(crate / "src/lib.rs")],
        check=True,
    )
    program_options = ["--extern", f"semver={library}"]
    subprocess.run(
        [*rustc, *program_options, "-o", str(program), str(_HERE / "crate_semver.rs")],
        check=True,
    )
    return str(program)


def compare(scheme: str, pairs: Iterable[tuple[str, str]]) -> list[int | None]:
    """Return -1, 0 or 1 for each pair, None where the native implementation refuses a side.

    Args:
        scheme: ``pypi``, ``npm``, ``npm-loose``, ``gem``, ``composer``, ``hex``, ``golang`` or
            ``cargo``. Go's versions get the leading ``v`` its library insists on.
        pairs: Texts without tab or line end.
    """
    if scheme == "pypi":
        return compare_pypi(pairs)
    command = _SCRIPTS[scheme][1] if scheme in _SCRIPTS else [_built(scheme)]
    if scheme == "golang":
        pairs = [(f"v{a.removeprefix('v')}", f"v{b.removeprefix('v')}") for a, b in pairs]
    lines = "".join(f"{a}\t{b}\n" for a, b in pairs)
    ran = subprocess.run(command, input=lines, capture_output=True, check=True, text=True)
    return [None if line == "?" else int(line) for line in ran.stdout.splitlines()]
