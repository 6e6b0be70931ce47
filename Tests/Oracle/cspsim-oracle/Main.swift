import LayerGraph
import ModelZoo
import ReferenceKernels

/// Runs a network on the synthetic image with the fast kernels, for `check_networks.py`.
///
///     cspsim-oracle NETWORK SIZE fp32|int8
///
/// In FP32, prints a line for each output layer, its name, a colon and its values; before a softmax's,
/// which hides errors, one for what it was given. In INT8, prints one for every layer: its name, the
/// scales of its codes before and after the activation function as the bits of an FP32 number, a
/// colon and the codes.
@main struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let size = Int(arguments[2]),
      let precision = Precision(rawValue: arguments[3])
    else {
      print("usage: cspsim-oracle NETWORK SIZE fp32|int8")
      return
    }
    var options = NetworkOptions()
    options.input = Spatial(size)
    let network = try ModelZoo.network(named: arguments[1], options: options)
    switch precision {
    case .fp32: try printValues(of: network)
    case .int8: try printCodes(of: network)
    }
  }

  private enum Precision: String {
    case fp32
    case int8
  }

  private static func printValues(of network: Network) throws {
    let shown = network.outputs.flatMap { layer in
      network.layers[layer].operation == .softmax
        ? [network.layers[layer].inputs[0], layer] : [layer]
    }
    var results: [Int: FeatureMap<Float>] = [:]
    _ = try GraphExecutor(network).run([.synthetic(network.input)]) { layer, output in
      if shown.contains(layer) { results[layer] = output }
    }
    for layer in shown { printLine(network.layers[layer].name, results[layer]?.values ?? []) }
  }

  private static func printCodes(of network: Network) throws {
    let image = [FeatureMap.synthetic(network.input)]
    let executor = try IntegerExecutor(network, calibration: image)
    _ = try executor.run(image) { layer, output in
      let scales = [executor.resultQuantisation(of: layer), executor.quantisation(of: layer)].map {
        String($0.scale.bitPattern)
      }
      printLine(
        "\(network.layers[layer].name) \(scales.joined(separator: " "))", output.values)
    }
  }

  private static func printLine(_ name: String, _ values: [some CustomStringConvertible]) {
    print("\(name): \(values.map(\.description).joined(separator: " "))")
  }
}
