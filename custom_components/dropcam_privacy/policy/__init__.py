"""The policy of Dropcam Privacy: pure, without Home Assistant, input or output, or a clock.

The laws that hold here:

1. Deny by default: no policy, no owners, no user, an unknown kind or channel: deny.
2. Owners, and what owners allow; nobody else.
3. Privacy on: nothing leaves the owning account, whatever has been allowed.
4. Camera off: nobody, the owner included.
5. A lease holds no rights: it names who asked for what, and the policy is asked again at each use.
6. No audit, no sharing: what cannot be written down does not leave the owning account.
"""
