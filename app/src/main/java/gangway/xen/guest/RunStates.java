package gangway.xen.guest;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The domains of the hypervisor, from {@code xl list}, the only tool that queries Xen for them.
 *
 * @param all the domain IDs, including dying domains and dom0
 * @param paused the domain IDs of paused domains
 * @param halted the domain IDs of domains that are shut down, crashed, dying, or suspended for a
 *     save
 */
public record RunStates(Set<Integer> all, Set<Integer> paused, Set<Integer> halted) {
  static final RunStates NONE = new RunStates(Set.of(), Set.of(), Set.of());

  /** Name, domain ID, memory, vCPUs, six letters of state ({@code r b p s c d}), time. */
  private static final Pattern LINE =
      Pattern.compile(".*\\s(\\d+)\\s+\\d+\\s+\\d+\\s+([rbpscd-]{6})\\s+[\\d.]+\\s*");

  public RunStates {
    all = Collections.unmodifiableSet(new LinkedHashSet<>(all));
    paused = Collections.unmodifiableSet(new LinkedHashSet<>(paused));
    halted = Collections.unmodifiableSet(new LinkedHashSet<>(halted));
  }

  public static RunStates read(Machine machine) {
    return machine.told(Command.of("xl", "list")).map(RunStates::parse).orElse(NONE);
  }

  static RunStates parse(String list) {
    return new RunStates(numbers(list, ""), numbers(list, "p"), numbers(list, "[scd]"));
  }

  private static Set<Integer> numbers(String list, String state) {
    return list.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> Pattern.compile(state).matcher(line.group(2)).find())
        .map(line -> Integer.valueOf(line.group(1)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a guest exists and is neither paused nor halted.
   *
   * @param list the output of {@code xl list}, of this host or another one
   */
  public static boolean free(String list, String guest) {
    String lines =
        list.lines().filter(line -> line.startsWith(guest + " ")).collect(Collectors.joining("\n"));
    RunStates states = parse(lines);
    return states.all().stream().anyMatch(states::free);
  }

  /** Whether a domain exists and is neither paused nor halted. */
  public boolean free(int domid) {
    return all.contains(domid) && !paused.contains(domid) && !halted.contains(domid);
  }
}
