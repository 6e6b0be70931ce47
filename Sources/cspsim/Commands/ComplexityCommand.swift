import CommandLineParsing
import LayerGraph
import Reports

/// `cspsim complexity NETWORK...`
enum ComplexityCommand {
  private static let out = Option(
    "out", short: "o", .text("DIR", completion: Completion(paths: .folders)),
    help: "Where the files go; reports/complexity if not given.")
  private static let quiet = Flag("quiet", short: "q", help: "Write the files and print nothing.")

  static let command: Command = Command(
    name: "complexity", summary: "Compare the work and data of networks, layer by layer.",
    discussion: [
      """
      Writes complexity.csv, a row for each layer, and complexity.svg, the chart of figure 7 of the \
      CSPNet paper. Counts are for one image.
      """
    ],
    parameters: [NetworkChoices.networks, out, quiet] + NetworkChoices.options,
    examples: [
      Example(
        "cspsim complexity peleenet-yolo peleenet-prn csppeleenet-efm",
        "The networks of the paper's figure 7."),
      Example("cspsim complexity resnext50 cspresnext50", "What the split saves."),
    ]
  ) { arguments in
    let request = NetworkRequest(arguments)
    let networks = try arguments.values(of: NetworkChoices.networks).map { reference in
      try NetworkSource(reference).network(request)
    }
    let complexity = Complexity(networks: networks)
    let folder = arguments.value(of: out) ?? "reports/complexity"
    try AtomicFiles.write([
      OutputFile(path: "\(folder)/complexity.csv", bytes: complexity.csv),
      OutputFile(path: "\(folder)/complexity.svg", bytes: complexity.svg),
    ])
    guard !arguments.has(quiet) else { return }
    let text = [Terminal.current.text(complexity.table), Complexity.legend, "Files: \(folder)\n"]
    try StandardOutput.write(text.joined(separator: "\n"))
  }
}
