package gangway.migration;

import gangway.json.JsonLine;
import gangway.machine.Result;
import java.util.ArrayList;
import java.util.List;

/** The problem for which gangway on another host ended, from its JSON (docs/json.md). */
record TheirProblem(String message, List<String> evidence, String remedy) {
  TheirProblem {
    evidence = List.copyOf(evidence);
  }

  /** Without readable JSON, the problem is the text that the command printed. */
  static TheirProblem of(Result result) {
    try {
      JsonLine json = new JsonLine(result.out());
      json.object();
      for (String name : json.members()) {
        if (name.equals("error")) {
          return error(json);
        }
        json.skip();
      }
    } catch (IllegalArgumentException unreadable) {
      // the text says the same
    }
    List<String> lines = result.complaint();
    return new TheirProblem(
        lines.isEmpty() ? "it does not say why" : lines.getFirst(),
        lines.stream().skip(1).toList(),
        "correct what is listed");
  }

  private static TheirProblem error(JsonLine json) {
    String message = "";
    String remedy = "";
    List<String> evidence = new ArrayList<>();
    json.object();
    for (String name : json.members()) {
      switch (name) {
        case "message" -> message = json.string();
        case "remedy" -> remedy = json.string();
        case "evidence" -> evidence.addAll(json.strings());
        default -> json.skip();
      }
    }
    return new TheirProblem(message, evidence, remedy);
  }
}
