import ModelImport
import Testing

@Suite("Import errors")
struct ImportErrorTests {
  @Test(
    "a message says where, what and how to fix it",
    arguments: [
      (ImportLocation.file, "net.cfg: it is empty; give a network"),
      (.line(12), "net.cfg:12: it is empty; give a network"),
      (.byte(40), "net.cfg: at byte 40: it is empty; give a network"),
      (
        .node(operator: "Conv", name: "stem"),
        "net.cfg: node 'stem' (Conv): it is empty; give a network"
      ),
      (.path("$.stages[2]", line: 7), "net.cfg:7: $.stages[2]: it is empty; give a network"),
    ])
  func description(location: ImportLocation, expected: String) {
    let error = ImportError(
      file: "net.cfg", location: location, problem: "it is empty", remedy: "give a network")
    #expect(error.description == expected)
  }
}
