package gangway.cli;

import gangway.machine.Machine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One call of the program and its result. */
public record Run(ExitCode exit, String out, String err) {

  /** Calls the program. */
  public static Run of(String... arguments) {
    return of(console -> Main.run(console, List.of(arguments)));
  }

  /** Calls code that prints to a console. */
  static Run of(Function<Console, ExitCode> printing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    ExitCode exit = printing.apply(console);
    console.flush();
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Calls the program on the host in a directory. */
  public static Run on(Path host, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--host", host.toString()));
    all.addAll(List.of(arguments));
    return of(all.toArray(String[]::new));
  }

  /** Calls the program on a machine. */
  public static Run on(Machine machine, List<String> arguments) {
    return of(console -> new Gangway(console, () -> machine).run(arguments));
  }

  /** The exit code. */
  public int code() {
    return exit.code();
  }

  /** All that it printed. */
  public String printed() {
    return out + err;
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /**
   * The output, read as one JSON value: each scalar as path and text ({@code
   * functions[0].owner.kind=dom0}).
   */
  List<String> json() {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), out)) {
      read(parser, parser.nextToken(), "", values);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one JSON value: " + out);
      }
    }
    return values;
  }

  private static void read(
      JsonParser parser, @Nullable JsonToken token, String path, List<String> values) {
    if (token == JsonToken.START_ARRAY) {
      int index = 0;
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        read(parser, next, path + "[" + index++ + "]", values);
      }
    } else if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = (path.isEmpty() ? "" : path + ".") + parser.currentName();
        read(parser, parser.nextToken(), name, values);
      }
    } else {
      values.add(path + "=" + parser.getString());
    }
  }
}
