import Foundation
import LayerGraph
import ModelImport
import Testing

@Suite("Exported networks")
struct DarknetExporterTests {
  private func expectSameGraph(_ a: Network, _ b: Network, _ file: String) {
    #expect(a.input == b.input, "\(file)")
    #expect(a.layers.map(\.inputs) == b.layers.map(\.inputs), "\(file)")
    #expect(a.layers.map(\.operation) == b.layers.map(\.operation), "\(file)")
    #expect(a.layers.map(\.activation) == b.layers.map(\.activation), "\(file)")
    #expect(a.layers.map(\.output) == b.layers.map(\.output), "\(file)")
  }

  private func reimported(_ network: Network) throws -> Network {
    let text = try DarknetExporter.text(network)
    return try DarknetImporter.network(text: Array(text.utf8), file: "again.cfg").network
  }

  @Test(
    "every reference configuration, written and read again, is the same graph",
    .enabled(if: SharedReference.isPresent, "../shared/reference is absent"))
  func roundTrip() throws {
    for row in try SharedReference.rows("networks/exact.csv") {
      let file = try #require(row["file"])
      let network = try DarknetImporter.network(
        text: try SharedReference.bytes("networks/\(file)"), file: file
      ).network
      expectSameGraph(network, try reimported(network), file)
    }
  }

  @Test("each section that isn't a plain window comes back as the same layer")
  func sections() throws {
    let network = try DarknetImporterTests.imported(
      """
      [convolutional]
      filters=8
      size=3
      padding=2
      dilation=2
      groups=1
      stride_x=2
      stride_y=1
      activation=mish
      [avgpool]
      [connected]
      output=8
      activation=logistic
      [scale_channels]
      from=0
      activation=linear
      [sam]
      from=0
      [reorg3d]
      stride=2
      [reorg]
      stride=2
      reverse=1
      [batchnorm]
      [activation]
      activation=relu6
      [local_avgpool]
      size=3
      stride=1
      [route]
      layers=0
      groups=4
      group_id=3
      [softmax]
      spatial=1
      [dropout]
      """
    ).network
    expectSameGraph(network, try reimported(network), "sections")
  }

  @Test("a layer that reads another than the one before is given a route")
  func fetching() throws {
    var builder = NetworkBuilder(name: "fork")
    let input = try builder.input(Shape(channels: 4, height: 8, width: 8))
    let conv = Operation.convolution(Convolution(filters: 4, window: Window(3)))
    let stem = try builder.add(conv, to: input)
    let left = try builder.add(conv, to: stem)
    let right = try builder.add(conv, to: stem)
    _ = try builder.add(.concatenate, to: [left, right], activation: .relu)
    let again = try reimported(try builder.build())
    #expect(
      again.layers.map(\.operation) == [
        .input, conv, conv, .identity, conv, .concatenate, .activation,
      ])
    #expect(again.layers.map(\.inputs) == [[], [0], [1], [1], [3], [2, 4], [5]])
  }

  @Test("a convolution without bias and normalisation, or with both, says so", arguments: [0, 1])
  func bias(count: Int) throws {
    var builder = NetworkBuilder(name: "bare")
    let input = try builder.input(Shape(channels: 4, height: 8, width: 8))
    let bare = Convolution(
      filters: 4, window: Window(3), hasBias: count == 1, isNormalised: count == 1)
    _ = try builder.add(.convolution(bare), to: input)
    let network = try builder.build()
    #expect(try DarknetExporter.text(network).contains("bias=\(count)\n"))
    expectSameGraph(network, try reimported(network), "bare")
  }

  @Test(
    "pooling that rounds up is written with the padding that it reaches into",
    arguments: [(112, 0), (113, 0), (14, 1), (15, 1)])
  func roundingUp(side: Int, padding: Int) throws {
    var builder = NetworkBuilder(name: "pools")
    let input = try builder.input(Shape(channels: 4, height: side, width: side))
    let window = Window(
      kernel: Spatial(3), stride: Spatial(2), padding: Padding(padding), roundsUp: true)
    let pool = try builder.add(.pool(Pooling(kind: .maximum, window: window)), to: input)
    let again = try reimported(try builder.build())
    #expect(again.layers.last?.output == builder.shape(of: pool))
  }

  @Test("what a configuration can't say is refused with the layer's name")
  func refused() throws {
    var builder = NetworkBuilder(name: "odd")
    let input = try builder.input(Shape(channels: 4, height: 8, width: 8))
    _ = try builder.add(.shuffle(groups: 2), to: input, name: "mix")
    let network = try builder.build()
    let error = #expect(throws: DarknetExportError.self) { try DarknetExporter.text(network) }
    #expect(
      error?.description == "layer 'mix' can't be written as a darknet configuration: darknet has"
        + " no section for channel-shuffle like this one; export as onnx or dot instead")
  }

  @Test("a Graphviz graph has a node a layer, a cluster a stage and an edge a tensor")
  func dot() throws {
    var builder = NetworkBuilder(name: "a \"net\"")
    let input = try builder.input(Shape(channels: 4, height: 8, width: 8))
    builder.stage = "stage 1"
    _ = try builder.add(.add, to: [input, input], name: "double")
    #expect(
      DotExporter.text(try builder.build()) == #"""
        digraph "a \"net\"" {
          node [shape=box, fontname="sans-serif"];
            n0 [label="input\n4×8×8"];
          subgraph cluster_1 {
            label="stage 1";
            n1 [label="double\n4×8×8"];
          }
          n0 -> n1;
          n0 -> n1;
        }

        """#)
  }
}
