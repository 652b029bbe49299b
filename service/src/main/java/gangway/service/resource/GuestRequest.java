package gangway.service.resource;

import gangway.service.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The requests about a guest as a whole. Each has members of its own, and its check is the {@code
 * --dry-run} of its command.
 */
enum GuestRequest {
  NEW("new") {
    @Override
    Set<String> members() {
      return Set.of(
          "guest",
          "functions",
          "toolstack",
          "memory",
          "vcpus",
          "kernel",
          "initrd",
          "arguments",
          "disks",
          "bridges",
          "start");
    }

    @Override
    List<String> options(RequestBody request) {
      List<String> words = new ArrayList<>();
      request.optional("toolstack").ifPresent(one -> words.add("--toolstack=" + toolstack(one)));
      request.number("memory").ifPresent(mebibytes -> words.add("--memory=" + mebibytes));
      request.number("vcpus").ifPresent(number -> words.add("--vcpus=" + number));
      AskedValues.path(request, "kernel").ifPresent(file -> words.add("--kernel=" + file));
      AskedValues.path(request, "initrd").ifPresent(file -> words.add("--initrd=" + file));
      request.optional("arguments").ifPresent(all -> words.add("--args=" + AskedValues.line(all)));
      request.texts("disks").forEach(disk -> words.add("--disk=" + AskedValues.path(disk)));
      request.texts("bridges").forEach(bridge -> words.add("--bridge=" + bridge(bridge)));
      AskedValues.functionsOrNone(request, "functions")
          .forEach(function -> words.add("--pci=" + function));
      if (request.flag("start").orElse(false)) {
        words.add("--start");
      }
      return words;
    }
  },

  ENABLE_HOTPLUG("enable-hotplug"),

  SAVE("save") {
    @Override
    Set<String> members() {
      return Set.of("guest", "image", "cold");
    }

    @Override
    List<String> options(RequestBody request) {
      return request.flag("cold").orElse(false) ? List.of("--cold") : List.of();
    }

    @Override
    List<String> arguments(RequestBody request) {
      return List.of(AskedValues.guest(request), AskedValues.path(request.text("image")));
    }
  },

  RESTORE("restore") {
    @Override
    Set<String> members() {
      return Set.of("image", "replacements");
    }

    @Override
    List<String> options(RequestBody request) {
      return AskedValues.replacements(request);
    }

    @Override
    List<String> arguments(RequestBody request) {
      return List.of(AskedValues.path(request.text("image")));
    }
  },

  MIGRATE("migrate") {
    @Override
    Set<String> members() {
      return Set.of("guest", "host", "suspended", "cold", "replacements");
    }

    @Override
    List<String> options(RequestBody request) {
      List<String> words = new ArrayList<>(AskedValues.replacements(request));
      for (String manner : List.of("suspended", "cold")) {
        if (request.flag(manner).orElse(false)) {
          words.add("--" + manner);
        }
      }
      return words;
    }

    @Override
    List<String> arguments(RequestBody request) {
      return List.of(AskedValues.guest(request), AskedValues.host(request));
    }
  };

  /** As the members of the request's JSON, and the command. */
  private final String kind;

  GuestRequest(String kind) {
    this.kind = kind;
  }

  /** The options of the command. */
  List<String> options(RequestBody request) {
    return List.of();
  }

  /** The arguments of the command. */
  List<String> arguments(RequestBody request) {
    return List.of(AskedValues.guest(request));
  }

  /** The name of the command. */
  String kind() {
    return kind;
  }

  /** The members of the request besides {@code kind}. */
  Set<String> members() {
    return Set.of("guest");
  }

  /**
   * Whether also the check is only for operators: it tells which files exist in folders that only
   * root can read, or connects to another host with the keys of root.
   */
  boolean checkedByOperatorsOnly() {
    return this != ENABLE_HOTPLUG;
  }

  /** Whether findings can be accepted. */
  boolean accepts() {
    return this == NEW;
  }

  private static String toolstack(String word) {
    if (!Set.of("xl", "libvirt").contains(word)) {
      throw HttpProblem.invalid("there is no toolstack '%s'".formatted(word), "use xl or libvirt");
    }
    return word;
  }

  private static String bridge(String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,15}")) {
      throw HttpProblem.invalid(
          "'%s' is not the name of a bridge".formatted(name), "use a bridge of dom0");
    }
    return name;
  }
}
