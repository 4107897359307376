"""A scenario of its own: flaws that nobody knows yet, one for each package of a component class.

The known flaws are what an estate can act on today; tomorrow's are only a kind of assumption, so
the two are computed apart and shown side by side. What is not here: how likely such a flaw is
(`calibration_file`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hiyoke.exposure.calibration import LATENT
from hiyoke.exposure.inputs import Flaw, FlawOnSystem

if TYPE_CHECKING:
    from hiyoke.exposure.calibration_file import Calibration
    from hiyoke.exposure.inputs import ExposureInputs


def add_latent_flaws(inputs: ExposureInputs, calibration: Calibration) -> ExposureInputs:
    """Return the inputs with a flaw not yet known in each package of a listed class.

    One such flaw is common to all systems that carry the package, as a known one is.

    Args:
        inputs: The estate; packages are the systems' `component_classes`.
        calibration: Classes, with a vector and a probability each; other classes add nothing.
    """
    carried = sorted(
        {
            (system.system_id, kind, package)
            for system in inputs.systems
            for kind, package in system.component_classes
            if kind in calibration.latent
        }
    )
    names = {
        f"{LATENT}{kind}:{package}": calibration.latent[kind].vector for _, kind, package in carried
    }
    flaws = tuple(Flaw(vulnerability_id=n, vectors=(v,), row=n) for n, v in sorted(names.items()))
    findings = tuple(
        FlawOnSystem(system_id=system_id, vulnerability_id=name, row=name)
        for system_id, kind, package in carried
        for name in [f"{LATENT}{kind}:{package}"]
    )
    return replace(inputs, flaws=inputs.flaws + flaws, findings=inputs.findings + findings)
