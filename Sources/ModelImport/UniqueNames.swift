/// Hands out names that differ from each other: a name that is taken gets a number.
struct UniqueNames {
  private var taken: Set<String> = []
  /// The last number that each name was given.
  private var numbers: [String: Int] = [:]

  /// The name itself, or with the first number that makes it new.
  mutating func name(like name: String) -> String {
    var candidate = name
    var number = numbers[name] ?? 1
    while !taken.insert(candidate).inserted {
      number += 1
      candidate = "\(name)#\(number)"
    }
    numbers[name] = number
    return candidate
  }
}
