import Testing

@testable import ModelImport

@Suite("Unique names")
struct UniqueNamesTests {
  @Test("a name that is taken gets the first free number")
  func numbers() {
    var names = UniqueNames()
    let given = ["a", "a", "a#3", "a", "b", "a#3"].map { names.name(like: $0) }
    #expect(given == ["a", "a#2", "a#3", "a#4", "b", "a#3#2"])
  }
}
