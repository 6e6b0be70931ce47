import Testing

@testable import CommandLineParsing

@Suite("Usage errors say what was wrong, what was expected and where help is")
struct UsageErrorTests {
  @Test(arguments: [
    (
      "rum chip", "unknown command 'rum'; did you mean 'run'?",
      "Try 'sample --help'."
    ),
    (
      "xyz", "unknown command 'xyz'; expected 'run' or 'devices'",
      "Try 'sample --help'."
    ),
    ("devices", "'sample devices' needs a command: 'list'", "Try 'sample devices --help'."),
    (
      "run --bath 4", "unknown option '--bath' for 'sample run'; did you mean '--batch'?",
      "Try 'sample run --help'."
    ),
    (
      "run --nothing-like-it", "unknown option '--nothing-like-it' for 'sample run'",
      "Try 'sample run --help'."
    ),
    (
      "run a b --batch", "option '--batch' needs a value N: a whole number from 1 to 16",
      "Try 'sample run --help'."
    ),
    (
      "run a b --out --quiet", "option '--out' needs a value DIR: a text that isn't empty",
      "Try 'sample run --help'."
    ),
    (
      "run --quiet=yes", "option '--quiet' takes no value, but was given 'yes'",
      "Try 'sample run --help'."
    ),
    (
      "run --batch 17", "'17' is no value for --batch; expected a whole number from 1 to 16",
      "Try 'sample run --help'."
    ),
    (
      "run --batch 99999999999999999999",
      "'99999999999999999999' is no value for --batch; expected a whole number from 1 to 16",
      "Try 'sample run --help'."
    ),
    (
      "run --ratio nan", "'nan' is no value for --ratio; expected a number above 0.0 and below 1.0",
      "Try 'sample run --help'."
    ),
    (
      "run --order=color", "'color' is no value for --order; expected 'size' or 'name'",
      "Try 'sample run --help'."
    ),
    (
      "run --set=", "'' is no value for --set; expected a text that isn't empty",
      "Try 'sample run --help'."
    ),
    (
      "run --batch 1 --batch 2", "option '--batch' is given more than once",
      "Try 'sample run --help'."
    ),
    ("run", "'sample run' needs the argument DEVICE", "Try 'sample run --help'."),
    ("run chip", "'sample run' needs the argument NET", "Try 'sample run --help'."),
    (
      "devices list all more", "unexpected argument 'more' for 'sample devices list'",
      "Try 'sample devices list --help'."
    ),
  ])
  func wording(line: String, message: String, hint: String) throws {
    let error = try #require(throws: UsageError.self) {
      try Sample.program.parse(line.split(separator: " ").map(String.init))
    }
    #expect("\(error)" == message)
    #expect(error.hint == hint)
  }

  @Test("a hostile word can't break the message's line")
  func oneLine() throws {
    let word = "--a\nb\u{1B}[31m" + String(repeating: "c", count: 200)
    let error = try #require(throws: UsageError.self) { try Sample.program.parse([word]) }
    let shown = "--a\u{FFFD}b\u{FFFD}[31m" + String(repeating: "c", count: 70)
    #expect("\(error)" == "unknown option '\(shown)…' for 'sample'")
  }
}
