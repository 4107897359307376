"""Hiyoke's own form of findings for machines: JSON and CSV."""

from hiyoke.exchange.findings.write import write_csv, write_json

__all__ = ["write_csv", "write_json"]
