/// The filters of a convolution's tile, arranged for the kernel that suits them.
struct PreparedFilters: Sendable {
  /// Filters that share a group.
  struct Part: Sendable {
    let group: Int
    let filters: Range<Int>
  }

  enum Form: Sendable {
    /// For the register tile, part by part.
    case packed([PackedFilters])
    /// A row of weights a filter, in order, where there is no matrix to multiply: a single filter a
    /// group or a single output a filter.
    case rows([Float])
  }

  let parts: [Part]
  let form: Form

  init<Value: PlaneElement>(
    _ weights: WeightView<Value>, parts: [Part], outputs: Int, set: InstructionSet
  ) {
    self.parts = parts
    if outputs == 1 || parts.allSatisfy({ $0.filters.count == 1 }) {
      form = .rows(
        (0..<weights.filters * weights.depth).map {
          weights.base[$0 / weights.depth * weights.stride + $0 % weights.depth].asFloat
        })
      return
    }
    let first = parts.first?.filters.lowerBound ?? 0
    form = .packed(
      parts.map { part in
        PackedFilters(
          weights.base + (part.filters.lowerBound - first) * weights.stride,
          filters: part.filters.count, depth: weights.depth, stride: weights.stride, set: set)
      })
  }
}
