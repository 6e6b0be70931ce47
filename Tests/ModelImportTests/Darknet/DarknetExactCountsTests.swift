import Foundation
import LayerGraph
import ModelImport
import Testing

@Suite(
  "darknet configurations by their authors",
  .enabled(if: SharedReference.isPresent, "../shared/reference is absent"))
struct DarknetExactCountsTests {
  @Test("every configuration has the exact counts of exact.csv")
  func exactCounts() throws {
    let rows = try SharedReference.rows("networks/exact.csv")
    #expect(rows.count == 34)
    for row in rows {
      let file = try #require(row["file"])
      let imported = try network(row)
      #expect(imported.warnings.isEmpty, "\(file)")
      expectCounts(of: imported.network, in: row, file)
    }
  }

  private func network(_ row: [String: String]) throws -> ImportedNetwork {
    let file = try #require(row["file"])
    let extents = try #require(row["input"]).split(separator: "x").compactMap { Int($0) }
    return try DarknetImporter.network(
      text: try SharedReference.bytes("networks/\(file)"), file: file,
      options: ImportOptions(input: Spatial(height: extents[1], width: extents[0])))
  }

  private func expectCounts(of network: Network, in row: [String: String], _ file: String) {
    let counts = network.counts
    let bflops = BFLOPs(counts)
    func expect(_ column: String, _ value: Int) {
      #expect(row[column] == "\(value)", "\(file), \(column)")
    }
    func expect(_ column: String, _ value: Double) {
      #expect(Double(row[column] ?? "") == (value * 1e4).rounded() / 1e4, "\(file), \(column)")
    }
    expect("layers", network.layers.count - 1)
    expect("weights", counts.weights)
    expect("params_trainable", counts.parameters)
    expect("MACs", counts.macs)
    expect("bflops_conv", bflops.convolution)
    expect("bflops_conv_max", bflops.convolutionAndMaximum)
    expect("bflops_total", bflops.total)
    expect("cio_conv_pool", network.convolutionalInputOutput)
    let macs = network.layers.indices.map { network.counts(of: $0).macs }
    let largest = macs.indices.max { macs[$0] < macs[$1] || (macs[$0] == macs[$1] && $0 > $1) } ?? 0
    expect("max_layer", largest - 1)
    expect("max_layer_bflops", Double(2 * macs[largest]) / 1e9)
  }
}
