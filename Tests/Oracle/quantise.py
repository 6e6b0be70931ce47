"""Turns a network that cspsim exported in FP32 into the INT8 one, in standard ONNX operators.

Convolutions and linear layers become `QLinearConv`, with a weight scale for each output channel.
Any other layer keeps its operators, between `DequantizeLinear` and `QuantizeLinear`: once around
its operation, once around its activation function. All zero points are 0. Only the scales of
activations are given: codes of weights and biases are made here, from the file's own values.
"""

import numpy as np
import onnx
from onnx import helper, numpy_helper

ACTIVATIONS = {
    "relu", "relu6", "clip", "leaky", "sigmoid", "tanh", "softplus", "hard-swish", "hard-sigmoid",
    "elu", "swish", "mish", "gelu"}


def symmetric_scale(magnitude):
    """The finest scale in which ±magnitude is ±127; 1 for zeros."""
    scale = np.float32(magnitude) / np.float32(127)
    return scale if scale >= np.finfo(np.float32).tiny else np.float32(1)


def attributes_of(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


class Quantiser:
    """`scales` holds, for each layer, those of its result before and after its activation."""

    def __init__(self, model, scales):
        self.graph = model.graph
        self.opsets = model.opset_import
        self.scales = scales
        self.constants = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        self.nodes = []
        self.codes = {}  # the tensor that holds a layer's codes after its activation function
        self.known = {}  # for each tensor of the FP32 graph: its codes' tensor and scale

    def constant(self, name, value):
        if name not in self.constants:
            self.constants[name] = value
        return name

    def operands(self, name, scale):
        return [self.constant(f"{name}:scale", scale), self.constant("zero point", np.int8(0))]

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def quantise(self, source, tensor, scale):
        """Codes of `source`; from here on `tensor` is what they stand for."""
        codes = f"{tensor}:codes"
        self.node("QuantizeLinear", [source, *self.operands(tensor, scale)], codes)
        self.stand_for(tensor, codes, scale)
        return codes

    def stand_for(self, tensor, codes, scale):
        self.known[tensor] = codes, scale
        self.node("DequantizeLinear", [codes, *self.operands(tensor, scale)], f"{tensor}:values")

    def values(self, name):
        return f"{name}:values" if name in self.known else name

    def copy(self, node, outputs):
        """The node as it is, reading what codes stand for."""
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.input[:] = [self.values(name) for name in node.input]
        copy.output[:] = outputs
        self.nodes.append(copy)

    def folded(self, node, normalisation):
        """Weights and bias, with the normalisation that follows them folded in."""
        weights = self.constants[node.input[1]]
        bias = np.zeros(len(weights), np.float32)
        if len(node.input) > 2:
            bias = self.constants[node.input[2]]
        for rest in normalisation:
            gain, shift = (self.constants[name] for name in rest.input[1:3])
            weights = weights * gain.reshape(-1, *[1] * (weights.ndim - 1))
            bias = bias * gain + shift
        return weights, bias

    def product(self, node, normalisation, scale):
        """A convolution or linear layer."""
        weights, bias = self.folded(node, normalisation)
        rows = weights.reshape(len(weights), -1)
        units = np.array([symmetric_scale(np.abs(row).max()) for row in rows], np.float32)
        codes = np.rint(rows / units[:, None]).astype(np.int8).reshape(weights.shape)
        given, input_scale = self.known[node.input[0]]
        result = (normalisation or [node])[-1].output[0]
        sums, attributes = f"{result}:codes", attributes_of(node)
        is_linear = node.op_type == "Gemm"
        if is_linear:
            given = self.reshape(given, [1, -1, 1, 1], f"{node.name}:column")
            codes, sums, attributes = codes[:, :, None, None], f"{node.name}:sums", {}
        own = [
            self.constant(f"{node.name}:{what}", value) for what, value in {
                "weights": codes, "units": units, "zeros": np.zeros(len(codes), np.int8),
                "bias": np.rint(bias / (input_scale * units)).astype(np.int32)}.items()]
        inputs = [
            given, *self.operands(node.input[0], input_scale), *own[:3],
            *self.operands(result, scale), own[3]]
        self.node("QLinearConv", inputs, sums, **attributes)
        if is_linear:
            sums = self.reshape(sums, [1, -1], f"{result}:codes")
        self.stand_for(result, sums, scale)

    def reshape(self, source, extents, output):
        extents = self.constant(f"{output}:extents", np.array(extents, np.int64))
        return self.node("Reshape", [source, extents], output)

    def layer(self, name, nodes):
        """One layer's nodes, in order: its operation, its activation, and views of its output."""
        def part(node):
            return node.name[len(name) + 1:]

        before, after = self.scales[name]
        views = [n for n in nodes if part(n) in ("row", "map")]
        active = [n for n in nodes if part(n).split("/")[0] in ACTIVATIONS]
        operation = [n for n in nodes if n not in views and n not in active]
        if operation and operation[0].op_type in ("Conv", "Gemm"):
            self.product(operation[0], operation[1:], before)
        else:
            self.between_codes(operation, before)
        self.between_codes(active, after)
        if active or operation:
            self.codes[name] = self.known[(active or operation)[-1].output[0]][0]
        for view in views:
            codes, scale = self.known[view.input[0]]
            self.node(
                view.op_type, [codes, *view.input[1:]], f"{view.output[0]}:codes",
                **attributes_of(view))
            self.stand_for(view.output[0], f"{view.output[0]}:codes", scale)

    def between_codes(self, nodes, scale):
        for node in nodes[:-1]:
            self.copy(node, node.output)
        if nodes:
            result = nodes[-1].output[0]
            self.copy(nodes[-1], [f"{result}:result"])
            self.quantise(f"{result}:result", result, scale)

    def model(self):
        """The INT8 network; its outputs are the codes of every layer in `self.codes`."""
        for given in self.graph.input:
            self.codes[given.name] = self.quantise(
                given.name, given.name, self.scales[given.name][1])
        order, members = [], {}
        for node in self.graph.node:
            name = node.name.split("/")[0]
            if name not in members:
                order.append(name)
            members.setdefault(name, []).append(node)
        for name in order:
            self.layer(name, members[name])
        read = {name for node in self.nodes for name in node.input}
        graph = helper.make_graph(
            self.nodes, "int8", list(self.graph.input),
            [helper.make_empty_tensor_value_info(name) for name in self.codes.values()],
            [numpy_helper.from_array(np.asarray(v), n)
             for n, v in self.constants.items() if n in read])
        return helper.make_model(graph, opset_imports=self.opsets, ir_version=8)
