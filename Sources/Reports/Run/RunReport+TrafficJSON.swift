import Analysis
import JSONText
import Quantities

extension RunReport {
  /// The levels, what they moved in all, and the tensors that moved most.
  func trafficJSON(_ traffic: TrafficAnalysis) -> JSONOutput {
    let outside = run.dramTraffic + run.hostTraffic
    return [
      "floor_bytes": .integer(traffic.floor.count),
      "levels": .array(
        traffic.levels.map { level in
          .object(
            [
              JSONOutput.Member("level", .string(level.level.key)),
              JSONOutput.Member("name", .string(level.level.name)),
            ] + members(level.total)
              + [
                JSONOutput.Member("total_bytes", .integer(level.total.total)),
                JSONOutput.Member(
                  "once_bytes", level.once.map { .integer($0.reduce(0, +)) } ?? .null),
              ])
        }),
      "most_moved": .array(
        traffic.mostMoved.map { tensor in
          [
            "layer": .string(run.network.layers[tensor.layer].name),
            "kind": .string(tensor.isWeights ? "weights" : "activations"),
            "bytes": .integer(tensor.size.count),
            "read_bytes": .integer(tensor.read.count),
            "written_bytes": .integer(tensor.written.count),
            "sentence": .string(sentence(on: tensor, of: outside)),
          ]
        }),
    ]
  }

  /// What a layer moved, by level; what is zero is left out.
  func trafficJSON(_ traffic: TrafficAnalysis, of layer: Int) -> JSONOutput {
    .object(
      traffic.levels.filter { $0.layers[layer].total > 0 }.map { level in
        let once = level.once.map { [JSONOutput.Member("once_bytes", .integer($0[layer]))] } ?? []
        return JSONOutput.Member(
          level.level.key,
          .object(
            members(level.layers[layer]).filter { $0.value != .integer(0) } + once))
      })
  }

  private func members(_ bytes: TrafficBytes) -> [JSONOutput.Member] {
    TrafficKind.allCases.map { JSONOutput.Member($0.key + "_bytes", .integer(bytes[$0])) }
  }
}
