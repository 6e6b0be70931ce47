import Hardware
import LayerGraph

/// What a mapping takes of the buffer, of DRAM and of the array's time.
struct RowStationaryCost {
  let device: SpatialDevice
  let layer: MatrixLayer
  /// Whether the input lies in DRAM as it came, without compression.
  let readsNetworkInput: Bool

  private var banks: Int { device.buffer.count / device.bank.count }

  /// Bytes of an input tile; its padding is stored, too.
  func inputTileBytes(_ mapping: RowStationaryMapping) -> Int {
    let whole = PassLoops(layer, mapping)
      .input(rows: mapping.rows, columns: mapping.columns, kernel: layer.window.kernel)
    return mapping.images * mapping.passChannels * whole.area * device.operandBytes
  }

  /// Bytes of the sums of some filters.
  func sumTileBytes(_ mapping: RowStationaryMapping, filters: Int) -> Int {
    mapping.images * mapping.rows * mapping.columns * filters * device.sumBytes
  }

  /// Bytes of a pass's weights.
  func weightTileBytes(_ mapping: RowStationaryMapping) -> Int {
    mapping.passFilters * mapping.passChannels * mapping.kernel.area * device.operandBytes
  }

  /// The most filters whose sums fit beside an input tile; each bank holds the one or the other.
  func mostFilters(_ mapping: RowStationaryMapping) -> Int {
    let left = banks - inputTileBytes(mapping).dividedUp(by: device.bank.count)
    guard left > 0 else { return 0 }
    let pixels = mapping.images * mapping.rows * mapping.columns
    return left * device.bank.count / (pixels * device.sumBytes)
  }

  /// Words over DRAM as a compiler counts them, who knows neither which will be zero nor where:
  /// feature maps dense, and inputs with their padding.
  func rankedWords(_ mapping: RowStationaryMapping) -> Int {
    let loops = PassLoops(layer, mapping)
    let weights = weightBytes(loops) / device.operandBytes
    let maps = layer.images * layer.groups
    var rows = 0
    loops.rows.lengths.visit { length, count in
      rows += count * loops.input(rows: length, columns: 1, kernel: layer.window.kernel).height
    }
    var columns = 0
    loops.columns.lengths.visit { length, count in
      columns += count * loops.input(rows: 1, columns: length, kernel: layer.window.kernel).width
    }
    let isHeld = loops.channels.count * loops.pixelTiles == 1
    let loads = isHeld ? 1 : loops.filters.count
    return weights + maps * layer.channels * rows * columns * loads
      + maps * layer.filters * layer.output.area
  }

  /// Bytes over DRAM: weights once for each pixel tile, input once for each tile of filters, output
  /// once; tiles that are still held aren't loaded again.
  func traffic(_ mapping: RowStationaryMapping) -> Int {
    let loops = PassLoops(layer, mapping)
    return weightBytes(loops) + inputBytes(loops) + outputBytes(loops)
  }

  private func weightBytes(_ loops: PassLoops) -> Int {
    let inner = loops.channels.count * loops.kernelParts.count
    let words = layer.channels * layer.window.kernel.area
    var bytes = 0
    loops.filters.lengths.visit { filters, count in
      let isHeld = inner * loops.passes(of: filters).count <= PassLowering.weightSlots
      bytes += count * filters * words * (isHeld ? 1 : loops.pixelTiles)
    }
    return layer.groups * bytes * device.operandBytes
  }

  private func inputBytes(_ loops: PassLoops) -> Int {
    let isHeld = loops.channels.count * loops.pixelTiles == 1
    var bytes = 0
    loops.images.lengths.visit { images, imageCount in
      loops.channels.lengths.visit { channels, channelCount in
        for row in 0..<loops.rows.count {
          let rows = layer.inputRows(for: loops.rows.range(row)).count
          for column in 0..<loops.columns.count {
            let columns = layer.inputColumns(for: loops.columns.range(column)).count
            let elements = images * channels * rows * columns
            bytes += imageCount * channelCount * stored(elements, isCompressed: !readsNetworkInput)
          }
        }
      }
    }
    return layer.groups * bytes * (isHeld ? 1 : loops.filters.count)
  }

  private func outputBytes(_ loops: PassLoops) -> Int {
    var bytes = 0
    loops.images.lengths.visit { images, imageCount in
      loops.rows.lengths.visit { rows, rowCount in
        loops.columns.lengths.visit { columns, columnCount in
          loops.filters.lengths.visit { filters, filterCount in
            loops.passes(of: filters).lengths.visit { pass, passCount in
              let tiles = imageCount * rowCount * columnCount * filterCount * passCount
              bytes += tiles * stored(images * rows * columns * pass, isCompressed: true)
            }
          }
        }
      }
    }
    return layer.groups * bytes
  }

  private func stored(_ elements: Int, isCompressed: Bool) -> Int {
    DRAMFormat(
      elementBytes: device.operandBytes, compression: isCompressed ? device.compression : 1
    ).bytes(elements)
  }

  /// The array's cycles over each combination of full and rest pieces.
  func cycles(_ mapping: RowStationaryMapping) -> Int {
    let loops = PassLoops(layer, mapping)
    var cycles = 0
    loops.images.lengths.visit { images, imageCount in
      loops.rows.lengths.visit { rows, rowCount in
        loops.columns.lengths.visit { columns, columnCount in
          cycles +=
            imageCount * rowCount * columnCount
            * tileCycles(loops, images: images, rows: rows, columns: columns)
        }
      }
    }
    return layer.groups * cycles
  }

  /// The cycles of all filters and channels of one pixel tile.
  private func tileCycles(_ loops: PassLoops, images: Int, rows: Int, columns: Int) -> Int {
    var cycles = 0
    let parts = loops.kernelParts.map { loops.size(of: $0) }
    loops.channels.lengths.visit { channels, channelCount in
      loops.filters.lengths.visit { filters, filterCount in
        loops.passes(of: filters).lengths.visit { filters, passCount in
          for part in parts {
            let pass = loops.pass(
              images: images, rows: rows, columns: columns, filters: filters, channels: channels,
              kernel: part, addsToSums: true)
            cycles += channelCount * filterCount * passCount * device.array.time(of: pass).total
          }
        }
      }
    }
    return cycles
  }
}
