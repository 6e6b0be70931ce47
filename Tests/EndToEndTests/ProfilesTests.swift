import Foundation
import Testing

@Suite("cspsim profiles", .enabled(if: Program.isBuilt))
struct ProfilesTests {
  private static let folder = Program.package.appending(path: "hardware-profiles")

  @Test("the names that completion offers are those of the list")
  func names() throws {
    let names = try Program.run(["profiles", "list", "--names"]).output.split(separator: "\n")
    let table = try Program.run(["profiles", "list"]).output.split(separator: "\n").dropFirst()
    #expect(names.contains("tpu-v1"))
    #expect(table.map { $0.prefix { $0 != " " } } == names)
  }

  @Test("a profile from its file is the built-in one")
  func file() throws {
    let byName = try Program.run(["profiles", "show", "tpu-v1"])
    let byFile = try Program.run(["profiles", "show", "tpu-v1.json"], in: Self.folder)
    #expect(byName.code == 0)
    #expect(byName.output == byFile.output)
  }

  @Test("an override is shown as one")
  func override() throws {
    let outcome = try Program.run([
      "profiles", "show", "tpu-v1", "--set", "memory.dram.bandwidth=68GB/s",
    ])
    let line = outcome.output.split(separator: "\n").first {
      $0.hasPrefix("memory.dram.bandwidth")
    }
    #expect(line?.contains("68 GB/s  override") == true)
  }

  @Test("check says that a good file is good")
  func check() throws {
    let outcome = try Program.run(["profiles", "check", "tpu-v1.json"], in: Self.folder)
    #expect(outcome.code == 0)
    #expect(outcome.output.hasPrefix("tpu-v1: 21 figures are right in form"))
  }
}
