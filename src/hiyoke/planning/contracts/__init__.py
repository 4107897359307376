"""What maintenance contracts promise, clause by clause, and which gaps block most loss."""

from hiyoke.planning.contracts.clauses import Clause, ClauseProfile, load_clauses
from hiyoke.planning.contracts.matrix import (
    Cell,
    ClauseStatus,
    ContractGap,
    MatrixRow,
    contract_gaps,
    contract_matrix,
)

__all__ = [
    "Cell",
    "Clause",
    "ClauseProfile",
    "ClauseStatus",
    "ContractGap",
    "MatrixRow",
    "contract_gaps",
    "contract_matrix",
    "load_clauses",
]
