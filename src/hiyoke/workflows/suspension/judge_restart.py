"""Judging a restart: a YAML or JSON file in, the state and every open condition out.

What is not here: the rules (`hiyoke.suspension`). Nothing is restarted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hiyoke import suspension
from hiyoke.errors import RestartCaseError
from hiyoke.exchange.estate_folder import MalformedYamlError, parse_yaml
from hiyoke.languages import Text
from hiyoke.workflows.suspension.authority_table import read_authority_table

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.suspension import RestartCase, RestartCheck, StopCriteria

#: Largest restart file; it is a page of text.
MAX_BYTES: Final = 1_000_000


class RestartRun(NamedTuple):
    """What was judged.

    Attributes:
        case: As the file states it.
        check: What was found.
        criteria: What it was judged by.
        is_authority_checked: Whether people were checked against a table of authority.
    """

    case: RestartCase
    check: RestartCheck
    criteria: StopCriteria
    is_authority_checked: bool


def judge_restart(
    path: Path, *, criteria_path: Path | None = None, authority_path: Path | None = None
) -> RestartRun:
    """Judge the restart that a file describes.

    Args:
        path: The restart.
        criteria_path: The institution's own criteria; the shipped ones when None.
        authority_path: Table of authority, or the estate that has it; None checks no authority.

    Raises:
        RestartCaseError: The file cannot be read.
        FaultsError: It has faults, or somebody in it lacks authority; all are listed.
        CriteriaProfileError: The institution's own criteria are malformed.
    """
    criteria = criteria_of(criteria_path)
    case = suspension.restart_case_of(read_plain_file(path), criteria, origin=path.name)
    if authority_path is not None:
        table = read_authority_table(authority_path)
        suspension.check_claims(suspension.restart_claims(case, path.name), table, criteria)
    check = suspension.check_restart(case, criteria)
    return RestartRun(case, check, criteria, is_authority_checked=authority_path is not None)


def criteria_of(path: Path | None) -> StopCriteria:
    """Return the institution's own criteria; the shipped ones when no file is named.

    Raises:
        CriteriaProfileError: They are malformed.
    """
    return suspension.load_criteria() if path is None else suspension.read_criteria(path)


def read_plain_file(path: Path) -> Any:
    """Return the plain values of a small YAML or JSON file.

    Raises:
        RestartCaseError: It cannot be read.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _unreadable(path, f"> {MAX_BYTES} bytes")
        root = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, "no UTF-8") from error
    except MalformedYamlError as error:
        raise RestartCaseError(
            Text(
                ja=f"{error.expected.ja}を期待しましたが、{error.found.ja} でした",
                en=f"expected {error.expected.en}, found {error.found.en}",
            ),
            where=f"{path.name}:{error.line}",
            remedy=error.remedy,
        ) from error
    return None if root is None else root.plain()


def _unreadable(path: Path, found: str) -> RestartCaseError:
    return RestartCaseError(
        Text(
            ja=f"読める再開ファイルを期待しましたが、{found} でした",
            en=f"expected a restart file that can be read, found {found}",
        ),
        where=str(path),
        remedy=Text(ja="パスを確かめてください。", en="Check the path."),
    )
