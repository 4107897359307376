"""Hiyoke: which services must not burn, what to fix by when, and what to cut first.

The story reads top to bottom in ARCHITECTURE.md. This module only names the version;
every concept lives in the package that carries its name.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
