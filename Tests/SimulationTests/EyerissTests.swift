import Hardware
import LayerGraph
import Testing

@testable import Simulation

/// Eyeriss' silicon on AlexNet's convolutions, batch 4 (Chen et al., JSSC 2017): the mappings of
/// table III and the measurements of table V.
///
/// Table III gives q = 4, r = 1, t = 4 for the third layer. The buffer accesses of table V are those
/// of q = 3, r = 2, t = 2 to the last digit printed, and not of table III's, which would be 69.2 MB.
private struct PublishedLayer: CustomTestStringConvertible {
  let name: String
  let layer: MatrixLayer
  let mapping: RowStationaryMapping
  let processingMilliseconds: Double
  let bufferMegabytes: Double

  var testDescription: String { name }
}

extension PublishedLayer {
  private static func convolution(
    channels: Int, side: Int, filters: Int, kernel: Int, stride: Int, padding: Int, groups: Int
  ) throws -> MatrixLayer {
    var builder = NetworkBuilder(name: "layer", batch: 4)
    let input = try builder.input(Shape(channels: channels, height: side, width: side))
    let window = Window(
      kernel: Spatial(kernel), stride: Spatial(stride), padding: Padding(padding))
    _ = try builder.add(
      .convolution(Convolution(filters: filters, window: window, groups: groups)), to: input)
    let network = try builder.build()
    return try #require(
      MatrixLayer(network.layers[1], input: network.layers[0].output, batch: 4))
  }

  /// - Parameters:
  ///   - n, m, e, p, q, r, t: as the paper names them.
  private init(
    _ name: String, _ layer: MatrixLayer, n: Int, m: Int, e: Int, p: Int, q: Int, r: Int, t: Int,
    milliseconds: Double, megabytes: Double
  ) {
    self.name = name
    self.layer = layer
    mapping = RowStationaryMapping(
      images: n, rows: e, columns: layer.output.width, filters: m, passFilters: p * t,
      passChannels: q * r, filterSets: t, channelSets: r, kernel: layer.window.kernel)
    processingMilliseconds = milliseconds
    bufferMegabytes = megabytes
  }

  static func all() throws -> [PublishedLayer] {
    [
      PublishedLayer(
        "CONV1",
        try convolution(
          channels: 3, side: 227, filters: 96, kernel: 11, stride: 4, padding: 0, groups: 1),
        n: 1, m: 96, e: 7, p: 16, q: 1, r: 1, t: 2, milliseconds: 16.5, megabytes: 18.5),
      PublishedLayer(
        "CONV2",
        try convolution(
          channels: 96, side: 27, filters: 256, kernel: 5, stride: 1, padding: 2, groups: 2),
        n: 1, m: 64, e: 27, p: 16, q: 2, r: 1, t: 1, milliseconds: 39.2, megabytes: 77.6),
      PublishedLayer(
        "CONV3",
        try convolution(
          channels: 256, side: 13, filters: 384, kernel: 3, stride: 1, padding: 1, groups: 1),
        n: 4, m: 64, e: 13, p: 16, q: 3, r: 2, t: 2, milliseconds: 21.8, megabytes: 50.2),
      PublishedLayer(
        "CONV4",
        try convolution(
          channels: 384, side: 13, filters: 384, kernel: 3, stride: 1, padding: 1, groups: 2),
        n: 4, m: 64, e: 13, p: 16, q: 3, r: 2, t: 2, milliseconds: 16.0, megabytes: 37.4),
      PublishedLayer(
        "CONV5",
        try convolution(
          channels: 384, side: 13, filters: 256, kernel: 3, stride: 1, padding: 1, groups: 2),
        n: 4, m: 64, e: 13, p: 16, q: 3, r: 2, t: 2, milliseconds: 10.0, megabytes: 24.9),
    ]
  }
}

@Suite("Eyeriss")
struct EyerissTests {
  /// The figures of the built-in profile are the defaults of a spatial device.
  private let device = SpatialDevice()

