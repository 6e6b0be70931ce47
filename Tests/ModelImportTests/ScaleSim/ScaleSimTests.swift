import LayerGraph
import ModelImport
import Testing

@Suite("SCALE-Sim files")
struct ScaleSimTests {
  private static let header =
    "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n"

  private func network(_ text: String) throws -> Network {
    try ScaleSimTopology.network(text: Array(text.utf8), file: "a/net.csv").network
  }

  /// M, N and K of the matrix product that a row's convolution is, for one group.
  private func product(_ network: Network, _ row: Int) throws -> [Int] {
    let layer = network.layers[2 * row + 1]
    guard case .convolution(let convolution) = layer.operation else { return [] }
    let input = network.layers[2 * row].output
    return [
      layer.output.area, convolution.filters / convolution.groups,
      convolution.window.kernel.area * input.channels / convolution.groups,
    ]
  }

  @Test("an input size from elsewhere is refused: every row has its own")
  func inputSize() {
    let text = Array("Layer,H,W,R,S,C,N,Stride,\nconv1,34,34,3,3,8,16,1,\n".utf8)
    let error = #expect(throws: ImportError.self) {
      try ScaleSimTopology.network(
        text: text, file: "t.csv", options: ImportOptions(input: Spatial(224)))
    }
    #expect(
      error?.description == "t.csv: every layer of a topology has a size of its own; leave out the "
        + "input size, or change the rows")
  }

  @Test("a row is a convolution on its own input; the number of windows is rounded up")
  func convolution() throws {
    let network = try network(Self.header + "c1, 66, 64, 3, 1, 8, 16, 2,\nc2,7,7,7,7,2,3,1\n")
    #expect(network.name == "net")
    #expect(network.layers.map(\.name) == ["0 c1 input", "0 c1", "1 c2 input", "1 c2"])
    #expect(network.layers.map(\.inputs) == [[], [0], [], [2]])
    #expect(network.layers[1].output == Shape(channels: 16, height: 33, width: 33))
    #expect(try product(network, 0) == [33 * 33, 16, 24])
    #expect(network.layers[3].output == Shape(channels: 3, height: 1, width: 1))
  }

  @Test("DP in a name is a depthwise convolution")
  func depthwise() throws {
    let network = try network(Self.header + "ConvDP2,9,9,3,3,8,1,1,\n")
    #expect(try product(network, 0) == [49, 1, 9])
    #expect(network.counts.macs == 8 * 49 * 9)
  }

  @Test("a header of M, N, K makes matrix products")
  func matrixProducts() throws {
    let network = try network("Layer, M, N, K,\nqkv, 197, 64, 768,\n")
    #expect(try product(network, 0) == [197, 64, 768])
  }

  @Test(
    "each row's M, N and K are the tool's own",
    .enabled(if: SharedReference.isPresent, "../shared/reference is absent"))
  func referenceRows() throws {
    let rows = try SharedReference.rows("scalesim/cycles.csv")
    var compared = 0
    for topology in [
      "csdarknet53", "csresnet50", "csresnext50_onegroup", "ss_alexnet", "ss_mobilenet",
      "ss_yolo_tiny",
    ] {
      let network = try ScaleSimTopology.network(
        text: try SharedReference.bytes("scalesim/topologies/\(topology).csv"), file: topology
      ).network
      for row in rows where row["topology"] == topology {
        let index = try #require(row["layer_index"].flatMap { Int($0) })
        let expected = ["M", "N", "K"].compactMap { row[$0].flatMap { Int($0) } }
        #expect(try product(network, index) == expected, "\(topology), row \(index)")
        compared += 1
      }
    }
    #expect(compared == 1314 + 2 * 1080 + 90 + 486 + 162)
  }

  @Test(
    "a bad row is refused at its line",
    arguments: [
      ("", "net.csv: the file is empty; give a header and a row for each layer"),
      ("a,b,c,\n", "net.csv:1: no row follows the header; give a row for each layer"),
      (
        "c1,8,8,3,3,4,8\n",
        "net.csv:1: the row has 7 cells; expected 8: layer name, IFMAP height, IFMAP width,"
          + " filter height, filter width, channels, num filter, stride"
      ),
      (
        "c1,8,8.0,3,3,4,8,1,\n",
        "net.csv:1: IFMAP width is '8.0'; expected a whole number from 1 to 1048576"
      ),
      (
        "c1,8,8,3,3,4,0,1,\n",
        "net.csv:1: num filter is '0'; expected a whole number from 1 to 1048576"
      ),
      (
        "c1,8,8,9,3,4,8,1,\n",
        "net.csv:1: a filter of 9×3 exceeds the input of 4×8×8;"
          + " include the padding in the input's height and width"
      ),
    ])
  func badRows(text: String, expected: String) {
    #expect(
      message(text) { bytes throws(ImportError) in
        _ = try ScaleSimTopology.network(text: bytes, file: "net.csv")
      } == expected)
  }

  @Test("a row too large to count is refused at its line")
  func hugeRow() {
    let text = Self.header + "c1,1048576,1048576,1,1,1048576,1048576,1,\n"
    #expect(
      message(text) { bytes throws(ImportError) in
        _ = try ScaleSimTopology.network(text: bytes, file: "net.csv")
      }.hasPrefix("net.csv:2: layer '0 c1 input': its output elements exceed"))
  }

  @Test("an architecture file gives the array, the scratchpads, the dataflow and the bandwidth")
  func architecture() throws {
    let text = """
      [general]
      run_name = demo
      [architecture_presets]
      ArrayHeight:    32
      ArrayWidth:     16
      IfmapSramSzkB:  64
      FilterSramSzkB: 32
      OfmapSramSzkB:  8
      Dataflow : ws
      Bandwidth : 10,10
      [run_presets]
      InterfaceBandwidth: CALC
      """
    var expected = ScaleSimArchitecture()
    expected.arrayRows = 32
    expected.arrayColumns = 16
    expected.inputSRAMKilobytes = 64
    expected.filterSRAMKilobytes = 32
    expected.outputSRAMKilobytes = 8
    expected.dataflow = .weightStationary
    expected.bandwidth = 10
    expected.estimatesBandwidth = true
    #expect(
      try ScaleSimArchitecture.read(text: Array(text.utf8), file: "a.cfg") == expected)
  }

  @Test(
    "a bad architecture is refused at its line",
    arguments: [
      ("[general]\n", "a.cfg: it gives no array size; give ArrayHeight and ArrayWidth"),
      (
        "ArrayHeight: 0\n",
        "a.cfg:1: 'ArrayHeight' is '0'; expected a whole number from 1 to 1048576"
      ),
      ("Dataflow: rs\n", "a.cfg:1: 'Dataflow' is 'rs'; expected os, ws or is"),
      (
        "ArrayHeight\n",
        "a.cfg:1: 'ArrayHeight' is neither a section nor an entry;"
          + " write key = value or key : value"
      ),
    ])
  func badArchitecture(text: String, expected: String) {
    #expect(
      message(text) { bytes throws(ImportError) in
        _ = try ScaleSimArchitecture.read(text: bytes, file: "a.cfg")
      } == expected)
  }

  private func message(
    _ text: String, _ read: ([UInt8]) throws(ImportError) -> Void
  ) -> String {
    do {
      try read(Array(text.utf8))
      return "no error"
    } catch {
      return error.description
    }
  }
}
