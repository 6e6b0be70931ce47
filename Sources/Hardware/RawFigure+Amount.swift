extension RawFigure {
  /// The value in base units, checked.
  func amount(
    _ measure: Measure, in bounds: ClosedRange<Double>, orUnlimited allowsUnlimited: Bool
  ) throws(FigureProblem) -> Double {
    guard case .number(let number, let literal) = value else {
      guard allowsUnlimited, valueText == "unlimited" else {
        throw .notNumber(found: valueText, allowsUnlimited: allowsUnlimited)
      }
      if let unit { throw .needlessUnit(unit) }
      return .infinity
    }
    let unit = try unit(of: measure)
    let shown = self.unit.map { "\(literal) \($0)" } ?? literal
    let amount = number * unit.numerator / unit.denominator
    guard bounds.contains(amount) else {
      let range = "\(measure.text(bounds.lowerBound)) to \(measure.text(bounds.upperBound))"
      throw .outOfRange(shown, expected: range)
    }
    guard measure.isWhole else { return amount }
    let whole = Double(Int(amount))
    if whole == amount { return amount }
    guard measure.roundsUp else { throw .notWhole(shown, unit: measure.base) }
    return whole + 1
  }

  private func unit(of measure: Measure) throws(FigureProblem) -> Measure.Unit {
    guard let symbol = unit else {
      guard measure.isUnitOptional, let only = measure.units.first else {
        throw .missingUnit(allowed: measure.symbols)
      }
      return only
    }
    guard let unit = measure.units.first(where: { $0.symbol == symbol }) else {
      throw .unknownUnit(symbol, allowed: measure.symbols)
    }
    return unit
  }
}
