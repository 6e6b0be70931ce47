import Hardware
import LayerGraph

/// One processing pass of a row-stationary array: what is done between two loads of the elements'
/// weights.
///
/// An element holds a row of a kernel and slides it over a row of the input. A set of kernel-rows ×
/// output-rows elements makes a plane of outputs; sets stand side by side for other channels, whose
/// sums are added up within the array, and for other filters, which share the input. Each element
/// goes through several channels and filters in turn (Chen et al., JSSC 2017, section IV-A).
struct Pass: Hashable {
  let images: Int
  /// Output rows, one a column of elements, and the width of an output row.
  let rows: Int
  let columns: Int
  let filters: Int
  let channels: Int
  /// The part of the kernel that the pass covers: all of it, unless it exceeds the array.
  let kernel: Spatial
  /// Rows and columns of input that the pass slides over, padding included.
  let input: Spatial
  /// Sets of elements for different filters and for different channels.
  let filterSets: Int
  let channelSets: Int
  /// Whether the sums of earlier passes are fetched.
  let addsToSums: Bool

  /// Multiply-accumulates.
  var macs: Int { images * rows * columns * filters * channels * kernel.area }

  /// Words that cross the buses to and from the elements.
  var inputWords: Int { images * channels * input.area }
  var weightWords: Int { filters * channels * kernel.area }
  var sumWords: Int { images * rows * columns * filters }
}

/// How long the array is busy with a pass, and with what.
struct PassTime: Hashable {
  /// Cycles in which weights are loaded into the elements.
  let shifting: Int
  /// Cycles until every element has its first window, and from the last product to the last sum.
  let filling: Int
  /// Cycles in which products are made.
  let multiplying: Int
  /// Cycles beyond those in which the buses to the elements are still busy.
  let starving: Int

  var total: Int { shifting + filling + multiplying + starving }
}

extension SpatialArray {
  /// The closed form of a pass, from the widths of the buses alone.
  ///
  /// The elements hold one set of weights, so the next pass's can't be loaded while they work. Then
  /// their first windows arrive over the input bus, a word a cycle, each taken by all elements that
  /// need it. From there on products, inputs and sums in both directions overlap: the slowest sets
  /// the time. At the end the last column's sums leave through the pipeline, the chain of elements
  /// that add them up, and the bus. A word of a bus carries sums of one element only.
  func time(of pass: Pass) -> PassTime {
    let filters = pass.filters.dividedUp(by: pass.filterSets)
    let channels = pass.channels.dividedUp(by: pass.channelSets)
    let products = pass.images * pass.columns * pass.kernel.width * filters * channels
    let column = pass.filterSets * filters.dividedUp(by: sumBus) * pass.rows
    let sums = pass.images * pass.columns * column
    let inputs = pass.inputWords.dividedUp(by: inputBus)
    let windows = (pass.channels * pass.input.height * min(pass.kernel.width, pass.input.width))
      .dividedUp(by: inputBus)
    let chain = pipelineStages + pass.channelSets * pass.kernel.height - 1
    return PassTime(
      shifting: pass.weightWords.dividedUp(by: weightBus), filling: windows + column + chain,
      multiplying: products, starving: max(0, max(sums, inputs) - products))
  }
}
