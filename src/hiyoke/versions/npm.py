"""npm packages: Semantic Versioning as node-semver orders it.

What is not here: ranges and distribution tags (``^1.2``, ``latest``); they name no one version.
"""

from hiyoke.versions.semver import semver_key

key = semver_key("npm")
