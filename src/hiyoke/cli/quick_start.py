"""Start quickly: leave pandas out, and load large libraries only when something is asked of them.

pyarrow asks of every list that it turns into an array whether pandas knows it, and imports pandas
to ask, where it is installed; Ibis brings it along. Ibis itself takes longer to load than most
work that the command line does, and a command that finds its SQL or its findings remembered never
asks it anything. What is not here: any effect on programs that use Hiyoke as a library.
"""

from __future__ import annotations

import gc
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import PathFinder
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec

#: Modules that are loaded at their first use rather than at their import, each with whether its
#: parts may be imported without it: one country's holidays do without all others'.
LOADED_WHEN_USED: Final = {"holidays.countries": True, "ibis": False, "pyarrow.compute": False}

#: New objects after which cycles of dead ones are looked for. Python's own 700 makes it walk all
#: modules again and again while they load, a tenth of a small command's time.
OBJECTS_BETWEEN_SEARCHES: Final = 100_000

#: Held while one of them is loaded.
_LOADING: Final = RLock()


class _WithoutPandas(MetaPathFinder):
    """Answer as if pandas were not installed, which pyarrow and Ibis provide for."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the protocol's words.
        target: ModuleType | None = None,  # noqa: ARG002 - as above.
    ) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("Hiyoke's command line does without pandas", name=fullname)


class _PutOff(ModuleType):
    """A module that is loaded when the first of its names is asked for.

    Not `importlib.util.LazyLoader`: until Python 3.12 that loads at the second import.
    """

    _real: Loader
    _is_waiting = False

    def __getattr__(self, name: str) -> Any:
        with _LOADING:
            if type(self) is _PutOff:
                if not self._is_waiting:
                    # Python is still making it, or it asks for a name of its own.
                    raise AttributeError(name)
                self._load()
        return getattr(self, name)

    def _load(self) -> None:
        spec = self.__spec__
        self._is_waiting = False
        if spec is not None and spec.submodule_search_locations is not None:
            self.__path__ = spec.submodule_search_locations
        self._real.exec_module(self)
        del self._real, self._is_waiting
        self.__class__ = ModuleType  # type: ignore[assignment]


class _Later(Loader):
    """Make the module, and leave its loading to whoever uses it."""

    def __init__(self, real: Loader) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = _PutOff(spec.name)
        module._real = self._real  # noqa: SLF001 - the two belong together.
        return module

    def exec_module(self, module: ModuleType) -> None:
        if not LOADED_WHEN_USED[module.__name__]:
            # Whoever imports a part of it asks for its path, and so loads it first.
            module.__dict__.pop("__path__", None)
        module._is_waiting = True  # type: ignore[attr-defined]  # noqa: SLF001 - as above.


class _WhenUsed(MetaPathFinder):
    """Find the modules of `LOADED_WHEN_USED` as Python does, and put their loading off."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in LOADED_WHEN_USED:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Later(spec.loader)
        return spec


def start_quickly(*, is_own_process: bool) -> None:
    """Do without pandas, put large libraries off and look for dead cycles less often.

    Nothing of it is done where the process is another program's.
    """
    if is_own_process:
        gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)
        sys.meta_path[:0] = [_WithoutPandas(), _WhenUsed()]