  private func cost(_ published: PublishedLayer) -> RowStationaryCost {
    RowStationaryCost(
      device: device, layer: published.layer, readsNetworkInput: published.name == "CONV1")
  }

  @Test("the search finds the mappings that the chip ran", arguments: try PublishedLayer.all())
  fileprivate func mappings(published: PublishedLayer) {
    var search = RowStationarySearch(cost(published))
    #expect(search.run() == published.mapping)
  }

  @Test("a layer takes what the silicon took, within 7 %", arguments: try PublishedLayer.all())
  fileprivate func times(published: PublishedLayer) {
    let milliseconds = Double(cost(published).cycles(published.mapping)) / 200e3
    #expect(abs(milliseconds / published.processingMilliseconds - 1) < 0.07)
  }

  @Test("all layers together take what the silicon took, within 3 %")
  func total() throws {
    let cycles = try PublishedLayer.all().reduce(0) { $0 + cost($1).cycles($1.mapping) }
    #expect(abs(Double(cycles) / 200e3 / 103.5 - 1) < 0.03)
  }

  /// The paper's count: inputs read, and sums read and written.
  @Test("the global buffer is accessed as on silicon", arguments: try PublishedLayer.all())
  fileprivate func buffer(published: PublishedLayer) {
    let loops = PassLoops(published.layer, published.mapping)
    let layer = published.layer
    var inputs = 0
    loops.rows.lengths.visit { rows, count in
      inputs += count * loops.input(rows: rows, columns: 1, kernel: layer.window.kernel).height
    }
    inputs *= loops.input(rows: 1, columns: layer.output.width, kernel: layer.window.kernel).width
    inputs *= layer.images * layer.groups * layer.channels
    inputs *= layer.filters.dividedUp(by: published.mapping.passFilters)
    let outputs = layer.images * layer.groups * layer.filters * layer.output.area
    let megabytes = Double((inputs + 2 * loops.channels.count * outputs) * 2) / 1e6
    #expect(abs(megabytes - published.bufferMegabytes) < 0.1)
  }

  @Test("an element's time is a product a cycle between filling and draining")
  func pass() {
    let pass = Pass(
      images: 2, rows: 3, columns: 10, filters: 8, channels: 4, kernel: Spatial(3),
      input: Spatial(height: 5, width: 12), filterSets: 2, channelSets: 2, addsToSums: true)
    let time = device.array.time(of: pass)
    #expect(time.shifting == 8 * 4 * 9 / 4)
    #expect(time.filling == 4 * 5 * 3 + 2 * 1 * 3 + 3 + 2 * 3 - 1)
    #expect(time.multiplying == 2 * 10 * 3 * 4 * 2)
    #expect(time.starving == 0)
  }

  @Test("a pass with little work for each sum waits for the bus that carries sums")
  func starving() {
    let pass = Pass(
      images: 1, rows: 13, columns: 224, filters: 16, channels: 1, kernel: Spatial(3),
      input: Spatial(height: 15, width: 226), filterSets: 4, channelSets: 1, addsToSums: true)
    let time = device.array.time(of: pass)
    #expect(time.multiplying == 224 * 3 * 4)
    #expect(time.multiplying + time.starving == 16 * 13 * 224 / 4)
  }

  @Test("a kernel larger than the array is cut into rows, or into parts of rows")
  func largeKernels() throws {
    for kernel in [13, 15] {
      var builder = NetworkBuilder(name: "large")
      let input = try builder.input(Shape(channels: 2, height: 20, width: 20))
      _ = try builder.add(
        .convolution(Convolution(filters: 3, window: Window(kernel))), to: input)
      let network = try builder.build()
      let simulation = try Simulator.simulate(network, on: device)
      let macs = simulation.trace.schedule.tasks.reduce(0) { $0 + $1.macs }
      #expect(macs == network.counts.macs)
    }
  }
}
