import Foundation
import LayerGraph
import ModelImport
import ModelZoo
import Testing

@testable import cspsim_fuzz

/// A few hundred mutants of each format, so that `swift test` meets a trap before the long runs of
/// `cspsim-fuzz` do: a trap ends the test process.
@Suite("Damaged files are imported or refused, never a trap and never slow")
struct FuzzTests {
  private static let mutants = 300

  @Test("darknet configurations", arguments: ["csppeleenet", "yolov4-tiny"])
  func darknet(network: String) throws {
    let network = try ModelZoo.network(named: network)
    check(.darknet, Array(try DarknetExporter.text(network).utf8))
  }

  @Test("ONNX models")
  func onnx() throws {
    var builder = NetworkBuilder(name: "small")
    let image = try builder.input(Shape(channels: 3, height: 8, width: 8))
    let convolved = try builder.add(
      .convolution(Convolution(filters: 8, window: Window(3))), to: image, activation: .mish)
    let half = try builder.add(.slice(ChannelSlice(range: 0..<4)), to: convolved)
    let doubled = try builder.add(.upsample(Upsample(factor: Spatial(2))), to: half)
    _ = try builder.add(.globalPool(.average), to: doubled)
    check(.onnx, try ONNXExporter.bytes(for: try builder.build()))
  }

  @Test("SCALE-Sim topologies")
  func topology() {
    check(
      .topology,
      Array(
        """
        Layer,H,W,R,S,C,N,Stride,
        conv1,34,34,3,3,8,16,1,
        conv2,32,32,1,1,16,8,2,

        """.utf8))
  }

  @Test("SCALE-Sim architectures")
  func architecture() {
    check(
      .architecture,
      Array(
        """
        [general]
        run_name = sample
        [architecture_presets]
        ArrayHeight: 32
        ArrayWidth: 16
        IfmapSramSzkB: 64
        FilterSramSzkB: 64
        OfmapSramSzkB: 64
        Dataflow: ws

        """.utf8))
  }

  @Test("JSON specifications")
  func specification() throws {
    let example = URL(filePath: #filePath).appending(path: "../../../examples/csp_resnet_50.json")
    check(.specification, Array(try Data(contentsOf: example.standardizedFileURL)))
  }

  private func check(_ format: FuzzFormat, _ file: [UInt8]) {
    #expect(format.refusal(file) == nil)
    let run = FuzzRun(
      format: format, files: [file], count: Self.mutants, seed: 1, progress: { _ in })
    #expect(run.imported + run.refused == Self.mutants)
    #expect(run.refused > 0)
    #expect(run.slowest.seconds < FuzzRun.limit)
  }
}
