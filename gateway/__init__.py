"""One utterance, from sound to reply: hear, understand, decide, act, speak, learn.

Open `pipeline.py` first; the folders are its stages in that order.
"""
