import LayerGraph

/// The three steps, for any numbers.
extension Winograd {
  func pointsOfFilters<Number: WinogradNumber>(_ weights: [Number.Value]) -> [Number] {
    let channels = input.channels
    var result = [Number](repeating: .zero, count: points * filters * channels)
    var squares = Squares<Number>(transform.filters, count: channels)
    for filter in 0..<min(filters, weights.count / (9 * channels)) {
      for channel in 0..<channels {
        for place in 0..<9 {
          squares.source[place * channels + channel] =
            Number(weights[(filter * channels + channel) * 9 + place])
        }
      }
      squares.run()
      for point in 0..<points {
        squares.copyResult(point, to: &result, at: (point * filters + filter) * channels)
      }
    }
    return result
  }

  func pointsOfInputs<Number: WinogradNumber>(
    _ map: MapView<Number.Value>
  ) throws(KernelError) -> [Number] {
    guard map.region.contains(Region(input)) else {
      throw .outside(what: "the input", needed: Region(input), available: map.region)
    }
    let tiles = tileRows * tileColumns
    var result = [Number](repeating: .zero, count: inputPoints)
    var squares = Squares<Number>(transform.inputs, count: tiles)
    for channel in 0..<input.channels {
      for tile in 0..<tiles {
        gather(map, channel: channel, tile: tile, of: tiles, into: &squares.source)
      }
      squares.run()
      for point in 0..<points {
        squares.copyResult(point, to: &result, at: (point * input.channels + channel) * tiles)
      }
    }
    return result
  }

  /// One tile of inputs, with zeros for the padding and beyond the edges.
  private func gather<Number: WinogradNumber>(
    _ map: MapView<Number.Value>, channel: Int, tile: Int, of tiles: Int,
    into source: inout [Number]
  ) {
    let top = tile / tileColumns * side - padding.top
    let left = tile % tileColumns * side - padding.left
    for row in 0..<reach {
      for column in 0..<reach {
        let isInside =
          (0..<input.height).contains(top + row) && (0..<input.width).contains(left + column)
        source[(row * reach + column) * tiles + tile] =
          isInside ? Number(map.pointer(channel, top + row, left + column).pointee) : .zero
      }
    }
  }

  func addUp<Number: WinogradNumber>(
    _ box: Box, filters: UnsafeBufferPointer<Number>, inputs: [Number],
    into sums: MutableMapView<Number.Sum>
  ) throws(KernelError) {
    guard sums.region.contains(outputs(of: box)) else {
      throw .outside(
        what: "the sums", needed: outputs(of: box), available: sums.region)
    }
    let needed = points * self.filters * input.channels
    guard filters.count == needed, inputs.count == inputPoints else {
      throw .wrongCount(what: "transformed weights", expected: needed, given: filters.count)
    }
    var squares = Squares<Number>(transform.outputs, count: box.tiles)
    for filter in box.filters {
      multiply(filter, box, filters: filters, inputs: inputs, into: &squares.source)
      squares.run()
      for (index, tile) in box.tileOrigins.enumerated() {
        write(squares, index, filter: filter, tile: tile, into: sums)
      }
    }
  }

  /// The products of one filter with a box's tiles, summed over channels: by point and tile.
  private func multiply<Number: WinogradNumber>(
    _ filter: Int, _ box: Box, filters: UnsafeBufferPointer<Number>, inputs: [Number],
    into products: inout [Number]
  ) {
    let (channels, width) = (input.channels, box.columns.count)
    inputs.withUnsafeBufferPointer { inputs in
      products.withUnsafeMutableBufferPointer { products in
        products.update(repeating: .zero)
        for point in 0..<points {
          for channel in 0..<channels {
            let weight = filters[(point * self.filters + filter) * channels + channel]
            for (line, row) in box.rows.enumerated() {
              let source =
                ((point * channels + channel) * tileRows + row) * tileColumns
                + box.columns.lowerBound
              let target = point * box.tiles + line * width
              for column in 0..<width {
                products[target + column].add(weight, times: inputs[source + column])
              }
            }
          }
        }
      }
    }
  }

  private func write<Number: WinogradNumber>(
    _ squares: Squares<Number>, _ index: Int, filter: Int, tile: (row: Int, column: Int),
    into sums: MutableMapView<Number.Sum>
  ) {
    let denominator = transform.denominator
    for row in tile.row * side..<min(sums.region.rows.upperBound, (tile.row + 1) * side) {
      let end = min(sums.region.columns.upperBound, (tile.column + 1) * side)
      for column in tile.column * side..<end {
        let place = (row - tile.row * side) * side + column - tile.column * side
        sums.pointer(filter, row, column).pointee =
          squares.result[place * squares.count + index].sum(over: denominator)
      }
    }
  }
}

extension Winograd.Box {
  /// The row and column of each tile, row by row.
  fileprivate var tileOrigins: [(row: Int, column: Int)] {
    rows.flatMap { row in columns.map { (row, $0) } }
  }
}
