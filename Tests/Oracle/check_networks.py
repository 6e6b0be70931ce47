"""Checks whole networks against ONNX Runtime: the same file, weights and image, by both.

    python3 -m venv venv && venv/bin/pip install numpy onnx onnxruntime
    swift build -c release
    venv/bin/python Tests/Oracle/check_networks.py [--size 64] [network ...]

Each network is exported by `cspsim networks export` with synthetic weights, run by ONNX Runtime on
the synthetic image, and its outputs compared with those of our fast kernels; what a final softmax
is given is compared too, since its result hides errors. Exits with 1 if any tensor differs by more
than 1e-4 of its largest magnitude.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime

from generate import image

ROOT = pathlib.Path(__file__).parent.parent.parent
NETWORKS = [
    "cspresnet50", "cspresnext50", "cspdarknet53", "densenet121", "csppeleenet", "mobilenetv2",
    "yolov4-tiny"]
TOLERANCE = 1e-4


def ours(program, name, size):
    text = subprocess.run(
        [program, name, str(size)], capture_output=True, text=True, check=True).stdout
    return [np.array(line.split(":", 1)[1].split(), np.float32) for line in text.splitlines()]


def with_inputs_of_softmax(model):
    """The model with another output before each that a softmax makes: what that is given."""
    producers = {output: node for node in model.graph.node for output in node.output}
    shown = []
    for output in model.graph.output:
        producer = producers[output.name]
        if producer.op_type == "Softmax":
            shown.append(onnx.helper.make_empty_tensor_value_info(producer.input[0]))
        shown.append(output)
    del model.graph.output[:]
    model.graph.output.extend(shown)
    return model


def theirs(cspsim, name, size):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "network.onnx"
        subprocess.run(
            [cspsim, "networks", "export", name, "--input", str(size), "--out", path],
            check=True, capture_output=True)
        model = with_inputs_of_softmax(onnx.load(path))
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), providers=["CPUExecutionProvider"])
        given = session.get_inputs()[0]
        results = session.run(None, {given.name: image(given.shape[1:])})
        return [result.ravel() for result in results]


def check(name, size, build):
    worst = 0.0
    mine = ours(build / "cspsim-oracle", name, size)
    reference = theirs(build / "cspsim", name, size)
    assert len(mine) == len(reference), f"{len(mine)} outputs; expected {len(reference)}"
    for result, expected in zip(mine, reference):
        assert result.shape == expected.shape and np.isfinite(expected).all()
        worst = max(worst, float(np.abs(result - expected).max() / np.abs(expected).max()))
    verdict = "ok" if worst <= TOLERANCE else "DIFFERS"
    count = sum(result.size for result in mine)
    compared = f"{len(mine)} tensors, {count} values"
    print(f"{name:20} {verdict}: {compared}, error {worst:.1e}", flush=True)
    return worst <= TOLERANCE


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("networks", nargs="*", default=NETWORKS)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / ".build/release")
    options = parser.parse_args()
    return 0 if all([check(n, options.size, options.build) for n in options.networks]) else 1


if __name__ == "__main__":
    sys.exit(main())
