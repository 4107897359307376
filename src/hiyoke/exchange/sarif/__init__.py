"""SARIF 2.1.0, the form in which code-hosting and review tools take results."""

from hiyoke.exchange.sarif.write import write_sarif

__all__ = ["write_sarif"]
