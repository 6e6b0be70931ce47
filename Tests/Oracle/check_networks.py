"""Checks whole networks against ONNX Runtime: the same file, weights and image, by both.

    python3 -m venv venv && venv/bin/pip install numpy onnx onnxruntime
    swift build -c release
    venv/bin/python Tests/Oracle/check_networks.py [--size 64] [network ...]

Each network is exported by `cspsim networks export` with synthetic weights, run by ONNX Runtime on
the synthetic image, and its outputs compared with those of our fast kernels. Exits with 1 if any
differs by more than 1e-4 of its largest magnitude.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime

from generate import image

ROOT = pathlib.Path(__file__).parent.parent.parent
NETWORKS = [
    "cspresnet50", "cspresnext50", "cspdarknet53", "densenet121", "csppeleenet", "mobilenetv2"]
TOLERANCE = 1e-4


def ours(program, name, size):
    text = subprocess.run(
        [program, name, str(size)], capture_output=True, text=True, check=True).stdout
    lines = (line.split(":", 1) for line in text.splitlines())
    return {name: np.array(values.split(), np.float32) for name, values in lines}


def theirs(cspsim, name, size):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "network.onnx"
        subprocess.run(
            [cspsim, "networks", "export", name, "--input", str(size), "--out", path],
            check=True, capture_output=True)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        given = session.get_inputs()[0]
        results = session.run(None, {given.name: image(given.shape[1:])})
        return [result.ravel() for result in results]


def check(name, size, build):
    worst = 0.0
    mine = list(ours(build / "cspsim-oracle", name, size).values())
    reference = theirs(build / "cspsim", name, size)
    assert len(mine) == len(reference), f"{len(mine)} outputs; expected {len(reference)}"
    for result, expected in zip(mine, reference):
        assert result.shape == expected.shape and np.isfinite(expected).all()
        worst = max(worst, float(np.abs(result - expected).max() / np.abs(expected).max()))
    verdict = "ok" if worst <= TOLERANCE else "DIFFERS"
    print(f"{name:20} {verdict}: {sum(r.size for r in mine)} values, error {worst:.1e}", flush=True)
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
