"""Faults of a server, switched on one at a time to see whether the suite finds them.

Each fault is a small change to the reference server's behaviour: to one of its functions, to the
description that it checks requests against, or to what passes between it and its client. A
faulty server runs by itself with `python -m tests.faults.server --fault ID --port 0`;
`python -m tests.faults` (or `make faults`) runs the suite against all of them and prints the
kill matrix: which requirement named the fault, by which way of testing, after how many seconds.
"""
