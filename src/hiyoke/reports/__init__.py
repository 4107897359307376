"""Documents for people: pages, workbooks, pictures and screens, each in two languages.

One sub-package for each document: `assessment` (the main report), `exposure`, `plan`, `stress`,
`contracts` and `suspension` (option sheet, runbook, notices). Beside them stands what all share:
`words`, `labels`, `sentences`, `line_breaking`, `sheet`, `form_workbook`, `page_templates` and
`pictures`. Nothing is imported here, so that a page loads only its own part.
"""
