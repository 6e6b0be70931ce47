import LayerGraph
import ModelZoo

/// A network of one convolution, as kernel benchmarks measure it.
enum SingleConvolution {
  /// Builds what a key such as "conv3x3 c64 k128 s1@56x56" names: kernel, channels, filters,
  /// stride, and width × height; "3x3dw" is depthwise. Square kernels are padded to keep the map.
  ///
  /// - Returns: `nil` if the key names no convolution.
  static func network(_ request: NetworkRequest) throws(ZooError) -> Network? {
    guard let key = Key(request.name) else { return nil }
    do {
      return try network(of: key, request)
    } catch {
      throw .graph(network: request.name, error)
    }
  }

  private static func network(
    of key: Key, _ request: NetworkRequest
  ) throws(GraphError) -> Network {
    var builder = NetworkBuilder(name: request.name, batch: request.batch)
    let input = try builder.input(
      Shape(channels: key.channels, height: key.size.height, width: key.size.width))
    let isSquare = key.kernel.height == key.kernel.width
    let window = Window(
      kernel: key.kernel, stride: Spatial(key.stride),
      padding: Padding(isSquare ? key.kernel.height / 2 : 0))
    let convolution = Convolution(
      filters: key.filters, window: window, groups: key.isDepthwise ? key.channels : 1)
    _ = try builder.add(.convolution(convolution), to: input)
    return try builder.build()
  }

  private struct Key {
    let kernel: Spatial
    let isDepthwise: Bool
    let channels: Int
    let filters: Int
    let stride: Int
    let size: Spatial

    init?(_ text: String) {
      let halves = text.split(separator: "@")
      let words = (halves.first ?? "").split(separator: " ")
      guard halves.count == 2, words.count == 4, words[0].hasPrefix("conv") else { return nil }
      var kernelText = words[0].dropFirst(4)
      isDepthwise = kernelText.hasSuffix("dw")
      if isDepthwise { kernelText = kernelText.dropLast(2) }
      guard let kernel = Spatial(widthByHeight: kernelText),
        let size = Spatial(widthByHeight: halves[1]),
        let channels = Int(words[1].dropFirst()), let filters = Int(words[2].dropFirst()),
        let stride = Int(words[3].dropFirst())
      else { return nil }
      self.kernel = kernel
      self.size = size
      (self.channels, self.filters, self.stride) = (channels, filters, stride)
    }
  }
}

extension Spatial {
  /// Reads a text such as "416x320", width first.
  init?(widthByHeight text: some StringProtocol) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else {
      return nil
    }
    self.init(height: height, width: width)
  }
}
