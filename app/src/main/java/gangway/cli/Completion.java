package gangway.cli;

import gangway.Problem;
import gangway.Text;
import gangway.config.Configuration;
import gangway.config.Group;
import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import gangway.host.ChipsetParts;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Owner;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciIds;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a shell offers for the word at the cursor. The scripts for bash, zsh and fish call {@code
 * gangway __complete WORD...}; the last word is the one at the cursor, and can be empty.
 */
final class Completion {
  /** The first argument by which a shell asks. No command has this name. */
  static final String ASKED = "__complete";

  /** Functions that a request can be about. */
  private static final Map<String, Predicate<Owner>> OWNERS =
      Map.of(
          "hide", owner -> owner instanceof Owner.Dom0 || owner instanceof Owner.Nobody,
          "unhide", owner -> owner instanceof Owner.Pciback,
          "attach", owner -> owner instanceof Owner.Pciback,
          "new", owner -> owner instanceof Owner.Pciback,
          "detach", owner -> owner instanceof Owner.Guest,
          "assign", owner -> !(owner instanceof Owner.Guest),
          "unassign", owner -> owner instanceof Owner.Guest || owner instanceof Owner.Pciback);

  private static final Set<String> WITH_GROUPS =
      Set.of("hide", "unhide", "attach", "detach", "assign", "unassign", "new", "boot-config");

  private final Machine machine;

  Completion(Machine machine) {
    this.machine = machine;
  }

  /** A word that is offered, and what it means. */
  record Candidate(String word, String meaning) {
    /** The line for the shells: both parts, with a tab between them. */
    String line() {
      return word + "\t" + meaning;
    }

    /** The same word behind a text. */
    Candidate after(String text) {
      return new Candidate(text + word, meaning);
    }

    /** Guests and devices can have names that a shell would read as something else. */
    boolean plain() {
      return word.codePoints().noneMatch(c -> Text.isHidden(c) || Character.isWhitespace(c))
          && meaning.codePoints().noneMatch(Text::isHidden);
    }
  }

  /**
   * The words that fit at the cursor; none for the name of a file, which the shell completes
   * itself.
   *
   * @param words the words after {@code gangway}; the last one is at the cursor
   */
  List<Candidate> of(List<String> words) {
    String begun = words.isEmpty() ? "" : words.getLast();
    List<String> before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
    return candidates(before, begun)
        .filter(one -> one.word().startsWith(begun) && one.plain())
        .toList();
  }

  private Stream<Candidate> candidates(List<String> before, String begun) {
    if (before.isEmpty() && !begun.startsWith("-")) {
      // a parser for all commands takes longer than the rest of the program
      return commands(Gangway.everyCommand());
    }
    CommandSpec command = Gangway.described(before);
    int arguments = 0;
    Optional<OptionSpec> awaiting = Optional.empty();
    for (String word : before) {
      if (awaiting.isPresent()) {
        awaiting = Optional.empty();
      } else if (word.startsWith("-")) {
        awaiting = Optional.ofNullable(command.findOption(word)).filter(Completion::takesValue);
      } else if (command.subcommands().containsKey(word)) {
        command = command.subcommands().get(word).getCommandSpec();
      } else {
        arguments++;
      }
    }
    if (awaiting.isPresent()) {
      return values(command, awaiting.get(), begun);
    }
    int equals = begun.indexOf('=');
    if (begun.startsWith("--") && equals > 0) {
      return valuesAfter(command, begun.substring(0, equals), begun.substring(equals + 1));
    }
    if (begun.startsWith("-")) {
      return command.options().stream()
          .filter(option -> !option.hidden())
          .map(option -> new Candidate(option.longestName(), first(option.description())));
    }
    if (!command.subcommands().isEmpty()) {
      return commands(command.subcommands().values().stream().map(CommandLine::getCommandSpec));
    }
    int index = arguments;
    CommandSpec last = command;
    return last.positionalParameters().stream()
        .filter(argument -> argument.index().contains(index))
        .findFirst()
        .map(argument -> values(last, argument, begun))
        .orElseGet(Stream::empty);
  }

