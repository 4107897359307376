"""The command line: one module a command group, each a thin skin over one workflow."""

from hiyoke.cli.program import main

__all__ = ["main"]
