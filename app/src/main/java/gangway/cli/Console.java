package gangway.cli;

import gangway.Problem;
import gangway.Text;
import gangway.view.View;
import gangway.view.ViewWriter;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where commands print. Every text passes here and loses its control characters: names chosen by
 * guests or devices cannot move the cursor or forge lines.
 */
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean outStyled;
  private final boolean errStyled;
  private final Supplier<OptionalInt> width;

  Console(PrintStream out, PrintStream err, boolean outStyled, boolean errStyled) {
    this(out, err, outStyled, errStyled, OptionalInt::empty);
  }

  /**
   * A console.
   *
   * @param width finds out the columns of the standard output; empty if it has any width
   */
  Console(
      PrintStream out,
      PrintStream err,
      boolean outStyled,
      boolean errStyled,
      Supplier<OptionalInt> width) {
    this.out = out;
    this.err = err;
    this.outStyled = outStyled;
    this.errStyled = errStyled;
    this.width = width;
  }

  /** The standard streams, with styles if they are terminals and NO_COLOR is not set. */
  static Console standard() {
    boolean wanted = System.getenv("NO_COLOR") == null;
    return new Console(
        new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true),
        wanted && isTerminal(1),
        wanted && isTerminal(2),
        () -> terminal(1).map(TerminalWidth::of).orElse(OptionalInt.empty()));
  }

  private static boolean isTerminal(int descriptor) {
    return terminal(descriptor).isPresent();
  }

  private static Optional<Path> terminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return Stream.of("/dev/pts/", "/dev/tty", "/dev/hvc").anyMatch(target.toString()::startsWith)
          ? Optional.of(target)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The columns of the standard output; empty if it is not a terminal or its width is unknown. */
  OptionalInt width() {
    return width.get();
  }

  /** The same console without its standard output. */
  Console onlyComplaints() {
    return new Console(new PrintStream(OutputStream.nullOutputStream()), err, outStyled, errStyled);
  }

  void line(String text) {
    line(Style.PLAIN, text);
  }

  void line(Style style, String text) {
    out.println(outStyled ? style.on(printable(text)) : printable(text));
  }

  void complain(Style style, String text) {
    out.flush();
    err.println(errStyled ? style.on(printable(text)) : printable(text));
  }

  /** Prints what blocks, why, and the fix. */
  void report(Problem problem) {
    complain(Style.RED, "gangway: " + problem.blocker());
    problem.evidence().forEach(line -> complain(Style.PLAIN, "  " + line));
    if (!problem.remedy().isEmpty()) {
      complain(Style.PLAIN, "fix: " + problem.remedy());
    }
  }

  /** Prints a JSON object, on one line. JSON escapes control characters itself. */
  void json(View view) {
    out.println(ViewWriter.document(view));
  }

  /** The unfiltered stream, for output with its own escapes. */
  PrintStream raw() {
    return out;
  }

  void flush() {
    out.flush();
  }

  /** The text, with every character made visible that a terminal does not show as itself. */
  static String printable(String text) {
    if (text.codePoints().noneMatch(Text::isHidden)) {
      return text;
    }
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Text.isHidden(c)) {
            safe.append(Text.escaped(c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }
}
