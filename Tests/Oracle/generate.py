"""Makes the golden tensors that the reference kernels are tested against, with ONNX Runtime.

    python3 -m venv venv && venv/bin/pip install numpy onnx onnxruntime
    venv/bin/python Tests/Oracle/generate.py

Inputs and weights are those of `SyntheticWeights` (repeated here), so only results are stored: a
line a case in Tests/ReferenceKernelsTests/Golden/golden.txt, its name and then the values.
The same names and geometries are in GoldenCases.swift. Each case is there three times or twice: in
FP32; as "int8 …", between codes whose scales the FP32 values set (see quantise.py); and a convolution
as "integer …", with weights and scales that also reach sums far outside the codes.
"""

import dataclasses
import pathlib

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from quantise import Quantiser, symmetric_scale

GOLDEN = pathlib.Path(__file__).parent.parent / "ReferenceKernelsTests/Golden/golden.txt"
ROLES = {"weight": 0, "bias": 1, "scale": 2, "shift": 3}
MASK = (1 << 64) - 1


def mixed(z):
    z = (z + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def synthetic(layer, role, shape, fan_in=1):
    """`SyntheticWeights.values`, in float32 arithmetic throughout."""
    f = np.float32
    if role == "weight":
        centre, radius = f(0), np.sqrt(f(6) / f(fan_in))
    elif role == "scale":
        centre, radius = f(0.75), f(0.25)
    else:
        centre, radius = f(0), f(0.1)
    stream = mixed((layer * 4 + ROLES[role]) & MASK)
    count = int(np.prod(shape))
    bits = np.array([mixed((stream + i) & MASK) >> 40 for i in range(count)], dtype=f)
    return (centre + radius * (bits * f(2.0**-23) - f(1))).reshape(shape).astype(f)


def image(shape, seed=0):
    return synthetic(-1 - seed, "weight", (1, *shape), fan_in=6)


def codes(values):
    return np.rint(values * np.float32(127)).astype(np.int8)


@dataclasses.dataclass
class Case:
    """A graph whose output is "y"."""

    name: str
    nodes: list
    inputs: dict
    constants: dict = dataclasses.field(default_factory=dict)
    magnitude: int = 1  # of the inputs

    def model(self):
        kinds = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int8): TensorProto.INT8}
        graph = helper.make_graph(
            self.nodes,
            "case",
            [helper.make_tensor_value_info(n, kinds[v.dtype], v.shape)
             for n, v in self.inputs.items()],
            [helper.make_empty_tensor_value_info("y")],
            [numpy_helper.from_array(v, n) for n, v in self.constants.items()],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)

    def run(self):
        return evaluate(self.model(), self.inputs)


