import CommandLineParsing
import ModelZoo
import Sweeps

/// The options by which a sweep is described.
enum SweepChoices {
  static let spec = Option(
    "spec", .text("FILE", completion: Completion(paths: .files)),
    help: "A sweep as a JSON file, in place of the options that describe one.")
  static let profiles = Argument(
    .text("PROFILES", completion: ProfileChoices.profile.type.completion), isOptional: true,
    help: "Profiles by name or file, with commas between them; all for every built-in one.")
  static let networks = Argument(
    .text("NETWORKS", completion: NetworkChoices.type.completion), isOptional: true,
    help: "Networks by name or file, with commas between them.")
  static let profile = Option(
    "profile", .text("PROFILES", completion: ProfileChoices.profile.type.completion),
    isRepeatable: true, help: "More profiles, or in place of the argument.")
  static let network = Option(
    "network", .text("NETWORKS", completion: NetworkChoices.type.completion), isRepeatable: true,
    help: "More networks, or in place of the argument.")
  static let vary = Option(
    "vary", .text("PATH=VALUES", expected: "a figure and its values, such as array.rows=16,32"),
    isRepeatable: true,
    help: "Vary a figure of the profile, such as memory.dram.bandwidth=10GB/s...80GB/s/10GB/s.")
  static let zip = Option(
    "zip", .text("AXES", expected: "names of axes, such as array.rows,array.columns"),
    isRepeatable: true, help: "Let axes advance together instead of combining them.")
  static let condition = Option(
    "where", .text("CONDITION"), isRepeatable: true,
    help: "Leave out other points, such as 'array.rows*array.columns <= 16384'.")
  static let random = Option(
    "random", .integer(in: 1...PointSpace.limit), help: "Draw so many points at random.")
  static let latinHypercube = Option(
    "latin-hypercube", .integer(in: 1...PointSpace.limit),
    help: "Draw so many points that cover each axis evenly.")
  static let seed = Option(
    "seed", .integer(in: 0...Int(Int32.max)), help: "Which draw; 1 if not given.")
  static let objectives = Option(
    "objectives", .text("NAMES"),
    help: "What the Pareto front weighs; latency,peak-memory if not given.")

  /// Axes of the network, each a list or range such as 0.25...0.75/0.25.
  static let networkAxes: [Option<String>] = [
    axis(.input, "Image sizes, such as 224,256x320."), axis(.batch, "Images together."),
    axis(.splitRatio, "Shares of channels that bypass the blocks."),
    axis(.fusion, "Fusions: none, csp, first, last, or all of them."),
    axis(.split, "Splits: convolutions, slice."),
    axis(.growthRate, "Channels that a dense layer adds."),
    axis(.compression, "Shares of channels that transitions keep."),
  ]

  static var parameters: [any Declaration] {
    [profiles, networks, spec, profile, network] + networkAxes
      + [vary, zip, condition, random, latinHypercube, seed, objectives]
  }

  private static func axis(_ key: AxisKey, _ help: String) -> Option<String> {
    Option(key.name, .text("VALUES"), help: help)
  }
}

