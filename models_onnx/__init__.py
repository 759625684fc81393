"""The gateway's own small models: text in, prediction out, numpy and onnxruntime only.

Training lives in `training/` and is never imported from here.
"""
