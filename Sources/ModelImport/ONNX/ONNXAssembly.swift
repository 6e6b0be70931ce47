import LayerGraph

/// Makes the network of the drafts.
extension ONNXGraphImporter {
  /// The layers that an output depends on, in order, with a stage for each; a single pixel in
  /// between, as in a squeeze-and-excitation block, belongs to the stage that it is in.
  func network(name: String, batch: Int) throws(ONNXProblem) -> Network {
    var builder = NetworkBuilder(name: name, batch: batch)
    let isLive = try liveLayers()
    var stages = ResolutionStages(input: drafts[0].output)
    let head = drafts.indices.last { isLive[$0] && drafts[$0].output.area > 1 } ?? 0
    var indices = [Int](repeating: 0, count: drafts.count)
    do {
      for (index, draft) in drafts.enumerated() where isLive[index] {
        if draft.output.area > 1 || index > head {
          builder.stage = stages.stage(of: draft.output)
        }
        indices[index] =
          if case .input = draft.operation {
            try builder.input(draft.output, name: draft.name)
          } else {
            try builder.add(
              draft.operation, to: draft.inputs.map { indices[$0] }, name: draft.name,
              activation: draft.activation)
          }
      }
      return try builder.build()
    } catch {
      throw .graph(error)
    }
  }

  /// Whether each draft is needed for an output of the graph, or all if it names none.
  private func liveLayers() throws(ONNXProblem) -> [Bool] {
    var isLive = drafts.map { _ in graph.outputs.isEmpty }
    for output in graph.outputs {
      switch values[output] {
      case .feature(let feature): isLive[feature.layer] = true
      case .constant: continue
      case nil: throw .noOutput(name: output)
      }
    }
    for index in drafts.indices.reversed() where isLive[index] {
      for input in drafts[index].inputs { isLive[input] = true }
    }
    for index in drafts.indices where drafts[index].isAbsorbed { isLive[index] = false }
    guard drafts.indices.contains(where: { isLive[$0] && drafts[$0].inputs.isEmpty }) else {
      throw .noInput
    }
    return isLive
  }
}
