"""The formats of the outside world, one folder each; none knows another.

`hiyoke.exchange.formats` says which format a document is of, by its content.
"""
