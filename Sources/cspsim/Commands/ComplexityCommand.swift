import CommandLineParsing
import JSONText
import LayerGraph
import Reports

/// `cspsim complexity NETWORK...`
enum ComplexityCommand {
  private static let out = Option(
    "out", short: "o", .text("DIR", completion: Completion(paths: .folders)),
    help: "Where the files go; reports/complexity if not given.")
  private static let json = Flag(
    "json", help: "Print JSON, and write files only if --out is given.")
  private static let quiet = Flag("quiet", short: "q", help: "Write the files and print nothing.")

  static let command: Command = Command(
    name: "complexity", summary: "Compare the work and data of networks, layer by layer.",
    discussion: [
      """
      Writes complexity.csv, a row for each layer, complexity.svg, the chart of figure 7 of the \
      CSPNet paper, and dense-blocks.csv, a row for each stage of dense blocks. Counts are for one \
      image.
      """,
      """
      Dense blocks: the paper (section 3.1) prices m layers of growth d on c channels at \
      c·m + (m² + m)·d/2 elements a pixel, and at (c·m + (m² + m)·d)/2 where half the channels \
      bypass them. Both stand beside what each network's own layers read and append, and beside \
      all traffic of the stage. Networks from files name no blocks, so have no such row.
      """,
    ],
    parameters: [NetworkChoices.networks, out, json, quiet] + NetworkChoices.options,
    examples: [
      Example(
        "cspsim complexity peleenet-yolo peleenet-prn csppeleenet-efm",
        "The networks of the paper's figure 7."),
      Example("cspsim complexity resnext50 cspresnext50", "What the split saves."),
      Example(
        "cspsim complexity densenet121 cspdensenet121",
        "What the paper's formulas for dense blocks promise, and what is left of it."),
    ]
  ) { arguments in
    let request = NetworkRequest(arguments)
    let networks = try arguments.values(of: NetworkChoices.networks).map { reference in
      try NetworkSource(reference).network(request)
    }
    let complexity = Complexity(networks: networks)
    let chosen = arguments.value(of: out)
    let printsJSON = arguments.has(json)
    let folder = chosen ?? (printsJSON ? nil : "reports/complexity")
    if let folder { try AtomicFiles.write(files(of: complexity, in: folder)) }
    if printsJSON { return try StandardOutput.write(complexity.json.text(layout: .pretty)) }
    guard !arguments.has(quiet) else { return }
    try StandardOutput.write(text(of: complexity, folder: folder))
  }

  private static func files(of complexity: Complexity, in folder: String) -> [OutputFile] {
    [
      OutputFile(path: "\(folder)/complexity.csv", bytes: complexity.layersCSV),
      OutputFile(path: "\(folder)/dense-blocks.csv", bytes: complexity.dense.csv),
      OutputFile(path: "\(folder)/complexity.svg", bytes: complexity.svg),
    ]
  }

  private static func text(of complexity: Complexity, folder: String?) -> String {
    let terminal = Terminal.current
    var parts = [terminal.text(complexity.table), Complexity.legend]
    if !complexity.dense.isEmpty {
      parts += [terminal.text(complexity.dense.table), DenseTraffic.legend]
    }
    if let folder { parts.append("Files: \(folder)\n") }
    return parts.joined(separator: "\n")
  }
}
