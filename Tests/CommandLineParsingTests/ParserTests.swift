import Testing

@testable import CommandLineParsing

@Suite("Parsing a command line")
struct ParserTests {
  @Test("options may stand anywhere after their command, with a space or an equals sign")
  func spellings() throws {
    for line in [
      "run --batch 4 chip alpha --out=here -q", "run chip -o here alpha --batch=4 --quiet",
      "run -o=here -q --batch 4 -- chip alpha",
    ] {
      let arguments = try Sample.arguments(line)
      #expect(arguments.path.words == "sample run")
      #expect(try arguments.value(of: Sample.device) == "chip")
      #expect(arguments.values(of: Sample.nets) == ["alpha"])
      #expect(arguments.value(of: Sample.batch) == 4)
      #expect(arguments.value(of: Sample.out) == "here")
      #expect(arguments.has(Sample.quiet))
    }
  }

  @Test("what wasn't given has no value")
  func absent() throws {
    let arguments = try Sample.arguments("run chip alpha")
    #expect(arguments.value(of: Sample.batch) == nil)
    #expect(arguments.values(of: Sample.set).isEmpty)
    #expect(!arguments.has(Sample.quiet))
  }

  @Test("repeated options and arguments keep their order")
  func repeated() throws {
    let arguments = try Sample.arguments("run chip alpha --set a=1 beta --set=b=2")
    #expect(arguments.values(of: Sample.nets) == ["alpha", "beta"])
    #expect(arguments.values(of: Sample.set) == ["a=1", "b=2"])
  }

  @Test("a group that takes arguments gets the words that name none of its commands")
  func groupWithArguments() throws {
    let merge = Command(name: "merge", summary: "Merge.", parameters: []) { _ in }
    let sweep = Command(
      name: "sweep", summary: "Sweep.", parameters: [Sample.topic], subcommands: [merge]
    ) { _ in }
    let program = Command(name: "sample", summary: "Try.", subcommands: [sweep], isProgram: true)
    guard case .run(_, let own) = try program.parse(["sweep", "chip"]),
      case .run(_, let merging) = try program.parse(["sweep", "merge"])
    else {
      Issue.record("both lines run something")
      return
    }
    #expect(own.path.words == "sample sweep")
    #expect(own.values(of: Sample.topic) == ["chip"])
    #expect(merging.path.words == "sample sweep merge")
  }

  @Test("an optional argument may be left out")
  func optional() throws {
    #expect(try Sample.arguments("devices list").values(of: Sample.topic).isEmpty)
    #expect(try Sample.arguments("devices list big").values(of: Sample.topic) == ["big"])
  }

  @Test("after -- every word is an argument")
  func dashes() throws {
    let arguments = try Sample.arguments("run -- chip --batch -")
    #expect(arguments.values(of: Sample.nets) == ["--batch", "-"])
  }

  @Test("a choice becomes the case it names")
  func choice() throws {
    #expect(try Sample.arguments("run c n --order name").value(of: Sample.order) == .name)
  }

  @Test("help is asked for anywhere, of the command typed so far")
  func help() throws {
    for (line, path) in [
      ("", "sample"), ("--help", "sample"), ("run chip -h", "sample run"),
      ("devices --help list", "sample devices"), ("devices list -h", "sample devices list"),
    ] {
      let invocation = try Sample.program.parse(line.split(separator: " ").map(String.init))
      guard case .help(let asked) = invocation else { throw Sample.Unexpected(line: line) }
      #expect(asked.words == path)
    }
  }

  @Test("the program has a version, its commands don't")
  func version() throws {
    guard case .version = try Sample.program.parse(["--version"]) else {
      throw Sample.Unexpected(line: "--version")
    }
    #expect(throws: UsageError.self) { try Sample.program.parse(["run", "--version"]) }
  }
}
