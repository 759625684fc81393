"""6 turns -> better turns: how people react tells what went wrong, and what was meant."""
