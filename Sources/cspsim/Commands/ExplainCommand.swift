import Analysis
import CommandLineParsing
import Hardware
import JSONText

/// `cspsim explain PROFILE NETWORK`
enum ExplainCommand {
  private static let target = Option(
    "target", ValueType.frameRate,
    help: "Say which single change of the profile reaches this rate, such as 30fps.")
  private static let json = Flag("json", help: "Print JSON, for other programs.")

  static let command: Command = Command(
    name: "explain", summary: "Explain why a run takes as long as it takes, and what would help.",
    discussion: [
      """
      The critical path names the tasks that make up the run. Then every figure of the profile is \
      doubled and halved, the network scheduled anew, and the change printed: the figures that \
      change nothing are not the bottleneck, whatever their utilisation. What-ifs can be repeated \
      with --set. Other choices of the planner are tried too, one at a time.
      """
    ],
    parameters: [ProfileChoices.profile, NetworkChoices.network] + ProfileChoices.options
      + NetworkChoices.options + PlannerChoices.options + [target, json],
    examples: [
      Example("cspsim explain tpu-v1 cspdarknet53", "Is it the memory, the array or the network?"),
      Example(
        "cspsim explain gemmini-16x16 cspdarknet53 --target 60fps",
        "What would 60 images a second take?"),
      Example(
        "cspsim explain cortex-a72 csppeleenet --set cores.threads=4",
        "Would a processor want cores, bandwidth or a larger cache?"),
    ]
  ) { arguments in
    let profile = try ProfileChoices.profile(arguments)
    let source = try NetworkSource(arguments.value(of: NetworkChoices.network))
    let plan = PlannerChoices.plan(arguments)
    let explanation = try Explanation(
      source.network(NetworkRequest(arguments)), on: profile, plan: plan,
      target: arguments.value(of: target))
    guard !arguments.has(json) else {
      return try StandardOutput.write(explanation.json.text(layout: .pretty))
    }
    try StandardOutput.write(ExplanationText(explanation).text(on: .current))
  }
}

extension ValueType<Double> {
  /// Images a second: a positive number, with or without `fps`.
  fileprivate static let frameRate = ValueType(
    placeholder: "RATE", expected: "images a second such as 30fps"
  ) { text in
    let digits = text.hasSuffix("fps") ? String(text.dropLast(3)) : text
    guard let rate = Double(digits), rate > 0, rate < 1e12 else { return nil }
    return rate
  }
}
