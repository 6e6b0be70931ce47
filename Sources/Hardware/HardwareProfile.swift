/// A device by name.
public struct HardwareProfile: Sendable {
  public var name: String
  public init(name: String) { self.name = name }
}
