"""What the house knows and remembers.

May import `devices`. Read `turn.py` (the vocabulary of a conversation) and `snapshot.py` first.
Only this package speaks SQL, and there only `store.py` opens a connection.
"""
