"""Speed and memory, shown as ratios to a bare engine or a peer measured in the same run.

`make bench` runs every module here in a process of its own and prints one JSON line a figure:
``{"name", "n", "seconds", "peak_mb", "ratio", "against"}``. The protocol is in
`docs/dev/benchmarking.md`.
"""
