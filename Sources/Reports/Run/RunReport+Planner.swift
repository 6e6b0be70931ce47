import Analysis
import JSONText
import Quantities

extension RunReport {
  /// The peaks under each choice of the planner, one in a line; without concatenations there is none.
  func plannerLines() -> [String] {
    guard let peaks else { return [] }
    let concatenates = run.network.layers.contains { $0.operation.name == "concatenate" }
    return peaks.choices.prefix(concatenates ? 2 : 1).map { choice in
      let rule = choice.copiesConcatenations ? "concatenations copied" : "concatenations aliased"
      return (concatenates ? "\(rule): " : "")
        + "activations peak at \(memory(choice.graphOrder)) in the network's order, "
        + "\(memory(choice.leastOrder)) in the best \(choice.isLeast ? "of all" : "found") "
        + "(bound \(memory(choice.bound)))"
    }
  }

  /// A row for each rule of concatenation; its keys are those of `examples/summary.schema.json`.
  var plannerJSON: JSONOutput {
    .array(
      (peaks?.choices ?? []).map { choice in
        [
          "concat": choice.copiesConcatenations ? "copy" : "alias",
          "graph_order_peak_bytes": .integer(choice.graphOrder.count),
          "least_memory_order_peak_bytes": .integer(choice.leastOrder.count),
          "is_least": .boolean(choice.isLeast),
          "bound_bytes": .integer(choice.bound.count),
        ]
      })
  }

  private func memory(_ bytes: Bytes) -> String { NumberText.memory(bytes: bytes.count) }
}
