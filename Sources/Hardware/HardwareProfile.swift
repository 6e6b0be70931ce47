/// A device by name.
public struct HardwareProfile: Sendable {
  public var name: String
}
