"""The float graph becomes an int8 one: weights in int8 for each output column, states on the fly.

Weights keep 7 bits: on processors without dot-product instructions (older x86) products of two
8-bit numbers overflow their 16-bit sums. They go to a file beside the graph, which onnxruntime maps
instead of copying. The table of word pieces is int8 already (`export.py`).

    python -m models_onnx.training.quantize FLOAT_GRAPH FOLDER OUT

writes the artifacts of FOLDER with the float encoder in place of its int8 one: `AMBIENT_MODELS=OUT`
then runs everything with it, to see what int8 costs.
"""

import logging
import shutil
import sys
import tempfile
from pathlib import Path

from models_onnx.runtime import find
from models_onnx.training.manifest import write_manifest

APART_BYTES_MIN = 16 * 1024  # A mapped tensor takes whole pages: small ones stay in the graph.
_READABLE = 0o644  # onnx leaves the weights to their owner alone.


def quantize(float_graph: Path, int8_graph: Path) -> None:
    """Dynamic quantization of every matrix product that has a constant side."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().setLevel(logging.ERROR)  # It asks for a preprocessing we do not need.
    int8_graph.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / int8_graph.name
        quantize_dynamic(
            float_graph,
            whole,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        _set_apart(whole, int8_graph)


def unquantized(float_graph: Path, folder: Path, out: Path) -> None:
    """The artifacts of a folder, with the float encoder; word pieces stay int8."""
    artifacts = out / "artifacts"
    shutil.copytree(folder / "artifacts", artifacts, dirs_exist_ok=True)
    _set_apart(float_graph, artifacts / "encoder.onnx")
    write_manifest(out, find("encoder", folder / "manifest.toml").version, ("intent", "slots"))


def _set_apart(whole: Path, graph: Path) -> None:
    """Write `x.onnx` and `x.weights`."""
    import onnx

    weights = graph.with_suffix(".weights")
    weights.unlink(missing_ok=True)  # onnx would append to it.
    onnx.save_model(
        onnx.load(whole),
        graph,
        save_as_external_data=True,
        location=weights.name,
        size_threshold=APART_BYTES_MIN,
    )
    weights.chmod(_READABLE)


if __name__ == "__main__":
    unquantized(*map(Path, sys.argv[1:4]))
