import Hardware
import LayerGraph

/// Deals the kernels of a network out to streams.
///
/// The host launches one kernel at a time, and a kernel waits for the one before it on its stream and for
/// what it reads. Of the kernels that could be launched first, the one with the longest way to the
/// network's end is. A layer goes to the stream where it begins first; of several to that which ended
/// last, so that a branch goes on where its input was made. Blocks are dealt out in the order of launches
/// to the multiprocessors that are free first: what the kernels before leave over.
struct GPUStreams {
  private var lowering: GPULowering
  private let chains: [KernelChain]
  private var streams: [Stream]
  /// By chain, the tasks that end it, once all its kernels are issued.
  private var ends: [[Int]?]
  /// Chains that have yet to begin, in order.
  private var waiting: [Int]
  /// By layer.
  private var assignment: [Int?]

  private struct Stream {
    /// The chain under way, and its next kernel.
    var chain: Int?
    var step = 0
    /// The tasks that end its last kernel.
    var ends: [Int] = []
  }

  /// A kernel that could be launched next.
  private struct Candidate {
    let chain: Int
    let stream: Int
    /// When what it waits for is complete and the host is free.
    let time: Int

    func precedes(_ other: Candidate, _ chains: [KernelChain]) -> Bool {
      (time, -chains[chain].cyclesToEnd, chain)
        < (other.time, -chains[other.chain].cyclesToEnd, other.chain)
    }
  }

  init(network: Network, device: GPUDevice, plans: [GPULayerPlan?], count: Int) {
    lowering = GPULowering(network: network, device: device, plans: plans, sharesUnits: true)
    chains = KernelChain.all(of: network, plans: plans)
    streams = Array(repeating: Stream(), count: count)
    ends = Array(repeating: nil, count: chains.count)
    waiting = Array(chains.indices)
    assignment = Array(repeating: nil, count: network.layers.count)
  }

  /// How many streams got kernels.
  var used: Int { streams.count { !$0.ends.isEmpty } }

  mutating func run() throws(SimulationError) -> Simulation {
    while let next = next() { try issue(next) }
    var simulation = lowering.simulation()
    simulation.streams = assignment
    return simulation
  }

  private func next() -> Candidate? {
    let host = lowering.clock.free(lowering.tasks.queues.controlResource)
    var best: Candidate?
    func consider(_ candidate: Candidate) {
      guard best.map({ candidate.precedes($0, chains) }) ?? true else { return }
      best = candidate
    }
    for (index, stream) in streams.enumerated() {
      guard let chain = stream.chain else { continue }
      consider(
        Candidate(
          chain: chain, stream: index, time: max(host, lowering.clock.completion(of: stream.ends))))
    }
    for chain in waiting where chains[chain].sources.allSatisfy({ ends[$0] != nil }) {
      let ready = max(host, lowering.clock.completion(of: inputs(of: chain)))
      guard let (stream, time) = stream(ready: ready) else { continue }
      consider(Candidate(chain: chain, stream: stream, time: time))
    }
    return best
  }

  /// The tasks that make what a chain reads.
  private func inputs(of chain: Int) -> [Int] {
    chains[chain].sources.flatMap { ends[$0] ?? [] }
  }

  /// The stream without work where a chain begins first, and when; `nil` if all have some.
  private func stream(ready: Int) -> (index: Int, time: Int)? {
    var best: (index: Int, time: Int)?
    var latest = -1
    for (index, stream) in streams.enumerated() where stream.chain == nil {
      let end = lowering.clock.completion(of: stream.ends)
      let time = max(ready, end)
      if let best, (best.time, -latest) <= (time, -end) { continue }
      best = (index, time)
      latest = end
    }
    return best
  }

  private mutating func issue(_ next: Candidate) throws(SimulationError) {
    let chain = chains[next.chain]
    var stream = streams[next.stream]
    var awaited = stream.ends
    if stream.chain == nil {
      if lowering.tasks.schedule.count == 0, let first = chain.steps.first {
        awaited = [lowering.call(first.layer)]
      }
      awaited += inputs(of: next.chain)
      waiting.removeAll { $0 == next.chain }
      (stream.chain, stream.step) = (next.chain, 0)
    }
    let step = chain.steps[stream.step]
    assignment[step.layer] = next.stream
    stream.ends = try lowering.lower(
      step.layer, step: step.kernel, after: Array(Set(awaited)).sorted())
    stream.step += 1
    if stream.step == chain.steps.count {
      ends[next.chain] = stream.ends
      stream.chain = nil
    }
    streams[next.stream] = stream
  }
}
