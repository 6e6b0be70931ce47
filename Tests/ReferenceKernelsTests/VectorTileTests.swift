import LayerGraph
import Testing

@testable import ReferenceKernels

@Suite("Vector layers in pieces")
struct VectorTileTests {
  static let cases = (GoldenCase.pools + GoldenCase.others).filter {
    !$0.operationIsMatrixProduct
  }

  @Test("pieces given just their input regions make up the layer to the bit", arguments: cases)
  func pieces(_ golden: GoldenCase) throws {
    let network = try golden.network()
    let index = network.layers.count - 1
    let layer = network.layers[index]
    let images = golden.images
    let parameters = try network.parameters(of: index, from: SyntheticParameters())
    let whole = try GraphExecutor(network).run(images)[0]
    var result = FeatureMap<Float>(shape: layer.output, repeating: .nan)
    for piece in pieces(of: layer) {
      let regions = layer.inputRegions(for: piece, shapes: golden.inputs)
      let patches = zip(images, regions).map { Patch(of: $0, region: $1) }
      let part = try evaluate(
        layer, patches: patches, shapes: golden.inputs, parameters: parameters, piece: piece)
      part.paste(into: &result)
    }
    #expect(result == whole)
  }

  @Test("an input without what a piece reads is refused")
  func missingInput() throws {
    let golden = try #require(GoldenCase.pools.first)
    let layer = try golden.network().layers[1]
    let piece = Region(layer.output)
    let short = Region(channels: 0..<3, rows: 0..<5, columns: 0..<8)
    #expect(throws: KernelError.self) {
      try evaluate(
        layer, patches: [Patch(of: golden.images[0], region: short)], shapes: golden.inputs,
        parameters: .none, piece: piece)
    }
  }

  /// Halves of the rows and of the columns; softmax takes all channels, others one by one.
  private func pieces(of layer: Layer) -> [Region] {
    let output = layer.output
    let channels =
      layer.operation == .softmax
      ? [0..<output.channels] : (0..<output.channels).map { $0..<$0 + 1 }
    func halves(_ extent: Int) -> [Range<Int>] {
      extent == 1 ? [0..<1] : [0..<extent / 2, extent / 2..<extent]
    }
    return channels.flatMap { channel in
      halves(output.height).flatMap { rows in
        halves(output.width).map { Region(channels: channel, rows: rows, columns: $0) }
      }
    }
  }

  private func evaluate(
    _ layer: Layer, patches: [Patch], shapes: [Shape], parameters: LayerParameters, piece: Region
  ) throws -> Patch {
    var result = Patch(region: piece, values: Array(repeating: 0, count: piece.elements))
    try withViews(patches[...], []) { views in
      try result.values.withUnsafeMutableBufferPointer { buffer in
        try VectorKernels().run(
          layer, inputs: views, shapes: shapes, parameters: parameters,
          output: MutableMapView(buffer, region: piece))
      }
    }
    return result
  }

  private func withViews(
    _ patches: ArraySlice<Patch>, _ views: [MapView<Float>],
    _ body: ([MapView<Float>]) throws -> Void
  ) throws {
    guard let patch = patches.first else { return try body(views) }
    // An empty patch still needs an address.
    try (patch.values + [0]).withUnsafeBufferPointer {
      try withViews(
        patches.dropFirst(), views + [try MapView($0, region: patch.region)], body)
    }
  }
}

/// A region of a map, copied out.
private struct Patch {
  let region: Region
  var values: [Float]

  init(region: Region, values: [Float]) {
    self.region = region
    self.values = values
  }

  init(of map: FeatureMap<Float>, region: Region) {
    self.region = region
    values = region.channels.flatMap { channel in
      region.rows.flatMap { row in region.columns.map { map[channel, row, $0] } }
    }
  }

  func paste(into map: inout FeatureMap<Float>) {
    var next = values.makeIterator()
    for channel in region.channels {
      for row in region.rows {
        for column in region.columns { map[channel, row, column] = next.next() ?? .nan }
      }
    }
  }
}

extension GoldenCase {
  fileprivate var operationIsMatrixProduct: Bool { operation.isMatrixProduct }
}
