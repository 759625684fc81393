"""The physical house over MQTT: which devices exist, what they report, how they are told.

Imports nothing of ours. Read `model.py` first, then follow a message: `mqtt`, `ingest`,
`adapters/*`, `registry`.
"""
