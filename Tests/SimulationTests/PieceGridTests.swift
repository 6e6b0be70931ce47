import LayerGraph
import RandomCases
import Testing

@testable import Simulation

@Suite("Pieces of a kernel's output")
struct PieceGridTests {
  private func randomGrid(_ random: inout SeededGenerator) -> PieceGrid {
    let groups = Int.random(in: 1...3, using: &random)
    let perGroup = Int.random(in: 1...5, using: &random)
    let shape = Shape(
      channels: groups * perGroup,
      height: Int.random(in: 1...9, using: &random), width: Int.random(in: 1...9, using: &random))
    let isDirect = Int.random(in: 0...2, using: &random) == 0
    let cut: PieceGrid.Cut =
      isDirect
      ? .blocks(
        groups: groups, parts: Int.random(in: 1...perGroup, using: &random),
        rows: Int.random(in: 1...10, using: &random))
      : Bool.random(using: &random)
        ? .channels(Int.random(in: 1...10, using: &random))
        : .runs(Int.random(in: 1...300, using: &random))
    return PieceGrid(
      output: shape, images: Int.random(in: 1...3, using: &random),
      cut: cut, side: isDirect ? 1 : [1, 2, 4, 6].randomElement(using: &random) ?? 1)
  }

  @Test("however they are shared out, they make up the output once", arguments: 0..<200)
  func partition(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let grid = randomGrid(&random)
    let parts = Int.random(in: 1...grid.count, using: &random)
    var counts = [Int](repeating: 0, count: grid.output.elements * grid.images)
    for part in 0..<parts {
      let boxes = grid.boxes(of: Share(of: grid.count, part: part, parts: parts).range)
      #expect(boxes.count <= (grid.isCutIntoBlocks ? 3 : 7))
      for box in boxes { box.count(into: &counts, shape: grid.output) }
    }
    #expect(counts.allSatisfy { $0 == 1 })
  }

  @Test("groups of channels are boxes over the whole map, across images one box each")
  func channels() {
    let grid = PieceGrid(
      output: Shape(channels: 10, height: 3, width: 5), images: 2, cut: .channels(4))
    #expect(grid.count == 6)
    #expect(
      grid.boxes(of: 1..<4) == [
        TileRegion(images: 0..<1, channels: 4..<10, rows: 0..<3, columns: 0..<5),
        TileRegion(images: 1..<2, channels: 0..<4, rows: 0..<3, columns: 0..<5),
      ])
  }

  @Test("runs of Winograd tiles are squares, cut off at the edges")
  func tiles() {
    let grid = PieceGrid(
      output: Shape(channels: 2, height: 5, width: 7), images: 1, cut: .runs(12), side: 4)
    #expect(
      grid.boxes(of: 1..<3) == [
        TileRegion(images: 0..<1, channels: 0..<1, rows: 0..<4, columns: 4..<7),
        TileRegion(images: 0..<1, channels: 0..<1, rows: 4..<5, columns: 0..<4),
      ])
  }
}

extension PieceGrid {
  fileprivate var isCutIntoBlocks: Bool {
    if case .blocks = cut { true } else { false }
  }
}
