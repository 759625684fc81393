"""How the artifacts are made: data, generated sentences, model, export, quantization, checks.

Needs the `train` extra; nothing outside this folder imports it.
"""
