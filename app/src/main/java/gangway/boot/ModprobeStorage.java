package gangway.boot;

import java.util.List;
import java.util.Optional;

/**
 * A line of modprobe's files: {@code options xen-pciback hide=...}. The initramfs has copies of
 * these files.
 *
 * @param present the line that sets the present list
 * @param alone whether no other list is set; otherwise another one would take effect without this
 *     line, so it stays, with an empty list
 */
record ModprobeStorage(Dialect dialect, Optional<HideSetting> present, boolean alone)
    implements ListStorage {
  @Override
  public void store(HideList list, FileEdits edits) {
    if (present.isEmpty()) {
      edits.change(dialect.file(), file -> file.withLines(List.of(dialect.hide(list))));
      return;
    }
    HideSetting setting = present.get();
    edits.change(
        setting.file(),
        file ->
            list.isEmpty() && alone
                ? file.withoutHide(setting.line())
                : file.withHide(setting.line(), list));
  }
}
