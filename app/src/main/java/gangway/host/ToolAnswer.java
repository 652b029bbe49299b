package gangway.host;

import gangway.Problem;
import gangway.host.Unanswered.Subject;
import gangway.machine.Command;
import gangway.machine.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * An answer of an installed tool, and what is missing in it. A tool that is not installed is a fact
 * about the host; a tool that fails is not.
 */
record ToolAnswer(Command command, Result result) {
  private static final int NO_EXIT = -1;

  /** A tool that could not be run to its end. */
  static ToolAnswer none(Command command, Problem problem) {
    return new ToolAnswer(command, new Result(NO_EXIT, "", problem.blocker()));
  }

  /** What the tool did not tell. */
  List<Unanswered> missing() {
    return switch (command.program()) {
      case "xl" -> xen();
      case "ip" -> network();
      case "wg", "ovs-vsctl" -> failure().map(why -> note(Subject.NETWORK, why)).stream().toList();
      case "df" -> rows(words -> words.stream().filter(word -> word.startsWith("/")).count() + 1);
      case "stat" -> rows(words -> words.stream().filter(word -> word.startsWith("/")).count());
      // without dmsetup a volume needs each of its parts, without ss every client counts, modprobe
      // is no proof of anything; the reader of ZFS notes a zpool that fails
      default -> List.of();
    };
  }

  private List<Unanswered> xen() {
    List<Unanswered> missing = new ArrayList<>();
    switch (command.words().getLast()) {
      case "info" -> {
        without("virt_caps").ifPresent(why -> missing.add(note(Subject.IOMMU, why)));
        // it names Xen's console, and can switch off the quarantine and interrupt remapping
        without("xen_commandline")
            .ifPresent(why -> {
              missing.add(note(Subject.CONSOLES, why));
              missing.add(note(Subject.IOMMU, why));
            });
      }
      case "dmesg" -> silence().ifPresent(why -> missing.add(note(Subject.RESERVED_MEMORY, why)));
      default -> {
        // the states of the guests: see RunStates
      }
    }
    return missing;
  }

  private Optional<String> without(String property) {
    return failure()
        .or(() ->
            Xen.property(result.out(), property).isEmpty()
                ? Optional.of("'%s' does not show %s".formatted(command, property))
                : Optional.empty());
  }

  /**
   * Routes and interfaces. A failure of {@code ip rule} is no loss: then any table may apply. The
   * routes of IPv6 are in the kernel's file too. Old versions fail when they are asked for teams,
   * which only makes an interface depend on each of its parts.
   */
  private List<Unanswered> network() {
    List<String> words = command.words();
    return words.contains("rule") || words.contains("team") || words.contains("-6")
        ? List.of()
        : silence().map(why -> note(Subject.NETWORK, why)).stream().toList();
  }

  /** A line is missing for one of the files that the tool is asked for. */
  private List<Unanswered> rows(ToLongFunction<List<String>> expected) {
    long rows = result.out().lines().count();
    return failure()
        .or(() ->
            rows < expected.applyAsLong(command.words())
                ? Optional.of("'%s' does not print a line for each".formatted(command))
                : Optional.empty())
        .map(why -> note(Subject.SPACE, why))
        .stream()
        .toList();
  }

  private Optional<String> silence() {
    return failure()
        .or(() ->
            result.out().isBlank()
                ? Optional.of("'%s' prints nothing".formatted(command))
                : Optional.empty());
  }

  private Optional<String> failure() {
    if (result.exit() == NO_EXIT) {
      return Optional.of("'%s' does not answer: %s".formatted(command, result.err()));
    }
    return result.ok()
        ? Optional.empty()
        : Optional.of(
            "'%s' fails with exit code %s%s"
                .formatted(
                    command,
                    result.exit(),
                    result.complaint().stream().findFirst().map(line -> ": " + line).orElse("")));
  }

  private static Unanswered note(Subject subject, String why) {
    return new Unanswered(subject, why, List.of());
  }
}
