"""os-release: one operating system, which is itself a component with an end of life."""

from hiyoke.exchange.os_release.read import open_os_release, recognises_os_release

__all__ = ["open_os_release", "recognises_os_release"]
