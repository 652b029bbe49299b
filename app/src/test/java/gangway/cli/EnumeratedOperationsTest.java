package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gangway.operation.EnumeratedOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command that acts, with every option that changes what it does, is among the operations of
 * which every call to the machine fails once. A new command or option needs a line in one of the
 * EveryCall...FailsOnceTest.
 */
class EnumeratedOperationsTest {
  private static final Set<String> OPENING_TO_ACT = Set.of("actingMachine", "configuredMachine");

  /** Options that show or check, or that accept a finding: the operation is the same. */
  private static final Set<String> THE_SAME_OPERATION =
      Set.of(
          "--accept",
          "--check",
          "--digest",
          "--dry-run",
          "--help",
          "--json",
          "--json-lines",
          "--kind",
          "--print");

  /** Options that only give a value to what is written. */
  private static final Set<String> VALUES =
      Set.of(
          "--args", "--bridge", "--disk", "--initrd", "--kernel", "--memory", "--pci", "--vcpus");

  private static final List<String> NAMES =
      Stream.concat(EnumeratedOperations.names(), EnumeratedOperations.ofTheGuard().stream())
          .toList();

  @Test
  void everyCommandThatActsIsEnumerated() {
    Map<String, CommandSpec> acting = acting();
    assertThat(acting).hasSizeGreaterThan(20).containsKeys("hide", "guard resume", "recover");
    assertThat(acting.keySet())
        .allSatisfy(command -> assertThat(stories(command)).as(command).isNotEmpty());
  }

  @Test
  void everyOptionThatChangesWhatACommandDoesIsEnumerated() {
    acting()
        .forEach((command, spec) -> {
          Set<String> missing = new TreeSet<>(spec.optionsMap().keySet());
          missing.removeIf(option -> !option.startsWith("--"));
          missing.removeAll(THE_SAME_OPERATION);
          missing.removeAll(VALUES);
          missing.removeIf(option -> stories(command).stream().anyMatch(name -> has(name, option)));
          assertThat(missing).as(command).isEmpty();
        });
  }

  /** A name that begins with no command would be a line for nothing. */
  @Test
  void everyStoryIsOneOfACommand() {
    Set<String> commands = acting().keySet();
    assertThat(NAMES)
        .allSatisfy(name -> assertThat(commands).anyMatch(command -> begins(name, command)));
  }

  private static List<String> stories(String command) {
    return NAMES.stream().filter(name -> begins(name, command)).toList();
  }

  private static boolean begins(String name, String command) {
    return Pattern.compile(Pattern.quote(command) + "(?![a-z-])").matcher(name).lookingAt();
  }

  private static boolean has(String name, String option) {
    return Pattern.compile(Pattern.quote(option) + "(?![a-z-])").matcher(name).find();
  }

  /** The commands that open the machine to act on it, by their words. */
  private static Map<String, CommandSpec> acting() {
    Set<String> classes = actingClasses();
    Map<String, CommandSpec> acting = new TreeMap<>();
    for (CommandName name : CommandName.values()) {
      Command command = name.command("");
      if (classes.contains(command.getClass().getName())) {
        acting.put(name.word(), command.spec());
      }
    }
    for (Command guard : guard()) {
      if (classes.contains(guard.getClass().getName())) {
        acting.put("guard " + guard.spec().name(), guard.spec());
      }
    }
    return acting;
  }

  private static List<Command> guard() {
    List<Command> all =
        List.of(
            new GuardStatus(),
            new GuardInstall(),
            new GuardRemove(),
            new GuardScan(),
            new GuardShutdown(),
            new GuardResume(),
            new GuardAsk(),
            new GuardHook());
    assertThat(all.stream().map(command -> command.spec().name()))
        .containsExactlyInAnyOrderElementsOf(new GuardCommand("").spec().subcommands().keySet());
    return all;
  }

  /** The classes of commands that call such a method of the session, or use such a class. */
  private static Set<String> actingClasses() {
    List<JavaClass> commands =
        new ClassFileImporter()
            .importPackages("gangway.cli").stream()
                .filter(one -> one.isAssignableTo(Command.class) && !one.isInterface())
                .filter(one -> !one.getName().equals(GuardCommand.class.getName()))
                .toList();
    Set<String> acting =
        commands.stream()
            .filter(one ->
                accesses(one)
                    .anyMatch(access ->
                        access.getTargetOwner().getName().equals(Session.class.getName())
                            && OPENING_TO_ACT.contains(access.getName())))
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> users = new ArrayList<>();
    for (JavaClass one : commands) {
      if (accesses(one)
          .anyMatch(access ->
              access.getName().equals("run")
                  && acting.contains(access.getTargetOwner().getName())
                  && !access.getTargetOwner().equals(one))) {
        users.add(one.getName());
      }
    }
    acting.addAll(users);
    return acting;
  }

  private static Stream<JavaCodeUnitAccess<?>> accesses(JavaClass one) {
    return one.getCodeUnits().stream()
        .flatMap(unit ->
            Stream.concat(
                unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream()));
  }
}
