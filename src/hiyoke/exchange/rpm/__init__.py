"""rpm: query lists of Red Hat's, SUSE's and other distributions."""

from hiyoke.exchange.rpm.query_list import open_query_list, recognises_query_list

__all__ = ["open_query_list", "recognises_query_list"]
