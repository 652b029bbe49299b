package gangway.view;

import gangway.request.Request;
import gangway.xen.definition.NewGuest;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code gangway new} for a guest: also those that have a default. */
final class NewGuestWords {
  private NewGuestWords() {}

  static List<String> of(Request.New made) {
    NewGuest guest = made.guest();
    List<String> words = new ArrayList<>();
    add(words, "--toolstack", guest.toolstack());
    add(words, "--memory", guest.memory());
    add(words, "--vcpus", guest.vcpus());
    guest
        .kernel()
        .ifPresent(kernel -> {
          add(words, "--kernel", kernel.image());
          kernel.initrd().ifPresent(initrd -> add(words, "--initrd", initrd));
          add(words, "--args", kernel.arguments());
        });
    guest.disks().forEach(disk -> add(words, "--disk", disk));
    guest.bridges().forEach(bridge -> add(words, "--bridge", bridge));
    guest.functions().forEach(function -> add(words, "--pci", function));
    if (made.now()) {
      words.add("--start");
    }
    return words;
  }

  private static void add(List<String> words, String option, Object value) {
    words.add(option);
    words.add(value.toString());
  }
}
