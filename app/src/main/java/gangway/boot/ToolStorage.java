package gangway.boot;

import gangway.Problem;
import gangway.boot.loader.KernelLine;
import gangway.boot.loader.ToolLoader;
import java.util.Optional;

/**
 * The kernel command line, by the tool of XenServer and XCP-ng. XAPI reads the list by the same
 * tool, and accepts only groups of one function in their full form of 14 characters (xen-api,
 * ocaml/xapi/pciops.ml, {@code get_hidden_pcidevs}).
 *
 * @param present the present list, if there is one
 */
record ToolStorage(ToolLoader loader, Optional<HideSetting> present) implements ListStorage {
  @Override
  public void store(HideList list, FileEdits edits) {
    refuseForXapi(list);
    refuseOtherWords();
    String then =
        loader.with(Optional.of(list).filter(one -> !one.isEmpty()).map(HideList::toString));
    CommandLineLimit.refuseTooLong(
        loader.next().arguments().length(),
        loader.next().arguments().length() + then.length() - loader.text().length());
    edits.add(new FileEdit(loader.configuration(), Optional.of(loader.text()), Optional.of(then)));
  }

  private void refuseForXapi(HideList list) {
    for (HideList.Group group : list.groups()) {
      if (!(group instanceof HideList.Group.One)) {
        throw Problem.refused(
            "the list of functions hidden at boot has %s, which XAPI cannot read".formatted(group),
            "write one group for each function instead: %s --set-dom0 \"%s=(DDDD:BB:SS.F)...\""
                .formatted(loader.tool(), ToolLoader.PARAMETER),
            place() + ": hide=" + list);
      }
    }
  }

  /** The tool changes one word in one spelling; the kernel would use the last one of several. */
  private void refuseOtherWords() {
    KernelLine line = loader.next();
    long lists =
        KernelParameters.of(line.arguments()).stream().filter(CommandLines::isList).count();
    boolean known =
        KernelParameters.words(line.arguments())
            .anyMatch(word -> word.startsWith(ToolLoader.PARAMETER + "="));
    boolean cutOff = present.filter(setting -> !setting.cutOff().isEmpty()).isPresent();
    if (lists > 1 || (lists == 1 && !known) || cutOff) {
      throw Problem.refused(
          "the list of functions hidden at boot is written in a way that %s does not change as a"
                  .formatted(loader.tool())
              + " whole",
          "write it as one word: %s --set-dom0 \"%s=(DDDD:BB:SS.F)...\"; remove all other"
                  .formatted(loader.tool(), ToolLoader.PARAMETER)
              + " spellings",
          place() + ": " + line.arguments());
    }
  }

  private String place() {
    return loader.configuration() + ":" + loader.next().number();
  }
}
