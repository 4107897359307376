"""From findings to chance, loss, paths and levers of every service."""
