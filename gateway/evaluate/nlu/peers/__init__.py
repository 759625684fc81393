"""Other ways to understand, each a process that answers as `ambient parse --jsonl` does.

Read `house.py` first: it says how a peer's slots become devices, alike for all.
"""
