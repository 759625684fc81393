"""Simulated devices: `behaviour.py` is what a device does, each other file how it says so.

A dialect here is written from its own documentation and from recorded payloads, as the other side
of the wire: it imports nothing of `devices.adapters`.
"""
