"""The audit log: who received which camera, when and by what, who was refused, and what was changed.

The laws that hold here:

1. A row is never changed. Each carries a hash of its own bytes and of the row before, so that a change shows.
2. What goes is the oldest, in whole blocks, and a row of the log itself says so and vouches for what follows.
3. Each account has chains of its own: an owner can be given theirs, and check it, without anybody else's.
4. Refusals have a chain of their own: however many there are, they displace nothing else.
5. If the log cannot be written, nothing leaves the owning account.

`entries`, `chain`, `tally` and `changes` are pure.
"""
