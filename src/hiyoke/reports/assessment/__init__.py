"""The main report: one assessment as a page, a workbook, a screen and a table of findings."""
