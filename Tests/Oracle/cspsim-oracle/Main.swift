import LayerGraph
import ModelZoo
import ReferenceKernels

/// Runs a network on the synthetic image with the fast kernels, for `check_networks.py`.
///
///     cspsim-oracle NETWORK SIZE
///
/// Prints a line for each output layer, its name, a colon and its values; before a softmax's, which
/// hides errors, one for what it was given.
@main struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let size = Int(arguments[2]) else {
      print("usage: cspsim-oracle NETWORK SIZE")
      return
    }
    var options = NetworkOptions()
    options.input = Spatial(size)
    let network = try ModelZoo.network(named: arguments[1], options: options)
    let shown = network.outputs.flatMap { layer in
      network.layers[layer].operation == .softmax
        ? [network.layers[layer].inputs[0], layer] : [layer]
    }
    var results: [Int: FeatureMap<Float>] = [:]
    _ = try GraphExecutor(network).run([.synthetic(network.input)]) { layer, output in
      if shown.contains(layer) { results[layer] = output }
    }
    for layer in shown {
      let values = results[layer]?.values.map(\.description).joined(separator: " ") ?? ""
      print("\(network.layers[layer].name): \(values)")
    }
  }
}