extension SweepSpecification {
  /// The sweep that a command line describes.
  init(_ arguments: ParsedArguments) throws {
    if let path = arguments.value(of: SweepChoices.spec) {
      try SweepChoiceError.check(path: path, arguments)
      self = try SweepSpecification(bytes: FileInput.bytes(of: path), file: path)
      return
    }
    let profiles =
      (arguments.values(of: SweepChoices.profiles)
      + arguments.values(of: SweepChoices.profile)).flatMap(Self.list)
    let networks =
      (arguments.values(of: SweepChoices.networks)
      + arguments.values(of: SweepChoices.network)).flatMap(Self.list)
    guard !profiles.isEmpty else { throw SweepChoiceError.missing("a profile") }
    guard !networks.isEmpty else { throw SweepChoiceError.missing("a network") }
    try self.init(
      profiles: profiles, networks: networks, axes: Self.axes(arguments),
      zips: arguments.values(of: SweepChoices.zip).map(Self.list),
      sampling: Self.sampling(arguments),
      constraints: arguments.values(of: SweepChoices.condition).map { try Constraint($0) },
      objectives: arguments.value(of: SweepChoices.objectives)
        .map { try Self.list($0).map { try Objective(name: $0) } } ?? Objective.usual)
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  private static func axes(_ arguments: ParsedArguments) throws -> [Axis] {
    var axes: [Axis] = []
    for option in SweepChoices.networkAxes {
      guard let text = arguments.value(of: option) else { continue }
      let isEveryFusion = option.name == AxisKey.fusion.name && text == "all"
      let values = isEveryFusion ? everyFusion : text
      axes.append(try Axis(AxisKey(name: option.name), values))
    }
    for text in arguments.values(of: SweepChoices.vary) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { throw SweepChoiceError.malformedVary(text) }
      axes.append(try Axis(AxisKey(name: String(parts[0])), String(parts[1])))
    }
    return axes
  }

  private static var everyFusion: String {
    FusionMode.allCases.map(\.rawValue).joined(separator: ",")
  }

  private static func sampling(_ arguments: ParsedArguments) throws -> Sampling {
    let seed = arguments.value(of: SweepChoices.seed) ?? 1
    switch (
      arguments.value(of: SweepChoices.random), arguments.value(of: SweepChoices.latinHypercube)
    ) {
    case (nil, nil): return .grid
    case (let count?, nil): return .random(count: count, seed: seed)
    case (nil, let count?): return .latinHypercube(count: count, seed: seed)
    case (_?, _?): throw SweepChoiceError.twoSamples
    }
  }
}

/// Why the options don't describe a sweep.
enum SweepChoiceError: Error, Hashable, CustomStringConvertible {
  case missing(String)
  case malformedVary(String)
  case twoSamples
  case sampledSearch
  case shardedSearch
  case budgetWithoutSearch
  case besideSpec(String)
  case stopped(done: Int, total: Int)
  case submission(String)

  /// A sweep file says all; options beside it would be ignored.
  static func check(path: String, _ arguments: ParsedArguments) throws(SweepChoiceError) {
    let single = SweepChoices.networkAxes + [SweepChoices.objectives]
    let repeated = [
      SweepChoices.profile, SweepChoices.network, SweepChoices.vary, SweepChoices.zip,
      SweepChoices.condition,
    ]
    for argument in [SweepChoices.profiles, SweepChoices.networks]
    where !arguments.values(of: argument).isEmpty {
      throw .besideSpec(argument.type.placeholder)
    }
    for option in single + repeated where !arguments.values(of: option).isEmpty {
      throw .besideSpec(option.name)
    }
    for option in [SweepChoices.random, SweepChoices.latinHypercube, SweepChoices.seed]
    where arguments.value(of: option) != nil {
      throw .besideSpec(option.name)
    }
  }

  var description: String {
    switch self {
    case .missing(let option):
      "a sweep needs \(option); for example gemmini-16x16 csppeleenet "
        + "--split-ratio 0.25...0.75/0.25, or --spec FILE"
    case .malformedVary(let text):
      "--vary \(text): expected PATH=VALUES, such as array.rows=16,32,64"
    case .twoSamples: "--random and --latin-hypercube exclude each other; give one"
    case .sampledSearch:
      "--optimise draws its own points; leave out --random and --latin-hypercube"
    case .shardedSearch:
      "each step of --optimise needs the ones before, so it has no shards; leave out --shard"
    case .budgetWithoutSearch:
      "--budget has no effect without --optimise; add --optimise latency, or leave it out"
    case .besideSpec(let option):
      "--\(option) has no effect beside --spec; put it into the file"
    case .stopped(let done, let total):
      "stopped after \(done) of \(total) points; the same command goes on from there"
    case .submission(let reason): reason
    }
  }
}