def evaluate(model, inputs):
    """The model's last output, its operators executed as they stand."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    return session.run(None, inputs)[-1]


def node(kind, inputs, output="y", **attributes):
    return helper.make_node(kind, inputs.split(), [output], **attributes)


def window(kernel, stride=(1, 1), pads=(0, 0, 0, 0), dilation=(1, 1)):
    return {
        "kernel_shape": list(kernel),
        "strides": list(stride),
        "pads": list(pads),
        "dilations": list(dilation),
    }


def unary(name, kind, shape, **attributes):
    return Case(name, [node(kind, "x", **attributes)], {"x": image(shape)})


# name: input shape, filters, groups, window
CONVOLUTIONS = {
    "pointwise": ((5, 7, 9), 6, 1, window((1, 1))),
    "pointwise strided": ((5, 7, 9), 6, 1, window((1, 1), (2, 3))),
    "3x3": ((3, 9, 7), 5, 1, window((3, 3), pads=(1, 1, 1, 1))),
    "3x3 strided": ((3, 10, 9), 5, 1, window((3, 3), (2, 2), (1, 1, 1, 1))),
    "3x3 dilated": ((2, 11, 10), 3, 1, window((3, 3), (1, 1), (2, 2, 2, 2), (2, 2))),
    "strided and dilated": ((2, 13, 12), 3, 1, window((3, 3), (3, 2), (2, 1, 3, 0), (2, 3))),
    "asymmetric": ((2, 8, 9), 4, 1, window((2, 5), (1, 2), (1, 0, 0, 3))),
    "7x7 stem": ((3, 17, 15), 4, 1, window((7, 7), (2, 2), (3, 3, 3, 3))),
    "grouped": ((6, 7, 8), 9, 3, window((3, 3), (2, 1), (1, 1, 1, 1))),
    "depthwise": ((5, 9, 8), 5, 5, window((3, 3), pads=(1, 1, 1, 1))),
    "depthwise strided": ((4, 9, 10), 4, 4, window((5, 5), (2, 2), (2, 2, 2, 2))),
    "depthwise doubled": ((3, 6, 7), 6, 3, window((3, 3), (1, 1), (0, 1, 2, 0))),
    "deep": ((70, 4, 5), 14, 1, window((3, 3), pads=(1, 1, 1, 1))),
    "grouped and dilated": (
        (10, 11, 9), 15, 5, window((3, 2), (1, 2), (2, 0, 2, 1), (2, 1))),
    "grouped pointwise": ((12, 5, 7), 9, 3, window((1, 1), (2, 1))),
    "depthwise wide": ((3, 7, 37), 3, 3, window((3, 3), (2, 2), (1, 1, 1, 1))),
    "depthwise dilated": ((5, 11, 9), 5, 5, window((3, 3), (1, 1), (2, 2, 2, 2), (2, 2))),
    "depthwise oblong": ((3, 9, 11), 3, 3, window((5, 3), (1, 2), (2, 1, 1, 0))),
    "whole window": ((7, 5, 3), 11, 1, window((5, 3))),
    "padding only": ((2, 3, 3), 3, 1, window((2, 2), (3, 3), (2, 2, 2, 2))),
}

# name: kind, countsPadding, input shape, window, ceil_mode
POOLS = {
    "max pool": ("MaxPool", 0, (3, 9, 8), window((2, 2), (2, 2)), 0),
    "max pool padded": ("MaxPool", 0, (2, 9, 8), window((3, 3), (2, 2), (1, 1, 1, 1)), 0),
    "max pool asymmetric": ("MaxPool", 0, (2, 7, 8), window((3, 2), (1, 1), (0, 1, 2, 0)), 0),
    "max pool rounded up": ("MaxPool", 0, (2, 8, 10), window((3, 3), (2, 2)), 1),
    "max pool dilated": ("MaxPool", 0, (2, 9, 9), window((3, 3), (1, 1), (2, 2, 2, 2), (2, 2)), 0),
    "max pool wide": ("MaxPool", 0, (2, 7, 6), window((5, 5), (1, 1), (2, 2, 2, 2)), 0),
    "average pool": ("AveragePool", 0, (3, 9, 8), window((2, 3), (2, 2)), 0),
    "average pool padded": ("AveragePool", 0, (2, 9, 8), window((3, 3), (2, 2), (1, 1, 1, 1)), 0),
    "average pool counting": ("AveragePool", 1, (2, 9, 8), window((3, 3), (2, 2), (1, 1, 1, 1)), 0),
    "average pool rounded up": ("AveragePool", 0, (2, 8, 10), window((3, 3), (2, 2)), 1),
    "average pool counting rounded up": (
        "AveragePool", 1, (2, 8, 9), window((3, 3), (2, 2), (1, 0, 0, 1)), 1),
}


def convolution(name):
    shape, filters, groups, geometry = CONVOLUTIONS[name]
    fan_in = shape[0] // groups * int(np.prod(geometry["kernel_shape"]))
    weights = synthetic(
        1, "weight", (filters, shape[0] // groups, *geometry["kernel_shape"]), fan_in)
    return image(shape), weights, filters, {"group": groups, **geometry}


def cases():
    for name in CONVOLUTIONS:
        x, weights, filters, attributes = convolution(name)
        bias = synthetic(1, "bias", (filters,))
        yield Case(
            name, [node("Conv", "x w b", **attributes)], {"x": x}, {"w": weights, "b": bias})
    yield from normalised_cases()
    for name, (kind, counts, shape, geometry, ceil) in POOLS.items():
        extra = {"count_include_pad": counts} if kind == "AveragePool" else {}
        yield unary(name, kind, shape, ceil_mode=ceil, **geometry, **extra)
    yield from arithmetic_cases()
    yield from movement_cases()
    yield from activation_cases()


def normalisation(channels):
    return {
        "scale": synthetic(1, "scale", (channels,)),
        "shift": synthetic(1, "shift", (channels,)),
        "mean": np.zeros(channels, np.float32),
        "variance": np.ones(channels, np.float32),
    }


def normalised_cases():
    x, weights, filters, attributes = convolution("3x3")
    rest = node("BatchNormalization", "sum scale shift mean variance", epsilon=0.0)
    yield Case(
        "3x3 normalised", [node("Conv", "x w", "sum", **attributes), rest], {"x": x},
        {"w": weights, **normalisation(filters)})
    x, weights = {"x": image((60, 1, 1))}, synthetic(1, "weight", (7, 60), 60)
    bias = {"b": synthetic(1, "bias", (7,))}
    flat = node("Flatten", "x", "x/row")
    yield Case(
        "linear", [flat, node("Gemm", "x/row w b", transB=1)], {"x": image((3, 4, 5))},
        {"w": weights, **bias})
    yield Case(
        "linear normalised", [flat, node("Gemm", "x/row w b", "sum", transB=1), rest], x,
        {"w": weights, **bias, **normalisation(7)})


def arithmetic_cases():
    yield unary("global average pool", "GlobalAveragePool", (5, 7, 6))
    yield unary("global max pool", "GlobalMaxPool", (5, 7, 6))
    a, b = image((3, 4, 5)), image((3, 4, 5), seed=1)
    yield Case("add", [node("Add", "a b")], {"a": a, "b": b})
    yield Case(
        "add three", [node("Sum", "a b c")], {"a": a, "b": b, "c": image((3, 4, 5), seed=2)})
    # darknet adds the channels in common, every so many rows and columns of the larger map.
    yield Case(
        "add unequal",
        [
            node("Slice", "b from most axis", "channels"),
            node("Slice", "channels from_all to_all axes steps", "strided"),
            node("Slice", "a from common axis", "first"),
            node("Slice", "a common most axis", "rest"),
            node("Add", "first strided", "added"),
            node("Concat", "added rest", axis=1),
        ],
        {"a": image((5, 3, 4)), "b": image((3, 6, 8), seed=1)},
        integers(
            **{"from": [0]}, common=[3], most=[99], axis=[1], from_all=[0, 0], to_all=[6, 8],
            axes=[2, 3], steps=[2, 2]))
    yield Case("multiply", [node("Mul", "a b")], {"a": a, "b": b})
    yield Case(
        "multiply by channel", [node("Mul", "a b")], {"a": a, "b": image((3, 1, 1), seed=1)})
    yield Case(
        "affine", [node("BatchNormalization", "x scale shift mean variance", epsilon=0.0)],
        {"x": image((4, 3, 5))}, normalisation(4))
    for kind, name in [("ReduceMax", "cross-channel max"), ("ReduceMean", "cross-channel average")]:
        yield Case(
            name, [node("Reshape", "x shape", "apart"), node(kind, "apart axes", keepdims=0)],
            {"x": image((6, 4, 5))}, integers(shape=[1, 2, 3, 4, 5], axes=[2]))
    yield unary("softmax", "Softmax", (9, 3, 4), axis=1)
    # Two anchors of one class: x, y, width, height, object, class; width and height stay.
    yield Case(
        "detection",
        [
            helper.make_node("Split", ["x", "sizes"], list("abcde"), axis=1),
            node("Sigmoid", "a", "A"), node("Sigmoid", "c", "C"), node("Sigmoid", "e", "E"),
            node("Concat", "A b C d E", axis=1),
        ],
        {"x": image((12, 3, 5))}, integers(sizes=[2, 2, 4, 2, 2]))


def integers(**values):
    return {name: np.array(value, np.int64) for name, value in values.items()}


def movement_cases():
    pair = {"a": image((3, 4, 5)), "b": image((2, 4, 5), seed=1)}
    yield Case("concatenate", [node("Concat", "a b", axis=1)], pair)
    yield Case(
        "slice", [node("Slice", "x from to axis")], {"x": image((7, 3, 4))},
        integers(**{"from": [2]}, to=[5], axis=[1]))
    yield Case(
        "pad", [node("Pad", "x p")], {"x": image((2, 3, 4))},
        integers(p=[0, 0, 1, 2, 0, 0, 3, 0]))
    yield Case(
        "reshape", [node("Reshape", "x extents")], {"x": image((6, 3, 5))},
        integers(extents=[1, 9, 2, 5]))
    yield Case("identity", [node("Identity", "x")], {"x": image((3, 5, 3))})
    for mode, name in [("nearest", "upsample nearest"), ("linear", "upsample bilinear")]:
        attributes = {"mode": mode, "coordinate_transformation_mode": "half_pixel"}
        if mode == "nearest":
            attributes["coordinate_transformation_mode"] = "asymmetric"
            attributes["nearest_mode"] = "floor"
        nodes = [helper.make_node("Resize", ["x", "", "f"], ["y"], **attributes)]
        yield Case(
            name, nodes, {"x": image((2, 4, 5))}, {"f": np.array([1, 1, 2, 3], np.float32)})
    yield rearranged("shuffle", (6, 2, 3), [3, 2, 2, 3], [1, 0, 2, 3], [6, 2, 3])
    yield unary("space to depth", "SpaceToDepth", (3, 4, 6), blocksize=2)
    yield rearranged(
        "space to depth by channel", (3, 4, 6), [3, 2, 2, 3, 2], [0, 2, 4, 1, 3], [12, 2, 3])
    # darknet's reorg_cpu: the map seen as stride² times shallower and larger.
    yield Case(
        "darknet reorganisation",
        [
            node("Reshape", "x shallow", "large"),
            node("SpaceToDepth", "large", "deep", blocksize=2),
            node("Reshape", "deep extents"),
        ],
        {"x": image((8, 4, 6))}, integers(shallow=[1, 2, 8, 12], extents=[1, 32, 2, 3]))
    yield unary("depth to space", "DepthToSpace", (8, 3, 2), blocksize=2, mode="DCR")
    yield unary("depth to space by channel", "DepthToSpace", (8, 3, 2), blocksize=2, mode="CRD")


def rearranged(name, shape, extents, order, result):
    nodes = [
        node("Reshape", "x apart", "grouped"),
        node("Transpose", "grouped", "turned", perm=[0] + [axis + 1 for axis in order]),
        node("Reshape", "turned together"),
    ]
    return Case(
        name, nodes, {"x": image(shape)}, integers(apart=[1] + extents, together=[1] + result))


def activation_cases():
    for name, nodes in {
        "relu": [node("Relu", "x")],
        "relu6": [node("Clip", "x zero six")],
        "leaky": [node("LeakyRelu", "x", alpha=0.1)],
        "swish": [node("Sigmoid", "x", "s"), node("Mul", "x s")],
        "mish": [node("Softplus", "x", "p"), node("Tanh", "p", "t"), node("Mul", "x t")],
        "sigmoid": [node("Sigmoid", "x")],
        "tanh": [node("Tanh", "x")],
        "hard-swish": [node("HardSwish", "x")],
        "hard-sigmoid": [node("HardSigmoid", "x", alpha=1 / 6, beta=0.5)],
        "elu": [node("Elu", "x", alpha=0.7)],
        "softplus": [node("Softplus", "x")],
        "gelu": [node("Gelu", "x")],
        "clip": [node("Clip", "x low high")],
    }.items():
        constants = {"zero": 0, "six": 6, "low": -1.5, "high": 2.25}
        used = {i for n in nodes for i in n.input}
        constants = {n: np.float32(v) for n, v in constants.items() if n in used}
        yield Case(name, nodes, {"x": image((2, 7, 5)) * np.float32(8)}, constants, magnitude=8)


# Operators whose results are in the code of what they are given.
KEEPING = {
    "Concat", "Slice", "Pad", "Reshape", "Identity", "Transpose", "SpaceToDepth", "DepthToSpace",
    "ReduceMax", "MaxPool", "GlobalMaxPool", "Relu"}


def quantised(case, values):
    """The case between INT8 codes; the FP32 `values` set the scale of the result's."""
    given = symmetric_scale(case.magnitude)
    keeps = all(
        n.op_type in KEEPING or any(a.s == b"nearest" for a in n.attribute) for n in case.nodes)
    scale = given if keeps else symmetric_scale(np.abs(values).max())
    for index, part in enumerate(case.nodes):
        part.name = part.output[0] if "/" in part.output[0] else f"y/part {index}"
    quantiser = Quantiser(
        case.model(), {"y": (scale, scale), **{name: (given, given) for name in case.inputs}})
    return evaluate(quantiser.model(), case.inputs)


