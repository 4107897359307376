"""How the demo bank's SBOMs and advisory snapshot are made; a tool of developers, never shipped."""
