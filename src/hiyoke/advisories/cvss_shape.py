"""Whether a text is a CVSS vector, and of which version.

What is not here: scores. Reports compute them with a library where a number is asked for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_V3 = "CVSS:3"
_V4 = "CVSS:4.0/"

#: Base metrics that a vector must state, by major version.
_REQUIRED: Final = {
    2: ("AV", "AC", "Au", "C", "I", "A"),
    3: ("AV", "AC", "PR", "UI", "S", "C", "I", "A"),
    4: ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"),
}

_VALUES: Final = {
    2: re.compile(
        r"AV:[NAL]|AC:[LMH]|Au:[MSN]|[CIA]:[NPC]|E:(U|POC|F|H|ND)|RL:(OF|TF|W|U|ND)"
        r"|RC:(UC|UR|C|ND)|CDP:(N|L|LM|MH|H|ND)|TD:(N|L|M|H|ND)|[CIA]R:(L|M|H|ND)"
    ),
    3: re.compile(
        r"AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH]|E:[XUPFH]|RL:[XOTWU]|RC:[XURC]"
        r"|[CIA]R:[XLMH]|MAV:[XNALP]|MAC:[XLH]|MPR:[XNLH]|MUI:[XNR]|MS:[XUC]|M[CIA]:[XNLH]"
    ),
    4: re.compile(
        r"AV:[NALP]|AC:[LH]|AT:[NP]|PR:[NLH]|UI:[NPA]|[VS][CIA]:[HLN]|E:[XAPU]|[CIA]R:[XHML]"
        r"|MAV:[XNALP]|MAC:[XLH]|MAT:[XNP]|MPR:[XNLH]|MUI:[XNPA]|MV[CIA]:[XHLN]|MSC:[XHLN]"
        r"|MS[IA]:[XSHLN]|S:[XNP]|AU:[XNY]|R:[XAUI]|V:[XDC]|RE:[XLMH]|U:(X|Clear|Green|Amber|Red)"
    ),
}


@lru_cache(maxsize=16384)
def cvss_version_of(vector: str) -> str | None:
    """Return ``2.0``, ``3.0``, ``3.1`` or ``4.0`` when `vector` is a whole CVSS vector, else None.

    Every metric is known, has a known value and occurs once, and all base metrics are there.
    The order of metrics is not checked: readers of CVSS accept any.

    Source:
        FIRST, CVSS v2 guide section 2.4, v3.1 specification section 6, v4.0 section 7.

    Example:
        >>> cvss_version_of("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
        '3.1'
        >>> cvss_version_of("AV:N/AC:L") is None
        True
    """
    if vector.startswith(_V3) and vector[6:9] in (".0/", ".1/"):
        version, major, body = vector[5:8], 3, vector[9:]
    elif vector.startswith(_V4):
        version, major, body = "4.0", 4, vector[9:]
    else:
        version, major, body = "2.0", 2, vector
    metrics = body.split("/")
    names = {metric.partition(":")[0] for metric in metrics}
    fits = _VALUES[major].fullmatch
    sound = len(names) == len(metrics) and all(map(fits, metrics))
    return version if sound and names.issuperset(_REQUIRED[major]) else None
