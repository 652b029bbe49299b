package gangway.cli;

import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.request.RequestDraft;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The requests that concern existing functions. */
enum FunctionRequests implements RequestArguments {
  HIDE("Hide functions from dom0: move them to pciback."),
  UNHIDE("Return hidden functions to their dom0 drivers."),
  ATTACH("Attach hidden functions to a guest."),
  DETACH("Detach functions from a guest, back to pciback."),
  ASSIGN("Hide functions and attach them to a guest, in one operation."),
  UNASSIGN("Detach functions from a guest and return them to dom0, in one operation.");

  private static final String FUNCTIONS = "The functions. @NAME: a group of gangway.conf(5).";

  private static final String INSIDE =
      "Without --now and --config: in the guest's definition and, if the guest runs, in the running"
          + " guest.";

  private final String description;

  FunctionRequests(String description) {
    this.description = description;
  }

  /** The request of a name; all requests if there is no such name. */
  static List<FunctionRequests> meant(String word) {
    List<FunctionRequests> all = List.of(values());
    List<FunctionRequests> meant =
        all.stream().filter(handover -> handover.word().equals(word)).toList();
    return meant.isEmpty() ? all : meant;
  }

  /** The command's name. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(word(), where())
            .addOption(
                Options.flag(
                    "--now",
                    ofGuest() ? "Only in the running guest." : "Only now, until the next boot."))
            .addOption(
                ofGuest()
                    ? Options.flag(lasting(), "Only in the guest's definition.")
                    : Options.flag(lasting(), "Only after reboot."))
            .addOption(AcceptOption.option());
    if (this == DETACH || this == UNASSIGN) {
      spec.addOption(
          Options.flag(
              "--force",
              "Detach even if the guest does not answer. The guest's drivers then lose the"
                  + " functions while they use them."));
    }
    if (ofGuest()) {
      spec.addPositional(Options.argument("0", "GUEST", "The guest's name."));
    }
    spec.addPositional(Options.arguments(ofGuest() ? 1 : 0, "ADDRESS", FUNCTIONS));
    return Options.examples(spec, examples());
  }

  /** What the command does without the options that select a half. */
  private String[] where() {
    return switch (this) {
      case HIDE, UNHIDE ->
          new String[] {description, "Without --now and --boot: now and after reboot."};
      case ATTACH, DETACH -> new String[] {description, INSIDE};
      case ASSIGN ->
          new String[] {
            description,
            INSIDE
                + " The functions are hidden now and, if the definition lists them, also after"
                + " reboot."
          };
      case UNASSIGN ->
          new String[] {
            description,
            INSIDE
                + " dom0's drivers get the functions now, unless the running guest keeps them, and"
                + " after reboot, unless the definition keeps them."
          };
    };
  }

  private String[] examples() {
    return switch (this) {
      case HIDE ->
          new String[] {
            "gangway hide 09:00.0 0a:04.1",
            "gangway hide --now 09:00.0",
            "gangway hide --accept NETWORK-DEFAULT-ROUTE 09:00.0"
          };
      case UNHIDE -> new String[] {"gangway unhide 09:00.0", "gangway unhide --now 09:00.0"};
      case ATTACH ->
          new String[] {"gangway attach pv1 09:00.0", "gangway attach --now pv1 09:00.0"};
      case DETACH ->
          new String[] {"gangway detach pv1 09:00.0", "gangway detach --config pv1 09:00.0"};
      case ASSIGN ->
          new String[] {"gangway assign pv1 09:00.0", "gangway assign --now pv1 0a:04.0 0a:04.1"};
      case UNASSIGN ->
          new String[] {"gangway unassign pv1 09:00.0", "gangway unassign --now pv1 09:00.0"};
    };
  }

  @Override
  public RequestDraft draft(NamedFunctions named, ParseResult arguments) {
    List<String> words =
        List.of(arguments.matchedPositionalValue(ofGuest() ? 1 : 0, new String[0]));
    List<PciAddress> functions =
        mayBeAbsent(arguments) ? named.possiblyAbsent(words) : named.present(words);
    Set<Reach> reach = EnumSet.noneOf(Reach.class);
    if (arguments.hasMatchedOption("--now")) {
      reach.add(Reach.NOW);
    }
    if (arguments.hasMatchedOption(lasting())) {
      reach.add(Reach.LASTING);
    }
    RequestDraft draft = RequestDraft.of(request(functions, arguments), reach);
    return this == ASSIGN || this == UNASSIGN ? draft.assignment() : draft;
  }

  /** A function that is gone can still be taken out of a definition or the boot settings. */
  private boolean mayBeAbsent(ParseResult arguments) {
    boolean onlyNow = arguments.hasMatchedOption("--now") && !arguments.hasMatchedOption(lasting());
    return (this == UNHIDE || this == DETACH || this == UNASSIGN) && !onlyNow;
  }

  /** Where the request holds is not known yet. */
  private Request request(List<PciAddress> functions, ParseResult arguments) {
    Set<Reach> everywhere = EnumSet.allOf(Reach.class);
    return switch (this) {
      case HIDE -> new Request.Hide(functions, everywhere);
      case UNHIDE -> new Request.Unhide(functions, everywhere);
      case ATTACH, ASSIGN -> new Request.Attach(guest(arguments), functions, everywhere);
      case DETACH, UNASSIGN ->
          new Request.Detach(
              guest(arguments),
              functions,
              everywhere,
              arguments.hasMatchedOption("--force") ? Manner.FORCED : Manner.ORDERLY);
    };
  }

  private static String guest(ParseResult arguments) {
    return arguments.matchedPositionalValue(0, "");
  }

  private boolean ofGuest() {
    return this != HIDE && this != UNHIDE;
  }

  /** The option for the lasting half of the request. */
  private String lasting() {
    return ofGuest() ? "--config" : "--boot";
  }
}
