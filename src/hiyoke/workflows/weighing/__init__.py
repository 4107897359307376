"""From matches to findings with deadlines and reasons, to services and to what is unknown."""
