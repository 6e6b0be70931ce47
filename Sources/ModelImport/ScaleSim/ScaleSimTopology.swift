import LayerGraph

/// Reads SCALE-Sim topology files (CSV): a convolution or a matrix product a row.
///
/// The rows know nothing of each other, so each becomes an input and a layer on it; they are run in
/// order. As in that tool there is no padding, the last window may stick out (the number of windows
/// is rounded up), and a name with "DP" in it means a depthwise convolution.
public enum ScaleSimTopology {
  /// What the columns mean: the tool takes it from a switch, `-i gemm`.
  public enum Form: Sendable {
    /// Name, input height and width, filter height and width, channels, filters, stride.
    case convolution
    /// Name, M, N, K of an M×K by K×N product.
    case matrixProduct
    /// By the header: a matrix product if it has the columns M, N and K.
    case fromHeader
  }

  /// The network of a topology's rows; the batch is 1 unless `options` has one.
  ///
  /// - Throws: `ImportError` naming the line.
  public static func network(
    text: [UInt8], file: String, form: Form = .fromHeader, options: ImportOptions = ImportOptions()
  ) throws(ImportError) -> ImportedNetwork {
    guard options.input == nil else {
      throw ImportError(
        file: file, location: .file, problem: "every layer of a topology has a size of its own",
        remedy: "leave out the input size, or change the rows")
    }
    let lines = try SourceText.lines(text, file: file)
    guard let first = lines.first else {
      throw ImportError(
        file: file, location: .file, problem: "the file is empty",
        remedy: "give a header and a row for each layer")
    }
    var rows = ScaleSimRows(file: file, form: form.resolved(header: first.text))
    let hasHeader = ScaleSimRows.isHeader(first.text)
    for line in lines.dropFirst(hasHeader ? 1 : 0) { rows.append(try rows.row(line)) }
    guard !rows.isEmpty else {
      throw ImportError(
        file: file, location: .line(first.number), problem: "no row follows the header",
        remedy: "give a row for each layer")
    }
    return try rows.network(options: options)
  }
}

extension ScaleSimTopology.Form {
  fileprivate func resolved(header: String) -> Self {
    guard case .fromHeader = self else { return self }
    let names = header.split(separator: ",").map(\.trimmed)
    return ["M", "N", "K"].allSatisfy(names.contains) ? .matrixProduct : .convolution
  }
}
