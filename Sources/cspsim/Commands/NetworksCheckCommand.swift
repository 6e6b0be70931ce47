import CommandLineParsing
import DidYouMean
import ModelZoo

/// `cspsim networks check`
enum NetworksCheckCommand {
  private static let names = Argument(
    .text(
      "NAME", expected: "a network's name",
      completion: Completion(words: .printed(by: ["networks", "list", "--names"]))),
    isRepeatable: true, isOptional: true, help: "Networks to check; all if none is given.")

  static let command: Command = Command(
    name: "check", summary: "Compare the networks with the figures that were published.",
    discussion: [
      """
      A difference is shown where ours doesn't round to the published digits, with its \
      explanation.
      """
    ],
    parameters: [names],
    examples: [Example("cspsim networks check cspdarknet53 resnet50", "Two of them.")]
  ) { arguments in
    let names = arguments.values(of: names)
    let entries = names.isEmpty ? ModelZoo.entries : try names.map(entry)
    let checks = try entries.flatMap { try $0.checks() }
    try StandardOutput.write(Terminal.current.text(PublishedFigures(checks: checks).table))
  }

  private static func entry(named name: String) throws(NetworkChoiceError) -> CatalogueEntry {
    guard let entry = ModelZoo.entries.first(where: { $0.name == name }) else {
      throw .unknown(name, suggestion: Suggestion.closest(to: name, among: ModelZoo.names))
    }
    return entry
  }
}
