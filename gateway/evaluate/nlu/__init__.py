"""How well sentences are understood: sets of them in homes, peers, and one table."""
