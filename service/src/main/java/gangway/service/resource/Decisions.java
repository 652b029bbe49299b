package gangway.service.resource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gangway.service.http.HttpProblem;
import gangway.service.http.Refusal;
import gangway.service.operation.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes problems of the reports of commands that have changed nothing. */
final class Decisions {
  /** The finding of a command whose digest differs from that of {@code --digest}. */
  private static final String PLAN_CHANGED = "PLAN-CHANGED";

  /** By the {@code code} of the error in a report. */
  private static final Map<String, Refusal> BY_CODE =
      Map.of(
          "busy", Refusal.BUSY,
          "interrupted", Refusal.INTERRUPTED,
          "journal-unwritable", Refusal.DISK_FULL);

  private Decisions() {}

  /**
   * Returns if the command works or has done its work.
   *
   * @throws HttpProblem if the command was refused
   */
  static void mustBeAccepted(Decision decision) {
    switch (decision) {
      case Decision.Accepted _ -> {}
      case Decision.Silent(String printed) ->
          throw new HttpProblem(
              Refusal.FAULT,
              "the program has ended without a report",
              "run the command by hand to see the cause",
              printed.lines().toArray(String[]::new));
      case Decision.Ended(String report) -> {
        JsonObject json = JsonParser.parseString(report).getAsJsonObject();
        switch (text(json, "outcome")) {
          case "refused" -> throw refused(json);
          case "invalid" -> throw problem(Refusal.INVALID, json);
          default -> {}
        }
      }
    }
  }

  private static HttpProblem refused(JsonObject report) {
    if (report.has("error")) {
      String code = text(report.getAsJsonObject("error"), "code");
      return problem(BY_CODE.getOrDefault(code, Refusal.REFUSED), report);
    }
    boolean changed =
        elements(report, "findings").stream()
            .anyMatch(finding -> text(finding.getAsJsonObject(), "code").equals(PLAN_CHANGED));
    return new HttpProblem(
        changed ? Refusal.PLAN_CHANGED : Refusal.REFUSED,
        changed
            ? "the host is not as it was when the request was checked; nothing was changed"
            : "a finding blocks the request; nothing was changed",
        "check the request again, and look at the findings",
        List.of(),
        findings(report));
  }

  private static HttpProblem problem(Refusal refusal, JsonObject report) {
    JsonObject error = report.has("error") ? report.getAsJsonObject("error") : new JsonObject();
    List<String> evidence = new ArrayList<>();
    elements(error, "evidence").forEach(line -> evidence.add(line.getAsString()));
    return new HttpProblem(
        refusal, text(error, "message"), text(error, "remedy"), evidence, findings(report));
  }

  private static Map<String, String> findings(JsonObject report) {
    return Map.of(
        "findings",
        Optional.ofNullable(report.get("findings")).map(JsonElement::toString).orElse("[]"));
  }

  private static List<JsonElement> elements(JsonObject json, String member) {
    return json.has(member) ? json.getAsJsonArray(member).asList() : List.of();
  }

  private static String text(JsonObject json, String member) {
    return json.has(member) ? json.get(member).getAsString() : "";
  }
}
