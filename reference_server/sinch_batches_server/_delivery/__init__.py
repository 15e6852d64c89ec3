"""What becomes of a batch? `simulation` decides how each message ends, and `progress` when.

`reports` writes it down, and `finished` finds the messages of all batches that are final.
`callbacks` takes reports that fall due, `outbox` sends them again until they are taken, `slots`
shares the connections out, and `posting` reaches the receiver.
"""
