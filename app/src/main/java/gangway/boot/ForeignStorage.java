package gangway.boot;

import gangway.Problem;
import gangway.boot.loader.Extlinux;
import gangway.boot.loader.GrubLoader;
import java.util.Optional;

/**
 * A place on the kernel command line that Gangway does not change.
 *
 * @param setting the present list, and the place
 */
record ForeignStorage(HideSetting setting) implements ListStorage {
  @Override
  public void store(HideList list, FileEdits edits) {
    throw refusal(Optional.empty());
  }

  /**
   * Why the list cannot be changed.
   *
   * @param obstacle why Gangway cannot change the command line at all, if so
   */
  Problem refusal(Optional<String> obstacle) {
    return Problem.refused(
        "the list of functions hidden at boot is on the kernel command line, which Gangway does"
            + " not edit",
        "change it there (with GRUB: edit /etc/default/grub, then run update-grub), or add --now"
            + " to change only the running host",
        setting.place() + ": hide=" + setting.list(),
        obstacle.orElseGet(this::changed));
  }

  private String changed() {
    return setting.file().equals(Extlinux.SETTINGS)
        ? ("Gangway changes there only one list, as a word xen-pciback.hide=..., in one line"
                + " %s=\"...\"")
            .formatted(ExtlinuxStorage.VARIABLE)
        : "Gangway changes only a list in " + GrubLoader.VARIABLE + ", which is for Xen's entries";
  }
}
