/// The kinds of file that describe a network.
enum NetworkFormat: Hashable {
  case darknet
  case onnx
  case scaleSim
  case specification

  /// By the file's extension, or else by how its content begins.
  init?(path: String, content: [UInt8]) {
    guard let format = NetworkFormat(path: path) ?? NetworkFormat(content: content) else {
      return nil
    }
    self = format
  }

  init?(path: String) {
    let lowered = path.lowercased()
    if lowered.hasSuffix(".cfg") {
      self = .darknet
    } else if lowered.hasSuffix(".onnx") {
      self = .onnx
    } else if lowered.hasSuffix(".csv") {
      self = .scaleSim
    } else if lowered.hasSuffix(".json") {
      self = .specification
    } else {
      return nil
    }
  }

  /// ONNX begins with the field of its format's version; a topology's first line has commas.
  private init?(content: [UInt8]) {
    let whitespace = Array(" \t\r\n".utf8)
    if content.first == 0x08 {
      self = .onnx
      return
    }
    let text = content.drop { whitespace.contains($0) }
    switch text.first {
    case UInt8(ascii: "{"): self = .specification
    case UInt8(ascii: "["), UInt8(ascii: "#"), UInt8(ascii: ";"): self = .darknet
    default:
      let firstLine = text.prefix { $0 != UInt8(ascii: "\n") }
      guard firstLine.contains(UInt8(ascii: ",")) else { return nil }
      self = .scaleSim
    }
  }
}
