"""Exposure by itself: an estate and the world's advisories in, what an attacker could reach out.

What is not here: the steps (`assess`, `expose_tables`) and the forms of the result
(`exposure_record`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.risk import load_decision_table
from hiyoke.workflows.assessment.assess import weigh_estate
from hiyoke.workflows.exposure.expose_run import run_exposure

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hiyoke.workflows.exposure.expose_run import ExposureRun
    from hiyoke.workflows.exposure.expose_settings import ExposureSettings

#: Ranks findings while they are weighed; no probability depends on it.
_TABLE = "bod-26-04"


def expose(
    estate_path: Path, store_folder: Path, *, as_of: date, settings: ExposureSettings
) -> ExposureRun:
    """Compute what an attacker could reach on an estate.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        as_of: Knowledge cut-off and first day of the horizon, in Japan.
        settings: What is assumed.

    Returns:
        The run; equal inputs give equal results.

    Raises:
        UsageError: A path does not exist, or a setting is out of range.
        FaultsError: The estate's files have faults; all are listed.
        DamagedStoreError: The store cannot be used.
        DecisionTableError: An edited profile has faults.

    Cost:
        Reading SBOMs and matching, as `assess`; then `expose_tables`.
    """
    settings.conditions(as_of)
    assessed, weighed, assessment = weigh_estate(
        estate_path, store_folder, table=load_decision_table(_TABLE), as_of=as_of
    )
    return run_exposure(assessed, weighed, assessment, settings)
