"""What becomes of a batch? `simulation` decides how each message ends, `reports` writes it down.

`callbacks` takes reports that fall due, `outbox` sends them again until they are taken, `slots`
shares the connections out, and `posting` reaches the receiver.
"""
