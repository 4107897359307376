"""What an attacker can reach: worlds, reachability, and what follows for each service."""
