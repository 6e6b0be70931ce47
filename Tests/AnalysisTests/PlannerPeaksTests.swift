import Hardware
import LayerGraph
import Quantities
import Testing

@testable import Analysis

@Suite("Peaks of activations by the planner's choices")
struct PlannerPeaksTests {
  /// Two branches that each begin wide and end narrow, listed side by side, then joined.
  private func interleaved() throws -> Network {
    func layer(_ filters: Int) -> Operation {
      .convolution(Convolution(filters: filters, window: Window(1)))
    }
    var builder = NetworkBuilder(name: "interleaved", batch: 2)
    let input = try builder.input(Shape(channels: 1, height: 1, width: 1))
    let wideA = try builder.add(layer(100), to: input)
    let wideB = try builder.add(layer(100), to: input)
    let narrowA = try builder.add(layer(3), to: wideA)
    let narrowB = try builder.add(layer(3), to: wideB)
    _ = try builder.add(.concatenate, to: [narrowA, narrowB])
    return try builder.build()
  }

  @Test("a systolic device has both rules, with the peak of each order and the bound of all")
  func systolic() throws {
    let choices = PlannerPeaks(try interleaved(), device: .systolic(SystolicDevice())).choices
    #expect(choices.map(\.copiesConcatenations) == [false, true])
    // Aliased: both narrow tensors are parts of the joined one of 6, which lives from the first.
    // In the network's order the input or the joined tensor lives beside both wide ones.
    #expect(choices[0].graphOrder == Bytes(2 * (100 + 100 + 6)))
    #expect(choices[0].leastOrder == Bytes(2 * (6 + 1 + 100)))
    #expect(choices[0].bound == Bytes(2 * (6 + 100)))
    // Copied: one narrow tensor of 3 waits while the other is made of a wide one.
    #expect(choices[1].graphOrder == Bytes(2 * (100 + 100 + 3)))
    #expect(choices[1].leastOrder == Bytes(2 * (3 + 100 + 3)))
    #expect(choices.allSatisfy { $0.isLeast && $0.bound <= $0.leastOrder })
  }

  @Test("a processor only copies, in elements of its own size")
  func processor() throws {
    let choices = PlannerPeaks(try interleaved(), device: .cpu(CPUDevice())).choices
    #expect(choices.map(\.copiesConcatenations) == [true])
    #expect(choices[0].graphOrder == Bytes(4 * 2 * (100 + 100 + 3)))
  }
}
