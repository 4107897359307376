"""The bundled bank, invented and marked so, with real advisory facts for its software.

What is not here: how they were made (`tools/build_demo.py`) and any rule.
"""

from hiyoke.demo.bundle import (
    DEMO_AS_OF,
    demo_advisories,
    demo_attribution,
    demo_estate,
    demo_situations,
)

__all__ = ["DEMO_AS_OF", "demo_advisories", "demo_attribution", "demo_estate", "demo_situations"]
