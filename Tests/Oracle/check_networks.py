"""Checks whole networks against ONNX Runtime: the same file, weights and image, by both.

    python3 -m venv venv && venv/bin/pip install numpy onnx onnxruntime
    swift build -c release
    venv/bin/python Tests/Oracle/check_networks.py [--size 64] [--precision int8] [network ...]
    venv/bin/python Tests/Oracle/check_networks.py --golden

Each network is exported by `cspsim networks export` with synthetic weights and run by ONNX Runtime
on the synthetic image, and its results compared with those of our fast kernels:

- in FP32 the outputs, and what a final softmax is given, since its result hides errors; no value
  may differ by more than 1e-4 of its tensor's largest magnitude;
- in INT8, for which quantise.py rewrites the file, every code of every layer; none may differ.

Exits with 1 if any does. With --golden, writes ONNX Runtime's results for two small networks, which
Swift's tests read: the classes before the softmax in FP32 and in INT8, and the scales of all codes.
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
from quantise import Quantiser

ROOT = pathlib.Path(__file__).parent.parent.parent
NETWORKS = [
    "cspresnet50", "cspresnext50", "cspdarknet53", "densenet121", "csppeleenet", "mobilenetv2",
    "yolov4-tiny", "yolov4", "yolox-s", "cspdarknet53-elastic"]
TOLERANCE = 1e-4
GOLDEN = ROOT / "Tests/ReferenceKernelsTests/Golden/networks.txt"
GOLDEN_NETWORKS = ["csppeleenet", "mobilenetv2"]
GOLDEN_SIZE = 32


def exported(build, name, size):
    """The network as cspsim writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "network.onnx"
        subprocess.run(
            [build / "cspsim", "networks", "export", name, "--input", str(size), "--out", path],
            check=True, capture_output=True)
        return onnx.load(path)


def ours(build, name, size, precision):
    """Pairs of a heading and values, from our kernels."""
    text = subprocess.run(
        [build / "cspsim-oracle", name, str(size), precision],
        stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in text.splitlines():
        heading, values = line.split(":", 1)
        yield heading, np.array(values.split(), np.float32)


def theirs(model, literally):
    """The model's outputs on the synthetic image, from ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    if literally:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    return [r.ravel() for r in session.run(None, {given.name: image(given.shape[1:])})]


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


def check_floats(build, name, size):
    """What was compared, and the differences found."""
    mine = [values for _, values in ours(build, name, size, "fp32")]
    reference = theirs(with_inputs_of_softmax(exported(build, name, size)), literally=False)
    assert len(mine) == len(reference), f"{len(mine)} outputs; expected {len(reference)}"
    worst = 0.0
    for result, expected in zip(mine, reference):
        assert result.shape == expected.shape and np.isfinite(expected).all()
        worst = max(worst, float(np.abs(result - expected).max() / np.abs(expected).max()))
    count = sum(result.size for result in mine)
    return worst <= TOLERANCE, f"{len(mine)} tensors, {count} values, error {worst:.1e}"


def our_codes(build, name, size):
    """The codes of each layer, and its scales before and after the activation function."""
    codes, scales = {}, {}
    for heading, values in ours(build, name, size, "int8"):
        layer, *bits = heading.rsplit(" ", 2)
        codes[layer] = values
        scales[layer] = np.array(bits, np.uint32).view(np.float32)
    return codes, scales


def their_codes(build, name, size, scales):
    quantiser = Quantiser(exported(build, name, size), scales)
    results = theirs(quantiser.model(), literally=True)
    return dict(zip(quantiser.codes, results))


def check_codes(build, name, size):
    """What was compared, and the differences found."""
    mine, scales = our_codes(build, name, size)
    reference = their_codes(build, name, size, scales)
    assert mine.keys() == reference.keys(), mine.keys() ^ reference.keys()
    wrong = {}
    for layer, codes in mine.items():
        assert codes.shape == reference[layer].shape
        different = np.count_nonzero(codes != reference[layer])
        if different:
            wrong[layer] = different
    count = sum(codes.size for codes in mine.values())
    found = "none differs"
    if wrong:
        first = next(iter(wrong))
        found = f"{sum(wrong.values())} differ, first {wrong[first]} of layer '{first}'"
    return not wrong, f"{len(mine)} layers, {count} codes, {found}"


def write_golden(build):
    lines = []
    for name in GOLDEN_NETWORKS:
        _, scales = our_codes(build, name, GOLDEN_SIZE)
        codes = their_codes(build, name, GOLDEN_SIZE, scales)
        model = with_inputs_of_softmax(exported(build, name, GOLDEN_SIZE))
        classes = model.graph.output[0].name.split("/")[0]
        bits = np.array(list(scales.values()), np.float32).view(np.uint32)
        for what, values in [
                ("", theirs(model, literally=False)[0]),
                (" scales", bits.ravel()),
                (" int8", codes[classes])]:
            text = " ".join(f"{v:.10g}" for v in values.tolist())
            lines.append(f"{name}{what}: {text}\n")
    GOLDEN.write_text("".join(lines))
    print(f"{len(lines)} lines, {GOLDEN.stat().st_size} bytes")


CHECKS = {"fp32": check_floats, "int8": check_codes}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("networks", nargs="*", default=NETWORKS)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--precision", choices=CHECKS)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / ".build/release")
    parser.add_argument("--golden", action="store_true")
    options = parser.parse_args()
    if options.golden:
        write_golden(options.build)
        return 0
    good = True
    for name in options.networks:
        for precision in [options.precision] if options.precision else CHECKS:
            same, text = CHECKS[precision](options.build, name, options.size)
            print(f"{name:20} {precision} {'ok' if same else 'DIFFERS'}: {text}", flush=True)
            good = good and same
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
