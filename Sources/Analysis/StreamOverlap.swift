import Simulation

/// How the layers of a run on several streams lay side by side.
public struct StreamOverlap: Sendable {
  /// Streams that got kernels.
  public let streams: Int
  /// Cycles in which at least two layers ran, from their first launch to their end.
  public let cycles: Int
  /// The two layers that ran longest side by side.
  public let longest: (Int, Int)

  /// `nil` if layers ran one after another.
  public init?(_ simulation: Simulation) {
    guard !simulation.streams.isEmpty else { return nil }
    let spans = simulation.layerSpans.enumerated().compactMap { layer, span in
      span.map { (layer: layer, span: $0) }
    }.sorted { ($0.span.lowerBound, $0.layer) < ($1.span.lowerBound, $1.layer) }
    var (cycles, reached, second) = (0, 0, 0)
    var best: (first: Int, second: Int, cycles: Int)?
    for (index, (layer, span)) in spans.enumerated() {
      // What lies before `second` is counted; what lies before `reached` has one layer already.
      let start = max(second, span.lowerBound)
      second = max(start, min(reached, span.upperBound))
      cycles += second - start
      reached = max(reached, span.upperBound)
      for (other, otherSpan) in spans[..<index] where otherSpan.overlaps(span) {
        let shared = otherSpan.clamped(to: span).count
        if shared > best?.cycles ?? 0 { best = (other, layer, shared) }
      }
    }
    guard let best else { return nil }
    streams = Set(simulation.streams.compactMap(\.self)).count
    self.cycles = cycles
    longest = (best.first, best.second)
  }
}
