import LayerGraph

/// One layer of a topology file: what it reads and what it does.
struct ScaleSimRow {
  let name: String
  let line: Int
  let input: Shape
  let convolution: Convolution
}

/// The rows of a topology file, checked one by one.
struct ScaleSimRows {
  let file: String
  let form: ScaleSimTopology.Form
  private var rows: [ScaleSimRow] = []

  init(file: String, form: ScaleSimTopology.Form) {
    self.file = file
    self.form = form
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Whether a line is column names: none of its cells behind the first is a number.
  static func isHeader(_ line: String) -> Bool {
    line.split(separator: ",").dropFirst().allSatisfy { Int($0.trimmed) == nil }
  }

  mutating func append(_ row: ScaleSimRow) { rows.append(row) }

  /// The row that a line states; the comma behind the last cell may be left out.
  func row(_ line: SourceLine) throws(ImportError) -> ScaleSimRow {
    var cells = line.text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
    if cells.last == "" { cells.removeLast() }
    let columns = columnNames
    guard cells.count == columns.count + 1 else {
      throw error(
        line.number, "the row has \(cells.count) cells",
        "expected \(columns.count + 1): layer name, \(columns.joined(separator: ", "))")
    }
    var values: [Int] = []
    for (column, cell) in zip(columns, cells.dropFirst()) {
      guard let value = Int(cell), (1...Limits.extent).contains(value) else {
        throw error(
          line.number, "\(column) is \(SourceText.quoted(cell))",
          "expected a whole number from 1 to \(Limits.extent)")
      }
      values.append(value)
    }
    let name = String(cells[0].prefix(80))
    return form == .matrixProduct
      ? matrixProduct(name: name, line: line.number, values: values)
      : try convolution(name: name, line: line.number, values: values)
  }

  /// The rows as layers, each on an input of its own.
  func network(options: ImportOptions) throws(ImportError) -> ImportedNetwork {
    var builder = NetworkBuilder(name: file.fileBaseName, batch: options.batch ?? 1)
    for (index, row) in rows.enumerated() { try append(row, number: index, to: &builder) }
    do {
      return ImportedNetwork(network: try builder.build())
    } catch {
      throw ImportError(
        file: file, location: .file, problem: "\(error)", remedy: "give a batch within bounds")
    }
  }

  private func append(
    _ row: ScaleSimRow, number: Int, to builder: inout NetworkBuilder
  ) throws(ImportError) {
    do {
      let input = try builder.input(row.input, name: "\(number) \(row.name) input")
      _ = try builder.add(.convolution(row.convolution), to: input, name: "\(number) \(row.name)")
    } catch {
      throw self.error(row.line, "\(error)", "correct this row")
    }
  }

  private var columnNames: [String] {
    form == .matrixProduct
      ? ["M", "N", "K"]
      : [
        "IFMAP height", "IFMAP width", "filter height", "filter width", "channels", "num filter",
        "stride",
      ]
  }

  /// An M×K by K×N product is N filters of 1×K slid down one channel of M×K.
  private func matrixProduct(name: String, line: Int, values: [Int]) -> ScaleSimRow {
    ScaleSimRow(
      name: name, line: line, input: Shape(channels: 1, height: values[0], width: values[2]),
      convolution: Convolution(
        filters: values[1], window: Window(kernel: Spatial(height: 1, width: values[2])),
        isNormalised: false))
  }

  private func convolution(
    name: String, line: Int, values: [Int]
  ) throws(ImportError) -> ScaleSimRow {
    let input = Shape(channels: values[4], height: values[0], width: values[1])
    let kernel = Spatial(height: values[2], width: values[3])
    guard kernel.height <= input.height, kernel.width <= input.width else {
      throw error(
        line, "a filter of \(kernel.height)×\(kernel.width) exceeds the input of \(input)",
        "include the padding in the input's height and width")
    }
    let stride = values[6]
    let isDepthwise = name.contains("DP")
    let filters = isDepthwise ? values[5] * values[4] : values[5]
    let padding = Padding(
      top: 0, left: 0, bottom: overhang(input.height - kernel.height, stride),
      right: overhang(input.width - kernel.width, stride))
    return ScaleSimRow(
      name: name, line: line, input: input,
      convolution: Convolution(
        filters: filters,
        window: Window(kernel: kernel, stride: Spatial(stride), padding: padding),
        groups: isDepthwise ? values[4] : 1, isNormalised: false))
  }

  /// How far the last window sticks out when the number of windows is rounded up.
  private func overhang(_ spare: Int, _ stride: Int) -> Int {
    (spare + stride - 1) / stride * stride - spare
  }

  private func error(_ line: Int, _ problem: String, _ remedy: String) -> ImportError {
    ImportError(file: file, location: .line(line), problem: problem, remedy: remedy)
  }
}
