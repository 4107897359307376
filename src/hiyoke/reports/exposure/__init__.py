"""Exposure as people read it: rows, words, tables, the section of the report and the screen."""
