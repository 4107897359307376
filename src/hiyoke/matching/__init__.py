"""What we run held against what is known: from components and advisories to findings."""

from hiyoke.matching.answers import (
    answers_alone,
    answers_together,
    met_answers,
    run_evidence,
    runs_of,
)
from hiyoke.matching.claims import (
    AdvisoryTables,
    covered_releases,
    matchable_claims,
    standing_advisories,
)
from hiyoke.matching.component_names import NAMES, PROBLEMS, Name, Role, names_of, read_names
from hiyoke.matching.cpe_names import (
    cpe_names,
    has_plain_cpe,
    has_quick_cpe,
    is_plain_cpe_alone,
)
from hiyoke.matching.distribution_names import (
    distribution_names,
    distribution_parts,
    is_shaped,
    read_vendors,
    spellings_of,
)
from hiyoke.matching.findings import aliases_of, findings_of, not_assessable_of
from hiyoke.matching.inventory import component_id, distinct_components, placements_of
from hiyoke.matching.module_stream import OVERRIDES, is_modular, overrides_of, overruled
from hiyoke.matching.plain_names import is_plain, plain_names
from hiyoke.matching.reason import Reason, ReasonWords, words_of
from hiyoke.matching.settle import SETTLED, evidence_for, settle_weighed, weigh_evidence
from hiyoke.matching.verdict import Verdict, candidates, met, with_keys

__all__ = [
    "NAMES",
    "OVERRIDES",
    "PROBLEMS",
    "SETTLED",
    "AdvisoryTables",
    "Name",
    "Reason",
    "ReasonWords",
    "Role",
    "Verdict",
    "aliases_of",
    "answers_alone",
    "answers_together",
    "candidates",
    "component_id",
    "covered_releases",
    "cpe_names",
    "distinct_components",
    "distribution_names",
    "distribution_parts",
    "evidence_for",
    "findings_of",
    "has_plain_cpe",
    "has_quick_cpe",
    "is_modular",
    "is_plain",
    "is_plain_cpe_alone",
    "is_shaped",
    "matchable_claims",
    "met",
    "met_answers",
    "names_of",
    "not_assessable_of",
    "overrides_of",
    "overruled",
    "placements_of",
    "plain_names",
    "read_names",
    "read_vendors",
    "run_evidence",
    "runs_of",
    "settle_weighed",
    "spellings_of",
    "standing_advisories",
    "weigh_evidence",
    "with_keys",
    "words_of",
]
