import LayerGraph
import Testing

@testable import ModelImport

@Suite("Byte sources")
struct ByteSourceTests {
  /// Counts the bytes that are asked for.
  private final class CountingSource: ByteSource {
    let bytes: [UInt8]
    var bytesRead = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func bytes(in range: Range<Int>) -> [UInt8]? {
      bytesRead += range.count
      return Array(bytes[range])
    }
  }

  @Test("weights are passed over: what is read doesn't grow with them", arguments: [64, 160])
  func weights(channels: Int) throws {
    var builder = NetworkBuilder(name: "net")
    var last = try builder.input(Shape(channels: channels, height: 4, width: 4))
    let pointwise = Convolution(
      filters: channels, window: Window(kernel: Spatial(1)), isNormalised: false)
    for _ in 0..<3 { last = try builder.add(.convolution(pointwise), to: last) }
    let network = try builder.build()
    let source = CountingSource(try ONNXExporter.bytes(for: network))
    let imported = try ONNXImporter.network(source: source, file: "net.onnx").network
    #expect(imported.counts == network.counts)
    #expect(source.count > 3 * 4 * channels * channels)
    // A window of 16 KiB at the start, and one behind each weight.
    #expect(source.bytesRead <= 4 * (1 << 14))
  }

  @Test("a window gives the same bytes wherever it has to move")
  func window() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let window = ByteWindow(MemoryByteSource(bytes))
    for offset in [0, 99_999, 5, 16_383, 16_384, 50_000, 49_999] {
      #expect(try window.byte(at: offset) == bytes[offset])
      let range = offset..<min(offset + 300, bytes.count)
      #expect(try window.bytes(in: range) == Array(bytes[range]))
    }
  }
}
