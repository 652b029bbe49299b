package gangway.cli;

import gangway.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Metrics in the text format of Prometheus, version 0.0.4: for each metric its help, its type, and
 * one line for each sample ({@code NAME{LABEL="VALUE"} NUMBER}).
 */
final class PrometheusText {
  /** The types of metrics that Gangway has. */
  enum MetricType {
    GAUGE("gauge"),
    COUNTER("counter");

    private final String word;

    MetricType(String word) {
      this.word = word;
    }
  }

  /** A label of a sample. */
  record Label(String name, String value) {
    @Override
    public String toString() {
      return name + "=\"" + escaped(value) + "\"";
    }
  }

  private final List<String> lines = new ArrayList<>();
  private String metric = "";

  /** Begins a metric; the samples that follow are its samples. */
  PrometheusText metric(MetricType type, String name, String help) {
    metric = name;
    lines.add("# HELP %s %s".formatted(name, help));
    lines.add("# TYPE %s %s".formatted(name, type.word));
    return this;
  }

  /** Adds a sample of the metric. */
  PrometheusText sample(Number value, Label... labels) {
    List<String> words = List.of(labels).stream().map(Label::toString).toList();
    String all = words.isEmpty() ? "" : "{" + String.join(",", words) + "}";
    lines.add(metric + all + " " + value);
    return this;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /**
   * A value that the format can have: a reader refuses the whole file if a guest's name has a line
   * end or an unknown escape.
   */
  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    value
        .codePoints()
        .forEach(c -> {
          if (c == '\\' || c == '"') {
            text.append('\\');
          }
          text.appendCodePoint(Text.isHidden(c) ? Text.REPLACEMENT : c);
        });
    return text.toString();
  }
}
