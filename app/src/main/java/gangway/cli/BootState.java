package gangway.cli;

import gangway.host.BootDifference;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.view.BootStateView;
import gangway.view.HideListView;

/** Prints what is hidden now and after the next boot, and which settings cause it. */
record BootState(Console console) {
  private static final String NONE = "-";

  void print(BootStateView view, Inventory inventory) {
    view.lists().forEach(this::print);
    if (view.lists().isEmpty()) {
      console.line("no list of functions to hide at boot is set");
    }
    if (view.builtIn()) {
      console.line("pciback is built into the kernel");
    }
    view.refused()
        .ifPresent(where ->
            console.line(
                Style.YELLOW,
                "the kernel refuses to load pciback at the next boot: module_blacklist= in "
                    + where));
    view.loaders().forEach(loader -> console.line("loads pciback: " + loader));
    if (view.functions().isEmpty()) {
      console.line("no function is hidden, now or after the next boot");
      return;
    }
    Table table = new Table("ADDRESS", "NOW", "AFTER REBOOT", "SET IN");
    BootDifference.concerned(inventory)
        .forEach(function ->
            table.row(
                function.address().toString(),
                function.hiddenNow() ? "hidden" : "not hidden",
                afterwards(function, inventory),
                function.namedIn().map(set -> set.place()).orElse(NONE)));
    table.print(console);
    BootDifference.concerned(inventory)
        .flatMap(function -> BootDifference.of(function, inventory.boot()).stream())
        .forEach(this::print);
  }

  private static String afterwards(HostFunction function, Inventory inventory) {
    if (inventory.boot().qubes().hides(function.function())) {
      return "hidden (Qubes)";
    }
    return switch (function.atBoot().hidden()) {
      case YES -> "hidden";
      case NO -> "not hidden";
      case UNKNOWN -> "not known";
    };
  }

  private void print(HideListView list) {
    console.line(
        list.noEffect().isPresent() ? Style.YELLOW : Style.PLAIN,
        "%s: %s: hide=%s"
            .formatted(
                list.noEffect().isPresent() ? "no effect" : "in effect",
                list.setIn(),
                list.list()));
    list.noEffect().ifPresent(why -> console.line("  " + why));
    if (!list.absent().isEmpty()) {
      console.line(
          "  this machine has no function "
              + String.join(", ", list.absent().stream().map(Object::toString).toList()));
    }
  }

  private void print(BootDifference difference) {
    console.line(Style.YELLOW, difference.message());
    difference
        .remedies()
        .forEach(remedy ->
            console.line(
                "  %s: %s".formatted(remedy.message(), String.join(" ", remedy.command()))));
  }
}
