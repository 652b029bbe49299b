package gangway.xen.definition.xl;

import gangway.xen.definition.Passthrough;
import gangway.xen.definition.Refusal;
import gangway.xen.protocol.GuestType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings beside {@code pci} that decide whether a guest can be created and can have
 * functions, as xl 4.17 reads them (tools/xl/xl_parse.c, {@code parse_config_data}).
 *
 * <ul>
 *   <li>{@code type}, {@code builder}: every beginning of a word counts as the word, also the empty
 *       one; case matters; another word, or two words that contradict each other, make xl refuse
 *       the file.
 *   <li>{@code passthrough}: a word in any case; xl refuses the file for another word.
 *   <li>{@code e820_host}: a number of the C library; xl ignores anything else. xl sets it for
 *       every guest with an entry in {@code pci}.
 * </ul>
 *
 * @param type unknown if xl refuses {@code type} or {@code builder}
 * @param passthrough empty if xl refuses the word
 * @param devices whether the guest has a device at its start
 * @param ownMemoryMap whether the definition itself sets {@code e820_host}
 * @param refusal why xl or libxl refuses the settings, if it does
 */
record XlSettings(
    GuestType type,
    Optional<Passthrough> passthrough,
    boolean devices,
    boolean ownMemoryMap,
    Optional<Refusal> refusal) {
  private static final String TYPE = "type";
  private static final String BUILDER = "builder";
  private static final String PASSTHROUGH = "passthrough";

  /** A word of a setting, and its meaning. */
  private record Word(String word, GuestType type) {}

  /** In xl's order: {@code p} means {@code pv}. */
  private static final List<Word> TYPES =
      List.of(
          new Word("hvm", GuestType.HVM),
          new Word("pv", GuestType.PV),
          new Word("pvh", GuestType.PVH));

  private static final List<Word> BUILDERS =
      List.of(new Word("hvm", GuestType.HVM), new Word("generic", GuestType.PV));

  static XlSettings of(XlConfig config) {
    Optional<GuestType> typed = config.string(TYPE).map(value -> meaning(TYPES, value));
    Optional<GuestType> built = config.string(BUILDER).map(value -> meaning(BUILDERS, value));
    boolean contradicting = typed.isPresent() && built.isPresent() && !typed.equals(built);
    GuestType type = contradicting ? GuestType.UNKNOWN : typed.or(() -> built).orElse(GuestType.PV);
    Optional<Passthrough> passthrough =
        config.string(PASSTHROUGH).map(Passthrough::of).orElse(Optional.of(Passthrough.DEFAULT));
    boolean devices = !config.entries().isEmpty();
    return new XlSettings(
        type,
        passthrough,
        devices,
        config.number("e820_host").orElse(0) != 0,
        refusedType(config, typed, built)
            .or(() -> refusedPassthrough(config, passthrough))
            .or(() -> refusedBoot(config, type))
            .or(() ->
                passthrough.flatMap(
                    mode -> mode.refusal(type, devices, setting(config, PASSTHROUGH)))));
  }

  /** Whether the guest gets the host's memory map. */
  boolean memoryMap() {
    return devices || ownMemoryMap;
  }

  private static GuestType meaning(List<Word> words, String value) {
    return words.stream()
        .filter(word -> word.word().startsWith(value))
        .map(Word::type)
        .findFirst()
        .orElse(GuestType.UNKNOWN);
  }

  private static Optional<Refusal> refusedType(
      XlConfig config, Optional<GuestType> typed, Optional<GuestType> built) {
    Optional<GuestType> unknown = Optional.of(GuestType.UNKNOWN);
    if (typed.equals(unknown)) {
      return Optional.of(
          new Refusal(
              setting(config, TYPE),
              "xl knows only the types pv, pvh and hvm, in lower case",
              "set type = \"pv\", \"pvh\" or \"hvm\""));
    }
    if (built.equals(unknown)) {
      return Optional.of(
          new Refusal(
              setting(config, BUILDER),
              "xl knows only the builders generic and hvm, in lower case",
              "remove 'builder', and set type = \"pv\", \"pvh\" or \"hvm\""));
    }
    return typed.isPresent() && built.isPresent() && !typed.equals(built)
        ? Optional.of(
            new Refusal(
                setting(config, TYPE) + ", " + setting(config, BUILDER),
                "the two settings contradict each other",
                "remove 'builder'"))
        : Optional.empty();
  }

  private static Optional<Refusal> refusedPassthrough(XlConfig config, Optional<Passthrough> mode) {
    return mode.isPresent()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                setting(config, PASSTHROUGH),
                "xl knows only the words default, disabled, enabled, sync_pt and share_pt",
                "set passthrough = \"enabled\": gangway enable-hotplug GUEST"));
  }

  /** Whether nothing boots the guest; an HVM guest always has its firmware. */
  static boolean bootsNothing(XlConfig config, GuestType type) {
    return (type == GuestType.PV || type == GuestType.PVH)
        && Stream.of("kernel", "bootloader", "firmware")
            .allMatch(key -> config.string(key).isEmpty());
  }

  private static Optional<Refusal> refusedBoot(XlConfig config, GuestType type) {
    if (bootsNothing(config, type)) {
      return Optional.of(
          new Refusal(
              "no 'kernel' and no 'bootloader'",
              "a PV or PVH guest needs one of the two",
              "set kernel = \"FILE\" or bootloader = \"pygrub\""));
    }
    Optional<String> firmware = config.string("firmware");
    if (type == GuestType.HVM || firmware.isEmpty()) {
      return Optional.empty();
    }
    if (config.string("kernel").isPresent()) {
      return Optional.of(
          new Refusal(
              setting(config, "firmware"),
              "xl accepts only one of 'kernel' and 'firmware'",
              "remove one of them"));
    }
    return pvgrub(firmware.get())
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                setting(config, "firmware"),
                "xl knows only the firmware pvgrub32 and pvgrub64 for this type of guest",
                "set firmware = \"pvgrub32\" or \"pvgrub64\", or a kernel or bootloader"));
  }

  private static boolean pvgrub(String word) {
    return "pvgrub32".startsWith(word) || "pvgrub64".startsWith(word);
  }

  private static String setting(XlConfig config, String key) {
    return "%s = '%s'".formatted(key, config.string(key).orElse(""));
  }
}
