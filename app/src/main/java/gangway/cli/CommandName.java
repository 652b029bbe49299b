package gangway.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The commands of the program, in the order of its help. */
enum CommandName {
  DEVICES("devices", Group.DEVICES, _ -> new DevicesCommand()),
  SHOW("show", Group.DEVICES, _ -> new ShowCommand()),

  GUESTS("guests", Group.GUESTS, _ -> new GuestsCommand()),
  NEW("new", Group.GUESTS, _ -> new RequestCommand(new NewGuestArguments())),
  ENABLE_HOTPLUG("enable-hotplug", Group.GUESTS, _ -> new EnableHotplugCommand()),
  GUEST_PREPARE("guest-prepare", Group.GUESTS, _ -> new GuestPrepareCommand()),
  GUEST_CHECK("guest-check", Group.GUESTS, _ -> new GuestCheckCommand()),

  CHECK("check", Group.ASSIGNMENT, next -> new CheckCommand(FunctionRequests.meant(next))),
  HIDE("hide", Group.ASSIGNMENT, _ -> new RequestCommand(FunctionRequests.HIDE)),
  UNHIDE("unhide", Group.ASSIGNMENT, _ -> new RequestCommand(FunctionRequests.UNHIDE)),
  ATTACH("attach", Group.ASSIGNMENT, _ -> new RequestCommand(FunctionRequests.ATTACH)),
  DETACH("detach", Group.ASSIGNMENT, _ -> new RequestCommand(FunctionRequests.DETACH)),

  BOOT_CONFIG("boot-config", Group.BOOT, _ -> new BootConfigCommand()),

  GUARD("guard", Group.GUARD, GuardCommand::new),
  WATCH("watch", Group.GUARD, _ -> new WatchCommand()),
  SHUTDOWN_POLICY("shutdown-policy", Group.GUARD, _ -> new ShutdownPolicyCommand()),
  SAVE("save", Group.GUARD, _ -> new SaveCommand()),
  RESTORE("restore", Group.GUARD, _ -> new RestoreCommand()),
  MIGRATE("migrate", Group.GUARD, _ -> new MigrateCommand()),

  DOCTOR("doctor", Group.MAINTENANCE, _ -> new DoctorCommand()),
  RECOVER("recover", Group.MAINTENANCE, _ -> new RecoverCommand()),
  HISTORY("history", Group.MAINTENANCE, _ -> new HistoryCommand()),
  CAPTURE("capture", Group.MAINTENANCE, _ -> new CaptureCommand());

  /** A section of the program's help. */
  enum Group {
    DEVICES("Devices"),
    GUESTS("Guests"),
    ASSIGNMENT("Assignment"),
    BOOT("Boot settings"),
    GUARD("Guard, save and migrate"),
    MAINTENANCE("Maintenance");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /** The names of the group's commands. */
    List<String> commands() {
      return Stream.of(CommandName.values())
          .filter(command -> command.group == this)
          .map(CommandName::word)
          .toList();
    }
  }

  private final String word;
  private final Group group;

  @SuppressWarnings("ImmutableEnumChecker") // the functions above have no state
  private final Function<String, Command> command;

  /**
   * @param command creates the command, from the argument that follows its name: a command with
   *     subcommands describes only the subcommand that is used
   */
  CommandName(String word, Group group, Function<String, Command> command) {
    this.word = word;
    this.group = group;
    this.command = command;
  }

  /** The command's name on the command line. */
  String word() {
    return word;
  }

  /**
   * Creates the command.
   *
   * @param next the argument that follows the command's name; may be empty
   */
  Command command(String next) {
    return command.apply(next);
  }

  /** The command of a name, if there is one. */
  static Optional<CommandName> of(String word) {
    return Stream.of(values()).filter(name -> name.word.equals(word)).findFirst();
  }
}
