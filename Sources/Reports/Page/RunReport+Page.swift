import Analysis
import Hardware
import LayerGraph

extension RunReport {
  /// The whole run as one HTML file that needs nothing else: charts, findings, assumptions and a
  /// table of layers that sorts, filters and lights up with the charts.
  public func page() -> [UInt8] {
    var html = ByteText(reserving: 1 << 18)
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
    html.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
    html.append(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>")
    MarkupText.append(subject, to: &html)
    html.append("</title>\n<style>\(PageStyle.css)</style></head>\n<body><main>\n")
    appendSummary(to: &html)
    var bottlenecks = bottleneckChart()
    bottlenecks.findings = []
    for chart in [timelineChart(), bottlenecks, trafficChart(), rooflineChart()] as [any Chart] {
      html.append("<figure>")
      html.append(bytes: chart.svg())
      html.append("</figure>\n")
    }
    appendTable(to: &html)
    appendAssumptions(to: &html)
    html.append("</main>\n<script>\(PageScript.source)</script></body></html>\n")
    return html.bytes
  }

  private func appendSummary(to html: inout ByteText) {
    html.append("<h1>")
    MarkupText.append(subject, to: &html)
    html.append("</h1>\n<dl>")
    for (name, value) in facts {
      html.append("<div><dt>\(name)</dt><dd>")
      MarkupText.append(value, to: &html)
      html.append("</dd></div>")
    }
    html.append("</dl>\n<h2>Look here first</h2>\n<ol>")
    for bottleneck in run.bottlenecks {
      html.append("<li>")
      MarkupText.append(bottleneck.sentence, to: &html)
      html.append("</li>")
    }
    html.append("</ol>\n")
  }

  private var facts: [(String, String)] {
    [
      ("time", NumberText.si(run.seconds, unit: "s")),
      ("images a second", NumberText.short(run.framesPerSecond)),
      ("cycles", NumberText.grouped(run.makespan.count)),
      ("of the multipliers' peak", NumberText.percent(run.arrayUtilisation)),
      ("read from DRAM", NumberText.memory(bytes: run.dramRead.count)),
      ("written to DRAM", NumberText.memory(bytes: run.dramWritten.count)),
      ("peak of activations", NumberText.memory(bytes: run.peakActivations.count)),
    ]
  }

  private func appendTable(to html: inout ByteText) {
    html.append("<h2>Layers</h2>\n<p><label>Show only <input id=\"filter\" type=\"search\" ")
    html.append("placeholder=\"name, operation or verdict\"></label> ")
    html.append("<output id=\"count\"></output></p>\n")
    html.append("<div class=\"scroll\"><table id=\"layers\"><thead><tr>")
    for title in [
      "layer", "stage", "operation", "output", "MMACs", "time (µs)", "share (%)", "used (%)",
      "DRAM (KiB)", "bound by",
    ] {
      html.append("<th aria-sort=\"none\"><button>\(title)</button></th>")
    }
    html.append("</tr></thead>\n<tbody>\n")
    for (place, layer) in busyLayers.enumerated() { appendRow(layer, place: place, to: &html) }
    html.append("</tbody></table></div>\n")
  }

  private func appendRow(_ layer: LayerAnalysis, place: Int, to html: inout ByteText) {
    let node = run.network.layers[layer.index]
    let total = layer.attribution.total
    html.append("<tr data-layer=\"\(place)\" tabindex=\"0\">")
    let shape = "\(node.output.channels)×\(node.output.height)×\(node.output.width)"
    for text in [node.name, node.stage, node.operation.name, shape] { cell(text, to: &html) }
    number(Double(layer.macs) / 1e6, to: &html)
    number(seconds(total) * 1e6, to: &html)
    number(run.share(total) * 100, to: &html)
    number(utilisation(of: layer) * 100, to: &html)
    number(Double(layer.dramRead.count + layer.dramWritten.count) / 1024, to: &html)
    cell(layer.verdict.rawValue, to: &html)
    html.append("</tr>\n")
  }

  private func cell(_ text: String, to html: inout ByteText) {
    html.append("<td>")
    MarkupText.append(text, to: &html)
    html.append("</td>")
  }

  private func number(_ value: Double, to html: inout ByteText) {
    html.append("<td class=\"n\">\(NumberText.fixed(value, decimals: 2))</td>")
  }

  private func appendAssumptions(to html: inout ByteText) {
    guard !run.profile.assumptions.isEmpty else { return }
    html.append("<h2>What this rests on</h2>\n<p>Figures of the profile that no publication gives:")
    html.append("</p>\n<ul>")
    for figure in run.profile.assumptions {
      html.append("<li>")
      MarkupText.append(
        "\(figure.path) = \(figure.text) (\(figure.provenance.kind): \(figure.provenance.text))",
        to: &html)
      html.append("</li>")
    }
    html.append("</ul>\n")
  }
}
