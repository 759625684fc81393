"""Numbered steps from every older database to the newest; run by `run.py` through alembic."""
