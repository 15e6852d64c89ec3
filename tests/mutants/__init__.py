"""Proof on what nobody chose: single random mutations of the second server, judged by the suite.

cosmic-ray finds the places where the second server's code can be changed, and changes one at a
time, each worker in a copy of its own. A seed chooses which of them are tried. What the suite
doesn't find is looked at by a person and noted in `survivors.toml`.
"""
