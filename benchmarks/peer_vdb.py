"""Match purls with appthreat-vulnerability-db: its bulk call on a database of the same advisories.

Usage: ``python peer_vdb.py PURLS OSV_FOLDER STORE``. Prints one JSON line. Building its database is
not counted.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

#: Components a call: what its documentation calls a batch.
BATCH = 1000


def main(purl_file: Path, osv_folder: Path) -> None:
    """Build, match, print."""
    os.environ["VDB_HOME"] = tempfile.mkdtemp(prefix="vdb-")
    os.environ["NVD_START_YEAR"] = "1990"
    from vdb.lib import db, search
    from vdb.lib.osv import OSVSource

    from hiyoke.documents import open_documents

    db.get()
    source = OSVSource()
    batch = []
    for document in open_documents([osv_folder]):
        for _, line in document.lines():
            try:
                batch += source.convert(json.loads(line))
            except Exception:  # noqa: BLE001, S112 - what the peer cannot read is the peer's loss.
                continue
            if len(batch) > 500:
                source.store(batch)
                batch = []
    source.store(batch)
    purls = purl_file.read_text(encoding="utf-8").splitlines()
    start = time.perf_counter()
    matches = 0
    for place in range(0, len(purls), BATCH):
        locators = [{"purl": purl} for purl in purls[place : place + BATCH]]
        for answer in search.search_packages(locators):
            matches += len(answer.get("results", ()))
    told = {
        "seconds": time.perf_counter() - start,
        "matches": matches,
        "what": "search_packages, 1,000 purls a call; converts and stores OSV records its own way",
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
