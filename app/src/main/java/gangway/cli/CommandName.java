package gangway.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands of the program, in the order of its help. */
enum CommandName {
  DEVICES("devices", Group.DEVICES),
  SHOW("show", Group.DEVICES),
  HARDWARE("hardware", Group.DEVICES),
  REMAP("remap", Group.DEVICES),

  GUESTS("guests", Group.GUESTS),
  NEW("new", Group.GUESTS),
  ENABLE_HOTPLUG("enable-hotplug", Group.GUESTS),
  GUEST_PREPARE("guest-prepare", Group.GUESTS),
  GUEST_CHECK("guest-check", Group.GUESTS),

  CHECK("check", Group.ASSIGNMENT),
  HIDE("hide", Group.ASSIGNMENT),
  UNHIDE("unhide", Group.ASSIGNMENT),
  ATTACH("attach", Group.ASSIGNMENT),
  DETACH("detach", Group.ASSIGNMENT),
  ASSIGN("assign", Group.ASSIGNMENT),
  UNASSIGN("unassign", Group.ASSIGNMENT),
  APPLY("apply", Group.ASSIGNMENT),
  EXPORT("export", Group.ASSIGNMENT),

  BOOT_CONFIG("boot-config", Group.BOOT),
  CONFIRM("confirm", Group.BOOT),

  GUARD("guard", Group.GUARD),
  WATCH("watch", Group.GUARD),
  SHUTDOWN_POLICY("shutdown-policy", Group.GUARD),
  SAVE("save", Group.GUARD),
  RESTORE("restore", Group.GUARD),
  MIGRATE("migrate", Group.GUARD),

  SERVE("serve", Group.SERVICE),

  EXPLAIN("explain", Group.MAINTENANCE),
  DOCTOR("doctor", Group.MAINTENANCE),
  RECOVER("recover", Group.MAINTENANCE),
  HISTORY("history", Group.MAINTENANCE),
  METRICS("metrics", Group.MAINTENANCE),
  CONFIG("config", Group.MAINTENANCE),
  CAPTURE("capture", Group.MAINTENANCE);

  /** A section of the program's help. */
  enum Group {
    DEVICES("Devices"),
    GUESTS("Guests"),
    ASSIGNMENT("Assignment"),
    BOOT("Boot settings"),
    GUARD("Guard, save and migrate"),
    SERVICE("Service"),
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

  CommandName(String word, Group group) {
    this.word = word;
    this.group = group;
  }

  /** The command's name on the command line. */
  String word() {
    return word;
  }

  /**
   * Creates the command. A switch and not a function in each constant: Java would link all of those
   * at every start.
   *
   * @param next the argument that follows the command's name, may be empty: a command with
   *     subcommands describes only the subcommand that is used
   */
  Command command(String next) {
    return switch (this) {
      case DEVICES -> new DevicesCommand();
      case SHOW -> new ShowCommand();
      case HARDWARE -> new HardwareCommand();
      case REMAP -> new RemapCommand();
      case GUESTS -> new GuestsCommand();
      case NEW -> new RequestCommand(new NewGuestArguments());
      case ENABLE_HOTPLUG -> new EnableHotplugCommand();
      case GUEST_PREPARE -> new GuestPrepareCommand();
      case GUEST_CHECK -> new GuestCheckCommand();
      case CHECK -> new CheckCommand(FunctionRequests.meant(next));
      case HIDE -> new HideCommand();
      case UNHIDE -> new RequestCommand(FunctionRequests.UNHIDE);
      case ATTACH -> new RequestCommand(FunctionRequests.ATTACH);
      case DETACH -> new RequestCommand(FunctionRequests.DETACH);
      case ASSIGN -> new RequestCommand(FunctionRequests.ASSIGN);
      case UNASSIGN -> new RequestCommand(FunctionRequests.UNASSIGN);
      case APPLY -> new ApplyCommand();
      case EXPORT -> new ExportCommand();
      case BOOT_CONFIG -> new BootConfigCommand();
      case CONFIRM -> new ConfirmCommand();
      case GUARD -> new GuardCommand(next);
      case WATCH -> new WatchCommand();
      case SHUTDOWN_POLICY -> new ShutdownPolicyCommand();
      case SAVE -> new SaveCommand();
      case RESTORE -> new RestoreCommand();
      case MIGRATE -> new MigrateCommand();
      case SERVE -> new ServeCommand();
      case EXPLAIN -> new ExplainCommand();
      case DOCTOR -> new DoctorCommand();
      case RECOVER -> new RecoverCommand();
      case HISTORY -> new HistoryCommand();
      case METRICS -> new MetricsCommand();
      case CONFIG -> new ConfigCommand();
      case CAPTURE -> new CaptureCommand();
    };
  }

  /** The command of a name, if there is one. */
  static Optional<CommandName> of(String word) {
    for (CommandName name : values()) {
      if (name.word.equals(word)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
