package gangway.service.resource;

import gangway.cli.Main;
import gangway.json.JsonLine;
import gangway.machine.Machine;
import gangway.service.http.HttpProblem;
import gangway.service.http.Refusal;
import gangway.service.operation.Decision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command that changes nothing prints with {@code --json}. The command runs in this process,
 * so that its answer is that of the command line in each detail.
 *
 * @param json one JSON object
 */
record ProgramAnswer(int exitCode, String json) {

  /**
   * Runs a command that changes nothing.
   *
   * @throws HttpProblem if the command cannot give its answer
   */
  static ProgramAnswer of(Machine machine, List<String> words) {
    ProgramAnswer answer = printed(machine, words, "");
    error(answer.json)
        .ifPresent(problem -> {
          throw problem;
        });
    return answer;
  }

  /**
   * Runs the command of an operation with {@code --dry-run}. What it refuses without a finding is a
   * refusal, as at the start of the operation.
   *
   * @throws HttpProblem if the command refuses the request, or cannot give its answer
   */
  static ProgramAnswer ofCheck(Machine machine, List<String> words) {
    return ofCheck(machine, words, "");
  }

  /**
   * Runs the command of an operation with {@code --dry-run}, as {@link #ofCheck(Machine, List)}
   * does.
   *
   * @param input what the command reads as its standard input
   */
  static ProgramAnswer ofCheck(Machine machine, List<String> words, String input) {
    ProgramAnswer answer = printed(machine, words, input);
    error(answer.json)
        .ifPresent(problem -> {
          Decisions.mustBeAccepted(new Decision.Ended(answer.json));
          throw problem;
        });
    return answer;
  }

  private static ProgramAnswer printed(Machine machine, List<String> words, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            () -> machine,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            words);
    String json = out.toString(StandardCharsets.UTF_8).strip();
    if (json.isEmpty()) {
      throw new HttpProblem(
          Refusal.INVALID,
          "the command cannot be used: gangway " + String.join(" ", words),
          "correct the request",
          err.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new));
    }
    return new ProgramAnswer(exit, json);
  }

  /** The error of a report, if the report has one. */
  static Optional<HttpProblem> error(String json) {
    JsonLine line = new JsonLine(json);
    Optional<HttpProblem> error = Optional.empty();
    line.object();
    for (String name : line.members()) {
      if (name.equals("error")) {
        error = Optional.of(problem(line));
      } else {
        line.skip();
      }
    }
    return error;
  }

  private static HttpProblem problem(JsonLine line) {
    String kind = "";
    String message = "";
    String remedy = "";
    List<String> evidence = new ArrayList<>();
    line.object();
    for (String name : line.members()) {
      switch (name) {
        case "kind" -> kind = line.string();
        case "message" -> message = line.string();
        case "remedy" -> remedy = line.string();
        case "evidence" -> evidence.addAll(line.strings());
        default -> line.skip();
      }
    }
    return new HttpProblem(refusal(kind), message, remedy, evidence, Map.of());
  }

  private static Refusal refusal(String kind) {
    return switch (kind) {
      case "usage" -> Refusal.INVALID;
      case "refused" -> Refusal.UNREADABLE;
      default -> Refusal.FAULT;
    };
  }
}
