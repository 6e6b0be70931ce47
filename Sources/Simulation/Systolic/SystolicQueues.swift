/// The queues of a systolic device, numbered as in its schedules.
struct SystolicQueues {
  /// The most queues: those below with the eight arrays that a profile may have.
  static let limit = 16
  let resources: [Resource]
  let queues: [Queue]
  let control = 0
  let loadWeights = 1
  let loadInput = 2
  let store = 3
  let hostLoad: Int
  let hostStore: Int
  let vector = 4
  /// The first array's queue; the others follow.
  let firstArray = 5

  init(arrays: Int, hasHost: Bool) {
    let arrayNames = arrays == 1 ? ["array"] : (0..<arrays).map { "array \($0)" }
    var resources = [
      Resource(name: "control", role: .control), Resource(name: "DRAM", role: .dram),
      Resource(name: "vector unit", role: .vector),
    ]
    var queues = [
      Queue(name: "control", resource: 0), Queue(name: "weight DMA", resource: 1),
      Queue(name: "input DMA", resource: 1), Queue(name: "output DMA", resource: 1),
      Queue(name: "vector unit", resource: 2),
    ]
    for name in arrayNames {
      queues.append(Queue(name: name, resource: resources.count))
      resources.append(Resource(name: name, role: .compute))
    }
    if hasHost {
      hostLoad = queues.count
      hostStore = queues.count + 1
      queues.append(Queue(name: "host in", resource: resources.count))
      queues.append(Queue(name: "host out", resource: resources.count))
      resources.append(Resource(name: "host link", role: .host))
    } else {
      (hostLoad, hostStore) = (loadInput, store)
    }
    self.resources = resources
    self.queues = queues
  }
}
