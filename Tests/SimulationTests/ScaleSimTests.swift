import Foundation
import Hardware
import LayerGraph
import Quantities
import Testing

@testable import Simulation

/// SCALE-Sim's cycle table: 337 layers × 6 arrays × 3 dataflows (its v3.0.0; `Total Cycles`, which is
/// the index of a layer's last cycle, one less than the cycles it takes).
@Suite("SCALE-Sim's cycles, row by row")
struct ScaleSimTests {
  struct Row {
    let product: Product
    let rows: Int
    let columns: Int
    let dataflow: Dataflow
    let cycles: Int
  }

  static let table = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/reference/scalesim/cycles.csv").standardizedFileURL

  static let rows: [Row] = {
    guard let text = try? String(contentsOf: table, encoding: .utf8) else { return [] }
    return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = [10, 11, 12, 13, 14, 18].compactMap { Int(fields[$0]) }
      guard numbers.count == 6 else { return nil }
      let dataflow: Dataflow =
        switch fields[15] {
        case "os": .outputStationary
        case "is": .inputStationary
        default: .weightStationary
        }
      return Row(
        product: Product(rows: numbers[0], columns: numbers[1], depth: numbers[2]),
        rows: numbers[3], columns: numbers[4], dataflow: dataflow, cycles: numbers[5])
    }
  }()

  static let isPresent = FileManager.default.fileExists(atPath: table.path)

  private func device(_ row: Row) -> SystolicDevice {
    var device = SystolicDevice()
    device.array.rows = row.rows
    device.array.columns = row.columns
    device.array.dataflow = row.dataflow
    device.array.foldRule = .strict
    device.array.hasShadowWeights = false
    device.array.cycleCounting = .lastIndex
    device.vectorLanes = nil
    (device.scratchpad, device.weightBuffer, device.accumulator) = (nil, nil, nil)
    device.dramBandwidth = .unlimited
    device.dramLatency = .zero
    device.hostBandwidth = nil
    return device
  }

  @Test("the fold rule gives every row", .enabled(if: isPresent, "needs ../shared"))
  func closedForm() {
    #expect(ScaleSimTests.rows.count == 6066)
    for row in ScaleSimTests.rows {
      let timing = SystolicMachine(device(row)).timing
      #expect(timing.time(of: row.product, groups: 1).total - 1 == row.cycles)
    }
  }

  @Test("a whole simulation gives every hundredth row", .enabled(if: isPresent, "needs ../shared"))
  func simulation() throws {
    for (index, row) in ScaleSimTests.rows.enumerated() where index % 101 == 0 {
      var builder = NetworkBuilder(name: "product")
      let input = try builder.input(
        Shape(channels: row.product.depth, height: row.product.rows, width: 1))
      _ = try builder.add(
        .convolution(Convolution(filters: row.product.columns, window: Window(1))), to: input)
      let simulation = try Simulator.simulate(try builder.build(), on: device(row))
      #expect(simulation.trace.makespan == row.cycles, "\(row)")
    }
  }
}
