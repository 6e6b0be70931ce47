import LayerGraph
import ModelZoo
import ReferenceKernels

/// Runs a network on the synthetic image with the fast kernels, for `check_networks.py`.
///
///     cspsim-oracle NETWORK SIZE
///
/// Prints a line for each output layer: its name, a colon and its values.
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
    let outputs = try GraphExecutor(network).run([.synthetic(network.input)])
    for (layer, output) in zip(network.outputs, outputs) {
      let values = output.values.map(\.description).joined(separator: " ")
      print("\(network.layers[layer].name): \(values)")
    }
  }
}
