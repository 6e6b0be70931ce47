import Simulation

/// The chain of tasks that makes up the makespan: each let the next one start.
public struct CriticalPath: Sendable {
  /// A stretch of the chain on one resource, for one layer and one kind of task.
  public struct Link: Hashable, Sendable {
    public let resource: String
    public let kind: TaskKind
    /// Index into the network's layers, or -1 for the run's launch.
    public let layer: Int
    public let cycles: Int
  }

  /// In time order; their cycles sum to the makespan.
  public let links: [Link]

  public init(_ trace: Trace) {
    var links: [Link] = []
    var index = trace.last ?? -1
    var time = trace.makespan
    while index >= 0, time > 0 {
      let task = trace.schedule.tasks[index]
      let start = trace.starts[index]
      let resource = trace.schedule.resources[trace.schedule.queues[Int(task.queue)].resource].name
      let layer = Int(task.layer)
      if let last = links.last, last.resource == resource, last.kind == task.kind,
        last.layer == layer
      {
        links[links.count - 1] = Link(
          resource: resource, kind: task.kind, layer: layer, cycles: last.cycles + time - start)
      } else {
        links.append(
          Link(resource: resource, kind: task.kind, layer: layer, cycles: time - start))
      }
      time = start
      index = Int(trace.binders[index])
    }
    self.links = links.reversed()
  }

  /// A resource's and a kind's part of the chain.
  public struct Share: Hashable, Sendable {
    public let resource: String
    public let kind: TaskKind
    public fileprivate(set) var cycles = 0
    /// The layer with the most of it, or -1 for the run's launch, and its part.
    public fileprivate(set) var layer = -1
    public fileprivate(set) var layerCycles = 0
  }

  /// Cycles of the chain by resource and kind, most first; ties in order of appearance.
  ///
  /// - Parameter name: what to call a resource; those of one name are counted as one.
  public func shares(name: (String) -> String = { $0 }) -> [Share] {
    var shares: [Share] = []
    var byLayer: [[Int: Int]] = []
    for link in links {
      let resource = name(link.resource)
      let known = shares.firstIndex { $0.resource == resource && $0.kind == link.kind }
      let index = known ?? shares.count
      if known == nil {
        shares.append(Share(resource: resource, kind: link.kind))
        byLayer.append([:])
      }
      shares[index].cycles += link.cycles
      let ofLayer = byLayer[index][link.layer, default: 0] + link.cycles
      byLayer[index][link.layer] = ofLayer
      if ofLayer > shares[index].layerCycles {
        (shares[index].layer, shares[index].layerCycles) = (link.layer, ofLayer)
      }
    }
    return shares.enumerated().sorted {
      ($1.element.cycles, $0.offset) < ($0.element.cycles, $1.offset)
    }
    .map(\.element)
  }
}
