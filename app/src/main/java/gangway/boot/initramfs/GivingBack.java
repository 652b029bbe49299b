package gangway.boot.initramfs;

import gangway.boot.FileEdit;
import gangway.boot.loader.OneShotEntry.Parameter;
import java.util.List;

/**
 * How an initramfs gives functions on trial back to dom0 if there is no root file system without
 * them.
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 *
 * @param added the edits of the tool's files that make new images do it; empty if none is necessary
 * @param removed the edits after which new images no longer do it; empty if none is necessary
 * @param parameters the parameters of the kernel with which an image that cannot go on reboots the
 *     host, and does not wait for a person
 */
public record GivingBack(List<FileEdit> added, List<FileEdit> removed, List<Parameter> parameters) {
  public GivingBack {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    parameters = List.copyOf(parameters);
  }
}
