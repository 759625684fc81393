"""One file a step, never changed once released; each has an old database in `tests/context`."""
