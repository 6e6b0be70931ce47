/// Puts the nodes of a graph in an order in which each follows the nodes that it reads.
///
/// Files should be in such an order already; those that are keep it.
enum ONNXGraphOrder {
  /// - Throws: if a value is defined twice or not at all, or nodes wait for each other in a circle.
  static func sorted(_ graph: ONNXGraph) throws(ONNXProblem) -> [ONNXNode] {
    let producers = try producers(of: graph)
    var waiting = [Int](repeating: 0, count: graph.nodes.count)
    var readers = [[Int]](repeating: [], count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs where !input.isEmpty {
        guard let producer = producers[input] else {
          throw node.problem(.undefinedInput(input))
        }
        guard case .node(let source) = producer else { continue }
        waiting[index] += 1
        readers[source].append(index)
      }
    }
    let order = sorted(waiting: waiting, readers: readers)
    guard order.count == graph.nodes.count else {
      throw cycle(in: graph, producers: producers, done: Set(order))
    }
    return order.map { graph.nodes[$0] }
  }

  private enum Producer {
    case given
    case node(Int)
  }

  private static func producers(of graph: ONNXGraph) throws(ONNXProblem) -> [String: Producer] {
    var producers: [String: Producer] = [:]
    for tensor in graph.initialisers { producers[tensor.name] = .given }
    for input in graph.inputs { producers[input.name] = .given }
    for (index, node) in graph.nodes.enumerated() {
      for output in node.outputs where !output.isEmpty {
        guard producers.updateValue(.node(index), forKey: output) == nil else {
          throw node.problem(.duplicateOutput(output))
        }
      }
    }
    return producers
  }

  /// The indices of nodes behind what they read, as far as there is no cycle; the file's own order
  /// wherever it is good.
  private static func sorted(waiting: [Int], readers: [[Int]]) -> [Int] {
    var waiting = waiting
    var order: [Int] = []
    var held = waiting.map { _ in false }
    for index in waiting.indices {
      var ready = [index]
      held[index] = waiting[index] > 0
      while let next = ready.popLast(), !held[next] {
        order.append(next)
        for reader in readers[next] {
          waiting[reader] -= 1
          guard waiting[reader] == 0, held[reader] else { continue }
          held[reader] = false
          ready.append(reader)
        }
      }
    }
    return order
  }

  /// Follows unfinished producers from the first unfinished node until one comes up again.
  private static func cycle(
    in graph: ONNXGraph, producers: [String: Producer], done: Set<Int>
  ) -> ONNXProblem {
    var path: [Int] = []
    var seen: Set<Int> = []
    var next = graph.nodes.indices.first { !done.contains($0) }
    while let index = next, seen.insert(index).inserted {
      path.append(index)
      next = nil
      for input in graph.nodes[index].inputs {
        if case .node(let source) = producers[input], !done.contains(source) {
          next = source
          break
        }
      }
    }
    let start = next.flatMap { path.firstIndex(of: $0) } ?? 0
    let names = path[start...].reversed().prefix(5).map { graph.nodes[$0].label }
    return graph.nodes[path.last ?? 0].problem(.cycle(names))
  }
}

extension ONNXNode {
  func problem(_ problem: NodeProblem) -> ONNXProblem {
    .node(kind: kind, name: label, problem)
  }
}
