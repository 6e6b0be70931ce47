import Hardware

/// A matrix product on the array: (rows × depth) · (depth × columns).
struct Product: Hashable {
  /// Output pixels (M).
  let rows: Int
  /// Filters (N).
  let columns: Int
  /// Kernel positions × input channels (K).
  let depth: Int
}

/// How long an array is busy with a product, and with what.
struct FoldTime: Hashable {
  /// Cycles in which operands stream through the array.
  var streaming = 0
  /// Cycles in which stationary values shift in and nothing streams.
  var shifting = 0
  /// Cycles in which the pipeline fills or drains and the next fold waits.
  var filling = 0

  var total: Int { streaming + shifting + filling }

  /// Leaves out one cycle of each of `products`, from the drain where there is one.
  mutating func skipLastCycle(of products: Int) {
    let drained = min(filling, products)
    filling -= drained
    streaming -= products - drained
  }

  static func + (a: FoldTime, b: FoldTime) -> FoldTime {
    FoldTime(
      streaming: a.streaming + b.streaming, shifting: a.shifting + b.shifting,
      filling: a.filling + b.filling)
  }

  static func * (a: FoldTime, count: Int) -> FoldTime {
    FoldTime(
      streaming: a.streaming * count, shifting: a.shifting * count, filling: a.filling * count)
  }
}

/// The closed form of a systolic array's time.
///
/// A product is cut into folds of rows × columns of the array. Which two of its dimensions lie on
/// the array, and which one streams (T cycles a fold), is the dataflow:
///
/// | dataflow | on rows | on columns | streams |
/// |---|---|---|---|
/// | output stationary | M | N | K |
/// | weight stationary | K | N | M |
/// | input stationary | K | M | N |
///
/// Strict folds never overlap: T + 2R + C − 2 cycles each (R of them shift the stationary operand
/// in), or T + R + C − 2 for output stationary (Samajdar et al., ISPASS 2020, section III, as
/// SCALE-Sim implements it). Pipelined folds follow each other without a gap, as in Gemmini and
/// the TPU; with shadow registers the shift of the next fold hides behind the stream, else R
/// cycles a fold remain.
struct FoldTiming: Hashable {
  let rows: Int
  let columns: Int
  let dataflow: Dataflow
  let isStrict: Bool
  let hasShadowRegisters: Bool
  let packsGroups: Bool

  /// Cycles between the last operand's entry and the last result's exit, when folds are pipelined.
  var drain: Int { isStrict ? 0 : rows + columns - 2 }

  /// Cycles that the first fold's stationary operand takes to shift in, beside the stream.
  var firstShift: Int { !isStrict && hasShadowRegisters ? rows : 0 }

  /// The dimensions that a product puts on rows, on columns and into the stream.
  private func spread(_ product: Product) -> (rows: Int, columns: Int, stream: Int) {
    switch dataflow {
    case .outputStationary: (product.rows, product.columns, product.depth)
    case .weightStationary: (product.depth, product.columns, product.rows)
    case .inputStationary: (product.depth, product.rows, product.columns)
    }
  }

  /// The time of `groups` products of the same shape on different operands.
  ///
  /// With packing, as many groups as fit lie side by side on the array's diagonal in one pass.
  func time(of product: Product, groups: Int) -> FoldTime {
    let (onRows, onColumns, stream) = spread(product)
    let fitting = packsGroups ? max(1, min(rows / onRows, columns / onColumns)) : 1
    let packed = min(fitting, groups)
    let passes = (groups + packed - 1) / packed
    return onePass(onRows: onRows * packed, onColumns: onColumns * packed, stream: stream) * passes
  }

  private func onePass(onRows: Int, onColumns: Int, stream: Int) -> FoldTime {
    let folds = onRows.dividedUp(by: rows) * onColumns.dividedUp(by: columns)
    guard isStrict else {
      let shift = hasShadowRegisters ? max(0, rows - stream) : rows
      return FoldTime(streaming: folds * stream, shifting: folds * shift)
    }
    let shift = dataflow == .outputStationary ? 0 : rows
    return FoldTime(
      streaming: folds * stream, shifting: folds * shift, filling: folds * (rows + columns - 2))
  }
}

extension Int {
  /// The quotient, rounded up; for non-negative numbers.
  func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}

extension SystolicArray {
  /// The cycles of an M × K by K × N product whose folds don't overlap.
  public func strictCycles(m: Int, n: Int, k: Int) -> Int {
    FoldTiming(
      rows: rows, columns: columns, dataflow: dataflow, isStrict: true, hasShadowRegisters: false,
      packsGroups: false
    ).time(of: Product(rows: m, columns: n, depth: k), groups: 1).total
  }
}
