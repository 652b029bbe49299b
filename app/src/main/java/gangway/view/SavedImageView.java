package gangway.view;

import gangway.xen.definition.Toolstack;
import gangway.xen.guest.SavedImage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The image of a saved guest.
 *
 * @param file as the user named it
 * @param toolstack what wrote it
 * @param devices how many devices the guest had when it was saved
 * @param hotPlug whether the guest had hot-plug enabled, so that it may have had devices
 * @param recorded how many functions 'gangway restore' gives the guest; empty without a record
 * @param complete whether the image has its end
 * @param safe whether the guest can be restored without a risk
 */
public record SavedImageView(
    String file,
    Toolstack toolstack,
    int devices,
    boolean hotPlug,
    Optional<Integer> recorded,
    boolean complete,
    boolean safe)
    implements View {

  public static SavedImageView of(
      Path file, SavedImage image, Optional<Integer> recorded, boolean complete, boolean safe) {
    return new SavedImageView(
        file.toString(),
        image.writer(),
        image.devices(),
        image.hotPlug(),
        recorded,
        complete,
        safe);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("file", file);
    json.text("toolstack", toolstack);
    json.number("devices", devices);
    json.flag("hotPlug", hotPlug);
    recorded.ifPresent(functions -> json.number("recorded", functions));
    json.flag("complete", complete);
    json.flag("safe", safe);
  }
}