  private static Stream<Candidate> commands(Stream<CommandSpec> commands) {
    return commands.map(one -> new Candidate(one.name(), first(one.usageMessage().description())));
  }

  private static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  private static String first(String... description) {
    return description.length == 0 ? "" : description[0];
  }

  /** The values of an option that is written with an equals sign. */
  private Stream<Candidate> valuesAfter(CommandSpec command, String name, String begun) {
    OptionSpec option = command.findOption(name);
    return option == null || !takesValue(option)
        ? Stream.empty()
        : values(command, option, begun).map(value -> value.after(name + "="));
  }

  private Stream<Candidate> values(CommandSpec command, ArgSpec argument, String begun) {
    return switch (argument.paramLabel()) {
      case "ADDRESS" ->
          Stream.concat(groups(command.name(), begun), functions(command.name(), begun));
      case "GUEST" -> guests();
      case "CLASS" -> PciClass.words().map(word -> new Candidate(word, ""));
      case "CODE" -> argument.isOption() ? acceptable() : codes(Explanations.read().all().stream());
      case "CODE[=ADDRESS]" -> acceptances(command, begun);
      default -> Stream.empty();
    };
  }

  private static Stream<Candidate> codes(Stream<Explanation> explanations) {
    return explanations.map(one -> new Candidate(one.code(), one.summary()));
  }

  /** The codes of the findings that can be accepted on this host. */
  private Stream<Candidate> acceptable() {
    Optional<Configuration> configuration = configuration();
    return codes(
        Explanations.read().all().stream()
            .filter(Explanation::acceptable)
            .filter(one ->
                configuration.flatMap(given -> given.forbidsAccepting(one.code())).isEmpty()));
  }

  private Stream<Candidate> acceptances(CommandSpec command, String begun) {
    int equals = begun.indexOf('=');
    return equals < 0
        ? acceptable()
        : functions(command.name(), begun.substring(equals + 1))
            .map(function -> function.after(begun.substring(0, equals + 1)));
  }

  private Stream<Candidate> functions(String command, String begun) {
    Inventory inventory = new Observer(machine).inventory();
    ChipsetParts chipset = new ChipsetParts(machine);
    Predicate<Owner> fits = OWNERS.getOrDefault(command, _ -> true);
    List<HostFunction> shown =
        inventory.stream()
            .filter(function -> !chipset.include(function) && fits.test(function.owner()))
            .toList();
    PciIds names = PciIds.of(machine, shown.stream().map(HostFunction::function));
    return shown.stream()
        .map(function ->
            new Candidate(
                address(function, begun), DevicesCommand.name(function.function(), names)));
  }

  /** The groups of the configuration, for commands that take them. */
  private Stream<Candidate> groups(String command, String begun) {
    if (!WITH_GROUPS.contains(command) || !(begun.isEmpty() || begun.startsWith("@"))) {
      return Stream.empty();
    }
    return configuration().stream()
        .flatMap(configuration -> configuration.groups().stream())
        .map(group -> new Candidate("@" + group.name(), addresses(group)));
  }

  /** Empty if the configuration cannot be used. */
  private Optional<Configuration> configuration() {
    try {
      return Optional.of(Configuration.of(machine));
    } catch (Problem unusable) {
      return Optional.empty();
    }
  }

  private static String addresses(Group group) {
    return group.functions().stream().map(PciAddress::toString).collect(Collectors.joining(" "));
  }

  /** Without the PCI domain 0000, unless the user has begun to write it. */
  private static String address(HostFunction function, String begun) {
    String whole = function.address().toString();
    String usual = whole.replaceFirst("^0000:", "");
    return usual.startsWith(begun) ? usual : whole;
  }

  private Stream<Candidate> guests() {
    Inventory inventory = new Observer(machine).inventory();
    return Guests.read(machine, inventory.domains()).all().stream()
        .map(guest -> new Candidate(guest.name(), state(guest)));
  }

  private static String state(Guest guest) {
    return guest.running().isPresent() ? "running" : "not running";
  }
}
