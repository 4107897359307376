"""Write findings as a SARIF 2.1.0 log.

Each vulnerability is a rule, each finding a result: ``fail`` when affected, ``open`` when it
cannot be judged (SARIF's word for "not enough information"), ``pass`` when its publisher states
that it is not affected. What could not be judged for want of data is there too, under a rule for
its reason. What is not here: severities, which `hiyoke assess` weighs.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec

from hiyoke.languages import Language, Text
from hiyoke.matching import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_KINDS: Final = {"affected": "fail", "not_assessable": "open", "not_affected": "pass"}
_REASON_RULE: Final = "hiyoke/"

_RULE_TEXT: Final = Text(ja="既知の脆弱性 {id}", en="Known vulnerability {id}")
_AFFECTED: Final = Text(
    ja="{name} {version} は {id} の影響を受けます。{fix}",
    en="{name} {version} is affected by {id}. {fix}",
)
_FIX: Final = Text(ja="修正版: {fix}。", en="Fixed in {fix}.")
_NO_FIX: Final = Text(
    ja="修正版は情報源に示されていません。", en="The sources name no fixed version."
)
_BACKPORT: Final = Text(
    ja="OS のパッケージ {owner} に含まれているため、ベンダーの修正取り込みを確認してください。",
    en="It is part of the operating-system package {owner}: check for the vendor's backport.",
)
_OPEN: Final = Text(
    ja="{name} {version} が {id} の影響を受けるか判定できません: {why}。",
    en="Whether {name} {version} is affected by {id} cannot be judged: {why}.",
)
_DENIED: Final = Text(
    ja="{name} {version} について: {why}（{id}）。",
    en="{name} {version}: {why} ({id}).",
)
_WHOLE: Final = Text(
    ja="{name} {version} は判定できません: {why}。{remedy}",
    en="{name} {version} cannot be judged: {why}. {remedy}",
)


def write_sarif(
    findings: Sequence[Mapping[str, Any]],
    not_assessable: Sequence[Mapping[str, Any]],
    run: Mapping[str, Any],
    language: Language,
) -> bytes:
    """Return a SARIF log as UTF-8 JSON.

    Args:
        findings: Rows of `FINDINGS` with ``sboms``.
        not_assessable: Rows of `NOT_ASSESSABLE` with ``sboms``; only those that hold for all
            vulnerabilities become results of their own, the others are findings already.
        run: As `hiyoke.workflows.matching.match_sboms.SbomMatch.run`.
        language: Of messages.

    Source:
        SARIF 2.1.0 plus Errata 01, sections 3.13 (log), 3.14 (run), 3.27 (result).
    """
    whole = [row for row in not_assessable if not row["vulnerability_ids"]]
    rules = _rules(findings, whole, language)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    artifacts = _Artifacts(run["inputs"])
    results = [_finding(row, numbers, artifacts, language) for row in findings]
    results += [_open(row, numbers, artifacts, language) for row in whole]
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Hiyoke",
                        "version": run["hiyoke_version"],
                        "language": language.value,
                        "rules": rules,
                    }
                },
                "artifacts": artifacts.described(),
                "results": results,
                "columnKind": "unicodeCodePoints",
                "properties": {"store": run["store"], "as_of": run["as_of"]},
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


class _Artifacts:
    """The SBOMs, by their place in the run's list."""

    def __init__(self, inputs: Iterable[Mapping[str, Any]]) -> None:
        self._inputs = list(inputs)
        self._numbers = {one["name"]: number for number, one in enumerate(self._inputs)}

    def described(self) -> list[dict[str, Any]]:
        described = []
        for one in self._inputs:
            artifact: dict[str, Any] = {"location": {"uri": _uri(one["name"])}}
            if one["sha256"] is not None:
                artifact["hashes"] = {"sha-256": one["sha256"]}
            described.append(artifact)
        return described

    def location(self, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
        place: dict[str, Any] = {"uri": _uri(name)}
        if name in self._numbers:
            place["index"] = self._numbers[name]
        component = {"name": row["name"], "fullyQualifiedName": row["purl"] or row["name"]}
        return {
            "physicalLocation": {"artifactLocation": place},
            "logicalLocations": [{**component, "kind": "package"}],
        }


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/!")


def _rules(
    findings: Iterable[Mapping[str, Any]], whole: Iterable[Mapping[str, Any]], language: Language
) -> list[dict[str, Any]]:
    aliases = {row["vulnerability_id"]: row["aliases"] for row in findings}
    rules: list[dict[str, Any]] = [
        {
            "id": name,
            "shortDescription": {"text": _RULE_TEXT.fill(id=name).render(language)},
            "properties": {"aliases": aliases[name], "tags": ["security", "vulnerability"]},
        }
        for name in sorted(aliases)
    ]
    for reason in sorted({row["reason"] for row in whole}):
        words = words_of(reason)
        rules.append(
            {
                "id": f"{_REASON_RULE}{reason}",
                "shortDescription": {"text": words.why.render(language)},
                "help": {"text": words.remedy.render(language)},
                "properties": {"tags": ["security", "data-quality"]},
            }
        )
    return rules


def _finding(
    row: Mapping[str, Any], numbers: Mapping[str, int], artifacts: _Artifacts, language: Language
) -> dict[str, Any]:
    kept = ("status", "reason", "basis", "matched_on", "fixed_version", "advisory_ids")
    return _result(
        row,
        rule_id=row["vulnerability_id"],
        kind=_KINDS[row["status"]],
        message=_message(row).render(language),
        numbers=numbers,
        artifacts=artifacts,
    ) | {
        "properties": {
            **{name: row[name] for name in kept if row[name] is not None},
            "disagreement": row["disagreement"],
            "purl": row["purl"] or "",
        }
    }


def _open(
    row: Mapping[str, Any], numbers: Mapping[str, int], artifacts: _Artifacts, language: Language
) -> dict[str, Any]:
    words = words_of(row["reason"])
    shown = {"name": row["name"], "version": row["version"] or "-"}
    message = Text(
        ja=_WHOLE.ja.format(**shown, why=words.why.ja, remedy=words.remedy.ja),
        en=_WHOLE.en.format(**shown, why=words.why.en, remedy=words.remedy.en),
    )
    return _result(
        row,
        rule_id=f"{_REASON_RULE}{row['reason']}",
        kind="open",
        message=message.render(language),
        numbers=numbers,
        artifacts=artifacts,
    )


def _result(
    row: Mapping[str, Any],
    *,
    rule_id: str,
    kind: str,
    message: str,
    numbers: Mapping[str, int],
    artifacts: _Artifacts,
) -> dict[str, Any]:
    identity = hashlib.sha256(f"{row['component_id']}\n{rule_id}".encode()).hexdigest()
    return {
        "ruleId": rule_id,
        "ruleIndex": numbers[rule_id],
        # A level other than "none" belongs to results of kind "fail" only (3.27.10).
        "kind": kind,
        "level": "error" if kind == "fail" else "none",
        "message": {"text": message},
        "locations": [artifacts.location(name, row) for name in row["sboms"]],
        "partialFingerprints": {"hiyokeComponentAndRule/v1": identity},
    }


def _message(row: Mapping[str, Any]) -> Text:
    shown = {
        "id": row["vulnerability_id"],
        "name": row["name"],
        "version": row["version"] or "-",
    }
    if row["status"] == "affected":
        fixed = row["fixed_version"]
        fix = _NO_FIX if fixed is None else _FIX.fill(fix=fixed)
        text = Text(
            ja=_AFFECTED.ja.format(**shown, fix=fix.ja),
            en=_AFFECTED.en.format(**shown, fix=fix.en),
        )
        if not row["check_backport"]:
            return text
        more = _BACKPORT.fill(owner=row["owner"])
        return Text(ja=text.ja + more.ja, en=f"{text.en} {more.en}")
    why = words_of(row["reason"]).why
    form = _OPEN if row["status"] == "not_assessable" else _DENIED
    return Text(ja=form.ja.format(**shown, why=why.ja), en=form.en.format(**shown, why=why.en))
