package gangway.xen.guest;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The domains of the hypervisor with their states, from {@code xl list}, the only tool that queries
 * Xen for them.
 *
 * @param byDomid the states by domain ID, including dying domains and dom0
 * @param paused the IDs of the domains with the letter {@code p}, also if they are in another state
 *     too
 */
public record RunStates(Map<Integer, RunState> byDomid, SortedSet<Integer> paused) {
  static final RunStates NONE = new RunStates(Map.of(), Collections.emptySortedSet());

  private static final Command LIST = Command.of("xl", "list");

  /**
   * Name, which can contain blanks, domain ID, memory, vCPUs, six letters of state, time. The
   * letters are {@code r} running, {@code b} blocked, {@code p} paused, {@code s} shut down, then
   * the reason for the shutdown, then {@code d} dying (tools/xl/xl_list.c).
   */
  private static final Pattern LINE =
      Pattern.compile(
          "(?<name>.*?)\\s+(?<domid>\\d+)\\s+\\d+\\s+\\d+\\s+(?<state>[a-z?-]{6})\\s+(?<time>[\\d.]+)\\s*");

  public RunStates {
    byDomid = Collections.unmodifiableMap(new TreeMap<>(byDomid));
    paused = Collections.unmodifiableSortedSet(new TreeSet<>(paused));
  }

  public static RunStates read(Machine machine) {
    return machine.told(LIST).map(RunStates::parse).orElse(NONE);
  }

  /**
   * The states of some domains. A domain that {@code xl list} does not show has an unknown state;
   * without xl, nothing can pause or suspend a domain, and all of them run.
   */
  static RunStates read(Machine machine, Collection<Integer> domids) {
    Map<Integer, RunState> states = new TreeMap<>();
    SortedSet<Integer> paused = new TreeSet<>();
    if (!domids.isEmpty()) {
      Optional<Result> list = machine.ask(LIST);
      RunStates told = list.filter(Result::ok).map(result -> parse(result.out())).orElse(NONE);
      RunState other = list.isPresent() ? RunState.UNKNOWN : RunState.RUNNING;
      domids.forEach(domid -> states.put(domid, told.of(domid).orElse(other)));
      paused.addAll(told.paused());
      paused.retainAll(domids);
    }
    return new RunStates(states, paused);
  }

  /**
   * The state of one domain, from a list of this domain only: in the list of all domains, the name
   * of another domain can contain a line that looks like a line about this domain. Empty if the
   * domain does not exist, if Xen could not be queried, or if the list has more than one line with
   * a state.
   */
  public static RunStates only(Machine machine, int domid) {
    return onlyLine(machine, domid).map(line -> of(List.of(line))).orElse(NONE);
  }

  /**
   * Whether a domain is paused and has used no CPU time, like every domain whose creation has not
   * been completed: from a list of this domain only. xl rounds the time to tenths of a second.
   * False if the domain does not exist, if Xen could not be queried, or if the list has more than
   * one line with a state.
   */
  public static boolean pausedWithoutCpuTime(Machine machine, int domid) {
    return onlyLine(machine, domid)
        .filter(line -> line.group("state").equals("--p---") && line.group("time").equals("0.0"))
        .isPresent();
  }

  /** The line with a state in a list of one domain only; empty if there is not exactly one. */
  private static Optional<MatchResult> onlyLine(Machine machine, int domid) {
    return machine
        .told(Command.of("xl", "list", Integer.toString(domid)))
        .map(RunStates::lines)
        .filter(lines -> lines.size() == 1)
        .map(List::getFirst)
        .filter(line -> line.group("domid").equals(Integer.toString(domid)));
  }

  static RunStates parse(String list) {
    return of(lines(list));
  }

  private static RunStates of(List<MatchResult> lines) {
    Map<Integer, RunState> states = new TreeMap<>();
    SortedSet<Integer> paused = new TreeSet<>();
    for (MatchResult line : lines) {
      Integer domid = Integer.valueOf(line.group("domid"));
      states.put(domid, state(line.group("state")));
      if (line.group("state").charAt(2) == 'p') {
        paused.add(domid);
      }
    }
    return new RunStates(states, paused);
  }

  private static List<MatchResult> lines(String list) {
    return list.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult)
        .toList();
  }

  private static RunState state(String letters) {
    char reason = letters.charAt(4);
    if (letters.charAt(5) == 'd' || reason == 'c') {
      return RunState.HALTED;
    }
    if (letters.charAt(3) == 's') {
      return reason == 's' ? RunState.SUSPENDED : RunState.HALTED;
    }
    return letters.charAt(2) == 'p' ? RunState.PAUSED : RunState.RUNNING;
  }

  /**
   * Whether a guest exists and is neither paused, suspended nor halted.
   *
   * @param list the output of {@code xl list}, of this host or another one
   */
  public static boolean free(String list, String guest) {
    String lines =
        list.lines().filter(line -> line.startsWith(guest + " ")).collect(Collectors.joining("\n"));
    RunStates states = parse(lines);
    return states.all().stream().anyMatch(states::free);
  }

  /**
   * Whether a list has a guest of a name; also if a line of the list cannot be parsed and could be
   * about that guest.
   *
   * @param list the output of {@code xl list}, of this host or another one
   */
  public static boolean mayHave(String list, String guest) {
    return list.lines()
        .anyMatch(line -> {
          Matcher columns = LINE.matcher(line);
          return columns.matches()
              ? columns.group("name").equals(guest.stripTrailing())
              : line.startsWith(guest + " ");
        });
  }

  /** The highest domain ID in the output of {@code xl list}; 0 if there is only dom0. */
  public static int highest(String list) {
    return parse(list).all().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The domain IDs of all domains. */
  public Set<Integer> all() {
    return byDomid.keySet();
  }

  /** The state of a domain; empty if it does not exist, or Xen could not be queried. */
  public Optional<RunState> of(int domid) {
    return Optional.ofNullable(byDomid.get(domid));
  }

  /** Whether a domain exists and is neither paused, suspended nor halted. */
  public boolean free(int domid) {
    return of(domid).equals(Optional.of(RunState.RUNNING));
  }
}
