import LayerGraph
import ModelZoo
import Testing

@Suite("Published figures agree with our counts, or an explanation says why not")
struct PublishedFiguresTests {
  @Test("every figure", arguments: ModelZoo.names)
  func figures(name: String) throws {
    for check in try ModelZoo.entry(named: name).checks() {
      guard let agrees = check.agrees else { continue }
      let ours = check.ours ?? .nan
      let isExplained = !check.figure.explanation.isEmpty
      #expect(
        agrees != isExplained,
        "\(check.figure.quantity) is \(check.figure.value) in \(check.figure.source), ours \(ours)")
    }
  }
}
