package gangway.xen.guest;

import gangway.json.JsonLine;
import gangway.xen.definition.PciSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Parses the relevant members of libxl's record of a guest, and skips the others. */
final class CreationReader {
  private final JsonLine json;
  private final List<PciSpec> functions = new ArrayList<>();
  private Optional<String> name = Optional.empty();
  private Optional<String> uuid = Optional.empty();
  private Optional<String> passthrough = Optional.empty();
  private boolean hostMemoryMap;

  CreationReader(JsonLine json) {
    this.json = json;
  }

  /**
   * Parses the whole record.
   *
   * @throws IllegalArgumentException if it is not a JSON object
   */
  Creation read() {
    json.object();
    json.members().forEach(this::part);
    return new Creation(
        passthrough.filter(word -> !word.equals("default")), hostMemoryMap, functions);
  }

  /**
   * Parses the whole record, for the guest's name.
   *
   * @throws IllegalArgumentException if it is not a JSON object
   */
  Optional<String> name() {
    read();
    return name;
  }

  /**
   * Parses the whole record, for the guest's UUID.
   *
   * @throws IllegalArgumentException if it is not a JSON object
   */
  Optional<String> uuid() {
    read();
    return uuid;
  }

  private void part(String name) {
    switch (name) {
      case "c_info" -> within(this::created);
      case "b_info" -> within(this::built);
      case "pcidevs" -> functions();
      default -> json.skip();
    }
  }

  private void created(String member) {
    if (member.equals("passthrough") && json.isString()) {
      passthrough = Optional.of(json.string());
    } else if (member.equals("name") && json.isString()) {
      name = Optional.of(json.string());
    } else if (member.equals("uuid") && json.isString()) {
      uuid = Optional.of(json.string());
    } else {
      json.skip();
    }
  }

  private void built(String name) {
    if (name.equals("type.pv")) {
      within(this::paraVirtual);
    } else {
      json.skip();
    }
  }

  private void paraVirtual(String name) {
    if (name.equals("e820_host") && json.isString()) {
      hostMemoryMap = json.string().equals("True");
    } else {
      json.skip();
    }
  }

  private void functions() {
    if (json.isArray()) {
      json.array(this::function)
          .forEach(function -> function.map(KeptFunction::spec).ifPresent(functions::add));
    } else {
      json.skip();
    }
  }

  private Optional<KeptFunction> function() {
    if (!json.isObject()) {
      json.skip();
      return Optional.empty();
    }
    KeptFunction function = new KeptFunction();
    within(name -> json.plain().ifPresent(value -> function.set(name, value)));
    return Optional.of(function);
  }

  /** Iterates over the members of an object; skips any other value. */
  private void within(Consumer<String> member) {
    if (json.isObject()) {
      json.object();
      json.members().forEach(member);
    } else {
      json.skip();
    }
  }
}
