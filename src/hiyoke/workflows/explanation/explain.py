"""Why: a vulnerability, a component, a system, a service, an update or a job, in words and rows.

The run's own files are read, so the answer is about that run and no other. What is not here: the
sections (`explain_subjects`), and the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.workflows.assessment.run_folder import RUN_FILE
from hiyoke.workflows.explanation.explain_subjects import (
    explain_component,
    explain_service,
    explain_system,
    explain_update,
    explain_vulnerability,
)
from hiyoke.workflows.explanation.explanation import unknown_subject
from hiyoke.workflows.explanation.run_data import RunData

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from hiyoke.workflows.explanation.explanation import Explanation


def explain(subject: str, folder: Path) -> Explanation:
    """Explain one subject of a run.

    Args:
        subject: A vulnerability or advisory, a purl (with or without version), a component's
            name, a system, a service, or an update (``B-...``). Letter case does not matter.
        folder: The folder that `hiyoke assess`, `plan` or `suspend` wrote.

    Returns:
        The explanation. The first kind in which the identifier occurs is explained: service,
        system, update, vulnerability, component.

    Raises:
        UsageError: The folder holds no run.
        UnknownSubjectError: The identifier occurs nowhere in the run; near ones are suggested.
    """
    other = _explain_other(folder)
    if other is not None:
        return other(subject, folder)
    data = RunData(folder)
    wanted = subject.strip().casefold()
    for kind, column, explain_row in (
        ("services", "service_id", explain_service),
        ("systems", "system_id", explain_system),
        ("bundles", "bundle_id", explain_update),
    ):
        for row in data.assessment[kind]:
            if row[column].casefold() == wanted:
                return explain_row(data, row)
    vulnerability_ids = _vulnerabilities_named(data, wanted)
    if vulnerability_ids:
        return explain_vulnerability(data, vulnerability_ids)
    component_ids = _components_named(data, wanted)
    if component_ids:
        return explain_component(data, subject.strip(), component_ids)
    raise unknown_subject(subject, folder, _identifiers(data), "findings.csv")


def _explain_other(folder: Path) -> Callable[[str, Path], Explanation] | None:
    """Return what explains a folder of `hiyoke plan` or `hiyoke suspend`; None for a run."""
    if (folder / RUN_FILE).is_file():
        return None
    if (folder / "options.json").is_file():
        from hiyoke.workflows.explanation.explain_stop import explain_stop  # noqa: PLC0415 - heavy.

        return explain_stop
    if (folder / "plan.json").is_file():
        from hiyoke.workflows.explanation.explain_plan import explain_plan  # noqa: PLC0415 - heavy.

        return explain_plan
    return None


def _vulnerabilities_named(data: RunData, wanted: str) -> list[str]:
    """Return vulnerabilities that carry the identifier as their own, an alias or an advisory."""
    names = ("vulnerability_id", "aliases", "advisory_ids")
    columns = [data.findings[name].to_pylist() for name in names]
    return sorted(
        {
            own
            for own, aliases, advisories in zip(*columns, strict=True)
            if wanted in {i.casefold() for i in (own, *aliases, *advisories)}
        }
    )


def _components_named(data: RunData, wanted: str) -> list[str]:
    """Return components whose purl, purl without version, or name is the identifier."""
    columns = [data.components[name].to_pylist() for name in ("component_id", "purl", "name")]
    return sorted(
        component_id
        for component_id, purl, name in zip(*columns, strict=True)
        if wanted in _spellings(purl, name)
    )


def _spellings(purl: str | None, name: str | None) -> set[str]:
    found = {name.casefold()} if name else set()
    if purl:
        bare = purl.partition("#")[0].partition("?")[0]
        head, at, _ = bare.rpartition("@")
        found |= {purl.casefold(), bare.casefold()}
        found |= {head.casefold()} if at else set()
    return found


def _identifiers(data: RunData) -> Iterable[str]:
    """Return everything that can be explained, each once, in a stable order."""
    record = data.assessment
    own = [row["service_id"] for row in record["services"]]
    own += [row["system_id"] for row in record["systems"]]
    own += [row["bundle_id"] for row in record["bundles"]]
    own += data.findings["vulnerability_id"].to_pylist()
    own += [purl for purl in data.components["purl"].to_pylist() if purl]
    return dict.fromkeys(own)
