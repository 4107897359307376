"""A patch wave as people read it: page, screen and files."""
