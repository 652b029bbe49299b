package gangway.host;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The hosts on which somebody can log in by ssh, and those that do not answer. */
final class OtherHosts {
  private static final Result SILENT =
      new Result(255, "", "ssh: connect to host port 22: No route to host");

  private final GuideHost here;
  private final Map<String, ReachedHost> reached = new HashMap<>();
  private final Set<String> silent = new HashSet<>();

  OtherHosts(GuideHost here) {
    this.here = here;
  }

  void reach(String name, GuideHost host) {
    reached.put(name, new ReachedHost(host));
  }

  void silence(String name) {
    silent.add(name);
  }

  /** What a command tells that is given there; nothing if it is given here. */
  Optional<Result> ask(Command command) {
    Optional<String> host = host(command);
    if (host.filter(silent::contains).isPresent()) {
      return Optional.of(SILENT);
    }
    return host.map(reached::get)
        .map(there -> there.told(command))
        .or(() ->
            PreparedSystem.here(here, command).map(system -> new Result(0, system.report(), "")));
  }

  /** Whether a command is given there; then it was carried out, or failed. */
  boolean does(Command command) {
    Optional<String> host = host(command);
    if (host.filter(silent::contains).isPresent()) {
      throw Problem.failed("it cannot be done there: " + command, "", SILENT.err());
    }
    Optional<ReachedHost> there = host.map(reached::get);
    if (there.isPresent() && !there.get().does(command, here)) {
      throw Problem.failed("it cannot be done there: " + command, "");
    }
    Optional<PreparedSystem> system = PreparedSystem.here(here, command);
    system.ifPresent(one -> one.does(PreparedSystem.word(command)));
    return there.isPresent() || system.isPresent();
  }

  private Optional<String> host(Command command) {
    List<String> words = command.words();
    return switch (command.program()) {
      case "xl" ->
          Optional.of(words.getLast())
              .filter(_ -> words.get(1).equals("migrate") && !here.killedXl().killsSaves())
              .filter(reached::containsKey);
      case "ssh" -> Optional.of(words.get(words.size() - 2));
      case "scp" -> Optional.of(words.getLast().split(":", 2)[0]);
      default -> Optional.empty();
    };
  }
}
