"""Hex packages (Erlang, Elixir): Semantic Versioning as Elixir's ``Version`` orders it."""

from hiyoke.versions.semver import semver_key

key = semver_key("hex")
