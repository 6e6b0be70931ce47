import Testing

@testable import CommandLineParsing

@Suite("Help")
struct HelpTextTests {
  private func help(_ words: [String], width: Int) throws -> String {
    guard case .help(let path) = try Sample.program.parse(words + ["--help"]) else {
      throw Sample.Unexpected(line: words.joined(separator: " "))
    }
    return HelpText(path, width: width).text
  }

  @Test("a group lists its commands")
  func group() throws {
    #expect(
      try help([], width: 60) == """
        sample: Try things out.

        Usage: sample COMMAND

        Commands:
          run      Run networks on a device.
          devices  Look at devices.

        Options:
              --version  Show the version.
          -h, --help     Show this help.

        See 'sample COMMAND --help' for each command.

        """)
  }

  @Test("a command shows its arguments, options and examples, wrapped to the width")
  func command() throws {
    #expect(
      try help(["run"], width: 44) == """
        sample run: Run networks on a device.

        Usage: sample run DEVICE NET... [options]

        Every option has a default; the defaults
        suit a first look at a network.

        Arguments:
          DEVICE  A device's name.
          NET     Networks to run, by name or file.

        Options:
              --batch N       Images processed
                              together.
              --ratio R       The share that
                              bypasses.
              --order ORDER   How rows are sorted.
              --set PATH=VALUE
                              Changes a figure. May
                              be repeated.
          -o, --out DIR       Where files go.
          -q, --quiet         Prints nothing.
          -h, --help          Show this help.

        Examples:
          sample run chip alpha
              One network.

        """)
  }

  @Test("an argument that may be left out is shown in brackets")
  func optional() throws {
    #expect(
      try help(["devices", "list"], width: 60).contains(
        "Usage: sample devices list [TOPIC] [options]\n"))
  }

  @Test("no line is longer than the width, whatever the width", arguments: [40, 44, 60, 80, 100])
  func width(width: Int) throws {
    for path in CommandPath(root: Sample.program).all {
      for line in HelpText(path, width: width).text.split(separator: "\n") {
        let isUsage = line.hasPrefix("Usage:") || line.hasPrefix("See ")
        #expect(isUsage || line.count <= width, "\(line)")
      }
    }
  }
}
