import CommandLineParsing
import Hardware
import Reports

/// `cspsim profiles …`
enum ProfilesCommand {
  static let command: Command = Command(
    name: "profiles", summary: "List, show and check hardware profiles.",
    examples: [
      Example("cspsim profiles list", "The devices that come with cspsim."),
      Example("cspsim profiles show tpu-v1", "Every figure of one, and where it comes from."),
    ],
    subcommands: [list, show, check])

  private static let names = Flag("names", help: "Print only the names, one a line.")

  private static let list = Command(
    name: "list", summary: "List the profiles that come with cspsim.", parameters: [names]
  ) { arguments in
    guard !arguments.has(names) else {
      return try StandardOutput.write(ProfileCatalogue.names.map { $0 + "\n" }.joined())
    }
    var table = TerminalTable([
      .init("name", importance: 2), .init("device", minimumWidth: 16, importance: 1),
    ])
    for name in ProfileCatalogue.names {
      table.append([name, try ProfileCatalogue.profile(named: name).title])
    }
    try StandardOutput.write(Terminal.current.text(table))
  }

  private static let show = Command(
    name: "show", summary: "Show a profile's figures and where each comes from.",
    parameters: [ProfileChoices.profile] + ProfileChoices.options,
    examples: [
      Example(
        "cspsim profiles show tpu-v1 --set memory.dram.bandwidth=68GB/s",
        "As a run with this change would see it.")
    ]
  ) { arguments in
    let profile = try ProfileChoices.profile(arguments)
    let heading = "\(profile.name): \(profile.title)\n\(profile.summary)\n\n"
    try StandardOutput.write(
      heading + Terminal.current.text(ProfileTable(profile: profile).table))
  }

  private static let check = Command(
    name: "check", summary: "Check a profile's file.",
    parameters: [ProfileChoices.profile] + ProfileChoices.options,
    examples: [Example("cspsim profiles check mine.json", "Says what is wrong and where.")]
  ) { arguments in
    let profile = try ProfileChoices.profile(arguments)
    let assumptions = profile.assumptions.count
    try StandardOutput.write(
      """
      \(profile.name): \(profile.figures.count) figures are right in form; \(assumptions) of \
      them \(assumptions == 1 ? "is" : "are") not from a publication

      """)
  }
}
