"""dpkg: the status file and query lists of Debian, Ubuntu and what descends from them."""

from hiyoke.exchange.dpkg.query_list import open_query_list, recognises_query_list
from hiyoke.exchange.dpkg.status_file import open_status_file, recognises_status_file

__all__ = [
    "open_query_list",
    "open_status_file",
    "recognises_query_list",
    "recognises_status_file",
]