def integer_cases():
    """`QLinearConv` with weight scales a channel, which the INT8 kernels must equal."""
    for name in CONVOLUTIONS:
        x, weights, filters, attributes = convolution(name)
        zero = np.int8(0)
        scales = np.abs(synthetic(2, "scale", (filters,)))
        constants = {
            "xs": np.float32(0.02), "xz": zero, "ws": scales,
            "w": codes(synthetic(1, "weight", weights.shape, fan_in=6)),
            "wz": np.zeros(filters, np.int8), "ys": np.float32(1.5), "yz": zero,
            "b": np.rint(synthetic(1, "bias", (filters,)) * np.float32(1000)).astype(np.int32),
        }
        nodes = [node("QLinearConv", "x xs xz w ws wz ys yz b", **attributes)]
        yield Case("integer " + name, nodes, {"x": codes(x)}, constants)


def results():
    for case in cases():
        values = case.run()
        yield case.name, values
        yield "int8 " + case.name, quantised(case, values)
    for case in integer_cases():
        yield case.name, case.run()


def main():
    lines = []
    for name, result in results():
        values = " ".join(f"{v:.9g}" for v in result.ravel().tolist())
        lines.append(f"{name}: {values}\n")
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("".join(lines))
    print(f"{len(lines)} cases, {GOLDEN.stat().st_size} bytes, ONNX Runtime {onnxruntime.__version__}")


if __name__ == "__main__":
    main()
