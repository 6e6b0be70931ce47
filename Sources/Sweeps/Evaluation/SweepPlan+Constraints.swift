import DidYouMean
import Hardware

extension SweepPlan {
  /// Whether a point satisfies every condition.
  func isAllowed(_ request: PointRequest, _ values: [String]) throws(SweepError) -> Bool {
    guard !specification.constraints.isEmpty else { return true }
    var base = request
    base.overrides = []
    guard let profile = try? evaluator.profile(base) else { return true }
    let facts = PointFacts(axes: axes, values: values, profile: profile)
    for constraint in specification.constraints {
      try facts.checkNames(of: constraint)
      guard try constraint.allows(facts.operand) else { return false }
    }
    return true
  }
}

/// What a condition can ask of a point.
private struct PointFacts {
  let axes: [Axis]
  let values: [String]
  /// Without the point's own figures, which are its axes.
  let profile: HardwareProfile

  func operand(_ name: String) -> Operand? {
    let figure = profile.figures.first { $0.path == name }
    guard let index = axes.firstIndex(where: { $0.key.column == name || $0.key.name == name })
    else { return figure.map { operand(text: $0.value, unit: $0.unit ?? "") } }
    return operand(text: values[index], unit: figure?.unit ?? "")
  }

  /// A bare number has the unit that the profile gives the figure.
  private func operand(text: String, unit: String) -> Operand {
    if text == "unlimited" {
      return .quantity(
        Quantity(value: .infinity, unit: unit, clock: 1) ?? Quantity(value: .infinity))
    }
    guard let amount = DecimalAmount(text) else { return .word(text) }
    let whole = amount.unit.isEmpty ? text + unit : text
    return Quantity(whole, clock: clock).map(Operand.quantity) ?? .word(text)
  }

  private var clock: Double {
    let axis = axes.firstIndex { $0.key.name == "clock" }
    guard let figure = profile.figures.first(where: { $0.path == "clock" }) else { return 1 }
    let text = axis.map { values[$0] } ?? figure.value
    let whole = DecimalAmount(text)?.unit.isEmpty == true ? text + (figure.unit ?? "") : text
    return Quantity(whole, clock: 1)?.value ?? 1
  }

  func checkNames(of constraint: Constraint) throws(SweepError) {
    for name in constraint.names where operand(name) == nil {
      let known = axes.map(\.key.column) + profile.figures.map(\.path)
      let hint = Suggestion.closest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
      let column = constraint.text.firstRange(of: name).map {
        constraint.text.distance(from: constraint.text.startIndex, to: $0.lowerBound) + 1
      }
      throw .constraint(
        constraint.text,
        problem: "\(name) is neither an axis nor a figure of \(profile.name)\(hint)",
        column: column ?? 1)
    }
  }
}
