"""Use cases: the only place where readers, domain, engine and clock come together.

One module a use case; callers import the module they run, so that a command pays for no other.
"""
