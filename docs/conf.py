"""Sphinx configuration: MyST pages, Furo theme, warnings are errors (`make docs`)."""

project = "Hiyoke"
author = "The Hiyoke founders"
copyright = "2026, The Hiyoke founders"  # noqa: A001 - Sphinx's own name.
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Hiyoke 火除け"
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist"]
autodoc_typehints = "description"
suppress_warnings = ["myst.xref_missing"]
